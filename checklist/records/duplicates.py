"""Settle records that occur twice: overlapping exports, and equal rows that bear no id."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from checklist.engine import SQL, identifier, literal, render_file
from checklist.model import ChecklistError, InputError, Notice, Place, Sentence
from checklist.model.errors import grouped
from checklist.model.tables import RECORDS, Sort

if TYPE_CHECKING:
    from collections.abc import Sequence

    from checklist.engine import Session

_FOLDER = Path(__file__).parent
_SHOWN = 20


def content(attributes: Sequence[str]) -> SQL:
    """Return a record's whole content as one text: its named values in the order of their names.

    A blank value and an absent column are the same, so neither the order of columns nor an empty one more
    changes the text.
    """
    names = {column.name: column.sort for column in RECORDS.columns if column.name != "record_id"}
    names |= dict.fromkeys(attributes, Sort.TEXT)
    parts = []
    for name in sorted(names, key=lambda name: (name.casefold(), name)):
        value = f"CAST({identifier(name)} AS VARCHAR)"
        if name in RECORDS.day_flags:
            value = f"CASE WHEN {RECORDS.day_flags[name]} THEN left({value}, 10) ELSE {value} END"
        parts.append(f"{literal(name.casefold() + chr(31))} || {value}")
    return SQL(f"concat_ws(chr(30), {', '.join(parts)})")


def settle(session: Session, attributes: Sequence[str]) -> tuple[dict[int, int], list[Notice]]:
    """Drop what is a record's second copy; return how many rows each file lost, and what must be said.

    Raises `InputError` where one id stands for two contents and nothing tells which of them is later.
    """
    dropped = find_copies(session, session, "loaded_records", SQL(f"md5({content(attributes)})"))
    if dropped:
        session.create("loaded_records", f"SELECT own.* {KEPT.format(table='loaded_records')} ORDER BY own.rowid")
    equal = find_equal_rows(session, "loaded_records")
    if equal:
        session.run(
            """
            UPDATE loaded_records SET record_key = record_key || '#' || equal.number
            FROM reading_equal equal
            WHERE loaded_records.file_id = equal.file_id AND loaded_records.line = equal.line
            """
        )
    session.run("; ".join(f"DROP TABLE IF EXISTS {name}" for name in SCRATCH))
    return dropped, notices_of(equal)


KEPT = """
FROM {table} own LEFT JOIN reading_dropped gone ON gone.file_id = own.file_id AND gone.line = own.line
WHERE gone.line IS NULL
"""
"""What is left of the records once the second copies are dropped."""
SCRATCH = ("reading_copies", "reading_dropped", "reading_conflicts", "reading_equal")
"""The tables that settling needs for itself."""


def find_copies(session: Session, files: Session, table: str, content: SQL) -> dict[int, int]:
    """Put the rows of a table of records that are second copies into `reading_dropped`; count them by file.

    `files` has the table of that name, `content` is the hash of a row's content. Raises `InputError` where one id
    stands for two contents.
    """
    if session.value(f"SELECT count(record_id) = count(DISTINCT record_id) FROM {identifier(table)}"):
        return {}
    session.run(render_file(_FOLDER / "duplicates.sql", table=table, content=content))
    _refuse_conflicts(session, files)
    return dict(session.rows("SELECT file_id, count(*) FROM reading_dropped GROUP BY file_id"))


def find_equal_rows(session: Session, table: str) -> int:
    """Give further equal rows without an id numbers (2, 3, …), in `reading_equal`; return how many there are."""
    keys, distinct = session.rows(
        f"SELECT count(record_key), count(DISTINCT record_key) FROM {identifier(table)} WHERE record_id IS NULL"
    )[0]
    if keys != distinct:
        session.run(render_file(_FOLDER / "equal.sql", table=table))
    return int(keys - distinct)


def notices_of(equal: int) -> list[Notice]:
    """Say that equal rows without an id were kept."""
    return [Notice("equal_rows", Sentence("notice.equal_rows", {"count": equal}))] if equal else []


def _refuse_conflicts(session: Session, files: Session) -> None:
    rows = session.rows(f"SELECT * FROM reading_conflicts ORDER BY ALL LIMIT {_SHOWN}")
    if not rows:
        return
    paths = dict(files.rows("SELECT file_id, path FROM files"))
    errors: list[ChecklistError] = [
        InputError(
            "record_id_conflict" if file_id == other_file else "record_id_conflict_across",
            Place(paths[other_file], other_line),
            record_id=record_id,
            first=str(Place(paths[file_id], line)),
        )
        for record_id, file_id, line, other_file, other_line in rows
    ]
    raise grouped(errors)
