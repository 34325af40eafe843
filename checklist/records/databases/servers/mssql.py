"""Microsoft SQL Server, through connectorx."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from checklist.records.databases.servers._connectorx import ConnectorxConnection, silenced
from checklist.records.raw import Cells

if TYPE_CHECKING:
    from collections.abc import Iterator

    from checklist.records.databases.address import Address

SERVER = "mssql"
DIALECT = "tsql"
_PORT = 1433
# ISO 8601, with the offset for a time that has one.
_ISO = 126
_ISO_UTC = 127


@contextmanager
def opened(address: Address, zone: str) -> Iterator[ConnectorxConnection]:  # noqa: ARG001  # its times bear a zone
    """Prepare connections. Its sessions have no read-only mode: the checked SELECT is all that is sent."""
    with silenced():
        yield ConnectorxConnection(address, "mssql", _PORT)


def as_text(column: str, cells: Cells | None) -> str:
    """Return a column as text."""
    if cells is None:
        return f"CONVERT(nvarchar(max), {column}, 2)"
    if cells is Cells.TEXT:
        return f"CAST({column} AS nvarchar(max))"
    return f"CONVERT(nvarchar(max), {column}, {_ISO_UTC if cells is Cells.INSTANT else _ISO})"
