"""What a condition rests on: the fields it reads, and the record types it names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal

from checklist.conditions.models import Condition, FieldTest, Scalar, Test

Groups = Mapping[str, Sequence[str]]
Sort = Literal["equality", "exclusion", "other"]
_SORTS: dict[str, Sort] = {"is_": "equality", "not_": "exclusion"}


def fields_of(condition: Condition, *, negated: bool = False) -> Iterator[tuple[str, bool]]:
    """Yield each field a condition reads, and whether it is only excluded there.

    An excluding test (`not`, `blank: true`, an equality under an outer `not`) holds on a column no export shows; every
    other test cannot be told without the column.
    """
    if condition.groups:
        yield "type", negated
    for field, test in condition.tests.items():
        for sort in sorted(sorts_of(test)):
            yield field, sort == ("equality" if negated else "exclusion")
    for part in (*(condition.all_ or ()), *(condition.any_ or ())):
        yield from fields_of(part, negated=negated)
    if condition.not_ is not None:
        yield from fields_of(condition.not_, negated=not negated)


def sorts_of(test: FieldTest) -> set[Sort]:
    """Return what the parts of a field's test say of a column that is not shown.

    An equality needs the column and an exclusion holds without it; below an outer `not` it is the other way round. Any
    other test needs it in every case.
    """
    if not isinstance(test, Test):
        return {"equality"}
    found: set[Sort] = {_SORTS.get(name, "other") for name in test.model_fields_set - {"present", "blank"}}
    for filled in (test.present, None if test.blank is None else not test.blank):
        if filled is not None:
            found.add("equality" if filled else "exclusion")
    return found


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
    for part in _parts(condition):
        yield from groups_of(part)


def words_of(condition: Condition, field: str, groups: Groups) -> frozenset[str]:
    """Return every word that a condition compares a field with, wherever it stands; a group stands for its types."""
    found: set[str] = set()
    if field == "type":
        found.update(name for group in condition.groups for name in groups.get(group, ()))
    test = condition.tests.get(field)
    for stated in (test.is_, test.not_) if isinstance(test, Test) else (test,):
        if stated is not None:
            found.update(str(value) for value in (stated if isinstance(stated, list) else [stated]))
    for part in _parts(condition):
        found |= words_of(part, field, groups)
    return frozenset(found)


def values_of(condition: Condition, *, negated: bool = False) -> Iterator[tuple[str, tuple[Scalar, ...]]]:
    """Yield each field with the values that an including equality test asks for: one of them, at least, must occur.

    Below an outer `not` it is an exclusion that includes. Types are told by `types_of`.
    """
    for field, test in condition.tests.items():
        stated = test if not isinstance(test, Test) else test.not_ if negated else test.is_
        if field != "type" and stated is not None and (isinstance(test, Test) or not negated):
            yield field, tuple(stated if isinstance(stated, list) else [stated])
    for part in (*(condition.all_ or ()), *(condition.any_ or ())):
        yield from values_of(part, negated=negated)
    if condition.not_ is not None:
        yield from values_of(condition.not_, negated=not negated)


def _parts(condition: Condition) -> Iterator[Condition]:
    yield from (*(condition.all_ or ()), *(condition.any_ or ()))
    if condition.not_ is not None:
        yield condition.not_
