"""The process that reads a workbook: asked line by line in JSON, it shows sheets and writes one as text.

It runs as a script and knows nothing of the rest of this program: `python child.py WORKBOOK FOLDER`. Requests are
`{"look": SHEET, "rows": N}` and `{"dump": SHEET, "header": ROW}`. What it cannot do ends it with an answer that
has `error`; what takes more memory or time than any export needs ends it without one.
"""

from __future__ import annotations

import csv
import json
import re
import sys
import zipfile
from bisect import bisect_right
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

MEMORY = 4 << 30
SECONDS = 300
# No spreadsheet program has more columns.
WIDEST = 16_384
# Among the columns of a wider sheet, those without any text are left out.
WIDE = 300
_PIECE = 1 << 20
# A number from here on has more digits than a spreadsheet keeps.
_EXACT = 1e15
_ERROR = re.compile(rb'<c\b(?=[^>]*\bt="e")[^>]*\br="([A-Z]+[0-9]+)"')
_UNSAVED = re.compile(
    rb'<c\b(?![^>]*\bt="str")[^>]*\br="([A-Z]+[0-9]+)"[^>]*>\s*<f\b(?:[^>]*/>|[^>]*>[^<]*</f>)\s*(?:<v\s*/>|<v></v>)?\s*</c>'
)
_NUMBER_FORMAT = re.compile(r"<(?:\w+:)?numFmt\b[^>]*>")
_CELL_STYLES = re.compile(r"<(?:\w+:)?cellXfs\b.*?</(?:\w+:)?cellXfs>", re.DOTALL)
_CELL_STYLE = re.compile(r"<(?:\w+:)?xf\b[^>]*>")
# What shows a whole number as a code: places for digits among fixed marks and texts.
_CODE = re.compile(r'(?:"[^"]*"|\\.|[0# ()+-])+')
_CODE_PART = re.compile(r'"([^"]*)"|\\(.)|(.)')
_PLACES = ("0", "#")
_SHEET = re.compile(r"<(?:\w+:)?sheet\b[^>]*>")
_TARGET = re.compile(r"<(?:\w+:)?Relationship\b[^>]*>")


def written(cell: Any) -> str:
    """Return a cell as text: days and times in ISO order, whole numbers without a point.

    A number that a spreadsheet cannot hold to its last digit is written with an exponent, so that it shows.
    """
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, (int, float)):
        return _number(cell)
    if isinstance(cell, datetime):
        return cell.isoformat(" ", "milliseconds" if cell.microsecond else "seconds")
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, time):
        return cell.isoformat("seconds")
    if isinstance(cell, timedelta):
        seconds = round(cell.total_seconds())
        sign, seconds = ("-", -seconds) if seconds < 0 else ("", seconds)
        return f"{sign}{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"
    return str(cell)


def _number(cell: float) -> str:
    if abs(cell) >= _EXACT:
        mantissa, _, exponent = f"{cell:.15E}".partition("E")
        return f"{mantissa.rstrip('0').rstrip('.')}E{exponent}"
    if cell == int(cell):
        return str(int(cell))
    return format(Decimal(repr(cell)), "f")


class _Codes:
    """The number formats that show whole numbers as codes, and the cells that have them: 00123, R007."""

    def __init__(self, archive: zipfile.ZipFile, member: str) -> None:
        self._runs: dict[int, list[tuple[int, int, str]]] = {}
        styles = self._styles(archive)
        if styles:
            which = "|".join(map(str, styles))
            cell = re.compile(rf'<c\b(?=[^>]*\bs="({which})")[^>]*\br="([A-Z]+)([0-9]+)"'.encode())
            for match in _matches(archive, member, cell):
                self._add(_column(match[2].decode()), int(match[3]) - 1, styles[int(match[1])])

    @staticmethod
    def _styles(archive: zipfile.ZipFile) -> dict[int, str]:
        """Return the cell styles whose format is such a code, by their numbers."""
        with suppress(KeyError, UnicodeDecodeError):
            text = archive.read("xl/styles.xml").decode()
            codes = {
                _attribute(each, "numFmtId"): code
                for each in _NUMBER_FORMAT.findall(text)
                if (code := _code(_attribute(each, "formatCode") or ""))
            }
            cells = _CELL_STYLES.search(text)
            styles = _CELL_STYLE.findall(cells[0]) if cells and codes else []
            found = {at: _attribute(each, "numFmtId") for at, each in enumerate(styles)}
            return {at: codes[number] for at, number in found.items() if number in codes}
        return {}

    def _add(self, column: int, row: int, code: str) -> None:
        runs = self._runs.setdefault(column, [])
        if runs and runs[-1][1:] == (row - 1, code):
            runs[-1] = (runs[-1][0], row, code)
        else:
            runs.append((row, row, code))

    def shown(self, cell: Any, row: int, column: int) -> Any:
        """Return a cell as its code shows it; one without a code, or that is no whole number, as it is."""
        runs = self._runs.get(column)
        if not runs or isinstance(cell, bool) or not isinstance(cell, (int, float)) or not 0 <= cell < _EXACT:
            return cell
        at = bisect_right(runs, (row, sys.maxsize, "")) - 1
        return _in_code(int(cell), runs[at][2]) if at >= 0 and row <= runs[at][1] and cell == int(cell) else cell


