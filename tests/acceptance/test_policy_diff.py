"""`checklist policy diff`, and tailorings on the command line, as their users run them."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path
from textwrap import dedent
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    Run = Callable[..., "subprocess.CompletedProcess[str]"]

pytestmark = pytest.mark.slow
ROOT = Path(__file__).resolve().parents[2]
PACK = """\
pack: firm
version: 1.0
title: {zh: 制度, en: Policy}
params:
  days: {value: 7, at_least: 1, at_most: 14, title: {zh: 跟进间隔, en: Days between calls}}
clauses:
  - clause: "1"
    title: {zh: 跟进, en: Follow-up}
    rules:
      - rule: weekly
        kind: cadence
        title: {zh: 每周联系, en: Weekly contact}
        of: call
        per: rep
        within: ${days} days
      - rule: noted
        kind: content
        title: {zh: 写明, en: Noted}
        of: call
        require: [{field: text}]
"""


@pytest.fixture
def firm(tmp_path: Path) -> Path:
    """Return a folder with a policy and two reps' calls: Ann calls every sixth day, Ben every day."""
    (tmp_path / "firm.yaml").write_text(PACK, encoding="utf-8")
    rows = ["record_id,rep_id,type,occurred_at,text"]
    for number in range(61):
        day = date(2026, 9, 1) + timedelta(days=number)
        rows += [f"A{number},R1,call,{day} 09:00,said"] if number % 6 == 0 else []
        rows.append(f"B{number},R2,call,{day} 09:00,{'said' if number % 2 else ''}")
    (tmp_path / "log.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    (tmp_path / "reps.csv").write_text("rep_id,name\nR1,Ann\nR2,Ben\n", encoding="utf-8")
    return tmp_path


@pytest.fixture
def run(firm: Path) -> Run:
    def call(*arguments: str, **files: str) -> subprocess.CompletedProcess[str]:
        for name, text in files.items():
            (firm / f"{name}.yaml").write_text(dedent(text), encoding="utf-8")
        command = [sys.executable, "-m", "checklist", *arguments]
        environment = {"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", "PATH": ""}
        return subprocess.run(command, cwd=firm, env=environment, capture_output=True, text=True, check=False)

    return call


ON = ("--on", "log.csv", "--roster", "reps.csv", "--period", "2026-10", "--as-of", "2026-10-31")
FIVE = "extends: firm.yaml\npack: ours\nversion: 2\ntitle: {zh: 我们的, en: Ours}\nset: {days: 5}\n"


def test_it_says_in_sentences_what_changed(run: Run) -> None:
    own = FIVE + "skip: [{rule: noted, reason: {zh: 太繁琐, en: too much}}]\n"
    done = run("policy", "diff", "firm.yaml", "own.yaml", "--lang", "en", own=own)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines() == [
        "Policy 1.0 → Ours 2",
        "",
        "The whole policy",
        "  the whole policy: the wording changes (title)",
        "",
        "Figures",
        "  days (Days between calls): from 7 to 5",
        "",
        "Clauses and rules",
        "  rule noted (Noted) is not applied, because: too much",
        "  rule weekly (Weekly contact): within changes from 7 days to 5 days",
    ]
    chinese = run("policy", "diff", "firm.yaml", "own.yaml").stdout
    assert "days（跟进间隔）：由 7 改为 5" in chinese
    assert "不采用规则 noted（写明），理由：太繁琐" in chinese


def test_on_a_log_it_says_whose_score_moves_and_why(run: Run) -> None:
    done = run("policy", "diff", "firm.yaml", "own.yaml", *ON, "--lang", "en", own=FIVE)
    assert (done.returncode, done.stderr) == (0, "")
    effect = done.stdout.splitlines()[done.stdout.splitlines().index("") :]
    place = effect.index("On this data, 2026-10-01 to 2026-10-31 (records seen up to 2026-10-31)")
    assert effect[place + 1 :] == [
        "  Score 87.0 → 83.6",
        "  not compliant 1 → 2",
        "  compliant 1 → 0",
        "Whose score or verdict would move: 1 of 2, the furthest first",
        "  R1  Ann  100.0 → 93.1  compliant → not compliant",
        "      Weekly contact  weekly: met 22/22 → not met 19/22, score −6.9",
    ]


def test_the_rep_who_moves_furthest_comes_first(run: Run) -> None:
    stricter = FIVE.replace("days: 5", "days: 1") + "skip: [{rule: noted, reason: x}]\n"
    done = run("policy", "diff", "firm.yaml", "own.yaml", *ON, "--format", "json", own=stricter)
    moved = json.loads(done.stdout)["effect"]["moved"]
    assert [each["rep_id"] for each in moved] == ["R1", "R2"]
    spans = [abs(each["score"]["from"] - each["score"]["to"]) for each in moved]
    assert spans == sorted(spans, reverse=True)


def test_it_says_when_nobody_moves(run: Run) -> None:
    own = "extends: firm.yaml\nset: {days: 8}\n"
    done = run("policy", "diff", "firm.yaml", "own.yaml", *ON, "--lang", "en", own=own)
    assert done.stdout.splitlines()[-2:] == ["  Score 87.0 → 87.0", "Nobody's score or verdict would move (2 reps)."]
    assert done.stdout.splitlines()[0] == "Policy 1.0 (firm.yaml) → Policy 1.0 (own.yaml)"


def test_a_rule_that_binds_no_longer_moves_the_verdict_and_is_named(run: Run) -> None:
    softer = PACK.replace("        kind: content", "        kind: content\n        modality: should")
    done = run("policy", "diff", "firm.yaml", "softer.yaml", *ON, "--lang", "en", softer=softer)
    assert done.stdout.splitlines()[-2:] == [
        "  R2  Ben  74.1 → 74.1  not compliant → compliant",
        "      Noted  noted: still not met 15/31, but it binds or weighs otherwise, score 0.0",
    ]


def test_what_the_log_cannot_show_leaves_a_verdict_open(run: Run) -> None:
    own = """\
        extends: firm.yaml
        add:
          - clause: "2"
            rules: [{rule: met, kind: quota, of: meeting, at_least: 1, window: month}]
        """
    done = run("policy", "diff", "firm.yaml", "own.yaml", *ON, "--lang", "en", own=own)
    assert "  R1  Ann  100.0 → 100.0  compliant → undecided" in done.stdout.splitlines()
    assert "      met: not asked → not checked" in done.stdout.splitlines()


def test_scripts_read_it_as_json(run: Run) -> None:
    done = run("policy", "diff", "firm.yaml", "own.yaml", *ON, "--format", "json", "--lang", "en", own=FIVE)
    document: dict[str, Any] = json.loads(done.stdout)
    assert document["schema"] == "checklist-policy-diff/1"
    assert document["to"]["extends"] == "firm 1.0"
    assert {"code": "parameter_changed", "clause": None, "rule": None, "field": "days", "from": 7, "to": 5,
            "message": "days (Days between calls): from 7 to 5"} in document["changes"]  # fmt: skip
    (moved,) = document["effect"]["moved"]
    assert (moved["rep_id"], moved["score"]) == ("R1", {"from": 100.0, "to": 93.1})
    assert moved["verdict"] == {"from": "compliant", "to": "non_compliant"}
    assert [(each["rule"], each["points"]) for each in moved["rules"]] == [("weekly", -6.9)]
    assert document["effect"]["verdicts"]["compliant"] == {"from": 1, "to": 0}
    alone = json.loads(run("policy", "diff", "firm.yaml", "own.yaml", "--format", "json").stdout)
    assert alone["effect"] is None


def test_both_policies_judge_the_same_days(run: Run, firm: Path) -> None:
    log = firm / "log.csv"
    rows = [row for row in log.read_text(encoding="utf-8").splitlines() if "2026-10-31" not in row]
    log.write_text("\n".join(rows) + "\n", encoding="utf-8")
    # The log ends on a Friday: by the first policy October is whole, by the second a working day is missing.
    own = FIVE + "calendar: {weekend: [mon, tue]}\n"
    inputs = ("log.csv", "--as-of", "2026-10-31", "--format", "json")
    alone = run("audit", *inputs, "--policy", "own.yaml", own=own)
    assert json.loads(alone.stdout)["period"]["from"] == "2026-09-01"
    both = run("policy", "diff", "firm.yaml", "own.yaml", "--on", *inputs)
    assert json.loads(both.stdout)["effect"]["period"]["from"] == "2026-10-01"


def test_a_waiver_of_a_rule_that_only_one_policy_has_holds_there(run: Run) -> None:
    own = """\
        extends: firm.yaml
        add:
          - clause: "2"
            rules: [{rule: twice, kind: quota, of: call, at_least: 20, window: month}]
        """
    waivers = """\
        waivers:
          - {id: W1, rule: twice, reps: [R1], from: 2026-10-01, to: 2026-10-31, reason: new, approved_by: Boss,
             approved_on: 2026-10-01, expires: 2026-12-31}
        """
    compare = ("policy", "diff", "firm.yaml", "own.yaml", *ON, "--waivers", "waivers.yaml", "--lang", "en")
    done = run(*compare, own=own, waivers=waivers)
    assert (done.returncode, done.stderr) == (0, "")
    misspelt = run(*compare, own=own, waivers=waivers.replace("twice", "twise"))
    assert misspelt.returncode == 2


def test_inputs_without_a_log_are_refused(run: Run) -> None:
    done = run(
        "policy", "diff", "firm.yaml", "firm.yaml", "--roster", "reps.csv", "--as-of", "2026-10-31", "--lang", "en"
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "--roster, --as-of only go with --on; name the log with --on\n"


@pytest.mark.parametrize(
    ("own", "message"),
    [
        (
            "extends: firm.yaml\nset: {days: 15}\n",
            "own.yaml:2:13: the parameter days is 15, beyond what the pack allows; write from 1 to 14",
        ),
        ("extends: own.yaml\n", "own.yaml:1:10: extends runs in a circle: own.yaml:1:10, and back to own.yaml"),
        ("extends: firm.yaml\nskip: [{rule: noted}]\n", "own.yaml:2:8: the field reason is missing here"),
        ("extends: firm.yaml\nskip: [{rule: noetd, reason: x}]\n", "own.yaml:2:15: the policy that is extended has no"),
    ],
)
def test_a_tailoring_that_cannot_be_stops_everything_with_its_place(run: Run, own: str, message: str) -> None:
    for arguments in (("policy", "diff", "firm.yaml", "own.yaml"), ("audit", "log.csv", "--policy", "own.yaml")):
        done = run(*arguments, "--lang", "en", own=own)
        assert (done.returncode, done.stdout) == (2, "")
        assert done.stderr.startswith(message)
        assert done.stderr.count("\n") == 1


def test_an_audit_shows_a_tailored_figure_beside_the_packs(run: Run, firm: Path) -> None:
    own = FIVE + "skip: [{rule: noted, reason: {zh: 太繁琐, en: too much}}]\n"
    done = run("audit", "log.csv", "--policy", "own.yaml", "--period", "2026-10", "--lang", "en",
               "--output", "html=pages", "--output", "json=audit.json", own=own)  # fmt: skip
    assert done.returncode == 0
    lines = done.stdout.splitlines()
    place = lines.index("What the company has set for itself, over firm 1.0")
    assert lines[place + 1 : place + 3] == [
        "  Days between calls: 5 here, 7 in the pack",
        "  not applied: Noted: too much",
    ]
    policy = json.loads((firm / "audit.json").read_text(encoding="utf-8"))["policy"]
    assert (policy["pack"], policy["version"], policy["extends"]) == ("ours", "2", "firm 1.0")
    assert policy["tailoring"] == {"days": {"pack": 7, "value": 5}}
    assert policy["skipped"] == [{"rule": "noted", "reason": "too much"}]
    page = (firm / "pages" / "index.html").read_text(encoding="utf-8")
    for words in ("This policy is a tailoring of firm 1.0.", "Days between calls", "Noted: too much"):
        assert words in page


def test_a_folder_of_packs_is_linted_pack_by_pack(run: Run) -> None:
    done = run("policy", "lint", ".", "--lang", "en", own=FIVE)
    assert done.returncode == 0
    assert [line.split(":")[0] for line in done.stdout.splitlines() if line.endswith("warnings")] == [
        "firm 1.0",
        "ours 2",
    ]
