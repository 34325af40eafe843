"""The records to measure speed with: the same in every run, all of them read, judged as an analyst would judge."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

SCRIPTS = Path(__file__).parents[1] / "benchmarks"
CHECKLIST = str(Path(sys.executable).with_name("checklist"))
TABLES = ("roster", "customers", "attestations", "absences")


def script(name: str, *words: str) -> dict[str, object]:
    done = subprocess.run([sys.executable, str(SCRIPTS / name), *words], capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def firm(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("firm")
    script("generate.py", "1e4", str(folder))
    return folder


def audited(folder: Path, *logs: str) -> dict[str, object]:
    words = [word for name in TABLES for word in (f"--{name}", f"{name}.csv")]
    audit = [CHECKLIST, "audit", *logs, *words, "--period", "2026-10", "--isolated", "--format", "json"]
    return json.loads(subprocess.run(audit, cwd=folder, capture_output=True, check=True).stdout)


def test_the_same_seed_makes_the_same_bytes_and_another_seed_others(firm: Path, tmp_path: Path) -> None:
    script("generate.py", "1e4", str(tmp_path / "again"))
    names = sorted(path.relative_to(firm) for path in firm.rglob("*.csv"))
    assert len(names) == 8
    assert [(firm / name).read_bytes() for name in names] == [
        (tmp_path / "again" / name).read_bytes() for name in names
    ]
    script("generate.py", "1e4", str(tmp_path / "other"), "--seed", "8")
    log = Path("log/records.csv")
    assert (firm / log).read_bytes() != (tmp_path / "other" / log).read_bytes()


def test_every_record_is_read_and_the_analyst_counts_what_the_audit_counts(firm: Path) -> None:
    audit = audited(firm, "log")
    made = json.loads((firm / "made.json").read_text())
    logs = [each for each in audit["inputs"] if each["table"] == "records"]
    assert sum(each["records"] for each in logs) == made["size"] == sum(each["rows"] for each in logs)
    assert abs(made["size"] - 10_000) < 1_500
    counts = {}
    for card in audit["scorecards"]:
        for finding in card["findings"]:
            due, met = counts.get(finding["rule"], (0, 0))
            counts[finding["rule"]] = (due + finding["expected"], met + finding["met"])
    checks = script("analyst_pandas.py", str(firm))
    for rule in ("follow-up-noted", "entered-in-time", "needs-before-proposal"):
        assert tuple(checks[rule]) == counts[rule]
        assert counts[rule][0] > 0
    assert script("analyst_polars.py", str(firm)) == checks
