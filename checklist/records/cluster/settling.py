"""Out of the rows that workers read, the table of records: copies dropped, equal rows told apart, all numbered."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from checklist.engine import SQL, render, render_file
from checklist.model.tables import RECORDS
from checklist.records.duplicates import KEPT, SCRATCH, find_copies, find_equal_rows, notices_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from checklist.engine import Session
    from checklist.model import Notice

_FOLDER = Path(__file__).parent
# The columns of records as they lie in the loaded table, between a row's place and its key.
_COLUMNS = tuple(name for name, _ in RECORDS.stored)


def records_of(tables: Sequence[str], attributes: tuple[str, ...]) -> SQL:
    """Return the SELECT of all records out of what was read into `tables`, every attribute a column of its own."""
    named = ", ".join(("file_id", "line", *_COLUMNS, "record_key", "content"))
    columns = "".join(
        render(", attributes[{{ key }}] AS {{ name | identifier }}", key=name.casefold(), name=name)
        for name in attributes
    )
    return SQL(" UNION ALL ".join(f"SELECT {named}{columns} FROM {table} WHERE part IS NULL" for table in tables))


def settle(session: Session, files: Session, attributes: tuple[str, ...]) -> tuple[dict[int, int], list[Notice]]:
    """Make `loaded_records` of `reading_records`; return how many rows each file lost, and what must be said.

    `files` has the table of that name. Raises `InputError` where one id stands for two contents and nothing tells
    which of them is later.
    """
    dropped = find_copies(session, files, "reading_records", SQL("content"))
    kept = f"SELECT own.* {KEPT.format(table='reading_records')}" if dropped else "SELECT * FROM reading_records"
    session.run(f"CREATE OR REPLACE VIEW reading_kept AS {kept}")
    equal = find_equal_rows(session, "reading_kept")
    session.run(render_file(_FOLDER / "records.sql", columns=_COLUMNS, attributes=attributes, equal=equal > 0))
    return dropped, notices_of(equal)


def let_go(session: Session, tables: Sequence[str]) -> None:
    """Forget what only the reading needed; the loaded table must have been looked at whole."""
    for name in ("reading_kept", "reading_records", *tables, *SCRATCH):
        session.unregister(name)
