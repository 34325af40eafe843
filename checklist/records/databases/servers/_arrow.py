"""How a column comes, by its Arrow type."""

from __future__ import annotations

from typing import Any

from checklist.records.raw import Cells


def cells(kind: Any) -> Cells | None:
    """Return how a column's cells come: days and times as such, bytes as None, all else as text."""
    import pyarrow as pa

    if pa.types.is_timestamp(kind):
        return Cells.INSTANT if kind.tz else Cells.TIME
    if pa.types.is_date(kind):
        return Cells.DAY
    return None if pa.types.is_binary(kind) or pa.types.is_large_binary(kind) else Cells.TEXT
