"""A period of which the log holds nothing: what passes where nothing is logged does not pass there."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from checklist.engine import literal
from checklist.model import Sentence

if TYPE_CHECKING:
    from checklist.calendars import WorkingCalendar
    from checklist.engine import Session
    from checklist.model import Period
    from checklist.records import Loaded


def is_empty(session: Session, period: Period) -> bool:
    """Tell whether no record seen is of the period."""
    within = f"day BETWEEN {literal(period.first)} AND {literal(period.last)}"
    return not session.value(f"SELECT count(*) FROM (SELECT 1 FROM records WHERE {within} LIMIT 1) r")


def why_unshown(loaded: Loaded, calendar: WorkingCalendar, period: Period) -> Sentence | None:
    """Return why a log that holds nothing of the period does not show it, or None where it does.

    It does not where no record is there, although people worked in it up to `as_of`: more likely its
    export is missing than that nobody did anything. Who declares what the log spans knows better.
    """
    last = min(period.last, period.as_of)
    days = (period.first + timedelta(days=number) for number in range((last - period.first).days + 1))
    if loaded.spans is not None or all(calendar.is_working_day(day) is False for day in days):
        return None
    return Sentence("reason.period_empty", {"first": period.first, "last": last})
