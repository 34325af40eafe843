"""`--timings` tells where the time went, on standard error, in both languages, and changes nothing else."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.acceptance.conftest import Firm

SECONDS = re.compile(r" (\d+\.\d\d)$")


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("command", ["audit", "check", "due"])
def test_the_phases_add_up_and_the_report_is_the_same(firm: Firm, command: str, language: str) -> None:
    words = [command, "records.csv", "--policy", "pack.yaml", "--format", "json", "--lang", language]
    words += ["--as-of", "2026-10-30"]
    plain, timed = firm.call(*words), firm.call(*words, "--timings")
    assert (timed.code, timed.out) == (plain.code, plain.out)
    added = timed.err.removeprefix(plain.err).splitlines()
    figures = [float(match[1]) for line in added[1:] if not line.startswith("    ") and (match := SECONDS.search(line))]
    assert len(figures) >= 7
    assert figures[-1] == pytest.approx(sum(figures[:-1]), abs=0.01 * len(figures))
    assert any(line.startswith("    weekly ") for line in added)
