"""The windows of a quota: the day, week, month, quarter or year around a day, and what it is called."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta

from tests.oracle.common import days_of


@dataclass(frozen=True)
class Window:
    label: str
    first: date
    last: date

    @property
    def days(self) -> list[date]:
        return list(days_of(self.first, self.last))


def month_end(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


def window_around(day: date, kind: str) -> Window:
    """The window of this kind that a day lies in; weeks begin on Monday."""
    if kind == "day":
        return Window(day.isoformat(), day, day)
    if kind == "week":
        monday = day - timedelta(days=day.isoweekday() - 1)
        year, week, _ = day.isocalendar()
        return Window(f"{year}-W{week:02}", monday, monday + timedelta(days=6))
    if kind == "month":
        return Window(f"{day:%Y-%m}", day.replace(day=1), month_end(day.year, day.month))
    if kind == "quarter":
        number = (day.month + 2) // 3
        return Window(f"{day.year}-Q{number}", date(day.year, number * 3 - 2, 1), month_end(day.year, number * 3))
    return Window(str(day.year), date(day.year, 1, 1), date(day.year, 12, 31))


def windows_touching(first: date, last: date, kind: str) -> list[Window]:
    """Every window with a day from the first to the last."""
    return list(dict.fromkeys(window_around(day, kind) for day in days_of(first, last)))
