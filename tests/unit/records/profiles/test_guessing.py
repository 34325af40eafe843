"""Which header in common use is read into which column: chosen by its cells, told with the others, or asked for."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

from checklist.engine import Database
from checklist.records import Source, load
from checklist.records.databases import with_databases
from checklist.wording import LANGUAGES, Wording

if TYPE_CHECKING:
    from pathlib import Path

    from checklist.model import ChecklistError
    from tests.unit.records.conftest import Read, Reading, Refused

HEAD = "跟进人,跟进时间,跟进方式"
WHO = "张三,2026-10-09 09:00,电话"


def guesses(read: Read) -> dict[str, list[str]]:
    """Return each guess as it is said, with what it was preferred to."""
    found: dict[str, list[str]] = {}
    for notice in read.loaded.notices:
        if notice.code == "aliases_used":
            assert all(Wording(language).say(notice.sentence) for language in LANGUAGES)
            for each in notice.sentence.values["given"]:
                assert each.values["header"] not in found, "a guess is said once"
                found[each.values["header"]] = [each.values["column"], *each.values["others"]]
    return found


def asked(error: ChecklistError) -> tuple[str, str, list[str]]:
    return error.code, error.values["column"], error.values["headers"]


# Blank columns.


def test_a_column_that_is_blank_in_every_row_is_not_guessed(reading: Reading) -> None:
    read = reading(files={"log.csv": f"{HEAD},备注,跟进情况\n{WHO},,谈价格\n{WHO}, ,谈合同\n"})
    assert read.column("text") == ["谈价格", "谈合同"]
    assert guesses(read)["跟进情况"] == ["text"]


def test_a_blank_column_without_another_leaves_its_column_unshown(reading: Reading) -> None:
    read = reading(files={"log.csv": f"{HEAD},备注,近况\n{WHO},,谈价格\n{WHO},,\n"})
    assert "text" not in read.loaded.columns["records"]
    assert set(read.column("近况")) == {"谈价格", None}


def test_a_blank_is_judged_under_the_header_that_was_taken(reading: Reading) -> None:
    read = reading(files={"log.csv": f"{HEAD},跟进内容\n{WHO},谈价格\n{WHO},\n"})
    assert set(read.column("text")) == {"谈价格", None}


def test_of_a_file_without_rows_every_header_may_be_meant(reading: Reading) -> None:
    read = reading(files={"log.csv": f"{HEAD},备注\n"})
    assert "text" in read.loaded.columns["records"]


def test_a_declared_column_that_is_blank_stays(reading: Reading) -> None:
    text = f"{HEAD},备注,跟进情况\n{WHO},,谈价格\n"
    read = reading(files={"log.csv": text}, mapping="columns: {text: 备注}")
    assert read.column("text") == [None]
    own = reading(files={"log.csv": text.replace("备注", "text")})
    assert own.column("text") == [None]


# Several candidates.


def test_of_several_that_agree_the_first_of_the_lexicon_is_taken(reading: Reading) -> None:
    text = f"{HEAD},备注,跟进内容,描述\n{WHO},谈价格,谈价格,\n{WHO},,谈合同,\n{WHO}, 谈判,,\n"
    read = reading(files={"log.csv": text})
    assert set(read.column("text")) == {"谈价格", "谈合同", None}
    assert guesses(read)["跟进内容"] == ["text", "备注"]


@pytest.mark.parametrize("answer", ["跟进内容", "备注"])
def test_of_several_that_differ_the_program_asks(reading: Reading, refused: Refused, answer: str) -> None:
    text = f"{HEAD},备注,跟进内容\n{WHO},同,同\n{WHO},甲,乙\n{WHO},丙,\n"
    (error,) = refused(reading, files={"log.csv": text})
    assert asked(error) == ("guess_undecided", "text", ["跟进内容", "备注"])
    assert (error.place.line, error.values["samples"]) == (1, ["跟进内容: 乙 | 备注: 甲"])
    assert error.values["line"] == "columns: {text: 跟进内容}"
    read = reading(files={"log.csv": text}, mapping=error.values["line"].replace("跟进内容", answer))
    assert set(read.column("text")) == {"跟进内容": {"同", "乙", None}, "备注": {"同", "甲", "丙"}}[answer]


def test_the_proposed_line_of_another_table_settles_it(reading: Reading, refused: Refused) -> None:
    files = {"log.csv": f"{HEAD}\n{WHO}\n", "reps:roster.csv": "工号,姓名,部门,区域\n张三,张三,一部,华东\n"}
    (error,) = refused(reading, files=files)
    assert asked(error) == ("guess_undecided", "team", ["部门", "区域"])
    read = reading(files=files, mapping=error.values["line"])
    assert read.column("team", "loaded_reps") == ["一部"]


def test_a_name_stands_in_for_an_id_and_is_no_rival_of_it(reading: Reading) -> None:
    read = reading(files={"log.csv": f"{HEAD},工号,客户名称,客户编号\n{WHO},007,甲公司,C1\n"})
    assert (read.column("rep_id"), read.column("customer_id")) == (["007"], ["C1"])
    assert guesses(read)["工号"] == ["rep_id", "跟进人"]
    assert guesses(read)["客户编号"] == ["customer_id", "客户名称"]
    named = reading(files={"log.csv": f"{HEAD},工号,客户名称,客户编号\n{WHO},,甲公司,\n"})
    assert (named.column("rep_id"), named.column("customer_id")) == (["张三"], ["甲公司"])


def test_two_names_of_people_that_differ_are_asked(reading: Reading, refused: Refused) -> None:
    (error,) = refused(reading, files={"log.csv": f"{HEAD},创建人,负责人\n{WHO},李四,张三\n"})
    assert asked(error) == ("guess_undecided", "rep_id", ["跟进人", "创建人"])


def test_every_question_of_every_input_is_asked_at_once(reading: Reading, refused: Refused) -> None:
    files = {
        "a.csv": f"{HEAD},创建人,备注,描述\n{WHO},李四,甲,乙\n",
        "b.csv": "业务员,类型,上门日,创建时间\n张三,拜访,2026-10-12,2026-10-19\n",
        "c.csv": "rep_id,type,occurred_at\nR1,call,46303.5\nR1,call,2026-10-09\n",
        "reps:r.csv": "工号,部门,区域\n1,甲,乙\n",
    }
    errors = refused(reading, files=files)
    assert [(each.place.path[-5:], each.values["column"]) for each in errors] == [
        ("a.csv", "rep_id"), ("a.csv", "text"), ("b.csv", "occurred_at"), ("r.csv", "team"), ("c.csv", "occurred_at"),
    ]  # fmt: skip


# The time of the deed and that of its entry.

ENTRY = (
    "业务员,类型,{deed},{entry}\n张三,拜访,2026-10-12 10:30,2026-10-19 16:00\n张三,拜访,2026-10-19,2026-10-19 16:01\n"
)


@pytest.mark.parametrize(
    "entry", ["创建时间", "created_at", "createdon", "录入时间", "提交时间", "Created", "Timestamp"]
)
@pytest.mark.parametrize("deed", ["上门时间", "when", "interaction_start"])
def test_a_time_of_entry_never_stands_for_that_of_the_deed(
    reading: Reading, refused: Refused, deed: str, entry: str
) -> None:
    text = ENTRY.format(deed=deed, entry=entry)
    (error,) = refused(reading, files={"log.csv": text})
    assert asked(error) == ("guess_entry", "occurred_at", [deed])
    assert error.values["samples"][0] == f"{entry}: 2026-10-19 16:00 | {deed}: 2026-10-12 10:30"
    settled = reading(files={"log.csv": text}, mapping=error.values["line"])
    assert str(settled.column("occurred_at")[0]) == "2026-10-12 10:30:00"
    own = reading(files={"log.csv": text}, mapping=error.values["own"])
    assert str(own.column("occurred_at")[0]) == "2026-10-19 16:00:00"


@pytest.mark.parametrize(
    "cells", ["2026/10/12", "12.10.2026", "05/03/2026 10:30", "2026年10月12日 上午10:30", "10月12日", "12 Oct 2026",
              "20261012", "14:30", "2026-10-12T10:30:00.000Z"]
)  # fmt: skip
def test_days_and_times_are_seen_however_they_are_written(reading: Reading, refused: Refused, cells: str) -> None:
    text = f"业务员,类型,上门,创建时间\n张三,拜访,{cells},2026-10-19 16:00\n张三,拜访,,2026-10-19 16:00\n"
    error, *_ = refused(reading, files={"log.csv": text})
    assert asked(error) == ("guess_entry", "occurred_at", ["上门"])


@pytest.mark.parametrize(
    ("header", "cell"), [("金额", "12.5"), ("版本", "1.2"), ("电话", "13800001111"), ("通话时长", "00:05:12"),
                         ("近况", "2026-10-12 去了客户那里谈价格"), ("数量", "45000")]
)  # fmt: skip
def test_what_is_no_time_asks_nothing(reading: Reading, header: str, cell: str) -> None:
    read = reading(files={"log.csv": f"业务员,类型,{header},创建时间\n张三,拜访,{cell},2026-10-19 16:00\n"})
    assert str(read.column("occurred_at")[0]) == "2026-10-19 16:00:00"


def test_another_time_that_is_read_asks_nothing(reading: Reading) -> None:
    read = reading(files={"log.csv": "业务员,类型,创建时间,更新时间\n张三,拜访,2026-10-19 16:00,2026-10-20\n"})
    assert guesses(read)["创建时间"] == ["occurred_at"]
    assert "logged_at" not in read.loaded.columns["records"]


def test_the_time_of_the_deed_goes_before_that_of_entry(reading: Reading) -> None:
    read = reading(files={"log.csv": ENTRY.format(deed="实际拜访时间", entry="创建时间")})
    assert [str(each) for each in read.column("occurred_at")] == ["2026-10-12 10:30:00", "2026-10-19 00:00:00"]
    assert str(read.column("logged_at")[0]) == "2026-10-19 16:00:00"


def test_what_a_product_falls_back_on_is_asked_as_well(reading: Reading, refused: Refused) -> None:
    text = "活动编号,活动类型,活动内容,所有人,上门时间,业务对象,创建时间\n1,拜访,谈,张三,2026-10-12,甲,2026-10-19\n"
    read = reading(files={"log.csv": text.replace("上门时间", "活动时间")})
    assert "profile_used" in read.notices
    (error,) = refused(reading, files={"log.csv": text})
    assert asked(error) == ("guess_entry", "occurred_at", ["上门时间"])
    settled = reading(files={"log.csv": text}, mapping=error.values["line"])
    assert str(settled.column("occurred_at")[0]) == "2026-10-12 00:00:00"
    assert "profile_used" in settled.notices


# A day and its clock.


@pytest.mark.parametrize(
    ("day", "clock"), [("appointment_date", "appointment_time"), ("拜访日期", "拜访时间"), ("日期", "时间")]
)
def test_a_day_and_its_clock_are_one_time(reading: Reading, day: str, clock: str) -> None:
    rows = "2026-10-28,14:00,2026-10-02 09:00\n张三,拜访,2026-10-29,2:30 PM,2026-10-02 09:00\n"
    read = reading(files={"log.csv": f"业务员,类型,{day},{clock},created_at\n张三,拜访,{rows}"})
    assert [str(each) for each in read.column("occurred_at")] == ["2026-10-28 14:00:00", "2026-10-29 14:30:00"]
    assert guesses(read)[f"{day} + {clock}"] == ["occurred_at"]


def test_the_line_for_an_unknown_day_and_its_clock_joins_them(reading: Reading, refused: Refused) -> None:
    text = "业务员,类型,上门日期,上门时间,created_at\n张三,拜访,2026-10-28,14:00,2026-10-02 09:00\n"
    (error,) = refused(reading, files={"log.csv": text})
    assert error.values["line"] == "join: {occurred_at: [上门日期, 上门时间]}"
    read = reading(files={"log.csv": text}, mapping=error.values["line"])
    assert str(read.column("occurred_at")[0]) == "2026-10-28 14:00:00"


def test_a_day_and_a_whole_time_agree(reading: Reading) -> None:
    read = reading(files={"log.csv": "业务员,类型,拜访日期,拜访时间\n张三,拜访,2026-10-28,2026-10-28 14:00\n"})
    assert str(read.column("occurred_at")[0]) == "2026-10-28 14:00:00"
    assert guesses(read)["拜访时间"] == ["occurred_at", "拜访日期"]


# Every form of input, and a mapping for several.


@pytest.mark.parametrize("form", ["frame", "jsonl", "parquet", "xlsx", "database"])
def test_every_form_of_input_is_asked(form: str, tmp_path: Path, refused: Refused) -> None:
    rows = [
        {
            "agent_id": "R1",
            "type": "visit",
            "start": "2026-10-12",
            "created_at": "2026-10-19",
            "notes": "a",
            "body": "",
        },
        {
            "agent_id": "R1",
            "type": "visit",
            "start": "2026-10-13",
            "created_at": "2026-10-19",
            "notes": "a",
            "body": "b",
        },
    ]
    errors = refused(_load, _source(form, rows, tmp_path))
    assert [asked(each) for each in errors] == [
        ("guess_undecided", "text", ["notes", "body"]),
        ("guess_entry", "occurred_at", ["start"]),
    ]


def _source(form: str, rows: list[dict[str, str]], folder: Path) -> Source:
    frame = pl.DataFrame(rows)
    typed = frame.with_columns(pl.col("start").str.to_datetime())
    path = folder / f"log.{form}"
    if form == "frame":
        return Source("records", "<frame>", typed)
    if form == "jsonl":
        frame.write_ndjson(path)
    elif form == "parquet":
        typed.write_parquet(path)
    elif form == "xlsx":
        typed.write_excel(path)
    else:
        with closing(sqlite3.connect(path)) as made:
            made.execute(f"CREATE TABLE log ({', '.join(frame.columns)})")
            made.executemany(f"INSERT INTO log VALUES ({', '.join('?' * frame.width)})", frame.rows())
            made.commit()
        return with_databases([Source("records", f"sqlite:///{path}")], {"records": "SELECT * FROM log"})[0]
    return Source("records", str(path))


def _load(source: Source) -> Any:
    with Database(threads=1) as session:
        return load(session, [source], mapping=None, timezone="Asia/Shanghai")


def test_a_mapping_for_one_file_takes_nothing_from_another(reading: Reading) -> None:
    files = {"a.csv": f"{HEAD},备注,跟进内容\n{WHO},甲,乙\n", "b.csv": f"{HEAD},描述\n{WHO},丙\n"}
    read = reading(files=files, mapping="columns: {text: 备注}")
    assert sorted(read.column("text")) == ["丙", "甲"]
    assert "mapping_unused" not in read.notices


def test_a_slip_in_a_mapping_is_not_mended_by_a_guess(reading: Reading, refused: Refused) -> None:
    files = {"a.csv": f"{HEAD},创建人\n{WHO},张三\n", "b.csv": f"{HEAD}\n{WHO}\n"}
    (error,) = refused(reading, files=files, mapping="columns: {rep_id: 跟近人}")
    assert (error.code, error.values["aliases"]) == ("mapping_header_missing", ["跟近人"])
    told = reading(files=files, mapping="columns: {text: 跟近内容}")
    assert "mapping_unused" in told.notices


def test_no_profile_guesses_nothing(reading: Reading, refused: Refused) -> None:
    errors = refused(reading, files={"log.csv": f"{HEAD}\n{WHO}\n"}, mapping="profile: none")
    assert {each.code for each in errors} == {"column_missing"}
