"""Workbooks: xlsx, xlsm, xlsb, xls and ods; the sheet whose header is known best, or the one that is named."""

from __future__ import annotations

import csv
import mmap
import zipfile
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from checklist.engine import identifier
from checklist.model import ChecklistError, InputError, Notice, Place, Sentence
from checklist.records.form_layout import COLUMNS, is_sheet
from checklist.records.forms import Grid, is_form, take
from checklist.records.headers import FIRST_ROWS, check_names, header_name
from checklist.records.numbered import take_rows
from checklist.records.raw import Cells, Raw
from checklist.records.scanning import sha256
from checklist.records.unpacking import FREE, RATIO
from checklist.records.workbooks import Dump, Sheet, Workbook, cell_name, open_workbook

if TYPE_CHECKING:
    from collections.abc import Callable

    from checklist.engine import Session
    from checklist.records.api import Source
    from checklist.records.layout import Layout
    from checklist.records.unpacking import Look

SUFFIXES = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods")
TEXT = False
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


def recognises(look: Look) -> int:
    """Know an archive with sheets, or what office programs wrote before there were such."""
    if look.head.startswith(_OLE):
        return 3
    if not look.head.startswith((b"PK\3\4", b"PK\5\6")):
        return 0
    if look.members:
        return 3 if {"xl/workbook.xml", "xl/workbook.bin", "content.xml"} & look.members else 0
    # An archive cut short has no list of its members.
    return 3 if look.suffix in SUFFIXES or b"xl/workbook" in look.head else 0


def read(session: Session, source: Source, name: str, layout: Layout) -> Raw:
    """Read one sheet of a workbook; what it shows, with the rows' own numbers."""
    path = source.path
    if _is_encrypted(path):
        raise InputError("workbook_protected", Place(path))
    if _is_bomb(path):
        raise InputError("archive_bomb", Place(path), limit=RATIO)
    with TemporaryDirectory(prefix="checklist-") as folder, open_workbook(path, Path(folder)) as book:
        sheets = _candidates(book, path, layout)
        if source.table == "attestations":
            form = next((each for each in sheets if _is_form(book, each)), None)
            if form is not None:
                return take(session, name, _grid(book.dump(form.name, -1), path, form.name))
        return _Choice(book, path, layout, sheets).read(session, name)


def _is_encrypted(path: str) -> bool:
    """Tell whether a workbook was put under a password as a whole."""
    with Path(path).open("rb") as file:
        if file.read(len(_OLE)) != _OLE:
            return False
        with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
            return content.find(_ENCRYPTED) >= 0


def _is_bomb(path: str) -> bool:
    """Tell whether an archive says that it unpacks beyond all measure; one that lies is bounded where it is read."""
    with suppress(zipfile.BadZipFile, OSError, ValueError, NotImplementedError), zipfile.ZipFile(path) as archive:
        size = sum(each.file_size for each in archive.infolist())
        return size > max(FREE, RATIO * Path(path).stat().st_size)
    return False


def _candidates(book: Workbook, path: str, layout: Layout) -> list[Sheet]:
    """Return the sheets of cells that are shown, or the one that is named."""
    if layout.sheet is not None:
        named = [each for each in book.sheets if each.name == layout.sheet and each.table]
        if not named:
            sheets = [each.name for each in book.sheets if each.table]
            raise InputError("sheet_missing", Place(path), sheet=layout.sheet, sheets=sheets)
        return named
    shown = [each for each in book.sheets if each.table and each.visible]
    if not shown:
        raise InputError("workbook_no_sheet", Place(path))
    return shown


