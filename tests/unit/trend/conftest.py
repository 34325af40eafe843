"""Audits as JSON, made by hand."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from checklist.wire.reading import read_audit

if TYPE_CHECKING:
    from pathlib import Path

    from checklist.wire.audit import AuditDocument


def finding(rule: str, lost: float | None = 0.0, **more: Any) -> dict[str, Any]:
    plain = {
        "rule": rule,
        "outcome": "fail" if lost else "pass",
        "expected": 10,
        "met": 10 if not lost else 5,
        "score": 1.0 if not lost else 0.5,
        "points_lost": lost,
    }
    return plain | more


def card(rep: str, *findings: dict[str, Any], **more: Any) -> dict[str, Any]:
    lost = sum(round(10 * (each["points_lost"] or 0)) for each in findings)
    plain = {"rep_id": rep, "name": None, "score": (1000 - lost) / 10, "verdict": "compliant"}
    return plain | {"findings": list(findings)} | more


def document(first: str, last: str, *cards: dict[str, Any], **more: Any) -> dict[str, Any]:
    """An audit as JSON, with just what is read back; `policy` and `rules` are laid over its policy's."""
    rules = [{"rule": name, "clause": "1.1", "title": name.upper(), "sha256": "aa"} for name in ("a", "b")]
    policy = {"pack": "small", "version": "1", "sha256": "11" * 32, "rules": rules} | more.pop("policy", {})
    scores = [each["score"] for each in cards if each["score"] is not None]
    return {
        "schema": "checklist-audit/1",
        "tool": {"version": "1"},
        "policy": policy,
        "period": {"from": first, "to": last, "as_of": last},
        "summary": {"reps": len(cards), "score": scores[0] if scores else None, "deviations": 0},
        "scorecards": list(cards),
        "deviations": [],
    } | more


class Folder:
    """A folder of audits."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def write(self, name: str, content: Any) -> str:
        place = self.path / name
        text = content if isinstance(content, str) else json.dumps(content)
        place.write_text(text, encoding="utf-8")
        return str(place)

    def read(self, content: dict[str, Any], name: str = "audit.json") -> AuditDocument:
        return read_audit(self.write(name, content))


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path)
