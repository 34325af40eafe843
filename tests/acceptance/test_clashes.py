"""No report replaces what is read, another report, or what a history keeps; and nothing is written then."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.acceptance.conftest import RECORDS, Firm, Ran

if TYPE_CHECKING:
    from pathlib import Path

TABLES = ("--roster", "roster.csv", "--customers", "customers.csv", "--attestations", "attestations.csv")
DAYS = ("--period", "2026-10", "--as-of", "2026-10-31")


@pytest.fixture
def firm(firm: Firm) -> Firm:
    for folder in ("logs", "pages", "packs"):
        (firm.folder / folder).mkdir()
    firm.write("logs/a.csv", RECORDS)
    firm.write(
        "logs/2026-10.json", '[{"record_id": "J1", "rep_id": "R1", "type": "visit", "occurred_at": "2026-10-07"}]'
    )
    firm.write("pages/.checklist-report", "1\n")
    firm.write("pages/kept.csv", RECORDS)
    firm.write("out.deviations.csv", RECORDS)
    firm.write("packs/pack.yaml", (firm.folder / "pack.yaml").read_text(encoding="utf-8"))
    (firm.folder / "link.csv").symlink_to("records.csv")
    (firm.folder / "pages/link.csv").symlink_to("../records.csv")
    return firm


def audit(firm: Firm, *words: str) -> Ran:
    policy = () if "--policy" in words else ("--policy", "pack.yaml")
    return firm.call("audit", *words, *policy, *TABLES, *DAYS, "--lang", "en", "-q")


def contents(folder: Path) -> dict[str, bytes]:
    return {str(each.relative_to(folder)): each.read_bytes() for each in sorted(folder.rglob("*")) if each.is_file()}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["logs/a.csv", "--output", "json=logs/a.csv"], "LOG"),
        (["logs", "--output", "json=logs/a.csv"], "LOG"),
        (["logs", "--output", "csv=logs"], "LOG"),
        (["logs/*.csv", "--output", "json=logs/a.csv"], "LOG"),
        (["link.csv", "--output", "json=records.csv"], "LOG"),
        (["records.csv", "--output", "json=link.csv"], "LOG"),
        (["out.deviations.csv", "--output", "csv=out.csv"], "LOG"),
        (["records.csv", "--manifest", "roster.csv"], "--roster"),
        (["records.csv", "--policy", "packs", "--output", "json=packs/pack.yaml"], "--policy"),
        (["pages/kept.csv", "--output", "html=pages"], "pages/kept.csv (LOG)"),
        (["pages/link.csv", "--output", "html=pages"], "pages/link.csv (LOG)"),
        (["records.csv", "--history", "pages", "--output", "html=pages"], "--history"),
        (["records.csv", "--history", "pages/kept", "--output", "html=pages"], "--history"),
        (["records.csv", "--history", "kept", "--output", "gitlab=kept/quality.json"], "keeps earlier audits"),
        (["records.csv", "--history", "kept", "--manifest", "kept/manifest.json"], "keeps earlier audits"),
        (["logs", "--history", "logs"], "LOG"),
        (["records.csv", "--output", "html=new", "--output", "json=new/audit.json"], "html=new"),
        (["records.csv", "--output", "csv=t.csv", "--output", "json=t.deviations.csv"], "same place"),
        (["records.csv", "--output", "csv=t.csv", "--manifest", "t.deviations.csv"], "csv=t.csv"),
        (["logs/2026-10.json", "logs/a.csv", "--each", "month", "--output", "json=logs"], "LOG"),
    ],
)
def test_a_path_that_is_taken_is_refused_and_nothing_is_written(firm: Firm, words: list[str], said: str) -> None:
    before = contents(firm.folder)
    ran = audit(firm, *words)
    assert (ran.code, ran.out) == (2, ""), ran
    assert said in ran.err
    assert contents(firm.folder) == before


@pytest.mark.parametrize(
    "words",
    [
        ["logs/a.csv", "--output", "csv=logs/out.csv", "--output", "json=logs/new/audit.json"],
        ["records.csv", "--output", "json=/dev/null", "--output", "junit=/dev/null"],
        ["records.csv", "--history", "kept", "--output", "html=kept/pages", "--output", "csv=kept/t.csv"],
    ],
)
def test_a_path_that_is_free_is_taken_twice(firm: Firm, words: list[str]) -> None:
    assert audit(firm, *words).code == 0
    ran = audit(firm, *words)
    assert ran.code == 0, ran.err
