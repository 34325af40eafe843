from __future__ import annotations

import io
import struct
import time
import zipfile
import zlib
from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import pytest
from openpyxl import load_workbook

from checklist.model import Audit, Bilingual, Earlier, EarlierCard, Sentence, Upcoming, Verdict, Waiver, WaiverUse
from checklist.reporters import Options, stream
from checklist.reporters.branding import Branding
from checklist.reporters.logo import Logo
from checklist.reporters.text import columns
from checklist.reporters.workbook import table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from checklist.wording import Wording

NASTY = ["=1+1", "<r><t>x</t></r>", "http://a.cn", "'", "[]:*?/\\", "x" * 40_000, "\x00\u202e_x0041_", "12", "1e5"]
INJECTION = '<r></is></c><c r="Z9"><f>1+1</f></c><c t="inlineStr"><is><t></r>'


def book_bytes(audit: Audit, wording: Wording, **options: Any) -> bytes:
    return b"".join(stream("xlsx", audit, wording, Options(**options)))  # type: ignore[arg-type]


def opened(audit: Audit, wording: Wording, **options: Any) -> Any:
    return load_workbook(io.BytesIO(book_bytes(audit, wording, **options)))


def cells(book: Any) -> Iterator[Any]:
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            yield from row


def rows(sheet: Any) -> list[dict[str, Any]]:
    header, *body = sheet.iter_rows(values_only=True)
    return [dict(zip(header, row, strict=True)) for row in body]


def test_every_part_has_its_sheet(audit: Audit, chinese: Wording, english: Wording) -> None:
    day = date(2026, 10, 1)
    waiver = Waiver("W-1", "follow-up", ("R1",), (), (), None, None, "ill", "He Li", day, date(2026, 12, 31))
    coming = Upcoming("R1", "follow-up", "2.4.2", day, 2, {"customer_id": "C9"}, Sentence("test.no_file"))
    full = replace(audit, waivers=(WaiverUse(waiver, 3, 2),), upcoming=(coming,))
    names = ["Summary", "Reps", "Rules", "Findings", "Deviations", "Due next", "Waivers", "Inputs", "Rejected rows"]
    assert opened(full, english).sheetnames == [*names, "North", "R1", "No team"]
    assert opened(audit, chinese).sheetnames == [
        *("概要", "人员", "规则", "结果", "偏差", "数据来源", "拒收的行"),
        *("North", "R1", "未分团队"),
    ]
    assert rows(opened(full, english)["Waivers"])[0]["Approved by"] == "He Li"
    assert rows(opened(full, english)["Due next"])[0]["What falls due"] == "no attestations file was given"


def test_the_summary_says_what_it_comes_to(audit: Audit, english: Wording) -> None:
    sheet = opened(audit, english)["Summary"]
    pairs = {row[0].value: row[1].value for row in sheet.iter_rows() if row[0].value}
    assert pairs["Small policy 1.2.3: how far it was kept to"] is None
    assert pairs["Period"] == "2026-10-01 to 2026-10-31"
    assert pairs["✗ not compliant"] == "1  (33.3%)"
    assert pairs["Score of the firm"] == 96.7
    assert pairs["Deviations"] == 30
    assert pairs["sha256"] == "ab" * 32
    text = [cell.value for row in sheet.iter_rows() for cell in row if cell.value]
    assert "! the last record is 3 days old" in text
    assert "? no attestations file was given (rules 1, reps 2)" in text
    assert "Days: 5 here, 7 in the pack" in text
    assert "−5.1  Rule follow-up (met 25 of 31)" in text


def test_the_matrix_has_a_symbol_and_a_number(audit: Audit, english: Wording) -> None:
    sheet = opened(audit, english)["Reps"]
    first, second, third = rows(sheet)
    assert (first["Rep id"], first["Verdict"], first["Score"]) == ("R1", "✗ not compliant", 93.4)
    assert (first["Points to win back"], first["Rules scored"]) == (6.6, "2 of 3")
    assert (second["Score"], second["Points to win back"]) == ("–", None)
    assert third["Score"] == 100
    header = [cell.value for cell in sheet[1]]
    chapter = header.index("2.4 Follow-up")
    assert (sheet[2][chapter].value, sheet[2][chapter].number_format) == (93.4, '"✗ "0.0')
    assert (sheet[4][chapter].value, sheet[4][chapter].number_format) == (100, '"✓ "0.0')
    assert sheet[3][chapter].value == "?"
    assert sheet.freeze_panes == "C2"
    assert sheet.auto_filter.ref == f"A1:{sheet[1][-1].column_letter}4"


def test_findings_and_deviations_are_whole(audit: Audit, english: Wording) -> None:
    book = opened(audit, english)
    found = rows(book["Findings"])
    assert len(found) == 12
    assert found[1]["Outcome"] == "✗ not met" or found[1]["Outcome"].startswith("✗ ")
    assert (found[1]["Fell due"], found[1]["Met"], found[1]["Waived"], found[1]["Points lost"]) == (31, 25, 2, 5.1)
    assert found[0]["Reason"] == "no attestations file was given"
    missed = rows(book["Deviations"])
    assert len(missed) == 25
    assert missed[0]["Due on"] == datetime(2026, 10, 1)  # noqa: DTZ001  # a sheet knows no zones
    assert missed[0]["Evidence"] == "R1.csv:7 R1 2026-10-01 09:30:00"
    assert missed[1]["Waiver"] == "W-1"
    assert rows(book["Rules"])[1]["Failing"] == 1
    assert rows(book["Inputs"])[0]["Records"] == 1200
    assert rows(book["Rejected rows"])[0]["Line"] == 17


