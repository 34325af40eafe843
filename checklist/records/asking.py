"""Ask aggregates of a relation's rows: in one go, or of parts of them, whose answers are then put together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from checklist.engine import Session

Ask = Callable[[str, Sequence[str]], Sequence[Any]]
"""Answers a query of one row; beside it stand its columns, each an aggregate or the look at the first few texts.

Every one of them is a count, a truth of some or of all cells, a count by value, or the least of texts: answers that can
be put together.
"""


def asking(session: Session) -> Ask:
    """Return what asks a session that has all of the rows."""
    return lambda query, _: session.rows(query)[0]


def together(asked: Sequence[str], answers: Sequence[Sequence[Any]]) -> list[Any]:
    """Return the answers for all rows from those for parts of them, of which there may be none."""
    return [_together(sql, [each[at] for each in answers]) for at, sql in enumerate(asked)]


def _together(sql: str, values: Sequence[Any]) -> Any:
    told = [each for each in values if each is not None]
    if not told:
        return 0 if sql.startswith("count(") else None
    if isinstance(told[0], dict):
        return dict(sum((Counter(each) for each in told), Counter()))
    if isinstance(told[0], bool):
        return all(told) if "bool_and(" in sql else any(told)
    return min(told) if sql.startswith("min(") else sum(told)
