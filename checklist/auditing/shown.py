"""What the inputs can show: a rule that rests on more is `not_checked`, with the reason, never passed."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING, Any

from checklist.conditions import fields_of
from checklist.kinds import Needs, kinds
from checklist.model import Notice, Sentence
from checklist.model.tables import RECORDS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from checklist.model import Policy, Rule
    from checklist.records import Loaded

_ALWAYS = {("records", name) for name in RECORDS.required}


def needs_of(rule: Rule, policy: Policy) -> Needs:
    """Return what a rule rests on, over all its versions."""
    whole = Needs()
    for version in rule.versions:
        needs = kinds()[rule.kind].needs(version.parameters, policy.groups)
        whole.types.extend(needs.types)
        whole.columns |= needs.columns
        whole.excluded |= needs.excluded
        whole.tables |= needs.tables
        if version.applies_to is not None:
            for name, excluding in fields_of(version.applies_to):
                (whole.excluded if excluding else whole.columns).add(("reps", name))
            if version.applies_to.tenure is not None:
                whole.columns.add(("reps", "joined_on"))
    return whole


def why_not_checked(rule: Rule, policy: Policy, loaded: Loaded) -> Sentence | None:
    """Return the reason why the inputs cannot tell this rule, or None.

    An empty log tells nothing, not even what other tables seem to: whoever exported it exported no month.
    """
    if not loaded.types:
        return Sentence("reason.log_empty")
    needs = needs_of(rule, policy)
    for table in sorted(needs.tables):
        if table not in loaded.given:
            return Sentence("reason.table_not_given", {"table": Sentence(f"table.{table}")})
    shown = frozenset(loaded.types) | frozenset(loaded.covers)
    for types in needs.types:
        missing = sorted(types.types - shown)
        if not (types.types & shown) or (types.every and missing):
            values: dict[str, Any] = {"types": missing or sorted(types.types)}
            close = [name for each in missing for name in difflib.get_close_matches(each, shown, n=1, cutoff=0.75)]
            if close:
                return Sentence("reason.type_not_shown_near", values | {"near": close})
            return Sentence("reason.type_not_shown", values)
    for table, column in sorted(needs.columns):
        if not _column_shown(table, column, loaded):
            values = {"table": Sentence(f"table.{table}"), "column": column}
            # A column that the pack declares is no slip of another.
            known = loaded.columns.get(table, frozenset()) if column not in policy.fields.get(table, ()) else ()
            near = difflib.get_close_matches(column, sorted(known), n=1, cutoff=0.75)
            if near:
                return Sentence("reason.column_not_shown_near", values | {"near": near[0]})
            return Sentence("reason.column_not_shown", values)
    return None


def excluding_notices(rule: Rule, policy: Policy, loaded: Loaded) -> Iterator[Notice]:
    """Yield a notice for each column that a rule only excludes by and no input shows."""
    for table, column in sorted(needs_of(rule, policy).excluded):
        if not _column_shown(table, column, loaded):
            values = {"rule": rule.id, "table": Sentence(f"table.{table}"), "column": column}
            yield Notice("excluding_column_not_shown", Sentence("notice.excluding_column_not_shown", values))


def _column_shown(table: str, column: str, loaded: Loaded) -> bool:
    if table not in loaded.given and table != "records":
        return False
    if (table, column) in _ALWAYS and table in loaded.given:
        return True
    return column in loaded.columns.get(table, frozenset())
