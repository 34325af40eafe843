"""A cause names what leaves a finding open, and the line it proposes settles it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.acceptance.conftest import Firm

PACK = """\
pack: own
version: "1"
timezone: Asia/Shanghai
calendar: {country: CN}
fields: {records: [WhatId, price, cost]}
clauses:
  - clause: "1"
    modality: must
    title: {zh: 试, en: Trial}
    rules:
      - rule: trial
        why: {zh: 试, en: trial}
"""
SPANS = "spans: {from: 2026-01-01, to: 2026-10-31}\n"


def audited(firm: Firm, rule: str, log: str, *words: str, mapping: str = "") -> dict[str, Any]:
    firm.write("own.yaml", PACK + "".join(f"        {line}\n" for line in rule.splitlines()))
    firm.write("log.csv", log)
    firm.write("map.yaml", SPANS + mapping)
    dates = ("--period", "2026-10", "--as-of", "2026-10-31", "--mapping", "map.yaml")
    ran = firm.call("audit", "log.csv", "--policy", "own.yaml", *dates, *words, "--lang", "en", "--format", "json")
    assert ran.code == 0, ran.err
    document: dict[str, Any] = json.loads(ran.out)
    return document


def findings(document: dict[str, Any]) -> dict[str, tuple[str, int, int, int]]:
    return {
        card["rep_id"]: (each["outcome"], each["expected"], each["met"], each["unknown"])
        for card in document["scorecards"]
        for each in card["findings"]
    }


@pytest.mark.parametrize("header", ["WhatId", "whatid", "WHATID"])
def test_a_header_is_shown_however_it_is_spelt(firm: Firm, header: str) -> None:
    log = f"rep_id,type,occurred_at,{header}\nR1,call,2026-10-09,x\nR1,call,2026-10-12,\n"
    document = audited(firm, "kind: content\nof: {type: call}\nrequire: [{field: WhatId}]", log)
    assert (findings(document), document["causes"]) == ({"R1": ("fail", 2, 1, 0)}, [])


@pytest.mark.parametrize("word", ["completed", "done", "Completed"])
def test_values_apart_are_compared_as_in_a_condition(firm: Firm, word: str) -> None:
    rule = f"kind: quota\nof: {{type: visit}}\nat_least: 1\nwindow: month\neach: {{status: [{word}, planned]}}"
    log = "rep_id,type,occurred_at,status\nR1,visit,2026-10-09,completed\nR1,visit,2026-10-12,planned\n"
    assert findings(audited(firm, rule, log)) == {"R1": ("pass", 2, 2, 0)}


def test_an_operand_that_cannot_be_read_is_named_as_such(firm: Firm) -> None:
    rule = "kind: content\nof: {type: call}\nrequire: [{holds: cost <= price}]"
    log = "rep_id,type,occurred_at,cost,price\nR1,call,2026-10-09,5,面议\nR1,call,2026-10-12,5,6\n"
    document = audited(firm, rule, log)
    (cause,) = document["causes"]
    assert findings(document) == {"R1": ("not_checked", 1, 1, 1)}
    assert cause["message"].startswith("the column price holds 面议, which cannot be read")
    assert cause["write"] == []


def test_a_column_of_a_companion_is_named_where_a_mapping_has_it(firm: Firm) -> None:
    (firm.folder / "owned").mkdir()
    firm.write("owned/a.csv", "customer_id,rep_id,grade,in_care_from\nC1,R1,A,2026-01-01\n")
    firm.write("owned/b.csv", "customer_id,rep_id,jibie,in_care_from\nC2,R2,A,2026-01-01\n")
    rule = "kind: cadence\nof: {type: call}\nwithin: 7 days\nper: customer\ncustomers: {grade: A}"
    log = "rep_id,type,occurred_at,customer_id\n" + "".join(f"R1,call,2026-10-{day:02},C1\n" for day in range(1, 32, 5))
    log += "R1,call,2026-09-28,C1\nR2,call,2026-09-01,C2\n"
    document = audited(firm, rule, log, "--customers", "owned")
    (cause,) = [each for each in document["causes"] if each["kind"] == "column"]
    assert cause["write"] == ["tables: {customers: {columns: {grade: ?}}}"]
    mapping = cause["write"][0].replace("?", "jibie") + "\n"
    assert audited(firm, rule, log, "--customers", "owned", mapping=mapping)["causes"] == []


def test_a_reason_names_the_cause_of_most(firm: Firm) -> None:
    rule = "kind: response\nto: {type: inquiry}\nwith: {type: call, status: done}\nwithin: 1 day\nsame: customer"
    head = "rep_id,type,occurred_at,customer_id,status\n"
    rows = [f"R1,inquiry,2026-10-{day:02} 10:00,C1,done\n" for day in (12, 13, 14)]
    rows += ["R1,call,2026-10-12 11:00,C1,erledigt\n", "R2,call,2026-10-13 09:00,C2,done\n"]
    rows += ["R1,拜访签到,2026-10-14 11:00,C1,done\n", "R2,拜访签到,2026-10-14 11:00,C2,done\n"]
    document = audited(firm, rule, head + "".join(rows))
    (reason,) = [each["reason"] for each in document["scorecards"][0]["findings"]]
    assert len(document["causes"]) == 2
    assert reason.startswith("what is on file cannot decide 3 expectations, 2 of them because ")


def test_records_of_nobody_are_counted(firm: Firm) -> None:
    rule = "kind: quota\nof: {type: call}\nat_least: 1\nwindow: month"
    log = "rep_id,type,occurred_at,customer_id\nR1,call,2026-10-09,C1\n,call,2026-10-12,C1\n,call,2026-10-13,C1\n"
    (notice,) = [each for each in audited(firm, rule, log)["notices"] if each["code"] == "records_of_nobody"]
    assert notice["message"].startswith("2 records name no rep")
