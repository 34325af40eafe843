"""Deadlines: until when what a record asks for can still be done in time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from tests.oracle.common import (
    after_working_hours,
    clock,
    counts_as_working,
    due_day,
    duration,
    last_possible,
    midnight,
    nth_working_day,
    plus_months,
    present,
    whole_days,
)
from tests.oracle.world import DAY

if TYPE_CHECKING:
    from tests.oracle.world import Moment, World


@dataclass(frozen=True)
class Deadline:
    """The day a deadline falls due on, and the instant where it is not simply that day's end."""

    day: date
    instant: datetime | None = None

    def kept_by(self, when: Moment) -> bool:
        """Whether something happened in time: "no record of the next day meets" a deadline at midnight."""
        return when.day <= self.day and (self.instant is None or when.start <= self.instant)


@dataclass(frozen=True)
class Clock:
    """Whose days a deadline is reckoned by: a rep's own, or (None) the company's; `always` sets aside days off."""

    world: World
    rep: str | None
    always: bool = False

    def counts(self, day: date) -> bool:
        """Whether a deadline may stand on a day, or hours run through it."""
        if not self.always:
            return counts_as_working(self.world, day, self.rep)
        return self.rep is None or present(self.world, self.rep, day)

    def from_day_on(self, day: date) -> date | None:
        """The day itself if a deadline may stand on it, else the next that it may; None if there will be none."""
        last = last_possible(self.world, self.rep)
        while day <= last:
            if self.counts(day):
                return day
            day += DAY
        return None


def deadline(world: World, start: Moment, within: str, rep: str | None, *, always: bool = False) -> Deadline | None:
    """When the time `within` a record ends; None if the rep will be gone by then."""
    count, unit = duration(within)
    days = Clock(world, rep, always)
    if unit == "workhour":
        instant = after_working_hours(world, start.end, count, rep)
        return Deadline(instant.date(), instant) if instant else None
    span = clock(count, unit)
    if span is not None:
        return _by_the_clock(days, start.end, span)
    if unit == "workday":
        day = nth_working_day(world, start.day, count, rep)
    elif unit in ("month", "year"):
        day = plus_months(start.day, count * (12 if unit == "year" else 1))
    else:
        later = whole_days(count, unit)
        assert later is not None
        day = start.day + timedelta(days=later)
    moved = None if day is None else days.from_day_on(day)
    return Deadline(moved) if moved else None


def _by_the_clock(days: Clock, start: datetime, span: timedelta) -> Deadline | None:
    """ "Hours run on the clock through working days only (present, for `same_rep`; `clock: always`: through all days),
    and a deadline whose hours began on or passed a day off, or one not present, stands at the end of the day on which
    it falls".
    """
    if days.always:
        instant = start + span
        day = days.from_day_on(due_day(instant))
        return Deadline(day, instant if day == due_day(instant) else None) if day else None
    day, left, passed_a_day_off = start.date(), span, False
    while day <= last_possible(days.world, days.rep):
        if days.counts(day):
            begins, ends = max(start, midnight(day)), midnight(day + DAY)
            if ends - begins >= left:
                return Deadline(day, None if passed_a_day_off else begins + left)
            left -= ends - begins
        else:
            passed_a_day_off = True
        day += DAY
    return None
