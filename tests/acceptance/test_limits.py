"""An audit that meets the limits of the machine: one sentence, exit code 2, nothing left, the old report whole."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import pytest

from tests.acceptance.test_interrupted import SLOW, Running

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.acceptance.conftest import Firm

pytestmark = pytest.mark.slow

ROOT = str(Path(__file__).parents[2])


@pytest.fixture
def large(firm: Firm) -> Iterator[Firm]:
    """A firm whose log is larger than the memory it may take, with a report from before and a folder to spill to."""
    rows = """
        SELECT 'R1' AS rep_id, 'call' AS type, TIMESTAMP '2026-10-01 09:00:00' + to_seconds(i * 7) AS occurred_at,
            'L' || i AS record_id, 'C' || i % 500 AS customer_id,
            md5(CAST(i AS VARCHAR)) || md5(CAST(-i AS VARCHAR)) AS text
        FROM range(300000) t(i)
    """
    duckdb.sql(f"COPY ({rows}) TO '{firm.folder / 'large.csv'}' (HEADER)")
    firm.write("old.json", "an old report")
    (firm.folder / "spill").mkdir()
    yield firm
    assert (firm.folder / "old.json").read_text(encoding="utf-8") == "an old report"
    assert [each.name for each in firm.folder.iterdir() if each.name.startswith(".")] == []
    assert list((firm.folder / "spill").iterdir()) == []


def audit(firm: Firm, *words: str, largest_file: int | None = None, **environment: str) -> tuple[int, str]:
    def bounded() -> None:
        if largest_file is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (largest_file, largest_file))

    done = subprocess.run(
        [sys.executable, "-m", "checklist", "audit", *words, "--policy", "pack.yaml", "--period", "2026-10",
         "--isolated", "--output", "json=old.json"],
        cwd=firm.folder,
        env=os.environ | {"PYTHONPATH": ROOT, "TMPDIR": str(firm.folder / "spill")} | environment,
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=bounded,
    )  # fmt: skip
    assert "Traceback" not in done.stderr
    return done.returncode, done.stderr


@pytest.mark.parametrize(("language", "words"), [("en", "memory ran out"), ("zh", "内存不够")])
def test_memory_that_is_too_small(large: Firm, language: str, words: str) -> None:
    code, said = audit(large, "large.csv", "--memory-limit", "20MB", "--lang", language)
    assert code == 2
    assert len(said.splitlines()) == 1
    assert words in said
    assert "20MB" in said
    assert "--memory-limit" in said


@pytest.mark.parametrize(("language", "words"), [("en", "is full"), ("zh", "磁盘空间已用完")])
def test_a_disk_that_is_full(large: Firm, language: str, words: str) -> None:
    """No file may grow beyond a megabyte, which the database meets as it meets the end of a disk."""
    words_given = ("large.csv", "--memory-limit", "90MB", "--jobs", "1", "--lang", language)
    code, said = audit(large, *words_given, largest_file=1 << 20)
    assert code == 2, said
    assert len(said.splitlines()) == 1
    assert words in said
    assert str(large.folder / "spill") in said
    assert "--temp-directory" in said


def test_a_temporary_folder_of_ones_own(large: Firm) -> None:
    code, said = audit(large, "large.csv", "--temp-directory", "spill", "--memory-limit", "20MB", "--lang", "en")
    assert code == 2
    assert "memory ran out" in said
    for folder in ("nowhere", "large.csv"):
        code, said = audit(large, "large.csv", "--temp-directory", folder, "--lang", "en")
        assert code == 2
        assert said.startswith(f"{folder}: the temporary folder cannot be used")


def test_an_amount_that_is_none_and_one_from_the_settings(large: Firm) -> None:
    code, said = audit(large, "large.csv", "--memory-limit", "plenty", "--lang", "en")
    assert code == 2
    assert "plenty is no amount of memory" in said
    large.write("mine.toml", 'memory_limit = "20MB"\ntemp_directory = "spill"\n')
    done = subprocess.run(
        [sys.executable, "-m", "checklist", "audit", "large.csv", "--policy", "pack.yaml", "--period", "2026-10",
         "--settings", "mine.toml", "--lang", "en"],
        cwd=large.folder,
        env=os.environ | {"PYTHONPATH": ROOT},
        capture_output=True,
        text=True,
        check=False,
    )  # fmt: skip
    assert done.returncode == 2
    assert "does not fit into 20MB" in done.stderr


def test_an_end_asked_for_while_a_rule_is_judged(large: Firm, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TMPDIR", str(large.folder / "spill"))
    (large.folder / "slow").mkdir()
    large.write("slow/slow.yaml", SLOW)
    running = Running(large, "audit", "records.csv", "--policy", "slow/slow.yaml", "--period", "2026-10")
    try:
        running.wait_for(b"[0/1]")
        assert running.interrupt(signal.SIGTERM) == 128 + signal.SIGTERM, running.said
        assert b"Traceback" not in running.said
    finally:
        running.close()
