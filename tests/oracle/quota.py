"""Quota: how many in a day, week, month, quarter or year?"""

from __future__ import annotations

import statistics
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import TYPE_CHECKING

from tests.oracle.common import (
    NOBODY,
    SPAN,
    Rule,
    Unit,
    answering,
    days_of,
    duration,
    employed,
    employment,
    present,
    present_at_work,
    settled,
    stretches_on_file,
    types_not_shown,
    whole_days,
)
from tests.oracle.conditions import column_cause, number, truth
from tests.oracle.named import types_named, values_apart
from tests.oracle.truth import Cause, Truth, causes_of, every, told, unsure
from tests.oracle.windows import Window, windows_touching
from tests.oracle.world import Line, Row, World, read_day

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True)
class Counted:
    """One row that counts, for sure or perhaps: its day and its columns."""

    day: date
    line: Line
    taken: Truth


def first_stretch(world: World, row: Row) -> bool:
    """Whether nobody had this customer in care before this stretch of it began."""
    begins = row["in_care_from"]
    return not any(
        other["customer_id"] == row["customer_id"] and other["in_care_from"] < begins for other in world.customers or []
    )


def rows_of_customers(world: World, rule: Rule, rep: str) -> list[Counted]:
    """The stretches of care of the rep that `of` takes, dated by its `at`."""
    of = rule["of"]
    rows = [row for row in world.customers or [] if not rule.get("first_care") or first_stretch(world, row)]
    dated = [(read_day(row.get(of["at"], "")), world.line("customers", row)) for row in rows]
    return [
        Counted(day, line, truth(world, line, of))
        for day, line in dated
        if day is not None and day <= world.as_of and line["rep_id"] == rep
    ]


def exact_minutes(size: Fraction) -> Fraction:
    """The duration that a figure in minutes was rounded from: a whole number of tenths of a millisecond."""
    in_minute = 60 * 10_000
    return Fraction(round(size * in_minute), in_minute)


def rows_of_log(world: World, rule: Rule, rep: str) -> list[Counted]:
    """The records of the rep that `of` takes, for sure or perhaps.

    A record of nobody "is a doubtful answer to units of its own customer, case or column", and "bears on nothing keyed
    by rep and on no `at_most`".
    """
    by_rep = rule.get("each") is None
    found = []
    for record, taken in answering(world, rule["of"], by_rep=by_rep):
        if record.rep == rep:
            found.append(Counted(record.day, record, taken))
        elif record.of_nobody and "at_most" not in rule:
            found.append(Counted(record.day, record, every([taken, unsure([NOBODY])])))
    return found


def counted_rows(world: World, rule: Rule, rep: str) -> list[Counted]:
    """Every row seen that is the rep's and that `of` takes, for sure or perhaps."""
    table = rule["of"].get("table", "records")
    found = rows_of_customers(world, rule, rep) if table == "customers" else rows_of_log(world, rule, rep)
    return [one for one in found if one.taken.value is not False]


def target(rule: Rule) -> tuple[str, str]:
    """What is counted: records, or the distinct values, sum, mean or median of a field."""
    count = rule.get("count", "records")
    return ("records", "") if count == "records" else next(iter(count.items()))


def mean(numbers: list[Fraction]) -> Fraction:
    return sum(numbers, Fraction(0)) / len(numbers)


@dataclass(frozen=True)
class Figures:
    """What the rows of one window add up to, from the sure ones and from all."""

    rows: list[Counted]
    field: str

    @property
    def sure(self) -> list[Counted]:
        return [one for one in self.rows if one.taken.value is True]

    @property
    def doubtful(self) -> list[Counted]:
        return [one for one in self.rows if one.taken.value is None]

    @property
    def causes(self) -> frozenset[Cause]:
        """All that makes a row of the window doubtful."""
        return causes_of(one.taken for one in self.rows)

    @property
    def not_shown(self) -> list[Counted]:
        """The rows whose file does not show what is summed, averaged or told apart."""
        return [one for one in self.rows if self.field and self.field not in one.line.columns]

    @property
    def columns_missing(self) -> frozenset[Cause]:
        return frozenset(column_cause(one.line, self.field) for one in self.not_shown)

    def numbers(self, rows: list[Counted]) -> list[Fraction]:
        found = [size for size in (number(one.line[self.field]) for one in rows) if size is not None]
        return [exact_minutes(size) for size in found] if self.field == "duration_minutes" else found

    def values(self, rows: list[Counted]) -> set[str]:
        return {one.line[self.field] for one in rows} - {""}

    def bounds(self, how: str) -> tuple[Fraction, Fraction]:
        """The least and the greatest that a count, a number of distinct values, or a sum can be.

        "k = the figure of the sure, K = of all"; "the bounds add only the doubtful amounts that lower it, or only those
        that raise it". A value that is not shown may be one more.
        """
        if how == "records":
            return Fraction(len(self.sure)), Fraction(len(self.rows))
        if how == "distinct":
            return Fraction(len(self.values(self.sure))), Fraction(len(self.values(self.rows)) + len(self.not_shown))
        total = sum(self.numbers(self.sure), Fraction(0))
        perhaps = self.numbers(self.doubtful)
        return total + sum(min(size, Fraction(0)) for size in perhaps), total + sum(
            max(size, Fraction(0)) for size in perhaps
        )