class _Choice:
    """Chooses the sheet that is read, and its header."""

    def __init__(self, book: Workbook, path: str, layout: Layout, sheets: list[Sheet]) -> None:
        self._book = book
        self._path = path
        self._layout = layout
        self._tops = {each.name: book.look(each.name, layout.header_line or FIRST_ROWS) for each in sheets}
        self._filled = [name for name, rows in self._tops.items() if any(map(any, rows))]
        if not self._filled:
            raise InputError("file_empty", Place(path))

    def read(self, session: Session, name: str) -> Raw:
        """Read the chosen sheet into the table `name`."""
        sheet = self._sheet()
        header = self._header(sheet)
        place = _places(self._path, sheet)
        dump = self._book.dump(sheet, header)
        if dump.unsaved[0]:
            cell = Place(f"{self._path}:{sheet}!{dump.unsaved[1]}")
            raise InputError("formula_unsaved", cell, count=dump.unsaved[0])
        top = self._tops[sheet][header]
        names = tuple(header_name(top[at]) if at < len(top) else "" for at in dump.columns)
        check_names(names, Place(self._path, header + 1))
        cells = tuple(map(_cells, dump.sorts))
        take_rows(session, name, dump.path, cells, self._path, breaks=dump.breaks)
        return Raw(
            relation=identifier(name),
            headers=names,
            cells=cells,
            sha256=sha256(self._path),
            header_line=header + 1,
            place=lambda row, column: place(row, dump.columns[column]),
            scratch=(name,),
            sheet=sheet if len(self._filled) > 1 or self._layout.sheet else None,
            titles=(sheet, *(text for row in self._tops[sheet][:header] for text in row if text)),
            notices=tuple(self._notices(sheet, header, dump)),
        )

    def _sheet(self) -> str:
        """Return the sheet whose header has the most names that are known; two alike are nobody's to choose from."""
        scores = {name: self._layout.known(self._row(name, self._best(name))) for name in self._filled}
        best = max(scores.values())
        chosen = [name for name, score in scores.items() if score == best]
        if len(chosen) > 1:
            raise InputError("sheet_ambiguous", Place(self._path), sheets=chosen)
        return chosen[0]

    def _header(self, sheet: str) -> int:
        line = self._layout.header_line
        at = self._best(sheet)
        if line and not any(self._row(sheet, at)):
            raise InputError("header_line_missing", Place(self._path, line))
        return at

    def _best(self, sheet: str) -> int:
        return self._layout.header_line - 1 if self._layout.header_line else self._layout.header(self._tops[sheet])

    def _row(self, sheet: str, at: int) -> list[str]:
        rows = self._tops[sheet]
        return rows[at] if at < len(rows) else []

    def _notices(self, sheet: str, header: int, dump: Dump) -> list[Notice]:
        shown = f"{self._path}:{sheet}"
        found: list[tuple[str, dict[str, Any]]] = []
        others = [name for name in self._filled if name != sheet]
        if others and not self._layout.sheet:
            found.append(("sheets_unread", {"path": self._path, "sheet": sheet, "others": others}))
        if any(map(any, self._tops[sheet][:header])):
            found.append(("header_below", {"path": self._path, "line": header + 1}))
        if dump.errors[0]:
            found.append(("cells_error", {"path": shown, "count": dump.errors[0], "cell": dump.errors[1]}))
        if dump.filled:
            found.append(("cells_merged", {"path": shown, "count": dump.filled}))
        return [Notice(code, Sentence(f"notice.{code}", values)) for code, values in found]


def _cells(sorts: list[str]) -> Cells:
    """Return how a column's cells come: typed only where every one of them is a time, or every one a day."""
    return {"datetime": Cells.TIME, "date": Cells.DAY}.get(" ".join(sorts), Cells.TEXT)


def _places(path: str, sheet: str) -> Callable[[int, int], Place]:
    def place(row: int, column: int) -> Place:
        return Place(f"{path}:{sheet}!{cell_name(row, column)}")

    return place


def _is_form(book: Workbook, sheet: Sheet) -> bool:
    return is_sheet(sheet.name) or any(is_form(row) for row in book.look(sheet.name, 20))


def _grid(dump: Dump, path: str, sheet: str) -> Grid:
    """Return a form's cells with their places, and an error for each merged range: it hides what it covers."""
    place = _places(path, sheet)
    with dump.path.open(encoding="utf-8", newline="") as file:
        rows = [(int(row[0]), [""] * min(dump.columns, default=0) + row[1:]) for row in csv.reader(file)]
    errors: list[ChecklistError] = [
        InputError("form_merged", place(top + 1, left), last=cell_name(bottom + 1, right))
        for (top, left), (bottom, right) in dump.merged
    ]
    return Grid(rows or [(1, [""] * len(COLUMNS))], place, sha256(path), errors)
