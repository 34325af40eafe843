"""Spans of days by their names."""

from datetime import date

import pytest

from checklist.calendars import label_of, make_period, parse_span, split_period, window_of
from checklist.model import UsageError


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2026-10", date(2026, 10, 1), date(2026, 10, 31)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2026-Q3", date(2026, 7, 1), date(2026, 9, 30)),
        ("2026-W01", date(2025, 12, 29), date(2026, 1, 4)),
        ("2026-W53", date(2026, 12, 28), date(2027, 1, 3)),
        ("2026", date(2026, 1, 1), date(2026, 12, 31)),
        ("2026-10-05", date(2026, 10, 5), date(2026, 10, 5)),
        ("2026-10-01..2026-10-31", date(2026, 10, 1), date(2026, 10, 31)),
        ("2026-01..2026-03", date(2026, 1, 1), date(2026, 3, 31)),
        (" 2026-Q1..2026-06-15 ", date(2026, 1, 1), date(2026, 6, 15)),
    ],
)
def test_a_name_covers_its_days(text: str, first: date, last: date) -> None:
    assert parse_span(text) == (first, last)


@pytest.mark.parametrize(
    "text", ["", "2026-13", "2026-Q5", "2025-W53", "2026-W54", "26-10", "2026-02-30", "october", "2026-10..", "0000"]
)
def test_what_names_no_days_is_an_error(text: str) -> None:
    with pytest.raises(UsageError) as caught:
        parse_span(text)
    assert caught.value.code == "period_unknown"


def test_a_span_that_ends_before_it_begins_is_an_error() -> None:
    with pytest.raises(UsageError) as caught:
        parse_span("2026-10..2026-09")
    assert caught.value.code == "period_reversed"


def test_as_of_is_given_or_the_earlier_of_end_and_yesterday() -> None:
    assert make_period("2026-10", date(2026, 10, 5), date(2026, 11, 22)).as_of == date(2026, 10, 5)
    assert make_period("2026-10", None, date(2026, 11, 22)).as_of == date(2026, 10, 31)
    assert make_period("2026-11", None, date(2026, 11, 22)).as_of == date(2026, 11, 22)


def test_windows_hold_their_day() -> None:
    day = date(2026, 10, 10)
    assert window_of("week", day) == (date(2026, 10, 5), date(2026, 10, 11), "2026-W41")
    assert window_of("quarter", day) == (date(2026, 10, 1), date(2026, 12, 31), "2026-Q4")
    assert window_of("day", day)[2] == "2026-10-10"


def test_a_period_is_split_into_its_windows_and_those_cut_by_it() -> None:
    found = split_period("2026-09-15..2026-11-10", "month", date(2026, 11, 5))
    assert [(str(each.first), str(each.last), str(each.as_of), each.label) for each in found] == [
        ("2026-09-15", "2026-09-30", "2026-09-30", "2026-09-15..2026-09-30"),
        ("2026-10-01", "2026-10-31", "2026-10-31", "2026-10"),
        ("2026-11-01", "2026-11-10", "2026-11-05", "2026-11-01..2026-11-10"),
    ]
    assert [each.label for each in split_period("2026", "quarter", date(2026, 8, 1))] == [
        "2026-Q1",
        "2026-Q2",
        "2026-Q3",
    ]


def test_windows_that_begin_after_the_last_day_seen_are_left_out() -> None:
    with pytest.raises(UsageError, match="period_ahead"):
        split_period("2026-12", "month", date(2026, 11, 30))
    assert [each.label for each in split_period("9999-12", "month", date.max)] == ["9999-12"]


@pytest.mark.parametrize("label", ["2026-10-05", "2026-W41", "2026-10", "2026-Q3", "2026", "2026-10-01..2026-10-20"])
def test_a_span_is_called_what_it_is_asked_for_by(label: str) -> None:
    assert label_of(*parse_span(label)) == label