def _code(form: str) -> str | None:
    """Return a number format's part for positive numbers where it shows a code, else None.

    A code has leading zeros, or letters before its digits; what stands behind them is a unit.
    """
    code = form.partition(";")[0]
    if not _CODE.fullmatch(code):
        return None
    parts = _CODE_PART.findall(code)
    places = [at for at, (_, _, plain) in enumerate(parts) if plain in _PLACES]
    zeros = sum(parts[at][2] == "0" for at in places)
    before = "".join(quoted + escaped for quoted, escaped, _ in parts[: min(places, default=0)])
    return code if zeros > 1 or (zeros and any(map(str.isalpha, before))) else None


def _in_code(number: int, code: str) -> str:
    parts = _CODE_PART.findall(code)
    left = sum(plain in _PLACES for _, _, plain in parts)
    digits = str(number).rjust(left)
    # What is longer than the code stands before its first place.
    found, digits, first = [], digits[len(digits) - left :], digits[: len(digits) - left]
    for quoted, escaped, plain in parts:
        if plain in _PLACES:
            digit, digits = digits[0], digits[1:]
            found.append(first + (digit if digit != " " else "0" if plain == "0" else ""))
            first = ""
        else:
            found.append(quoted or escaped or plain)
    return "".join(found).strip()


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def _matches(archive: zipfile.ZipFile, member: str, *patterns: re.Pattern[bytes]) -> Iterator[re.Match[bytes]]:
    """Yield where patterns meet a sheet's cells, piece by piece."""
    with archive.open(member) as file:
        rest = b""
        while piece := file.read(_PIECE):
            text, mark, rest = (rest + piece).rpartition(b"</c>")
            for pattern in patterns:
                yield from pattern.finditer(text + mark)


class Book:
    """An open workbook; the sheet read last is kept."""

    def __init__(self, path: str, folder: Path) -> None:
        import python_calamine

        self._path = path
        self._folder = folder
        self._book = _opened(path)
        self._kept: tuple[str, Any] | None = None
        self.sheets = [
            {
                "name": each.name,
                "visible": each.visible == python_calamine.SheetVisibleEnum.Visible,
                "table": each.typ == python_calamine.SheetTypeEnum.WorkSheet,
            }
            for each in self._book.sheets_metadata
        ]

    def _sheet(self, name: str) -> Any:
        if self._kept is None or self._kept[0] != name:
            self._kept = None
            sheet = self._book.get_sheet_by_name(name)
            if sheet.total_width > WIDEST:
                raise MemoryError
            self._kept = (name, sheet)
        return self._kept[1]

    def look(self, name: str, rows: int) -> dict[str, Any]:
        """Return a sheet's first rows, blank ones too, and how many it has."""
        sheet = self._sheet(name)
        left = self._left(sheet)
        found = []
        if sheet.end:
            for cells in sheet.iter_rows():
                last = max((at for at, cell in enumerate(cells, start=1) if cell != ""), default=0)
                found.append([*[""] * left, *map(written, cells[:last])])
                if len(found) == rows:
                    break
        return {"rows": found, "height": sheet.total_height}

    def dump(self, name: str, header: int) -> dict[str, Any]:
        """Write the rows below `header` (counted from 0) that are not blank, each after its number in the sheet."""
        sheet = self._sheet(name)
        columns = self._columns(sheet, header)
        left = self._left(sheet)
        merged = sheet.merged_cell_ranges or []
        filling = _Filling(merged, header, left)
        shown = self._codes(name)
        sorts: set[tuple[int, type]] = set()
        breaks = False
        with (self._folder / "rows.csv").open("w", encoding="utf-8", errors="replace", newline="") as file:
            write = csv.writer(file, quoting=csv.QUOTE_ALL, lineterminator="\n").writerow
            for number, cells in enumerate(sheet.iter_rows() if sheet.end else ()):
                # A cell without a value is the empty text, and nothing else of a cell is so.
                if number > header and any(cell != "" for cell in cells):
                    filled = filling.row(number, cells)
                    kept = [shown(filled[at], number, left + at) for at in columns]
                    sorts.update((at, type(cell)) for at, cell in zip(columns, kept, strict=True) if cell != "")
                    texts = [*map(written, kept)]
                    write([number + 1, *texts])
                    breaks = breaks or any("\n" in text or "\r" in text for text in texts)
                else:
                    filling.note(number, cells)
        return {
            "columns": [left + at for at in columns],
            "sorts": [sorted(kind.__name__ for at, kind in sorts if at == column) for column in columns],
            "breaks": breaks,
            "filled": filling.count,
            "merged": [list(map(list, each)) for each in merged],
            **self._slips(name),
        }

    @staticmethod
    def _left(sheet: Any) -> int:
        return int(sheet.start[1]) if sheet.start else 0

    @staticmethod
    def _columns(sheet: Any, header: int) -> list[int]:
        """Return which columns are read: of a very wide sheet only those with a text at or below the header."""
        if sheet.width <= WIDE:
            return list(range(sheet.width))
        used: set[int] = set()
        for number, cells in enumerate(sheet.iter_rows()):
            if number >= header:
                used.update(at for at, cell in enumerate(cells) if cell != "")
        return sorted(used)

    def _slips(self, name: str) -> dict[str, Any]:
        """Return the cells that show an error, and those whose formula's result was never saved: how many, the first.

        The library gives nothing for both.
        """
        found: dict[str, Any] = {"errors": [0, None], "unsaved": [0, None]}
        member = self._member(name)
        if member is None:
            return found
        keys = {_ERROR: "errors", _UNSAVED: "unsaved"}
        with zipfile.ZipFile(self._path) as archive:
            for match in _matches(archive, member, *keys):
                key = keys[match.re]
                found[key] = [found[key][0] + 1, found[key][1] or match[1].decode()]
        return found

    def _codes(self, name: str) -> Callable[[Any, int, int], Any]:
        """Return what gives a cell as an .xlsx file shows it; the library gives its number alone."""
        member = self._member(name)
        if member is None:
            return lambda cell, *_: cell
        with zipfile.ZipFile(self._path) as archive:
            return _Codes(archive, member).shown

    def _member(self, name: str) -> str | None:
        """Return where an .xlsx file keeps a sheet's cells."""
        with (
            suppress(KeyError, zipfile.BadZipFile, OSError, UnicodeDecodeError),
            zipfile.ZipFile(self._path) as archive,
        ):
            book = archive.read("xl/workbook.xml").decode()
            links = archive.read("xl/_rels/workbook.xml.rels").decode()
            for sheet in _SHEET.findall(book):
                if _attribute(sheet, "name") == name:
                    wanted = _attribute(sheet, r"\w+:id")
                    for link in _TARGET.findall(links):
                        if _attribute(link, "Id") == wanted:
                            target = (_attribute(link, "Target") or "").lstrip("/")
                            return target if target.startswith("xl/") else f"xl/{target}"
        return None


