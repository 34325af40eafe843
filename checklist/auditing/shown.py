"""What the inputs can show: a rule that rests on more is `not_checked`, with the reason, never passed."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from checklist.conditions import fields_of, values_of
from checklist.conditions.words import alike
from checklist.kinds import Needs, kinds
from checklist.model import Notice, Sentence
from checklist.model.causes import CauseKind, cause_key
from checklist.model.tables import RECORDS
from checklist.records.proposing import listed, quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from checklist.kinds.unread import Unread
    from checklist.model import Policy, Rule
    from checklist.records import Loaded

_ALWAYS = {("records", name) for name in RECORDS.required}


@dataclass(frozen=True, slots=True)
class NotShown:
    """Why the inputs cannot tell a rule, in words, and the key of the cause; an empty log has none."""

    reason: Sentence
    cause: str | None = None


def needs_of(rule: Rule, policy: Policy) -> Needs:
    """Return what a rule rests on, over all its versions."""
    whole = Needs()
    for version in rule.versions:
        whole.add(kinds()[rule.kind].needs(version.parameters, policy.groups))
        if version.applies_to is not None:
            for name, excluding in fields_of(version.applies_to):
                (whole.excluded if excluding else whole.columns).add(("reps", name))
            if version.applies_to.tenure is not None:
                whole.columns.add(("reps", "joined_on"))
    return whole


def why_not_checked(rule: Rule, policy: Policy, loaded: Loaded, unread: Unread) -> NotShown | None:
    """Return the reason why the inputs cannot tell this rule, or None.

    An empty log tells nothing, not even what other tables seem to: whoever exported it exported no month.
    """
    if not loaded.types:
        return NotShown(Sentence("reason.log_empty"))
    needs = needs_of(rule, policy)
    for table in sorted(needs.tables):
        if table not in loaded.given:
            return NotShown(
                Sentence("reason.table_not_given", {"table": Sentence(f"table.{table}")}),
                cause_key(CauseKind.TABLE, table),
            )
    reasons = (
        *(_types_missing(types, unread, limit=needs.limit) for types in needs.types),
        *(_column_missing(table, column, policy, loaded) for table, column in sorted(needs.columns)),
        _key_missing(needs, loaded, unread),
        _value_missing(needs, unread),
    )
    return next((reason for reason in reasons if reason is not None), None)


def types_missing(rule: Rule, policy: Policy, unread: Unread) -> frozenset[str]:
    """Return every type that a rule looks for and the log does not show."""
    needed = frozenset(word for types in needs_of(rule, policy).types for word in types)
    return unread.unshown_types(needed)


def _types_missing(types: frozenset[str], unread: Unread, *, limit: bool) -> NotShown | None:
    """Return why too few types are shown: one must be, but for a limit each that nothing which is covered completes."""
    missing = sorted(unread.missing_types(types) if limit else unread.unshown_types(types))
    if not missing or (not limit and len(missing) < len(types)):
        return None
    shown = sorted(unread.shown_types)
    close = [name for each in missing for name in difflib.get_close_matches(each, shown, n=1, cutoff=0.75)]
    cause = cause_key(CauseKind.TYPE, "type", missing[0])
    if close:
        return NotShown(Sentence("reason.type_not_shown_near", {"types": missing, "near": close}), cause)
    return NotShown(Sentence("reason.type_not_shown", {"types": missing}), cause)


def _column_missing(table: str, column: str, policy: Policy, loaded: Loaded) -> NotShown | None:
    """Return why a column cannot be told that no input of its table shows."""
    if _column_shown(table, column, loaded):
        return None
    given = table in loaded.given
    cause = cause_key(CauseKind.COLUMN, f"{table}.{column}") if given else cause_key(CauseKind.TABLE, table)
    values = {"table": Sentence(f"table.{table}"), "column": column}
    # A column that the pack declares is no slip of another.
    known = loaded.columns.get(table, frozenset()) if column not in policy.fields.get(table, ()) else ()
    near = difflib.get_close_matches(column, sorted(known), n=1, cutoff=0.75)
    if near:
        return NotShown(Sentence("reason.column_not_shown_near", values | {"near": near[0]}), cause)
    return NotShown(Sentence("reason.column_not_shown", values), cause)


def _key_missing(needs: Needs, loaded: Loaded, unread: Unread) -> NotShown | None:
    """Return which input bears on a rule, and does not show what tells which records belong together."""
    every = needs.any_type or (needs.care and "customers" not in loaded.given)
    inputs = unread.inputs.get("records", {})
    for column in sorted(needs.keys):
        for input_id, held in sorted(unread.input_types.items()):
            if (every or _bears(needs, held, unread)) and column.casefold() not in inputs.get(input_id, frozenset()):
                path = loaded.paths[input_id]
                reason = Sentence("reason.key_not_shown", {"path": path, "column": column})
                return NotShown(reason, cause_key(CauseKind.COLUMN, column, path))
    return None


def _bears(needs: Needs, held: frozenset[str], unread: Unread) -> bool:
    """Tell whether an input that holds these types bears on a rule."""
    asked = (word for types in needs.types for word in types)
    return needs.any_type or not held.isdisjoint(alike(each) for each in unread.types.union(asked))


def _value_missing(needs: Needs, unread: Unread) -> NotShown | None:
    """Return which value is asked for and never occurs: perhaps the log has another word for it."""
    if unread.complete and needs.limit:
        return None
    for table, column, values in sorted(needs.values - unread.occurring, key=str):
        name, words = column if table == "records" else f"{table}.{column}", [str(value) for value in values]
        asked = {"table": Sentence(f"table.{table}"), "column": column, "words": words}
        frequent = unread.frequent.get((table, column), ())
        reason = Sentence("reason.value_not_shown_but", asked | {"frequent": list(frequent)})
        if not frequent:
            reason = Sentence("reason.value_not_shown", asked)
        return NotShown(reason, cause_key(CauseKind.VALUE, name, words[0]))
    return None


def excluding_notices(rule: Rule, policy: Policy, loaded: Loaded, unread: Unread) -> Iterator[Notice]:
    """Yield a notice for each input and column that a rule only excludes by, and that the input does not show."""
    needs = needs_of(rule, policy)
    for table, column in sorted(needs.excluded):
        inputs = loaded.shown.get(table, {})
        if not inputs and not _column_shown(table, column, loaded):
            yield _excludes_nothing(Sentence(f"table.{table}"), column)
        for input_id, columns in sorted(inputs.items()):
            held = unread.input_types.get(input_id, frozenset())
            if column.casefold() not in columns and (table != "records" or _bears(needs, held, unread)):
                yield _excludes_nothing(loaded.paths[input_id], column)


def applying_notices(rule: Rule, unread: Unread) -> Iterator[Notice]:
    """Yield a notice where a rule applies to no one, since the roster never holds the value that it asks for."""
    for version in rule.versions:
        if version.applies_to is None:
            continue
        for column, values in values_of(version.applies_to):
            if ("reps", column, values) not in unread.occurring and not unread.complete:
                words, frequent = [str(value) for value in values], list(unread.frequent.get(("reps", column), ()))
                told = {"rule": rule.id, "column": column, "words": words, "frequent": frequent}
                line = f"covers: {{{quoted(f'reps.{column}')}: {listed(words)}}}"
                yield Notice("applies_to_no_one", Sentence("notice.applies_to_no_one", told | {"line": line}))


def _excludes_nothing(where: str | Sentence, column: str) -> Notice:
    return Notice(
        "excluding_column_not_shown", Sentence("notice.excluding_column_not_shown", {"input": where, "column": column})
    )


def _column_shown(table: str, column: str, loaded: Loaded) -> bool:
    if table not in loaded.given and table != "records":
        return False
    if (table, column) in _ALWAYS and table in loaded.given:
        return True
    return loaded.shows(table, column)
