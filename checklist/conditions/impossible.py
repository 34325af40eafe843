"""Conditions that no row can ever satisfy, such as `rating: {at_least: 5, below: 3}`: a slip of the pen."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from checklist.conditions.meaning import Groups, types_of
from checklist.conditions.models import Condition, Test

if TYPE_CHECKING:
    from collections.abc import Iterator

_FILLED = ("above", "below", "at_least", "at_most", "between", "matches", "contains")


def impossible_fields(condition: Condition, groups: Groups) -> Iterator[str]:
    """Yield each field whose tests exclude each other. Where nothing is yielded, some row may still match."""
    if types_of(condition, groups) == frozenset():
        yield "type"
    for field, test in condition.tests.items():
        if field != "type" and (test == [] or (isinstance(test, Test) and excludes_itself(test))):
            yield field
    for part in condition.all_ or ():
        yield from impossible_fields(part, groups)
    branches = [list(impossible_fields(part, groups)) for part in condition.any_ or ()]
    if branches and all(branches):
        yield branches[0][0]


def excludes_itself(test: Test) -> bool:
    """Tell whether no value can pass all of a test's parts."""
    must_be_blank = test.blank is True or test.present is False
    wanted = None if test.is_ is None else _values(test.is_)
    must_be_filled = (
        test.present is True
        or test.blank is False
        or wanted is not None
        or any(getattr(test, name) is not None for name in _FILLED)
    )
    if must_be_blank and must_be_filled:
        return True
    if bounds_exclude(test):
        return True
    refused = [] if test.not_ is None else _values(test.not_)
    return wanted is not None and all(value in refused for value in wanted)


def bounds_exclude(bounded: Any) -> bool:  # a Test, or any model with the same four bounds
    """Tell whether the lower bounds of a test lie above its upper ones."""
    between = getattr(bounded, "between", None) or (None, None)
    lower = [(bounded.at_least, False), (bounded.above, True), (between[0], False)]
    upper = [(bounded.at_most, False), (bounded.below, True), (between[1], False)]
    return any(
        low > high or (low == high and (open_below or open_above))
        for low, open_below in lower
        for high, open_above in upper
        if low is not None and high is not None and isinstance(low, date) == isinstance(high, date)
    )


def _values(test: Any) -> list[Any]:  # a scalar or a list
    return test if isinstance(test, list) else [test]
