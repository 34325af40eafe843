"""Workbooks: sheets, headers, dates, ids, errors, formulas; and such as are broken or hostile."""

from __future__ import annotations

import gzip
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

import openpyxl
import xlsxwriter
import xlwt

from tests.corpus.cases import HEADER, ROWS, Case, Reads, Refused, case
from tests.corpus.packages import header_row, ods, ods_row, packed, record_row, row, text_cell, xlsb, xlsx

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

NAMES = ["rep_id", "type", "occurred_at", "note"]
NOON = datetime(2026, 10, 8, 12, 0)  # noqa: DTZ001  # a spreadsheet's times have no zone
RECORD = ["R1", "call", NOON, "x"]
CHINESE = [HEADER.split(","), *(line.split(",") for line in ROWS)]
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
SERIAL = "46303.5"  # the same noon, in days since 1900


def book(*sheets: tuple[str, Sequence[Sequence[Any]]], **options: Any) -> Callable[[Path], object]:
    """Return what writes a workbook of those sheets; `hidden` names some, `change` does more to the first."""

    def make(path: Path) -> None:
        made = xlsxwriter.Workbook(path, {"default_date_format": "yyyy-mm-dd hh:mm", "remove_timezone": True})
        for name, rows in sheets:
            sheet = made.add_worksheet(name)
            for at, cells in enumerate(rows):
                for column, cell in enumerate(cells):
                    if cell is not None:
                        sheet.write(at, column, cell)
            if name in options.get("hidden", ()):
                sheet.hide()
        if "change" in options:
            options["change"](made, made.worksheets()[0])
        made.close()

    return make


def one(*rows: Sequence[Any], change: Any = None) -> Callable[[Path], object]:
    """Return what writes a workbook of one sheet."""
    return book(("S", rows), **({"change": change} if change else {}))


def _charts_alone(path: Path) -> None:
    made = openpyxl.Workbook()
    made.create_chartsheet("chart")
    made.remove(made["Sheet"])
    made.save(path)


def _unsaved(path: Path) -> None:
    made = openpyxl.Workbook()
    made.active.append(NAMES)
    made.active.append(["R1", "call", NOON, '=CONCATENATE("a", "b")'])
    made.save(path)


def _old(path: Path, *, base_1904: bool = False) -> None:
    made = xlwt.Workbook(encoding="utf-8")
    made.dates_1904 = base_1904
    sheet = made.add_sheet("客户")
    style = xlwt.easyxf(num_format_str="yyyy-mm-dd hh:mm")
    for at, cells in enumerate([NAMES, ["R1", "call", NOON, 12345678]]):
        for column, cell in enumerate(cells):
            sheet.write(at, column, cell, *([style] if cell is NOON else []))
    made.save(str(path))


def _values(made: xlsxwriter.Workbook, sheet: Any) -> None:
    formats = {name: made.add_format({"num_format": name}) for name in ("0%", '"￥"#,##0.00', "hh:mm", "[h]:mm")}
    for column, cell in enumerate([0.85, 1234.5, time(9, 30), timedelta(hours=25)]):
        sheet.write(1, 3 + column, cell, list(formats.values())[column])


DAY = f'<c r="C2" s="3"><v>{SERIAL}</v></c>'
GOOD = xlsx(header_row() + record_row(2, DAY))
STAMP = "2026-10-08 12:00:00"
ONE = Reads(1, lines=(2,), texts=(STAMP,), column="occurred_at::VARCHAR")

