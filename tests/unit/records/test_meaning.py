"""What cells mean: blanks, times, days, numbers, answers, and what is no value at all."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.unit.records.conftest import Read, Reading, Refused


def _times(reading: Reading, *cells: str, mapping: str | None = None, timezone: str = "Asia/Shanghai") -> Read:
    rows = "".join(f'"{number}","call","{cell}"\n' for number, cell in enumerate(cells))
    return reading(files={"log.csv": "rep_id,type,occurred_at\n" + rows}, mapping=mapping, timezone=timezone)


@pytest.mark.parametrize("blank", [" ", "  ", "\t", "\u00a0", "\u3000", "\r\n", "\v", "\f"])
def test_blanks_around_a_value_are_no_part_of_it(reading: Reading, blank: str) -> None:
    row = f'"{blank}R1{blank}",call,"{blank}2026-10-01{blank}","{blank}","a{blank}b"'
    text = f"rep_id,type,occurred_at,note,remark\n{row}\n"
    (row,) = reading(files={"log.csv": text}).rows()
    assert (row["rep_id"], row["occurred_at"], row["note"]) == ("R1", datetime(2026, 10, 1), None)  # noqa: DTZ001
    assert row["remark"] == f"a{blank}b".replace("\r\n", "\n")


@pytest.mark.parametrize(
    ("cell", "time", "day_precise"),
    [
        ("2026-10-01", "2026-10-01 00:00:00", True),
        ("2026/10/1", "2026-10-01 00:00:00", True),
        ("2026-1-9", "2026-01-09 00:00:00", True),
        ("2026-10-01 09:05", "2026-10-01 09:05:00", False),
        ("2026-10-01T9:05", "2026-10-01 09:05:00", False),
        ("2026/10/1 9:05:07", "2026-10-01 09:05:07", False),
        ("2026-10-01 09:05:07.25", "2026-10-01 09:05:07.250000", False),
        ("2026-10-01T00:00:00", "2026-10-01 00:00:00", False),
        ("2026-10-01T23:30:00Z", "2026-10-02 07:30:00", False),
        ("2026-10-01 09:05+00:00", "2026-10-01 17:05:00", False),
        ("2026-10-01 09:05:00+0900", "2026-10-01 08:05:00", False),
        ("2026-10-01 09:05:00 -03", "2026-10-01 20:05:00", False),
        ("2026/10/1 9:05 +08:00", "2026-10-01 09:05:00", False),
    ],
)
def test_times_that_have_one_meaning(reading: Reading, cell: str, time: str, day_precise: object) -> None:
    (row,) = _times(reading, cell).rows()
    assert (row["occurred_at"], row["day_precise"]) == (datetime.fromisoformat(time), day_precise)


@pytest.mark.parametrize(
    "cell",
    [
        "infinity", "-infinity", "epoch", "now", "today", "0", "2026-10", "2026", "10:00", "2026-02-30",
        "2026-13-01", "2026-10-01 25:00", "2026-10-01 10:00:61", "2026-10-01 (BC)", "1026-10-01", "9999-12-31",
        "2026-10-01x", "x2026-10-01", "2026-10/01", "2026 10 01", "2026-10-01 10", "2026-10-01 10:00 +25:00",
        "٢٠٢٦-١٠-٠١",
    ],
)  # fmt: skip
def test_what_is_no_time(reading: Reading, cell: str) -> None:
    read = _times(reading, cell)
    assert read.reasons == [(2, "bad_time")]
    assert read.loaded.rejects[0].reason.values == {"column": "occurred_at", "value": cell}


@pytest.mark.parametrize(
    ("cell", "day_first", "month_first"),
    [
        ("05/03/2026", "%d/%m/%Y", "%m/%d/%Y"),
        ("5-3-2026", "%d-%m-%Y", "%m-%d-%Y"),
        ("2/6/2018 19:58", "%d/%m/%Y %H:%M", "%m/%d/%Y %H:%M"),
        ("2/6/2018 7:58:01 PM", "%d/%m/%Y %I:%M:%S %p", "%m/%d/%Y %I:%M:%S %p"),
        ("2/6/2018 下午7:58", "%d/%m/%Y %p%I:%M", "%m/%d/%Y %p%I:%M"),
        ("2/6/2018, 07:58:01.123", "%d/%m/%Y, %H:%M:%S.%f", "%m/%d/%Y, %H:%M:%S.%f"),
    ],
)
def test_a_date_with_two_readings_is_never_guessed(
    reading: Reading, refused: Refused, cell: str, day_first: str, month_first: str
) -> None:
    (error,) = refused(_times, reading, "2026-10-01", cell)
    assert error.code == "date_ambiguous"
    assert (error.place.line, error.place.column) == (3, 12)
    assert (error.values["day_first"], error.values["month_first"]) == (day_first, month_first)
    for form in (day_first, month_first):
        read = _times(reading, cell, mapping=f"formats: {{occurred_at: '{form}'}}")
        assert len(read.loaded.rejects) + len(read.rows()) == 1


@pytest.mark.parametrize("form", ["%y-%m-%d", "%d-%m-%y", "%m-%d-%y"])
def test_a_date_with_no_plain_year_is_never_guessed(reading: Reading, refused: Refused, form: str) -> None:
    (error,) = refused(_times, reading, "2026-10-01", "05-03-06")
    assert (error.code, error.place.line, error.place.column) == ("date_year_unclear", 3, 12)
    assert form in error.values.values()
    assert len(_times(reading, "05-03-06", mapping=f"formats: {{occurred_at: '{form}'}}").rows()) == 1


def test_a_day_that_never_comes_is_none(reading: Reading) -> None:
    roster = "rep_id,left_on\nR1,9999-12-31\nR2,9999/12/31\nR3,2026-10-01\n"
    read = reading(files={"reps:roster.csv": roster, "log.csv": "rep_id,type,occurred_at\n"})
    days = [str(day) for day in read.column("left_on", "loaded_reps")]
    assert (days, read.reasons) == (["None", "None", "2026-10-01"], [])


def test_every_ambiguous_column_is_named(reading: Reading, refused: Refused) -> None:
    text = "rep_id,type,occurred_at,logged_at\nR1,call,1/2/2026,2/1/2026\nR1,call,2026-10-01,1/2/2026\n"
    errors = refused(reading, files={"log.csv": text})
    assert [(error.values["column"], error.place.line) for error in errors] == [("occurred_at", 2), ("logged_at", 2)]


def test_the_place_of_a_cell_after_quotes_and_line_breaks(reading: Reading, refused: Refused) -> None:
    text = 'note,rep_id,type,occurred_at\n"a,\nb ""c""",R1,call,1/2/2026\n'
    (error,) = refused(reading, files={"log.csv": text})
    assert (error.place.line, error.place.column) == (3, 18)


