"""The real command over a log large enough to be kept: nothing that it says may tell whether it was."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.acceptance.conftest import Firm

_NOTE = "客户反馈交期偏紧，已请工厂核对产能并约定下周复盘；" * 40
_KEPT = "CHECKLIST_CACHE"


@pytest.fixture
def kept(firm: Firm) -> Path:
    """Make the firm's log larger than twenty megabytes, and return the folder for what is kept."""
    head, *rows = (firm.folder / "records.csv").read_text(encoding="utf-8").splitlines()
    rows += [f"L{n},R{n % 3 + 1},visit,2026-10-{n % 28 + 1:02d} 09:00,C{n % 2 + 1},done,{_NOTE}" for n in range(7000)]
    firm.write("records.csv", "\n".join([head, *rows]) + "\n")
    assert (firm.folder / "records.csv").stat().st_size > 20_000_000
    return firm.folder / "kept"


def _names(kept: Path) -> list[str]:
    return sorted(each.name for each in kept.iterdir()) if kept.is_dir() else []


@pytest.mark.slow
def test_two_at_once_and_the_next_say_the_same(firm: Firm, kept: Path) -> None:
    words = ["--format", "json", "-q"]
    plain = firm.audit(*words, "--no-cache", **{_KEPT: str(kept)})
    assert (plain.code, plain.err) == (0, "")
    assert not kept.exists()
    tables = ["--roster", "roster.csv", "--customers", "customers.csv", "--attestations", "attestations.csv"]
    dates = ["--period", "2026-10", "--as-of", "2026-10-31"]
    command = [sys.executable, "-m", "checklist", "audit", "records.csv", "--policy", "pack.yaml", *tables, *dates]
    started = [
        subprocess.Popen(
            [*command, *words],
            cwd=firm.folder,
            env={**os.environ, "PYTHONPATH": str(firm.root), "PYTHONIOENCODING": "utf-8", _KEPT: str(kept)},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )
        for _ in range(2)
    ]
    for each in started:
        assert (each.communicate(timeout=120), each.returncode) == ((plain.out, ""), 0)
    (entry,) = _names(kept)
    assert firm.audit(*words, **{_KEPT: str(kept)}) == plain
    # What was read for one command serves the others.
    changed = (kept / entry).stat().st_ino
    due = ["due", "records.csv", "--policy", "pack.yaml", *tables, "--as-of", "2026-10-31"]
    assert firm.run(*due, **{_KEPT: str(kept)}) == firm.run(*due, "--no-cache", **{_KEPT: str(kept)})
    named = [*words, "--pseudonymise", "a phrase that is long enough"]
    assert firm.audit(*named, **{_KEPT: str(kept)}) == firm.audit(*named, "--no-cache", **{_KEPT: str(kept)})
    query = ["explain", "weekly", "records.csv", "--policy", "pack.yaml", *tables, *dates, "--sql"]
    query += ["--database", "x.db"]
    assert firm.run(*query, **{_KEPT: str(kept)}).code == 0
    assert _names(kept) == [entry]
    assert (kept / entry).stat().st_ino == changed


def test_a_write_that_fails_stops_nothing_and_leaves_nothing(firm: Firm, kept: Path) -> None:
    def bounded() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (30_000, 30_000))

    command = [
        sys.executable,
        "-m",
        "checklist",
        "check",
        "records.csv",
        "--policy",
        "pack.yaml",
        "--period",
        "2026-10",
    ]
    done = subprocess.run(
        [*command, "--fail-on", "never", "-q"],
        cwd=firm.folder,
        env={**os.environ, "PYTHONPATH": str(firm.root), _KEPT: str(kept)},
        preexec_fn=bounded,
        capture_output=True,
        timeout=120,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert kept.is_dir()
    assert _names(kept) == []


def test_a_setting_switches_it_off(firm: Firm, kept: Path) -> None:
    firm.write("checklist.toml", "no-cache = true\n")
    assert firm.audit("-q", **{_KEPT: str(kept)}).code == 0
    assert not kept.exists()
