"""Completion in a real bash: commands, options, formats, and files left to the shell."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(shutil.which("bash") is None, reason="needs bash")

ASK = """
source <(checklist completion bash)
ask() { COMP_WORDS=("$@"); COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); COMPREPLY=(); _checklist_completion checklist; \
echo "${COMPREPLY[@]}"; }
ask checklist che
ask checklist audit --ros
ask checklist check --format ju
ask checklist check rec
ask checklist policy li
"""


def test_words_are_completed(tmp_path: Path) -> None:
    shim = tmp_path / "checklist"
    shim.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m checklist "$@"\n', encoding="utf-8")
    shim.chmod(0o755)
    (tmp_path / "records.csv").touch()
    done = subprocess.run(
        ["bash", "-c", ASK],  # noqa: S607  # the one that a user has
        cwd=tmp_path,
        env={**os.environ, "PATH": f"{tmp_path}:{os.environ['PATH']}", "PYTHONPATH": str(Path(__file__).parents[2])},
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    assert done.stdout.splitlines() == ["check", "--roster", "junit", "", "lint"]  # bash itself names the files
