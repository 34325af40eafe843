"""A firm of two reps and two customers in October 2026, judged by a small policy of every sort of unit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from checklist.api import audit

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from checklist.model import Audit, Finding

PACK = """
pack: small
timezone: Asia/Shanghai
clauses:
  - clause: "1.1"
    rules:
      - {rule: weekly, kind: cadence, of: {type: call}, within: 7 days}
      - {rule: workdays, kind: cadence, of: {type: call}, within: 5 workdays}
      - {rule: visits, kind: quota, of: {type: visit}, at_least: 2, window: week}
      - {rule: noted, kind: content, of: {type: call}, require: [{field: text}]}
      - {rule: answered, kind: response, to: {type: inquiry}, with: {type: call}, within: 2 days}
  - clause: "1.2"
    rules:
      - {rule: attested, kind: attested, items: [poise, tact], at_least: 3}
"""
FILES = {
    "records.csv": """record_id,rep_id,type,occurred_at,customer_id,text
E1,R1,call,2026-10-01 09:00,C1,fine
E2,R1,call,2026-10-12 09:00,C1,
E3,R1,inquiry,2026-10-13 09:00,C1,price?
E4,R2,call,2026-10-05 09:00,C2,
E5,R2,visit,2026-10-06 09:00,C2,seen
E6,R2,inquiry,2026-10-20 09:00,C2,when?
E7,R2,survey,2026-10-30 09:00,C2,
""",
    "roster.csv": "rep_id,name,team\nR1,Lin,North\nR2,Chen,South\n",
    "customers.csv": "customer_id,rep_id,in_care_from\nC1,R1,2026-10-01\nC2,R2,2026-10-01\n",
    "attestations.csv": "rep_id,item,assessor,assessed_on,rating\nR1,poise,Zhou,2026-09-01,2\n",
}
ENTRY = {
    "id": "W-1",
    "rule": "weekly",
    "scope": "{all: true}",
    "reason": "fair",
    "approved_by": "Zhou",
    "approved_on": "2026-10-01",
    "expires": "2026-12-31",
}


class Firm:
    """The files of the firm, and audits of them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "small.yaml").write_text(PACK, encoding="utf-8")
        for name, text in FILES.items():
            (folder / name).write_text(text, encoding="utf-8")

    def waivers(self, *entries: dict[str, Any]) -> Path:
        """Write a waiver file; a field that is None is left out."""
        path = self.folder / "waivers.yaml"
        lines = ["# the firm's exceptions"]
        for number, entry in enumerate(entries, 1):
            fields = {**ENTRY, "id": f"W-{number}", **entry}
            shown = [f"{name}: {value}" for name, value in fields.items() if value is not None]
            lines += [("- " if at == 0 else "  ") + line for at, line in enumerate(shown)]
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return path

    def audit(self, *entries: dict[str, Any], period: str = "2026-10", as_of: str = "2026-10-31") -> Audit:
        tables = {name: self.folder / f"{name}.csv" for name in ("roster", "customers", "attestations")}
        waivers = self.waivers(*entries) if entries else None
        records = self.folder / "records.csv"
        return audit(self.folder / "small.yaml", records, period, as_of=as_of, waivers=waivers, **tables).audit


@pytest.fixture
def firm(tmp_path: Path) -> Firm:
    return Firm(tmp_path)


@pytest.fixture
def finding() -> Callable[[Audit, str, str], Finding]:
    def find(found: Audit, rep: str, rule: str) -> Finding:
        return next(
            each for card in found.scorecards if card.rep_id == rep for each in card.findings if each.rule == rule
        )

    return find
