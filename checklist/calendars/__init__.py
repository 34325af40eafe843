"""Periods, working days and hours, presence."""

from checklist.calendars.periods import WINDOW_KINDS, make_period, parse_day, parse_span, shift, window_of
from checklist.calendars.tables import Horizon, lay_out, lay_out_presence
from checklist.calendars.working import CompanyCalendar, WorkingCalendar, read_company_calendar

__all__ = [
    "WINDOW_KINDS",
    "CompanyCalendar",
    "Horizon",
    "WorkingCalendar",
    "lay_out",
    "lay_out_presence",
    "make_period",
    "parse_day",
    "parse_span",
    "read_company_calendar",
    "shift",
    "window_of",
]
