"""What a condition rests on: the fields it reads, and the record types it names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from checklist.conditions.models import Condition, Test

Groups = Mapping[str, Sequence[str]]


def fields_of(condition: Condition, *, negated: bool = False) -> Iterator[tuple[str, bool]]:
    """Yield each field a condition reads, and whether it is only excluded there.

    An excluding test (`not`, or anything under an outer `not`) holds on a column no export shows; every
    other test cannot be told without the column.
    """
    if condition.groups:
        yield "type", negated
    for field, test in condition.tests.items():
        names = set(test.model_fields_set) if isinstance(test, Test) else {"is_"}
        if "not_" in names:
            yield field, not negated
        if names - {"not_"}:
            yield field, negated
    for part in (*(condition.all_ or ()), *(condition.any_ or ())):
        yield from fields_of(part, negated=negated)
    if condition.not_ is not None:
        yield from fields_of(condition.not_, negated=not negated)


def types_of(condition: Condition, groups: Groups) -> frozenset[str] | None:
    """Return the record types a condition can hold for, or None where it names none.

    Unknown groups count as empty here; the policy loader reports them.
    """
    named: list[frozenset[str]] = []
    if condition.groups:
        named.append(frozenset(name for group in condition.groups for name in groups.get(group, ())))
    test = condition.tests.get("type")
    if test is not None:
        values = _equalities(test)
        if values is not None:
            named.append(values)
    for part in condition.all_ or ():
        types = types_of(part, groups)
        if types is not None:
            named.append(types)
    if condition.any_:
        branches = [types_of(part, groups) for part in condition.any_]
        if all(branch is not None for branch in branches):
            named.append(frozenset().union(*(branch for branch in branches if branch is not None)))
    return frozenset.intersection(*named) if named else None


def _equalities(test: Any) -> frozenset[str] | None:  # a scalar, a list or a Test
    if isinstance(test, Test):
        if test.is_ is None:
            return None
        test = test.is_
    return frozenset(str(value) for value in (test if isinstance(test, list) else [test]))


def groups_of(condition: Condition) -> Iterator[str]:
    """Yield every group a condition names."""
    yield from condition.groups
    for part in (*(condition.all_ or ()), *(condition.any_ or ())):
        yield from groups_of(part)
    if condition.not_ is not None:
        yield from groups_of(condition.not_)
