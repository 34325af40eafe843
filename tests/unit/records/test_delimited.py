"""CSV and TSV: where rows begin, what they hold, and what is refused."""

from __future__ import annotations

import csv
import io
import random
from typing import TYPE_CHECKING, Any

import pytest

from checklist.records import Source, load, scanning

if TYPE_CHECKING:
    from pathlib import Path

    from tests.unit.records.conftest import Reading, Refused


HEADER = "rep_id,type,occurred_at,note\n"


def _log(*rows: str, header: str = HEADER, end: str = "\n") -> str:
    return header.replace("\n", end) + "".join(row + end for row in rows)


def test_every_cell_is_text(reading: Reading) -> None:
    read = reading(files={"log.csv": _log("007,call,2026-10-01,0012")})
    assert read.column("rep_id") == ["007"]
    assert read.column("note") == ["0012"]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found_in_the_header(reading: Reading, delimiter: str) -> None:
    read = reading(files={"log.csv": _log("R1,call,2026-10-01,x").replace(",", delimiter)})
    assert read.column("note") == ["x"]


def test_the_delimiter_of_tsv_is_the_tab(reading: Reading) -> None:
    read = reading(files={"log.tsv": "rep_id\ttype\toccurred_at\tnote,a,b,c,d\nR1\tcall\t2026-10-01\tx, y\n"})
    assert read.column("note,a,b,c,d") == ["x, y"]


def test_a_declared_delimiter_is_taken(reading: Reading) -> None:
    read = reading(files={"log.csv": "sep=;\r\nrep_id;type;occurred_at\r\nR1;call;2026-10-01\r\n"})
    assert read.column("line") == [3]


def test_a_wrong_delimiter_in_the_rows_makes_no_record(reading: Reading) -> None:
    read = reading(files={"log.csv": HEADER + "R1;call;2026-10-01;x\n"})
    assert read.reasons == [(2, "too_few_fields")]


@pytest.mark.parametrize(
    "text",
    [_log("R1,call,2026-10-01,x"), _log("R1,call,2026-10-01,x", end="\r\n"), _log("R1,call,2026-10-01,x", end="\r")],
)
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_line_ends_and_marks(reading: Reading, text: str, mark: str) -> None:
    read = reading(files={"log.csv": mark + text})
    assert read.column("line") == [2]
    assert read.column("note") == ["x"]


def test_mixed_line_ends(reading: Reading) -> None:
    read = reading(files={"log.csv": HEADER + "R1,call,2026-10-01,x\r\nR2,call,2026-10-01,y\nR3,call,2026-10-01,z\r"})
    assert read.column("line") == [2, 3, 4]


def test_rows_over_several_lines_and_blank_ones(reading: Reading) -> None:
    text = HEADER + '\nR1,call,2026-10-01,"a\n\nb"\n\n\nR2,call,2026-10-01,c\n'
    read = reading(files={"log.csv": text})
    assert read.column("line") == [3, 8]
    assert read.column("note") == ["a\n\nb", "c"]


def test_a_line_break_within_a_cell_is_one_line_feed(reading: Reading) -> None:
    read = reading(files={"log.csv": _log('R1,call,2026-10-01,"a\r\nb"', end="\r\n")})
    assert read.column("note") == ["a\nb"]


def test_a_header_over_two_lines(reading: Reading) -> None:
    read = reading(files={"log.csv": 'rep_id,type,occurred_at,"the\nnote"\nR1,call,2026-10-01,x\nR1,call\n'})
    assert read.column("line") == [3]
    assert read.reasons == [(4, "too_few_fields")]


def test_blank_lines_before_the_header(reading: Reading) -> None:
    read = reading(files={"log.csv": "\n\n" + _log("R1,call,2026-10-01,x")})
    assert read.column("line") == [4]


