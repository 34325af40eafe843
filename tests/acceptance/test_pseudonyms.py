"""The demo's firm, audited with pseudonyms: no report of any format names anybody or anything out of its data."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from typing import TYPE_CHECKING

import pytest

from checklist.demo import build
from checklist.reporters import formats, load

if TYPE_CHECKING:
    from pathlib import Path

    from tests.acceptance.conftest import Firm

KEY = "ein langes Geheimnis"
NAMED = {
    "roster.csv": ("rep_id", "name", "team", "manager"),
    "customers.csv": ("customer_id", "name"),
    "records.csv": ("record_id", "customer_id", "case_id", "plan_id", "problem_id", "approved_by"),
    "plans.csv": ("record_id", "plan_id"),
    "research.csv": ("record_id",),
    "attestations.csv": ("assessor",),
}
FORMATS = [name for name in formats() if name != "pdf"]  # whose pages are those of html; it has a test of its own
CELLS = re.compile(r'\s(?:r|ref|sqref|activeCell|topLeftCell)="[A-Z0-9: ]*"')  # a cell C1 is no customer
STRAY = "王五在外地"
TABLES = ("roster", "customers", "attestations", "absences", "waivers")
WAIVERS = """
- id: W-R05
  rule: market-research-content
  reps: [R05]
  reason: 孙立群当月住院
  approved_by: 周总
  approved_on: 2026-10-02
  expires: 2026-12-31
- id: W-old
  rule: plan-methods
  customers: [C001]
  reason: 旧事
  approved_by: 周总
  approved_on: 2026-01-02
  expires: 2026-02-01
