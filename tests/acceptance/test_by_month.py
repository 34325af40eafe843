"""A log parted by month is one input; looking back so many months is an audit of just those months."""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import pytest

if TYPE_CHECKING:
    from tests.acceptance.conftest import Firm, Ran

pytestmark = pytest.mark.slow

MONTHS = ("2026-07", "2026-08", "2026-09", "2026-10", "2026-11")
ROWS = """
    SELECT 'R' || 1 + i % 3 AS rep_id, ['call', 'visit', 'inquiry', 'answer', 'call'][1 + i % 5] AS type,
        TIMESTAMP '2026-07-01 09:00:00' + to_hours(CAST(i * 5 AS BIGINT)) AS occurred_at, 'L' || i AS record_id,
        'C' || i % 4 AS customer_id, CAST(i % 7 AS INTEGER) AS duration_minutes
    FROM range(730) t(i)
"""


@pytest.fixture
def parted(firm: Firm) -> Firm:
    for month in MONTHS:
        folder = firm.folder / "log" / f"month={month}"
        folder.mkdir(parents=True)
        rows = f"FROM ({ROWS}) WHERE strftime(occurred_at, '%Y-%m') = '{month}'"
        duckdb.sql(f"COPY ({rows} AND hash(record_id) % 2 = 0) TO '{folder}/a.parquet'")
        duckdb.sql(f"COPY ({rows} AND hash(record_id) % 2 = 1) TO '{folder}/b.parquet'")
        (folder / "_SUCCESS").write_text("")
    return firm


def audit(firm: Firm, *words: str) -> Ran:
    return firm.call("audit", *words, "--policy", "pack.yaml", "--period", "2026-10", "--as-of", "2026-10-31",
                     "--format", "json", "--lang", "en")  # fmt: skip


def document(ran: Ran) -> dict[str, object]:
    assert ran.code == 0, ran.err
    return json.loads(ran.out)


def judged(audited: dict[str, object]) -> dict[str, object]:
    """All of an audit but its inputs, with the places of evidence."""
    return {name: value for name, value in audited.items() if name not in {"inputs", "notices"}}


def test_the_folder_is_one_input_and_evidence_names_its_files(parted: Firm) -> None:
    audited = document(audit(parted, "log"))
    (log,) = audited["inputs"]
    assert (log["path"], log["rows"], log["records"]) == ("log", 730, 730)
    digest = hashlib.sha256()
    for month in MONTHS:
        for name in ("a", "b"):
            path = Path(f"month={month}") / f"{name}.parquet"
            digest.update(str(path).encode() + b"\0")
            digest.update(hashlib.sha256((parted.folder / "log" / path).read_bytes()).digest())
    assert log["sha256"] == digest.hexdigest()
    found = [each for deviation in audited["deviations"] for each in deviation["evidence"]]
    assert found
    for each in found:
        row = duckdb.sql(
            f"SELECT record_id FROM read_parquet('{parted.folder / each['path']}', file_row_number = true) "
            f"WHERE file_row_number = {each['line'] - 1}"
        ).fetchall()
        assert row == [(each["record_id"],)]


def test_one_file_of_all_rows_comes_to_the_same(parted: Firm) -> None:
    duckdb.sql(f"COPY ({ROWS}) TO '{parted.folder / 'whole.parquet'}'")
    whole, folder = document(audit(parted, "whole.parquet")), document(audit(parted, "log"))
    for audited in (whole, folder):
        for deviation in audited["deviations"]:
            for each in deviation["evidence"]:
                del each["path"], each["line"]
    assert judged(whole) == judged(folder)


@pytest.mark.parametrize("asked", ["1", "1 month", "1个月"])
def test_looking_back_is_an_audit_of_just_those_months(parted: Firm, asked: str) -> None:
    looked = audit(parted, "log", "--look-back", asked)
    away = parted.folder / "away"
    away.mkdir()
    for month in ("2026-07", "2026-08", "2026-11"):
        shutil.move(parted.folder / "log" / f"month={month}", away)
    alone = audit(parted, "log")
    assert judged(document(looked)) == judged(document(alone))
    (own,), (other,) = document(looked)["inputs"], document(alone)["inputs"]
    assert own == {**other, "files": 4, "files_left_out": 6}
    assert [each["code"] for each in document(looked)["notices"]].count("months_left_out") == 1
    (cut,) = [each["message"] for each in document(looked)["notices"] if each["code"] == "months_left_out"]
    assert "4 files of 2026-09 to 2026-10 were read, and 6 of other months were not" in cut


