"""Dates in figures whose parts could change places: 05/03/2026, 05-03-26, 10-15; the whole column tells their order."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from checklist.engine import SQL, literal
from checklist.model import InputError
from checklist.records.values.reading import Questions

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from checklist.model import Place

    Where = Callable[[int | None], Place]

AMBIGUOUS = "[0-9]{1,2}[-/.][0-9]{1,2}[-/.]([0-9]{4}|[0-9]{2})([ T,].*)?"
# Years of two digits from here on are of the last century, as everywhere.
_LAST_CENTURY = 69
_TAIL = "(?:[ T,]|$)"


@dataclass(frozen=True, slots=True)
class Sort:
    """One sort of such dates: its pattern, and the orders that it may be in."""

    name: str
    pattern: str
    orders: tuple[str, ...]


DATES = Sort("three", f"^([0-9]{{1,2}})[-/.]([0-9]{{1,2}})[-/.]([0-9]{{4}}|[0-9]{{2}}){_TAIL}", ("dmy", "mdy", "ymd"))
DAYS = Sort("two", f"^([0-9]{{1,2}})[-/.]([0-9]{{1,2}}){_TAIL}", ("dm", "md"))
SORTS = (DATES, DAYS)


def full_year(text: str) -> str:
    """Return SQL for a year of two or four digits in full."""
    return (
        f"CASE WHEN length({text}) = 4 THEN {text} "
        f"WHEN try_cast({text} AS INTEGER) >= {_LAST_CENTURY} THEN '19' || {text} ELSE '20' || {text} END"
    )


def date_in(order: str, parts: tuple[str, ...], year: str) -> str:
    """Return SQL for the date that three or two parts make in an order; `year` is that of dates without one."""
    by_letter = dict(zip(order, parts, strict=False))
    own = full_year(by_letter["y"]) if "y" in by_letter else year
    day = f"try_cast(concat_ws('-', {own}, {by_letter['m']}, {by_letter['d']}) AS DATE)"
    # Only a part of two digits or fewer is a day.
    return f"CASE WHEN length({by_letter['d']}) <= 2 THEN {day} END"


def questions(alias: SQL, text: SQL) -> Questions:
    """Return what is asked of a column of times: how many dates each order makes, and where one is clear or is not."""
    asked: dict[str, SQL] = {}
    levels: list[tuple[SQL, SQL]] = []
    for sort in SORTS:
        parts, days = SQL(f"{alias}_{sort.name}"), SQL(f"{alias}_{sort.name}_days")
        names = literal(list("abc"[: 2 + (sort is DATES)])).replace("(", "[").replace(")", "]")
        levels.append((parts, SQL(f"regexp_extract({text}, {literal(sort.pattern)}, {names})")))
        each = tuple(f"{parts}.{name}" for name in "abc"[: 2 + (sort is DATES)])
        # Without its year, any leap year has every day.
        made = ", ".join(f"{order} := {date_in(order, each, literal('2024'))}" for order in sort.orders)
        levels.append((days, SQL(f"CASE WHEN {parts}.a <> '' THEN struct_pack({made}) END")))
        some = " OR ".join(f"{days}.{order} IS NOT NULL" for order in sort.orders)
        asked[sort.name] = SQL(f"count(*) FILTER ({some})")
        for at, order in enumerate(sort.orders):
            asked[order] = SQL(f"count({days}.{order})")
            asked[f"not_{order}"] = SQL(f"min(CASE WHEN ({some}) AND {days}.{order} IS NULL THEN {sample(text)} END)")
            for other in sort.orders[at + 1 :]:
                differ = f"{days}.{order} <> {days}.{other}"
                asked[f"{order}_{other}"] = SQL(f"min(CASE WHEN {differ} THEN {sample(text)} END)")
        if sort is DAYS:
            asked["two_at"] = SQL(f"min(CASE WHEN {some} THEN {sample(text)} END)")
            for order in sort.orders:
                asked[f"{order}_months"] = SQL(f"histogram(month({days}.{order}))")
    return Questions(asked, tuple(levels))


def order_of(sort: Sort, column: str, where: Where, told: Mapping[str, Any]) -> str | None:
    """Return the order of a column's dates, None where it has none of the sort.

    Raises `InputError` where it is unclear. An order is possible that makes a date of all of them. One clear date is
    enough to tell; two that speak for different orders say that the column is mixed.
    """
    count = told[sort.name]
    if not count:
        return None
    possible = [order for order in sort.orders if told[order] == count]
    if not possible:
        line, value = sampled(told[f"not_{sort.orders[0]}"])
        other_line, other = sampled(told[f"not_{sort.orders[1]}"])
        raise InputError("dates_mixed", where(line), column=column, value=value, other=other, line=other_line)
    for at, first in enumerate(possible):
        for second in possible[at + 1 :]:
            if told[f"{first}_{second}"] is not None:
                raise _unclear(column, where, told[f"{first}_{second}"])
    return possible[0]


def sample(text: SQL) -> str:
    """Return SQL for a text behind its line: the least of them is the first."""
    return f"lpad(CAST(line AS VARCHAR), 19, '0') || ' ' || {text}"


def sampled(sample: str) -> tuple[int, str]:
    """Return the line and the text of a sample."""
    line, _, value = sample.partition(" ")
    return int(line), value


def _unclear(column: str, where: Where, sample: str) -> InputError:
    line, value = sampled(sample)
    *year_first, day_first, month_first = _readings(value)
    values = {"value": value, "column": column, "day_first": day_first, "month_first": month_first}
    if year_first:
        return InputError("date_year_unclear", where(line), **values, year_first=year_first[0])
    return InputError("date_ambiguous", where(line), **values)


def _readings(value: str) -> tuple[str, ...]:
    """Return the formats in which an ambiguous date could be meant: day first, month first.

    Before them stands the one with the year first, where no part says that it is a year.
    """
    match = re.match(r"(\d+)([-/.])(\d+)(?:([-/.])(\d+))?(.*)", value, re.DOTALL)
    assert match is not None  # noqa: S101  # only what has the pattern of such a date comes here
    clock = match[6]
    half = r"[AaPp][Mm]|上午|下午"
    afternoon = re.search(half, clock)
    clock = re.sub(r"\d{1,2}:\d{2}", ("%I" if afternoon else "%H") + ":%M", clock, count=1)
    clock = re.sub(r"%M:\d{2}", "%M:%S", clock, count=1)
    clock = re.sub(r"%S\.\d+", "%S.%f", clock, count=1)
    clock = re.sub(half, "%p", clock, count=1)
    first, second = match[2], match[4]
    if second is None:
        return f"%d{first}%m{clock}", f"%m{first}%d{clock}"
    year = "%Y" if len(match[5]) == 4 else "%y"  # noqa: PLR2004  # a year in full has four digits
    found = f"%d{first}%m{second}{year}{clock}", f"%m{first}%d{second}{year}{clock}"
    return found if year == "%Y" else (f"%y{first}%m{second}%d{clock}", *found)
