"""A column's rule is decided once, by counts alone; what is outside of it is rejected, and a tie is an error."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import pytest

from checklist.wording import Wording

if TYPE_CHECKING:
    from tests.unit.records.conftest import Read, Reading, Refused

HEADER = "rep_id,type,occurred_at\n"


def _column(reading: Reading, *cells: str, mapping: str | None = None) -> Read:
    rows = "".join(f"{number},call,{cell}\n" for number, cell in enumerate(cells))
    return reading(files={"log.csv": HEADER + rows}, mapping=mapping)


def _rule(read: Read, column: str = "occurred_at", language: str = "en") -> str:
    (rule,) = (each for each in read.loaded.rules if each.column == column)
    return Wording(language).say(rule.rule)


@pytest.mark.parametrize(
    ("cells", "times", "day_precise", "rule"),
    [
        (["1772694300"], ["2026-03-05 15:05"], [False], "seconds since 1970, UTC"),
        (["1772694300123"], ["2026-03-05 15:05:00.123"], [False], "milliseconds since 1970, UTC"),
        (["46086"], ["2026-03-05"], [True], "a spreadsheet's serial numbers (1900 base), in Asia/Shanghai"),
        (["46086", "46086.628472222"], ["2026-03-05", "2026-03-05 15:05"], [True, False], "a spreadsheet's"),
        (["46086.62847"], ["2026-03-05 15:05"], [False], "a spreadsheet's"),
        (["46086.999999"], ["2026-03-06"], [False], "a spreadsheet's"),
        (["46086.0"], ["2026-03-05"], [True], "a spreadsheet's"),
        (["2026-03-05"], ["2026-03-05"], [True], "days, written as 2026-03-05"),
        (["2026-03-05 08:00"], ["2026-03-05 08:00"], [False], "dates and times, written as 2026-03-05 15:04; without"),
        (
            ["2026年3月5日", "20260306"],
            ["2026-03-05", "2026-03-06"],
            [True, True],
            "dates and times, written as 2026年3月5日",
        ),
    ],
)
def test_rules(reading: Reading, cells: list[str], times: list[str], day_precise: list[bool], rule: str) -> None:
    read = _column(reading, *cells)
    assert read.column("occurred_at") == [datetime.fromisoformat(time) for time in times]
    assert read.column("day_precise") == day_precise
    assert _rule(read).startswith(rule)
    assert _rule(read, language="zh")


@pytest.mark.parametrize(
    ("cells", "outside"),
    [
        (["2026-03-05", "2026-03-06", "46086"], [4]),
        (["2026-03-05", "1772694300", "2026年3月6日", "1772694300123"], [3, 5]),
        (["46086", "2026-03-05", "46087.5", "20260305"], None),
        (["46086", "2026-03-05", "46087.5"], [3]),
        (["1772694300", "1772694300123", "1772694301", "46086"], [3, 5]),
        (["1772694300", "1772694301", "2026年3月5日"], [4]),
    ],
)
def test_what_reads_by_another_rule_is_outside(
    reading: Reading, refused: Refused, cells: list[str], outside: list[int] | None
) -> None:
    if outside is None:
        (error,) = refused(_column, reading, *cells)
        assert error.code == "column_undecided"
        return
    for order in (cells, cells[::-1]):
        read = _column(reading, *order)
        expected = outside if order is cells else sorted(len(cells) + 3 - line for line in outside)
        assert read.reasons == [(line, "outside_rule") for line in expected]
        assert Wording("en").say(read.loaded.rejects[0].reason).endswith(_rule(read))


@pytest.mark.parametrize("cells", [["2026-03-05", "46086"], ["1772694300", "46086"], ["1772694300", "1772694300123"]])
def test_a_tie_is_an_error_that_names_both(reading: Reading, refused: Refused, cells: list[str]) -> None:
    for order in (cells, cells[::-1]):
        (error,) = refused(_column, reading, *order)
        assert (error.code, error.values["column"], error.values["count"]) == ("column_undecided", "occurred_at", 1)


def test_ten_digits_that_may_be_a_day_and_its_hour(reading: Reading, refused: Refused) -> None:
    (error,) = refused(_column, reading, "2030010112", "2030020223")
    assert (error.code, error.values["second"]) == ("column_two_readings", "%Y%m%d%H")
    read = _column(reading, "2030010112", mapping="formats: {occurred_at: epoch_s}")
    assert read.column("occurred_at") == [datetime(2034, 4, 30, 19, 41, 52)]  # noqa: DTZ001
    read = _column(reading, "2030010112", mapping="formats: {occurred_at: '%Y%m%d%H'}")
    assert read.column("occurred_at") == [datetime(2030, 1, 1, 12)]  # noqa: DTZ001
    assert len(_column(reading, "2030010112", "1999999999").rows()) == 2


def test_declared_serial_numbers(reading: Reading) -> None:
    read = _column(reading, "44624.5", "44624", "x", "5", mapping="formats: {occurred_at: excel_1904}")
    assert read.column("occurred_at") == [datetime(2026, 3, 5), datetime(2026, 3, 5, 12)]  # noqa: DTZ001
    assert read.column("day_precise") == [True, False]
    assert read.reasons == [(4, "bad_time"), (5, "bad_time")]
    read = _column(reading, "46086", "2026-03-05", mapping="formats: {occurred_at: [excel, '%Y-%m-%d']}")
    assert read.column("occurred_at") == [datetime(2026, 3, 5)] * 2  # noqa: DTZ001


def test_another_file_does_not_change_a_rule(reading: Reading) -> None:
    files = {"a.csv": HEADER + "R1,call,46086\n", "b.csv": HEADER + "R1,call,2026-03-06\n" * 3}
    read = reading(files=files)
    assert len(read.rows()) == 4
    rules = [each for each in read.loaded.rules if each.column == "occurred_at"]
    assert [each.rule.key for each in rules] == ["reading.excel", "reading.days"]


@pytest.mark.parametrize(
    ("cells", "rule"),
    [
        ([" 2026-03-05 ", "2026-03-06"], "reading.days"),
        (["2026-03-05T10:00Z", "2026-03-06T10:00+08:00"], "reading.times"),
        (["2026-03-05T10:00Z", "2026-03-06", " 2026-03-06 10:00"], "reading.times"),
    ],
)
def test_plain_columns_with_blanks_and_offsets(reading: Reading, cells: list[str], rule: str) -> None:
    read = _column(reading, *cells)
    assert (len(read.rows()), read.reasons) == (len(cells), [])
    (found,) = (each.rule for each in read.loaded.rules if each.column == "occurred_at")
    assert (found.key, len(found.values["forms"])) == (rule, 1)


def test_serial_numbers_elsewhere_stay_numbers(reading: Reading) -> None:
    read = reading(files={"log.csv": "rep_id,type,occurred_at,amount,ref\nR1,call,2026-03-05,46086,46086\n"})
    assert (int(read.column("amount")[0]), read.column("ref")) == (46086, ["46086"])
