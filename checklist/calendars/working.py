"""Which days are working days: the country's announced calendar, and a company's own file over it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import TYPE_CHECKING, Any

from checklist.model import CalendarError, CalendarSettings, Place
from checklist.yamlfile import read_yaml

if TYPE_CHECKING:
    from pathlib import Path

    from checklist.yamlfile import YamlDocument

_FIELDS = ("off", "on", "years")


@dataclass(frozen=True, slots=True)
class CompanyCalendar:
    """A company's own days: off and on beside the official ones, and the years it settles wholly."""

    off: frozenset[date]
    on: frozenset[date]
    years: frozenset[int]
    path: str


def read_company_calendar(path: Path) -> CompanyCalendar:
    """Read a company's calendar file.

    `off` and `on` list days or spans (`2027-02-06..2027-02-12`); `years` names those for which the file
    stands in for an official calendar that is not announced yet. Raises `CalendarError` with the place.
    """
    document = read_yaml(path, CalendarError)
    data = document.data
    if not isinstance(data, dict):
        raise CalendarError("calendar_not_a_mapping", Place(str(path), 1, 1))
    for name in data:
        if name not in _FIELDS:
            raise CalendarError("calendar_unknown_field", document.place((name,)), field=name, fields=list(_FIELDS))
    years = data.get("years") or []
    if not isinstance(years, list) or any(not isinstance(year, int) or isinstance(year, bool) for year in years):
        raise CalendarError("calendar_bad_years", document.place(("years",)))
    off, on = _days(document, "off"), _days(document, "on")
    both = sorted(off & on)
    if both:
        raise CalendarError("calendar_off_and_on", document.place(("on",)), day=both[0])
    return CompanyCalendar(off, on, frozenset(years), str(path))


def _days(document: YamlDocument, field: str) -> frozenset[date]:
    entries = document.data.get(field) or []
    if not isinstance(entries, list):
        raise CalendarError("calendar_bad_day", document.place((field,)), value=entries)
    days: set[date] = set()
    for index, entry in enumerate(entries):
        start, _, end = str(entry).partition("..")
        try:
            first = date.fromisoformat(start.strip())
            last = date.fromisoformat(end.strip()) if end else first
        except ValueError:
            raise CalendarError("calendar_bad_day", document.place((field, index)), value=entry) from None
        if last < first:
            raise CalendarError("calendar_span_reversed", document.place((field, index)), first=first, last=last)
        days.update(first + timedelta(days=offset) for offset in range((last - first).days + 1))
    return frozenset(days)


@cache
def _country(country: str, subdivision: str | None) -> Any:  # the library's own type
    from holidays import country_holidays  # only where a country is named

    try:
        return country_holidays(country, subdiv=subdivision, language="en_US")
    except (NotImplementedError, KeyError):
        raise CalendarError("calendar_unknown_country", country=country, subdivision=subdivision or "-") from None


@cache
def _announced(country: str, subdivision: str | None, year: int) -> bool:
    """Tell whether the official calendar of a year is known rather than estimated by the library.

    A country that publishes its make-up days year by year (China) is known for the years whose published
    days the library holds; elsewhere a year is unknown where the library marks one of its days as estimated.
    """
    calendar = _country(country, subdivision)
    if country.upper() == "CN":
        return year in calendar.special_public_holidays
    probe = type(calendar)(subdiv=subdivision, years=year, language="en_US")
    return not any("estimated" in name for name in probe.values())


class WorkingCalendar:
    """Tell for any day whether it is a working day: yes, no, or (None) not known to anyone yet."""

    def __init__(self, settings: CalendarSettings, company: CompanyCalendar | None = None) -> None:
        self._settings = settings
        self._company = company
        if settings.country:
            _country(settings.country, settings.subdivision)

    @property
    def hours(self) -> tuple[tuple[int, int], ...]:
        """The working hours of a working day, as (opens, closes) in seconds of the day."""
        return self._settings.workday

    def is_working_day(self, day: date) -> bool | None:
        """Return whether `day` is worked; None where the official calendar is not announced."""
        if self._company is not None:
            if day in self._company.off:
                return False
            if day in self._company.on:
                return True
        usual = day.isoweekday() not in self._settings.weekend
        if self._settings.country is None:
            return usual
        if self._company is not None and day.year in self._company.years:
            return usual
        if not _announced(self._settings.country, self._settings.subdivision, day.year):
            return None
        calendar = _country(self._settings.country, self._settings.subdivision)
        if day in calendar:
            return False
        return usual or day in calendar.weekend_workdays

    def unknown_day_error(self, day: date) -> CalendarError:
        """Return the error that names the day nobody can tell and the file to write."""
        return CalendarError(
            "calendar_year_unknown",
            self._settings.place,
            day=day,
            year=day.year,
            country=self._settings.country or "-",
        )
