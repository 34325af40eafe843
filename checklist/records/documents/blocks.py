"""What every kind of document comes to: headings, texts and tables, in their order, each with its line."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of a level, of which 1 is the highest."""

    text: str
    level: int
    line: int


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph or an item of a list."""

    text: str
    line: int


@dataclass(frozen=True, slots=True)
class TableRows:
    """A table's rows of cells."""

    rows: tuple[tuple[str, ...], ...]
    line: int


Block = Heading | Text | TableRows


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
