"""Rows that a reader wrote itself as CSV, each after its number, into a table of the session."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from checklist.engine import SQL, DatabaseError, render_file
from checklist.model import InputError, Place
from checklist.records.raw import Cells
from checklist.records.scanning import pattern

if TYPE_CHECKING:
    from collections.abc import Sequence

    from checklist.engine import Session

_FOLDER = Path(__file__).parent
_SQL_TYPES = {Cells.TEXT: "VARCHAR", Cells.TIME: "TIMESTAMP", Cells.DAY: "DATE"}


def take_rows(  # the last is a fact about the file
    session: Session, name: str, path: Path, cells: Sequence[Cells], shown: str, *, breaks: bool
) -> None:
    """Make the table `name` of `line`, `c0`, `c1`, …; `breaks` says that lines break within cells.

    `shown` is the input that an error names.
    """
    columns = [(f"c{number}", SQL(_SQL_TYPES[each])) for number, each in enumerate(cells)]
    rows = render_file(
        _FOLDER / "numbered.sql", raw=name, path=pattern(str(path)), columns=columns, parallel=not breaks
    )
    try:
        session.run(rows)
    except DatabaseError as error:
        raise InputError("rows_unreadable", Place(shown), detail=str(error).partition("\n")[0][:200]) from None
