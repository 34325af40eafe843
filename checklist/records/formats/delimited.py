"""CSV and TSV: every cell as text, every row with the physical line it begins on."""

from __future__ import annotations

import csv
import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePath
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from checklist.engine import SQL, DatabaseError, identifier, render, render_file
from checklist.model import InputError, Notice, Place, Sentence
from checklist.records.headers import cell_place, find_header
from checklist.records.raw import Cells, Raw
from checklist.records.scanning import CHUNK, FileFacts, encoding_fault, even_out, first_bytes, pattern, scan

if TYPE_CHECKING:
    from checklist.engine import Session
    from checklist.records.api import Source
    from checklist.records.headers import Header
    from checklist.records.layout import Layout
    from checklist.records.unpacking import Look

SUFFIXES = (".csv", ".tsv", ".tab", ".txt")
TEXT = True
# Small in tests, so that rows cross the edges of a buffer.
BUFFER_SIZE = 32_000_000
_LINE = 32_000_000
# No line is longer than that in a file of records, however it was damaged.
_LONGEST = 256_000_000
# The first text of a line, in quotes or without; D stands for the delimiter.
_LEAD = r'^[\sD]*(?:"([^"]*)"?|([^"D\r\n]*))'
_FOLDER = Path(__file__).parent
_DELIMITERS = {".tsv": "\t", ".tab": "\t"}


@dataclass(frozen=True, slots=True)
class _Text:
    """The text that DuckDB reads: the file itself, or an evened copy of its rows."""

    path: str
    header: bool
    first_line: int
    line_end: int = 1
    mark: int = 0

    @property
    def first_row(self) -> int:
        """The physical line after the header."""
        return self.first_line + self.header


def recognises(look: Look) -> int:  # noqa: ARG001  # whoever recognises a file by something goes first
    """Whatever is nothing else is text, or is found to be none."""
    return 1


def read(session: Session, source: Source, name: str, layout: Layout) -> Raw:
    """Read a delimited text file. Whatever leaves doubt about where its rows begin and end is an error."""
    path = source.path
    head = first_bytes(path)
    header = find_header(head, path, layout, _DELIMITERS.get(PurePath(path).suffix.lower()))
    reading = _Reading(session, path, name, header)
    as_it_is = header.line == header.lines == 1
    with ThreadPoolExecutor(max_workers=1) as pool:
        scanning = pool.submit(scan, path)
        # A large file is read while its bytes are being looked at, in the hope that they are plain.
        early = as_it_is and len(head) == CHUNK and reading.hopefully(_Text(path, header=True, first_line=1))
        facts = scanning.result()
    if as_it_is and facts.uniform:
        line_end = 2 if facts.carriage_returns else 1
        text = _Text(path, header=True, first_line=1, line_end=line_end, mark=3 * facts.byte_order_mark)
        return reading.raw(text, facts, done=early and not facts.quoted_breaks)
    with TemporaryDirectory(prefix="checklist-") as folder:
        copy = Path(folder) / "rows.csv"
        even_out(path, copy, header.size)
        return reading.raw(_Text(str(copy), header=False, first_line=header.lines + 1), facts, done=False)


