"""What a rule's words must agree with: groups, columns, items. A slip of the pen is an error with its place."""

from __future__ import annotations

import difflib
from functools import partial
from typing import TYPE_CHECKING, Any

from checklist.conditions import Condition, Misfit, SortOf, condition_misfits, fields_of, groups_of
from checklist.kinds import kinds
from checklist.model import ChecklistError, PolicyError
from checklist.model.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from checklist.model.tables import Sort
    from checklist.policy.models import Pack
    from checklist.yamlfile import YamlDocument

# How alike two names must be before one is taken for a slip of the other: one letter in a short word.
_LIKENESS = 0.82


def rule_problems(
    rule: Any,  # one of the models that `rule_models` makes
    pack: Pack,
    document: YamlDocument,
    path: tuple[str | int, ...],
) -> Iterator[ChecklistError]:
    """Yield an error for each unknown group, and for each field that looks like a slip of a known column.

    A column of a company's own may have any name; where it is this close to a known one, it must be
    declared under `fields` in pack.yaml, so that a misspelt `status` never goes unnoticed.
    """
    kind = kinds()[rule.kind]
    conditions: list[tuple[tuple[str | int, ...], Condition, str]] = list(kind.selectors(rule))
    if rule.applies_to is not None:
        conditions.append((("applies_to",), rule.applies_to, "reps"))
    for where, condition, table in conditions:
        for group in groups_of(condition):
            if group not in pack.groups:
                close = difflib.get_close_matches(group, pack.groups, n=1)
                place = document.place((*path, *where, "group"))
                yield PolicyError("group_unknown", place, name=group, groups=close or sorted(pack.groups))
        for name, _ in fields_of(condition):
            yield from _field(name, table, pack, document, (*path, *where, name))
    for where, table, name in kind.own_fields(rule):
        yield from _field(name, table, pack, document, (*path, *where))
    for misfit in _misfits(rule, pack.sorts):
        place = document.place((*path, *misfit.place))
        yield PolicyError(misfit.code, place, **misfit.values)


def _misfits(rule: Any, declared: dict[str, dict[str, Sort]]) -> Iterator[Misfit]:  # the rule as above
    """Yield what the columns' sorts cannot bear."""

    def sort_of(table: str) -> SortOf:
        return partial(TABLES[table].sort_of, declared=declared.get(table))

    yield from kinds()[rule.kind].bind(rule, sort_of)
    if rule.applies_to is not None:
        for misfit in condition_misfits(rule.applies_to, sort_of("reps")):
            yield Misfit(("applies_to", *misfit.place), misfit.code, misfit.values)


def _field(
    name: str, table: str, pack: Pack, document: YamlDocument, path: tuple[str | int, ...]
) -> Iterator[ChecklistError]:
    known = TABLES[table].names
    if name in known or name in pack.fields.get(table, ()):  # type: ignore[call-overload]
        return
    close = difflib.get_close_matches(name, [*known, *pack.fields.get(table, ())], n=1, cutoff=_LIKENESS)  # type: ignore[call-overload]
    if close:
        yield PolicyError("field_misspelt", document.place(path), name=name, table=table, close=close[0])
    elif table in pack.fields:
        yield PolicyError("field_undeclared", document.place(path), name=name, table=table)
