"""What cells are called."""

from __future__ import annotations

_LETTERS = 26


def cell_name(row: int, column: int) -> str:
    """Return a cell's name: row 7, column 1 is B7."""
    letters, column = "", column + 1
    while column:
        column, rest = divmod(column - 1, _LETTERS)
        letters = chr(ord("A") + rest) + letters
    return f"{letters}{row}"
