"""Find a table's header below titles and notes: what is known of a file before any of its rows is read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from checklist.model.tables import TABLES
from checklist.records.headers import header_name, trimmed
from checklist.records.profiles import recognised

if TYPE_CHECKING:
    from collections.abc import Sequence

    from checklist.records.mapping import Section

_FEWEST = 2


@dataclass(frozen=True, slots=True)
class Layout:
    """What is known of one file before it is read: the table it is for, and what its mapping says of its shape.

    `own` are the headers that the mapping speaks of, folded. `header_line` counts from 1, as an editor or a
    spreadsheet does.
    """

    table: str
    own: frozenset[str] = frozenset()
    sheet: str | None = None
    header_line: int | None = None
    delimiter: str | None = None
    encoding: str | None = None

    def known(self, names: Sequence[str]) -> int:
        """Return how many of a row's cells are headers that the mapping or this program knows."""
        folded = [header_name(name).casefold() for name in names]
        own = sum(name in self.own for name in folded)
        return own + recognised([name for name in folded if name and name not in self.own], self.table)

    def certain(self, names: Sequence[str]) -> bool:
        """Tell whether a row names every required column by this program's own words: no other can be the header."""
        folded = {header_name(name).casefold() for name in names}
        return all(column.name in folded for column in TABLES[self.table].columns if column.required)

    def header(self, rows: Sequence[Sequence[str]]) -> int:
        """Return which of a table's first rows is its header: the first with the most names that are known.

        Where none of them is known, it is the first row that is not blank.
        """
        filled = [at for at, row in enumerate(rows) if any(trimmed(cell) for cell in row)]
        if not filled:
            return 0
        first = filled[0]
        if self.certain(rows[first]):
            return first
        scores = {at: self.known(rows[at]) for at in filled}
        best = max(filled, key=lambda at: (scores[at], -at))
        cells = sum(bool(trimmed(cell)) for cell in rows[best])
        return best if scores[best] > scores[first] and scores[best] >= min(_FEWEST, cells) else first


def layout_of(table: str, section: Section, encoding: str | None = None, sheet: str | None = None) -> Layout:
    """Return what a mapping's part says of a file's shape; an encoding given for all files goes before its own."""
    aliases = [alias for names in section.columns.values() for alias in names]
    aliases += [alias for made in section.made.values() for names in made.headers for alias in names]
    shape = section.shape
    return Layout(
        table,
        frozenset(header_name(alias).casefold() for alias in aliases),
        sheet,
        shape.header_line,
        "\t" if shape.delimiter == "tab" else shape.delimiter,
        encoding or shape.encoding,
    )
