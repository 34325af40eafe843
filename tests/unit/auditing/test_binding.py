"""Queries are bound to the tables without any data: a slip in one is told with its place."""

from __future__ import annotations

from textwrap import indent
from typing import TYPE_CHECKING

import pytest

from checklist.auditing import unbound_queries
from checklist.policy import load_policy
from checklist.wording import Wording

if TYPE_CHECKING:
    from pathlib import Path

HEAD = "pack: trial\nfields: {records: [region, channel]}\n"
CLAUSES = """\
- clause: "1"
  rules:
    - rule: own
      kind: query
      needs_columns: {customers: [size]}
      sql: |
"""
GOOD = (
    "SELECT r.rep_id, r.region AS subject, r.day AS due_on, r.amount > c.size::INT AS met, r.row_id AS evidence\n"
    "FROM records r JOIN customers c USING (customer_id) WHERE r.channel = 'web'"
)


def unbound(folder: Path, sql: str) -> list[str]:
    (folder / "pack.yaml").write_text(HEAD, encoding="utf-8")
    (folder / "1.yaml").write_text(CLAUSES + indent(sql, " " * 8) + "\n", encoding="utf-8")
    found = list(unbound_queries(load_policy(str(folder))))
    assert all(Wording("zh").error(each) for each in found)
    return [Wording("en").error(each).replace(f"{folder}/", "") for each in found]


@pytest.mark.parametrize(
    "sql",
    [
        GOOD,
        GOOD + ";",
        GOOD + " -- the end",
        "SELECT rep_id, NULL AS subject, max(day) AS due_on, count(*) AS met, NULL AS evidence FROM records GROUP BY 1",
        "SELECT rep_id, type AS subject, day AS due_on, 1 AS met, NOT sure AS Unknown, row_id AS evidence FROM records",
        "SELECT rep_id, team AS subject, day AS due_on, value = 'x' AS Met, '1' AS evidence FROM reps, days, params",
        'WITH a AS (FROM absences) SELECT rep_id, reason AS subject, "to" AS due_on, true AS met, 1 AS evidence FROM a',
    ],
)
def test_a_query_that_fits_the_tables_is_let_be(tmp_path: Path, sql: str) -> None:
    assert unbound(tmp_path, sql) == []


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("r.region", "r.regio", 'does not have a column named "regio"'),
        ("r.channel", "r.chanel", 'does not have a column named "chanel"'),
        ("FROM records", "FROM record", "may not read record"),
        ("c.size::INT", "frob(c.size)", "Function with name frob does not exist"),
        ("r.amount >", "r.occurred_at >", "Cannot compare values of type TIMESTAMP"),
        ("AS evidence", "AS proof", "missing: evidence; unknown: proof; it yields: rep_id, subject, due_on"),
        (", r.row_id AS evidence", "", "missing: evidence; unknown: –"),
        ("r.day AS due_on", "r.region AS due_on", "yields due_on as VARCHAR; make it one of: DATE, TIMESTAMP"),
        ("r.amount > c.size::INT AS met", "r.amount AS met", "yields met as DECIMAL(18,6)"),
        ("AS met", "AS met, 'x' AS unknown", "yields unknown as VARCHAR; make it one of: BOOLEAN"),
        ("r.day AS due_on", "now() AS due_on", "may not use now"),
        ("SELECT", "SELEC", "cannot be read (syntax error"),
    ],
)
def test_a_slip_is_told_with_its_place(tmp_path: Path, old: str, new: str, said: str) -> None:
    (found,) = unbound(tmp_path, GOOD.replace(old, new))
    assert found.startswith("1.yaml:6:7: ")
    assert said in found


def test_a_pack_without_queries_is_let_be(tmp_path: Path) -> None:
    (tmp_path / "pack.yaml").write_text('pack: trial\nclauses: [{clause: "1"}]\n', encoding="utf-8")
    assert list(unbound_queries(load_policy(str(tmp_path)))) == []
