"""A SELECT that lacks a column which its kind states, or calls it otherwise, is told by the kind and the column."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from checklist.api import make_request, sources_of
from checklist.auditing import prepare, run
from checklist.auditing.facts import units_of
from checklist.auditing.judging import lay_out_units
from checklist.engine import SQL
from checklist.kinds import kinds
from checklist.kinds.base import KindError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from checklist.auditing.preparing import Ready
    from checklist.kinds import Kind

PACK = """\
pack: small
timezone: Asia/Shanghai
calendar: {country: CN}
clauses:
  - clause: "1.1"
    rules:
      - {rule: content, kind: content, of: {type: call}, require: [{field: text}]}
      - {rule: quota, kind: quota, of: {type: call}, at_least: 2, window: month}
      - {rule: cadence, kind: cadence, of: {type: call}, within: 7 days, per: rep}
      - {rule: response, kind: response, to: {type: inquiry}, with: {type: answer}, within: 3 days}
      - {rule: sequence, kind: sequence, steps: [{type: call}, {type: answer}]}
      - {rule: attested, kind: attested, items: [training]}
      - {rule: genuine, kind: genuine, copied: {entries: 2, min_length: 3}}
      - rule: query
        kind: query
        sql: SELECT rep_id, '-' AS subject, day AS due_on, false AS met, record_id AS evidence FROM records
"""
RECORDS = """\
record_id,rep_id,type,occurred_at,customer_id,text
A1,R1,call,2026-10-05 09:00,C1,a note
A2,R1,inquiry,2026-10-08 09:00,C1,a note
A3,R1,answer,2026-10-30 09:00,C1,another
"""
COLUMNS = [(name, column) for name, kind in kinds().items() for column in kind.columns]


@pytest.fixture(scope="module")
def ready(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ready]:
    folder = tmp_path_factory.mktemp("columns")
    attestations = "rep_id,item,assessor,assessed_on,answer\nR1,training,M1,2026-01-05,no\n"
    for name, text in {"pack.yaml": PACK, "records.csv": RECORDS, "attestations.csv": attestations}.items():
        (folder / name).write_text(text, encoding="utf-8")
    sources = sources_of([str(folder / "records.csv")], None, None, str(folder / "attestations.csv"), None)
    with prepare(make_request(str(folder / "pack.yaml"), sources, period="2026-10")) as prepared:
        yield prepared


def judge(ready: Ready, name: str) -> None:
    rule = next(each for each in ready.request.policy.rules if each.id == name)
    lay_out_units(ready.session, rule, ready.contexts(rule), ready.period, "units_test")


def plant(monkeypatch: pytest.MonkeyPatch, name: str, change: str) -> None:
    """Have the SELECT of a kind go through another."""
    kind = kinds()[name]
    plain = kind.select

    def select(_: Kind, parameters: Any, context: Any) -> SQL:
        return SQL(f"SELECT {change} FROM (\n{plain(parameters, context)}\n) p")

    monkeypatch.setattr(type(kind), "select", select)


@pytest.mark.parametrize("name", sorted(kinds()))
def test_every_kind_yields_what_it_states(ready: Ready, name: str) -> None:
    judge(ready, name)
    units = units_of(ready.session, "SELECT * FROM units_test")
    assert units != []
    assert {(each.rep_id, each.unknown) for each in units} == {("R1", 0)}


@pytest.mark.parametrize(("name", "column"), COLUMNS)
def test_a_missing_column_is_told(ready: Ready, monkeypatch: pytest.MonkeyPatch, name: str, column: str) -> None:
    plant(monkeypatch, name, f'* EXCLUDE ("{column}")')
    with pytest.raises(KindError, match=f"the kind {name} yields no column {column}$"):
        judge(ready, name)


@pytest.mark.parametrize(("name", "column"), COLUMNS)
def test_a_column_under_another_name_is_told(
    ready: Ready, monkeypatch: pytest.MonkeyPatch, name: str, column: str
) -> None:
    plant(monkeypatch, name, f'* EXCLUDE ("{column}"), "{column}" AS slip')
    told = f"the kind {name} yields no column {column}, yields a column slip that it does not state$"
    with pytest.raises(KindError, match=told):
        judge(ready, name)


@pytest.mark.parametrize(
    ("column", "value", "told"),
    [
        ("customer_id", "7", "customer_id as INTEGER, which is no text"),
        ("first_due", "CAST(first_due AS VARCHAR)", "first_due as VARCHAR, which is no day"),
        ("deadline", "CAST(deadline AS DATE)", "deadline as DATE, which is no moment"),
        ("trigger_row", "CAST(trigger_row AS DOUBLE)", "trigger_row as DOUBLE, which is no whole"),
    ],
)
def test_a_column_of_another_type_is_told(
    ready: Ready, monkeypatch: pytest.MonkeyPatch, column: str, value: str, told: str
) -> None:
    plant(monkeypatch, "response", f'* EXCLUDE ("{column}"), {value} AS "{column}"')
    with pytest.raises(KindError, match=told):
        judge(ready, "response")


def test_a_column_that_the_judging_does_not_ask_for_is_left_out(ready: Ready, monkeypatch: pytest.MonkeyPatch) -> None:
    plant(monkeypatch, "content", "*, 7 AS since, 7 AS due")
    judge(ready, "content")
    assert [each.due for each in units_of(ready.session, "SELECT * FROM units_test")] == [1]


VERSIONS = """\
pack: small
timezone: Asia/Shanghai
calendar: {country: CN}
clauses:
  - clause: "1.1"
    rules:
      - rule: weekly
        kind: cadence
        of: {type: call}
        within: 7 days
        per: rep
        versions:
          - {effective: {to: 2026-10-14}, applies_to: {tenure: {at_least: 1 month}}}
          - {effective: {from: 2026-10-15}}
"""


def test_versions_for_the_long_standing_and_for_all_add_up(tmp_path: Path) -> None:
    roster = "rep_id,joined_on\nR1,2026-09-13\n"
    for name, text in {"pack.yaml": VERSIONS, "records.csv": RECORDS, "roster.csv": roster}.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    sources = sources_of([str(tmp_path / "records.csv")], str(tmp_path / "roster.csv"), None, None, None)
    (card,) = run(make_request(str(tmp_path / "pack.yaml"), sources, period="2026-10")).scorecards
    (finding,) = card.findings
    # The thirteenth, a month after joining, and the day after; and the working days from the seventh of the second on.
    assert (finding.expected, finding.met) == (2 + 8, 0)
