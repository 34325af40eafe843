"""Give records the files they stand in, where an input has several, once they are read and before they are compared."""

from __future__ import annotations

from typing import TYPE_CHECKING

from checklist.engine import literal
from checklist.records.raw import PARTS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from checklist.engine import Session
    from checklist.records.planning import Plan

# Documents are numbered from here on, so that no input's number is one of theirs.
_FIRST = 1_000_000
_EACH = 100_000


def input_of(file_id: int) -> int:
    """Return the number of the input that a file belongs to."""
    return file_id if file_id < _FIRST else (file_id - _FIRST) // _EACH


def numbers_within(input_id: int) -> range:
    """Return the numbers that the files of an input of several may have."""
    return range(_FIRST + input_id * _EACH, _FIRST + (input_id + 1) * _EACH)


def own_files(plan: Plan) -> range:
    """Return the numbers of the files that an input consists of."""
    own = plan.raw.documents or plan.raw.parts
    return numbers_within(plan.file_id)[: len(own)] if own else range(plan.file_id, plan.file_id + 1)


def spread(session: Session, plans: Sequence[Plan]) -> None:
    """Let the evidence of each document, and of each row of a parted folder, name its file and its line there."""
    for plan in plans:
        if plan.raw.parts:
            _part(session, plan)
        if not plan.raw.documents:
            continue
        rows = ", ".join(
            f"({number}, {literal(plan.table.name)}, {literal(path)}, {line})"
            for number, (path, line) in zip(own_files(plan), plan.raw.documents, strict=True)
        )
        session.run(
            f"""
            CREATE OR REPLACE TABLE reading_files AS
            SELECT * FROM (VALUES {rows}) listed(file_id, table_name, path, line);
            INSERT INTO files SELECT file_id, table_name, path FROM reading_files;
            UPDATE loaded_records SET file_id = listed.file_id, line = listed.line
            FROM reading_files listed
            WHERE loaded_records.file_id = {plan.file_id}
                AND listed.file_id = {own_files(plan).start} + loaded_records.line - 1;
            DROP TABLE reading_files
            """
        )


def _part(session: Session, plan: Plan) -> None:
    own = own_files(plan)
    rows = ", ".join(
        f"({number}, {literal(plan.table.name)}, {literal(path)})"
        for number, path in zip(own, plan.raw.parts, strict=True)
    )
    session.run(
        f"""
        INSERT INTO files VALUES {rows};
        UPDATE loaded_records
        SET file_id = {own.start} + (line >> {PARTS}), line = line & {(1 << PARTS) - 1}
        WHERE file_id = {plan.file_id}
        """
    )
