"""Settle records that occur twice: overlapping exports, and equal rows that bear no id."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from checklist.engine import SQL, identifier, literal, render_file
from checklist.model import ChecklistError, ErrorGroup, InputError, Notice, Place, Sentence
from checklist.records.tables import RECORDS, Sort

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
        if name in ("occurred_at", "logged_at"):
            precise = "day_precise" if name == "occurred_at" else "logged_day_precise"
            value = f"CASE WHEN {precise} THEN left({value}, 10) ELSE {value} END"
        parts.append(f"{literal(name.casefold() + chr(31))} || {value}")
    return SQL(f"concat_ws(chr(30), {', '.join(parts)})")


def settle(session: Session, attributes: Sequence[str]) -> tuple[dict[int, int], list[Notice]]:
    """Drop what is a record's second copy; return how many rows each file lost, and what must be said.

    Raises `InputError` where one id stands for two contents and nothing tells which of them is later.
    """
    dropped: dict[int, int] = {}
    if not session.value("SELECT count(record_id) = count(DISTINCT record_id) FROM loaded_records"):
        session.run(render_file(_FOLDER / "duplicates.sql", content=content(attributes)))
        _refuse_conflicts(session)
        dropped = dict(session.rows("SELECT file_id, count(*) FROM reading_dropped GROUP BY file_id"))
        session.create(
            "loaded_records",
            "SELECT * FROM loaded_records WHERE rowid NOT IN (SELECT position FROM reading_dropped) ORDER BY rowid",
        )
        session.run("DROP TABLE reading_copies; DROP TABLE reading_dropped; DROP TABLE reading_conflicts")
    equal = _number_equal_rows(session)
    notices = [Notice("equal_rows", Sentence("notice.equal_rows", {"count": equal}))] if equal else []
    return dropped, notices


def _refuse_conflicts(session: Session) -> None:
    paths = dict(session.rows("SELECT file_id, path FROM files"))
    rows = session.rows(f"SELECT * FROM reading_conflicts ORDER BY ALL LIMIT {_SHOWN}")
    errors: list[ChecklistError] = [
        InputError(
            "record_id_conflict" if file_id == other_file else "record_id_conflict_across",
            Place(paths[other_file], other_line),
            record_id=record_id,
            first=str(Place(paths[file_id], line)),
        )
        for record_id, file_id, line, other_file, other_line in rows
    ]
    if errors:
        raise errors[0] if len(errors) == 1 else ErrorGroup(errors)


def _number_equal_rows(session: Session) -> int:
    """Give further equal rows without an id keys of their own (`#2`, `#3`, …); return how many there are."""
    counts = session.rows(
        "SELECT count(record_key), count(DISTINCT record_key) FROM loaded_records WHERE record_id IS NULL"
    )
    keys, distinct = counts[0]
    if keys != distinct:
        session.run(
            """
            UPDATE loaded_records SET record_key = record_key || '#' || numbered.number
            FROM (
                SELECT rowid AS position, row_number() OVER (PARTITION BY record_key ORDER BY rowid) AS number
                FROM loaded_records
                WHERE record_id IS NULL AND record_key IN (
                    SELECT record_key FROM loaded_records WHERE record_id IS NULL
                    GROUP BY record_key HAVING count(*) > 1
                )
            ) numbered
            WHERE loaded_records.rowid = numbered.position AND numbered.number > 1
            """
        )
    return int(keys - distinct)
