"""PostgreSQL, through its ADBC driver."""

from __future__ import annotations

import re
from contextlib import contextmanager
from typing import TYPE_CHECKING

from checklist.records.databases.servers import CONNECT_SECONDS, QUERY_SECONDS, Refused
from checklist.records.databases.servers._adbc import AdbcConnection

if TYPE_CHECKING:
    from collections.abc import Iterator

    from checklist.records.databases.address import Address
    from checklist.records.raw import Cells

SERVER = "postgresql"
DIALECT = "postgres"
_LOGIN = re.compile(r"password|authentication|no pg_hba\.conf entry|role \"|SCRAM", re.IGNORECASE)
_SEVERITY = re.compile(r"\b[A-Z]{5,7}:\s+")


@contextmanager
def opened(address: Address, zone: str) -> Iterator[AdbcConnection]:  # noqa: ARG001  # its times bear a zone
    """Connect with a session in which nothing can be written and times are shown in UTC."""
    import adbc_driver_postgresql.dbapi as driver

    settings = {
        "default_transaction_read_only": "on",
        "statement_timeout": f"{QUERY_SECONDS}s",
        "TimeZone": "UTC",
        "DateStyle": "ISO,YMD",
    }
    own = dict(address.settings).get("options", "")
    options = " ".join([own, *(f"-c {name}={value}" for name, value in settings.items())]).strip()
    url = address.url("postgresql", options=options, connect_timeout=str(CONNECT_SECONDS))
    try:
        connection = driver.connect(url)
    except driver.Error as error:
        words = _words(str(error))
        raise Refused("database_login" if _LOGIN.search(words) else "database_unreachable", words) from None
    with connection:
        yield AdbcConnection(connection, _words)


def as_text(column: str, cells: Cells | None) -> str:
    """Return a column as text."""
    return f"encode({column}, 'hex')" if cells is None else f"CAST({column} AS text)"


def _words(text: str) -> str:
    """Return the server's words: the first line, without what the driver puts before it."""
    parts = _SEVERITY.split(text, maxsplit=1)
    words = parts[-1].partition("\n")[0]
    for before in ("] Failed to connect: ", "failed: "):
        words = words.rpartition(before)[2]
    return words.strip()
