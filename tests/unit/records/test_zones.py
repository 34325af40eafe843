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
