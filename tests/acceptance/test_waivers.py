"""Waivers as people use them: written by one command, used by another, shown in every report."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest

from checklist.wire.audit import AuditDocument

PACK = """
pack: small
clauses:
  - clause: "1.1"
    rules:
      - {rule: noted, title: {zh: 有记录, en: notes}, kind: content, of: {type: call}, require: [{field: text}]}
"""


def run(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "checklist", *words, "--lang", "en"]
    root = Path(__file__).parents[2]
    return subprocess.run(
        command, cwd=folder, env={"PYTHONPATH": str(root), "PATH": ""}, capture_output=True, text=True, check=False
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "small.yaml").write_text(PACK, encoding="utf-8")
    (tmp_path / "log.csv").write_text(
        "record_id,rep_id,type,occurred_at,customer_id,text\nE1,R1,call,2026-10-05,C1,\nE2,R2,call,2026-10-06,C2,fine\n",
        encoding="utf-8",
    )
    (tmp_path / "roster.csv").write_text("rep_id,name\nR1,Lin\nR2,Chen\n", encoding="utf-8")
    return tmp_path


WAIVE = (
    *("waive", "noted", "--policy", "small.yaml", "--customer", "C1", "--reason", "no signal: tunnel"),
    *("--approved-by", "Zhou", "--approved-on", "2026-10-01", "--expires", "2026-12-31"),
)
AUDIT = (
    *("audit", "log.csv", "--policy", "small.yaml", "--roster", "roster.csv", "--period", "2026-10"),
    *("--as-of", "2026-10-31"),
)


def test_from_the_command_that_writes_one_to_the_reports_that_show_it(folder: Path) -> None:
    (folder / "waivers.yaml").write_text("# agreed in the meeting\n", encoding="utf-8")
    done = run(folder, *WAIVE, "--file", "waivers.yaml")
    assert (done.returncode, done.stderr) == (0, "waiver noted-2026-10-01 written to waivers.yaml\n")
    assert (folder / "waivers.yaml").read_text(encoding="utf-8").startswith("# agreed in the meeting\n- id: noted-")
    reports = ("--output", "json=a.json", "--output", "html=pages", "--output", "csv=tables")
    done = run(folder, *AUDIT, "--waivers", "waivers.yaml", *reports)
    assert done.returncode == 0, done.stderr
    assert "noted-2026-10-01" in done.stdout
    found = json.loads((folder / "a.json").read_text(encoding="utf-8"))
    jsonschema.validate(found, AuditDocument.published())
    card = found["scorecards"][0]
    one = card["findings"][0]
    assert (card["verdict"], one["outcome"], one["waived"], one["waivers"]) == (
        "undecided", "fail", 1, ["noted-2026-10-01"],
    )  # fmt: skip
    assert [each["waiver"] for each in found["deviations"]] == ["noted-2026-10-01"]
    assert found["waivers"][0]["reason"] == "no signal: tunnel"
    pages = {path.name: path.read_text(encoding="utf-8") for path in (folder / "pages").glob("*.html")}
    assert [("no signal: tunnel" in page) for _, page in sorted(pages.items())] == [True, True, False]
    assert "noted-2026-10-01" in (folder / "tables" / "findings.csv").read_text(encoding="utf-8")


def test_printed_without_a_file_and_made_where_there_is_none(folder: Path) -> None:
    printed = run(folder, *WAIVE).stdout
    assert run(folder, *WAIVE, "--file", "new.yaml").returncode == 0
    assert (folder / "new.yaml").read_text(encoding="utf-8") == printed
    run(folder, *WAIVE, "--file", "new.yaml")
    assert (folder / "new.yaml").read_text(encoding="utf-8").count("- id:") == 2


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--rep", "R1", "--approved-by", "R1"), "someone else must approve it"),
        (("--rep", "R1", "--approved-by", "lin", "--roster", "roster.csv"), "someone else must approve it"),
        (("--expires", "2026-09-01"), "before it was approved"),
        (("--expires", "soon"), "soon is no day"),
        (("--all",), "--all"),
        (("--reason", " "), "--reason"),
    ],
)
def test_what_may_not_be_waived_is_refused_and_nothing_written(folder: Path, words: tuple[str, ...], said: str) -> None:
    done = run(folder, *WAIVE, *words, "--file", "waivers.yaml")
    assert done.returncode == 2
    assert said in done.stderr
    assert not (folder / "waivers.yaml").exists()


def test_a_slip_in_the_file_stops_the_audit_at_its_place(folder: Path) -> None:
    text = run(folder, *WAIVE).stdout
    for wrong, said in (
        (text.replace("noted\n", "notted\n", 1), "waivers.yaml:2:9: waiver noted-2026-10-01 is for the rule notted"),
        (text.replace("Zhou", "Lin"), "waivers.yaml:5:16: waiver noted-2026-10-01 is approved by Lin"),
        (text.replace("reason", "reson"), "waivers.yaml:4:3: the field reson is unknown here; did you mean reason"),
    ):
        (folder / "waivers.yaml").write_text(wrong, encoding="utf-8")
        done = run(folder, *AUDIT, "--waivers", "waivers.yaml")
        assert done.returncode == 2
        assert said in done.stderr
        assert "Traceback" not in done.stderr
