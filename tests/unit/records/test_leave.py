"""Absences as exports write them: granted or not, to the hour, by halves of days."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.unit.records.conftest import Reading

LOG = "rep_id,type,occurred_at\nR1,call,2026-10-01\n"


def _spans(reading: Reading, text: str) -> list[tuple[str, str]]:
    read = reading(files={"log.csv": LOG, "absences:a.csv": text})
    return [(str(each["from"])[:16], str(each["to"])[:16]) for each in read.rows("loaded_absences")]


@pytest.mark.parametrize(
    "word", ["已撤销", "审批中", "拒绝", "驳回", "Rejected", "cancelled", "PENDING", "Pending Approval", "草稿"]
)
def test_leave_that_was_not_granted_is_none(reading: Reading, word: str) -> None:
    text = f"rep_id,from,to,status\nR1,2026-10-13,2026-10-13,{word}\nR1,2026-10-14,2026-10-14,同意\n"
    read = reading(files={"log.csv": LOG, "absences:a.csv": text})
    assert [(each.records, each.skipped, each.rejects) for each in read.loaded.inputs][1] == (1, 1, 0)
    assert read.notices == ["leave_not_granted"]
    assert read.loaded.notices[0].sentence.values["words"] == [f"{word} (1)"]


def test_what_was_withdrawn_after_it_was_granted_is_none(reading: Reading) -> None:
    text = (
        "审批状态,审批结果,工号,开始时间,结束时间\n完成,同意,R1,2026-10-13,2026-10-13\n"
        "已撤销,同意,R1,2026-10-14,2026-10-14\n完成,拒绝,R1,2026-10-15,2026-10-15\n"
    )
    assert _spans(reading, text) == [("2026-10-13 00:00", "2026-10-13 00:00")]


def test_leave_with_an_unknown_word_is_read_as_it_stands(reading: Reading) -> None:
    files = {"log.csv": LOG, "absences:a.csv": "rep_id,from,to,status\nR1,2026-10-13,2026-10-13,待补材料\n"}
    read = reading(files=files)
    assert [row["status"] for row in read.rows("loaded_absences")] == ["待补材料"]
    mapped = "tables: {absences: {values: {status: {待补材料: withdrawn}}}}"
    assert reading(files=files, mapping=mapped).rows("loaded_absences") == []


def test_a_blank_status_says_nothing(reading: Reading) -> None:
    assert len(_spans(reading, "rep_id,from,to,status\nR1,2026-10-13,2026-10-13,\n")) == 1


def test_halves_of_days_are_read(reading: Reading) -> None:
    text = (
        "rep_id,from,to\nR1,2026-10-13 上午,2026-10-13 上午\n"
        "R1,2026-10-14（下午）,2026-10-15 下午\nR1,2026-10-16 PM,2026-10-16 pm\n"
    )
    assert _spans(reading, text) == [
        ("2026-10-13 00:00", "2026-10-13 12:00"),
        ("2026-10-14 12:00", "2026-10-15 23:59"),
        ("2026-10-16 12:00", "2026-10-16 23:59"),
    ]


def test_halves_and_clocks_in_columns_of_their_own(reading: Reading) -> None:
    text = "工号,开始日期,开始时段,结束日期,结束时段\nR1,2026-10-13,上午,2026-10-13,下午\n"
    assert _spans(reading, text) == [("2026-10-13 00:00", "2026-10-13 23:59")]
    text = "工号,开始日期,开始时间,结束日期,结束时间\nR1,2026-10-13,09:00,2026-10-13,11:00\n"
    assert _spans(reading, text) == [("2026-10-13 09:00", "2026-10-13 11:00")]
    text = "工号,开始日期,开始时间,结束日期,结束时间\nR1,2026-10-13,2026-10-13 09:00,2026-10-13,2026-10-13 11:00\n"
    assert _spans(reading, text) == [("2026-10-13 09:00", "2026-10-13 11:00")]


def test_a_span_is_turned_round_by_the_clock_alone(reading: Reading) -> None:
    text = "rep_id,from,to\nR1,2026-10-13 11:00,2026-10-13 09:00\nR1,2026-10-13 11:00,2026-10-13\n"
    read = reading(files={"log.csv": LOG, "absences:a.csv": text})
    assert read.reasons == [(2, "days_reversed")]


@pytest.mark.parametrize(
    ("header", "cell", "meant"),
    [
        ("时长", "2小时", "2 h"),
        ("时长", "0.5天", "0.5 d"),
        ("时长(小时)", "4", "4 h"),
        ("请假天数", "0.5", "0.5 d"),
        ("时长", "30分钟", "30 m"),
        ("时长", "两天", None),
        ("时长", "2", None),
        ("duration", "3 hours", "3 h"),
    ],
)
def test_how_long_it_was(reading: Reading, header: str, cell: str, meant: str | None) -> None:
    text = f"工号,开始日期,结束日期,{header}\nR1,2026-10-13,2026-10-13,{cell}\n"
    read = reading(files={"log.csv": LOG, "absences:a.csv": text})
    assert read.column("duration", "loaded_absences") == [meant]
