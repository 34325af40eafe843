"""Conditions as SQL, between two bounds: the rows for which one surely holds, and those for which it possibly does.

A blank is never `is` and always `not`. What a row's input does not show, and what nobody understands, leaves the two
bounds apart: SQL's own three-valued logic would take a blank for unknown, which it is not.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from checklist.conditions.models import Condition, Test
from checklist.conditions.words import spelt
from checklist.engine import SQL, literal, render
from checklist.model.tables import DAYS, LISTS, NUMBERS, TIMES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from checklist.conditions.meaning import Groups, Sort

_COMPARISONS = {"above": ">", "below": "<", "at_least": ">=", "at_most": "<="}


@dataclass(frozen=True, slots=True)
class Gap:
    """Rows in which a column cannot be told, and why: `when` selects them, `cause` is the text of a cause's key."""

    when: SQL
    cause: SQL

    @property
    def told(self) -> SQL:
        """The cause where it bears, else NULL."""
        return SQL(f"CASE WHEN {self.when} THEN {self.cause} END")


@dataclass(frozen=True, slots=True)
class Operand:
    """What SQL sees of one field: its value, NULL where no input shows it, and where the value cannot be relied on.

    `hidden` are the rows whose input does not show the column, `unread` those whose word nobody understands.
    """

    value: SQL
    hidden: Gap | None = None
    unread: Gap | None = None


OperandOf = Callable[[str], Operand]


class Part(NamedTuple):
    """One test of one field. `sort` tells what it says of a column that its row does not show (DESIGN: conditions).

    An equality needs the column, an exclusion holds without it; under an outer `not` it is the other way round.
    Any other test needs it in every case.
    """

    field: str
    test: SQL
    sort: Sort


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


def condition_sql(condition: Condition, column: OperandOf, groups: Groups, *, surely: bool) -> SQL:
    """Render the rows for which a condition holds: `surely`, whatever doubtful columns would say, or possibly.

    Both are the same where no column that it tests is doubtful.
    """
    return _render(condition, column, groups, surely=surely, negated=False)


def _render(condition: Condition, column: OperandOf, groups: Groups, *, surely: bool, negated: bool) -> SQL:
    """Render one bound of a condition; below a `not` it is made of the other bound of what stands there."""
    parts: list[str] = [
        _bound(part.test, [gap.when for gap in _gaps(part, column(part.field), negated)], surely=surely)
        for part in _own_parts(condition, column, groups)
    ]
    inner = [_render(each, column, groups, surely=surely, negated=negated) for each in condition.all_ or ()]
    parts.extend(f"({each})" for each in inner)
    if condition.any_ is not None:
        branches = [_render(each, column, groups, surely=surely, negated=negated) for each in condition.any_]
        parts.append("(" + (" OR ".join(f"({each})" for each in branches) or "FALSE") + ")")
    if condition.not_ is not None:
        parts.append(f"NOT ({_render(condition.not_, column, groups, surely=not surely, negated=not negated)})")
    return SQL(" AND ".join(parts) or "TRUE")


def _bound(test: SQL, doubtful: Sequence[SQL], *, surely: bool) -> SQL:
    """Return the bound of a test which cannot be told in some rows."""
    if not doubtful:
        return test
    rows = " OR ".join(doubtful)
    return SQL(f"(({test}) AND NOT ({rows}))" if surely else f"(({test}) OR {rows})")


def cause_sql(condition: Condition, column: OperandOf, groups: Groups, *, negated: bool = False) -> SQL | None:
    """Render the key of the least cause that leaves a condition open, for rows that may meet it; NULL where it is sure.

    What decides nothing is no cause: a branch of an `any` which surely fails, or beside one which surely holds. Return
    None where nothing can leave the condition open.
    """
    gaps = [gap for part in _own_parts(condition, column, groups) for gap in _gaps(part, column(part.field), negated)]
    causes: list[SQL | None] = [gap.told for gap in dict.fromkeys(gaps)]
    causes += [cause_sql(each, column, groups, negated=negated) for each in condition.all_ or ()]
    branches = [_branch_cause(each, column, groups, negated=negated) for each in condition.any_ or ()]
    if (either := least(branches)) is not None:
        holds = [_render(each, column, groups, surely=True, negated=negated) for each in condition.any_ or ()]
        causes.append(SQL(f"CASE WHEN NOT ({' OR '.join(f'({each})' for each in holds)}) THEN {either} END"))
    if condition.not_ is not None:
        causes.append(_branch_cause(condition.not_, column, groups, negated=not negated))
    return least(causes)


def _branch_cause(condition: Condition, column: OperandOf, groups: Groups, *, negated: bool) -> SQL | None:
    """Return the cause of a condition for all rows, also those that cannot meet it."""
    cause = cause_sql(condition, column, groups, negated=negated)
    if cause is None:
        return None
    possibly = _render(condition, column, groups, surely=False, negated=negated)
    return SQL(f"CASE WHEN {possibly} THEN {cause} END")


def least(causes: Iterable[SQL | None]) -> SQL | None:
    """Return the least of several causes, each of which may be NULL; None where there is none."""
    found = [each for each in causes if each is not None]
    return SQL(f"least({', '.join(found)})") if len(found) > 1 else next(iter(found), None)


def _gaps(part: Part, column: Operand, negated: bool) -> Iterator[Gap]:  # noqa: FBT001  # as its callers name it
    excludes = part.sort == ("equality" if negated else "exclusion")
    if column.hidden is not None and not excludes:
        yield column.hidden
    if column.unread is not None:
        yield column.unread


def _own_parts(condition: Condition, column: OperandOf, groups: Groups) -> Iterator[Part]:
    """Yield the tests that stand in a condition itself."""
    if condition.groups:
        members = [name for group in condition.groups for name in groups.get(group, ())]
        yield Part("type", _equal(column("type").value, "type", members), "equality")
    for field, test in condition.tests.items():
        yield from parts_of(field, column(field).value, test)


def test_sql(field: str, column: SQL, test: Any) -> SQL:  # a scalar, a list or a Test
    """Render one field's test."""
    return SQL(" AND ".join(part.test for part in parts_of(field, column, test)))


def parts_of(field: str, column: SQL, test: Any) -> Iterator[Part]:  # a scalar, a list or a Test
    """Yield the parts of one field's test, all of which must hold."""
    if not isinstance(test, Test):
        yield Part(field, _equal(column, field, test), "equality")
        return
    if test.is_ is not None:
        yield Part(field, _equal(column, field, test.is_), "equality")
    if test.not_ is not None:
        yield Part(field, SQL(f"NOT {_equal(column, field, test.not_)}"), "exclusion")
    for name, operator in _COMPARISONS.items():
        bound = getattr(test, name)
        if bound is not None:
            yield Part(field, _compare(column, field, operator, bound), "other")
    if test.between is not None:
        yield Part(field, _compare(column, field, ">=", test.between[0]), "other")
        yield Part(field, _compare(column, field, "<=", test.between[1]), "other")
    if test.matches is not None:
        yield Part(field, matches(column, test.matches), "other")
    if test.contains is not None:
        yield Part(field, contains(column, field, test.contains), "other")
    for filled in (test.present, None if test.blank is None else not test.blank):
        if filled is not None:
            null = SQL(f"{column} IS {'NOT ' if filled else ''}NULL")
            yield Part(field, null, "equality" if filled else "exclusion")


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
