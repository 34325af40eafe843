"""Conditions on a row, read word by word: "conditions are three-valued as SQL's logic is"."""

from __future__ import annotations

import re
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from tests.oracle.named import Condition, FieldTest, as_list, field_tests, types_named
from tests.oracle.truth import FALSE, TRUE, Cause, Truth, every, negated, some, told, unsure
from tests.oracle.vocabulary import folded

if TYPE_CHECKING:
    from tests.oracle.world import Line, World


def number(text: str) -> Fraction | None:
    """Read a plain decimal number; anything else is none."""
    return Fraction(text) if re.fullmatch(r"[+-]?\d+(\.\d+)?", text.strip()) else None


def equal(value: str, wanted: Any) -> bool:
    """Whether a value that is not blank is the wanted one: numbers by size, everything else as folded text."""
    if value == "":
        return False
    if isinstance(wanted, int | float):
        return number(value) == Fraction(str(wanted))
    return folded(value) == folded(str(wanted))


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


def value_passes(value: str, test: FieldTest) -> bool:
    """Whether one value that can be read passes one test: "a blank is not `is`, and is `not`"."""
    operand = test.operand
    if test.operator in ("is", "not"):
        return any(equal(value, wanted) for wanted in as_list(operand)) == (test.operator == "is")
    if test.operator == "present":
        return (value != "") == operand
    if test.operator == "blank":
        return (value == "") == operand
    if test.operator == "matches":
        return value != "" and re.search(operand, value) is not None
    if test.operator == "contains":
        return value != "" and all(str(part) in value for part in as_list(operand))
    return _compare(value, test.operator, operand)


def column_cause(line: Line, column: str) -> Cause:
    """A column that the input of this row does not have."""
    return Cause("column", f"{column} in {line.file}")


def reading(world: World, line: Line, column: str) -> Truth:
    """Whether the value of a column can be read at all: its header is there, and its word is understood."""
    if column not in line.columns:
        return unsure([column_cause(line, column)])
    if world.is_unread_value(column, line[column]):
        return unsure([Cause("value", f"{column}: {line[column]}")])
    return TRUE


def field_truth(world: World, line: Line, test: FieldTest) -> Truth:
    """One test of one field.

    "An unread value makes any test of that column doubtful; a column that the record's input does not show makes an
    including test doubtful, while an excluding one (`not`, `blank: true`, an equality under `not:`) holds there": it is
    judged as on a blank.
    """
    if test.field not in line.columns and test.excludes:
        return told(value_passes("", test))
    readable = reading(world, line, test.field)
    return readable if readable.value is None else told(value_passes(line[test.field], test))


def type_truth(world: World, line: Line, types: set[str], *, open_types: bool) -> Truth:
    """The test of a record's type: "a record of an unread type (its type test is open, its other tests are not)"."""
    word = line["type"]
    if world.is_unread_type(word):
        return unsure([Cause("type", word)]) if open_types else FALSE
    return told(folded(word) in {folded(name) for name in types})


def truth(world: World, line: Line, condition: Condition, *, open_types: bool = True, negative: bool = False) -> Truth:
    """Whether a row meets every part of a condition or selector.

    Without `open_types` an unread type is taken for none of those asked for.
    """
    parts = [
        type_truth(world, line, types_named({name: condition[name]}), open_types=open_types)
        for name in ("type", "group")
        if name in condition
    ]
    parts += [truth(world, line, part, open_types=open_types, negative=negative) for part in condition.get("all", [])]
    if "any" in condition:
        either = condition["any"]
        parts.append(some(truth(world, line, part, open_types=open_types, negative=negative) for part in either))
    if "not" in condition:
        parts.append(negated(truth(world, line, condition["not"], open_types=open_types, negative=not negative)))
    for field, test in condition.items():
        if field not in ("table", "at", "type", "group", "all", "any", "not"):
            parts += [field_truth(world, line, one) for one in field_tests(field, test, negative=negative)]
    return every(parts)


def matches(world: World, line: Line, condition: Condition) -> bool:
    """Whether a row meets a condition for sure."""
    return truth(world, line, condition).value is True