def test_less_history_is_never_held_against_anyone(parted: Firm) -> None:
    whole, looked = document(audit(parted, "log")), document(audit(parted, "log", "--look-back", "0"))
    missed = [
        sum(each["expected"] - each["met"] for card in audited["scorecards"] for each in card["findings"])
        for audited in (whole, looked)
    ]
    assert missed[1] <= missed[0]


def test_flat_files_named_by_month_and_years_above_months(parted: Firm) -> None:
    for number, month in enumerate(MONTHS):
        year, _, own = month.partition("-")
        deep = parted.folder / "deep" / f"year={year}" / f"month={int(own)}"
        deep.mkdir(parents=True)
        (parted.folder / "flat").mkdir(exist_ok=True)
        for name in ("a", "b"):
            source = parted.folder / "log" / f"month={month}" / f"{name}.parquet"
            shutil.copy(source, deep)
            shutil.copy(source, parted.folder / "flat" / f"records-{month}-{name}{number}.parquet")
    expected = document(audit(parted, "log", "--look-back", "1"))
    for folder in ("flat", "deep"):
        found = document(audit(parted, folder, "--look-back", "1"))
        assert [each["rows"] for each in found["inputs"]] == [each["rows"] for each in expected["inputs"]]
        assert found["summary"] == expected["summary"]


def test_a_column_that_the_folder_lacks_is_named_with_the_folder(parted: Firm) -> None:
    parted.write(
        "pack.yaml",
        "pack: p\nversion: '1'\ntimezone: Asia/Shanghai\ncalendar: {country: CN}\nclauses:\n"
        "  - clause: '1.1'\n    modality: must\n    title: {zh: 呼出, en: Call}\n    rules:\n"
        "      - {rule: out, kind: quota, of: {type: call, direction: outbound}, window: month, at_least: 1}\n"
        "      - {rule: sure, kind: quota, of: {type: call, status: {not: [planned]}}, window: month, at_least: 1}\n",
    )
    parted.write("more.csv", "rep_id,type,occurred_at,direction\nR1,call,2026-10-30 09:00,outbound\n")
    audited = document(audit(parted, "log", "more.csv"))
    found = {card["rep_id"]: card["findings"] for card in audited["scorecards"]}
    assert [(each["met"], each["expected"], each["unknown"]) for each in found["R1"]] == [(1, 1, 0), (1, 1, 0)]
    assert [(each["met"], each["expected"], each["unknown"]) for each in found["R2"]] == [(0, 0, 1), (1, 1, 0)]
    (cause,) = audited["causes"]
    assert (cause["kind"], cause["name"], cause["path"], cause["records"]) == ("column", "direction", "log", 730)
    told = [each["message"] for each in audited["notices"] if each["code"] == "excluding_column_not_shown"]
    assert [each.partition(" ")[0] for each in told] == ["log", "more.csv"]


def test_columns_that_come_later_and_rows_that_cannot_be_read(parted: Firm) -> None:
    late = parted.folder / "log" / "month=2026-11" / "c.parquet"
    duckdb.sql(
        f"COPY (SELECT 'R1' AS rep_id, 'call' AS type, TIMESTAMP '2026-11-02 09:00:00' AS occurred_at, 'X' AS fresh "
        f"UNION ALL SELECT NULL, 'call', TIMESTAMP '2026-11-02 09:00:00', NULL) TO '{late}'"
    )
    audited = document(audit(parted, "log"))
    (log,) = audited["inputs"]
    assert (log["rows"], log["records"], log["rejects"]) == (732, 731, 1)
    (reject,) = audited["rejects"]
    assert (reject["path"], reject["line"]) == ("log/month=2026-11/c.parquet", 2)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("log", "--look-back", "a year"), "a year is no number of months to look back"),
        (("none", "--look-back", "1"), "there is no file of any month from 2026-09 to 2026-10"),
    ],
)
def test_what_cannot_be_looked_back_on(parted: Firm, words: tuple[str, ...], said: str) -> None:
    shutil.copytree(parted.folder / "log" / "month=2026-07", parted.folder / "none" / "month=2026-07")
    ran = audit(parted, *words)
    assert ran.code == 2
    assert said in ran.err


def test_a_period_is_needed_to_look_back_from(parted: Firm) -> None:
    ran = parted.call("audit", "log", "--policy", "pack.yaml", "--look-back", "3", "--lang", "en")
    assert ran.code == 2
    assert "--period" in ran.err
