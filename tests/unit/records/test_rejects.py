"""Rejects: counted whole, listed up to a thousand, in the order of files and lines, and a limit that stops."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.unit.records.conftest import Reading, Refused


HEADER = "rep_id,type,occurred_at\n"


def test_rejects_are_listed_in_order_and_counted_whole(reading: Reading) -> None:
    files = {
        "b.csv": HEADER + "R1,call,never\nR1,call\n" * 700,
        "a.csv": HEADER + "R1,call,2026-10-01\n,call,2026-10-01\n",
    }
    read = reading(files=files)
    assert len(read.loaded.rejects) == 1000
    assert read.reasons[:4] == [(3, "no_rep"), (2, "bad_time"), (3, "too_few_fields"), (4, "bad_time")]
    assert [each.rejects for each in read.loaded.inputs] == [1, 1400]
    assert [each.rows for each in read.loaded.inputs] == [2, 1400]


def test_the_gravest_reason_is_given(reading: Reading) -> None:
    read = reading(files={"log.csv": HEADER + ",,never\nR1,,never\nR1,call,never\n"})
    assert read.reasons == [(2, "no_rep"), (3, "no_type"), (4, "bad_time")]


def test_a_limit_stops(reading: Reading, refused: Refused) -> None:
    files = {"log.csv": HEADER + "R1,call,never\n,call,2026-10-01\nR1,call,2026-10-01\n"}
    assert len(reading(files=files, max_rejects=2).rows()) == 1
    (error,) = refused(reading, files=files, max_rejects=1)
    assert (error.code, error.place.line, error.values["count"]) == ("too_many_rejects", 2, 2)
    (error,) = refused(reading, files={"log.csv": HEADER + "R1,call\n"}, max_rejects=0)
    assert error.values["reason"].key == "reject.too_few_fields"


def test_a_long_value_is_cut(reading: Reading) -> None:
    read = reading(files={"log.csv": HEADER + "R1,call," + "x" * 5000 + "\n"})
    assert len(read.loaded.rejects[0].reason.values["value"]) == 200


def test_hostile_values_stay_values(reading: Reading) -> None:
    hostile = "'; DROP TABLE files; -- {column} \x1f \x1b[31m"
    read = reading(files={"log.csv": HEADER + f'R1,call,"{hostile}"\n'})
    assert read.loaded.rejects[0].reason.values["value"] == hostile.strip()
    assert read.reasons == [(2, "bad_time")]
