"""Say where two rep ids look like one: nobody is to be judged as two people for a blank."""

from __future__ import annotations

from typing import TYPE_CHECKING

from checklist.conditions.folding import even
from checklist.engine import SQL
from checklist.model import Notice, Sentence
from checklist.model.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from checklist.engine import Session

_SHOWN = 20


def notices(session: Session) -> Iterator[Notice]:
    """Yield a notice where rep ids, wherever they stand, differ in nothing but blanks, width or case."""
    named = " UNION ".join(f"SELECT rep_id FROM loaded_{name}" for name, table in TABLES.items() if table.has("rep_id"))
    same = f"lower(replace({even(SQL('rep_id'))}, ' ', ''))"
    rows = session.rows(
        f"SELECT list(rep_id ORDER BY rep_id) AS ids FROM ({named}) GROUP BY {same} HAVING count(*) > 1 "
        f"ORDER BY ids LIMIT {_SHOWN}"
    )
    if rows:
        ids = [" = ".join(f"“{each}”" for each in ids) for (ids,) in rows]
        yield Notice("reps_alike", Sentence("notice.reps_alike", {"ids": ids}))
