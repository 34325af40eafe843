"""The columns of the five tables are stated once: whoever needs a list of them takes it from there."""

import csv
import json
import re
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any, get_args

import pytest

from checklist.assets import folder
from checklist.auditing import facts, preparing
from checklist.auditing.queries import VIEWS
from checklist.casebook.models import CasesFile
from checklist.casebook.worlds import make_world
from checklist.conditions import Selector
from checklist.demo import LOGS, build
from checklist.demo import TABLES as DEMO
from checklist.engine import SQL, Database, render_file
from checklist.kinds.context import key_column
from checklist.model import PolicyError
from checklist.model.tables import DAYS, IDS, NUMBERS, RECORDS, TABLES, TIMES, Sort, TableName
from checklist.policy import reference
from checklist.pseudonyms.treatments import SUBJECTS
from checklist.records import leave
from checklist.records.cluster import settling, working
from checklist.records.form_layout import COLUMNS, NEEDED
from checklist.records.values.number_columns import NUMBER_FORMATS
from checklist.wording import LANGUAGES, Wording, _entries
from checklist.yamlfile import from_text

READMES = [folder("rules").parent / name for name in ("README.md", "README.zh.md")]
NAMED = re.compile(r"`([a-z_]+)`(\\\*)?")


def test_every_table_has_a_name_that_packs_may_write() -> None:
    assert list(TABLES) == list(get_args(TableName))
    for name in TABLES:
        assert Selector.model_validate({"table": name}).table == name


def test_a_name_is_of_one_sort_and_one_key_in_all_tables() -> None:
    found: dict[str, set[Any]] = {}
    for table in TABLES.values():
        for column in table.columns:
            found.setdefault(column.name, set()).add((column.sort, column.key))
    assert [name for name, told in found.items() if len(told) > 1] == []


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_a_table_says_what_it_is_made_of(table: Any) -> None:
    assert len(set(table.names)) == len(table.names)
    assert {*table.required, table.label, table.dated} <= set(table.names)
    assert table.reserved.isdisjoint(table.names)
    assert [name for name, _ in table.stored if name not in table.day_flags.values()] == list(table.names)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_column_is_described_and_nothing_else(language: str) -> None:
    wanted = {table.meaning(column) for table in TABLES.values() for column in table.columns}
    assert {key for key in _entries(language) if key.startswith("column.")} == wanted


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_guide_lists_the_columns(language: str) -> None:
    wording = Wording(language)
    text = reference(wording)
    chapter = text.partition(f"## {wording.text('reference.tables_title')}\n")[2].partition("\n## ")[0]
    for name, table in TABLES.items():
        rows = chapter.partition(f"### {name}\n")[2].partition("\n### ")[0]
        assert sorted(re.findall(r"^\| `(\w+)`", rows, re.MULTILINE)) == sorted(table.names)
        required = wording.text("reference.required")
        assert rows.count(f"| {required} |") == len(table.required)


