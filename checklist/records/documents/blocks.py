"""What every kind of document comes to: headings, texts and tables, in their order, each with its line."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of a level, of which 1 is the highest."""

    text: str
    level: int
    line: int


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph, or an item of a list."""

    text: str
    line: int
    item: bool = False


@dataclass(frozen=True, slots=True)
class TableRows:
    """A table's rows of cells."""

    rows: tuple[tuple[str, ...], ...]
    line: int


Block = Heading | Text | TableRows


def blocks_of(rows: Iterable[tuple[int, Sequence[str]]]) -> Iterator[Block]:
    """Yield a grid's lone cells as texts, and what stands between them as tables; each row comes with its line.

    In a form, a cell across the whole width is a heading or what is written below one.
    """
    table: list[tuple[str, ...]] = []
    first = 1
    for line, cells in rows:
        if sum(1 for cell in cells if cell.strip()) > 1 or len(cells) > 1:
            first = first if table else line
            table.append(tuple(cells))
            continue
        if table:
            yield TableRows(tuple(table), first)
            table = []
        if cells and cells[0].strip():
            yield Text(cells[0].strip(), line)
    if table:
        yield TableRows(tuple(table), first)


@dataclass(frozen=True, slots=True)
class Parsed:
    """A document as it stands. `front` is what it says of itself before its text.

    `saved` and `made` are when an office program last saved and first made it, as it says itself.
    """

    blocks: tuple[Block, ...]
    front: dict[str, str] = field(default_factory=dict)
    saved: datetime | None = None
    made: datetime | None = None


class Unreadable(Exception):  # noqa: N818  # it says what a document is
    """A document that cannot be read: the code of its reason, and what of it fits into the sentence."""

    def __init__(self, code: str, found: str = "") -> None:
        super().__init__(code, found)
        self.code = code
        self.found = found
