"""A short answer comes at once: what it does not need is not imported."""

from __future__ import annotations

import subprocess
import sys

import pytest

_WORDS = {"tomllib", "checklist.model.results"}
_HEAVY = {"duckdb", "jinja2", "pydantic", "yaml", "holidays", "checklist.records", "checklist.policy", "checklist.wire"}


@pytest.mark.parametrize(
    ("words", "spared"),
    [(["--version"], _HEAVY | _WORDS), (["--help"], _HEAVY), (["audit", "--help"], _HEAVY)],
    ids=["version", "help", "help of a command"],
)
def test_what_is_imported(words: list[str], spared: set[str]) -> None:
    program = "import sys, atexit; atexit.register(lambda: print(*sys.modules, file=sys.stderr)); "
    program += "from checklist.cli.main import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", program, *words], capture_output=True, text=True, encoding="utf-8", check=False
    )
    imported = set(done.stderr.splitlines()[-1].split())
    assert {"click", "checklist.cli.main"} <= imported
    assert not imported & spared
