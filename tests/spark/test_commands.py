"""Each command that judges says the same on Spark: waivers, queries, tenure, both explanations, what falls due next."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from checklist.engine.spark import session
from tests.acceptance.conftest import PACK, Firm
from tests.acceptance.conftest import firm as firm  # noqa: PLC0414  # a fixture, for pytest to find

if TYPE_CHECKING:
    from tests.spark.clusters import ConnectServer

pytestmark = pytest.mark.spark_long

MORE = """\
  - clause: "1.2.2"
    modality: must
    title: {zh: 来访有后续, en: A visit is followed}
    rules:
      - rule: followed
        kind: query
        sql: >-
          WITH own AS (SELECT * FROM records WHERE type = 'visit')
          SELECT a.rep_id, a.record_id AS subject, a.day AS due_on, count(b.record_id) > 0 AS met,
            min(a.row_id) AS evidence
          FROM own a LEFT JOIN own b ON b.rep_id = a.rep_id AND b.day > a.day
          GROUP BY a.rep_id, a.record_id, a.day
      - {rule: in-order, kind: sequence, steps: [{type: inquiry}, {type: answer}], same: customer, within: 3 workdays}
      - {rule: told, kind: content, of: {type: [call, visit]}, require: [{field: text, min_length: 1}],
         applies_to: {tenure: {at_least: 1 month}}}
"""
WAIVERS = """\
- {id: W1, rule: weekly, reps: [R2], reason: 出差, approved_by: M1, approved_on: 2026-10-08, expires: 2026-10-20}
- {id: W2, rule: told, customers: [C1], reason: 客户不便, approved_by: M1, approved_on: 2026-10-05, expires: 2026-12-31}
"""
INPUTS = (
    *("records.csv", "--policy", "pack.yaml", "--roster", "roster.csv", "--customers", "customers.csv"),
    *("--attestations", "attestations.csv", "--waivers", "waivers.yaml", "--as-of", "2026-10-28"),
)
PERIOD = ("--period", "2026-10")
COMMANDS = {
    "audit": ("audit", *INPUTS, *PERIOD, "--format", "json"),
    "check": ("check", *INPUTS, *PERIOD, "--format", "sarif"),
    "due": ("due", *INPUTS, "--within", "10"),
    "explain": ("explain", "weekly", *INPUTS, *PERIOD, "--rep", "R2"),
}


@pytest.mark.parametrize("fetched", [session.BROUGHT_HOME, 0], ids=["fetched", "settled there"])
@pytest.mark.parametrize("command", COMMANDS)
def test_what_a_command_says_is_the_same(
    command: str, fetched: int, firm: Firm, server: ConnectServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(session, "BROUGHT_HOME", fetched)
    firm.write("pack.yaml", PACK + MORE)
    firm.write("waivers.yaml", WAIVERS)
    here = firm.call(*COMMANDS[command])
    assert here.code == (1 if command == "check" else 0), here.err
    there = firm.call(*COMMANDS[command], "--engine", "spark", "--remote", server.address)
    assert (there.code, there.out) == (here.code, here.out), there.err
