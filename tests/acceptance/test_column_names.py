"""An export's own columns may bear any name, those that the program uses itself among them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.acceptance.conftest import Firm

PACK = """
pack: names
version: 1.0.0
title: {zh: 列名, en: Names}
timezone: Asia/Shanghai
calendar: {workday: ["09:00-18:00"]}
fields: {TABLE: [COLUMN]}
clauses:
- clause: "1"
  source: "1"
  modality: must
  title: {zh: 条款, en: Clause}
  text: {zh: 条款, en: Clause}
  rules:
  - {rule: followed, title: {zh: 跟进, en: Followed}, basis: document, kind: cadence, of: {type: call}, within: 3 days}
  - {rule: answered, title: {zh: 回复, en: Answered}, basis: document, kind: response, to: {type: call},
     with: {type: visit}, within: 3 days}
  - {rule: own, title: {zh: 自有, en: Own}, basis: document, kind: content, of: {type: call},
     require: [{field: text}], OWN}
"""
OWN = {"records": "of: {type: call, COLUMN: x}", "reps": "of: {type: call}, applies_to: {COLUMN: x}"}
ROWS = {
    "records": (
        "rep_id,type,occurred_at,record_id,text,customer_id",
        ["R1,call,2026-05-06 10:00,1,said,C1", "R1,visit,2026-05-07 10:00,2,seen,C1"],
    ),
    "reps": ("rep_id,name", ["R1,Ann"]),
    "customers": ("customer_id,rep_id,in_care_from", ["C1,R1,2026-05-03"]),
    "attestations": ("rep_id,item,assessor,assessed_on,answer", ["R1,manners,Bob,2026-05-09,yes"]),
}


def judged(firm: Firm, table: str, column: str) -> tuple[dict[str, tuple[str, int, int]], list[str]]:
    """Each finding, and the codes of all notices, of an audit whose `table` has one more column."""
    for name, (header, rows) in ROWS.items():
        more = name == table
        lines = [header + (f",{column}" if more else ""), *(row + (",x" if more else "") for row in rows)]
        firm.write(f"{name}.csv", "\n".join(lines) + "\n")
    own = OWN.get(table, "of: {type: call}").replace("COLUMN", column)
    pack = PACK.replace(
        "of: {type: call},\n     require: [{field: text}], OWN", f"{own},\n     require: [{{field: text}}]"
    )
    firm.write("pack.yaml", pack.replace("TABLE", table).replace("COLUMN", column))
    # Nothing else happened in the month.
    firm.write("month.yaml", "spans: {to: 2026-05-31}\n")
    tables = ["--roster", "reps.csv", "--customers", "customers.csv", "--attestations", "attestations.csv"]
    done = firm.call(
        "audit", "records.csv", *tables, "--policy", "pack.yaml", "--mapping", "month.yaml", "--period", "2026-05",
        "--format", "json",
    )  # fmt: skip
    assert done.code == 0, done.err
    audit = json.loads(done.out)
    found = {
        each["rule"]: (each["outcome"], each["expected"], each["met"]) for each in audit["scorecards"][0]["findings"]
    }
    return found, [notice["code"] for notice in audit["notices"]]


@pytest.mark.parametrize(
    ("table", "column"),
    [
        ("records", "key"),
        ("records", "value"),
        ("reps", "item"),
        ("reps", "day"),
        ("reps", "since"),
        ("reps", "customer_id"),
        ("customers", "subject"),
        ("customers", "day"),
    ],
)
def test_names_that_queries_use_are_free(firm: Firm, table: str, column: str) -> None:
    found, notices = judged(firm, table, column)
    assert found == {"followed": ("fail", 16, 1), "answered": ("pass", 1, 1), "own": ("pass", 1, 1)}
    assert "column_left_out" not in notices


@pytest.mark.parametrize(
    ("table", "column"),
    [
        ("records", "day"),
        ("records", "Latest"),
        ("records", "line"),
        ("reps", "employed_from"),
        ("reps", "on_roster"),
        ("customers", "care_first"),
    ],
)
def test_names_kept_for_the_program_are_left_out_aloud(firm: Firm, table: str, column: str) -> None:
    found, notices = judged(firm, table, column)
    own = ("pass", 1, 1) if table == "customers" else ("not_checked", 0, 0)
    assert found == {"followed": ("fail", 16, 1), "answered": ("pass", 1, 1), "own": own}
    assert "column_left_out" in notices
