"""SQLite, through its ADBC driver."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from checklist.records.databases.servers import Refused
from checklist.records.databases.servers._adbc import AdbcConnection

if TYPE_CHECKING:
    from collections.abc import Iterator

    from checklist.records.databases.address import Address
    from checklist.records.raw import Cells

SERVER = "sqlite"
DIALECT = "sqlite"


@contextmanager
def opened(address: Address, zone: str) -> Iterator[AdbcConnection]:  # noqa: ARG001  # its times have no type
    """Open a file for reading; one that is missing is not made."""
    import adbc_driver_sqlite.dbapi as driver

    try:
        with Path(address.database).open("rb"):
            pass
    except (OSError, ValueError) as error:
        raise Refused("database_unreachable", getattr(error, "strerror", None) or str(error)) from None
    try:
        connection = driver.connect(f"file:{quote(address.database)}?mode=ro")
    except driver.Error as error:
        raise Refused("database_unreachable", _words(str(error))) from None
    with connection:
        yield AdbcConnection(connection, _words)


def as_text(column: str, cells: Cells | None) -> str:  # noqa: ARG001  # any cell may be of any type
    """Return a column as text."""
    return f"CAST({column} AS TEXT)"


def _words(text: str) -> str:
    return text.partition("\n")[0].rpartition("Failed to prepare query: ")[2].rpartition("step query: ")[2]
