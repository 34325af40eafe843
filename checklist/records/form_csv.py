"""A form saved as CSV: told from any other table of attestations by its header, read like the workbook."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import TYPE_CHECKING

from checklist.model import ChecklistError, InputError, Place
from checklist.records.forms import Grid, is_form, take
from checklist.records.headers import find_header
from checklist.records.layout import Layout
from checklist.records.scanning import encoding_fault, first_bytes, sha256

if TYPE_CHECKING:
    from checklist.engine import Session
    from checklist.records.api import Source
    from checklist.records.raw import Raw


def read_form(session: Session, source: Source, name: str) -> Raw | None:
    """Read a delimited text file that is a form; None for one that is not."""
    path = source.path
    if source.table != "attestations":
        return None
    try:
        header = find_header(first_bytes(path), path, Layout(source.table))
    except ChecklistError:
        return None  # whoever reads it as a table says what is wrong
    return take(session, name, _grid(path, header.delimiter)) if is_form(header.names) else None


def _grid(path: str, delimiter: str) -> Grid:
    fault = encoding_fault(path)
    if fault is not None:
        raise fault
    text = Path(path).read_bytes().decode("utf-8-sig")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows: list[tuple[int, list[str]]] = []
    line = 1
    try:
        for row in reader:
            if any(cell.strip() for cell in row):
                rows.append((line, row))
            line = reader.line_num + 1
    except csv.Error:
        raise InputError("csv_quote_unclosed", Place(path, line)) from None

    def place(row: int, column: int) -> Place:  # noqa: ARG001  # a line of text has no cells; the message names the column
        return Place(path, row)

    return Grid(rows, place, sha256(path))
