"""One module a server: how to ask it for columns and rows. A new server is a new file here."""

from __future__ import annotations

import pkgutil
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any, Protocol, cast

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from checklist.records.databases.address import Address
    from checklist.records.raw import Cells

# How long a connection may take, and how long a query may run.
CONNECT_SECONDS = 10
QUERY_SECONDS = 900


class Refused(Exception):  # noqa: N818  # it says what a server did
    """A server's refusal: `code` names the error, `detail` has the server's words."""

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(code, detail)
        self.code = code
        self.detail = detail


class Connection(Protocol):
    """A session that reads only."""

    def columns(self, sql: str) -> list[tuple[str, Cells | None]]:
        """Return a query's columns, and how their cells come; None for bytes, which are shown as hex digits."""

    def rows(self, sql: str) -> Any:
        """Return a query's rows as a `pyarrow.RecordBatchReader`."""

    def failed(self, text: str) -> Refused:
        """Return what the text of an error says that came while the rows were being read."""


class Server(Protocol):
    """What a server's module offers. `DIALECT` is what sqlglot calls its SQL."""

    SERVER: str
    DIALECT: str

    def opened(self, address: Address, zone: str) -> AbstractContextManager[Connection]:
        """Connect, read-only, to show times with a zone in `zone`. Raises `Refused`, and `ImportError`."""

    def as_text(self, column: str, cells: Cells | None) -> str:
        """Return the SQL that turns a quoted column into text, days and times as ISO 8601 writes them."""


@cache
def servers() -> dict[str, Server]:
    """Return every server by its name."""
    modules = [each.name for each in pkgutil.iter_modules(__path__) if not each.name.startswith("_")]
    found = [cast("Server", import_module(f"{__name__}.{name}")) for name in modules]
    return {each.SERVER: each for each in found}