SHEETS: list[Case] = [
    case("plain.xlsx", one(*CHINESE), Reads(3, lines=(2, 3, 4))),
    case("plain.xlsm", one(*CHINESE), Reads(3, lines=(2, 3, 4))),
    case("times.xlsx", one(NAMES, RECORD), ONE),
    case("named.csv", one(NAMES, RECORD), ONE),
    case("named.xls", one(NAMES, RECORD), ONE),
    case("unnamed", one(NAMES, RECORD), ONE),
    case("packed.xlsx.gz", lambda path: path.write_bytes(gzip.compress(GOOD, mtime=0)), ONE),
    case("old.xls", _old, Reads(1, lines=(2,), texts=("12345678",), column="note")),
    case("old_1904.xls", lambda path: _old(path, base_1904=True), ONE),
    case("builtin_31.xlsx", xlsx(header_row() + record_row(2, f'<c r="C2" s="1"><v>{SERIAL}</v></c>')), ONE),
    case("builtin_57.xlsx", xlsx(header_row() + record_row(2, f'<c r="C2" s="2"><v>{SERIAL}</v></c>')), ONE),
    case(
        "base_1904.xlsx", xlsx(header_row() + record_row(2, '<c r="C2" s="1"><v>44841.5</v></c>'), base_1904=True), ONE
    ),
    case(
        "days.xlsx",
        one(NAMES, ["R1", "call", date(2026, 10, 8), "x"]),
        Reads(1, texts=("true",), column="day_precise::VARCHAR"),
    ),
    case(
        "mixed_times.xlsx",
        one(NAMES, RECORD, ["R1", "call", "2026-10-09", "y"], ["R1", "call", date(2026, 10, 10), "z"]),
        Reads(3, texts=("false", "true", "true"), column="day_precise::VARCHAR"),
    ),
    case("open.ods", ods(ods_row(*NAMES) + ods_row("R1", "call", "2026-10-08 12:00", "x")), ONE),
    case(
        "binary.xlsb",
        xlsb([list(NAMES), ["R1", "call", "2026-10-08 12:00", 12345.0]]),
        Reads(1, lines=(2,), texts=("12345",), column="note"),
    ),
    case(
        "title.xlsx",
        one(
            ["注意事项：标 * 的列必填"],
            [],
            CHINESE[0],
            *CHINESE[1:],
            ["总计", None, 3],
            ["注：以上数据仅供参考"],
            CHINESE[0],
            change=lambda _, sheet: sheet.merge_range(0, 0, 0, 4, "注意事项：标 * 的列必填"),
        ),
        Reads(3, skipped=3, lines=(4, 5, 6), notices=frozenset({"header_below", "totals_skipped"})),
    ),
    case(
        "required.xlsx",
        one(["*rep_id", "* type", "occurred_at*", "＊note（必填）"], RECORD),
        Reads(1, texts=("x",), column="note"),
    ),
    case("offset.xlsx", one([], [], [None, None, *NAMES], [None, None, *RECORD]), Reads(1, lines=(4,))),
    case("blank_rows.xlsx", one(NAMES, [], RECORD, [], ["R2", *RECORD[1:]]), Reads(2, lines=(3, 5))),
    case("header_alone.xlsx", one(NAMES), Reads(0)),
    case("nothing.xlsx", one(), Refused("file_empty")),
    case(
        "cover.xlsx",
        book(("封面", [["十月跟进"]]), ("数据", CHINESE)),
        Reads(3, lines=(2, 3, 4), notices=frozenset({"sheets_unread"})),
    ),
    case("alike.xlsx", book(("一月", CHINESE), ("二月", CHINESE)), Refused("sheet_ambiguous")),
    case(
        "sheet_by_sheet.xlsx", book(("一月", CHINESE), ("二月", CHINESE[:2])), Reads(3), mapping="sheet: [一月, 二月]\n"
    ),
    case("chosen.xlsx", book(("一月", CHINESE), ("二月", CHINESE[:2])), Reads(1), mapping="sheet: 二月\n"),
    case("chosen_missing.xlsx", book(("一月", CHINESE)), Refused("sheet_missing"), mapping="sheet: 三月\n"),
    case("hidden.xlsx", book(("数据", CHINESE[:2]), ("旧", CHINESE), hidden=["旧"]), Reads(1)),
    case(
        "hidden_chosen.xlsx",
        book(("数据", CHINESE[:2]), ("旧", CHINESE), hidden=["旧"]),
        Reads(3),
        mapping="sheet: 旧\n",
    ),
    case("charts_alone.xlsx", _charts_alone, Refused("workbook_no_sheet")),
    case("header_row.xlsx", one(["a", "b", "c"], NAMES, RECORD), Reads(1, lines=(3,)), mapping="header_line: 2\n"),
    case(
        "header_row_blank.xlsx", one(NAMES, [], RECORD), Refused("header_line_missing", 2), mapping="header_line: 2\n"
    ),
    case("same_header.xlsx", one([*NAMES, "note"], [*RECORD, "y"]), Refused("header_duplicate", 1)),
]

