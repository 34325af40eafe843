"""Plans written as documents are judged by the real command, and their deviations name the file."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import docx

if TYPE_CHECKING:
    from .conftest import Firm

ROSTER = "rep_id,name,team\nR1,张伟,东\nR2,李娜,西\n"
PLAN = "提交日期：2026-10-09\n\n## 销售目标\n\n50 万元\n\n## 执行方案\n\n待补充\n"
WORD = {"计划内容": "走访", "销售目标": "300,000", "执行方案": "先电话后拜访", "风险": "延期"}
DATES = ("--period", "2026-10", "--as-of", "2026-10-31", "--roster", "roster.csv")


def prepared(firm: Firm) -> None:
    firm.write("roster.csv", ROSTER)
    (firm.folder / "plans").mkdir()
    firm.write(
        "plans/张伟-2026-10-销售计划.md", "提交日期：2026-10-09\n\n## 销售目标\n\n50 万元\n\n## 执行方案\n\n待补充\n"
    )
    document = docx.Document()
    for heading, text in (
        ("计划内容", "走访"),
        ("销售目标", "300,000"),
        ("执行方案", "先电话后拜访"),
        ("风险", "延期"),
    ):
        document.add_heading(heading, 1)
        document.add_paragraph(text)
    document.add_paragraph("提交日期：2026-10-08")
    document.save(str(firm.folder / "plans" / "李娜-2026年10月-计划.docx"))


def test_plans_alone_can_be_audited(firm: Firm) -> None:
    prepared(firm)
    ran = firm.call("audit", "--documents", "plans", *DATES, "--format", "json", "--lang", "en")
    assert ran.code == 0, ran.err
    found = json.loads(ran.out)
    assert [found["inputs"][0][name] for name in ("path", "rows", "records")] == ["plans", 2, 2]
    outcomes = {
        (card["rep_id"], each["rule"]): (each["outcome"], each["met"], each["expected"])
        for card in found["scorecards"]
        for each in card["findings"]
    }
    assert outcomes["R1", "plan-content"] == ("fail", 1, 3)
    assert outcomes["R2", "plan-content"] == ("pass", 3, 3)
    # The fifth working day of October 2026 is the 12th, after the holidays.
    assert outcomes["R1", "plan-on-time"] == ("pass", 1, 1)
    # Nobody's plan has such a heading: that is not checked, and no one's failure.
    assert outcomes["R2", "plan-coordination"][0] == "not_checked"
    missed = [each for each in found["deviations"] if each["rule"] == "plan-content"]
    assert {each["subject"]["item"] for each in missed} == {"plan_summary", "execution_plan"}
    assert {(each["evidence"][0]["path"], each["evidence"][0]["line"]) for each in missed} == {
        ("plans/张伟-2026-10-销售计划.md", 1)
    }
    assert any(each["code"] == "documents_unknown" and "风险" in each["message"] for each in found["notices"])


def test_plans_beside_a_log_in_every_command(firm: Firm) -> None:
    prepared(firm)
    inputs = ("records.csv", "--documents", "plans", *DATES, "--lang", "en")
    for command in (("explain", "plan-content"), ("due",), ("inspect",), ("check",)):
        ran = firm.call(*command, *inputs)
        assert ran.code in (0, 1), (command, ran.err)
        assert ran.err == "" or command[0] == "check"


def test_something_must_be_read(firm: Firm) -> None:
    ran = firm.call("audit", "--lang", "en")
    assert (ran.code, ran.out) == (2, "")
    assert "nothing was given to read" in ran.err
    ran = firm.call("audit", "--documents", "nowhere", "--lang", "en")
    assert (ran.code, ran.out) == (2, "")
    assert "nowhere: there is no such file" in ran.err


def test_a_vocabulary_of_ones_own(firm: Firm) -> None:
    prepared(firm)
    firm.write("words.yaml", "contents: {coordination: [风险]}\n")
    ran = firm.call("inspect", "--documents", "plans", "--vocabulary", "words.yaml", "--roster", "roster.csv")
    assert ran.code == 0, ran.err
    assert "coordination" in ran.out
    firm.write("words.yaml", "contents: {coordination: 1, more: {}}\n")
    ran = firm.call("inspect", "--documents", "plans", "--vocabulary", "words.yaml", "--roster", "roster.csv")
    assert (ran.code, ran.out) == (2, "")
    assert "words.yaml:1" in ran.err


def test_a_manifest_holds_a_folder_of_documents_against_its_hash(firm: Firm) -> None:
    prepared(firm)
    ran = firm.call("audit", "--documents", "plans", *DATES, "--manifest", "m.json", "--output", "json=a.json")
    assert ran.code == 0, ran.err
    assert firm.call("verify", "m.json").code == 0
    firm.write("plans/张伟-2026-10-销售计划.md", PLAN + "更多\n")
    assert firm.call("verify", "m.json").code == 1
