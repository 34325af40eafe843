"""`checklist policy test` as its users run it: a real process, its words and its exit code."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.unit.casebook.packs import DEFAULTS, FAILING, PASSING, WHOLE, make_pack

ROOT = Path(__file__).parents[2]


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "checklist", "policy", "test", *arguments, "--lang", "en"],
        cwd=ROOT, capture_output=True, text=True, encoding="utf-8", timeout=300, check=False,
    )  # fmt: skip


def test_a_pack_whose_cases_all_pass(tmp_path: Path) -> None:
    done = run(str(make_pack(tmp_path / "p")))
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "small 1.0.0: 1 rule, 3 cases: 3 passed, 0 failed; 0 rules not shown in every way\n"


def test_a_case_that_fails_is_named_with_what_was_expected_and_found(tmp_path: Path) -> None:
    folder = make_pack(tmp_path / "p", WHOLE.replace("due_on: 2026-10-10", "due_on: 2026-10-12"))
    done = run(str(folder))
    assert done.returncode == 1
    lines = done.stdout.splitlines()
    assert lines[0] == f"{folder}/1-service.cases.yaml:17:5: answered: a second late"
    assert lines[1:3] == [
        "    R1 deviation missing: {record_id: 1, due_on: 2026-10-12}",
        "    R1 deviation unexpected: {record_id: 1, due_on: 2026-10-10}",
    ]
    assert lines[3].startswith("small 1.0.0: 1 rule, 3 cases: 2 passed, 1 failed")


def test_a_rule_that_is_not_shown_in_every_way_fails(tmp_path: Path) -> None:
    folder = make_pack(tmp_path / "p", DEFAULTS + PASSING + FAILING)
    done = run(str(folder))
    assert done.returncode == 1
    assert f"{folder}/1-service.yaml:4:7: rule answered still lacks cases: undecided" in done.stdout


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("rule: answered", "rule: unknown-rule", ":9:11: the pack has no rule unknown-rule"),
        ("type: inquiry", "tpye: inquiry", ":12:10: the table records has no column tpye"),
        ("2026-10-09 09:00", "09/10/2026", ":12:9: the case's data cannot be read: "),
    ],
)
def test_cases_that_cannot_be_read_stop_it(tmp_path: Path, old: str, new: str, said: str) -> None:
    done = run(str(make_pack(tmp_path / "p", WHOLE.replace(old, new, 1))))
    assert (done.returncode, done.stdout) == (2, "")
    assert f"1-service.cases.yaml{said}" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_clause_file_without_cases_stops_it(tmp_path: Path) -> None:
    done = run(str(make_pack(tmp_path / "p", None)))
    assert done.returncode == 2
    assert "write 1-service.cases.yaml beside it" in done.stderr


def test_a_folder_of_packs_stands_for_each(tmp_path: Path) -> None:
    make_pack(tmp_path / "one")
    make_pack(tmp_path / "two")
    done = run(str(tmp_path))
    assert done.returncode == 0
    assert done.stdout.count("small 1.0.0:") == 2


def test_only_the_cases_asked_for(tmp_path: Path) -> None:
    folder = str(make_pack(tmp_path / "p"))
    chosen = run(folder, "-k", "SECOND LATE")
    assert chosen.returncode == 0
    assert chosen.stdout == "small 1.0.0: 1 chosen case of 1 rule: 1 passed, 0 failed\n"
    none = run(folder, "-k", "no such words")
    assert none.returncode == 2
    assert "no case contains" in none.stderr


def test_a_name_with_control_characters_cannot_touch_the_terminal(tmp_path: Path) -> None:
    wrong = FAILING.replace("expected: 1", "expected: 2").replace("a second late", '"late \\e[31m"')
    done = run(str(make_pack(tmp_path / "p", DEFAULTS + wrong)))
    assert done.returncode == 1
    assert "\x1b" not in done.stdout


@pytest.mark.slow
def test_the_shipped_packs_pass() -> None:
    done = run()
    assert done.returncode == 0, done.stdout
    assert "sales-management" in done.stdout