CELLS: list[Case] = [
    case(
        "ids.xlsx",
        one([*NAMES, "customer_id"], [*RECORD, 12345], [*RECORD, "0012345"], [*RECORD, "1647139582033904641"]),
        Reads(3, texts=("12345", "0012345", "1647139582033904641"), column="customer_id"),
    ),
    case(
        "corrupted_id.xlsx",
        one([*NAMES, "customer_id"], [*RECORD, 1647139582033904641]),
        Reads(0, rejects=("id_corrupted",)),
    ),
    case(
        "errors.xlsx",
        one(NAMES, RECORD, change=lambda _, sheet: sheet.write_formula(1, 3, "=NA()", None, "#N/A")),
        Reads(1, texts=(None,), column="note", notices=frozenset({"cells_error"})),
    ),
    case(
        "formulas.xlsx",
        one(NAMES, RECORD, change=lambda _, sheet: sheet.write_formula(1, 3, '=CONCATENATE("a","b")', None, "ab")),
        Reads(1, texts=("ab",), column="note"),
    ),
    case(
        "other_book.xlsx",
        one(NAMES, RECORD, change=lambda _, sheet: sheet.write_formula(1, 3, "=[1]S!A1", None, "ab")),
        Reads(1, texts=("ab",), column="note"),
    ),
    case("unsaved.xlsx", _unsaved, Refused("formula_unsaved")),
    case(
        "merged.xlsx",
        one(
            NAMES,
            RECORD,
            [None, *RECORD[1:3], "y"],
            ["R2", *RECORD[1:3], "z"],
            change=lambda _, sheet: sheet.merge_range(1, 0, 2, 0, "R1"),
        ),
        Reads(3, texts=("R1", "R1", "R2"), column="rep_id", notices=frozenset({"cells_merged"})),
    ),
    case(
        "percent.xlsx", one([*NAMES, "b", "c", "d"], RECORD, change=_values), Reads(1, texts=("0.85",), column="note")
    ),
    case(
        "money.xlsx",
        one([*NAMES, "amount", "c", "d"], RECORD, change=_values),
        Reads(1, texts=("1234.500000",), column="amount::VARCHAR"),
    ),
    case("clock.xlsx", one([*NAMES, "b", "c", "d"], RECORD, change=_values), Reads(1, texts=("09:30:00",), column="c")),
    case("span.xlsx", one([*NAMES, "b", "c", "d"], RECORD, change=_values), Reads(1, texts=("25:00:00",), column="d")),
    case("answers.xlsx", one(NAMES, [*RECORD[:3], True]), Reads(1, texts=("true",), column="note")),
    case(
        "breaks.xlsx",
        one(NAMES, [*RECORD[:3], 'two\nlines, "quoted"']),
        Reads(1, texts=('two\nlines, "quoted"',), column="note"),
    ),
    case(
        "wide.xlsx",
        one([*NAMES, *[None] * 6000, "far"], [*RECORD, *[None] * 6000, "y"]),
        Reads(1, texts=("y",), column="far"),
    ),
]

ENTITIES = "".join(
    f'<!ENTITY e{n} "{"&e" + str(n - 1) + ";" if n else "x"}{"&e" + str(n - 1) + ";" if n else ""}">' for n in range(40)
)
FAR = header_row() + record_row(2, DAY) + row(1048576, text_cell("XFD1048576", "x"))
BROKEN: list[Case] = [
    case("cut.xlsx", GOOD[: len(GOOD) // 2], Refused("workbook_unreadable")),
    case("cut.csv", GOOD[: len(GOOD) // 2], Refused("workbook_unreadable")),
    case(
        "protected.xlsx",
        OLE + b"\0" * 1016 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 512,
        Refused("workbook_protected"),
    ),
    case("letter.xls", OLE + b"\0" * 1016 + "WordDocument".encode("utf-16-le"), Refused("workbook_unreadable")),
    case("archive.xlsx", packed({"inner.xlsx": GOOD}), Refused("file_binary")),
    case("many_members.xlsx", packed({f"xl/{n}.xml": "" for n in range(12_000)}), Refused("workbook_unreadable")),
    case("letter.docx", packed({"word/document.xml": "<w/>"}), Refused("file_binary")),
    case(
        "traversal.xlsx",
        xlsx(header_row() + record_row(2, DAY), more={"../../../tmp/evil": "x", "/etc/evil": "x"}),
        ONE,
    ),
    case("far_corner.xlsx", xlsx(FAR), Refused("workbook_too_large")),
    case(
        "beyond_the_last_column.xlsx",
        xlsx(header_row() + record_row(2, DAY) + row(3, text_cell("AAAA3", "x"))),
        Refused("workbook_too_large"),
    ),
    case(
        "repeated.ods",
        ods(ods_row(*NAMES) + ods_row("x", repeated=1_048_576, across=16_384)),
        Refused("workbook_unreadable"),
    ),
    case(
        "entities.xlsx",
        xlsx(header_row() + record_row(2, DAY, "&e39;"), doctype=f"<!DOCTYPE x [{ENTITIES}]>"),
        Refused("workbook_unreadable"),
    ),
    case("no_sheet_data.xlsx", xlsx("<row><c t='x'><v>"), Refused("workbook_unreadable")),
]

BOOKS = [*SHEETS, *CELLS, *BROKEN]
