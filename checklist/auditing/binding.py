"""Bind a pack's own queries to the tables without any data: what would fail at run time fails here, with its place."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from checklist.auditing.preparing import Request, load_data, ready_for
from checklist.auditing.queries import check_query, columns_of
from checklist.calendars import make_period
from checklist.engine import DatabaseError, Session, identifier
from checklist.kinds import kinds
from checklist.model import QueryError
from checklist.model.tables import TABLES
from checklist.policy.written import read_written

if TYPE_CHECKING:
    from collections.abc import Iterator

    from checklist.model import ChecklistError, Place, Policy, Rule

# Any month does: there is nothing to judge in it.
_LAST = date(2025, 1, 31)


def unbound_queries(policy: Policy) -> Iterator[ChecklistError]:
    """Yield an error for each query of the pack's own that cannot run over the tables, or yields other columns.

    The tables are empty. Of the company's own columns they have those that the pack declares under `fields` or that
    one of its rules names.
    """
    own = [
        (rule, number, sql)
        for rule in policy.rules
        for number, version in enumerate(rule.versions)
        if (sql := kinds()[rule.kind].own_sql(version.parameters)) is not None
    ]
    if not own:
        return
    written = read_written(policy)
    with load_data(Request(policy, ())) as data:
        for table, names in _own_columns(policy).items():
            for name in sorted(names):
                data.session.run(f"ALTER TABLE {identifier(f'loaded_{table}')} ADD COLUMN {identifier(name)} VARCHAR")
        session = ready_for(data, make_period(f"{_LAST:%Y-%m}", _LAST, _LAST)).session
        for rule, number, sql in own:
            yield from _unbound(session, rule, number, sql, written.place(rule.id, number, ("sql",)))


def _own_columns(policy: Policy) -> dict[str, set[str]]:
    """Return the columns beyond the canonical ones that a policy speaks of, by table."""
    named = {(table, name) for table, names in policy.fields.items() for name in names}
    for rule in policy.rules:
        for version in rule.versions:
            needs = kinds()[rule.kind].needs(version.parameters, policy.groups)
            named |= needs.columns | needs.excluded
    found: dict[str, set[str]] = {}
    for table, name in named:
        whole = TABLES[table]
        if whole.attributes and not whole.has(name) and name not in whole.reserved:
            found.setdefault(table, set()).add(name)
    return found


def _unbound(session: Session, rule: Rule, number: int, sql: str, place: Place) -> Iterator[ChecklistError]:
    """Yield what is wrong with one query, bound but not run."""
    try:
        check_query(session, replace(rule, versions=(rule.versions[number],)))
    except QueryError as error:
        yield QueryError(error.code, place, **error.values)
        return
    try:
        found = columns_of(session, sql)
    except DatabaseError as error:
        detail = str(error).strip().splitlines()[0]
        yield QueryError("query_unbound", place, rule=rule.id, detail=detail)
        return
    for misfit in kinds()[rule.kind].own_misfits(found):
        yield QueryError(misfit.code, place, **misfit.values)
