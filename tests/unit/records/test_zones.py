"""Times without an offset: in the zone of their column, of their row, of their file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.unit.records.conftest import Reading, Refused

LOG = "rep_id,type,occurred_at,logged_at\nR1,call,2026-07-01 09:00,2026-07-01 09:00\n"


@pytest.mark.parametrize(
    ("timezone", "occurred", "logged"),
    [
        ("UTC", 17, 17),
        ("{occurred_at: UTC}", 17, 9),
        ("{occurred_at: UTC, logged_at: '+07:00'}", 17, 10),
        ("{logged_at: GMT+9}", 9, 8),
        ("{logged_at: Europe/Berlin}", 9, 15),
    ],
)
def test_zones_of_columns(reading: Reading, timezone: str, occurred: int, logged: int) -> None:
    (row,) = reading(files={"log.csv": LOG}, mapping=f"timezone: {timezone}\n").rows()
    assert (row["occurred_at"].hour, row["logged_at"].hour) == (occurred, logged)


def test_one_zone_for_a_file_goes_before_its_table_s(reading: Reading) -> None:
    mapping = "timezone: {occurred_at: UTC}\nfiles: [{match: log.csv, timezone: '+09:00'}]\n"
    (row,) = reading(files={"log.csv": LOG}, mapping=mapping).rows()
    assert (row["occurred_at"].hour, row["logged_at"].hour) == (8, 8)


@pytest.mark.parametrize(
    ("timezone", "column"),
    [("{occurred_at: Mars}", 25), ("{occurred_at: CST}", 25), ("IST", 11), ("'+15:00'", 11), ("'08:00'", 11)],
)
def test_zones_that_nobody_knows_or_that_mean_several(
    reading: Reading, refused: Refused, timezone: str, column: int
) -> None:
    (error,) = refused(reading, files={"log.csv": LOG}, mapping=f"timezone: {timezone}\n")
    assert (error.code, error.place.column) == ("timezone_unknown", column)


def test_a_zone_for_a_column_that_is_not_there_is_told(reading: Reading) -> None:
    read = reading(files={"log.csv": LOG}, mapping="timezone: {occured_at: UTC}\n")
    assert read.notices == ["mapping_unused"]


ROWS = "rep_id,type,occurred_at,logged_at,时区\n"


def _by_row(reading: Reading, *zones: str, time: str = "2026-07-01 09:00") -> dict[str, object]:
    rows = "".join(f"{number},call,{time},,{zone}\n" for number, zone in enumerate(zones))
    read = reading(files={"log.csv": ROWS + rows}, mapping="timezone: {column: 时区}\n")
    read_times: dict[str, object] = {row["rep_id"]: row["occurred_at"].hour for row in read.rows()}
    found = read_times | {str(line - 2): code for line, code in read.reasons}
    return dict(sorted(found.items()))


def test_zones_of_rows(reading: Reading) -> None:
    zones = ("UTC", "Asia/Shanghai", "+07:00", "GMT+9", "america/new_york", "Z", "UTC-03:30")
    assert list(_by_row(reading, *zones).values()) == [17, 9, 10, 8, 21, 17, 20]


def test_rows_without_a_zone_that_is_known(reading: Reading) -> None:
    assert list(_by_row(reading, "UTC", "CST", "", "Mars", "+15:00").values()) == [17, *["zone_unknown"] * 4]


@pytest.mark.parametrize("time", ["2026-07-01", "2026-07-01T09:00+08:00", "2026年7月1日", "2026年7月1日 09:00 +08:00"])
def test_days_and_times_with_an_offset_need_no_zone(reading: Reading, time: str) -> None:
    assert set(_by_row(reading, "", "CST", time=time).values()) <= {0, 9}


@pytest.mark.parametrize("time", ["2026年7月1日 09:00", "46204.375", "2026/7/1 9:00 AM"])
def test_zones_of_rows_hold_for_every_way_of_writing(reading: Reading, time: str) -> None:
    assert list(_by_row(reading, "UTC", "CST", time=time).values()) == [17, "zone_unknown"]


def test_a_column_s_zone_goes_before_its_row_s(reading: Reading) -> None:
    text = ROWS + "R1,call,2026-07-01 09:00,2026-07-01 09:00,UTC\n"
    (row,) = reading(files={"log.csv": text}, mapping="timezone: {column: 时区, logged_at: '+09:00'}").rows()
    assert (row["occurred_at"].hour, row["logged_at"].hour) == (17, 8)


def test_a_header_of_zones_that_is_not_there(reading: Reading, refused: Refused) -> None:
    (error,) = refused(reading, files={"log.csv": LOG}, mapping="timezone:\n  column: 时区\n")
    assert (error.code, error.place.line) == ("mapping_header_missing", 2)


@pytest.mark.parametrize(
    ("time", "hour"),
    [
        ("2026-03-08 01:59", 6),
        ("2026-03-08 02:30", 7),
        ("2026-03-08 03:30", 7),
        ("2026-11-01 01:30", 6),
        ("2026-11-01 00:30", 4),
    ],
)
def test_hours_that_clocks_skip_or_show_twice(reading: Reading, time: str, hour: int) -> None:
    text = f"rep_id,type,occurred_at\nR1,call,{time}\n"
    (row,) = reading(files={"log.csv": text}, mapping="timezone: America/New_York", timezone="UTC").rows()
    assert row["occurred_at"].hour == hour
