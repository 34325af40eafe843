"""Exports of every product through the real command, without a mapping file: what was done counts, nothing else."""

from __future__ import annotations

import csv
import json
import re
from typing import TYPE_CHECKING

import pytest

from tests.unit.records.profiles.exports import SAMPLES

if TYPE_CHECKING:
    from tests.acceptance.conftest import Firm

TYPES = sorted({kind for sample in SAMPLES for kind, _, _, _ in sample.rows})
PACK = f"""\
pack: counting
version: 1.0.0
title: {{zh: 计数, en: Counting}}
timezone: Asia/Shanghai
calendar: {{country: CN}}
groups: {{all: [{", ".join(TYPES)}]}}
grades: {{A: 90, B: 0}}
clauses:
  - clause: "1.1.1"
    modality: must
    title: {{zh: 完成, en: Done}}
    rules:
      - {{rule: done, kind: quota, of: {{group: all, status: {{not: [planned, cancelled, not_held]}}}}, at_least: 20,
         window: month}}
"""
PERIOD = ("--policy", "pack.yaml", "--period", "2026-10", "--as-of", "2026-10-31")


@pytest.fixture
def exports(firm: Firm) -> list[str]:
    """Write every sample under a rep of its own."""
    firm.write("pack.yaml", PACK)
    names = []
    for number, sample in enumerate(SAMPLES):
        names.append(f"{number:02}.csv")
        # Ids are a product's own: those of one product must not meet those of another.
        text = re.sub(r"^(?=[TEOg]?\d+,)", f"{number:02}-", sample.text, flags=re.MULTILINE)
        firm.write(names[-1], text.replace("REP", f"REP{number:02}"))
    # A full month for each rep, so that the quota is not cut down.
    reps = [f"REP{number:02},,\n" for number in range(len(SAMPLES))]
    firm.write("reps.csv", "rep_id,joined_on,left_on\n" + "".join(reps))
    firm.write("spans.yaml", "spans: {from: 2026-01-01}\n")
    return names


@pytest.mark.slow
def test_done_activities_count_and_no_others(firm: Firm, exports: list[str]) -> None:
    ran = firm.call("audit", *exports, *PERIOD, "--roster", "reps.csv", "--mapping", "spans.yaml", "--format", "json")
    assert ran.code == 0, ran.err
    audit = json.loads(ran.out)
    met = {card["rep_id"]: card["findings"][0]["met"] for card in audit["scorecards"]}
    assert met == {f"REP{number:02}": sample.done for number, sample in enumerate(SAMPLES)}
    assert all(each["rejects"] == 0 for each in audit["inputs"])
    told = [each for each in audit["notices"] if each["code"] == "profile_used"]
    assert len(told) == sum(not sample.export.startswith("generic-") for sample in SAMPLES)


def test_profile_on_the_command_line(firm: Firm, exports: list[str]) -> None:
    number = next(n for n, sample in enumerate(SAMPLES) if sample.export == "pipedrive/activities")
    log = exports[number]
    off = firm.call("audit", log, *PERIOD, "--profile", "none", "--lang", "en")
    assert (off.code, off.out) == (2, "")
    assert "no header stands for the column rep_id" in off.err
    assert firm.call("audit", log, *PERIOD, "--profile", "pipedrive", "-q").code == 0
    wrong = firm.call("audit", log, *PERIOD, "--profile", "pipedriv", "--lang", "en")
    assert wrong.code == 2
    assert "pipedrive" in wrong.err


@pytest.mark.parametrize("language", ["zh", "en"])
def test_inspect_is_as_wide_as_a_screen(firm: Firm, exports: list[str], language: str) -> None:
    from checklist.reporters.text import columns

    ran = firm.call("inspect", exports[2], exports[29], "--lang", language)
    assert (ran.code, ran.err) == (0, "")
    assert max(columns(line) for line in ran.out.splitlines()) <= 80


@pytest.mark.parametrize(
    "time", ["2026-10-09 15:05:00", "2026年10月9日 下午3:05:00", "2026-10-09T15:05:00.123456+08:00"]
)
def test_inspect_shows_a_time_whole(firm: Firm, time: str) -> None:
    firm.write("log.csv", f"rep_id,type,occurred_at\nR1,call,{time}\n")
    shown = "".join(firm.call("inspect", "log.csv").out.split())
    assert time.replace(" ", "") in shown


