"""A year of months through the real command: a ratchet, waivers, a change of policy; each worked out by hand.

Two reps owe two visits a month, and three from July on. January's shortfall is accepted into a baseline; the
ratchet then lets nobody get worse than it counts.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from tests.acceptance.conftest import Firm

if TYPE_CHECKING:
    from pathlib import Path

PACK = """\
pack: visits
version: {version}
title: Visits
timezone: Asia/Shanghai
clauses:
  - clause: "1.1.1"
    modality: must
    title: Visits
    rules:
      - rule: visits
        kind: quota
        of: {{type: visit}}
        window: month
        versions:
{versions}
"""
OLD = PACK.format(version="1.0.0", versions="          - {effective: {from: 2026-01-01}, at_least: 2}")
NEW = PACK.format(
    version="1.1.0",
    versions="          - {effective: {from: 2026-01-01, to: 2026-06-30}, at_least: 2}\n"
    "          - {effective: {from: 2026-07-01}, at_least: 3}",
)
WAIVERS = (
    "- {id: W1, rule: visits, reps: [R2], from: 2026-03-01, to: 2026-03-31, reason: an exhibition abroad,"
    " approved_by: M1, approved_on: 2026-02-27, expires: 2026-03-31}\n"
)
# Visits of R1 and R2; the exit code of the gate; each rep's score, and how many deviations there are in all.
YEAR = {
    # Before the baseline: R2's two missing visits are one deviation.
    1: ((2, 0), 1, (100.0, 0.0), 1),
    2: ((2, 2), 0, (100.0, 100.0), 0),
    # Waived: R2 has no score, and nobody got worse.
    3: ((2, 0), 0, (100.0, None), 1),
    # R1 had none in the baseline.
    4: ((1, 2), 1, (50.0, 100.0), 1),
    # R2 had one in the baseline: no worse than that.
    5: ((2, 1), 0, (100.0, 50.0), 1),
    # Mended, and the baseline's counts come down.
    6: ((2, 2), 0, (100.0, 100.0), 0),
    # Two visits are no longer enough.
    7: ((2, 3), 1, (66.6, 100.0), 1),
    8: ((3, 3), 0, (100.0, 100.0), 0),
    9: ((4, 3), 0, (100.0, 100.0), 0),
    # The baseline has come down to none for R2, too.
    10: ((3, 2), 1, (100.0, 66.6), 1),
    11: ((3, 3), 0, (100.0, 100.0), 0),
    # R1 is away all month: nothing is owed.
    12: ((0, 3), 0, (None, 100.0), 0),
}
ACCEPT = ["--accept-new", "--reason", "from before", "--approved-by", "M1", "--approved-on", "2026-02-02"]


def test_every_month_comes_out_as_worked_out(tmp_path: Path) -> None:
    firm = Firm(tmp_path)
    firm.write("pack.yaml", OLD)
    firm.write("roster.csv", "rep_id,name,team\nR1,张伟,东\nR2,李娜,西\n")
    firm.write("absences.csv", "rep_id,from,to,reason\nR1,2026-12-01,2026-12-31,产假\n")
    firm.write("waivers.yaml", WAIVERS)
    firm.write("mapping.yaml", "covers: [visit]\nspans: {from: 2026-01-01, to: 2026-12-31}\n")
    rows = ["record_id,rep_id,type,occurred_at,customer_id"]
    for month, (visits, code, scores, deviations) in YEAR.items():
        if month == 7:
            firm.write("pack.yaml", NEW)
        for rep, count in zip(("R1", "R2"), visits, strict=True):
            rows += [f"{rep}-{month}-{n},{rep},visit,2026-{month:02}-{10 + n} 09:00,C{n}" for n in range(count)]
        firm.write("records.csv", "\n".join(rows) + "\n")
        more = ["--ratchet", "--baseline", "baseline.json"] if month > 1 else []
        ran = check(firm, month, *more, "--history", "kept", "--output", f"json={month}.json")
        assert ran.code == code, (month, ran.out, ran.err)
        found = read(firm, f"{month}.json")
        assert tuple(card["score"] for card in found["scorecards"]) == scores, month
        assert found["summary"]["deviations"] == deviations, month
        # Each month knows all before it, without a gap.
        assert [each["period"]["from"][5:7] for each in found["history"]] == [f"{n:02}" for n in range(1, month)]
        assert not [each for each in found["notices"] if each["code"].startswith("history")]
        if month == 1:
            assert check(firm, 1, "--baseline", "baseline.json", *ACCEPT).code == 0
        if month == 6:
            assert check(firm, 6, "--baseline", "baseline.json", "--update-baseline").code == 0
    changed = json.loads(firm.call("compare", "6.json", "7.json", "--format", "json").out)
    assert changed["policy"]["asks_otherwise"] == ["visits"]
    assert [(each["rep_id"], each["points"]) for each in changed["reps"]] == [("R1", -33.4), ("R2", 0.0)]
    assert [rule["because"] for each in changed["reps"] for rule in each["rules"]] == ["policy"]
    behaved = json.loads(firm.call("compare", "4.json", "6.json", "--format", "json").out)
    assert behaved["policy"]["same"]
    assert [(each["rep_id"], each["points"]) for each in behaved["reps"]] == [("R2", 0.0), ("R1", 50.0)]


def check(firm: Firm, month: int, *words: str) -> Any:
    files = ["--roster", "roster.csv", "--absences", "absences.csv", "--waivers", "waivers.yaml"]
    last = "28" if month == 2 else "30" if month in (4, 6, 9, 11) else "31"
    days = ["--period", f"2026-{month:02}", "--as-of", f"2026-{month:02}-{last}"]
    return firm.call("check", "records.csv", "--policy", "pack.yaml", "--mapping", "mapping.yaml", *files, *days, "-q",
                    *words)  # fmt: skip


def read(firm: Firm, name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((firm.folder / name).read_text(encoding="utf-8"))
    return found
