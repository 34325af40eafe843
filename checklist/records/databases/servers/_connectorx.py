"""What the servers read through connectorx have in common."""

from __future__ import annotations

import os
import re
import socket
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from checklist.records.databases.servers import CONNECT_SECONDS, Refused
from checklist.records.databases.servers._arrow import cells

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from checklist.records.databases.address import Address
    from checklist.records.raw import Cells

_BATCH = 10_000
_LOGIN = re.compile(r"\b(1044|1045|1698|18456)\b")
# The words of the server itself, out of the driver's wrapping.
_WORDS = re.compile(r"(?:ERROR \d+ \(\w+\): |Token error: ')(?P<words>[^\n]*?)(?: \}|\n|$)")


class ConnectorxConnection:
    """Rows through connectorx, each query on a connection of its own that `before` prepares."""

    def __init__(self, address: Address, scheme: str, port: int, before: Sequence[str] = ()) -> None:
        # Its log would repeat on the terminal, line by line, what is said once here.
        os.environ.setdefault("RUST_LOG", "off")
        import connectorx  # only needed, and only installed, where such a server is read

        self._read_sql: Any = connectorx.read_sql
        self._url = address.url(scheme)
        self._before = list(before)
        # The driver tries for half a minute where nobody answers.
        try:
            socket.create_connection((address.host, address.port or port), CONNECT_SECONDS).close()
        except OSError as error:
            raise Refused("database_unreachable", error.strerror or str(error)) from None

    def columns(self, sql: str) -> list[tuple[str, Cells | None]]:
        """Return a query's columns without its rows."""
        return [(each.name, cells(each.type)) for each in self.rows(sql).schema]

    def rows(self, sql: str) -> Any:
        """Return a query's rows, batch by batch."""
        more = {"pre_execution_query": self._before} if self._before else {}
        try:
            return self._read_sql(self._url, sql, return_type="arrow_stream", batch_size=_BATCH, **more)
        except Exception as error:  # noqa: BLE001  # the driver raises whatever its own parts raise
            raise self.failed(str(error)) from None
        except BaseException as error:
            if type(error).__name__ != "PanicException":
                raise
            raise self.failed(str(error)) from None

    def failed(self, text: str) -> Refused:
        """Tell an error of the query from a connection that was refused or broke."""
        words = _WORDS.search(text)
        detail = words["words"] if words else text.partition("\n")[0]
        if "timed out waiting for connection" in text:
            return Refused("database_login" if _LOGIN.search(text) else "database_unreachable", detail)
        return Refused("database_query_failed" if words else "database_lost", detail)


@contextmanager
def silenced() -> Iterator[None]:
    """Keep off the terminal what the driver's own threads write there when a query fails; it is said once, in order."""
    kept = os.dup(2)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(nowhere)
        os.close(kept)
