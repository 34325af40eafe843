"""What exports write is read for what it means, by the real command: durations, status words, dates, blanks."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.acceptance.conftest import Firm

HEAD = """\
pack: lexicon
version: 1.0.0
title: {zh: 词汇, en: Lexicon}
timezone: Asia/Shanghai
calendar: {country: CN}
grades: {A: 90, B: 0}
clauses:
  - clause: "1.1"
    modality: must
    title: {zh: 条款, en: Clause}
    rules:
"""
SPANS = "spans: {from: 2026-10-01, to: 2026-10-31}\n"


def _audit(firm: Firm, rule: str, log: str, *, mapping: str = "") -> dict[str, Any]:
    firm.write("pack.yaml", f"{HEAD}      - {rule}\n")
    firm.write("log.csv", log)
    firm.write("mapping.yaml", SPANS + mapping)
    period = ("--policy", "pack.yaml", "--period", "2026-10", "--as-of", "2026-10-31")
    ran = firm.run("audit", "log.csv", *period, "--mapping", "mapping.yaml", "--lang", "en", "--format", "json")
    assert ran.code == 0, ran.err
    audit: dict[str, Any] = json.loads(ran.out)
    return audit


@pytest.mark.parametrize(("header", "cell"), [("通话时长(秒)", "20"), ("duration_minutes", "0:00:20")])
@pytest.mark.parametrize(
    ("calls", "bound", "outcome"),
    [
        (180, "count: {sum: duration_minutes}, at_least: 60", "pass"),
        (180, "count: {sum: duration_minutes}, at_most: 60", "pass"),
        (179, "count: {sum: duration_minutes}, at_least: 60", "fail"),
        (181, "count: {sum: duration_minutes}, at_most: 60", "fail"),
        (180, "count: {mean: duration_minutes}, at_most: 0.3333333", "fail"),
        (180, "count: {median: duration_minutes}, at_least: 0.3333333", "pass"),
        (180, "count: {median: duration_minutes}, at_least: 0.3333334", "fail"),
    ],
)
def test_durations_are_added_up_exactly(
    firm: Firm, header: str, cell: str, calls: int, bound: str, outcome: str
) -> None:
    rule = f"{{rule: talk, kind: quota, of: {{type: call}}, window: month, {bound}}}"
    rows = "".join(f"R1,call,2026-10-{day % 28 + 1:02} 10:00,{cell}\n" for day in range(calls))
    mapping = f"columns: {{duration_minutes: {header}}}\n"
    audit = _audit(firm, rule, f"rep_id,type,occurred_at,{header}\n{rows}", mapping=mapping)
    assert audit["scorecards"][0]["findings"][0]["outcome"] == outcome
    if calls == 179:  # noqa: PLR2004
        assert audit["deviations"][0]["message"] == "2026-10: sum at least 60 asked, 59.666667 logged"
