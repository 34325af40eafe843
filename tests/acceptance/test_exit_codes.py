"""Every exit code, by a real process; those of Ctrl-C and a closed pipe stand in `test_interrupted`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.acceptance.conftest import Firm

TABLES = ("--roster", "roster.csv", "--customers", "customers.csv", "--attestations", "attestations.csv")
CHECK = ("check", "records.csv", "--policy", "pack.yaml", *TABLES, "--period", "2026-10", "--as-of", "2026-10-31", "-q",
         "--lang", "en")  # fmt: skip
FAULT = """
import importlib.abc, sys
class Broken(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path, target=None):
        if name == "checklist.auditing":
            raise ZeroDivisionError("a fault of our own")
sys.meta_path.insert(0, Broken())
"""


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("--fail-on", "never"), 0, "the gate is met"),
        ((), 1, "the gate is not met"),
        (("--fail-on", "sometimes"), 2, ""),
        (("--period", "2026-11", "--as-of", "2026-11-30"), 3, "no record of 2026-11 is there"),
        (("--fail-on", "never", "--strict"), 3, "--strict"),
    ],
)
def test_each_outcome_has_its_code(firm: Firm, words: tuple[str, ...], code: int, said: str) -> None:
    ran = firm.run(*CHECK, *words)
    assert ran.code == code, ran.err
    assert said in ran.out
    assert "Traceback" not in ran.err


def test_a_fault_of_our_own_is_said_to_be_one(firm: Firm) -> None:
    (firm.folder / "site").mkdir()
    firm.write("site/sitecustomize.py", FAULT)
    path = f"{firm.folder / 'site'}:{firm.root}"
    ran = firm.run(*CHECK, PYTHONPATH=path)
    assert ran.code == 70
    assert "a fault of our own" in ran.err
    assert "Traceback" not in ran.err


def test_the_summary_of_a_step_is_added_to_what_is_there(firm: Firm) -> None:
    firm.write("summary.md", "before\n")
    ran = firm.run(*CHECK, "--format", "github", GITHUB_STEP_SUMMARY=str(firm.folder / "summary.md"))
    assert ran.code == 1
    assert all(line.startswith("::") for line in ran.out.splitlines())
    text = (firm.folder / "summary.md").read_text(encoding="utf-8")
    assert text.startswith("before\n**✗ The gate is not met**")
    assert "`R2`" in text
    for place in ("no/such/folder/s.md", "."):
        refused = firm.run(*CHECK, "--format", "github", GITHUB_STEP_SUMMARY=place)
        assert refused.code == 2
        assert refused.err.startswith(place)


def test_settings_hold_for_a_whole_command(firm: Firm) -> None:
    words = {CHECK[n][2:]: CHECK[n + 1] for n in range(2, 12, 2)} | {"as_of": CHECK[13]}
    lines = [f'{name} = "{value}"' for name, value in words.items()]
    firm.write("checklist.toml", "\n".join(['logs = ["records.csv"]', 'lang = "en"', *lines, "[gate.rules]",
                                            'answered = "never"', "trained = {min_share = 0.5}"]))  # fmt: skip
    ran = firm.run("check", "-q")
    assert ran.code == 1
    assert "1 finding of 1 rep is below its rule's least share" in ran.out
    assert "R2  trained" in ran.out
    assert "answered" not in ran.out
    assert firm.run("audit", "-q").code == 0
    shown = firm.run("check", "--show-settings", "--fail-on", "any")
    assert 'fail_on = "any"  # command line' in shown.out
    assert 'roster = "roster.csv"  # ' in shown.out
    assert firm.run("check", "-q", "--isolated").code == 2