def test_inspect_as_json(firm: Firm, exports: list[str]) -> None:
    ran = firm.call("inspect", exports[6], "--format", "json")
    assert ran.code == 0
    found = json.loads(ran.out)
    (file,) = found["files"]
    assert (file["profile"]["name"], file["records"]) == ("hubspot", 7)
    (planned,) = [each for each in file["statuses"] if each["word"] == "planned"]
    assert planned["texts"] == [{"text": "Deferred", "rows": 1}, {"text": "Rescheduled", "rows": 1}]
    (rep,) = [each for each in file["columns"] if each["column"] == "rep_id"]
    assert (rep["headers"], rep["why"], rep["confidence"]) == (["Activity assigned to"], "profile", "sure")


def test_inspect_tells_gaps_slips_and_doubles(firm: Firm) -> None:
    rows = [
        ["员工姓名", "拜访日期", "拜访类型", "客户名称", "跟近内容", "完成状态"],
        ["张伟", "2026-10-09", "上门拜访", "北京华联商厦有限公司", "x", "已完成"],
        ["张 伟", "2026-10-19", "电话沟桶", "北京华联商厦有限公可", "x", "已完成"],
        ["李娜", "", "电话", "C001", "x", "已完成"],
        ["李娜", "2026-10-20", "电话", "C002", "x", "已完成"],
    ]
    with (firm.folder / "log.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    ran = firm.call("inspect", "log.csv", "--format", "json")
    assert ran.code == 0
    found = json.loads(ran.out)
    # 10 October is a make-up working day, the 12th to the 16th is a week.
    assert found["gaps"] == [{"from": "2026-10-10", "to": "2026-10-16", "working_days": 6}]
    near = [sorted(each["name"] for each in pair["names"]) for pair in found["near_equal"]]
    # 张 伟 and 张伟 are one person by then, and a notice says so.
    assert near == [["北京华联商厦有限公可", "北京华联商厦有限公司"]]
    suggested = [(each["kind"], each["found"], each["like"]) for each in found["files"][0]["suggestions"]]
    assert suggested == [("header", "跟近内容", "跟进内容"), ("type", "电话沟桶", "电话沟通")]
    assert [each["code"] for each in found["rejects"]] == ["no_time"]
    shown = firm.call("inspect", "log.csv", "--lang", "en").out
    assert shown.index("Rejected rows") < shown.index("Did you mean") < shown.index("Columns of")


@pytest.mark.slow
def test_a_mapping_is_written_once_and_never_over_an_input(firm: Firm, exports: list[str]) -> None:
    log = exports[0]
    assert firm.call("inspect", log, "--write-mapping", "mapping.yaml").code == 0
    again = firm.call("inspect", log, "--write-mapping", "mapping.yaml", "--lang", "en")
    assert (again.code, again.out) == (2, "")
    assert "--force" in again.err
    assert firm.call("inspect", log, "--write-mapping", "mapping.yaml", "--force").code == 0
    before = (firm.folder / log).read_bytes()
    assert firm.call("inspect", log, "--write-mapping", log, "--force").code == 2
    assert (firm.folder / log).read_bytes() == before
    assert firm.call("audit", log, *PERIOD, "--mapping", "mapping.yaml", "-q").code == 0


def test_what_cannot_be_read_is_shown_with_a_mapping_to_fill_in(firm: Firm) -> None:
    firm.write("log.csv", "wer,wann,was\nAnna,2026-10-09,Anruf\n")
    ran = firm.call("inspect", "log.csv", "--write-mapping", "mapping.yaml", "--lang", "en")
    assert ran.code == 2
    assert "cannot be read yet: no header stands for rep_id, type, occurred_at" in ran.out
    assert "Anruf" in ran.out
    text = (firm.folder / "mapping.yaml").read_text(encoding="utf-8")
    for column, header in (("rep_id", "wer"), ("occurred_at", "wann"), ("type", "was")):
        text = text.replace(f"  {column}: ?", f"  {column}: {header}")
    firm.write("mapping.yaml", text)
    assert firm.call("inspect", "log.csv", "--mapping", "mapping.yaml").code == 0


@pytest.mark.parametrize(
    ("text", "span", "guessed"),
    [
        (
            (
                "interaction_id,interaction_type,client_id,agent_id,interaction_datetime,subject,created_at\n"
                "1,call,C1,R1,2026-10-12T10:30:00,Budget,2026-10-19T16:00:00\n"
            ),
            "2026-10-12",
            ["interaction_datetime"],
        ),
        (
            (
                "appointment_id,type,client_id,agent_id,appointment_date,appointment_time,status,created_at,updated_at\n"
                "1,visit,C1,R1,2026-10-28,14:00,completed,2026-10-02T09:00:00,2026-10-28T18:00:00\n"
            ),
            "2026-10-28",
            ["appointment_date", "appointment_time"],
        ),
        (
            "业务员,类型,客户编号,实际拜访时间,创建时间,拜访内容\n张三,拜访,C1,2026-10-12 10:30,2026-10-19 16:00,甲\n",
            "2026-10-12",
            ["实际拜访时间"],
        ),
    ],
)
def test_a_record_is_of_the_day_on_which_it_happened(firm: Firm, text: str, span: str, guessed: list[str]) -> None:
    firm.write("log.csv", text)
    found = json.loads(firm.call("inspect", "log.csv", "--format", "json").out)
    assert found["span"] == {"from": span, "to": span}
    (file,) = found["files"]
    (occurred,) = [each for each in file["columns"] if each["column"] == "occurred_at"]
    assert (occurred["headers"], occurred["found"]) == (guessed, "guessed")


def test_inspect_asks_all_of_all_files_before_an_audit(firm: Firm) -> None:
    firm.write("a.csv", "跟进人,跟进时间,跟进方式,备注,跟进内容\n张三,05/03/2026,喝茶,甲,乙\n")
    firm.write("b.csv", "业务员,类型,上门,创建时间\n张三,拜访,2026-10-12,2026-10-19\n")
    ran = firm.call("inspect", "a.csv", "b.csv", "--format", "json", "--write-mapping", "mapping.yaml")
    assert ran.code == 2
    found = json.loads(ran.out)
    assert found["schema"] == "checklist-inspect/2"
    asked = [(each["path"], each["column"], each["code"], each["answer"]) for each in found["questions"]]
    assert asked == [
        ("a.csv", "text", "guess_undecided", "columns: {text: 跟进内容}"),
        ("b.csv", "occurred_at", "guess_entry", "columns: {occurred_at: 上门}"),
        ("a.csv", "occurred_at", "date_ambiguous", None),
    ]
    assert [each["word"] for each in found["files"][0]["unknown_words"]["type"]] == ["喝茶"]
    assert found["files"][1]["unread"] == ["上门", "创建时间"]
    shown = firm.call("inspect", "a.csv", "b.csv", "--lang", "en").out
    assert shown.index("To be answered in a mapping file") < shown.index("Columns of")
    audit = firm.call("audit", "a.csv", "b.csv", *PERIOD[2:], "--lang", "en")
    assert (audit.code, audit.out) == (2, "")
    assert "`columns: {text: 跟进内容}`" in audit.err
    assert "`columns: {occurred_at: 上门}`" in audit.err
    open_still = firm.call("audit", "a.csv", "b.csv", *PERIOD[2:], "--mapping", "mapping.yaml", "--lang", "en")
    assert open_still.code == 2
    assert open_still.err.count("a question mark still stands here") == 4
    text = (firm.folder / "mapping.yaml").read_text(encoding="utf-8")
    answers = {"text": "跟进内容", "喝茶": "other", "occurred_at": "'%m/%d/%Y'"}
    text = text.replace("  occurred_at: ?  # 创建时间", "  occurred_at: 上门  # 创建时间")
    for name, answer in answers.items():
        text = text.replace(f"  {name}: ?", f"  {name}: {answer}")
    firm.write("mapping.yaml", text)
    read = firm.call("inspect", "a.csv", "b.csv", "--mapping", "mapping.yaml", "--format", "json")
    assert read.code == 0, read.err
    assert sum(each["records"] for each in json.loads(read.out)["files"]) == 2


def test_profiles_are_listed_and_shown(firm: Firm) -> None:
    listed = firm.call("profiles")
    assert (listed.code, "wukong-java" in listed.out) == (0, True)
    shown = firm.call("profiles", "espocrm", "--lang", "en")
    assert (shown.code, "dateStart" in shown.out) == (0, True)
    assert firm.call("profiles", "espo").code == 2
