"""A pack of one rule in a folder of its own, and cases to lay beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

PACK = """
pack: small
version: 1.0.0
timezone: Asia/Shanghai
calendar: {country: CN}
fields: {records: [need]}
"""
CLAUSES = """
- clause: "1"
  rules:
    - rule: answered
      kind: response
      to: {type: inquiry}
      with: {type: answer}
      within: 1 workday
"""
DEFAULTS = """
defaults:
  period: 2026-10
  reps: [{rep_id: R1}]
  every: {records: {rep_id: R1, customer_id: C1}}
cases:
"""
PASSING = """
  - case: in the last second
    rule: answered
    shows: passing
    records:
      - {type: inquiry, occurred_at: 2026-10-09 09:00}
      - {type: answer, occurred_at: 2026-10-10 23:59:59}
    expect:
      R1: {outcome: pass, expected: 1, met: 1}
"""
FAILING = """
  - case: a second late
    rule: answered
    shows: failing
    records:
      - {type: inquiry, occurred_at: 2026-10-09 09:00}
      - {type: answer, occurred_at: 2026-10-11 00:00:00}
    expect:
      R1: {outcome: fail, expected: 1, deviations: [{record_id: 1, due_on: 2026-10-10}]}
"""
UNDECIDED = """
  - case: due next month
    rule: answered
    shows: undecided
    covers: [answer]
    records:
      - {type: inquiry, occurred_at: 2026-10-30}
    expect:
      R1: {outcome: pending, pending: 1}
"""
WHOLE = DEFAULTS + PASSING + FAILING + UNDECIDED


def make_pack(folder: Path, cases: str | None = WHOLE) -> Path:
    """Write the pack, and its cases unless they are None; return its folder."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "pack.yaml").write_text(PACK, encoding="utf-8")
    (folder / "1-service.yaml").write_text(CLAUSES, encoding="utf-8")
    if cases is not None:
        (folder / "1-service.cases.yaml").write_text(cases, encoding="utf-8")
    return folder
