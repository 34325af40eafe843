"""Colour, symbols and line breaks, as far as the reader's screen can show them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from checklist.reporters.text import columns, fitted, wrapped

if TYPE_CHECKING:
    from checklist.reporters.options import Options

SHORTEST = 8
"""No cell is cut to fewer columns than these, however narrow the screen."""

_CODES = {"good": "32", "bad": "31", "doubt": "33", "bold": "1", "faint": "2"}
_LETTERS = {"✓": "v", "✗": "x", "○": "o", "–": "-"}


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a row. Only a cell that `gives` may be cut to fit a screen: names may, ids never."""

    text: str
    style: str = ""
    right: bool = False
    gives: bool = False


class Paint:
    """What the reader's screen can show of what a report would like to."""

    def __init__(self, options: Options) -> None:
        self._options = options
        try:
            "".join(_LETTERS).encode(options.encoding)
        except (UnicodeEncodeError, LookupError):
            self._plain = True
        else:
            self._plain = False
        self.ellipsis = "..." if self._plain else "…"
        self.minus = "-" if self._plain else "−"

    def symbol(self, symbol: str) -> str:
        """Return the symbol, or a letter like it where the screen has none."""
        return _LETTERS.get(symbol, symbol) if self._plain else symbol

    def signed(self, change: str) -> str:
        """Return a difference with signs that the screen has."""
        return change.replace("−", "-").replace("±", "=") if self._plain else change

    def styled(self, text: str, style: str) -> str:
        """Return the text in a style, or as it is where there is no colour."""
        return f"\x1b[{_CODES[style]}m{text}\x1b[0m" if self._options.colour and style and text else text

    def lines(self, line: str, indent: str, style: str = "") -> list[str]:
        """Return a line with its indent: broken to the width for a person, whole for a pipe."""
        broken = wrapped(line, max(20, self._options.width - len(indent) - 2)) if self._options.interactive else [line]
        return [
            indent + ("  " if number and indent else "") + self.styled(each, style)
            for number, each in enumerate(broken)
        ]

    def rows(self, rows: list[list[Cell]], indent: str) -> list[str]:
        """Return rows of cells: in line and fitted to the width for a person, plain and whole for a pipe."""
        if not self._options.interactive:
            return [indent + "  ".join(self.styled(cell.text, cell.style) for cell in row if cell.text) for row in rows]
        used = [any(cell.text for cell in column) for column in zip(*rows, strict=True)]
        rows = [[cell for cell, keeps in zip(row, used, strict=True) if keeps] for row in rows]
        widths = [max(columns(cell.text) for cell in column) for column in zip(*rows, strict=True)]
        over = len(indent) + sum(widths) + 2 * (len(widths) - 1) - self._options.width
        for place, cell in enumerate(rows[0] if rows else []):
            if cell.gives and over > 0:
                given = min(over, max(0, widths[place] - SHORTEST))
                widths[place] -= given
                over -= given
        return [
            indent + "  ".join(self._fitted(cell, width) for cell, width in zip(row, widths, strict=True)).rstrip()
            for row in rows
        ]

    def _fitted(self, cell: Cell, width: int) -> str:
        text = fitted(cell.text, width, self.ellipsis) if cell.gives else cell.text
        blank = " " * max(0, width - columns(text))
        styled = self.styled(text, cell.style)
        return blank + styled if cell.right else styled + blank