def test_a_change_since_the_period_before_is_a_column(audit: Audit, english: Wording) -> None:
    period = replace(audit.period, label="2026-09")
    before = Earlier(period, "small", "1", "ab", 900, 3, {}, {"R1": EarlierCard("R1", 950, Verdict.COMPLIANT)})
    book = opened(replace(audit, history=(before,)), english)
    assert [row["Change"] for row in rows(book["Reps"])] == [-1.6, None, None]
    assert "Change" not in rows(opened(audit, english)["Reps"])[0]


@pytest.mark.parametrize("text", [*NASTY, INJECTION])
def test_no_cell_is_a_formula_or_a_link(firm: Callable[[str], Audit], english: Wording, text: str) -> None:
    book = opened(firm(text), english)
    kinds = {cell.data_type for cell in cells(book)}
    assert kinds <= {"s", "n", "d"}
    assert not any(cell.hyperlink for cell in cells(book))
    assert not any(isinstance(cell.value, str) and cell.value.startswith(("=", "@")) for cell in cells(book))
    assert all(len(str(cell.value)) <= 32_767 for cell in cells(book))
    assert book["Reps"]["A2"].data_type == "s"


def test_text_comes_through_as_it_is(firm: Callable[[str], Audit], english: Wording) -> None:
    for text in ("a & b <c>", " 两 端 空 白 ", "12", "007", "x\ny"):
        assert rows(opened(firm(text), english)["Reps"])[0]["Rep id"] == text


def test_the_same_audit_has_the_same_bytes(audit: Audit, wording: Wording, monkeypatch: pytest.MonkeyPatch) -> None:
    once = book_bytes(audit, wording)
    monkeypatch.setenv("TZ", "Asia/Shanghai")
    time.tzset()
    try:
        assert book_bytes(audit, wording) == once
    finally:
        monkeypatch.undo()
        time.tzset()
    with zipfile.ZipFile(io.BytesIO(once)) as parts:
        assert {part.date_time[:3] for part in parts.infolist()} == {(1980, 1, 31)}
        assert b"2000-01-01" in parts.read("docProps/core.xml")


def test_rows_beyond_a_sheet_stand_on_a_further_one(
    audit: Audit, english: Wording, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(table, "MOST_ROWS", 11)
    book = opened(audit, english)
    parts = [name for name in book.sheetnames if name.startswith("Deviations")]
    assert parts == ["Deviations", "Deviations (2)", "Deviations (3)"]
    listed = [row["Deviation id"] for name in parts for row in rows(book[name])]
    assert listed == [each.id for each in audit.deviations]


def test_no_rep_is_lost_however_many_teams_there_are(audit: Audit, english: Wording) -> None:
    cards = tuple(
        replace(audit.scorecards[0], rep_id=f"R{number:03}", team=f"Team {number}", findings=())
        for number in range(130)
    )
    book = opened(replace(audit, scorecards=cards), english)
    assert {row["Rep id"] for row in rows(book["Reps"])} == {card.rep_id for card in cards}
    assert sum(name.startswith("Team ") for name in book.sheetnames) == 100


def test_columns_fit_chinese_and_pages_repeat_their_header(audit: Audit, chinese: Wording) -> None:
    sheet = opened(audit, chinese)["规则"]
    assert sheet.column_dimensions["B"].width >= columns("规则 attested-basics")
    assert sheet.print_title_rows == "$1:$1"
    assert sheet.page_setup.orientation == "landscape"
    assert sheet.page_setup.paperSize == 9
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)


def test_a_company_shows_its_face(audit: Audit, english: Wording) -> None:
    brand = Branding(Bilingual("远航", "Yuanhang & Co"), logo(), "#0b5394", "#8ab8e6", Bilingual("内部", "R&D only"))
    book = opened(audit, english, branding=brand)
    sheet = book["Summary"]
    text = [cell.value for row in sheet.iter_rows() for cell in row if cell.value]
    assert {"Yuanhang & Co", "R&D only"} <= set(text)
    assert "R&&D only" in sheet.oddFooter.left.text or sheet.oddFooter.left.text == "R&D only"
    assert book["Reps"]["A1"].fill.fgColor.rgb == "FF0B5394"
    assert len(sheet._images) == 1


def logo() -> Logo:
    """Return a picture of one white pixel."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0))
    body = chunk(b"IDAT", zlib.compress(b"\x00\xff\xff\xff")) + chunk(b"IEND", b"")
    return Logo(b"\x89PNG\r\n\x1a\n" + head + body, "image/png", 1, 1)


def test_what_cannot_be_told_comes_before_any_figure_and_has_sheets_of_its_own(unsure: Audit, english: Wording) -> None:
    book = opened(unsure, english)
    assert book.sheetnames[3:7] == ["Findings", "Deviations", "Unknown", "Possible shortfalls"]
    said = [row[0].value for row in book["Summary"].iter_rows() if row[0].value]
    assert said.index("What cannot be told yet (it touches 5 of 12 findings)") < said.index("What it comes to")
    write = "say it:\nvalues: {status: {later: ?}}\nvalues: {status: {later: other}}"
    assert any(str(each).endswith(write) for each in said)
    assert rows(book["Findings"])[1]["Unknown"] == 3
    first = rows(book["Unknown"])[0]
    assert (first["Reps touched"], first["Verdicts it would decide"]) == (2, "Second-Rep")
    possible = rows(book["Possible shortfalls"])
    assert [each["Missing"] for each in possible] == [3, 4, 1]
    assert possible[0]["What cannot be told"] == "nothing says what R1 later in Li Na.csv means"


def test_what_a_failed_rule_leaves_unknown_is_told_beside_what_is_met(unsure: Audit, chinese: Wording) -> None:
    shown = [str(cell.value) for cell in cells(opened(unsure, chinese))]
    assert any("到期 31 项，达标 25 项；另有 3 项无法判断" in each for each in shown)
