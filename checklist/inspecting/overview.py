"""What all logs together hold: their span, the days without a record, the people and the customers."""

from __future__ import annotations

import re
import unicodedata
from datetime import timedelta
from typing import TYPE_CHECKING

from checklist.inspecting.results import Closeness, Gap, Overview

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from checklist.calendars import WorkingCalendar
    from checklist.engine import Session

_TOP = 10
# Beyond so many names, every pair of them is no longer looked at.
_MOST_NAMES = 1500
_ALIKE = 88
_LONG_ENOUGH = 5
_BLANKS = re.compile(r"[\s\-_.·,，。]+")
_DIGITS = re.compile(r"\d+")


def overview(session: Session, calendar: WorkingCalendar, *, several: bool) -> Overview | None:
    """Return what the loaded records hold, None where there are none; one of `several` keys stands in several rows."""
    counted = "count(DISTINCT record_key)" if several else "count(*)"
    records, first, last, customerless = session.rows(
        f"SELECT {counted}, CAST(min(occurred_at) AS DATE), CAST(max(occurred_at) AS DATE), "
        f"{counted} FILTER (customer_id IS NULL) FROM loaded_records"
    )[0]
    if not records:
        return None
    days = {row[0] for row in session.rows("SELECT DISTINCT CAST(occurred_at AS DATE) FROM loaded_records")}
    reps, customers = (_counted(session, column, counted) for column in ("rep_id", "customer_id"))
    return Overview(
        records=records,
        first=first,
        last=last,
        gaps=tuple(sorted(_gaps(calendar, first, last, days), key=lambda each: (-each.days, each.first))),
        reps=len(reps),
        top_reps=tuple(reps[:_TOP]),
        customers=len(customers),
        top_customers=tuple(customers[:_TOP]),
        customerless=customerless,
        close=(*_close("rep", reps), *_close("customer", customers)),
    )


def _counted(session: Session, column: str, counted: str) -> list[tuple[str, int]]:
    return [
        (row[0], row[1])
        for row in session.rows(
            f"SELECT {column}, {counted} FROM loaded_records WHERE {column} IS NOT NULL "
            f"GROUP BY {column} ORDER BY {counted} DESC, {column}"
        )
    ]


def _gaps(calendar: WorkingCalendar, first: date, last: date, days: set[date]) -> Iterator[Gap]:
    """Yield the runs of working days without a record; a day that the calendar cannot tell makes and ends none."""
    begins = ends = None
    count = 0
    for number in range((last - first).days + 1):
        day = first + timedelta(days=number)
        if day in days:
            if begins is not None and ends is not None:
                yield Gap(begins, ends, count)
            begins, count = None, 0
        elif calendar.is_working_day(day):
            begins, ends, count = begins or day, day, count + 1


def _close(kind: str, names: Sequence[tuple[str, int]]) -> Iterator[Closeness]:
    """Yield pairs of names that may be one: equal but for width, case and blanks, or a few letters apart.

    Names that differ in their figures are numbers, not slips.
    """
    from rapidfuzz import fuzz, process

    counted = sorted(names[:_MOST_NAMES])
    counts = dict(counted)
    by_folded: dict[str, list[str]] = {}
    for name, _ in counted:
        by_folded.setdefault(_folded(name), []).append(name)
    for alike in by_folded.values():
        for other in alike[1:]:
            yield Closeness(kind, (alike[0], counts[alike[0]]), (other, counts[other]))
    folded = sorted(each for each in by_folded if len(each) >= _LONG_ENOUGH)
    for number, one in enumerate(folded):
        for other, _, _ in process.extract(
            one, folded[number + 1 :], scorer=fuzz.ratio, score_cutoff=_ALIKE, limit=None
        ):
            if _DIGITS.findall(one) == _DIGITS.findall(other):
                first, second = by_folded[one][0], by_folded[other][0]
                yield Closeness(kind, (first, counts[first]), (second, counts[second]))


def _folded(name: str) -> str:
    return _BLANKS.sub("", unicodedata.normalize("NFKC", name).casefold())
