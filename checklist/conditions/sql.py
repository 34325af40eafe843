"""Conditions as two-valued SQL: a blank, or a column no export shows, is never `is` and always `not`."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any

from checklist.conditions.models import Condition, Test
from checklist.conditions.words import spelt
from checklist.engine import SQL, literal, render
from checklist.model.tables import DAYS, LISTS, NUMBERS, TIMES

if TYPE_CHECKING:
    from checklist.conditions.meaning import Groups

_COMPARISONS = {"above": ">", "below": "<", "at_least": ">=", "at_most": "<="}

ColumnOf = Callable[[str], SQL]


def number(column: SQL, field: str) -> SQL:
    """Return a column's value as an exact decimal, NULL where it is none."""
    return column if field in NUMBERS else SQL(f"TRY_CAST({column} AS DECIMAL(18, 6))")


# What people write between the parts of a day becomes one sign, so that every engine reads the same days.
_SEPARATORS, _PLAIN = "年月/日T", "---  "
_MOMENT = "^[12][0-9]{3}-[0-9]{1,2}-[0-9]{1,2}( ([01]?[0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9]([.][0-9]{1,6})?)?)?$"


def moment(column: SQL) -> SQL:
    """Return a text read as a day or time, NULL where it is none; a day alone is its midnight."""
    plain = f"translate(trim(CAST({column} AS VARCHAR)), {literal(_SEPARATORS)}, {literal(_PLAIN)})"
    text = SQL(f"trim(regexp_replace({plain}, ' +', ' ', 'g'))")
    return render(
        "TRY(CAST(CASE WHEN regexp_matches({{ text }}, {{ shape }}) THEN {{ text }} END AS TIMESTAMP))",
        text=text,
        shape=_MOMENT,
    )


def _day(column: SQL) -> SQL:
    """Return the day of a column's value, as the engine or else as people write it, NULL where it is none."""
    return SQL(f"coalesce(TRY_CAST({column} AS DATE), CAST({moment(column)} AS DATE))")


def condition_sql(condition: Condition, column: ColumnOf, groups: Groups) -> SQL:
    """Render a condition over a table whose columns `column` resolves (NULL for one that is not shown)."""
    parts: list[str] = []
    if condition.groups:
        members = [name for group in condition.groups for name in groups.get(group, ())]
        parts.append(_equal(column("type"), "type", members))
    parts.extend(test_sql(field, column(field), test) for field, test in condition.tests.items())
    parts.extend(f"({condition_sql(part, column, groups)})" for part in condition.all_ or ())
    if condition.any_ is not None:
        branches = [f"({condition_sql(part, column, groups)})" for part in condition.any_]
        parts.append("(" + (" OR ".join(branches) or "FALSE") + ")")
    if condition.not_ is not None:
        parts.append(f"NOT ({condition_sql(condition.not_, column, groups)})")
    return SQL(" AND ".join(parts) or "TRUE")


def test_sql(field: str, column: SQL, test: Any) -> SQL:  # a scalar, a list or a Test
    """Render one field's test."""
    if not isinstance(test, Test):
        return _equal(column, field, test)
    parts: list[str] = []
    if test.is_ is not None:
        parts.append(_equal(column, field, test.is_))
    if test.not_ is not None:
        parts.append(f"NOT {_equal(column, field, test.not_)}")
    for name, operator in _COMPARISONS.items():
        bound = getattr(test, name)
        if bound is not None:
            parts.append(_compare(column, field, operator, bound))
    if test.between is not None:
        parts.append(_compare(column, field, ">=", test.between[0]))
        parts.append(_compare(column, field, "<=", test.between[1]))
    if test.matches is not None:
        parts.append(matches(column, test.matches))
    if test.contains is not None:
        parts.append(contains(column, field, test.contains))
    if test.present is not None:
        parts.append(f"{column} IS {'NOT ' if test.present else ''}NULL")
    if test.blank is not None:
        parts.append(f"{column} IS {'' if test.blank else 'NOT '}NULL")
    return SQL(" AND ".join(parts))


def matches(column: SQL, pattern: str) -> SQL:
    """Render that a regular expression is found in the text."""
    return render("coalesce(regexp_matches({{ column }}, {{ pattern }}), FALSE)", column=column, pattern=pattern)


def contains(column: SQL, field: str, wanted: Any) -> SQL:  # a scalar or a list of them
    """Render that each wanted text stands in the column; in a list such as `zh;en`, as one of its members."""
    parts = []
    for value in wanted if isinstance(wanted, list) else [wanted]:
        text = _text(value)
        if field in LISTS:
            members = f"concat(';', replace(replace(lower({column}), ' ', ''), ',', ';'), ';')"
            parts.append(f"coalesce(contains({members}, {literal(f';{text.lower()};')}), FALSE)")
        else:
            parts.append(f"coalesce(contains({column}, {literal(text)}), FALSE)")
    return SQL("(" + " AND ".join(parts) + ")")


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if isinstance(value, date) else str(value)


def _equal(column: SQL, field: str, wanted: Any) -> SQL:  # a scalar or a list of them
    values = wanted if isinstance(wanted, list) else [wanted]
    numbers = [v for v in values if isinstance(v, (int, float)) and not isinstance(v, bool)]
    booleans = [v for v in values if isinstance(v, bool)]
    days = [v for v in values if isinstance(v, date)]
    texts = [each for v in values if isinstance(v, str) for each in spelt(field, v)]
    parts = []
    if numbers and (field in NUMBERS or not field.endswith("_id")):
        parts.append(f"{number(column, field)} IN {literal(numbers)}")
    elif numbers:
        parts.append(f"{column} IN {literal([_text(v) for v in numbers])}")
    if booleans:
        parts.append(f"lower({column}) IN {literal([_text(v) for v in booleans])}")
    if days:
        parts.append(f"{_day(column)} IN {literal(days)}")
    if texts and field in NUMBERS:
        figures = ", ".join(f"TRY_CAST({literal(text)} AS DECIMAL(18, 6))" for text in texts)
        parts.append(f"{column} IN ({figures})")
    elif texts and field in DAYS | TIMES:
        parts.append(f"CAST({column} AS VARCHAR) IN {literal(texts)}")
    elif texts:
        parts.append(f"{column} IN {literal(texts)}")
    if not parts:
        return SQL("FALSE")
    return SQL("coalesce(" + " OR ".join(parts) + ", FALSE)")


def _compare(column: SQL, field: str, operator: str, bound: Any) -> SQL:  # a number or a day
    if isinstance(bound, date):
        return SQL(f"coalesce({_day(column)} {operator} {literal(bound)}, FALSE)")
    return SQL(f"coalesce({number(column, field)} {operator} {literal(bound)}, FALSE)")
