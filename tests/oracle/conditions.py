"""Conditions on a row, read word by word: two-valued, a blank is not `is`, and is `not`."""

from __future__ import annotations

import re
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from tests.oracle.world import GROUPS

if TYPE_CHECKING:
    from collections.abc import Mapping

Condition = dict[str, Any]
COMBINED = ("all", "any", "not")
NOT_A_TEST = ("table", "at", "type", "group", *COMBINED)


def number(text: str) -> Fraction | None:
    """Read a plain decimal number; anything else is none."""
    return Fraction(text) if re.fullmatch(r"[+-]?\d+(\.\d+)?", text.strip()) else None


def as_list(value: Any) -> list[Any]:
    """One value stands for a list of one."""
    return list(value) if isinstance(value, list | tuple) else [value]


def equal(value: str, wanted: Any) -> bool:
    """Whether a value that is not blank is the wanted one: numbers by size, everything else as text."""
    if value == "":
        return False
    if isinstance(wanted, int | float):
        return number(value) == Fraction(str(wanted))
    return value == str(wanted)


def _compare(value: str, operator: str, bound: Any) -> bool:
    """Compare numbers with numbers, and days with days written as text."""
    if operator == "between":
        return _compare(value, "at_least", bound[0]) and _compare(value, "at_most", bound[1])
    by_day = isinstance(bound, str)
    size: Any = (date.fromisoformat(value) if value else None) if by_day else number(value)
    limit: Any = date.fromisoformat(bound) if by_day else Fraction(str(bound))
    if size is None:
        return False
    return {
        "above": size > limit,
        "below": size < limit,
        "at_least": size >= limit,
        "at_most": size <= limit,
    }[operator]


def holds_test(value: str, test: Any) -> bool:
    """Whether one value passes one test."""
    if not isinstance(test, dict):
        return any(equal(value, wanted) for wanted in as_list(test))
    results = []
    for operator, operand in test.items():
        if operator == "is":
            results.append(any(equal(value, wanted) for wanted in as_list(operand)))
        elif operator == "not":
            results.append(not any(equal(value, wanted) for wanted in as_list(operand)))
        elif operator == "present":
            results.append((value != "") == operand)
        elif operator == "blank":
            results.append((value == "") == operand)
        elif operator == "matches":
            results.append(value != "" and re.search(operand, value) is not None)
        elif operator == "contains":
            results.append(value != "" and all(str(part) in value for part in as_list(operand)))
        else:
            results.append(_compare(value, operator, operand))
    return all(results)


def types_named(selector: Condition) -> set[str]:
    """Name the record types that a selector asks for by `type` or `group`; none if it takes any."""
    types: set[str] = set()
    if "type" in selector:
        types |= set(as_list(selector["type"]))
    for group in as_list(selector.get("group", [])):
        types |= set(GROUPS[group])
    return types


def matches(row: Mapping[str, str], condition: Condition) -> bool:
    """Whether a row meets every part of a condition or selector."""
    if "type" in condition and row.get("type", "") not in as_list(condition["type"]):
        return False
    if "group" in condition and row.get("type", "") not in types_named({"group": condition["group"]}):
        return False
    if not all(matches(row, part) for part in condition.get("all", [])):
        return False
    if "any" in condition and not any(matches(row, part) for part in condition["any"]):
        return False
    if "not" in condition and matches(row, condition["not"]):
        return False
    tests = {field: test for field, test in condition.items() if field not in NOT_A_TEST}
    return all(holds_test(row.get(field, "").strip(), test) for field, test in tests.items())


def columns_needed(condition: Condition, *, excluded: bool = False) -> set[str]:
    """Name the columns a condition rests on: all it names, but those it only excludes values of.

    It excludes values by the test `not`, or by a test within the combination `not`.
    """
    needed = {
        field
        for field, test in condition.items()
        if field not in NOT_A_TEST and excluded == (isinstance(test, dict) and set(test) == {"not"})
    }
    for part in [*condition.get("all", []), *condition.get("any", [])]:
        needed |= columns_needed(part, excluded=excluded)
    return needed | (columns_needed(condition["not"], excluded=not excluded) if "not" in condition else set())