def test_declared_formats_alone_are_read(reading: Reading) -> None:
    read = _times(
        reading, "31/12/2026", "5/1/2026 08:30", "2026-10-01", "31/31/2026",
        mapping="formats: {occurred_at: ['%d/%m/%Y', '%d/%m/%Y %H:%M']}",
    )  # fmt: skip
    assert read.column("occurred_at") == [datetime(2026, 1, 5, 8, 30), datetime(2026, 12, 31)]  # noqa: DTZ001
    assert read.column("day_precise") == [False, True]
    assert read.reasons == [(4, "bad_time"), (5, "bad_time")]


def test_declared_halves_of_a_day_in_chinese(reading: Reading) -> None:
    cells = ("5/3/2026 下午3:05", "5/3/2026 上午12:05", "5/3/2026 PM3:06")
    read = _times(reading, *cells, mapping="formats: {occurred_at: '%d/%m/%Y %p%I:%M'}")
    assert [f"{each:%H:%M}" for each in read.column("occurred_at")] == ["00:05", "15:05", "15:06"]


def test_formats_with_an_offset(reading: Reading) -> None:
    read = _times(reading, "05/03/2026 10:00 +0000", mapping="formats: {occurred_at: '%d/%m/%Y %H:%M %z'}")
    assert read.column("occurred_at") == [datetime(2026, 3, 5, 18)]  # noqa: DTZ001


