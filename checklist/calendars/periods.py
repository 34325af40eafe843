"""Spans of days that people name: a month, a quarter, an ISO week, a year, or two ends."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import MAXYEAR, MINYEAR, date, timedelta

from checklist.model import Period, UsageError

WINDOW_KINDS = ("day", "week", "month", "quarter", "year")
OTHER_SPAN = "other"

_MONTHS_A_QUARTER = 3
_MONTHS_A_YEAR = 12
_DAYS_A_WEEK = 7
_PATTERNS = {
    "day": re.compile(r"(\d{4})-(\d{2})-(\d{2})"),
    "week": re.compile(r"(\d{4})-W(\d{2})"),
    "month": re.compile(r"(\d{4})-(\d{2})"),
    "quarter": re.compile(r"(\d{4})-Q([1-4])"),
    "year": re.compile(r"(\d{4})"),
}


def window_of(kind: str, day: date) -> tuple[date, date, str]:
    """Return the window of a kind (`day`, `week`, …) that holds `day`: first day, last day, label.

    Weeks begin on Monday and carry ISO 8601 labels.
    """
    if kind == "day":
        return day, day, day.isoformat()
    if kind == "week":
        first = day - timedelta(days=day.weekday())
        year, week, _ = day.isocalendar()
        return first, first + timedelta(days=_DAYS_A_WEEK - 1), f"{year:04d}-W{week:02d}"
    if kind == "month":
        return *_months(day.year, day.month, 1), f"{day.year:04d}-{day.month:02d}"
    if kind == "quarter":
        quarter = (day.month - 1) // _MONTHS_A_QUARTER
        label = f"{day.year:04d}-Q{quarter + 1}"
        return *_months(day.year, quarter * _MONTHS_A_QUARTER + 1, _MONTHS_A_QUARTER), label
    return *_months(day.year, 1, _MONTHS_A_YEAR), f"{day.year:04d}"


def _months(year: int, month: int, count: int) -> tuple[date, date]:
    last = month + count - 1
    return date(year, month, 1), date(year, last, monthrange(year, last)[1])


def parse_span(text: str) -> tuple[date, date]:
    """Return the first and last day that a period's name covers.

    Takes `2026-10`, `2026-Q3`, `2026-W41`, `2026`, `2026-10-05`, or two of them joined by `..`.
    Raises `UsageError` for anything else, and where the end lies before the start.
    """
    start, separator, end = text.strip().partition("..")
    first, last = _parse_one(start, text)
    if separator:
        _, last = _parse_one(end, text)
    if last < first:
        raise UsageError("period_reversed", period=text, first=first, last=last)
    return first, last


def _parse_one(name: str, whole: str) -> tuple[date, date]:
    for kind, pattern in _PATTERNS.items():
        match = pattern.fullmatch(name.strip())
        if match is None:
            continue
        numbers = [int(group) for group in match.groups()]
        try:
            if kind == "week":
                first, last, _ = window_of("week", date.fromisocalendar(numbers[0], numbers[1], 1))
                return first, last
            month = (numbers[1] - 1) * _MONTHS_A_QUARTER + 1 if kind == "quarter" else (*numbers, 1)[1]
            first, last, _ = window_of(kind, date(numbers[0], month, (*numbers, 1, 1)[2]))
        except ValueError:
            break
        else:
            return first, last
    raise UsageError("period_unknown", period=whole)


def make_period(text: str, as_of: date | None, yesterday: date) -> Period:
    """Return the period named by `text`, seen at the end of `as_of`.

    Without `as_of` it is the earlier of the period's end and `yesterday`: the only use of the clock.
    """
    first, last = parse_span(text)
    return Period(first, last, as_of or min(last, yesterday), text.strip())


def split_period(text: str, each: str, seen: date) -> list[Period]:
    """Return the windows of a sort (`week`, `month`, …) that a period holds, each cut to it, the earliest first.

    Each is seen at its own end, or at the end of `seen` if that is earlier; those that begin later are left
    out, and where that leaves none, `UsageError` is raised.
    """
    first, last = parse_span(text)
    periods: list[Period] = []
    day = first
    while day <= min(last, seen):
        end = min(window_of(each, day)[1], last)
        periods.append(Period(day, end, min(end, seen), label_of(day, end)))
        if end == date.max:
            break
        day = end + timedelta(days=1)
    if not periods:
        raise UsageError("period_ahead", period=text, first=first, as_of=seen)
    return periods


def parse_day(text: str) -> date:
    """Return a day written as `2026-10-31`."""
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise UsageError("day_unknown", value=text) from None


def shift(day: date, days: int) -> date:
    """Return the day `days` later (or earlier), held within what a date can say."""
    ordinal = min(max(day.toordinal() + days, date(MINYEAR, 1, 1).toordinal()), date(MAXYEAR, 12, 31).toordinal())
    return date.fromordinal(ordinal)


def sort_of(first: date, last: date) -> str:
    """Return what sort of span two days bound: a month, a quarter, or some other."""
    return next((sort for sort in WINDOW_KINDS if window_of(sort, first)[:2] == (first, last)), OTHER_SPAN)


def label_of(first: date, last: date) -> str:
    """Return what people call a span: `2026-10`, or its two days."""
    sort = sort_of(first, last)
    return f"{first}..{last}" if sort == OTHER_SPAN else window_of(sort, first)[2]