def between(least: Truth, most: Truth, causes: frozenset[Cause]) -> Truth:
    """What holds at both ends holds; else it is open."""
    return least if least.value == most.value else unsure(causes)


@dataclass(frozen=True)
class Quota:
    """One quota of one rep: all of `of`, or one customer's or one value's share of it."""

    world: World
    rule: Rule
    rep: str
    rows: list[Counted]
    subject: Row
    cares: Callable[[date], bool]
    types: frozenset[str]

    @property
    def how(self) -> str:
        return target(self.rule)[0]

    @property
    def scaled(self) -> bool:
        return "at_least" in self.rule and self.how not in ("mean", "median")

    @property
    def bound(self) -> Fraction:
        return Fraction(str(self.rule.get("at_least", self.rule.get("at_most"))))

    @property
    def missing(self) -> set[Cause]:
        """The types that count and are not shown."""
        return types_not_shown(self.world, set(self.types), types_named(self.rule["of"]))

    def holds(self, size: Fraction) -> bool:
        return size >= self.bound if "at_least" in self.rule else size <= self.bound

    def due(self, window: Window) -> date:
        """ "Due on the window's last day, or the rep's last if that is earlier".

        "`due: k workdays`: due on the k-th working day of the window on which the rep is present (else on its last day,
        or the rep's last if that is earlier)".
        """
        last = min(window.last, employment(self.world, self.rep)[1])
        if "due" not in self.rule:
            return last
        nth, unit = duration(self.rule["due"])
        if unit == "day":
            return window.days[nth - 1] if nth <= len(window.days) else window.last
        days = [day for day in window.days if present_at_work(self.world, self.rep, day)]
        return days[nth - 1] if nth <= len(days) else last

    @property
    def early(self) -> timedelta:
        """How long before a window a row counts towards it."""
        days = whole_days(*duration(self.rule.get("early", "0 days")))
        assert days is not None
        return timedelta(days=days)

    def before_the_log(self, window: Window) -> set[Cause]:
        """What came early may lie before the log: "what lies outside cannot be shown and is held against nobody"."""
        opens = max(window.first - self.early, employment(self.world, self.rep)[0]) if self.early else window.first
        return {SPAN} if self.early and opens < self.world.span_from else set()

    def inside(self, window: Window) -> Figures:
        """The rows that count towards a window: early ones, and no later than the day it falls due."""
        first = window.first - self.early
        rows = [one for one in self.rows if first <= one.day <= self.due(window)]
        return Figures(rows, target(self.rule)[1])

    def wholly_shown(self, window: Window) -> bool:
        """Whether the span holds "all days up to the due day on which the rep was employed"."""
        days = [day for day in window.days if day <= self.due(window) and employed(self.world, self.rep, day)]
        return all(self.world.span_from <= day <= self.world.span_to for day in days)

    def counted_units(self, figures: Figures, there: int, working: int) -> list[Truth]:
        """ "Of n units min(n, k) are met, min(n, K) - min(n, k) unknown, the rest unmet." """
        least, most = figures.bounds(self.how)
        owed = int(self.bound * there / working)
        # "At least 1 where the share is a half or more."
        if 2 * there >= working:
            owed = max(owed, min(1, int(self.bound)))
        causes = figures.causes | figures.columns_missing
        return [between(told(place <= least), told(place <= most), causes) for place in range(1, owed + 1)]

    def sum_owed(self, figures: Figures, there: int, working: int) -> Truth:
        """One unit: the bound in proportion to the days there; an amount not shown may be any."""
        if figures.not_shown:
            return unsure(figures.columns_missing | figures.causes)
        least, most = (told(size * working >= self.bound * there) for size in figures.bounds("sum"))
        return between(least, most, figures.causes)

    def ceiling(self, window: Window, figures: Figures) -> Truth:
        """ "`at_most`: unmet if k > n, met if K <= n"; not exceeded, it is unknown on a window not wholly shown."""
        if self.how == "sum" and figures.not_shown:
            return unsure(figures.columns_missing | figures.causes)
        least, most = figures.bounds(self.how)
        held = between(told(least <= self.bound), told(most <= self.bound), figures.causes | figures.columns_missing)
        if held.value is False or self.wholly_shown(window):
            return held
        return unsure({*held.causes, SPAN})

    def average_of(self, numbers: list[Fraction]) -> Fraction:
        return mean(numbers) if self.how == "mean" else statistics.median(numbers)

    def average(self, window: Window, figures: Figures) -> Truth:
        """A mean or median against its bound.

        "The worse end adds the doubtful values on the failing side alone, the better end those on the other; without
        any sure value, unknown"; so is any on a window not wholly shown, and any whose values or types are not all
        shown.
        """
        sure, perhaps = figures.numbers(figures.sure), figures.numbers(figures.doubtful)
        open_for = {*figures.columns_missing, *self.missing}
        if not self.wholly_shown(window):
            open_for.add(SPAN)
        if open_for or not sure:
            return unsure({*open_for, *figures.causes})
        worse = self.average_of(sure + [size for size in perhaps if not self.holds(size)])
        better = self.average_of(sure + [size for size in perhaps if self.holds(size)])
        return between(told(self.holds(worse)), told(self.holds(better)), figures.causes)

    def any_value(self, figures: Figures) -> bool:
        """Whether there is, or may be, a value to average."""
        return bool(figures.numbers(figures.rows) or figures.not_shown)

    def by_the_sure(self, figures: Figures) -> bool:
        """What the sure rows alone would say of a ceiling or an average."""
        if self.how in ("mean", "median"):
            sure = figures.numbers(figures.sure)
            return bool(sure) and self.holds(self.average_of(sure))
        sure_alone = Figures(figures.sure, figures.field)
        return self.holds(sure_alone.bounds(self.how)[0])

    def unit(self, window: Window, met: Truth, *, doubts: set[Cause], surely: bool, final: bool = False) -> Unit:
        return settled(
            self.world,
            self.due(window),
            window.last,
            met,
            doubts=doubts,
            surely=surely,
            final=final,
            subject={"window": window.label, **self.subject},
        )

    def units_of(self, window: Window) -> list[Unit]:
        """Each unit the rep owes for this window."""
        figures = self.inside(window)
        if self.scaled:
            working = sum(self.world.works(day) for day in window.days)
            there = sum(self.cares(day) and present_at_work(self.world, self.rep, day) for day in window.days)
            if not there:
                return []
            if self.how == "sum":
                owed = [self.sum_owed(figures, there, working)]
            else:
                owed = self.counted_units(figures, there, working)
            doubts = self.missing | self.before_the_log(window)
            return [self.unit(window, met, doubts=doubts, surely=met.value is True) for met in owed]
        # "One for each window with a present day up to its due day."
        until = [day for day in window.days if day <= self.due(window)]
        if not any(self.cares(day) and present(self.world, self.rep, day) for day in until):
            return []
        surely = self.by_the_sure(figures)
        if self.how not in ("mean", "median"):
            # "Exceeded, it is unmet", wherever the span ends.
            return [self.unit(window, self.ceiling(window, figures), doubts=set(), surely=surely, final=True)]
        if not self.any_value(figures):
            return []
        return [self.unit(window, self.average(window, figures), doubts=set(), surely=surely)]

    def units(self) -> list[Unit]:
        """The units of every window that touches the period."""
        return [
            unit
            for window in windows_touching(*self.world.period, self.rule["window"])
            for unit in self.units_of(window)
        ]


