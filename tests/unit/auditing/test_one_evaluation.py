"""A rule's expectations are laid out once for the period and the days ahead, and nothing is left behind."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from checklist.api import make_request, sources_of
from checklist.auditing import prepare, run, run_due
from checklist.auditing.facts import look_up, over
from checklist.engine import SQL, Database

if TYPE_CHECKING:
    from pathlib import Path

    from checklist.auditing import Request

PACK = """\
pack: small
version: 1.0.0
timezone: Asia/Shanghai
calendar: {country: CN}
clauses:
  - clause: "1.1"
    modality: must
    title: {zh: 跟进, en: Follow up}
    rules:
      - {rule: answered, kind: response, to: {type: inquiry}, with: {type: answer}, within: 3 days}
      - {rule: noted, kind: content, of: {type: call}, require: [{field: text}]}
      - {rule: trained, kind: attested, items: [training]}
      - {rule: two-calls, kind: quota, of: {type: call}, at_least: 2, window: month}
      - {rule: weekly, kind: cadence, of: {type: call}, within: 7 days}
"""
RECORDS = """\
record_id,rep_id,type,occurred_at,customer_id,text
A1,R1,call,2026-10-05 09:00,C1,待补充
A2,R1,inquiry,2026-10-08 09:00,C1,
A3,R1,inquiry,2026-10-30 09:00,C1,
A4,R1,answer,2026-10-20 09:00,C1,
"""
ATTESTATIONS = "rep_id,item,assessor,assessed_on,answer\nR1,training,M1,2026-01-05,no\n"


@pytest.fixture
def request_(tmp_path: Path) -> Request:
    for name, text in {"pack.yaml": PACK, "records.csv": RECORDS, "attestations.csv": ATTESTATIONS}.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    sources = sources_of([str(tmp_path / "records.csv")], None, None, str(tmp_path / "attestations.csv"), None)
    return make_request(str(tmp_path / "pack.yaml"), sources, period="2026-10")


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names under which rows were kept, in order."""
    names: list[str] = []
    plain = Database.create

    def create(self: Database, table: str, select: str) -> None:
        names.append(table)
        plain(self, table, select)

    monkeypatch.setattr(Database, "create", create)
    return names


def test_only_what_depends_on_the_period_is_laid_out_twice(request_: Request, made: list[str]) -> None:
    audit = run(request_)
    rules = [rule.id for rule in audit.policy.rules]
    laid_out = [name for name in made if name.startswith("units_")]
    twice = f"units_ahead_{rules.index('trained')}"
    assert sorted(laid_out) == sorted([*(f"units_{number}" for number in range(5)), twice])
    assert [name for name in made if name.startswith("ahead_")] != []
    assert f"ahead_{rules.index('noted')}" not in made


@pytest.mark.parametrize(
    ("as_of", "asked"),
    [
        (date(2026, 10, 31), {"answered", "weekly"}),
        (date(2026, 10, 20), {"trained", "two-calls", "weekly"}),
    ],
)
def test_what_lies_ahead_is_the_same_beside_an_audit_and_alone(request_: Request, as_of: date, asked: set[str]) -> None:
    seen = replace(request_, as_of=as_of)
    alone = run_due(seen).ahead.upcoming
    assert run(seen).upcoming == alone
    assert {each.rule for each in alone} == asked


def test_every_record_that_shows_a_deviation_is_named_with_its_line(request_: Request) -> None:
    found = {each.rule: [(e.line, e.record_id) for e in each.evidence] for each in run(request_).deviations}
    assert found["answered"] == [(3, "A2")]
    assert found["noted"] == [(2, "A1")]
    assert found["trained"] == [(2, None)]
    assert found["two-calls"] == [(2, "A1")]


def test_the_tables_of_rules_go_when_they_were_read(request_: Request, monkeypatch: pytest.MonkeyPatch) -> None:
    left: list[str] = []
    leave = Database.__exit__

    def look(self: Database, *error: object) -> None:
        left.extend(name for (name,) in self.rows("SELECT table_name FROM duckdb_tables()"))
        leave(self, *error)

    monkeypatch.setattr(Database, "__exit__", look)
    run(request_)
    assert "presence" in left
    assert [name for name in left if name.startswith(("units", "shown", "ahead", "open", "evidence"))] == []


def test_a_row_that_many_name_is_looked_up_once_and_what_nobody_names_is_not(request_: Request) -> None:
    with prepare(request_) as ready:
        facts = look_up(ready.session, {"records": ["SELECT 1", "SELECT 1", "SELECT NULL"]})["records"]
        (fact,) = facts.values()
        assert (list(facts), fact.label, fact.line) == ([1], "A2", 3)
        ready.session.create("shown_7", "SELECT 5 AS number, 1 AS trigger_row")
        select = SQL("WITH own AS (SELECT * FROM shown_deviations) SELECT number, trigger_row FROM own")
        assert ready.session.rows(over("shown_7", select)) == [(5, 1)]
