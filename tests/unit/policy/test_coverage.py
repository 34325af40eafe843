"""How each clause is checked, from what, and what a log can tell of it."""

import json
from pathlib import Path

import pytest

from checklist.api import make_request, sources_of
from checklist.auditing import Coverage, Decided, coverage, prepare
from checklist.cli.coverage_text import coverage_json, coverage_lines
from checklist.policy import load_policy
from checklist.reporters.text import columns
from checklist.wording import LANGUAGES, Wording

PACK = """\
pack: trial
title: {zh: 销售管理制度, en: The policy}
clauses:
  - clause: "1.1"
    title: {zh: 拜访客户, en: Visits}
    rules:
      - {rule: visits, kind: quota, of: visit, at_least: 1, window: month}
      - {rule: ranked, kind: cadence, of: [call, visit], within: 7 days, customers: {grade: A}}
  - clause: "1.2"
    title: {zh: 能力, en: Skills}
    rules:
      - {rule: vouched, kind: attested, items: [skill]}
  - clause: "1.3"
    title: {zh: 花名册, en: The roster}
    rules:
      - {rule: speaks, kind: content, of: {table: reps}, require: [{field: languages}]}
      - {rule: veterans, kind: content, of: visit, require: [{field: text}], applies_to: {tenure: {above: 1 year}}}
  - clause: "1.4"
    title: {zh: 订单, en: Orders}
    rules:
      - {rule: orders, kind: content, of: order, require: [{field: amount}]}
"""


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    path = tmp_path / "pack.yaml"
    path.write_text(PACK, encoding="utf-8")
    return path


@pytest.fixture
def with_log(pack: Path, tmp_path: Path) -> Coverage:
    log = tmp_path / "log.csv"
    log.write_text("rep_id,type,occurred_at,customer_id\nR1,visit,2026-10-05 10:00,C1\n", encoding="utf-8")
    roster = tmp_path / "roster.csv"
    roster.write_text("rep_id,joined_on\nR1,2024-01-01\n", encoding="utf-8")
    request = make_request(str(pack), sources_of(str(log), roster=str(roster)), period="2026-10")
    with prepare(request) as ready:
        return coverage(request.policy, ready)


def test_each_rule_names_the_tables_it_looks_at(pack: Path) -> None:
    found = {rule.rule.id: rule.tables for each in coverage(load_policy(str(pack))).clauses for rule in each.rules}
    assert found == {
        "visits": ("records",),
        "ranked": ("records", "customers"),
        "vouched": ("attestations",),
        "speaks": ("reps",),
        "veterans": ("records", "reps"),
        "orders": ("records",),
    }


def test_without_a_log_nothing_is_said_about_one(pack: Path) -> None:
    found = coverage(load_policy(str(pack)))
    assert not found.with_log
    assert {each.decided for each in found.clauses} == {None}
    assert found.by_table() == {"records": 4, "reps": 2, "customers": 1, "attestations": 1}


def test_a_log_decides_clauses_wholly_in_part_or_not(with_log: Coverage) -> None:
    assert {each.clause.id: each.decided for each in with_log.clauses} == {
        "1.1": Decided.PARTLY,
        "1.2": Decided.NOT,
        "1.3": Decided.NOT,
        "1.4": Decided.NOT,
    }
    reasons = {rule.rule.id: rule.reason for each in with_log.clauses for rule in each.rules}
    assert {name: None if reason is None else reason.key for name, reason in reasons.items()} == {
        "visits": None,
        "ranked": "reason.column_not_shown",
        "vouched": "reason.table_not_given",
        "speaks": "reason.column_not_shown",
        "veterans": "reason.column_not_shown",
        "orders": "reason.type_not_shown",
    }


def test_a_clause_without_a_rule_is_uncovered(pack: Path) -> None:
    pack.write_text(PACK + '  - {clause: "1.5", title: {zh: 空白, en: Nothing}}\n', encoding="utf-8")
    found = coverage(load_policy(str(pack)))
    assert [clause.id for clause in found.uncovered] == ["1.5"]
    lines = list(coverage_lines(found, Wording("en"), 80))
    assert "1.5  Nothing" + " " * 48 + "no rule: not checked" in lines
    assert "4 of 5 clauses have a rule; there are 6 rules." in lines
    assert "Clauses without a rule: 1.5." in lines
    assert json.loads(coverage_json(found, Wording("en")))["totals"]["with_rule"] == 4


def test_the_shipped_pack_has_a_rule_for_each_clause() -> None:
    found = coverage(load_policy("sales-management"))
    assert found.uncovered == ()
    assert len(found.clauses) == 32


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", [60, 80, 120])
def test_no_line_is_wider_than_the_screen(with_log: Coverage, language: str, width: int) -> None:
    lines = list(coverage_lines(with_log, Wording(language), width))
    assert max(map(columns, lines)) <= width
    assert all(line == line.rstrip() for line in lines)


def test_the_shipped_pack_fits_eighty_columns() -> None:
    found = coverage(load_policy("sales-management"))
    for language in LANGUAGES:
        assert max(columns(line) for line in coverage_lines(found, Wording(language), 80)) <= 80


def test_the_table_lines_up_in_chinese(with_log: Coverage) -> None:
    assert list(coverage_lines(with_log, Wording("zh"), 60))[:7] == [
        "销售管理制度 0",
        "",
        "1.1  拜访客户                                     部分可判断",
        "     ranked    日志 + 客户名册                      无法判断",
        "       客户名册中没有 grade 列，无从判断",
        "     visits    日志                                   可判断",
        "",
    ]


def test_json_says_the_same(with_log: Coverage) -> None:
    document = json.loads(coverage_json(with_log, Wording("en")))
    assert document["schema"] == "checklist-coverage/1"
    assert document["totals"] == {
        "clauses": 4,
        "with_rule": 4,
        "rules": 6,
        "rules_by_table": {"records": 4, "reps": 2, "customers": 1, "attestations": 1},
        "decided": {"fully": 0, "partly": 1, "not": 3},
    }
    first = document["clauses"][0]
    assert first["decided"] == "partly"
    assert [(rule["rule"], rule["decidable"], rule["reason_code"]) for rule in first["rules"]] == [
        ("ranked", False, "column_not_shown"),
        ("visits", True, None),
    ]
