"""The manager's checklist from the command that writes it, through a manager's hands, to the audit it decides."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

DECIDED = ("qualities-attested", "code-of-conduct-signed", "cooperation-attested")


def run(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    root = Path(__file__).parents[2]
    return subprocess.run(
        [sys.executable, "-m", "checklist", *words],
        cwd=folder,
        env={"PYTHONPATH": str(root), "PATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "log.csv").write_text("rep_id,type,occurred_at\nR1,call,2026-10-05\n", encoding="utf-8")
    (tmp_path / "roster.csv").write_text("rep_id,name,left_on\nR1,Lin,\nR2,Chen,2026-08-31\n", encoding="utf-8")
    return tmp_path


def fill(folder: Path, change: Callable[[Any], None] | None = None) -> None:
    book = openpyxl.load_workbook(folder / "form.xlsx")
    sheet = book.worksheets[0]
    for row in range(2, sheet.max_row + 1):
        sheet.cell(row, 6).value = "是" if sheet.cell(row, 3).value == "code_of_conduct" else 4
        sheet.cell(row, 7).value, sheet.cell(row, 8).value = "Zhou Min", date(2026, 9, 1)
    if change:
        change(sheet)
    book.save(folder / "form.xlsx")


def outcomes(folder: Path, form: str) -> dict[str, str]:
    words = ("--roster", "roster.csv", "--attestations", form, "--period", "2026-10", "--as-of", "2026-10-31")
    done = run(folder, "audit", "log.csv", *words, "--format", "json")
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)["scorecards"]
    return {each["rule"]: each["outcome"] for each in found[0]["findings"] if each["rule"] in DECIDED}


def test_written_filled_and_read_back_it_decides_chapters_1_1_and_1_2(folder: Path) -> None:
    done = run(folder, "form", "--roster", "roster.csv", "--as-of", "2026-10-01", "--output", "form.xlsx")
    assert (done.returncode, done.stderr) == (0, "已写出 form.xlsx：1 人，9 个项目\n")
    assert outcomes(folder, "form.xlsx") == dict.fromkeys(DECIDED, "not_checked")
    fill(folder)
    assert outcomes(folder, "form.xlsx") == dict.fromkeys(DECIDED, "pass")

    def lower(sheet: Any) -> None:
        sheet["F2"] = 1

    fill(folder, lower)
    assert outcomes(folder, "form.xlsx")["qualities-attested"] == "fail"


def test_a_slip_stops_the_audit_at_its_cell(folder: Path) -> None:
    run(folder, "form", "--roster", "roster.csv", "--output", "form.xlsx", "--lang", "en")

    def slip(sheet: Any) -> None:
        sheet["G3"] = None

    fill(folder, slip)
    done = run(folder, "audit", "log.csv", "--attestations", "form.xlsx", "--lang", "en")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("form.xlsx:Form!G3: this row is only half filled in; it lacks: Assessor")


def test_as_csv(folder: Path) -> None:
    assert run(folder, "form", "--roster", "roster.csv", "--output", "form.csv", "--lang", "en,zh").returncode == 0
    text = (folder / "form.csv").read_text(encoding="utf-8-sig")
    assert text.startswith("Rep id / 人员编号,")
    assert outcomes(folder, "form.csv") == dict.fromkeys(DECIDED, "not_checked")


@pytest.mark.parametrize(
    "words", [("--output", "form.pdf"), ("--output", "form.xlsx", "--lang", "fr"), ("--output", "missing/.././/")]
)
def test_what_cannot_be_written_is_refused(folder: Path, words: tuple[str, ...]) -> None:
    done = run(folder, "form", *words)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