"""


def audited(firm: Firm, folder: Path, *words: str) -> None:
    tables = [word for name in TABLES for word in (f"--{name}", f"{name}.{'yaml' if name == 'waivers' else 'csv'}")]
    outputs = [word for name in FORMATS for word in ("--output", f"{name}={folder / name}{load(name).SUFFIX}")]
    logs = ("records.csv", "plans.csv", "research.csv")
    ran = firm.run("audit", *logs, *tables, "--period", "2026-10", "--as-of", "2026-10-31", *outputs, *words)
    assert ran.code == 0, ran.err
    (folder / "out").write_text(ran.out, encoding="utf-8")


def written(folder: Path) -> dict[str, str]:
    """Return all that was written, by path; the parts of a workbook each on their own."""
    texts = {}
    for path in sorted(folder.rglob("*")):
        name = str(path.relative_to(folder))
        if path.suffix == ".xlsx":
            with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as book:
                texts |= {f"{name}/{part}": CELLS.sub("", book.read(part).decode()) for part in book.namelist()}
        elif path.is_file():
            texts[name] = name + path.read_bytes().decode("utf-8", "replace")
    return texts


@pytest.fixture
def names(firm: Firm) -> set[str]:
    build(firm.folder)
    with (firm.folder / "records.csv").open("r+", encoding="utf-8") as log:
        rest = "," * (log.readline().count(",") - 3)
        log.seek(0, io.SEEK_END)
        log.write(f"R05,call,{STRAY},X-1{rest}\n{STRAY},call,2026-10-05 09:00:00,X-2{rest}\n")
    firm.write("waivers.yaml", WAIVERS)
    found = {STRAY, "周总", "旧事", "住院", "W-R05", "W-old", "X-1", "X-2", "records.csv", str(firm.folder)}
    for name, columns in NAMED.items():
        with (firm.folder / name).open(encoding="utf-8-sig", newline="") as file:
            for row in csv.DictReader(file):
                found.update(row[column] for column in columns if row.get(column))
    return found


def named(texts: dict[str, str], names: set[str]) -> set[tuple[str, str]]:
    """Return which names stand where; an id counts only where it is not part of a longer word."""
    ids = {name for name in names if re.fullmatch(r"[\w-]+", name, re.ASCII)}
    found = set()
    for path, text in texts.items():
        words = set(re.findall(r"[\w-]+", text, re.ASCII))
        found |= {(path, name) for name in ids & words} | {(path, name) for name in names - ids if name in text}
    return found


@pytest.mark.slow
def test_no_report_names_anybody(firm: Firm, names: set[str], tmp_path: Path) -> None:
    folder = tmp_path / "outside"
    audited(firm, folder, "--pseudonymise", KEY)
    assert named(written(folder), names) == set()


@pytest.mark.slow
def test_the_search_finds_what_is_there(firm: Firm, names: set[str], tmp_path: Path) -> None:
    folder = tmp_path / "inside"
    audited(firm, folder)
    found = named(written(folder), names)
    assert {name for _, name in found} >= {"R05", "孙立群", "周总", "住院", STRAY, "X-2", "records.csv", "W-R05"}
    for name in FORMATS:
        assert any(path.startswith(name) for path, _ in found), name


@pytest.mark.slow
def test_the_figures_stay_and_a_key_gives_the_same_names_in_every_period(firm: Firm) -> None:
    plain = json.loads(firm.audit("--format", "json").out)
    hidden = json.loads(firm.audit("--format", "json", "--pseudonymise", KEY).out)
    assert sorted(card["score"] for card in hidden["scorecards"]) == sorted(c["score"] for c in plain["scorecards"])
    assert hidden["summary"] == plain["summary"]
    earlier = json.loads(firm.audit("--format", "json", "--pseudonymise", KEY, "--period", "2026-09").out)
    assert {c["rep_id"] for c in earlier["scorecards"]} <= {c["rep_id"] for c in hidden["scorecards"]}
    other = json.loads(firm.audit("--format", "json", "--pseudonymise", KEY + "?").out)
    assert not {each["id"] for each in other["deviations"]} & {each["id"] for each in hidden["deviations"]}
    assert not {each["id"] for each in plain["deviations"]} & {each["id"] for each in hidden["deviations"]}


def test_a_key_that_can_be_guessed_is_remarked_on_and_an_empty_one_refused(firm: Firm) -> None:
    assert "12" in firm.audit("-q", "--pseudonymise", "short").err
    assert firm.audit("-q", "--pseudonymise", KEY).err == ""
    assert firm.audit("-q", "--pseudonymise", "").code == 2
    missing = firm.audit("-q", "--pseudonymise", "@none.txt")
    assert missing.code == 2
    assert missing.err.startswith("none.txt: ")


def test_a_gate_names_nobody_either(firm: Firm) -> None:
    words = ["records.csv", "--policy", "pack.yaml", "--roster", "roster.csv", "--customers", "customers.csv"]
    gate = ["--period", "2026-10", "--as-of", "2026-10-31", "--min-score", "rep:100", "--min-score", "team:100"]
    plain = firm.run("check", *words, *gate, "--fail-on", "any")
    hidden = firm.run("check", *words, *gate, "--fail-on", "any", "--pseudonymise", KEY)
    assert hidden.code == plain.code == 1
    assert len(hidden.out.splitlines()) > 20
    assert named({"": plain.out}, {"R1", "R2", "东", "西", "张伟", "李娜", "records.csv"}) != set()
    assert named({"": hidden.out}, {"R1", "R2", "R3", "东", "西", "张伟", "李娜", "王强", "records.csv", "C1"}) == set()


def test_python_gives_the_same(firm: Firm) -> None:
    import checklist

    tables = {name: str(firm.folder / f"{name}.csv") for name in ("records", "roster", "customers", "attestations")}
    result = checklist.audit(policy=str(firm.folder / "pack.yaml"), period="2026-10", as_of="2026-10-31", **tables)
    frame = result.pseudonymised(KEY).scorecards
    listed = json.loads(firm.audit("--format", "json", "--pseudonymise", KEY).out)["scorecards"]
    assert [row[0] for row in frame.rows] == [card["rep_id"] for card in listed]
