"""Dates whose parts could change places, and dates without a year: the column tells, or whoever knows is asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import openpyxl
import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.unit.records.conftest import Read, Reading, Refused


def _read(reading: Reading, *cells: str, mapping: str | None = None, above: str = "") -> Read:
    rows = "".join(f'R1,call,"{cell}"\n' for cell in cells)
    return reading(files={"log.csv": f"{above}rep_id,type,occurred_at\n{rows}"}, mapping=mapping)


def _days(read: Read) -> list[str]:
    rows = sorted(read.rows(), key=lambda row: int(row["line"]))
    return [str(row["occurred_at"].date()) for row in rows]


@pytest.mark.parametrize(
    ("cells", "days"),
    [
        (["10-15-2026", "10-16-2026"], ["2026-10-15", "2026-10-16"]),
        (["10-05-2026", "10-16-2026"], ["2026-10-05", "2026-10-16"]),
        (["05/10/2026", "16/10/2026 14:30"], ["2026-10-05", "2026-10-16"]),
        (["05.10.2026", "16.10.2026", "2026-10-17"], ["2026-10-05", "2026-10-16", "2026-10-17"]),
        (["05/05/2026"], ["2026-05-05"]),
        (["10/15/26"], ["2026-10-15"]),
        (["10/05/2026, 9:05\u202fAM", "10/15/2026, 9:05 PM"], ["2026-10-05", "2026-10-15"]),
        (["１０／０５／２０２６", "10/15/2026"], ["2026-10-05", "2026-10-15"]),
    ],
)
def test_one_clear_date_decides_a_column(reading: Reading, cells: list[str], days: list[str]) -> None:
    assert _days(_read(reading, *cells)) == days


def test_the_question_names_a_date_that_is_unclear(reading: Reading, refused: Refused) -> None:
    (error,) = refused(_read, reading, "2026-10-01", "05/05/2026", "05/03/2026", "06/03/2026")
    assert (error.code, error.values["value"], error.place.line) == ("date_ambiguous", "05/03/2026", 4)
    (error,) = refused(_read, reading, "2026-10-01", "15-10-26")
    assert (error.code, error.values["value"]) == ("date_year_unclear", "15-10-26")


def test_two_ways_of_writing_in_one_column_are_said_to_be_mixed(reading: Reading, refused: Refused) -> None:
    (error,) = refused(_read, reading, "05/03/2026", "16/10/2026", "10/15/2026", "10/17/2026")
    assert (error.code, error.place.line, error.values["value"]) == ("dates_mixed", 4, "10/15/2026")
    assert (error.values["line"], error.values["other"]) == (3, "16/10/2026")


def test_all_that_is_unclear_in_all_files_is_asked_at_once(reading: Reading, refused: Refused) -> None:
    header = "rep_id,type,occurred_at,logged_at,modified_at,amount\n"
    text = header + "R1,call,1/2/2026,2/1/2026,10-15,$5\nR1,call,1/3/2026,,,¥6\n"
    roster = "rep_id,joined_on\nR1,01/02/2026\n"
    errors = refused(reading, files={"log.csv": text, "reps:roster.csv": roster})
    assert [(error.code, error.values["column"]) for error in errors] == [
        ("date_ambiguous", "occurred_at"),
        ("date_ambiguous", "logged_at"),
        ("date_without_year", "modified_at"),
        ("column_mixed", "amount"),
        ("date_ambiguous", "joined_on"),
    ]


@pytest.mark.parametrize("cells", [["10月15日", "10月8日 14:30"], ["10-15", "10-08"], ["Oct 15", "8 Oct 14:30"]])
def test_a_year_is_declared_or_asked(reading: Reading, refused: Refused, cells: list[str]) -> None:
    (error,) = refused(_read, reading, *cells)
    assert (error.code, error.values["value"], error.place.line) == ("date_without_year", cells[0], 2)
    days = ["2026-10-15", "2026-10-08"]
    assert _days(_read(reading, *cells, mapping="year: 2026")) == days
    assert _days(_read(reading, *cells, mapping="files: [{match: log.csv, year: 2026}]")) == days
    assert _days(_read(reading, *cells, mapping="year: 2025-11")) == days


def test_whole_dates_and_dates_without_a_year_in_one_column(reading: Reading) -> None:
    assert _days(_read(reading, "2025-10-15", "10月15日", mapping="year: 2026")) == ["2025-10-15", "2026-10-15"]
    read = _read(reading, "2026-10-15", "2026-10-16", "10月15日")
    assert read.reasons == [(4, "date_incomplete")]


@pytest.mark.parametrize("form", ["%m/%d", "%m月%d日", "%d %b"])
def test_a_declared_format_without_a_year(reading: Reading, refused: Refused, form: str) -> None:
    cells = {"%m/%d": ["10/05", "02/28"], "%m月%d日": ["10月5日", "2月28日"], "%d %b": ["05 Oct", "28 Feb"]}[form]
    formats = f"formats: {{occurred_at: '{form}'}}\n"
    (error,) = refused(_read, reading, *cells, mapping=formats)
    assert error.code == "date_without_year"
    assert _days(_read(reading, *cells, mapping=formats + "year: 2026")) == ["2026-10-05", "2026-02-28"]
    assert _days(_read(reading, *cells, mapping=formats + "year: 2026-10")) == ["2026-10-05", "2027-02-28"]


def test_the_title_or_the_sheet_s_name_tells_the_year(reading: Reading, refused: Refused, tmp_path: Path) -> None:
    title = "2026年10月拜访记录,,\n打印日期：2027-01-05,,\n"
    assert _days(_read(reading, "10月15日", above=title)) == ["2026-10-15"]
    (error,) = refused(_read, reading, "10月15日", "11月3日", above=title)
    assert (error.code, error.values["month"]) == ("date_outside_title", 11)
    (error,) = refused(_read, reading, "10月15日", above="2025年与2026年,,\n")
    assert error.code == "date_without_year"
    book = openpyxl.Workbook()
    book.worksheets[0].title = "2026年10月"
    for row in (["rep_id", "type", "occurred_at"], ["R1", "call", "10月15日"]):
        book.worksheets[0].append(row)
    book.save(tmp_path / "made.xlsx")
    assert _days(reading(files={"log.xlsx": (tmp_path / "made.xlsx").read_bytes()})) == ["2026-10-15"]


def test_dates_over_the_new_year_are_not_put_into_one_year(reading: Reading, refused: Refused) -> None:
    cells = ["12月28日", "1月4日"]
    (error,) = refused(_read, reading, *cells, mapping="year: 2026")
    assert (error.code, error.values["first"]) == ("date_over_new_year", "2026-12")
    assert _days(_read(reading, *cells, mapping="year: 2026-12")) == ["2026-12-28", "2027-01-04"]
    assert _days(_read(reading, *cells, mapping="year: 2026-01")) == ["2026-12-28", "2026-01-04"]
    whole = [f"{month}月1日" for month in range(1, 13)]
    assert len(_days(_read(reading, *whole, mapping="year: 2026"))) == 12


def test_a_year_that_is_none_is_refused(reading: Reading, refused: Refused) -> None:
    for value in ("26", "2026-13", "soon"):
        (error,) = refused(_read, reading, "10月15日", mapping=f"year: {value}")
        assert (error.place.line, error.place.column) == (1, 7)
