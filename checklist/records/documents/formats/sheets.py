"""Workbooks as documents: each sheet is a form of labels and what stands beside or below them."""

from __future__ import annotations

import csv
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from checklist.model import InputError
from checklist.records.documents.blocks import Block, Parsed, Unreadable, blocks_of
from checklist.records.documents.formats._package import open_package
from checklist.records.workbooks import open_workbook

if TYPE_CHECKING:
    from collections.abc import Iterator

SUFFIXES = (".xlsx",)
_MOST_ROWS = 2_000
_REASONS = {
    "workbook_protected": "document_protected",
    "workbook_too_large": "document_too_large",
    "workbook_too_slow": "document_too_large",
}


def parse(path: Path) -> Parsed:
    """Return what is on the sheets that are shown. A line is a row's number in its sheet."""
    package = open_package(path, "xl/workbook.xml")
    blocks: list[Block] = []
    try:
        with TemporaryDirectory(prefix="checklist-") as folder, open_workbook(str(path), Path(folder)) as book:
            for sheet in book.sheets:
                if sheet.visible and sheet.table:
                    blocks += blocks_of(_rows(book.dump(sheet.name, -1).path))
    except InputError as error:
        detail = str(error.values.get("detail", ""))
        raise Unreadable(_REASONS.get(error.code, "document_broken"), detail) from None
    if not blocks:
        raise Unreadable("document_empty")
    return Parsed(tuple(blocks), saved=package.saved, made=package.made)


def _rows(path: Path) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Yield a sheet's rows with their numbers, without the blank cells around them."""
    csv.field_size_limit(10_000_000)
    with path.open(encoding="utf-8", newline="") as file:
        for count, (number, *cells) in enumerate(csv.reader(file)):
            if count >= _MOST_ROWS:
                raise Unreadable("document_too_large")
            while cells and not cells[-1].strip():
                cells.pop()
            while cells and not cells[0].strip():
                cells.pop(0)
            if cells:
                yield int(number), tuple(cells)