def types_counted(rule: Rule) -> frozenset[str]:
    """The types that a quota counts; one set apart by type counts no other."""
    return frozenset(types_named(rule["of"]) | {str(word) for word in values_apart(rule).get("type", [])})


def quotas(world: World, rule: Rule, rep: str) -> list[Quota]:
    """The quotas that a rule lays on a rep: one, or one each customer in care or each value."""
    rows, each, types = counted_rows(world, rule, rep), rule.get("each"), types_counted(rule)
    if each is None:
        return [Quota(world, rule, rep, rows, {}, lambda _: True, types)]
    if each != "customer":
        ((field, values),) = each.items()
        return [
            Quota(
                world,
                rule,
                rep,
                of_value(world, rows, field, str(value)),
                {field: str(value)},
                lambda _: True,
                frozenset({str(value)}) if field == "type" else types,
            )
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
        mine = [one for one in rows if one.line["customer_id"] == customer]
        found.append(Quota(world, rule, rep, mine, {"customer_id": customer}, days.__contains__, types))
    return found


def of_value(world: World, rows: list[Counted], field: str, value: str) -> list[Counted]:
    """The rows of one value: "`each: {field: [values]}` counts as an including equality test"."""
    apart = [Counted(one.day, one.line, every([one.taken, truth(world, one.line, {field: value})])) for one in rows]
    return [one for one in apart if one.taken.value is not False]


def expectations(world: World, rule: Rule, rep: str) -> list[Unit]:
    """The units of each of the rep's quotas."""
    return [unit for quota in quotas(world, rule, rep) for unit in quota.units()]
