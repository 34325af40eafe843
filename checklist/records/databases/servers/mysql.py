"""MySQL and MariaDB, through connectorx."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from checklist.records.databases.servers import QUERY_SECONDS
from checklist.records.databases.servers._connectorx import ConnectorxConnection, silenced

if TYPE_CHECKING:
    from collections.abc import Iterator

    from checklist.records.databases.address import Address
    from checklist.records.raw import Cells

SERVER = "mysql"
DIALECT = "mysql"
_PORT = 3306
# China's last change of clocks was in 1991; a zone that has had none since 1992 is one offset.
_FIRST_YEAR, _LAST_YEAR = 1992, 2037


@contextmanager
def opened(address: Address, zone: str) -> Iterator[ConnectorxConnection]:
    """Prepare a session in which nothing can be written.

    The server shows a TIMESTAMP in the session's zone and a DATETIME as it stands: in `zone` both are local times.
    The two comments set the time limit under the name that MariaDB or MySQL has for it.
    """
    limit = f"/*M!100100 , max_statement_time={QUERY_SECONDS} */ /*!50708 , max_execution_time={QUERY_SECONDS}000 */"
    before = [
        "SET SESSION TRANSACTION READ ONLY",
        f"SET SESSION time_zone = '{_zone(zone)}' {limit}",
    ]
    with silenced():
        yield ConnectorxConnection(address, "mysql", _PORT, before)


def as_text(column: str, cells: Cells | None) -> str:
    """Return a column as text."""
    return f"HEX({column})" if cells is None else f"CAST({column} AS CHAR)"


def _zone(zone: str) -> str:
    """Return a zone as every server knows it: its offset, or its name where the clocks change."""
    offsets = {
        datetime(year, month, 1, tzinfo=UTC).astimezone(ZoneInfo(zone)).strftime("%z")
        for year in range(_FIRST_YEAR, _LAST_YEAR + 1)
        for month in range(1, 13)
    }
    if len(offsets) > 1:
        return zone
    offset = offsets.pop()
    return f"{offset[:3]}:{offset[3:5]}"
