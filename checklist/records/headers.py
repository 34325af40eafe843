"""Find the header line of a delimited text file: its names, its delimiter, and where its rows begin."""

from __future__ import annotations

import codecs
import csv
import io
import re
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from checklist.model import InputError, Place
from checklist.records.scanning import CHUNK

if TYPE_CHECKING:
    from collections.abc import Iterable

    from checklist.records.layout import Layout

_MOST_COLUMNS = 2000
# A header stands among so many first rows, whatever titles and notes are above it.
FIRST_ROWS = 30
# As many lines of one row are looked through for a cell.
_MOST_LINES = 100
DELIMITERS = (",", ";", "\t", "|", "，", "；")
BLANKS = " \t\n\v\f\r\u00a0\u3000"
_LINE_END = re.compile(rb"\r\n|\r|\n")
# What marks a column that must be filled in is no part of its name.
_MARK = r"[*＊✱✳]|[(（\[【]\s*(?:必填|必选|选填|可选|required|optional|mandatory)\s*[)）\]】]"
MARKS = re.compile(rf"^(?:\s*(?:{_MARK}))+|(?:(?:{_MARK})\s*)+$", re.IGNORECASE)
_DECLARED = re.compile(r'"?sep=(.)"?', re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Header:
    """A header: its names, the physical line it begins on, the lines up to its end, and their bytes.

    `titles` are the texts of the rows above it.
    """

    names: tuple[str, ...]
    delimiter: str
    line: int
    lines: int
    size: int
    titles: tuple[str, ...] = ()


def trimmed(name: str) -> str:
    """Return a name without the blanks around it."""
    return name.strip(BLANKS + "\ufeff")


def header_name(name: str) -> str:
    """Return a header's name: without the blanks around it and the mark of a required column, save if it is no more."""
    name = trimmed(name)
    return trimmed(MARKS.sub("", name)) or name


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


def find_header(head: bytes, path: str, layout: Layout, preferred: str | None = None) -> Header:
    """Read the header out of a file's first bytes, below whatever titles stand above it.

    The delimiter is the declared one, else the one that makes the most names that are known, else the one that
    makes the most names; a `preferred` one is taken where it parts the header at all.
    """
    if b"\0" in head:
        raise InputError("nul_bytes", Place(path, head[: head.index(b"\0")].count(b"\n") + 1))
    try:
        text = codecs.getincrementaldecoder("utf-8-sig")().decode(head, final=len(head) < CHUNK)
    except UnicodeDecodeError as error:
        raise InputError("not_utf8", Place(path, head[: error.start].count(b"\n") + 1)) from None
    delimiter, before = layout.delimiter, 0
    declared = _DECLARED.fullmatch(re.split(r"\r\n|\r|\n", text, maxsplit=1)[0])
    if declared:
        before, delimiter = 1, delimiter or declared[1]
        text = "".join(re.split(r"\r\n|\r|\n", text, maxsplit=1)[1:])
    candidates = [_header(text, each, before, layout, path) for each in ([delimiter] if delimiter else DELIMITERS)]
    header = _best([each for each in candidates if each], layout, preferred)
    if header is None or (len(header.names) == 1 and not all(candidates)):
        raise InputError("csv_quote_unclosed", Place(path, before + 1))
    if not header.names:
        raise InputError("file_empty", Place(path))
    ends = [match.end() for _, match in zip(range(header.lines), _LINE_END.finditer(head), strict=False)]
    size = ends[-1] if len(ends) == header.lines else len(head)
    found = replace(header, size=size)
    check_names(found.names, Place(path, found.line))
    return found


def _best(candidates: list[Header], layout: Layout, preferred: str | None) -> Header | None:
    certain = (each for each in candidates if layout.certain(each.names))
    chosen = (each for each in candidates if each.delimiter == preferred and len(each.names) > 1)
    first = next(chosen, None) or next(certain, None)
    return first or max(candidates, key=lambda each: (layout.known(each.names), len(each.names)), default=None)


def _header(text: str, delimiter: str, before: int, layout: Layout, path: str) -> Header | None:
    """Return the header that a delimiter makes, without names if all is blank; None where its quotes do not close."""
    rows: list[tuple[int, int, list[str]]] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True, skipinitialspace=True)
    start = before + 1
    try:
        for row in reader:
            end = before + reader.line_num
            if row:
                rows.append((start, end, row))
            start = end + 1
            if len(rows) == FIRST_ROWS or (layout.header_line and end >= layout.header_line):
                break
    except csv.Error as error:
        if not rows and "field limit" in str(error):
            raise InputError("header_too_long", Place(path, start)) from None
        if not rows:
            return None
    whole = rows
    if layout.header_line:
        rows = [each for each in rows if each[0] <= layout.header_line <= each[1]]
        if not rows:
            raise InputError("header_line_missing", Place(path, layout.header_line))
    if not rows:
        return Header((), delimiter, 1, 0, 0)
    at = layout.header([row for _, _, row in rows])
    start, end, row = rows[at]
    names = [header_name(name) for name in row]
    while len(names) > _MOST_COLUMNS and not names[-1]:
        names.pop()
    titles = tuple(text for _, last, above in whole if last < start for text in above if trimmed(text))
    return Header(tuple(names), delimiter, start, end, 0, titles)


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
