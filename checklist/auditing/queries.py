"""A pack's own SQL: parsed and checked before it runs, and bounded in time while it does."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from checklist.engine import DatabaseError, Session
from checklist.kinds.query import VIEWS, refusal
from checklist.model import QueryError, ResourceError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from checklist.model import Rule

QUERY_SECONDS = 60.0


def check_query(session: Session, rule: Rule) -> None:
    """Refuse a query that is not one SELECT over the views. Raises `QueryError` with the rule's place."""
    for version in rule.versions:
        problem = refusal(session.syntax_tree(version.parameters.sql), frozenset(VIEWS))
        if problem is not None:
            code, values = problem
            raise QueryError(code, version.place, rule=rule.id, **values)


@contextmanager
def run_with_bounds(session: Session, rule: Rule) -> Iterator[None]:
    """Run a rule; what a pack's own query does wrong becomes a `QueryError` with its place."""
    if rule.kind != "query":
        yield
        return
    try:
        with session.time_limit(QUERY_SECONDS):
            yield
    except ResourceError as error:
        if error.code != "memory_exceeded":
            raise
        raise QueryError("query_memory", rule.place, rule=rule.id, limit=error.values["limit"]) from None
    except DatabaseError as error:
        detail = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
        raise QueryError("query_failed", rule.place, rule=rule.id, detail=detail) from None
