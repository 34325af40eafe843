"""A corpus of texts: whatever input a text comes out of, it is the same value."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import openpyxl
import pyarrow as pa
import pytest

from checklist.engine import Database
from checklist.records import Source, load, load_mapping
from checklist.records.databases import Database as Address
from checklist.records.databases.address import parse_address
from checklist.records.documents import Documents
from checklist.records.form_layout import COLUMNS, heading
from checklist.records.values import single

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

AMOUNTS = {
    "1.2万": "12000", "¥1,200.50": "1200.5", "(300)": "-300", "（300）": "-300", "1.2k": "1200", "12,000 元": "12000",
    "约12万元": "120000", "￥１，２００": "1200", "−5": "-5", "300 thousand": "300000", "12,000元/件": "12000",
    "12,000 元（含税）": "12000", "1\u202f200元": None, "RMB\u00a01200": "1200", "1200\u200b": "1200", "1,23": None,
    "10-12万": None, "15%": None, "1.5 亿元": "150000000", "about 5m": "5000000", "约十万": None,
}  # fmt: skip
DAYS = {
    "2026-10-15": "2026-10-15", "2026年10月15日": "2026-10-15", "2026/10/5": "2026-10-05", "2026.10.15": "2026-10-15",
    "20261015": "2026-10-15", "15 Oct 2026": "2026-10-15", "October 15, 2026": "2026-10-15",
    "２０２６年１０月１５日": "2026-10-15", "2026 年 10 月 15 日": "2026-10-15", "2026年10月15号": "2026-10-15",
    "2026-10-15 14:30": "2026-10-15", "2026年10月15日 下午2:30": "2026-10-15", "2026-10-15\u200e": "2026-10-15",
    "2026\u202f年10月15日": "2026-10-15", "2026-02-30": None, "2026年10月": None,
}  # fmt: skip
DURATIONS = {
    "1小时30分": "90", "90 min": "90", "1:30:00": "90", "1h30m": "90", "90": "90", "1.5 hours": "90",
    "0:00:20": "0.333333", "PT1H30M": "90", "９０分钟": "90", "90\u00a0min": "90", "1\u202fh 30 m": "90", "soon": None,
}  # fmt: skip
RATINGS = [
    {"4/5": "4", "4 / 5": "4", "４／５": "4", "3/5": "3", "6/5": None},
    {"4星": "4", "★★★★": "4", "★★★★☆": "4", "4 stars": "4"},
    {"4": "4", "4分": "4", "4.0": "4", "４": "4", "4\u200b": "4", "good": None},
]
BLANKS = ["-", "—", "－", "N/A", "n/a", "Ｎ／Ａ", "无", "暂无", "\u00a0", "\u200b", "\ufeff-", "#N/A"]


def _csv(folder: Path, header: Sequence[str], rows: Sequence[Sequence[str]]) -> Source:
    text = io.StringIO(newline="")
    csv.writer(text).writerows([header, *rows])
    (folder / "log.csv").write_bytes(text.getvalue().encode())
    return Source("records", str(folder / "log.csv"))


def _workbook(folder: Path, header: Sequence[str], rows: Sequence[Sequence[str]]) -> Source:
    book = openpyxl.Workbook()
    for number, row in enumerate([header, *rows], start=1):
        for column, text in enumerate(row, start=1):
            book.worksheets[0].cell(number, column).value = text
    book.save(folder / "log.xlsx")
    return Source("records", str(folder / "log.xlsx"))


def _lines(folder: Path, header: Sequence[str], rows: Sequence[Sequence[str]]) -> Source:
    text = "".join(json.dumps(dict(zip(header, row, strict=True))) + "\n" for row in rows)
    (folder / "log.jsonl").write_text(text, encoding="utf-8")
    return Source("records", str(folder / "log.jsonl"))


def _frame(folder: Path, header: Sequence[str], rows: Sequence[Sequence[str]]) -> Source:
    del folder
    columns = zip(*rows, strict=True)
    return Source("records", "frame", pa.table(dict(zip(header, map(list, columns), strict=True))))


def _database(folder: Path, header: Sequence[str], rows: Sequence[Sequence[str]]) -> Source:
    path = folder / "crm.db"
    with sqlite3.connect(path) as connection:
        connection.execute("DROP TABLE IF EXISTS log")
        connection.execute(f"CREATE TABLE log ({', '.join(f'{name} TEXT' for name in header)})")
        connection.executemany(f"INSERT INTO log VALUES ({', '.join('?' * len(header))})", rows)
    address = parse_address(f"sqlite:///{path}", None)
    return Source("records", "crm", database=Address(address, "SELECT * FROM log"))


INPUTS = [_csv, _workbook, _lines, _frame, _database]


def _values(source: Source, column: str) -> dict[str, Any]:
    """Return the value of each row's cell, by the row's id."""
    with Database(threads=2) as session:
        load(session, [source], mapping=None, timezone="Asia/Shanghai")
        return dict(session.rows(f"SELECT record_id, {column} FROM loaded_records"))


def _plain(value: Any) -> str | None:
    return None if value is None else format(Decimal(value).normalize() + 0, "f")


@pytest.mark.parametrize("write", INPUTS)
@pytest.mark.parametrize(
    ("column", "texts"),
    [("amount", AMOUNTS), ("expected_sales", AMOUNTS), ("duration_minutes", DURATIONS)]
    + [("rating", texts) for texts in RATINGS],
)
def test_figures_are_the_same_out_of_every_input(
    tmp_path: Path, write: Callable[..., Source], column: str, texts: dict[str, str | None]
) -> None:
    header = ["rep_id", "type", "occurred_at", "record_id", column]
    rows = [["R1", "call", "2026-10-15", f"i{at}", text] for at, text in enumerate(texts)]
    values = _values(write(tmp_path, header, rows), column)
    for at, (text, wanted) in enumerate(texts.items()):
        if column == "expected_sales" and wanted is None:
            assert values[f"i{at}"] == text.strip()  # an attribute that is no figure stays as it was written
        elif wanted is None:
            assert f"i{at}" not in values, text
        else:
            assert (text, _plain(values[f"i{at}"])) == (text, wanted)


@pytest.mark.parametrize("write", INPUTS)
def test_days_are_the_same_out_of_every_input(tmp_path: Path, write: Callable[..., Source]) -> None:
    header = ["rep_id", "type", "occurred_at", "record_id"]
    rows = [["R1", "call", text, f"i{at}"] for at, text in enumerate(DAYS)]
    values = _values(write(tmp_path, header, rows), "occurred_at")
    for at, (text, wanted) in enumerate(DAYS.items()):
        found = values.get(f"i{at}")
        assert (text, None if found is None else str(found.date())) == (text, wanted)


@pytest.mark.parametrize("write", INPUTS)
def test_blanks_are_nothing_out_of_every_input(tmp_path: Path, write: Callable[..., Source]) -> None:
    header = ["rep_id", "type", "occurred_at", "record_id", "logged_at", "amount", "rating", "duration_minutes"]
    rows = [["R1", "call", "2026-10-15", f"i{at}", *[blank] * 4] for at, blank in enumerate(BLANKS)]
    rows.append(["R1", "call", "2026-10-15", "filled", "2026年10月15日", "5元", "5分", "5分"])
    source = write(tmp_path, header, rows)
    for column in header[4:]:
        values = _values(source, column)
        assert {name for name, value in values.items() if value is not None} == {"filled"}
        assert len(values) == len(rows)


def test_documents_and_forms_read_as_logs_do(tmp_path: Path) -> None:
    for at, (text, wanted) in enumerate(DAYS.items()):
        folder = tmp_path / ("good" if wanted else "bad")
        folder.mkdir(exist_ok=True)
        for figure in [text for text, number in AMOUNTS.items() if number] if at == 0 else ["5元"]:
            plan = f"rep: R1\n\ncase_id: {len(list(folder.iterdir()))}\n\nsubmitted: {text}\n\n## 成本\n\n{figure}\n"
            name = f"{len(list(folder.iterdir())):03} 总结.md"
            (folder / name).write_text(plan, encoding="utf-8")
    with Database(threads=2) as session:
        source = Source("records", str(tmp_path / "good"), documents=Documents())
        load(session, [source], mapping=None, timezone="Asia/Shanghai")
        rows = session.rows(
            "SELECT CAST(occurred_at AS DATE), cost FROM loaded_records ORDER BY CAST(case_id AS INTEGER)"
        )
    figures = [number for number in AMOUNTS.values() if number]
    days = [day for day in DAYS.values() if day]
    assert [cost for _, cost in rows[: len(figures)]] == figures
    assert [str(day) for day, _ in rows[len(figures) :]] == days[1:]
    with Database(threads=2) as session:
        source = Source("records", str(tmp_path / "bad"), documents=Documents())
        loaded = load(session, [source], mapping=None, timezone="Asia/Shanghai")
    assert {each.reason.key for each in loaded.rejects} == {"reject.document_day_bad"}
    assert len(loaded.rejects) == sum(day is None for day in DAYS.values())


def test_a_form_reads_days_and_ratings_as_logs_do(tmp_path: Path) -> None:
    header = [heading(column, ("zh",)) for column in COLUMNS]
    given = {"rep_id": "R1", "assessor": "M1", "assessed_on": "2026-10-15", "answer": "4"}
    texts = [("assessed_on", text, day) for text, day in DAYS.items() if day]
    texts += [("answer", text, number) for family in RATINGS for text, number in family.items() if number]
    rows = [
        [{**given, "item": f"i{at}", "question": "?", column: text}.get(name, "") for name in COLUMNS]
        for at, (column, text, _) in enumerate(texts)
    ]
    with Database(threads=2) as session:
        log = _csv(tmp_path, ["rep_id", "type", "occurred_at"], [["R1", "call", "2026-10-15"]])
        (tmp_path / "form.csv").write_bytes(_written(header, rows))
        load(session, [log, Source("attestations", str(tmp_path / "form.csv"))], mapping=None, timezone="Asia/Shanghai")
        found = {
            row["item"]: (str(row["assessed_on"]), _plain(row["rating"]))
            for row in session.dicts("SELECT item, assessed_on, rating FROM loaded_attestations")
        }
    for at, (column, text, wanted) in enumerate(texts):
        assert (text, found[f"i{at}"][column == "answer"]) == (text, wanted)


def _written(header: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text).writerows([header, *rows])
    return text.getvalue().encode()


def test_what_is_no_value_alone_is_none() -> None:
    with Database() as session:
        assert single.days(session, ["05/03/2026", "2026-02-30", "无", "-", "9999-12-31"]) == {}
        assert single.ambiguous(session, ["05/03/2026", "2026-10-05"]) == {"05/03/2026"}
        assert single.figures(session, ["无", "15%", "约"]) == {}
        assert single.answers(session, ["是", "ＹＥＳ", " no ", "perhaps"]) == {
            "是": "yes",
            "ＹＥＳ": "yes",
            " no ": "no",
        }


DECLARED = {
    "10/15/2026, 9:05\u202fAM": "2026-10-15 09:05:00",
    "10/15/2026,\u00a09:05\u3000PM": "2026-10-15 21:05:00",
    "１０／１５／２０２６，９：０５　ＡＭ": "2026-10-15 09:05:00",
    "\u200e10/15/2026, 9:05 AM\u200b": "2026-10-15 09:05:00",
    "\ufeff10/15/2026, 9:05am": "2026-10-15 09:05:00",
    "10/15/2026, 9:05 p.m.": "2026-10-15 21:05:00",
    "10/15/2026, 9:05 下午": "2026-10-15 21:05:00",
}


@pytest.mark.parametrize("form", ["%m/%d/%Y, %I:%M %p", "%m/%d/%Y,\u00a0%I:%M\u202f%p", "%m/%d/%Y, %I:%M%p"])
def test_the_same_cleaning_comes_before_a_declared_format(tmp_path: Path, form: str) -> None:
    rows = [["R1", "call", text, f"i{at}"] for at, text in enumerate(DECLARED)]
    source = _csv(tmp_path, ["rep_id", "type", "occurred_at", "record_id"], rows)
    (tmp_path / "mapping.yaml").write_text(f'formats: {{occurred_at: "{form}"}}\n', encoding="utf-8")
    mapping = load_mapping(tmp_path / "mapping.yaml")
    with Database(threads=2) as session:
        load(session, [source], mapping=mapping, timezone="Asia/Shanghai")
        values = dict(session.rows("SELECT record_id, CAST(occurred_at AS VARCHAR) FROM loaded_records"))
    for at, (text, wanted) in enumerate(DECLARED.items()):
        assert (text, values.get(f"i{at}")) == (text, wanted)
