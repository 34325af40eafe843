"""Cases that show relations of numbers, texts, days and times, over data as exports have them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from checklist.casebook import load_casebook, run_case
from checklist.policy import load_policy
from checklist.wording import Wording
from tests.unit.casebook.packs import make_pack

if TYPE_CHECKING:
    from pathlib import Path

FIELDS = "fields: {records: [valid_until, signer, approver, cost, budget], customers: {signed_on: day}}\n"
CLAUSES = """
- clause: "1"
  rules:
    - rule: quoted
      kind: content
      of: {type: quote}
      require: [{holds: %s, item: it}]
    - rule: graded
      kind: content
      of: {table: customers, at: signed_on}
      require: [{field: grade}]
"""
CASES = """
defaults:
  period: 2026-10
  reps: [{rep_id: R1}]
  every: {records: {rep_id: R1, type: quote}, customers: {rep_id: R1}}
cases:
  - case: a quote
    rule: quoted
    shows: %s
    records: [{occurred_at: %s}]
    expect:
      R1: {outcome: %s, expected: %s}
"""
SIGNED = """
defaults:
  period: 2026-10
  reps: [{rep_id: R1}]
  every: {records: {rep_id: R1, type: quote}, customers: {rep_id: R1}}
cases:
  - case: a customer counts on the day of signing
    rule: graded
    shows: failing
    records: [{occurred_at: 2026-10-05}]
    customers:
      - {customer_id: C1, signed_on: 2026年10月7日, grade: A}
      - {customer_id: C2, signed_on: 2026/10/8, grade: A}
      - {customer_id: C3, signed_on: 2026-10-09, grade: }
      - {customer_id: C4, signed_on: 2026-09-30, grade: }
      - {customer_id: C5, signed_on: bald, grade: }
    expect:
      R1: {outcome: fail, expected: 3, met: 2, deviations: [{customer_id: C3, item: grade, due_on: 2026-10-09}]}
"""


def differences(folder: Path, clauses: str, cases: str) -> list[str]:
    make_pack(folder, cases)
    head = (folder / "pack.yaml").read_text(encoding="utf-8").replace("fields: {records: [need]}\n", FIELDS)
    (folder / "pack.yaml").write_text(head, encoding="utf-8")
    (folder / "1-service.yaml").write_text(clauses, encoding="utf-8")
    book = load_casebook(load_policy(str(folder)))
    (result,) = (run_case(book.policy, case) for case in book.cases)
    return [Wording("en").say(each) for each in result.differences]


@pytest.mark.parametrize(
    ("relation", "record", "met"),
    [
        ("valid_until <= occurred_at + 20 days", "2026-10-05 10:00, valid_until: 2026-10-25", 1),
        ("valid_until <= occurred_at + 20 days", "2026-10-05 10:00, valid_until: 2026-10-26", 0),
        ("valid_until <= occurred_at + 20 days", "2026-10-05, valid_until: 2026年10月25日", 1),
        ("logged_at - occurred_at <= 24 hours", "2026-10-05 10:00, logged_at: 2026-10-06 10:01", 0),
        ("logged_at - occurred_at <= 24 hours", "2026-10-05, logged_at: 2026-10-06 10:01", 1),
        ("logged_at - occurred_at <= 24 hours", "2026-10-05 10:00, logged_at: 2026-10-06", 1),
        ("signer != approver", "2026-10-05, signer: 王芳, approver: 李伟", 1),
        ("signer != approver", "2026-10-05, signer: 王芳, approver: 王芳", 0),
        ("cost <= budget", "2026-10-05, cost: 9, budget: 10", 1),
        ("cost <= budget", "2026-10-05, cost: 9, budget: 8", 0),
    ],
)
def test_a_relation_over_a_record(tmp_path: Path, relation: str, record: str, met: int) -> None:
    shows, outcome = ("passing", "pass") if met else ("failing", "fail")
    deviations = "" if met else ", deviations: [{record_id: 1, item: it, due_on: 2026-10-05}]"
    cases = CASES % (shows, record, outcome, f"1, met: {met}{deviations}")
    assert differences(tmp_path, CLAUSES % relation, cases) == []


def test_an_operand_that_cannot_be_read_decides_nothing(tmp_path: Path) -> None:
    cases = CASES % ("undecided", "2026-10-05, cost: viel, budget: 10", "not_checked", "0, met: 0")
    assert differences(tmp_path, CLAUSES % "cost <= budget", cases) == []


def test_rows_dated_by_a_column_of_the_companys_own(tmp_path: Path) -> None:
    assert differences(tmp_path, CLAUSES % "cost <= budget", SIGNED) == []
