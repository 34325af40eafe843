"""A pack's own query reads the parameters' values in force from the table `params`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from checklist.api import audit

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

PACK = """\
pack: p
params:
  least: {value: 2, at_least: 1}
  share: {value: 0.5}
  word: {value: it's}
  whole: {value: true}
  since: {value: 2026-10-01}
clauses:
  - clause: "1"
    rules:
      - rule: asked
        kind: query
        sql: |
          SELECT rep_id, name AS subject, day AS due_on, value = %s AS met, row_id AS evidence
          FROM records CROSS JOIN params WHERE name = %s
      - rule: enough
        kind: query
        sql: |
          SELECT rep_id, NULL AS subject, max(day) AS due_on, NULL AS evidence,
            count(*) >= (SELECT CAST(value AS INTEGER) FROM params WHERE name = 'least') AS met
          FROM records GROUP BY rep_id
"""
LOG = "rep_id,type,occurred_at\nR1,call,2026-10-05\nR1,call,2026-10-06\n"


def outcomes(pack: Path, log: Path) -> dict[str, str]:
    (card,) = audit(pack, log, "2026-10", as_of="2026-10-31").audit.scorecards
    return {each.rule: each.outcome.value for each in card.findings}


@pytest.mark.parametrize(
    ("name", "value"),
    [("least", "'2'"), ("share", "'0.5'"), ("word", "'it''s'"), ("whole", "'true'"), ("since", "'2026-10-01'")],
)
def test_every_value_is_text(write: Callable[..., Path], name: str, value: str) -> None:
    folder = write(pack_yaml=PACK % (value, f"'{name}'"))
    (folder / "log.csv").write_text(LOG, encoding="utf-8")
    assert outcomes(folder / "pack.yaml", folder / "log.csv") == {"asked": "pass", "enough": "pass"}


def test_a_tailored_value_is_the_one_that_holds(write: Callable[..., Path]) -> None:
    folder = write(pack_yaml=PACK % ("'3'", "'least'"), own__own_yaml="extends: ../pack.yaml\nset: {least: 3}\n")
    (folder / "log.csv").write_text(LOG, encoding="utf-8")
    assert outcomes(folder / "pack.yaml", folder / "log.csv") == {"asked": "fail", "enough": "pass"}
    assert outcomes(folder / "own" / "own.yaml", folder / "log.csv") == {"asked": "pass", "enough": "fail"}
