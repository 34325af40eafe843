"""What exports call one and the same is one, and what they leave open is nobody: from the files to the scorecards."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.acceptance.conftest import Firm

PACK = """\
pack: keys
version: "1"
title: {zh: 编号, en: Keys}
timezone: Asia/Shanghai
calendar: {country: CN, workday: ["09:00-12:00", "13:00-18:00"]}
clauses:
  - clause: "1.1"
    title: {zh: 跟进, en: Follow up}
    rules:
      - {rule: cad, kind: cadence, of: {type: call}, within: 7 days}
      - {rule: quo, kind: quota, of: {type: call}, window: month, at_least: 4}
      - {rule: each, kind: quota, of: {type: call}, window: month, at_least: 1, each: customer}
      - {rule: sold, kind: quota, of: {type: call}, window: month, at_least: 300, count: {sum: amount}}
      - {rule: resp, kind: response, to: {type: inquiry}, with: {type: [answer, call]}, within: 1 workday}
      - {rule: order, kind: sequence, steps: [{type: inquiry}, {type: answer}], same: customer}
      - {rule: noted, kind: content, of: {type: inquiry}, require: [{field: text}]}
"""
# Nothing else happened in the month.
COVERS = "covers: all\nspans: {to: 2026-10-31}\n"
HEAD = "record_id,rep_id,type,occurred_at,customer_id,amount,text\n"


def _audit(firm: Firm, log: str, *words: str, **tables: str) -> dict[str, Any]:
    for name, text in {
        "keys.yaml": PACK,
        "covers.yaml": COVERS,
        "log.csv": log,
        **{f"{name}.csv": text for name, text in tables.items()},
    }.items():
        (firm.folder / name).write_text(text, encoding="utf-8")
    options = [word for name in tables for word in (f"--{name}", f"{name}.csv")]
    ran = firm.call(
        "audit", "log.csv", *options, "--policy", "keys.yaml", "--mapping", "covers.yaml", "--period", "2026-10",
        "--lang", "en", "--no-cache",
        "--format", "json", *words,
    )  # fmt: skip
    assert ran.code == 0, ran.err
    found: dict[str, Any] = json.loads(ran.out)
    return found


def _finding(audit: dict[str, Any], rep: str, rule: str) -> tuple[str, int, int]:
    card = next(each for each in audit["scorecards"] if each["rep_id"] == rep)
    found = next(each for each in card["findings"] if each["rule"] == rule)
    return found["outcome"], found["met"], found["expected"]


def _codes(audit: dict[str, Any]) -> set[str]:
    return {each["code"] for each in audit["notices"]}


def test_the_empty_reference_of_a_product_is_no_customer(firm: Firm) -> None:
    null = "000000000000000AAA"
    log = (
        "Id,WhoId,Subject,ActivityDate,Status,OwnerId,AccountId,IsClosed,TaskSubtype\n"
        "T1,003A,Call,2026-10-05,Completed,U1,001A,1,Call\n"
        f"T2,{null},Call,2026-10-06,Completed,U1,,1,Call\n"
        f"T3,003B,Call,2026-10-07,Completed,U1,{null},1,Call\n"
    )
    text = json.dumps(_audit(firm, log))
    assert null not in text
    assert '"customer_id": "001A"' in text
    assert '"customer_id": "003B"' in text


def test_markers_of_emptiness_are_no_customers(firm: Firm) -> None:
    markers = ["NULL", "null", "None", "nan", "NaN", r"\N", "#N/A", "N/A", "<null>", "(blank)", "无", "空"]
    log = HEAD + "".join(f"{number},R1,call,2026-10-09,{each},,\n" for number, each in enumerate(markers))
    audit = _audit(firm, log + "99,R1,call,2026-10-09,C1,,\n")
    assert {each["subject"].get("customer_id") for each in audit["deviations"] if each["rule"] == "cad"} == {"C1"}


def test_zoho_s_own_names_of_its_ids(firm: Firm) -> None:
    log = (
        "TASKID,Call Start Time,Call Duration (in seconds),Call Owner,Subject,Call Type,CONTACTID,ACCOUNTID,LEADID\n"
        "1,2026-10-09 10:00:00,420,Ann,a,Outbound,2440,1458,0\n"
        "2,2026-10-12 10:00:00,300,Ann,b,Outbound,2440,0,\n"
        "3,2026-10-19 10:00:00,300,Ann,c,Outbound,,,3090\n"
    )
    audit = _audit(firm, log)
    customers = {each["subject"].get("customer_id") for each in audit["deviations"] if each["rule"] == "cad"}
    assert customers == {"1458", "2440", "3090"}
    (firm.folder / "log.csv").write_text(log + "1,2026-10-09 10:00:00,420,Ann,z,Outbound,2440,1458,0\n")
    ran = firm.call(
        "audit", "log.csv", "--policy", "keys.yaml", "--mapping", "covers.yaml", "--period", "2026-10", "--lang", "en"
    )
    assert ran.code == 2
    assert "the record id 1 stands here with other content" in ran.err


@pytest.mark.parametrize("roster", ["0050a00000RaRb1", "0050a00000RaRb1AAF"])
def test_two_lengths_of_an_id_are_one_rep_and_one_customer(firm: Firm, roster: str) -> None:
    days = (9, 13, 17, 21, 25, 29)
    log = HEAD + "".join(
        f"{customer}{day},0050a00000RaRb1AAF,call,2026-10-{day:02},{customer},,\n"
        for customer in ("0010a00000KaKb1AAF", "0010a00000KAKB1AAP")
        for day in days
    )
    audit = _audit(
        firm,
        log,
        roster=f"rep_id,name\n{roster},Ann\n",
        customers="customer_id,rep_id,in_care_from\n0010a00000KaKb1,0050a00000RaRb1,2026-09-01\n"
        "0010a00000KAKB1,0050a00000RaRb1,2026-09-01\n",
    )
    assert [card["rep_id"] for card in audit["scorecards"]] == [roster]
    assert _finding(audit, roster, "cad")[0] == "pass"
    assert _finding(audit, roster, "quo") == ("pass", 3, 3)
    assert "keys_by_spelling" in _codes(audit)


def test_a_log_by_names_and_lists_by_ids(firm: Firm) -> None:
    log = HEAD + "".join(f"{day},张三,call,2026-10-{day:02},甲公司,100,\n" for day in (9, 15, 21, 27, 31))
    lists = {
        "roster": "rep_id,name\nR1,张三\n",
        "customers": "customer_id,name,rep_id,in_care_from\nK1,甲公司,R1,2026-10-01\n",
    }
    audit = _audit(firm, log, **lists)
    assert [card["rep_id"] for card in audit["scorecards"]] == ["R1"]
    assert _finding(audit, "R1", "cad")[0] == "pass"
    assert "keys_by_name" in _codes(audit)
    without = {**lists, "customers": "customer_id,rep_id,in_care_from\nK1,R1,2026-10-01\n"}
    (firm.folder / "customers.csv").write_text(without["customers"], encoding="utf-8")
    ran = firm.call(
        "audit", "log.csv", "--roster", "roster.csv", "--customers", "customers.csv", "--policy", "keys.yaml",
        "--period", "2026-10", "--lang", "en",
    )  # fmt: skip
    assert ran.code == 2
    assert "customers.csv: 0 of the 1 key under customer_id stand in log.csv" in ran.err
    assert "“K1”" in ran.err
    assert "“甲公司”" in ran.err


def test_leave_of_hours_and_leave_that_was_withdrawn_are_no_days_off(firm: Firm) -> None:
    log = HEAD + "".join(
        f"{rep}1,{rep},inquiry,2026-10-12 17:00,C{rep},,x\n{rep}2,{rep},answer,2026-10-14 10:00,C{rep},,\n"
        for rep in ("R1", "R2", "R3", "R4")
    )
    absences = (
        "审批编号,审批状态,审批结果,工号,姓名,请假类型,开始时间,结束时间,时长\n"
        "1,完成,同意,R1,甲,事假,2026-10-13 09:00,2026-10-13 11:00,2小时\n"
        "2,已撤销,,R3,丙,年假,2026-10-13 09:00,2026-10-13 18:00,7.5小时\n"
        "3,完成,同意,R4,丁,年假,2026-10-13 09:00,2026-10-13 18:00,7.5小时\n"
    )
    audit = _audit(firm, log, absences=absences)
    assert [_finding(audit, rep, "resp")[0] for rep in ("R1", "R2", "R3", "R4")] == ["fail", "fail", "fail", "pass"]
    assert "leave_not_granted" in _codes(audit)


def test_leave_that_nobody_knows_was_granted_leaves_its_days_open(firm: Firm) -> None:
    log = HEAD + "".join(
        f"{rep}1,{rep},inquiry,2026-10-12 17:00,C{rep},,x\n{rep}2,{rep},inquiry,2026-10-19 17:00,C{rep},,x\n"
        for rep in ("R1", "R2")
    )
    log += "a1,R2,answer,2026-09-30 10:00,CR2,,\n"
    absences = "rep_id,from,to,status\nR1,2026-10-13,2026-10-13,待补材料\n"
    audit = _audit(firm, log, absences=absences)
    resp = {
        card["rep_id"]: next(each for each in card["findings"] if each["rule"] == "resp")
        for card in audit["scorecards"]
    }
    assert [(each["outcome"], each["expected"], each["unknown"]) for each in resp.values()] == [
        ("fail", 1, 1),
        ("fail", 2, 0),
    ]
    cause = next(each for each in audit["causes"] if each["word"] == "待补材料")
    assert cause["line"].endswith("tables: {absences: {values: {status: {待补材料: ?}}}}")


def test_a_record_of_several_reps_and_customers_counts_once_for_each(firm: Firm) -> None:
    log = HEAD + (
        '1,张三、李四,call,2026-10-08 10:00,"C1;C2",300,\n'
        '2,张三,inquiry,2026-10-12 10:00,"C1；C2",,\n'
        "3,张三,answer,2026-10-12 12:00,C2,,\n"
    )
    audit = _audit(
        firm,
        log,
        roster="rep_id,name\nR3,张三\nR4,李四\n",
        customers="customer_id,rep_id,in_care_from\nC1,R3,2026-10-01\nC2,R4,2026-10-01\n",
    )
    assert audit["inputs"][0]["records"] == 3
    assert [card["rep_id"] for card in audit["scorecards"]] == ["R3", "R4"]
    for rep in ("R3", "R4"):
        assert _finding(audit, rep, "quo") == ("fail", 1, 4)
        assert _finding(audit, rep, "sold") == ("pass", 1, 1)
        assert _finding(audit, rep, "each") == ("pass", 1, 1)
    assert _finding(audit, "R3", "resp") == ("pass", 1, 1)
    assert _finding(audit, "R3", "order") == ("pass", 1, 1)
    assert _finding(audit, "R3", "noted") == ("fail", 0, 1)
    # Nobody answers an inquiry by the inquiry itself, though it names two customers.
    alone = _audit(firm, log.rpartition("3,")[0], roster="rep_id,name\nR3,张三\nR4,李四\n")
    assert _finding(alone, "R3", "resp")[0] == "fail"


def test_rejects_stop_an_audit_and_stand_in_its_first_lines(firm: Firm) -> None:
    log = HEAD + "".join(f"{number},R01,call,2026-10-09,C1,,\n" for number in range(3))
    absences = "rep_id,from,to\nr1,2026-10-12,2026-10-16\nR01,2026-10-20,2026-10-20\n"
    for name, text in {"keys.yaml": PACK, "log.csv": log, "absences.csv": absences}.items():
        (firm.folder / name).write_text(text, encoding="utf-8")
    words = [
        "log.csv",
        "--absences",
        "absences.csv",
        "--policy",
        "keys.yaml",
        "--period",
        "2026-10",
        "--lang",
        "en",
    ]
    ran = firm.call("audit", *words)
    assert ran.code == 2
    assert "absences.csv:2: 1 of the 2 rows of absences.csv could not be read" in ran.err
    assert "the nearest known is R01" in ran.err
    assert firm.call("check", *words).code == 2
    ran = firm.call("audit", *words, "--max-rejects", "1")
    assert ran.code == 0
    assert "1 of 5 rows could not be read and counts for nothing" in "".join(ran.out.splitlines(keepends=True)[:3])
    (firm.folder / "absences.csv").write_text("rep_id,from,to\nR01,never,2026-10-16\n")
    ran = firm.call("audit", *words, "--max-rejects", "9")
    assert ran.code == 2
    assert "not one of the 1 row of absences.csv could be read" in ran.err


def test_a_name_that_two_customers_bear_is_held_against_nobody(firm: Firm) -> None:
    """A record is doubtful for each customer who bears the name, and counts once for what asks for no customer."""
    customers = "customer_id,name,rep_id,in_care_from\nC1,甲公司,R1,2026-01-01\nC2,甲公司,R1,2026-01-01\n"
    calls = "".join(
        f"r{day},R1,call,2026-{day} 10:00,甲公司,100,\n"
        for day in ("09-28", "10-04", "10-10", "10-16", "10-22", "10-28")
    )
    asked = (
        "q1,R1,inquiry,2026-10-12 10:00,甲公司,,needs\n"
        "q2,R1,inquiry,2026-10-13 10:00,C1,,needs\n"
        "a1,R1,answer,2026-10-13 15:00,甲公司,,\n"
    )
    audit = _audit(firm, HEAD + calls + asked, customers=customers)
    assert "keys_shared" in _codes(audit)
    assert _finding(audit, "R1", "quo") == ("pass", 4, 4)
    assert _finding(audit, "R1", "sold")[0] == "pass"
    assert _finding(audit, "R1", "noted") == ("pass", 2, 2)
    for rule in ("cad", "each", "resp", "order"):
        assert _finding(audit, "R1", rule)[0] in {"not_checked", "not_applicable"}, rule
    assert not audit["deviations"]
    cause = next(each for each in audit["causes"] if each["kind"] == "key")
    assert (cause["word"], cause["records"]) == ("甲公司", 8)


def test_a_name_that_two_customers_bear_meets_neither_for_sure(firm: Firm) -> None:
    """What a sure record meets is met, whatever the doubtful ones say."""
    customers = "customer_id,name,rep_id,in_care_from\nC1,甲公司,R1,2026-01-01\nC2,甲公司,R1,2026-01-01\n"
    log = "r1,R1,call,2026-10-08 10:00,甲公司,100,\nr2,R1,call,2026-10-09 10:00,C1,100,\n"
    audit = _audit(firm, HEAD + log, customers=customers)
    each = next(one for one in audit["scorecards"][0]["findings"] if one["rule"] == "each")
    assert (each["outcome"], each["met"], each["expected"], each["unknown"]) == ("not_checked", 1, 1, 1)
