"""What every kind's reading shares: presence, employment, care, working time, who counts as the same rep."""

from __future__ import annotations

import calendar
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from tests.oracle.conditions import matches
from tests.oracle.world import DAY, WORKING_HOURS, Record, Row, World, read_day

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator

Rule = dict[str, Any]


@dataclass(frozen=True)
class Unit:
    """One expectation of a rep.

    `due` is None where the calendar cannot date it. `arises` is the day that `effective` looks at.
    `trigger` is set where a duty of this period may fall due after it. A cadence's units know their
    `stretch` and their `place` in it, so that neighbours can be told. `subject` names a deviation.
    """

    due: date | None
    met: bool
    arises: date
    subject: dict[str, str] = field(default_factory=dict)
    trigger: date | None = None
    stretch: Hashable = None
    place: int = 0


def days_of(first: date, last: date) -> Iterator[date]:
    """Every day from the first to the last, both included."""
    day = first
    while day <= last:
        yield day
        if day == date.max:
            return
        day += DAY


def plus_months(day: date, months: int) -> date:
    """The same day of a later month, or that month's last day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def duration(text: str) -> tuple[int, str]:
    """Read '7 days' as (7, 'day')."""
    amount, unit = text.split()
    return int(amount), unit.removesuffix("s")


def midnight(day: date) -> datetime:
    """The instant at which a day begins."""
    return datetime.combine(day, time())


# Reps: who is employed, there, and judged


def roster_row(world: World, rep: str) -> Row | None:
    """The rep's row on the roster, if there is one."""
    return next((row for row in world.reps or [] if row["rep_id"] == rep), None)


def employment(world: World, rep: str) -> tuple[date, date]:
    """The first and last day of employment; open where the roster says nothing."""
    row = roster_row(world, rep) or {}
    joined, left = read_day(row.get("joined_on", "")), read_day(row.get("left_on", ""))
    return joined or date.min, left or date.max


def employed(world: World, rep: str, day: date) -> bool:
    joined, left = employment(world, rep)
    return joined <= day <= left


def absent(world: World, rep: str, day: date) -> bool:
    return any(
        row["rep_id"] == rep and date.fromisoformat(row["from"]) <= day <= date.fromisoformat(row["to"])
        for row in world.absences or []
    )


def present(world: World, rep: str, day: date) -> bool:
    """Employed, not absent, and a day that the log can show."""
    in_span = world.span_from <= day <= world.span_to
    return in_span and employed(world, rep, day) and not absent(world, rep, day)


def present_at_work(world: World, rep: str, day: date) -> bool:
    return present(world, rep, day) and world.works(day)


def reps_judged(world: World) -> list[str]:
    """Everyone employed on a day of the period, and whoever is in the log but not on the roster."""
    first, last = world.period
    logged = {record.rep for record in world.seen}
    listed = {row["rep_id"] for row in world.reps or []}
    there = {rep for rep in listed if any(employed(world, rep, day) for day in days_of(first, last))}
    return sorted(there | (logged - listed))


# Care


@dataclass(frozen=True)
class Stretch:
    """One stretch of care: these days, both included; `row` is what the customers file says of it."""

    customer: str
    rep: str
    first: date
    last: date
    row: Row = field(hash=False, compare=False, default_factory=dict)

    def holds(self, day: date) -> bool:
        return self.first <= day <= self.last


def stretches_on_file(world: World) -> list[Stretch]:
    """The stretches of care that the customers file states; none without it."""
    return [
        Stretch(
            row["customer_id"],
            row["rep_id"],
            read_day(row.get("in_care_from", "")) or date.min,
            read_day(row.get("in_care_to", "")) or date.max,
            row,
        )
        for row in world.customers or []
    ]


def stretches_inferred(world: World) -> list[Stretch]:
    """Care as the log shows it: from a rep's first record to the day before another's first later one."""
    found = []
    pairs = {(record.rep, record["customer_id"]) for record in world.seen if record["customer_id"]}
    for rep, customer in sorted(pairs):
        of_customer = [record for record in world.seen if record["customer_id"] == customer]
        first = next(record for record in of_customer if record.rep == rep)
        later = [record.day for record in of_customer if record.rep != rep and not record.when.not_after(first.when)]
        last = min(later) - DAY if later else date.max
        if first.day <= last:
            found.append(Stretch(customer, rep, first.day, last))
    return found


def in_care(world: World, customer: str, rep: str, day: date) -> bool:
    """Whether, by the customers file, the rep has the customer in care on this day."""
    return customer != "" and any(
        stretch.customer == customer and stretch.rep == rep and stretch.holds(day)
        for stretch in stretches_on_file(world)
    )


def rep_counts(world: World, by: str, rep: str, customer: str, record: Record) -> bool:
    """Whether the rep who made this record is one who may do so, for `rep` and this customer."""
    if by == "anyone":
        return True
    if by == "someone_else":
        return record.rep != rep
    return record.rep == rep or in_care(world, customer, record.rep, record.day)


# Records


def selected(world: World, selector: Rule) -> list[Record]:
    """The records seen that a selector takes, earliest first."""
    return [record for record in world.seen if matches(record.row, selector)]


def key_column(same: str) -> str:
    return {"customer": "customer_id", "case": "case_id", "rep": "rep_id"}.get(same, same)


# Working time. `rep` limits working days to those on which that rep is present.


def counts_as_working(world: World, day: date, rep: str | None) -> bool:
    return world.works(day) if rep is None else present_at_work(world, rep, day)


def last_possible(world: World, rep: str | None) -> date:
    """The last day on which a rep may yet be present."""
    return date.max if rep is None else min(employment(world, rep)[1], world.span_to)


def nth_working_day(world: World, after: date, count: int, rep: str | None = None) -> date | None:
    """The count-th working day after a day; None if there will be none."""
    last, day = last_possible(world, rep), after
    while count:
        day += DAY
        if day > last:
            return None
        count -= counts_as_working(world, day, rep)
    return day


def working_days_between(world: World, one: date, other: date, rep: str | None = None) -> int:
    """How many working days lie after one day and before another."""
    return sum(counts_as_working(world, day, rep) for day in days_of(one + DAY, other - DAY))


def after_working_hours(world: World, start: datetime, hours: int, rep: str | None) -> datetime | None:
    """The earliest instant by which so many working hours have passed since `start`."""
    left, last = timedelta(hours=hours), last_possible(world, rep)
    day = start.date()
    while day <= last:
        if counts_as_working(world, day, rep):
            for opens, closes in WORKING_HOURS:
                begin = max(start, midnight(day) + timedelta(hours=opens))
                end = midnight(day) + timedelta(hours=closes)
                if end > begin and end - begin >= left:
                    return begin + left
                left -= max(end - begin, timedelta())
        day += DAY
    return None


def clock(count: int, unit: str) -> timedelta | None:
    """A duration that runs on the clock, or None if it is counted in days."""
    return {"minute": timedelta(minutes=count), "hour": timedelta(hours=count)}.get(unit)


def whole_days(count: int, unit: str) -> int | None:
    """A duration in calendar days, or None if it is counted otherwise."""
    return {"day": count, "week": 7 * count}.get(unit)


def due_day(deadline: datetime) -> date:
    """The day a deadline falls on; midnight belongs to the day that ends there."""
    return (deadline - timedelta(microseconds=1)).date()
