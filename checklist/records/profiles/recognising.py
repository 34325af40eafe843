"""Know a product's export by its headers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from checklist.records.profiles.catalogue import known_names
from checklist.records.profiles.names import fold
from checklist.records.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Sequence


def recognised(names: Sequence[str], table: str) -> int:
    """Count how many of these cells are header names known for that table, each name once.

    A row that has every required column by its own name is this program's own header: only such names count then,
    and no profile needs to be read.
    """
    folded = {fold(name) for name in names if name} - {""}
    columns = TABLES[table].columns
    if all(fold(column.name) in folded for column in columns if column.required):
        return len(folded & {fold(column.name) for column in columns})
    return len(folded & known_names(table))
