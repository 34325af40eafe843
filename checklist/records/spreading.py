"""Give records that are files of their own a file each, once they are read and before they are compared."""

from __future__ import annotations

from typing import TYPE_CHECKING

from checklist.engine import literal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from checklist.engine import Session
    from checklist.records.planning import Plan

# Documents are numbered from here on, so that no input's number is one of theirs.
_FIRST = 1_000_000
_EACH = 100_000


def own_files(plan: Plan) -> range:
    """Return the numbers of the files that an input consists of."""
    if not plan.raw.documents:
        return range(plan.file_id, plan.file_id + 1)
    first = _FIRST + plan.file_id * _EACH
    return range(first, first + len(plan.raw.documents))


def spread(session: Session, plans: Sequence[Plan]) -> None:
    """Let the evidence of each document name its file and its line there."""
    for plan in plans:
        if not plan.raw.documents:
            continue
        rows = ", ".join(
            f"({number}, {literal(plan.table.name)}, {literal(path)}, {line})"
            for number, (path, line) in zip(own_files(plan), plan.raw.documents, strict=True)
        )
        session.run(
            f"""
            CREATE OR REPLACE TEMP TABLE reading_files AS
            SELECT * FROM (VALUES {rows}) listed(file_id, table_name, path, line);
            INSERT INTO files SELECT file_id, table_name, path FROM reading_files;
            UPDATE loaded_records SET file_id = listed.file_id, line = listed.line
            FROM reading_files listed
            WHERE loaded_records.file_id = {plan.file_id}
                AND listed.file_id = {own_files(plan).start} + loaded_records.line - 1;
            DROP TABLE reading_files
            """
        )
