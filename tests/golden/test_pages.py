"""The pages of the smallest firm, letter for letter but for their styles; CHECKLIST_GOLDEN=write writes them anew."""

from __future__ import annotations

import os
import re
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from checklist.api import make_request, sources_of
from checklist.auditing import run
from checklist.reporters import Options, load
from checklist.reporters.slugs import rep_page_name, rep_table_name
from checklist.version import __version__
from checklist.wording import Wording
from tests.acceptance.conftest import ATTESTATIONS, CUSTOMERS, PACK, RECORDS, ROSTER

if TYPE_CHECKING:
    from checklist.model import Audit

GOLDEN = Path(__file__).parent / "pages"


@pytest.fixture
def smallest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Audit:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "pack.yaml").write_text(PACK, encoding="utf-8")
    tables = {"records": RECORDS, "roster": ROSTER, "customers": CUSTOMERS, "attestations": ATTESTATIONS}
    for name, text in tables.items():
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
    sources = sources_of(*(f"{name}.csv" for name in tables))
    return run(make_request("pack.yaml", sources, period="2026-10", as_of=date(2026, 10, 31), activity=True))


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("index.html", "team.html"),
        (rep_page_name("R1"), "r1.html"),
        (rep_page_name("R2"), "r2.html"),
        (rep_page_name("R3"), "r3.html"),
        (rep_table_name("R2"), "r2.csv"),
    ],
)
def test_the_smallest_firms_pages_are_as_they_were(smallest: Audit, language: str, name: str, file: str) -> None:
    made = dict(load("html").render(smallest, Wording(language), Options()))[name].decode()
    made = re.sub(r"<style>.*?</style>", "<style></style>", made, flags=re.DOTALL)
    made = re.sub(r"sha256-[A-Za-z0-9+/=]+", "sha256-", made).replace(f"checklist {__version__}", "checklist")
    made = made.replace("\r\n", "\n")
    golden = GOLDEN / f"{language}-{file}"
    if os.environ.get("CHECKLIST_GOLDEN") == "write":
        golden.write_text(made, encoding="utf-8")
    assert golden.read_text(encoding="utf-8") == made
