"""A table on a sheet of its own: header, filter, rows that go on overleaf, widths that fit Chinese."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from checklist.reporters.text import columns

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from checklist.reporters.workbook.book import Book

MOST_ROWS = 1_048_576
"""What a sheet holds at most; what goes beyond stands on a further sheet."""

_MEASURED = 2_000
_NARROWEST, _WIDEST = 6, 60
_FILTER_ARROW = 3
_LINE = 16
_TALLEST = 20

FORMATS: dict[str, dict[str, Any]] = {
    "text": {},
    "wrapped": {"text_wrap": True},
    "short": {"align": "center"},
    "count": {"num_format": "#,##0", "align": "right", "indent": 1},
    "points": {"num_format": "0.0", "align": "right", "indent": 1},
    "share": {"num_format": "0.00%"},
    "change": {"num_format": '+0.0;"−"0.0;"±"0.0'},
    "day": {"num_format": "yyyy-mm-dd", "align": "left"},
}


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its header, the sort of what stands below it (a name under `FORMATS`), and how wide it may be."""

    header: str
    sort: str = "text"
    widest: int = _WIDEST
    narrowest: int = _NARROWEST


class Toned(NamedTuple):
    """A value with the tone and the symbol that say what it means."""

    value: float | str | None
    tone: str
    symbol: str


class Table:
    """Writes rows below a header, from top to bottom, on as many sheets as they need."""

    def __init__(
        self,
        book: Book,
        title: str,
        shape: Sequence[Column],
        *,
        frozen: int = 1,
        printed: int | None = None,
        tab: str | None = None,
    ) -> None:
        self._book = book
        self._title = title
        self._shape = shape
        self._frozen = frozen
        self._printed = printed or len(shape)
        self._tab = tab
        self._styles = [book.body(**FORMATS[column.sort]) for column in shape]
        self._wrapped = [place for place, column in enumerate(shape) if column.sort == "wrapped"]
        self._marked: dict[tuple[int, str, str], Any] = {}

    def write(self, rows: Iterable[Sequence[Any]], finish: Callable[[Any, int], None] | None = None) -> None:
        """Write the rows; `finish` is called with each sheet and the number of its last row."""
        sheet, last = self._begin()
        widths = self._header_widths()
        for row in rows:
            if last + 1 >= MOST_ROWS:
                self._end(sheet, last, widths, finish)
                sheet, last = self._begin()
                widths = self._header_widths()
            last += 1
            lines = max((_lines(row[place] or "", self._shape[place].widest) for place in self._wrapped), default=1)
            if lines > 1:
                sheet.set_row(last, _LINE * min(lines, _TALLEST))
            for place, value in enumerate(row):
                shown = self._cell(sheet, last, place, value)
                if last <= _MEASURED and shown:
                    widths[place] = max(widths[place], *map(columns, shown.split("\n")))
        self._end(sheet, last, widths, finish)

    def _begin(self) -> tuple[Any, int]:
        sheet = self._book.sheet(self._title, tab=self._tab)
        header = self._book.header(valign="vcenter")
        lines = max(_lines(column.header + " " * _FILTER_ARROW, column.widest) for column in self._shape)
        sheet.set_row(0, _LINE * lines + 4)
        for place, column in enumerate(self._shape):
            self._book.write(sheet, 0, place, column.header, header)
        sheet.freeze_panes(1, self._frozen)
        sheet.repeat_rows(0)
        return sheet, 0

    def _header_widths(self) -> list[int]:
        return [min(columns(column.header) + _FILTER_ARROW, column.widest) for column in self._shape]

    def _cell(self, sheet: Any, row: int, place: int, value: Any) -> str:
        if not isinstance(value, Toned):
            return self._book.write(sheet, row, place, value, self._styles[place])
        key = (place, value.tone, value.symbol)
        if key not in self._marked:
            numbered = {} if isinstance(value.value, str) else {"num_format": f'"{value.symbol} "0.0'}
            self._marked[key] = self._book.toned(value.tone, align="right", **numbered)
        shown = value.symbol if value.value is None else value.value
        return f"{value.symbol} {self._book.write(sheet, row, place, shown, self._marked[key])}"

    def _end(self, sheet: Any, last: int, widths: list[int], finish: Callable[[Any, int], None] | None) -> None:
        for place, (width, column) in enumerate(zip(widths, self._shape, strict=True)):
            sheet.set_column(place, place, min(max(width + 2, column.narrowest), column.widest))
        sheet.print_area(0, 0, last, self._printed - 1)
        if last:
            sheet.autofilter(0, 0, last, len(self._shape) - 1)
            if finish is not None:
                finish(sheet, last)


def _lines(text: str, width: int) -> int:
    """Return how many lines a text takes in a column so wide."""
    return sum(math.ceil(columns(line) / (width - 1)) or 1 for line in text.split("\n"))
