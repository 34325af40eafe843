"""Dates and times as they are written: read in every form that has one meaning, rejected in every other."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.unit.records.conftest import Read, Reading, Refused

HEADER = "rep_id,type,occurred_at\n"
DAYS = [
    "2026.3.5", "20260305", "2026年3月5日", "2026年03月05号", "2026 年 3 月 5 日", "２０２６年３月５日",
    "2026-03-05 星期四", "2026-03-05 (周四)", "2026/3/5（星期四）", "2026年3月5日星期四", "2026年3月5日 礼拜四",
    "2026-03-05 Thu", "Thursday, 2026-03-05", "5 Mar 2026", "5 March 2026", "05-Mar-2026", "5th Mar 2026",
    "Mar 5, 2026", "March 5th, 2026", "Mar 5 2026", "Thu, 5 Mar 2026", "Thursday, March 5, 2026",
    "\u200e2026/\u200e3/\u200e5",
]  # fmt: skip
AFTERNOON = [
    "2026年3月5日 下午3:05", "2026年3月5日下午3:05", "2026年3月5日 下午 03:05", "2026年3月5日 15:05",
    "2026年3月5日15时05分", "2026年3月5日 15点05", "2026年3月5日 15時05分", "2026年3月5日 下午3点05分",
    "2026年3月5日 下午3点05分00秒", "2026年3月5日　下午３：０５", "2026-03-05 星期四 下午3:05",
    "2026/3/5 3:05 PM", "2026/3/5 3:05:00 p.m.", "2026-3-5 3:05pm", "2026/3/5\u202f3:05 PM", "2026.3.5 15:05",
    "20260305 15:05", "20260305150500", "20260305T150500", "5 Mar 2026 3:05 PM", "Mar 5, 2026, 3:05 PM",
    "05-Mar-2026 15:05:00", "2026年3月5日 下午15:05", "Thu, 5 Mar 2026 15:05:00 +0800",
    "Thu, 05 Mar 2026 07:05:00 GMT", "Thu Mar 05 2026 15:05:00 GMT+0800 (中国标准时间)",
    "2026年3月5日 07:05 UTC", "2026/3/5 3:05 PM +08:00", "2026-03-05t15:05:00+08:00",
    "2026-03-05T07:05:00,000Z", "20260305T070500Z",
]  # fmt: skip
HOURS = [
    ("2026年3月5日 上午12:05", "2026-03-05 00:05"), ("2026/3/5 12:05 AM", "2026-03-05 00:05"),
    ("2026/3/5 12:05 PM", "2026-03-05 12:05"), ("2026年3月5日 下午12:05", "2026-03-05 12:05"),
    ("2026年3月5日 下午12点", "2026-03-05 12:00"), ("2026年3月5日 上午0:05", "2026-03-05 00:05"),
    ("2026年3月5日 凌晨2点", "2026-03-05 02:00"), ("2026年3月5日 凌晨12:30", "2026-03-05 00:30"),
    ("2026年3月5日 早上8点半", "2026-03-05 08:30"), ("2026年3月5日 中午12:30", "2026-03-05 12:30"),
    ("2026年3月5日 中午1点", "2026-03-05 13:00"), ("2026年3月5日 中午11点45", "2026-03-05 11:45"),
    ("2026年3月5日 傍晚6点", "2026-03-05 18:00"), ("2026年3月5日 晚上8:15", "2026-03-05 20:15"),
    ("2026年3月5日 晚上23:15", "2026-03-05 23:15"), ("2026年3月5日 3点", "2026-03-05 03:00"),
    ("2026年3月5日 15时整", "2026-03-05 15:00"), ("2026-03-05 3 PM", "2026-03-05 15:00"),
    ("2026-03-05 24:00", "2026-03-06 00:00"), ("2026年12月31日 24:00", "2027-01-01 00:00"),
    ("2026年3月5日 3:05:06.789", "2026-03-05 03:05:06.789"), ("2024年2月29日 0:00", "2024-02-29 00:00"),
    ("1900年1月1日 8:00", "1900-01-01 08:00"), ("2199年12月31日 8:00", "2199-12-31 08:00"),
]  # fmt: skip
REJECTED = [
    ("2026-03-05 星期五", "weekday_contradicts"), ("2026年3月5日 周三 15:05", "weekday_contradicts"),
    ("Fri, 5 Mar 2026 15:05:00 +0800", "weekday_contradicts"),
    ("2026年3月5日 晚上12点", "clock_unclear"), ("2026年3月5日 晚上12:30", "clock_unclear"),
    ("2026年3月5日 晚上2点", "clock_unclear"), ("2026年3月5日 上午12点", "clock_unclear"),
    ("2026年3月5日 上午15:05", "clock_unclear"), ("2026/3/5 13:05 AM", "clock_unclear"),
    ("2026年3月5日 下午0:05", "clock_unclear"), ("2026年3月5日 中午5点", "clock_unclear"),
    ("2026年3月5日 下午 3:05 PM", "clock_unclear"),
    ("3月5日", "date_incomplete"), ("3月5日 15:05", "date_incomplete"), ("2026年3月", "date_incomplete"),
    ("26年3月5日", "date_incomplete"), ("5-Mar-26", "date_incomplete"), ("Mar 2026", "date_incomplete"),
    ("March 5", "date_incomplete"), ("5 Mar 15:05", "date_incomplete"),
    ("2026年2月29日", "bad_time"), ("2026年13月1日", "bad_time"), ("30 Feb 2026", "bad_time"), ("20260231", "bad_time"),
    ("20261305", "bad_time"), ("05032026", "bad_time"), ("20260305 2505", "bad_time"), ("20260305150560", "bad_time"),
    ("2026-03-05 24:01", "bad_time"), ("2026-03-05 23:59:60", "bad_time"), ("2026年3月5日 10:60", "bad_time"),
    ("2026-03-0515:05", "bad_time"), ("2026-03-05 10", "bad_time"), ("2026年3月5日 10", "bad_time"),
    ("2026.3-5", "bad_time"), ("2026年3/5", "bad_time"), ("1899年1月1日", "bad_time"), ("2200年1月1日", "bad_time"),
    ("2026年3月5日 15:05 CST", "bad_time"), ("2026年3月5日 15:05 +15:00", "bad_time"), ("Foo 5, 2026", "bad_time"),
    ("2026年3月5日 明天", "bad_time"), ("一月五日", "bad_time"), ("202603", "bad_time"), ("2026-W10", "bad_time"),
]  # fmt: skip


def _column(reading: Reading, *cells: str, mapping: str | None = None) -> Read:
    rows = "".join(f'"{number}",call,"{cell}"\n' for number, cell in enumerate(cells))
    return reading(files={"log.csv": HEADER + rows}, mapping=mapping)


def _by_rep(read: Read, column: str) -> dict[int, object]:
    return {int(row["rep_id"]): row[column] for row in read.rows()}


def test_days(reading: Reading) -> None:
    read = _column(reading, *DAYS)
    assert read.reasons == []
    assert _by_rep(read, "occurred_at") == dict.fromkeys(range(len(DAYS)), datetime(2026, 3, 5))  # noqa: DTZ001
    assert set(_by_rep(read, "day_precise").values()) == {True}


def test_times(reading: Reading) -> None:
    read = _column(reading, *AFTERNOON)
    assert read.reasons == []
    assert _by_rep(read, "occurred_at") == dict.fromkeys(range(len(AFTERNOON)), datetime(2026, 3, 5, 15, 5))  # noqa: DTZ001
    assert set(_by_rep(read, "day_precise").values()) == {False}


def test_hours_of_the_day(reading: Reading) -> None:
    read = _column(reading, *(cell for cell, _ in HOURS))
    assert read.reasons == []
    expected = {number: datetime.fromisoformat(time) for number, (_, time) in enumerate(HOURS)}
    assert _by_rep(read, "occurred_at") == expected


def test_what_is_rejected_and_why(reading: Reading) -> None:
    read = _column(reading, *(cell for cell, _ in REJECTED))
    assert read.rows() == []
    assert dict(read.reasons) == {line: code for line, (_, code) in enumerate(REJECTED, start=2)}


@pytest.mark.parametrize("cell", DAYS[2:4] + AFTERNOON[:2] + [REJECTED[0][0]])
def test_a_cell_reads_alone_as_it_does_among_others(reading: Reading, cell: str) -> None:
    alone, among = _column(reading, cell), None
    seen = (alone.column("occurred_at"), [code for _, code in alone.reasons])
    among = _column(reading, "2026-01-01", cell, "2026-01-02 10:00Z", "never")
    times = [row["occurred_at"] for row in among.rows() if row["rep_id"] == "1"]
    assert (times, [code for line, code in among.reasons if line == 3]) == seen


def test_an_ambiguous_date_amid_written_ones_stops(reading: Reading, refused: Refused) -> None:
    (error,) = refused(_column, reading, "2026年3月5日", "05/03/2026")
    assert (error.code, error.place.line) == ("date_ambiguous", 3)


def test_blanks_and_formulas_around_a_time(reading: Reading) -> None:
    read = _column(reading, '=""2026-03-05""', "\u200b2026-03-05", "'2026-03-05")
    assert read.reasons == [(4, "bad_time")]
    assert len(read.rows()) == 2


def test_what_stands_for_nothing_is_blank(reading: Reading) -> None:
    rows = "R1,call,2026-03-05,0000-00-00 00:00:00\nR2,call,2026-03-06,-\nR3,call,无,\n"
    text = "rep_id,type,occurred_at,modified_at\n" + rows
    read = reading(files={"log.csv": text})
    assert read.column("modified_at") == [None, None]
    assert read.reasons == [(4, "no_time")]
