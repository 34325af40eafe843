"""Workbooks: a form that `checklist form` wrote and somebody filled in; any other is to be exported as CSV."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING, Any

from checklist.model import ChecklistError, InputError, Place
from checklist.records.form_layout import COLUMNS, is_sheet
from checklist.records.forms import Grid, is_form, take, text_of
from checklist.records.scanning import first_bytes, sha256

if TYPE_CHECKING:
    from checklist.engine import Session
    from checklist.records.api import Source
    from checklist.records.layout import Layout
    from checklist.records.raw import Raw
    from checklist.records.unpacking import Look

SUFFIXES = (".xlsx",)
TEXT = False
_LARGEST = 200_000_000
_MOST_ROWS = 200_000
_LETTERS = 26


def recognises(look: Look) -> int:
    """Know an archive with sheets."""
    return 3 if look.head.startswith(b"PK") and (look.suffix in SUFFIXES or b"xl/" in look.head) else 0


def read(session: Session, source: Source, name: str, layout: Layout) -> Raw:  # noqa: ARG001
    """Read a filled-in form; a slip in it is named by sheet and cell."""
    path = source.path
    first_bytes(path)
    _refuse_bombs(path)
    if source.table != "attestations":
        raise InputError("workbook_no_form", Place(path))
    return take(session, name, _grid(path))


def cell_name(row: int, column: int) -> str:
    """Return a cell's name: row 7, column 1 is B7."""
    letters, column = "", column + 1
    while column:
        column, rest = divmod(column - 1, _LETTERS)
        letters = chr(ord("A") + rest) + letters
    return f"{letters}{row}"


def _grid(path: str) -> Grid:
    """Return the sheet that is a form: by its name, else by its header."""
    calamine = _library(path)
    try:
        book = calamine.CalamineWorkbook.from_path(path)
        names = sorted(book.sheet_names, key=lambda name: not is_sheet(name))
        for name in names:
            sheet = book.get_sheet_by_name(name)
            if sheet.total_height > _MOST_ROWS:
                raise InputError("workbook_too_large", Place(path), limit=_MOST_ROWS)
            rows = [(at, cells) for at, cells in enumerate(sheet.to_python(skip_empty_area=False), start=1)]
            if is_sheet(name) or any(is_form([text_of(cell) for cell in cells]) for _, cells in rows[:20]):
                return _marked(path, name, rows, sheet.merged_cell_ranges or [])
    except calamine.CalamineError as error:
        raise InputError("workbook_unreadable", Place(path), detail=str(error).partition("\n")[0]) from None
    raise InputError("workbook_no_form", Place(path))


def _marked(path: str, sheet: str, rows: list[tuple[int, list[Any]]], merged: list[Any]) -> Grid:
    """Return a sheet's cells with their places, and an error for each merged range: it hides what it covers."""

    def place(row: int, column: int) -> Place:
        return Place(f"{path}:{sheet}!{cell_name(row, column)}")

    errors: list[ChecklistError] = [
        InputError("form_merged", place(top + 1, left), last=cell_name(bottom + 1, right))
        for (top, left), (bottom, right) in merged
    ]
    return Grid(rows or [(1, [""] * len(COLUMNS))], place, sha256(path), errors)


def _library(path: str) -> Any:
    try:
        import python_calamine  # only needed, and only installed, where workbooks are read
    except ImportError:
        raise InputError("needs_library", Place(path), library="python-calamine", extra="xlsx") from None
    return python_calamine


def _refuse_bombs(path: str) -> None:
    """Refuse an archive that is none, or that would unpack beyond all measure."""
    try:
        with zipfile.ZipFile(path) as archive:
            size = sum(each.file_size for each in archive.infolist())
    except (zipfile.BadZipFile, OSError) as error:
        raise InputError("workbook_unreadable", Place(path), detail=str(error)) from None
    if size > _LARGEST:
        raise InputError("workbook_too_large", Place(path), limit=_MOST_ROWS)
