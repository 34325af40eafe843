"""The action's own script, run as a pipeline would: words stay words, and the exit code is handed on."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml

if TYPE_CHECKING:
    from tests.acceptance.conftest import Firm

pytestmark = pytest.mark.skipif(shutil.which("bash") is None, reason="needs bash")

ROOT = Path(__file__).parents[2]
OPTIONS = "--policy\npack.yaml\n--roster\nroster.csv\n--attestations\nattestations.csv\n--customers\ncustomers.csv\n"


def script() -> str:
    action = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
    return str(next(step["run"] for step in action["runs"]["steps"] if step.get("id") == "check"))


def step(firm: Firm, **values: str) -> tuple[str, str]:
    shim = firm.folder / "bin" / "checklist"
    shim.parent.mkdir()
    shim.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m checklist "$@"\n', encoding="utf-8")
    shim.chmod(0o755)
    given = {"LOGS": "", "OPTIONS": "", "FAIL_ON": "", "SARIF": "out.sarif", "JUNIT": "", **values}
    done = subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script()],  # noqa: S607  # as the host calls it
        cwd=firm.folder,
        env={**os.environ, "PATH": f"{shim.parent}:{os.environ['PATH']}", "PYTHONPATH": str(ROOT),
             "GITHUB_OUTPUT": str(firm.folder / "output"), **given},
        capture_output=True, text=True, check=True, timeout=120,
    )  # fmt: skip
    return done.stdout, (firm.folder / "output").read_text(encoding="utf-8")


def test_a_gate_that_is_not_met_is_handed_on_with_its_reports(firm: Firm) -> None:
    days = "--period\n2026-10\n--as-of\n2026-10-31\n"
    out, code = step(firm, LOGS="records.csv\n", OPTIONS=OPTIONS + days, FAIL_ON="any", JUNIT="out.xml")
    assert code == "code=1\n"
    assert out.startswith("::error ")
    assert (firm.folder / "out.sarif").is_file()
    assert (firm.folder / "out.xml").is_file()


def test_no_word_is_ever_run(firm: Firm) -> None:
    _, code = step(firm, LOGS="$(touch run1).csv\n--help\n", OPTIONS="--roster\n`touch run2`; touch run3\n")
    assert code == "code=2\n"
    assert not list(firm.folder.glob("run*"))


def test_settings_may_name_the_logs(firm: Firm) -> None:
    firm.write("checklist.toml", 'logs = ["records.csv"]\npolicy = "pack.yaml"\nperiod = "2026-10"\n')
    _, code = step(firm, FAIL_ON="never")
    assert code == "code=0\n"
