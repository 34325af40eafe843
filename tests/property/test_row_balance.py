"""Every row of a CSV file is a record, a reject, skipped or a duplicate, and its line is the one an editor shows."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from checklist.engine import Database
from checklist.records import Source, load
from checklist.records.formats import delimited

if TYPE_CHECKING:
    from pathlib import Path

BLANKS = " \t\n\v\f\r\u00a0\u3000"
HEADER = ["rep_id", "type", "occurred_at", "note", "remark"]

pieces = st.sampled_from(["a", "é", "会", '"', "\n", "\n\n", ",", " ", "  x ", "\n \n", "5'", ";", "\u3000"])
cells = st.lists(pieces, max_size=4).map("".join)
fields = st.lists(cells, min_size=2, max_size=2)
whole_rows = fields.map(lambda two: ["R1", "call", "2026-10-01", *two])
ragged_rows = st.one_of(
    st.lists(cells.filter(lambda cell: cell.strip(BLANKS) != ""), min_size=1, max_size=3),
    fields.map(lambda two: ["R1", "call", "2026-10-01", *two, "more", "and more"]),
)
unread_rows = fields.map(lambda two: ["R1", "call", "some day", *two])
blank_lines = st.just([])
rows_of_a_file = st.lists(
    st.one_of(whole_rows, whole_rows, whole_rows, unread_rows, ragged_rows, blank_lines), max_size=25
)
files = st.builds(
    lambda rows, quoting, end, mark, open_end: ("\ufeff" if mark else "") + _written(rows, quoting, end, open_end),
    rows_of_a_file,
    st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    st.sampled_from(["\n", "\r\n"]),
    st.booleans(),
    st.booleans(),
)


def _written(rows: list[list[str]], quoting: int, end: str, open_end: bool) -> str:  # noqa: FBT001
    text = io.StringIO(newline="")
    writer = csv.writer(text, quoting=quoting, lineterminator=end)  # type: ignore[arg-type]
    writer.writerow(HEADER)
    for row in rows:
        if row:
            writer.writerow(row)
        else:
            text.write(end)
    written = text.getvalue()
    return written.removesuffix(end) if open_end else written


def _told_by_python(text: str) -> tuple[list[tuple[int, str, str]], list[int]]:
    """Return (line, note, remark) of every readable row and the lines of the others."""
    reader = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""))
    next(reader)
    records, rejects, line = [], [], reader.line_num + 1
    for row in reader:
        own = [*row[: len(HEADER)], *(cell for cell in row[len(HEADER) :] if cell)]
        if row and len(own) == len(HEADER) and own[2] == "2026-10-01":
            note, remark = (cell.replace("\r\n", "\n").strip(BLANKS) for cell in own[3:])
            records.append((line, note, remark))
        elif row:
            rejects.append(line)
        line = reader.line_num + 1
    return records, rejects


@pytest.mark.parametrize("buffer_size", [32_000_000, 600])
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=files)
def test_rows_balance_and_lines_are_exact(
    text: str, buffer_size: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delimited, "BUFFER_SIZE", buffer_size)
    path = tmp_path / "log.csv"
    path.write_text(text, encoding="utf-8", newline="")
    expected_records, expected_rejects = _told_by_python(text)
    with Database(threads=2) as session:
        loaded = load(session, [Source("records", str(path))], mapping=None, timezone="Asia/Shanghai")
        found = session.rows("SELECT line, coalesce(note, ''), coalesce(remark, '') FROM loaded_records ORDER BY line")
    assert found == expected_records
    assert [reject.line for reject in loaded.rejects] == expected_rejects
    summary = loaded.inputs[0]
    assert summary.rows == summary.records + summary.rejects + summary.skipped + summary.duplicates
    assert summary.rows == len(expected_records) + len(expected_rejects)
