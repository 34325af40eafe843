"""Quota: how many in a day, week, month, quarter or year?"""

from __future__ import annotations

import statistics
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import TYPE_CHECKING

from tests.oracle.common import (
    Rule,
    Unit,
    days_of,
    duration,
    employment,
    present,
    present_at_work,
    stretches_on_file,
    whole_days,
)
from tests.oracle.conditions import matches, number
from tests.oracle.windows import Window, windows_touching
from tests.oracle.world import Row, World, read_day

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True)
class Counted:
    """One row that may count: its day and its columns."""

    day: date
    row: Row


def first_stretch(world: World, row: Row) -> bool:
    """Whether nobody had this customer in care before this stretch of it began."""
    begins = row["in_care_from"]
    return not any(
        other["customer_id"] == row["customer_id"] and other["in_care_from"] < begins for other in world.customers or []
    )


def counted_rows(world: World, rule: Rule, rep: str) -> list[Counted]:
    """Every row seen that is the rep's and that `of` takes."""
    of = rule["of"]
    if of.get("table") == "customers":
        rows = [row for row in world.customers or [] if not rule.get("first_care") or first_stretch(world, row)]
        dated = [(read_day(row.get(of["at"], "")), row) for row in rows]
        found = [Counted(day, row) for day, row in dated if day is not None and day <= world.as_of]
    else:
        found = [Counted(record.day, record.row) for record in world.seen]
    return [one for one in found if one.row["rep_id"] == rep and matches(one.row, of)]


def exact_minutes(size: Fraction) -> Fraction:
    """The duration that a figure in minutes was rounded from: a whole number of tenths of a millisecond."""
    in_minute = 60 * 10_000
    return Fraction(round(size * in_minute), in_minute)


def target(rule: Rule) -> tuple[str, str | None]:
    """What is counted: records, or the distinct values, sum, mean or median of a field."""
    count = rule.get("count", "records")
    return ("records", None) if count == "records" else next(iter(count.items()))


@dataclass(frozen=True)
class Quota:
    """One quota of one rep: all of `of`, or one customer's or one value's share of it."""

    world: World
    rule: Rule
    rep: str
    rows: list[Counted]
    subject: Row
    cares: Callable[[date], bool]

    @property
    def how(self) -> str:
        return target(self.rule)[0]

    @property
    def scaled(self) -> bool:
        return "at_least" in self.rule and self.how not in ("mean", "median")

    @property
    def bound(self) -> Fraction:
        return Fraction(str(self.rule.get("at_least", self.rule.get("at_most"))))

    def due(self, window: Window) -> date:
        if "due" not in self.rule:
            return min(window.last, employment(self.world, self.rep)[1])
        nth, unit = duration(self.rule["due"])
        days = [day for day in window.days if unit == "day" or self.world.works(day)]
        return days[nth - 1] if nth <= len(days) else window.last

    def inside(self, window: Window) -> list[Row]:
        """The rows that count towards a window: early ones, and no later than the day it falls due."""
        early = whole_days(*duration(self.rule.get("early", "0 days")))
        assert early is not None
        first = window.first - timedelta(days=early)
        return [one.row for one in self.rows if first <= one.day <= self.due(window)]

    def size(self, rows: list[Row]) -> Fraction | None:
        """How much there is; None for a mean or median of nothing."""
        how, field = target(self.rule)
        if field is None:
            return Fraction(len(rows))
        texts = [row.get(field, "").strip() for row in rows]
        if how == "distinct":
            return Fraction(len({text for text in texts if text}))
        numbers = [size for size in map(number, texts) if size is not None]
        if field == "duration_minutes":
            numbers = [exact_minutes(size) for size in numbers]
        if how == "sum":
            return sum(numbers, Fraction(0))
        if not numbers:
            return None
        return sum(numbers, Fraction(0)) / len(numbers) if how == "mean" else statistics.median(numbers)

    def wholly_shown(self, window: Window) -> bool:
        """Whether the log spans every day of the window on which the rep is employed."""
        joined, left = employment(self.world, self.rep)
        first, last = max(window.first, joined), min(window.last, left)
        return first > last or (self.world.span_from <= first and last <= self.world.span_to)

    def verdicts(self, window: Window) -> list[bool]:
        """One word, met or not, for each unit the rep owes for this window."""
        size = self.size(self.inside(window))
        if self.scaled:
            working = sum(self.world.works(day) for day in window.days)
            there = sum(self.cares(day) and present_at_work(self.world, self.rep, day) for day in window.days)
            if not there:
                return []
            assert size is not None
            if self.how == "sum":
                return [size * working >= self.bound * there]
            owed = int(self.bound * there / working)
            return [place <= size for place in range(1, owed + 1)]
        here = any(self.cares(day) and present(self.world, self.rep, day) for day in window.days)
        if not here or size is None or not self.wholly_shown(window):
            return []
        return [size >= self.bound if "at_least" in self.rule else size <= self.bound]

    def units(self) -> list[Unit]:
        """The units of every window that touches the period."""
        return [
            Unit(
                due=self.due(window),
                met=met,
                arises=window.last,
                subject={"window": window.label, **self.subject},
            )
            for window in windows_touching(*self.world.period, self.rule["window"])
            for met in self.verdicts(window)
        ]


def quotas(world: World, rule: Rule, rep: str) -> list[Quota]:
    """The quotas that a rule lays on a rep: one, or one each customer in care or each value."""
    rows, each = counted_rows(world, rule, rep), rule.get("each")
    if each is None:
        return [Quota(world, rule, rep, rows, {}, lambda _: True)]
    if each != "customer":
        ((field, values),) = each.items()
        return [
            Quota(world, rule, rep, _of_value(rows, field, str(value)), {field: str(value)}, lambda _: True)
            for value in values
        ]
    stretches = [stretch for stretch in stretches_on_file(world) if stretch.rep == rep]
    found = []
    for customer in sorted({stretch.customer for stretch in stretches}):
        days = {
            day
            for window in windows_touching(*world.period, rule["window"])
            for stretch in stretches
            if stretch.customer == customer
            for day in days_of(max(stretch.first, window.first), min(stretch.last, window.last))
        }
        mine = _of_value(rows, "customer_id", customer)
        found.append(Quota(world, rule, rep, mine, {"customer_id": customer}, days.__contains__))
    return found


def _of_value(rows: list[Counted], field: str, value: str) -> list[Counted]:
    return [one for one in rows if one.row.get(field, "").strip() == value]


def expectations(world: World, rule: Rule, rep: str) -> list[Unit]:
    """The units of each of the rep's quotas."""
    return [unit for quota in quotas(world, rule, rep) for unit in quota.units()]
