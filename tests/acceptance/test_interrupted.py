"""Ctrl-C and a reader who leaves: the documented exit code, no traceback, and old reports whole."""

from __future__ import annotations

import fcntl
import os
import select
import signal
import subprocess
import sys
import termios
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.acceptance.conftest import RECORDS, Firm

if TYPE_CHECKING:
    from collections.abc import Iterator

SLOW = """\
pack: slow
version: "1"
timezone: Asia/Shanghai
calendar: {country: CN}
clauses:
  - clause: "1.1"
    modality: must
    title: {zh: 慢, en: Slow}
    rules:
      - rule: slow
        kind: query
        sql: >-
          SELECT a.rep_id, a.record_id AS subject, a.day AS due_on, count(*) > 0 AS met, min(a.row_id) AS evidence
          FROM records a, records b, records c, records d, records e, records f, records g, records h, records i,
          records j, records k GROUP BY ALL
"""

pytestmark = pytest.mark.skipif(not hasattr(os, "openpty"), reason="needs a terminal to follow the program")


class Running:
    """A running command, followed on a terminal of its own."""

    def __init__(self, firm: Firm, *words: str) -> None:
        self._terminal, inner = os.openpty()
        self._process = subprocess.Popen(
            [sys.executable, "-m", "checklist", *words, "--lang", "en"],
            cwd=firm.folder,
            env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=inner,
        )
        os.close(inner)
        self.said = b""

    def wait_for(self, text: bytes) -> None:
        while text not in self.said:
            assert select.select([self._terminal], [], [], 60)[0], self.said
            self.said += os.read(self._terminal, 4096)

    def interrupt(self, number: signal.Signals = signal.SIGINT) -> int:
        self._process.send_signal(number)
        assert self._process.stdout is not None
        self._process.stdout.read()
        code = self._process.wait(60)
        os.set_blocking(self._terminal, False)
        try:
            while more := os.read(self._terminal, 4096):
                self.said += more
        except OSError:  # nothing is left to read
            pass
        return code

    def give(self, text: str) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(text.encode())
        self._process.stdin.flush()

    def untaken(self) -> int:
        """Count what the program has not read yet of what it was given."""
        assert self._process.stdin is not None
        return int.from_bytes(fcntl.ioctl(self._process.stdin, termios.FIONREAD, b"\0" * 4), sys.byteorder)

    def alive(self) -> bool:
        return self._process.poll() is None

    def close(self) -> None:
        self._process.kill()
        self._process.wait()
        for each in (self._process.stdin, self._process.stdout):
            assert each is not None
            each.close()
        os.close(self._terminal)


SECOND = SLOW[SLOW.index("      - rule: slow") :].replace("rule: slow", "rule: also-slow")


@pytest.fixture
def slow(firm: Firm) -> Iterator[Firm]:
    (firm.folder / "slow").mkdir()
    firm.write("slow/slow.yaml", SLOW)
    firm.write("old.json", "an old report")
    yield firm
    assert [each.name for each in firm.folder.iterdir() if each.name.startswith(".")] == []
    assert (firm.folder / "old.json").read_text(encoding="utf-8") == "an old report"


@pytest.mark.parametrize("command", ["audit", "check"])
def test_ctrl_c_while_a_rule_is_judged(slow: Firm, command: str) -> None:
    words = ("records.csv", "--policy", "slow/slow.yaml", "--period", "2026-10", "--output", "json=old.json")
    running = Running(slow, command, *words)
    try:
        running.wait_for(b"[0/1]")
        assert running.interrupt() == 130
        assert b"interrupted; reports that were there are as they were" in running.said
        assert b"Traceback" not in running.said
    finally:
        running.close()


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_rules_that_are_judged_side_by_side_end_together(slow: Firm, number: signal.Signals, code: int) -> None:
    slow.write("slow/slow.yaml", SLOW + SECOND)
    words = ("records.csv", "--policy", "slow/slow.yaml", "--period", "2026-10", "--output", "json=old.json")
    running = Running(slow, "audit", *words, "--jobs", "2")
    try:
        running.wait_for(b"[0/2]")
        assert running.interrupt(number) == code, running.said
        assert b"Traceback" not in running.said
    finally:
        running.close()


def test_ctrl_c_while_a_log_is_read(slow: Firm) -> None:
    words = ("check", "-", "--policy", "pack.yaml", "--period", "2026-10", "--output", "json=old.json")
    running = Running(slow, *words)
    try:
        running.give(RECORDS[:100])
        while running.untaken():
            assert running.alive(), running.said
            os.sched_yield()
        assert running.interrupt() == 130
        assert b"Traceback" not in running.said
    finally:
        running.close()


def test_a_reader_who_leaves(firm: Firm) -> None:
    """The pipe is closed before anything is written to it."""
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(
        [sys.executable, "-m", "checklist", "check", "records.csv", "--policy", "pack.yaml", "--format", "json"],
        cwd=firm.folder,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
        stdout=writing,
        stderr=subprocess.PIPE,
        timeout=120,
        check=False,
    )
    os.close(writing)
    assert done.returncode == 141
    assert b"Traceback" not in done.stderr
    assert b"Error" not in done.stderr