@dataclass(frozen=True, slots=True)
class _Reading:
    """One file's way into the session's tables, whose names begin with `name`."""

    session: Session
    path: str
    name: str
    header: Header

    def raw(self, text: _Text, facts: FileFacts, *, done: bool) -> Raw:
        """Return the rows of `text`, which may have been read already."""
        if not done:
            self._rows(text, parallel=not facts.quoted_breaks)
        rows, broken = self._counts()
        one_line_each = text.first_row - 1 + rows == facts.lines
        if not facts.quoted_breaks and (broken or not one_line_each):
            # Reading in parts guesses where a part's first row begins: what looks broken is read again in one.
            self._rows(text, parallel=False)
            rows, broken = self._counts()
            one_line_each = text.first_row - 1 + rows == facts.lines
        if one_line_each and not broken:
            relation = SQL(f"(SELECT rowid + {text.first_row} AS line, * FROM {identifier(self.name)})")
        else:
            relation = self._with_lines(text, facts)
        if len(self.header.names) == 1:
            # Where there is but one column, the database takes a blank line for a row.
            relation = SQL(f"(SELECT * FROM {relation} WHERE c0 IS NOT NULL)")
        return Raw(
            relation=relation,
            headers=self.header.names,
            cells=(Cells.TEXT,) * len(self.header.names),
            sha256=facts.sha256,
            header_line=self.header.line,
            broken=identifier(f"{self.name}_broken") if broken else None,
            spaces_only=one_line_each and not facts.odd_blanks,
            place=partial(cell_place, self.path, delimiter=self.header.delimiter),
            titles=self.header.titles,
            notices=self._notices(),
            scratch=tuple(f"{self.name}{suffix}" for suffix in ("", "_rejects", "_scans", "_at", "_broken")),
        )

    def _notices(self) -> tuple[Notice, ...]:
        if not self.header.titles:
            return ()
        return (Notice("header_below", Sentence("notice.header_below", {"path": self.path, "line": self.header.line})),)

    def hopefully(self, text: _Text) -> bool:
        """Read every row in the hope that the file is plain; tell whether that went well."""
        try:
            self._rows(text, parallel=True)
        except InputError:
            return False
        return True

    def _rows(self, text: _Text, *, parallel: bool) -> None:
        """Read every row into a table, and what cannot be split into cells into another."""
        self._run(
            "delimited.sql",
            path=pattern(text.path),
            width=len(self.header.names),
            header=text.header,
            delimiter=self.header.delimiter,
            parallel=parallel,
            buffer_size=BUFFER_SIZE,
        )

    def _run(self, template: str, **values: Any) -> None:
        try:
            self.session.run(render_file(_FOLDER / template, raw=self.name, **values))
        except DatabaseError as error:
            detail = str(error).partition("\n")[0]
            raise self._unreadable(detail) from None

    def _counts(self) -> tuple[int, int]:
        """Return how many rows were read and how many could not be."""
        rejects = identifier(f"{self.name}_rejects")
        rows, broken = self.session.rows(
            f"SELECT (SELECT count(*) FROM {identifier(self.name)}), "
            f"(SELECT count(DISTINCT line_byte_position) FROM {rejects})"
        )[0]
        return rows, broken

    def _with_lines(self, text: _Text, facts: FileFacts) -> SQL:
        """Find the line of every row and of every broken one; raises where the lines do not add up."""
        if self._rejected("INVALID ENCODING"):
            raise self._unreadable("")
        # A stray quote costs its row only where the row plainly ends with its line.
        if self._rejected("UNQUOTED VALUE", "quotes % 2 = 1 OR breaks OR strlen(csv_line) NOT BETWEEN 1 AND 9999"):
            raise self._quote_fault(facts)
        self._run(
            "lines.sql",
            path=pattern(text.path),
            first_line=text.first_line,
            header=int(text.header),
            line_end=text.line_end,
            mark=text.mark,
            longest=self._longest(text),
            lead=_LEAD.replace("D", re.escape(self.header.delimiter)),
            columns=[f"c{number}" for number in range(len(self.header.names))],
        )
        if not self.session.value(f"SELECT adds_up FROM {identifier(self.name + '_balance')}"):
            raise self._quote_fault(facts)
        for suffix in ("_text", "_used", "_spans", "_balance"):
            self.session.run(f"DROP TABLE {identifier(self.name + suffix)}")
        return render(
            """
            (
                SELECT begins.line, cells.*
                FROM {{ raw | identifier }} cells
                JOIN {{ begins | identifier }} begins ON cells.rowid = begins.row_number
            )
            """,
            raw=self.name,
            begins=f"{self.name}_at",
        )

    def _longest(self, text: _Text) -> int:
        """Return how long a line may be where lines are counted: longer than those that are read as rows."""
        if not self._rejected("LINE SIZE OVER MAXIMUM"):
            return _LINE
        return max(_LINE, min(_LONGEST, Path(text.path).stat().st_size + 1))

    def _rejected(self, kind: str, condition: str = "TRUE") -> bool:
        sql = render(
            """
            SELECT count(*) > 0
            FROM (
                SELECT error_type, csv_line, strlen(csv_line) - strlen(replace(csv_line, '"', '')) AS quotes,
                    regexp_matches(trim(csv_line, chr(13) || chr(10)), '[\\r\\n]') AS breaks
                FROM {{ rejects | identifier }}
            )
            WHERE error_type = {{ kind }} AND ({{ condition }})
            """,
            rejects=f"{self.name}_rejects",
            kind=kind,
            condition=SQL(condition),
        )
        return bool(self.session.value(sql))

    def _unreadable(self, detail: str) -> InputError:
        """Return what stopped the reading: bytes that are no UTF-8, else what the database says."""
        return encoding_fault(self.path) or InputError("csv_unreadable", Place(self.path), detail=detail)

    def _quote_fault(self, facts: FileFacts) -> InputError:
        """Return where a quote opens that nothing closes, as far as it can be told."""
        start = 1
        with Path(self.path).open(encoding="utf-8-sig", errors="replace", newline="") as file:
            reader = csv.reader(file, delimiter=self.header.delimiter, strict=True)
            while True:
                try:
                    next(reader)
                except StopIteration:
                    return InputError("csv_structure", Place(self.path))
                except csv.Error:
                    if reader.line_num > start or reader.line_num == facts.lines:
                        return InputError("csv_quote_unclosed", Place(self.path, start))
                start = reader.line_num + 1
