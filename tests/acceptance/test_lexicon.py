"""What exports write is read for what it means, by the real command: durations, status words, dates, blanks."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.acceptance.conftest import Firm

HEAD = """\
pack: lexicon
version: 1.0.0
title: {zh: 词汇, en: Lexicon}
timezone: Asia/Shanghai
calendar: {country: CN}
grades: {A: 90, B: 0}
clauses:
  - clause: "1.1"
    modality: must
    title: {zh: 条款, en: Clause}
    rules:
"""
SPANS = "spans: {from: 2026-10-01, to: 2026-10-31}\n"


def _audit(firm: Firm, rule: str, log: str, *, mapping: str = "") -> dict[str, Any]:
    firm.write("pack.yaml", f"{HEAD}      - {rule}\n")
    firm.write("log.csv", log)
    firm.write("mapping.yaml", SPANS + mapping)
    period = ("--policy", "pack.yaml", "--period", "2026-10", "--as-of", "2026-10-31")
    ran = firm.call("audit", "log.csv", *period, "--mapping", "mapping.yaml", "--lang", "en", "--format", "json")
    assert ran.code == 0, ran.err
    audit: dict[str, Any] = json.loads(ran.out)
    return audit


@pytest.mark.parametrize(("header", "cell"), [("通话时长(秒)", "20"), ("duration_minutes", "0:00:20")])
@pytest.mark.parametrize(
    ("calls", "bound", "outcome"),
    [
        (180, "count: {sum: duration_minutes}, at_least: 60", "pass"),
        (180, "count: {sum: duration_minutes}, at_most: 60", "pass"),
        (179, "count: {sum: duration_minutes}, at_least: 60", "fail"),
        (181, "count: {sum: duration_minutes}, at_most: 60", "fail"),
        (180, "count: {mean: duration_minutes}, at_most: 0.333333", "fail"),
        (180, "count: {median: duration_minutes}, at_least: 0.333333", "pass"),
        (180, "count: {median: duration_minutes}, at_least: 0.333334", "fail"),
    ],
)
def test_durations_are_added_up_exactly(
    firm: Firm, header: str, cell: str, calls: int, bound: str, outcome: str
) -> None:
    rule = f"{{rule: talk, kind: quota, of: {{type: call}}, window: month, {bound}}}"
    rows = "".join(f"R1,call,2026-10-{day % 28 + 1:02} 10:00,{cell}\n" for day in range(calls))
    mapping = f"columns: {{duration_minutes: {header}}}\n"
    audit = _audit(firm, rule, f"rep_id,type,occurred_at,{header}\n{rows}", mapping=mapping)
    assert audit["scorecards"][0]["findings"][0]["outcome"] == outcome
    if calls == 179:
        assert audit["deviations"][0]["message"] == "2026-10: sum at least 60 asked, 59.666667 logged"


WORDS = {
    "planned": "in progress, in_progress, IN_PROGRESS, InProgress, in-progress, NotStarted, todo, TO_DO, on_hold, "
    "waiting_for_input, Waiting For Input, ＩＮ＿ＰＲＯＧＲＥＳＳ, 待回访, 待 回访, 未开始, Pending",
    "cancelled": "CANCELED, Cancelled, 已取消, 作废",
    "not_held": "no_show, NO_SHOW, NoShow, no-show, not held, notHeld, 已爽约, 失败",
    "done": "done, DONE, Completed, 已完成",
    # Nothing says what this means, so that nothing can be told.
    "unread": "something else",
}
OUTCOMES = {"done": "fail", "unread": "not_checked"}


@pytest.mark.parametrize("headers", ["rep_id,type,occurred_at,status", "Rep,Activity Type,Activity Date,Status"])
def test_status_words_are_one_however_they_are_spelt(firm: Firm, headers: str) -> None:
    meant = {word: meaning for meaning, words in WORDS.items() for word in words.split(", ")}
    not_done = "{not: [planned, cancelled, not_held]}"
    rule = f"{{rule: calls, kind: quota, of: {{type: call, status: {not_done}}}, at_most: 0, window: month}}"
    rows = "".join(f"R{number},call,2026-10-09 10:00,{word}\n" for number, word in enumerate(meant))
    audit = _audit(firm, rule, f"{headers}\n{rows}")
    found = {card["rep_id"]: card["findings"][0]["outcome"] for card in audit["scorecards"]}
    for number, (word, meaning) in enumerate(meant.items()):
        assert (word, found[f"R{number}"]) == (word, OUTCOMES.get(meaning, "pass"))


@pytest.mark.parametrize(
    "selector",
    [
        "type: call",
        "type: CALL",
        "type: Phone Call, channel: Web Shop",
        "status: Completed",
        "status: done",
        "channel: ＷＥＢ shop",
        "all: [{channel: {is: [x, web  shop]}}]",
    ],
)
def test_conditions_fold_case_width_and_blanks(firm: Firm, selector: str) -> None:
    rule = f"{{rule: calls, kind: quota, of: {{{selector}}}, at_least: 2, window: month}}"
    kind = "phone call" if "Phone" in selector else "call"
    rows = f"R1,{kind.title()},2026-10-09,Web Shop,completed\nR1,{kind.upper()},2026-10-10,WEB\u00a0SHOP,DONE\n"
    audit = _audit(firm, rule, f"rep_id,type,occurred_at,channel,status\n{rows}")
    finding = audit["scorecards"][0]["findings"][0]
    assert (finding["outcome"], finding["met"]) == ("pass", 2)


def test_a_type_that_a_rule_asks_about_is_understood_though_it_may_mean_anything(firm: Firm) -> None:
    rule = "{rule: tasks, kind: quota, of: {type: task}, at_least: 2, window: month}"
    audit = _audit(firm, rule, "rep_id,type,occurred_at\nR1,Task,2026-10-09\nR1,TASK,2026-10-10\nR2,task,2026-10-10\n")
    found = [card["findings"][0] for card in audit["scorecards"]]
    assert [(each["met"], each["expected"], each["unknown"]) for each in found] == [(2, 2, 0), (1, 2, 0)]
    assert audit["causes"] == []


def test_a_type_that_nobody_knows_is_one_however_it_is_spelt(firm: Firm) -> None:
    """Another rule says the same word of another column; that makes it no type."""
    rules = (
        "{rule: calls, kind: quota, of: {type: call}, at_least: 2, window: month}\n"
        "      - {rule: rooms, kind: content, of: {type: call}, require: [{field: room, one_of: [Training]}]}"
    )
    rows = "R1,call,2026-10-09,training\nR1,TRAINING,2026-10-10,\nR2,training,2026-10-10,\n"
    audit = _audit(firm, rules, f"rep_id,type,occurred_at,room\n{rows}")
    found = [next(each for each in card["findings"] if each["rule"] == "calls") for card in audit["scorecards"]]
    assert [(each["met"], each["expected"], each["unknown"]) for each in found] == [(1, 1, 1), (0, 1, 1)]
    (cause,) = audit["causes"]
    assert (cause["kind"], cause["records"], cause["lone_rep"]) == ("type", 2, None)


def test_a_log_whose_end_is_said_is_not_asked_whether_it_is_whole(firm: Firm) -> None:
    rule = "{rule: calls, kind: quota, of: {type: call}, at_least: 1, window: month}"
    audit = _audit(firm, rule, "rep_id,type,occurred_at\nR1,call,2026-10-09\n")
    assert "log_ends_early" not in {each["code"] for each in audit["notices"]}


def test_grades_teams_and_values_counted_apart_are_folded(firm: Firm) -> None:
    firm.write(
        "customers.csv",
        "customer_id,rep_id,grade,in_care_from\nC1,R1,a,2026-10-05\nC2,R1,Ａ,2026-10-06\nC3,R1,B,2026-10-07\n",
    )
    firm.write("reps.csv", "rep_id,team\nR1,EAST  side\nR2,West\n")
    firm.write("log.csv", "rep_id,type,occurred_at,channel\nR1,call,2026-10-09,WEB\nR1,call,2026-10-10,Shop\n")
    rules = (
        "{rule: gained, kind: quota, of: {table: customers, at: in_care_from, grade: A}, at_least: 2, window: month}",
        "{rule: apart, kind: quota, of: {type: call}, at_least: 1, window: month, each: {channel: [web, shop]}}",
        "{rule: teams, kind: quota, of: {type: call}, at_least: 1, window: month, applies_to: {team: East Side}}",
    )
    firm.write("pack.yaml", HEAD + "".join(f"      - {each}\n" for each in rules))
    firm.write("mapping.yaml", SPANS)
    period = ("--policy", "pack.yaml", "--period", "2026-10", "--as-of", "2026-10-31", "--mapping", "mapping.yaml")
    tables = ("--customers", "customers.csv", "--roster", "reps.csv")
    ran = firm.call("audit", "log.csv", *period, *tables, "--format", "json")
    assert ran.code == 0, ran.err
    cards = {card["rep_id"]: card["findings"] for card in json.loads(ran.out)["scorecards"]}
    found = [(each["rule"], each["expected"], each["met"]) for each in cards["R1"]]
    assert found == [("apart", 2, 2), ("gained", 2, 2), ("teams", 1, 1)]
    assert [each["outcome"] for each in cards["R2"]] == ["fail", "fail", "not_applicable"]