def test_a_single_column(reading: Reading) -> None:
    read = reading(files={"reps:reps.csv": 'rep_id\nR1\n\n"R\n2"\n\nR3\n', "log.csv": _log()})
    assert read.session.rows("SELECT rep_id, line FROM loaded_reps ORDER BY line") == [
        ("R1", 2),
        ("R\n2", 4),
        ("R3", 7),
    ]


def test_ragged_rows(reading: Reading) -> None:
    rows = ["R1,call", "R1,call,2026-10-01,x,y,z", "R1,call,2026-10-01,x"]
    read = reading(files={"log.csv": _log(*rows)})
    assert read.reasons == [(2, "too_few_fields"), (3, "too_many_fields")]
    assert [each.reason.values for each in read.loaded.rejects] == [
        {"expected": 4, "found": 2},
        {"expected": 4, "found": 6},
    ]
    assert read.column("line") == [4]


def test_delimiters_after_the_last_cell_are_no_fields(reading: Reading) -> None:
    assert reading(files={"log.csv": _log("R1,call,2026-10-01,x,,")}).column("note") == ["x"]


def test_a_stray_quote_costs_its_row_alone(reading: Reading) -> None:
    read = reading(files={"log.csv": _log('R1,call,2026-10-01,"x" y', 'R1,call,2026-10-01,5" pipe')})
    assert read.reasons == [(2, "quote_unclear")]
    assert read.column("note") == ['5" pipe']


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (_log('R1,call,2026-10-01,"x', "R1,call,2026-10-01,y"), 2),
        (_log("R1,call,2026-10-01,y", 'R1,call,2026-10-01,"x').rstrip("\n"), 3),
        (_log('R1,call,2026-10-01,"x"y', "R1,call,2026-10-01,y", 'R1,call,2026-10-01,"x'), 4),
        ('rep_id,type,"occurred_at\nR1,call,2026-10-01\n', 1),
    ],
)
def test_an_unclosed_quote_is_refused(reading: Reading, refused: Refused, text: str, line: int) -> None:
    (error,) = refused(reading, files={"log.csv": text})
    assert (error.code, error.place.line) == ("csv_quote_unclosed", line)


@pytest.mark.parametrize(
    ("content", "code", "line"),
    [
        (b"", "file_empty", None),
        (b"\xef\xbb\xbf", "file_empty", None),
        (b"\n\n \n", "header_missing", 3),
        (b"\n\n", "file_empty", None),
        (b",,\nR1,call,2026-10-01\n", "column_missing", 2),
        (b",,\n,,\n", "header_missing", 1),
        (b"rep_id,type,occurred_at, Type \n", "header_duplicate", 1),
        (b"rep_id,type,occurred_at\nR1,\xff,2026-10-01\n", "encoding_unknown", 2),
        (b"rep_id,type,occ\xfe\n", "encoding_unknown", 1),
        (b"rep_id,type,occurred_at\nR1,a\0b,2026-10-01\n", "nul_bytes", 2),
        (b"rep_id,when\n", "column_missing", 1),
        (b"rep_id," + b",".join(b"c%d" % number for number in range(3000)) + b"\n", "too_many_columns", 1),
    ],
)
def test_files_that_are_no_tables(reading: Reading, refused: Refused, content: Any, code: str, line: int) -> None:
    errors = refused(reading, files={"log.csv": content})
    assert {error.code for error in errors} == {code}
    assert errors[0].place.line == line


def test_files_that_are_not_there(reading: Reading, refused: Refused, tmp_path: Path) -> None:
    (tmp_path / "folder.csv").mkdir()
    for name, code in [("folder.csv", "folder_empty"), ("nothing.csv", "file_missing")]:
        source = Source("records", str(tmp_path / name))
        (error,) = refused(load, reading.session, [source], mapping=None, timezone="Asia/Shanghai")
        assert error.code == code


def test_text_is_read_whatever_its_name(reading: Reading) -> None:
    assert reading(files={"log.export": _log("R1,call,2026-10-01,x")}).column("note") == ["x"]


