"""Columns that come with a type of their own, out of Parquet or a frame: what of it is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from checklist.engine import SQL, identifier, render
from checklist.records.raw import Cells

if TYPE_CHECKING:
    from collections.abc import Sequence

_TIMES = ("TIMESTAMP", "TIMESTAMP_S", "TIMESTAMP_MS", "TIMESTAMP_NS")
_INSTANTS = ("TIMESTAMP WITH TIME ZONE", "TIMESTAMPTZ", "TIMESTAMP WITH TIME ZONE_NS", "TIMESTAMPTZ_NS")
# A whole number that a float holds exactly is an id or a count: 7.0 is written 7. What is no number is found in the
# text and not by isnan(), which trusts a Parquet file's statistics, and those pass over such values.
_FLOAT = """
CASE WHEN abs({{ c }}) < 1e15 AND {{ c }} = trunc({{ c }}) THEN CAST(try_cast({{ c }} AS BIGINT) AS VARCHAR)
    ELSE nullif(CAST({{ c }} AS VARCHAR), 'nan') END
"""


def kinds(columns: Sequence[tuple[str, str]]) -> tuple[Cells, ...]:
    """Return how each column's cells come: times and days as they are, all else as text."""
    return tuple(_kind(sql_type) for _, sql_type in columns)


def cells_list(columns: Sequence[tuple[str, str]]) -> SQL:
    """Return the columns as `c0`, `c1`, … for a SELECT."""
    return SQL(", ".join(f"{_cell(name, sql_type)} AS c{at}" for at, (name, sql_type) in enumerate(columns)))


def _kind(sql_type: str) -> Cells:
    if sql_type in _TIMES:
        return Cells.TIME
    if sql_type in _INSTANTS:
        return Cells.INSTANT
    return Cells.DAY if sql_type == "DATE" else Cells.TEXT


def _cell(name: str, sql_type: str) -> SQL:
    column = identifier(name)
    kind = _kind(sql_type)
    if kind is Cells.TIME:
        return SQL(f"CAST({column} AS TIMESTAMP)")
    if kind is Cells.INSTANT:
        return SQL(f"CAST({column} AS TIMESTAMPTZ)")
    if kind is Cells.DAY:
        return column
    if sql_type in ("FLOAT", "DOUBLE"):
        return render(_FLOAT, c=column)
    if sql_type.endswith("]") or sql_type.startswith(("STRUCT", "MAP")):
        return SQL(f"CAST(to_json({column}) AS VARCHAR)")
    return SQL(f"CAST({column} AS VARCHAR)")