def _opened(path: str) -> Any:
    """Open a workbook as what its name says, else as what its bytes say."""
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError

    try:
        return CalamineWorkbook.from_path(path)
    except PasswordError:
        raise
    except CalamineError:
        with suppress(CalamineError):
            return CalamineWorkbook.from_filelike(Path(path).open("rb"))
        raise


class _Filling:
    """Gives every row of a cell merged over several rows what the cell shows."""

    def __init__(self, merged: list[Any], header: int, left: int) -> None:
        self._ranges = {
            (top, column - left): bottom
            for (top, column), (bottom, last) in merged
            if column == last and bottom > top > header
        }
        self._open: dict[int, tuple[int, Any]] = {}
        self.count = 0

    def note(self, number: int, cells: list[Any]) -> None:
        """Remember what the cells that begin in a row hold."""
        if self._ranges:
            for at, cell in enumerate(cells):
                bottom = self._ranges.get((number, at))
                if bottom is not None:
                    self._open[at] = (bottom, cell)

    def row(self, number: int, cells: list[Any]) -> list[Any]:
        """Return a row with what is merged into it from above."""
        self.note(number, cells)
        for at, (bottom, cell) in list(self._open.items()):
            if number > bottom:
                del self._open[at]
            elif cells[at] == "" and cell != "":
                cells[at] = cell
                self.count += 1
        return cells


def _attribute(tag: str, name: str) -> str | None:
    match = re.search(rf"""\b{name}\s*=\s*(?:"([^"]*)"|'([^']*)')""", tag)
    return unescape(match[1] if match[1] is not None else match[2]) if match else None


def _limit() -> None:
    """Bound memory and time, where the system can."""
    with suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))


def main(path: str, folder: str) -> None:
    """Answer until nothing more is asked."""
    _limit()

    def answer(**said: Any) -> None:
        sys.stdout.write(json.dumps(said) + "\n")
        sys.stdout.flush()

    try:
        book = Book(path, Path(folder))
        answer(sheets=book.sheets)
        for line in sys.stdin:
            request = json.loads(line)
            if "look" in request:
                answer(**book.look(request["look"], request["rows"]))
            else:
                answer(**book.dump(request["dump"], request["header"]))
    except MemoryError:
        answer(error="large", detail="")
    # The library's own faults are no Exception, and whatever it is, the workbook is not read.
    except BaseException as error:  # noqa: BLE001
        name = type(error).__name__
        answer(error="password" if name == "PasswordError" else "unreadable", detail=str(error).partition("\n")[0])


if __name__ == "__main__":
    main(*sys.argv[1:])
