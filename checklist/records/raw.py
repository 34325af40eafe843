"""What every format's reader hands on: the cells of one input as they stand, row by row, with their lines."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from checklist.engine import SQL
    from checklist.model import Notice, Place


class Cells(Enum):
    """How a column's cells come: as text to be read, or as the times and days a typed format holds."""

    TEXT = "text"
    TIME = "time"
    INSTANT = "instant"
    DAY = "day"


PARTS = 40
"""So many bits of a line are its number in its own file."""


@dataclass(frozen=True, slots=True)
class Raw:
    """One input's rows.

    `relation` has the columns `line`, `c0`, `c1`, … in the order of `headers`; a blank cell is NULL there.
    `broken` has the rows that could not be split into cells: `line`, `code`, `expected`, `found`, and `lead`, the
    row's first text. `spaces_only` promises that text begins and ends with no other blank than the space, so that
    trimming is cheap. `place` names the place of a line's cell (counted from 0). `scratch` names the tables that may
    go once the rows are typed. `form` says that it is a filled-in form. `sheet` is a workbook's, where it has
    several; `encoding` is a text file's. `documents` has the path and line of each row that is a file of its own: a
    row's line is then its place among them, counted from 1. `parts` are the files of one input that has several: a
    row's line then carries the place of its file, counted from 0, above the lower `PARTS` bits. `titles` are the
    sheet's name and what stands above the header. `notices` tell what the reader settled by itself.
    """

    relation: SQL
    headers: tuple[str, ...]
    cells: tuple[Cells, ...]
    sha256: str
    header_line: int = 1
    broken: SQL | None = None
    spaces_only: bool = False
    place: Callable[[int, int], Place] | None = None
    scratch: tuple[str, ...] = ()
    form: bool = False
    sheet: str | None = None
    encoding: str | None = None
    documents: tuple[tuple[str, int], ...] = ()
    parts: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()
    notices: tuple[Notice, ...] = ()
