"""A firm of three reps, small enough to work out by hand, and the real command to audit it."""

from __future__ import annotations

import contextlib
import io
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

PACK = """\
pack: small
version: 1.0.0
title: {zh: 小公司制度, en: A small policy}
timezone: Asia/Shanghai
calendar: {country: CN}
groups: {follow_up: [call, visit]}
grades: {A: 90, B: 0}
clauses:
  - clause: "1.1.1"
    modality: must
    title: {zh: 及时答复, en: Answer in time}
    rules:
      - {rule: answered, kind: response, to: {type: inquiry}, with: {type: answer}, within: 1 workday}
  - clause: "1.1.2"
    modality: should
    title: {zh: 跟进, en: Follow up}
    rules:
      - {rule: weekly, kind: cadence, of: {group: follow_up, status: {not: [planned]}}, within: 7 days}
      - {rule: two-visits, kind: quota, of: {type: visit}, at_least: 2, window: month}
  - clause: "1.2.1"
    modality: must
    title: {zh: 培训, en: Training}
    rules:
      - {rule: trained, kind: attested, items: [training]}
"""
RECORDS = """\
record_id,rep_id,type,occurred_at,customer_id,status,text
A1,R1,visit,2026-09-30 10:00,C1,done,
A2,R1,visit,2026-10-06 10:00,C1,done,
A3,R1,visit,2026-10-12 10:00,C1,done,
A4,R1,call,2026-10-19 10:00,C1,done,
A5,R1,call,2026-10-26 10:00,C1,done,
B1,R1,inquiry,2026-10-09 17:00,C1,,急
B2,R1,answer,2026-10-10 17:59,C1,,
B3,R2,inquiry,2026-10-12 09:00,C2,,
B4,R2,answer,2026-10-14 00:00,C2,,
B5,R2,inquiry,2026-10-30 16:00,C2,,
C1,R2,visit,2026-10-05 09:00,C2,done,
C2,R2,call,2026-10-20 09:00,C2,planned,
"""
ROSTER = "rep_id,name,team,joined_on,left_on\nR1,张伟,东,,\nR2,李娜,西,,\nR3,王强,西,2026-10-20,\n"
CUSTOMERS = "customer_id,rep_id,grade,in_care_from,in_care_to\nC1,R1,A,2026-09-01,\nC2,R2,B,2026-10-01,\n"
ATTESTATIONS = "rep_id,item,assessor,assessed_on,answer\nR1,training,M1,2026-01-05,yes\nR2,training,M1,2026-01-05,no\n"


@dataclass
class Ran:
    """What a real process left behind."""

    code: int
    out: str
    err: str


@dataclass
class Firm:
    """A folder with the firm's files, and the command run in it."""

    folder: Path
    root = Path(__file__).parents[2]

    def run(self, *words: str, **environment: str) -> Ran:
        done = subprocess.run(
            [sys.executable, "-m", "checklist", *words],
            cwd=self.folder,
            env={
                **os.environ,
                "PYTHONPATH": str(Path(__file__).parents[2]),
                "PYTHONIOENCODING": "utf-8",
                **environment,
            },
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=120,
            check=False,
        )
        return Ran(done.returncode, done.stdout, done.stderr)

    def call(self, *words: str) -> Ran:
        """Run the command within this process: the same words, files and exit code, at a fraction of the cost."""
        from checklist.cli import main, speech

        out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", newline="") for _ in range(2))
        before = sys.argv
        # The language is read from the command line once.
        sys.argv = ["checklist", *words]
        speech.wording.cache_clear()
        try:
            with contextlib.chdir(self.folder), contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
                code = main._run(list(words))
        finally:
            sys.argv = before
            speech.wording.cache_clear()
        return Ran(code, *(_text(stream) for stream in (out, err)))

    def audit(self, *words: str, **environment: str) -> Ran:
        tables = ["--roster", "roster.csv", "--customers", "customers.csv", "--attestations", "attestations.csv"]
        dates = ["--period", "2026-10", "--as-of", "2026-10-31"]
        stated = ("audit", "records.csv", "--policy", "pack.yaml", *tables, *dates, *words)
        return self.run(*stated, **environment) if environment else self.call(*stated)

    def write(self, name: str, text: str) -> None:
        (self.folder / name).write_text(text, encoding="utf-8")


def _text(stream: io.TextIOWrapper) -> str:
    stream.flush()
    buffer = stream.buffer
    assert isinstance(buffer, io.BytesIO)
    return buffer.getvalue().decode("utf-8")


@pytest.fixture
def firm(tmp_path: Path) -> Firm:
    made = Firm(tmp_path)
    made.write("pack.yaml", PACK)
    made.write("records.csv", RECORDS)
    made.write("roster.csv", ROSTER)
    made.write("customers.csv", CUSTOMERS)
    made.write("attestations.csv", ATTESTATIONS)
    return made
