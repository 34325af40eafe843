"""Whole processes, timed: how long, how much of the processors, and how much memory at the most."""

from __future__ import annotations

import os
import signal
import subprocess
import threading
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

_MB = 1024
_LAST_WORDS = 300


@dataclass(frozen=True, slots=True)
class Run:
    """One run of a process: seconds by the clock and of all cores, peak memory in MB; `failed` says how, if it did."""

    seconds: float
    cpu: float
    peak_mb: int
    failed: str = ""


def measure(command: Sequence[str], said: Path, limit: float, environment: dict[str, str] | None = None) -> Run:
    """Run a command to its end or until `limit` seconds have passed; what it prints goes to the file `said`."""
    began = time.perf_counter()
    with said.open("wb") as out:
        process = subprocess.Popen(
            command, stdout=out, stderr=subprocess.PIPE, env=os.environ | (environment or {}), start_new_session=True
        )
        words: list[bytes] = []
        listener = threading.Thread(target=lambda: words.append(process.stderr.read() if process.stderr else b""))
        listener.start()
        late = threading.Event()
        timer = threading.Timer(limit, lambda: (late.set(), os.killpg(process.pid, signal.SIGKILL)))
        timer.start()
        _, status, usage = os.wait4(process.pid, 0)
        timer.cancel()
        seconds = time.perf_counter() - began
        process.returncode = os.waitstatus_to_exitcode(status)
        listener.join()
    failed = ""
    if late.is_set():
        failed = f"not done after {limit:.0f} s"
    elif process.returncode < 0:
        failed = f"killed ({signal.Signals(-process.returncode).name})"
    elif process.returncode:
        failed = f"exit {process.returncode}: {words[0].decode(errors='replace').strip()[-_LAST_WORDS:]}"
    return Run(round(seconds, 3), round(usage.ru_utime + usage.ru_stime, 3), usage.ru_maxrss // _MB, failed)
