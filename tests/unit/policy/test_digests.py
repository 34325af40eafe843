"""A rule's digest changes with what it asks, and with nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from checklist.policy import load_policy

if TYPE_CHECKING:
    from pathlib import Path

PACK = """\
pack: small
version: 1.0.0
title: Small
timezone: UTC
groups: {follow_up: [call, visit], paper: [quote]}
clauses:
  - clause: "1.1.1"
    modality: must
    title: Follow up
    rules:
      - {rule: weekly, title: Weekly, kind: cadence, of: {group: follow_up}, within: 7 days, weight: 1, why: Because}
"""


def digest(folder: Path, *changes: tuple[str, str]) -> str:
    text = PACK
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    path = folder / "pack.yaml"
    path.write_text(text, encoding="utf-8")
    return load_policy(str(path)).rules[0].sha256


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("1.0.0", "1.1.0"),
        ("title: Weekly", "title: Every week"),
        ("why: Because", "why: As ever"),
        ("weight: 1", "weight: 3"),
        ("modality: must", "modality: should"),
        ("[quote]", "[quote, order]"),
        ("[call, visit]", "[visit, call]"),
        ("rule: weekly", "rule: each-week"),
    ],
)
def test_what_a_rule_says_or_weighs_changes_nothing(tmp_path: Path, old: str, new: str) -> None:
    assert digest(tmp_path) == digest(tmp_path, (old, new))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("7 days", "5 days"),
        ("7 days", "7 workdays"),
        ("group: follow_up", "type: call"),
        ("[call, visit]", "[call, visit, message]"),
        ("within: 7 days", "within: 7 days, effective: {from: 2026-07-01}"),
        ("within: 7 days", "within: 7 days, applies_to: {team: North}"),
        ("within: 7 days", "within: 7 days, by: anyone"),
    ],
)
def test_what_a_rule_asks_changes_it(tmp_path: Path, old: str, new: str) -> None:
    assert digest(tmp_path) != digest(tmp_path, (old, new))
