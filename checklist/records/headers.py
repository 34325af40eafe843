"""Find the header line of a delimited text file: its names, its delimiter, and where its rows begin."""

from __future__ import annotations

import codecs
import csv
import io
import re
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from checklist.model import InputError, Place
from checklist.records.scanning import CHUNK

if TYPE_CHECKING:
    from collections.abc import Iterable

_MOST_COLUMNS = 2000
# As many lines of one row are looked through for a cell.
_MOST_LINES = 100
DELIMITERS = (",", ";", "\t", "|")
BLANKS = " \t\n\v\f\r\u00a0\u3000"
_LINE_END = re.compile(rb"\r\n|\r|\n")
_DECLARED = re.compile(r'"?sep=(.)"?', re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Header:
    """A header: its trimmed names, the physical line it begins on, the lines up to its end, and their bytes."""

    names: tuple[str, ...]
    delimiter: str
    line: int
    lines: int
    size: int


def trimmed(name: str) -> str:
    """Return a name without the blanks around it."""
    return name.strip(BLANKS + "\ufeff")


def check_names(names: Iterable[str], place: Place) -> None:
    """Refuse a header that names nothing, or one name twice: no one can tell which column was meant."""
    first: dict[str, int] = {}
    for position, name in enumerate(names, start=1):
        if name and first.setdefault(name.casefold(), position) != position:
            raise InputError("header_duplicate", place, header=name, first=first[name.casefold()], second=position)
    if not first:
        raise InputError("header_missing", place)
    if len(first) > _MOST_COLUMNS:
        raise InputError("too_many_columns", place, count=len(first), limit=_MOST_COLUMNS)


def find_header(head: bytes, path: str, delimiter: str | None) -> Header:
    """Read the header out of a file's first bytes. Without a `delimiter`, the one that parts it most is meant."""
    if b"\0" in head:
        raise InputError("nul_bytes", Place(path, head[: head.index(b"\0")].count(b"\n") + 1))
    try:
        text = codecs.getincrementaldecoder("utf-8-sig")().decode(head, final=len(head) < CHUNK)
    except UnicodeDecodeError as error:
        raise InputError("not_utf8", Place(path, head[: error.start].count(b"\n") + 1)) from None
    declared = _DECLARED.fullmatch(text.split("\n", 1)[0].rstrip("\r"))
    before = 0
    if declared:
        before, delimiter = 1, declared[1]
        text = text.partition("\n")[2]
    candidates = [_first_row(text, each) for each in ([delimiter] if delimiter else DELIMITERS)]
    header = max((each for each in candidates if each), key=lambda found: len(found.names), default=None)
    if header is None or (len(header.names) == 1 and not all(candidates)):
        raise InputError("csv_quote_unclosed", Place(path, before + 1))
    if not header.names:
        raise InputError("file_empty", Place(path))
    lines = before + header.lines
    ends = [match.end() for _, match in zip(range(lines), _LINE_END.finditer(head), strict=False)]
    size = ends[-1] if len(ends) == lines else len(head)
    found = Header(header.names, header.delimiter, before + header.line, lines, size)
    check_names(found.names, Place(path, found.line))
    return found


def _first_row(text: str, delimiter: str) -> Header | None:
    """Return the first row that is not blank, without names if there is none; None where its quotes do not close."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True, skipinitialspace=True)
    start = 1
    try:
        for row in reader:
            if row:
                return Header(tuple(trimmed(name) for name in row), delimiter, start, reader.line_num, 0)
            start = reader.line_num + 1
    except csv.Error:
        return None
    return Header((), delimiter, 1, 0, 0)


def cell_place(path: str, line: int, position: int, delimiter: str) -> Place:
    """Return where the cell at `position` (from 0) begins, in the row that begins on `line`."""
    with Path(path).open(encoding="utf-8-sig", errors="replace", newline="") as file:
        text = "".join(islice(file, line - 1, line + _MOST_LINES))
    quoted, cell = False, 0
    column = 1
    for character in text:
        if cell == position:
            break
        quoted ^= character == '"'
        cell += character == delimiter and not quoted
        line, column = (line + 1, 1) if character == "\n" else (line, column + 1)
    return Place(path, line, column)