@pytest.mark.parametrize("path", [path for path in READMES if path.is_file()], ids=lambda path: path.name)
def test_the_readme_lists_the_columns(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").splitlines()
    rows = [NAMED.findall(line) for line in lines if line.startswith("| ") and "`rep_id`\\*" in line]
    said = [[(name, bool(star)) for name, star in row] for row in rows]
    assert said == [[(each.name, each.required) for each in table.columns] for table in TABLES.values()]


def test_conditions_compare_by_the_sorts_of_the_columns() -> None:
    by_sort = {sort: {c.name for t in TABLES.values() for c in t.columns if c.sort is sort} for sort in Sort}
    assert by_sort[Sort.NUMBER] == NUMBERS == NUMBER_FORMATS.keys()
    assert (by_sort[Sort.DAY], by_sort[Sort.TIME]) == (DAYS, TIMES)


def test_keys_are_those_of_the_columns() -> None:
    assert {key_column(key): key for key in ("rep", "customer", "case")} | {"record_id": "record"} == IDS
    assert key_column("record") == "record"
    assert SUBJECTS.items() >= IDS.items()


def test_what_rules_look_at_are_the_tables() -> None:
    assert VIEWS[: len(TABLES)] == tuple(TABLES)
    for name, table in TABLES.items():
        assert {each for each in facts._SOURCES[name][1:3] if each != "record_key"} == {table.label}
        assert facts._SOURCES[name][4].strip('"') == table.dated


@pytest.mark.parametrize("given", [True, False])
def test_care_has_the_columns_of_customers_whether_they_are_given_or_not(*, given: bool) -> None:
    day = date(2026, 1, 1)
    with Database() as session:
        for name, table in TABLES.items():
            columns = ", ".join(f'CAST(NULL AS {sql_type}) AS "{column}"' for column, sql_type in table.stored)
            session.create(f"loaded_{name}", f"SELECT 0 AS row_id, 0 AS file_id, 0 AS line, {columns} WHERE FALSE")
        session.run(
            render_file(
                preparing.TABLES,
                as_of=day,
                period_first=day,
                period_last=day,
                customers_given=given,
                params=[],
                spelt=dict.fromkeys(TABLES, SQL("*")),
                day_seconds=28_800,
                sure=SQL("TRUE"),
                leave_doubt=leave.doubt(),
            )
        )
        found = dict(session.columns("care"))
    assert {c.name: c.sort.sql_type for c in TABLES["customers"].columns}.items() <= found.items()


def test_a_case_shows_every_required_column_of_its_tables() -> None:
    defaults = ", ".join(f"{name}: []" for name in TABLES)
    case = "{case: x, rule: r, shows: passing, expect: {R1: {outcome: pass}}}"
    document = from_text(f"defaults: {{period: 2026-10, {defaults}}}\ncases: [{case}]\n", "cases", PolicyError)
    content = CasesFile.model_validate(document.data)
    world = make_world(content.cases[0], content.defaults, document, 0)
    assert {name: set(table.headers) - {"record_id"} for name, table in world.tables.items()} == {
        name: set(table.required) for name, table in TABLES.items()
    }


def test_the_demo_writes_every_column(tmp_path: Path) -> None:
    build(tmp_path)
    files = {"records": "records.csv", "reps": DEMO["roster"]} | {
        name: DEMO[name] for name in TABLES if name not in {"records", "reps"}
    }
    for name, file in files.items():
        with (tmp_path / file).open(encoding="utf-8", newline="") as opened:
            header = next(csv.reader(opened))
        assert tuple(header[: len(TABLES[name].columns)]) == TABLES[name].names
    for columns in LOGS.values():
        assert columns[:4] == (*RECORDS.required, RECORDS.label)


def test_workers_and_the_cluster_keep_every_column() -> None:
    stored = [name for name, _ in RECORDS.stored]
    assert list(settling._COLUMNS) == stored
    assert [name for name in re.findall(r"`(\w+)`", working.SCHEMA) if name in stored] == stored


def test_a_form_asks_for_all_that_a_judgement_needs() -> None:
    required = TABLES["attestations"].required
    assert set(NEEDED) == {*required, "answer"}
    assert set(NEEDED) <= set(COLUMNS)


PLANTED = """
import importlib.util, sys
spec = importlib.util.find_spec("checklist.model.tables")
source = spec.loader.get_source(spec.name)
line = '        Column("topic", prose=True),\\n'
assert source.count(line) == 1
module = importlib.util.module_from_spec(spec)
sys.modules[spec.name] = module
exec(compile(source.replace(line, line + sys.argv.pop(1)), spec.origin, "exec"), module.__dict__)
from checklist.cli.main import main
main()
"""
PACK = """\
pack: small
version: 1.0.0
title: {zh: 小, en: Small}
timezone: Asia/Shanghai
calendar: {country: CN}
clauses:
  - clause: "1"
    modality: must
    title: {zh: 重, en: Heavy}
    rules:
      - {rule: heavy, kind: quota, of: {type: order, weight: {at_least: 1000}}, at_least: 1, window: month}
"""
LOG = """\
rep_id,type,occurred_at,weight
R1,order,2026-10-06 10:00,"1,200"
R2,order,2026-10-07 10:00,900
R2,order,2026-10-08 10:00,lots
R1,call,2026-10-30 10:00,1
"""


@pytest.mark.parametrize(
    ("planted", "rejects", "outcomes"),
    [
        ("", 0, {"R1": "fail", "R2": "fail"}),
        ('        Column("weight", Sort.NUMBER),\n', 1, {"R1": "pass", "R2": "fail"}),
    ],
)
def test_one_line_adds_a_column(tmp_path: Path, planted: str, rejects: int, outcomes: dict[str, str]) -> None:
    (tmp_path / "pack.yaml").write_text(PACK, encoding="utf-8")
    (tmp_path / "log.csv").write_text(LOG, encoding="utf-8")
    words = ["audit", "log.csv", "--policy", "pack.yaml", "--period", "2026-10", "-q", "--output", "json=audit.json"]
    words += ["--max-rejects", "1"]
    done = subprocess.run(
        [sys.executable, "-c", PLANTED, planted, *words], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    audit = json.loads((tmp_path / "audit.json").read_text(encoding="utf-8"))
    assert audit["inputs"][0]["rejects"] == rejects
    found = {card["rep_id"]: finding["outcome"] for card in audit["scorecards"] for finding in card["findings"]}
    assert found == outcomes
