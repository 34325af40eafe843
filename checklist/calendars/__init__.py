"""Periods, working days and hours, presence."""

from checklist.calendars.periods import (
    OTHER_SPAN,
    WINDOW_KINDS,
    label_of,
    make_period,
    parse_day,
    parse_span,
    shift,
    sort_of,
    split_period,
    window_of,
)
from checklist.calendars.tables import Horizon, lay_out, lay_out_presence
from checklist.calendars.working import CompanyCalendar, WorkingCalendar, read_company_calendar

__all__ = [
    "OTHER_SPAN",
    "WINDOW_KINDS",
    "CompanyCalendar",
    "Horizon",
    "WorkingCalendar",
    "label_of",
    "lay_out",
    "lay_out_presence",
    "make_period",
    "parse_day",
    "parse_span",
    "read_company_calendar",
    "shift",
    "sort_of",
    "split_period",
    "window_of",
]
