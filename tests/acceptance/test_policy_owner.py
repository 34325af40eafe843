"""What the owner of a policy runs: lint, coverage, new, reference, schema. The real command and its exit code."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

PACK = """\
pack: trial
title: {zh: 试, en: trial}
clauses:
  - clause: "1.1"
    title: {zh: 拜访, en: Visits}
    rules:
      - rule: visits
        kind: quota
        title: {zh: 拜访, en: Visits}
        advice: {zh: 去拜访, en: Visit}
        basis: document
        of: visit
        at_least: 1
        window: month
"""


def checklist(*words: str, folder: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "checklist", *words]
    top = Path(__file__).parents[2]
    return subprocess.run(
        command, cwd=folder, capture_output=True, text=True, encoding="utf-8", check=False,
        env={"PYTHONPATH": str(top), "PYTHONIOENCODING": "utf-8", "PATH": ""},
    )  # fmt: skip


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    path = tmp_path / "trial.yaml"
    path.write_text(PACK, encoding="utf-8")
    return path


def test_a_pack_without_fault(pack: Path) -> None:
    done = checklist("policy", "lint", "trial.yaml", "--strict", "--lang", "en", folder=pack.parent)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "trial 0: 1 clause, 1 rule, 0 warnings\n"


def test_warnings_do_not_stop_anyone_but_with_strict(pack: Path) -> None:
    pack.write_text(PACK.replace("at_least: 1", "at_least: 0"), encoding="utf-8")
    said = "trial.yaml:13:9: rule visits can never fall due: at least 0 asks for nothing\n"
    for words, code in (((), 0), (("--strict",), 1)):
        done = checklist("policy", "lint", "trial.yaml", "--lang", "en", *words, folder=pack.parent)
        assert (done.returncode, done.stderr) == (code, "")
        assert done.stdout.startswith(said)


def test_an_error_stops_lint_and_hides_no_other_packs_warnings(pack: Path) -> None:
    (pack.parent / "bad.yaml").write_text(PACK.replace("window", "windo"), encoding="utf-8")
    pack.write_text(PACK.replace("at_least: 1", "at_least: 0"), encoding="utf-8")
    done = checklist("policy", "lint", "bad.yaml", "trial.yaml", "--lang", "en", folder=pack.parent)
    assert done.returncode == 2
    assert "bad.yaml:14:9: the field windo is unknown here; did you mean window?" in done.stderr
    assert "can never fall due" in done.stdout
    assert "Traceback" not in done.stderr


def test_the_shipped_packs_lint_strictly(tmp_path: Path) -> None:
    assert checklist("policy", "lint", "--strict", folder=tmp_path).returncode == 0


def test_coverage_of_the_shipped_pack(tmp_path: Path) -> None:
    done = checklist("policy", "coverage", "--lang", "en", folder=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert "32 of 32 clauses have a rule" in done.stdout


def test_coverage_with_a_log_says_what_the_log_can_tell(pack: Path) -> None:
    log = pack.parent / "log.csv"
    log.write_text("rep_id,type,occurred_at\nR1,call,2026-10-05 10:00\n", encoding="utf-8")
    words = ("policy", "coverage", "trial.yaml", "log.csv", "--period", "2026-10", "--format", "json", "--lang", "en")
    done = checklist(*words, folder=pack.parent)
    assert (done.returncode, done.stderr) == (0, "")
    rule = json.loads(done.stdout)["clauses"][0]["rules"][0]
    assert (rule["decidable"], rule["reason_code"]) == (False, "type_not_shown")
    log.write_text("rep_id,type,occurred_at\nR1,visit,2026-10-05 10:00\n", encoding="utf-8")
    assert json.loads(checklist(*words, folder=pack.parent).stdout)["totals"]["decided"]["fully"] == 1


def test_coverage_takes_the_pack_as_an_option_too(pack: Path) -> None:
    (pack.parent / "log.csv").write_text("rep_id,type,occurred_at\nR1,visit,2026-10-05 10:00\n", encoding="utf-8")
    words = ("policy", "coverage", "log.csv", "--policy", "trial.yaml", "--period", "2026-10", "--lang", "en")
    done = checklist(*words, folder=pack.parent)
    assert done.returncode == 0
    assert "The data given can decide 1 clause, 0 in part, 0 not at all." in done.stdout


def test_a_clause_without_a_rule_fails_coverage(pack: Path) -> None:
    pack.write_text(PACK + '  - {clause: "1.2", title: {zh: 空, en: Empty}}\n', encoding="utf-8")
    done = checklist("policy", "coverage", "trial.yaml", "--lang", "en", folder=pack.parent)
    assert done.returncode == 1
    assert "Clauses without a rule: 1.2." in done.stdout


@pytest.mark.parametrize(("word", "said"), [("nosuchpack", "nosuchpack"), ("nosuch.csv", "nosuch.csv")])
def test_coverage_of_what_is_not_there_is_an_error(tmp_path: Path, word: str, said: str) -> None:
    done = checklist("policy", "coverage", word, "--lang", "en", folder=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_a_new_clause_works_at_once(tmp_path: Path) -> None:
    done = checklist("policy", "new", "3.1.2", "--in", "own", "--kind", "cadence", "--lang", "en", folder=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert "wrote own/3.1.2.cases.yaml" in done.stdout.replace("\\", "/")
    assert checklist("policy", "lint", "own", "--strict", folder=tmp_path).returncode == 0
    tested = checklist("policy", "test", "own", "--lang", "en", folder=tmp_path)
    assert tested.returncode == 0, tested.stdout + tested.stderr
    again = checklist("policy", "new", "3.1.2", "--in", "own", "--lang", "en", folder=tmp_path)
    assert (again.returncode, again.stdout) == (2, "")
    assert "clause 3.1.2 already stands" in again.stderr


def test_the_guide_in_both_languages_is_current(tmp_path: Path) -> None:
    done = checklist("policy", "reference", "--check", "--lang", "en", folder=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    shown = checklist("policy", "reference", "--lang", "zh", folder=tmp_path)
    assert shown.returncode == 0
    assert "# 怎样编写制度包" in shown.stdout


@pytest.mark.parametrize("subject", ["clauses", "pack", "tailoring"])
def test_schemas_describe_every_field_in_the_readers_language(tmp_path: Path, subject: str) -> None:
    done = checklist("policy", "schema", "--of", subject, "--lang", "zh", folder=tmp_path)
    assert done.returncode == 0
    schema = json.loads(done.stdout)
    assert schema["$schema"].endswith("2020-12/schema")
    assert schema["$defs"]["Clause"]["properties"]["source"]["description"] == "在文件中的位置"
