"""Cells of workbooks: what they show, and what stands in them between the lines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import xlsxwriter

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from tests.unit.records.conftest import Read, Reading

HEADER = ["rep_id", "type", "occurred_at", "customer_id", "text"]


def _read(reading: Reading, tmp_path: Path, rows: Sequence[Sequence[Any]]) -> Read:
    """Read a workbook; a cell that is a pair is a number and its format."""
    path = tmp_path / "made.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet()
    for at, row in enumerate(rows):
        for column, cell in enumerate(row):
            number, form = cell if isinstance(cell, tuple) else (cell, "General")
            sheet.write(at, column, number, book.add_format({"num_format": form}))
    book.close()
    return reading(files={"log.xlsx": path.read_bytes()})


@pytest.mark.parametrize("break_", ["\r\n", "\r", "\n", "\n\r\n"])
@pytest.mark.parametrize("text", ["a{}b", '"a"{}b', "a,{}b"])
def test_returns_within_the_cells_of_a_workbook_are_breaks(
    reading: Reading, tmp_path: Path, break_: str, text: str
) -> None:
    row = ["R1", "call", "2026-10-05 10:00", "C1", text.format(break_)]
    plain = ["R1", "call", "2026-10-06 10:00", "C1", text.format("\n")]
    for rows in ([row], [row, plain], [plain, row]):
        read = _read(reading, tmp_path, [HEADER, *rows])
        assert len(read.rows()) == len(rows)
        wanted = text.format(break_.replace("\r\n", "\n").replace("\r", "\n"))
        assert wanted in read.column("text")


def test_a_return_within_a_table_of_markup_is_a_break(reading: Reading) -> None:
    cells = "".join(f"<td>{each}</td>" for each in ("R1", "call", "2026-10-05 10:00", "C1", "a&#13;&#10;b"))
    page = f"<table><tr>{''.join(f'<th>{each}</th>' for each in HEADER)}</tr><tr>{cells}</tr></table>"
    (row,) = reading(files={"log.xls": page}).rows()
    assert row["text"] == "a\nb"


@pytest.mark.parametrize(
    ("number", "form", "shown"),
    [
        (7, "00000", "00007"),
        (1234567, "00000", "1234567"),
        (7, "00000;-00000", "00007"),
        (7, '"R"000', "R007"),
        (7, "\\R000", "R007"),
        (7, '"R"0', "R7"),
        (1234567, "000-0000", "123-4567"),
        (7, "0", "7"),
        (1234, "#,##0", "1234"),
        (7, '0"件"', "7"),
        (7, '"¥"0', "7"),
        (7.5, "00000", "7.5"),
        ("7", "00000", "7"),
    ],
)
def test_an_id_is_what_its_cell_shows(reading: Reading, tmp_path: Path, number: Any, form: str, shown: str) -> None:
    above = ["R1", "call", "2026-10-05 10:00", "C1", "x"]
    row = [(number, form), "call", "2026-10-05 10:00", (number, form), "x"]
    read = _read(reading, tmp_path, [HEADER, above, row, above])
    assert sorted(read.column("rep_id")) == sorted(["R1", shown, "R1"])
    assert sorted(read.column("customer_id")) == sorted(["C1", shown, "C1"])
