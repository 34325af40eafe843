"""Tables in HTML, and in Excel's XML of 2003: what many systems call .xls."""

from __future__ import annotations

import csv
from html.parser import HTMLParser
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from checklist.engine import identifier
from checklist.model import InputError, Notice, Place, Sentence
from checklist.records.headers import FIRST_ROWS, check_names, header_name, trimmed
from checklist.records.numbered import take_rows
from checklist.records.raw import Cells, Raw
from checklist.records.scanning import CHUNK, opened, sha256

if TYPE_CHECKING:
    from checklist.engine import Session
    from checklist.records.api import Source
    from checklist.records.layout import Layout
    from checklist.records.unpacking import Look

SUFFIXES = (".html", ".htm")
TEXT = True
_LARGEST = 200 * CHUNK
_WIDEST = 2000
_ROWS = {"tr", "row"}
_CELLS = {"td", "th", "cell"}
_SILENT = {"script", "style", "title"}
# A cell that says it spans a thousand rows is taken at its word for so many columns only.
_MOST_SPANNED = 10_000

Row = tuple[int, list[str]]


def recognises(look: Look) -> int:
    """Know a text that begins with a tag and has a table."""
    text = look.text.lower()
    return 2 if text.startswith("<") and ("<table" in text or "<html" in text or "<workbook" in text) else 0


def read(session: Session, source: Source, name: str, layout: Layout) -> Raw:
    """Read the table whose header is known best; a row's number is the line on which it begins."""
    path = source.path
    tables = [table for table in _tables(path) if any(any(cells) for _, cells in table)]
    if not tables:
        raise InputError("markup_no_table", Place(path))
    headers = [layout.header([cells for _, cells in table[:FIRST_ROWS]]) for table in tables]
    scores = [layout.known(table[at][1]) for table, at in zip(tables, headers, strict=True)]
    best = max(range(len(tables)), key=lambda number: (scores[number], len(tables[number]), -number))
    table, at = tables[best], headers[best]
    line = table[at][0]
    width = max(len(cells) for _, cells in table)
    names = tuple(header_name(cell) for cell in _padded(table[at][1], width))
    check_names(names, Place(path, line))
    cells = (Cells.TEXT,) * width
    with TemporaryDirectory(prefix="checklist-") as folder:
        target = Path(folder) / "rows.csv"
        with target.open("w", encoding="utf-8", errors="replace", newline="") as file:
            csv.writer(file, quoting=csv.QUOTE_ALL, lineterminator="\n").writerows(
                [number, *_padded(row, width)] for number, row in table[at + 1 :] if any(row)
            )
        take_rows(session, name, target, cells, path, breaks=True)
    notices = []
    if any(any(row) for _, row in table[:at]):
        notices.append(Notice("header_below", Sentence("notice.header_below", {"path": path, "line": line})))
    return Raw(
        relation=identifier(name),
        headers=names,
        cells=cells,
        sha256=sha256(path),
        header_line=line,
        scratch=(name,),
        notices=tuple(notices),
    )


def _padded(cells: list[str], width: int) -> list[str]:
    return cells + [""] * (width - len(cells))


def _tables(path: str) -> list[list[Row]]:
    """Return every table of a document, each a list of rows with the lines they begin on."""
    parser = _Parser(path)
    size = 0
    with opened(path) as file:
        while chunk := file.readlines(CHUNK):
            size += sum(map(len, chunk))
            if size > _LARGEST:
                raise InputError("markup_too_large", Place(path), limit=_LARGEST // CHUNK)
            parser.feed(b"".join(chunk).decode("utf-8", "replace"))
    parser.close()
    parser.end_row()
    return parser.tables


class _Parser(HTMLParser):
    """Collects rows and cells. A table within a cell is text of that cell."""

    def __init__(self, path: str) -> None:
        super().__init__(convert_charrefs=True)
        self._path = path
        self._depth = 0
        self._silent = 0
        self._cells: list[str] | None = None
        self._line = 0
        self._text: list[str] | None = None
        self._spans: dict[int, tuple[int, str]] = {}
        self._span = (1, 1)
        self.tables: list[list[Row]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a table, a row or a cell."""
        if tag == "table":
            self._depth += 1
            if self._depth == 1:
                self.end_row()
                self._spans = {}
                self.tables.append([])
        elif tag in _SILENT:
            self._silent += 1
        elif self._depth == 1 and tag in _ROWS:
            self.end_row()
            self._cells, self._line = [], self.getpos()[0]
        elif self._depth == 1 and tag in _CELLS and self._cells is not None:
            self._end_cell()
            self._begin_cell(dict(attrs))
        elif tag in ("br", "p", "div") and self._text:
            self._text.append("\n")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take an empty cell for a cell; whatever else is empty says nothing."""
        self.handle_starttag(tag, attrs)
        if tag not in ("br", "p", "div"):
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        """End a table, a row or a cell."""
        if tag == "table" and self._depth:
            if self._depth == 1:
                self.end_row()
            self._depth -= 1
        elif tag in _SILENT:
            self._silent = max(0, self._silent - 1)
        elif self._depth == 1 and tag in _CELLS:
            self._end_cell()
        elif self._depth == 1 and tag in _ROWS:
            self.end_row()

    def handle_data(self, data: str) -> None:
        """Keep the text of a cell."""
        if self._text is not None and not self._silent:
            self._text.append(data)

    def _begin_cell(self, attributes: dict[str, str | None]) -> None:
        cells = self._cells if self._cells is not None else []
        down, across = _count(attributes, "rowspan", "ss:mergedown"), _count(attributes, "colspan", "ss:mergeacross")
        self._fill(cells)
        index = attributes.get("ss:index")
        if index and index.isdecimal():
            cells += [""] * (min(int(index) - 1, _WIDEST) - len(cells))
        self._text, self._span = [], (down, across)

    def _end_cell(self) -> None:
        if self._text is None or self._cells is None:
            return
        text = trimmed("".join(self._text))
        down, across = self._span
        if down > 1:
            self._spans[len(self._cells)] = (down - 1, text)
        self._cells += [text] + [""] * (across - 1)
        self._text = None
        if len(self._cells) > _WIDEST:
            raise InputError("too_many_columns", Place(self._path, self._line), count=len(self._cells), limit=_WIDEST)

    def _fill(self, cells: list[str]) -> None:
        """Put in what cells above say for this row too."""
        while (above := self._spans.get(len(cells))) is not None:
            rows, text = above
            if rows > 1:
                self._spans[len(cells)] = (rows - 1, text)
            else:
                del self._spans[len(cells)]
            cells.append(text)

    def end_row(self) -> None:
        """Keep the row that has been read so far."""
        self._end_cell()
        if self._cells is not None and self.tables:
            self._fill(self._cells)
            self.tables[-1].append((self._line, self._cells))
        self._cells = None


def _count(attributes: dict[str, str | None], html: str, excel: str) -> int:
    """Return over how many rows or columns a cell goes; Excel counts those beyond the first."""
    stated = attributes.get(html) or ""
    beyond = attributes.get(excel) or ""
    count = int(stated) if stated.isdecimal() else int(beyond) + 1 if beyond.isdecimal() else 1
    return min(max(count, 1), _MOST_SPANNED)