def test_a_header_alone_has_no_rows(reading: Reading) -> None:
    read = reading(files={"log.csv": HEADER})
    assert read.loaded.inputs[0].rows == 0
    assert read.loaded.columns["records"] == {"rep_id", "type", "occurred_at", "note"}


@pytest.mark.parametrize("name", ["a[1]*.csv", "it's.csv", "{x,y}.csv", "100%.csv", "日志 十月.csv"])
def test_any_name_of_a_file(reading: Reading, name: str) -> None:
    assert reading(files={name: _log("R1,call,2026-10-01,x")}).column("note") == ["x"]


def test_an_unnamed_column_with_values_is_told(reading: Reading) -> None:
    read = reading(files={"log.csv": "rep_id,type,occurred_at,,\nR1,call,2026-10-01,x,\n"})
    assert read.notices == ["column_unnamed"]
    assert read.loaded.notices[0].sentence.values["position"] == 4


@pytest.mark.parametrize("header", ["*note", "note*", "＊ note", "note（必填）", "(required) note", " * note [必填] "])
def test_the_mark_of_a_required_column_is_no_part_of_its_name(reading: Reading, header: str) -> None:
    assert reading(files={"log.csv": f"*rep_id,type*,*occurred_at,{header}\nR1,call,2026-10-01,x\n"}).column(
        "note"
    ) == ["x"]


def test_a_mapping_may_name_a_header_with_its_mark_or_without(reading: Reading) -> None:
    log = "*员工,type,occurred_at,*产品,*\nR1,call,2026-10-01,x,y\n"
    read = reading(files={"log.csv": log}, mapping="columns: {rep_id: '*员工', product: 产品}\n")
    assert (read.column("rep_id"), read.column("product"), read.column("*")) == (["R1"], ["x"], ["y"])


def _large(path: Path, *, broken: float, several_lines: float, open_quote_at: int | None = None) -> None:
    chance = random.Random(7)  # noqa: S311  # data of a test
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["rep_id", "type", "occurred_at", "note"])
        for number in range(60_000):
            if number == open_quote_at:
                file.write('R1,call,2026-10-01,"open\n')
            note = f"met the customer about the offer, {number} " * 2
            if chance.random() < several_lines:
                note = f'he said "{number}"\n\nR1,call,2026-10-01,more\nand left'
            row = ["R1", "call", "2026-10-01 10:00", note]
            writer.writerow(row[:3] if chance.random() < broken else row)


@pytest.mark.parametrize(("broken", "several_lines"), [(0, 0), (0.01, 0), (0, 0.01), (0, 0.00005), (0.01, 0.01)])
def test_large_files(reading: Reading, tmp_path: Path, broken: float, several_lines: float) -> None:
    path = tmp_path / "large.csv"
    _large(path, broken=broken, several_lines=several_lines)
    assert path.stat().st_size > 4 * scanning.CHUNK
    records, rejects, line = [], [], 2
    reader = csv.reader(io.StringIO(path.read_text(encoding="utf-8"), newline=""))
    next(reader)
    for row in reader:
        (records if len(row) == 4 else rejects).append(line)
        line = reader.line_num + 1
    read = reading(files={"large.csv": path.read_bytes()})
    assert sorted(read.column("line")) == records
    assert [each.line for each in read.loaded.rejects] == rejects[:1000]
    assert read.loaded.inputs[0].rejects == len(rejects)


@pytest.mark.parametrize("at", [3, 30_000, 59_999])
def test_an_unclosed_quote_in_a_large_file(reading: Reading, refused: Refused, tmp_path: Path, at: int) -> None:
    path = tmp_path / "large.csv"
    _large(path, broken=0, several_lines=0, open_quote_at=at)
    (error,) = refused(reading, files={"large.csv": path.read_bytes()})
    assert (error.code, error.place.line) == ("csv_quote_unclosed", at + 2)
