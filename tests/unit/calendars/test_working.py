"""Working days: announced calendars, make-up workdays, a company's own file, years nobody can tell."""

from datetime import date
from pathlib import Path

import pytest

from checklist.calendars import WorkingCalendar, lay_out, read_company_calendar
from checklist.engine import Database
from checklist.model import CalendarError, CalendarSettings

CHINA = CalendarSettings(country="CN")


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2026, 10, 10), True),  # a make-up Saturday
        (date(2026, 9, 20), True),  # a make-up Sunday
        (date(2026, 10, 11), False),
        (date(2026, 10, 1), False),
        (date(2026, 10, 7), False),
        (date(2026, 10, 8), True),
        (date(2025, 10, 8), False),
        (date(2026, 2, 23), False),
        (date(2026, 1, 4), True),
    ],
)
def test_china_knows_its_holidays_and_make_up_days(day: date, *, works: bool) -> None:
    assert WorkingCalendar(CHINA).is_working_day(day) is works


def test_an_unannounced_year_is_never_guessed() -> None:
    assert WorkingCalendar(CHINA).is_working_day(date(2099, 3, 4)) is None


def test_without_a_country_weekends_alone_are_off() -> None:
    calendar = WorkingCalendar(CalendarSettings(weekend=(5, 6)))
    assert calendar.is_working_day(date(2099, 3, 1)) is True  # a Sunday
    assert calendar.is_working_day(date(2099, 3, 6)) is False  # a Friday


def test_a_company_file_settles_years_and_single_days(tmp_path: Path) -> None:
    file = tmp_path / "calendar.yaml"
    file.write_text("years: [2099]\noff: [2099-03-04, 2099-05-01..2099-05-03, 2026-10-12]\non: [2099-03-07]\n")
    calendar = WorkingCalendar(CHINA, read_company_calendar(file))
    assert calendar.is_working_day(date(2099, 3, 4)) is False
    assert calendar.is_working_day(date(2099, 3, 5)) is True
    assert calendar.is_working_day(date(2099, 3, 7)) is True  # a Saturday, made up
    assert calendar.is_working_day(date(2099, 5, 2)) is False
    assert calendar.is_working_day(date(2026, 10, 12)) is False


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("- 1\n", "calendar_not_a_mapping", 1),
        ("off: [2099-01-01]\nof: []\n", "calendar_unknown_field", 2),
        ("off:\n  - 2099-02-30\n", "calendar_bad_day", 2),
        ("off:\n  - 2099-02-03\n  - 2099-02-12..2099-02-09\n", "calendar_span_reversed", 3),
        ("on: [2099-02-12..2099-02-09]\n", "calendar_span_reversed", 1),
        ("years: soon\n", "calendar_bad_years", 1),
        ("off: [2099-01-01]\non: [2099-01-01]\n", "calendar_off_and_on", 2),
    ],
)
def test_a_calendar_file_that_cannot_be_read_names_its_line(tmp_path: Path, text: str, code: str, line: int) -> None:
    file = tmp_path / "calendar.yaml"
    file.write_text(text)
    with pytest.raises(CalendarError) as caught:
        read_company_calendar(file)
    assert caught.value.code == code
    assert caught.value.place is not None
    assert caught.value.place.line == line


def test_an_unknown_country_is_an_error() -> None:
    with pytest.raises(CalendarError):
        WorkingCalendar(CalendarSettings(country="ZZ"))


def test_days_and_windows_are_laid_out() -> None:
    with Database() as session:
        horizon = lay_out(session, WorkingCalendar(CHINA), date(2026, 3, 1), date(2027, 3, 1))
        assert horizon.known_until == date(2026, 12, 31)
        rows = session.rows(
            "SELECT label, first, last, working FROM windows WHERE kind = 'month' AND label = '2026-10'"
        )
        assert rows == [("2026-10", date(2026, 10, 1), date(2026, 10, 31), 18)]
        assert session.value("SELECT working FROM windows WHERE kind = 'month' AND label = '2027-02'") is None
        assert session.value("SELECT working FROM windows WHERE label = '2026-W41'") == 3
        assert (
            session.value("SELECT label FROM windows WHERE kind = 'quarter' AND first = DATE '2026-10-01'") == "2026-Q4"
        )
        through = session.value(
            "SELECT max(workdays_through) - min(workdays_through) FROM days "
            "WHERE day BETWEEN '2026-09-30' AND '2026-10-31'"
        )
        assert through == 18
        assert session.value("SELECT workdays_through FROM days WHERE day = DATE '2027-01-04'") is None