@pytest.mark.parametrize(("form", "cell"), [("epoch_s", "1790816400"), ("epoch_ms", "1790816400000")])
def test_epochs(reading: Reading, form: str, cell: str) -> None:
    read = _times(reading, cell, "-5", "x", mapping=f"formats: {{occurred_at: {form}}}")
    assert read.column("occurred_at") == [datetime(2026, 10, 1, 9)]  # noqa: DTZ001
    assert read.column("day_precise") == [False]
    assert len(read.reasons) == 2


def test_times_without_an_offset_are_in_the_mapping_s_timezone(reading: Reading) -> None:
    read = _times(reading, "2026-10-01 09:00", "2026-10-02", "2026-10-03T09:00Z", mapping="timezone: America/New_York")
    assert [each.isoformat() for each in read.column("occurred_at")] == [
        "2026-10-01T21:00:00", "2026-10-02T00:00:00", "2026-10-03T17:00:00",
    ]  # fmt: skip
    assert read.column("day_precise") == [False, True, False]


def test_summer_time(reading: Reading) -> None:
    read = _times(reading, "2026-07-01T10:00Z", "2026-12-01T10:00Z", timezone="Europe/Berlin")
    assert [each.hour for each in read.column("occurred_at")] == [12, 11]


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("5", "5"),
        ("+5.50", "5.5"),
        ("-0.25", "-0.25"),
        (".5", "0.5"),
        ("5.", "5"),
        ("007", "7"),
        ("999999999999", "999999999999"),
    ],
)
def test_plain_numbers(reading: Reading, cell: str, number: str) -> None:
    read = reading(files={"log.csv": f"rep_id,type,occurred_at,amount\nR1,call,2026-10-01,{cell}\n"})
    assert read.column("amount") == [Decimal(number)]


@pytest.mark.parametrize(
    "cell", ["1e3", "1_000", "nan", "inf", "0x10", "1 000", "--5", ".", "1000000000000", "五", "1-", "１ ０", "５e3"]
)
@pytest.mark.parametrize("column", ["amount", "rating", "duration_minutes"])
def test_what_is_no_number(reading: Reading, column: str, cell: str) -> None:
    read = reading(files={"log.csv": f"rep_id,type,occurred_at,{column}\nR1,call,2026-10-01,{cell}\n"})
    assert read.reasons == [(2, "bad_number")]
    assert read.loaded.rejects[0].reason.values["column"] == column


@pytest.mark.parametrize(
    ("row", "reason"), [(",call,2026-10-01", "no_rep"), ("R1, ,2026-10-01", "no_type"), ("R1,call,", "no_time")]
)
def test_a_row_needs_rep_type_and_time(reading: Reading, row: str, reason: str) -> None:
    assert reading(files={"log.csv": f"rep_id,type,occurred_at\n{row}\n"}).reasons == [(2, reason)]


def test_other_times_may_be_blank_but_not_wrong(reading: Reading) -> None:
    header = "rep_id,type,occurred_at,logged_at,modified_at\n"
    text = header + "R1,call,2026-10-01,,\nR1,call,2026-10-01,soon,\nR1,call,2026-10-01,,x\n"
    read = reading(files={"log.csv": text})
    assert read.reasons == [(3, "bad_time"), (4, "bad_time")]
    assert read.column("logged_at") == [None]
    assert read.column("logged_day_precise") == [None]


@pytest.mark.parametrize(
    ("cell", "answer"),
    [
        ("yes", "yes"),
        ("Y", "yes"),
        ("TRUE", "yes"),
        ("是", "yes"),
        ("No", "no"),
        ("n", "no"),
        ("false", "no"),
        ("否", "no"),
    ],
)
def test_answers(reading: Reading, cell: str, answer: str) -> None:
    text = f"rep_id,item,assessor,assessed_on,answer,valid_until\nR1,manner,M1,2026-10-01,{cell},2027/1/1\n"
    read = reading(files={"attestations:a.csv": text})
    (row,) = read.rows("loaded_attestations")
    assert (row["answer"], row["assessed_on"], row["valid_until"]) == (answer, date(2026, 10, 1), date(2027, 1, 1))
