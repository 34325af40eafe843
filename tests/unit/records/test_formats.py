"""JSON lines, Parquet, frames: the same rows come out of every format."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from checklist.records import formats

if TYPE_CHECKING:
    from pathlib import Path

    from tests.unit.records.conftest import Read, Reading, Refused


def _lines(*objects: object) -> str:
    return "".join((each if isinstance(each, str) else json.dumps(each, ensure_ascii=False)) + "\n" for each in objects)


BASE = {"rep_id": "007", "type": "call", "occurred_at": "2026-10-01 09:00"}


def test_json_lines(reading: Reading) -> None:
    text = _lines(
        {**BASE, "amount": 5.50, "big": 12345678901234567890123, "flag": True, "tags": ["a", {"b": 1}], "none": None},
        "",
        "  ",
        {"occurred_at": "2026-10-02", "type": " visit ", "rep_id": 8, "x/y~\"z'": "é会"},
    )
    first, second = reading(files={"log.jsonl": "\ufeff" + text}).rows()
    assert (first["line"], first["amount"], first["big"]) == (1, Decimal("5.5"), "12345678901234567890123")
    assert (first["flag"], first["tags"], first["none"]) == ("true", '["a",{"b":1}]', None)
    assert (second["line"], second["rep_id"], second["type"], second["x/y~\"z'"]) == (4, "8", "visit", "é会")


@pytest.mark.parametrize("blank", [" ", "\t", "\r\n", "\u00a0", "\u3000"])
@pytest.mark.parametrize("escaped", [True, False])
def test_blanks_around_values_of_json_lines(reading: Reading, blank: str, escaped: object) -> None:
    row = {name: f"{blank}{value}{blank}" for name, value in BASE.items()} | {"note": blank, "text": f"a{blank}b"}
    (read,) = reading(files={"log.jsonl": json.dumps(row, ensure_ascii=bool(escaped))}).rows()
    assert (read["rep_id"], read["type"], read["note"]) == ("007", "call", None)
    assert read["text"] == f"a{blank}b".replace("\r\n", "\n")


def test_lines_that_are_no_objects(reading: Reading) -> None:
    text = _lines(
        BASE, "{", "[1]", "5", '"x"', "null", '{"rep_id": 1, "rep_id": 2}', {**BASE, "type": ""}, "nothing", BASE
    )
    read = reading(files={"log.ndjson": text})
    assert read.reasons == [
        *[(line, "json_invalid") for line in (2, 3, 4, 5, 6)],
        (7, "json_key_twice"),
        (8, "no_type"),
        (9, "json_invalid"),
    ]
    assert read.column("line") == [1, 10]
    assert read.loaded.inputs[0].rows == 10


@pytest.mark.parametrize("end", ["\r\n", "\r", "\n"])
def test_line_ends_of_json_lines(reading: Reading, end: str) -> None:
    text = _lines(BASE, "", BASE).replace("\n", end) + json.dumps(BASE)
    assert reading(files={"log.jsonl": text}).column("line") == [1, 3, 4]


def test_mixed_line_ends_of_json_lines(reading: Reading) -> None:
    text = json.dumps(BASE) + "\r\n" + json.dumps(BASE) + "\n"
    assert reading(files={"log.jsonl": text}).column("line") == [1, 2]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "file_empty"),
        (b"\n\n", "file_empty"),
        (b'{"rep_id": "\xff"}\n', "encoding_unknown"),
        (b'{"rep_id": "a\0"}\n', "nul_bytes"),
        (b'{"Type": 1, "type": 2}\n', "header_duplicate"),
        (b'{"rep_id": 1}\n', "column_missing"),
    ],
)
def test_json_lines_that_cannot_be_read(reading: Reading, refused: Refused, content: Any, code: str) -> None:
    assert {error.code for error in refused(reading, files={"log.jsonl": content})} == {code}


def _table() -> pa.Table:
    return pa.table(
        {
            "rep_id": [7, 8, None],
            "type": ["call", "visit", "visit"],
            "occurred_at": pa.array([datetime(2026, 10, 1, 9), datetime(2026, 10, 2), None], pa.timestamp("ns")),  # noqa: DTZ001
            "logged_at": pa.array([datetime(2026, 10, 1, 9, tzinfo=UTC)] * 3, pa.timestamp("us", tz="UTC")),
            "modified_at": pa.array([date(2026, 10, 3)] * 3),
            "amount": [1.5, float("nan"), 2.0],
            "rating": pa.array([Decimal("4.25"), None, None], pa.decimal128(10, 2)),
            "customer_id": [1.0, 2.0, 3.0],
            "tags": [["a"], [], None],
            "seen_on": pa.array([date(2026, 10, 3)] * 3),
        }
    )


def _check_typed(read: Read) -> None:
    first, second = read.rows()
    assert [first[name] for name in ("rep_id", "customer_id", "tags", "seen_on")] == ["7", "1", '["a"]', "2026-10-03"]
    assert (first["amount"], second["amount"], first["rating"]) == (Decimal("1.5"), None, Decimal("4.25"))
    assert (str(first["occurred_at"]), first["day_precise"]) == ("2026-10-01 09:00:00", False)
    assert (str(second["occurred_at"]), second["day_precise"]) == ("2026-10-02 00:00:00", False)
    assert (str(first["logged_at"]), first["logged_day_precise"]) == ("2026-10-01 17:00:00", False)
    assert str(first["modified_at"]) == "2026-10-03 00:00:00"
    assert read.column("line") == [1, 2]
    assert read.reasons == [(3, "no_time")]


def test_parquet(reading: Reading, tmp_path: Path) -> None:
    path = tmp_path / "made.parquet"
    pq.write_table(_table(), path)
    _check_typed(reading(files={"log.parquet": path.read_bytes()}))


def test_frames(reading: Reading) -> None:
    for frame in (_table(), _table().to_pandas(), pl.from_arrow(_table()), _table().to_batches()[0]):
        read = reading(files={"frame": frame})
        _check_typed(read)
        assert len(read.loaded.inputs[0].sha256) == 64


def test_typed_times_are_in_the_mapping_s_timezone(reading: Reading) -> None:
    read = reading(files={"frame": _table()}, mapping="timezone: UTC")
    assert [str(each) for each in read.column("occurred_at")] == ["2026-10-01 17:00:00", "2026-10-02 08:00:00"]


def test_days_of_a_frame(reading: Reading) -> None:
    frame = pd.DataFrame(
        {"rep_id": ["R1"], "joined_on": [date(2026, 1, 5)], "left_on": [pd.Timestamp("2026-03-01 10:00")]}, index=[5]
    )
    (row,) = reading(files={"reps:frame": frame}).rows("loaded_reps")
    assert (row["joined_on"], row["left_on"]) == (date(2026, 1, 5), date(2026, 3, 1))


def test_times_that_no_calendar_reaches(reading: Reading) -> None:
    frame = pa.table({"rep_id": ["a"], "type": ["b"], "occurred_at": pa.array([date(1, 1, 1)])})
    assert reading(files={"frame": frame}).reasons == [(1, "bad_time")]


@pytest.mark.parametrize(
    ("frame", "code"),
    [
        (pd.DataFrame({"rep_id": [1, "a", {}]}), "frame_unreadable"),
        (5, "frame_unreadable"),
        (pd.DataFrame([[1, 2]], columns=["rep_id", "rep_id"]), "header_duplicate"),
        (pd.DataFrame({"rep_id": [1]}), "column_missing"),
        (pd.DataFrame(), "header_missing"),
    ],
)
def test_frames_that_cannot_be_read(reading: Reading, refused: Refused, frame: Any, code: str) -> None:
    assert {error.code for error in refused(reading, files={"frame": frame})} == {code}


def test_a_broken_parquet_file(reading: Reading, refused: Refused) -> None:
    (error,) = refused(reading, files={"log.parquet": b"PAR1 and no more"})
    assert error.code == "parquet_unreadable"


def test_one_content_in_every_format_has_one_key(reading: Reading, tmp_path: Path) -> None:
    row = {"rep_id": "R1", "type": "call", "occurred_at": "2026-10-01 09:00", "amount": "5", "note": "会"}
    frame = pa.table({name: [value] for name, value in row.items()})
    pq.write_table(frame, tmp_path / "x.parquet")
    contents = {
        "a.csv": ",".join(row) + "\n" + ",".join(row.values()) + "\n",
        "a.jsonl": json.dumps(row),
        "a.parquet": (tmp_path / "x.parquet").read_bytes(),
        "frame": frame,
    }
    keys = {reading(files={name: content}).column("record_key")[0] for name, content in contents.items()}
    assert len(keys) == 1


def test_every_format_has_suffixes_of_its_own() -> None:
    assert {".csv", ".tsv", ".jsonl", ".parquet"} <= formats.suffixes()
