"""Columns that several headers make together, as a mapping says."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.unit.records.conftest import Reading, Refused

BASE = "columns: {rep_id: Rep, type: Kind, occurred_at: When}\n"


def test_the_first_that_is_not_blank(reading: Reading) -> None:
    text = "Rep,Kind,When,A,B\nR,call,2026-10-01, ,b\nR,call,2026-10-02,a,b\nR,call,2026-10-03,,\n"
    read = reading(files={"log.csv": text}, mapping=BASE + "first_of: {customer_id: [A, nowhere, B]}")
    assert read.column("customer_id") == ["b", "a", None]
    assert {"A", "B"}.isdisjoint(read.loaded.columns["records"])


def test_a_day_and_its_time(reading: Reading) -> None:
    text = "Rep,Kind,Day,Time\nR,call,2026-10-01,09:30\nR,call,2026-10-02,\nR,call,,09:30\n"
    text += "R,call,2026-10-03 00:00:00,10:00\n"
    read = reading(
        files={"log.csv": text}, mapping="columns: {rep_id: Rep, type: Kind}\njoin: {occurred_at: [Day, Time]}"
    )
    assert [str(each) for each in read.column("occurred_at")] == [
        "2026-10-01 09:30:00", "2026-10-02 00:00:00", "2026-10-03 10:00:00",
    ]  # fmt: skip
    assert read.column("day_precise") == [False, True, False]
    assert read.reasons == [(4, "no_time")]


def test_a_join_needs_its_first(reading: Reading, refused: Refused) -> None:
    mapping = "columns: {rep_id: Rep, type: Kind}\njoin: {occurred_at: [Date, Time]}"
    (error,) = refused(reading, files={"log.csv": "Rep,Kind,Time\nR,call,09:00\n"}, mapping=mapping)
    assert error.code == "mapping_header_missing"


def test_hours_and_minutes(reading: Reading) -> None:
    text = "Rep,Kind,When,H,M,S\nR,call,2026-10-01,1,30,\nR,call,2026-10-02,,15,30\nR,call,2026-10-03,,,\n"
    mapping = BASE + "parts: {duration_minutes: {hours: H, minutes: M, seconds: S}}"
    read = reading(files={"log.csv": text}, mapping=mapping)
    assert [None if each is None else float(each) for each in read.column("duration_minutes")] == [90, 15.5, None]


def test_what_is_no_figure_is_rejected(reading: Reading) -> None:
    text = "Rep,Kind,When,H,M\nR,call,2026-10-01,one,30\n"
    read = reading(files={"log.csv": text}, mapping=BASE + "parts: {duration_minutes: {hours: H, minutes: M}}")
    assert [line for line, _ in read.reasons] == [2]


def test_days_never_move(reading: Reading) -> None:
    text = "Rep,Kind,When\nR,call,2026-10-01T00:00:00.000Z\nR,call,2026-10-02 00:00\nR,call,2026-10-03T18:00:00Z\n"
    read = reading(files={"log.csv": text}, mapping=BASE + "days: [When]\ntimezone: America/New_York")
    assert [str(each) for each in read.column("occurred_at")] == [
        "2026-10-01 00:00:00", "2026-10-02 00:00:00", "2026-10-04 02:00:00",
    ]  # fmt: skip
    assert read.column("day_precise") == [True, True, False]


def test_a_blank_type_by_how_the_subject_begins(reading: Reading) -> None:
    text = "Rep,Kind,When,Subject\nR,,2026-10-01,Email: offer\nR,visit,2026-10-02,Email: x\nR,,2026-10-03,other\n"
    mapping = BASE + "starts: {type: {Subject: {'email:': email}}}\ntypes: {'': task}"
    assert reading(files={"log.csv": text}, mapping=mapping).column("type") == ["email", "visit", "task"]


def test_all_else_means_one_thing(reading: Reading) -> None:
    text = "Rep,Kind,When,Stage\nR,call,2026-10-01,Won\nR,call,2026-10-02,Other\nR,call,2026-10-03,\n"
    mapping = BASE + "first_of: {status: [Stage]}\nvalues: {status: {Won: won}}\notherwise: {status: planned}"
    assert reading(files={"log.csv": text}, mapping=mapping).column("status") == ["won", "planned", None]


@pytest.mark.parametrize(
    ("more", "code", "place"),
    [
        ("first_of: {rep_id: [A, B]}", "mapping_made_twice", (2, 12)),
        ("parts: {duration_minutes: {days: A}}", "yaml_bad_value", (2, 28)),
        ("join: {line: [A, B]}", "mapping_name_taken", (2, 8)),
    ],
)
def test_ways_that_cannot_be(reading: Reading, refused: Refused, more: str, code: str, place: tuple[int, int]) -> None:
    errors = refused(reading, files={"log.csv": "Rep,Kind,When,A,B\n"}, mapping=BASE + more)
    assert (errors[0].code, (errors[0].place.line, errors[0].place.column)) == (code, place)
