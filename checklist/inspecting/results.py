"""What a look at exports says."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from checklist.model import ChecklistError, Sentence
    from checklist.records import Loaded
    from checklist.records.planning import Plan


class Why(StrEnum):
    """Why a header became a column, the surest first."""

    MAPPING = "mapping"
    NAME = "name"
    PROFILE = "profile"
    ALIAS = "alias"
    CONSTANT = "constant"
    OWN = "own"
    LEFT_OUT = "left_out"

    @property
    def confidence(self) -> str | None:
        """How sure it is: `sure`, `likely`, or None where the header keeps its own name or is left out."""
        if self in (Why.OWN, Why.LEFT_OUT):
            return None
        return "likely" if self is Why.ALIAS else "sure"


@dataclass(frozen=True, slots=True)
class ColumnSeen:
    """One column: the headers it comes from (none: a constant), why, how it is read, and up to three of its texts.

    `filled` counts the rows that have a text; it is None for a constant, and for what several headers say together.
    """

    headers: tuple[str, ...]
    column: str | None
    why: Why
    samples: tuple[str, ...]
    filled: int | None = None
    way: str | None = None
    rule: Sentence | None = None


@dataclass(frozen=True, slots=True)
class WordsSeen:
    """One word of this program in a file, and the texts it stands for there, each with its rows."""

    word: str | None
    texts: tuple[tuple[str | None, int], ...]

    @property
    def rows(self) -> int:
        """All rows with that word."""
        return sum(count for _, count in self.texts)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What may have been meant: a header or a word like a known one. It is never applied unasked."""

    path: str
    kind: str
    found: str
    like: str
    meaning: str


@dataclass(frozen=True, slots=True)
class FileSeen:
    """One input as it would be read."""

    plan: Plan
    rows: int
    columns: tuple[ColumnSeen, ...]
    types: tuple[WordsSeen, ...]
    statuses: tuple[WordsSeen, ...]
    suggestions: tuple[Suggestion, ...]


@dataclass(frozen=True, slots=True)
class Gap:
    """Working days one after the other on which no rep has a record."""

    first: date
    last: date
    days: int


@dataclass(frozen=True, slots=True)
class Closeness:
    """Two reps or two customers whose names are nearly equal, with how many records each has."""

    kind: str
    one: tuple[str, int]
    other: tuple[str, int]


@dataclass(frozen=True, slots=True)
class Overview:
    """What all logs together hold. `customerless` counts records without a customer."""

    records: int
    first: date
    last: date
    gaps: tuple[Gap, ...]
    reps: int
    top_reps: tuple[tuple[str, int], ...]
    customers: int
    top_customers: tuple[tuple[str, int], ...]
    customerless: int
    close: tuple[Closeness, ...]


@dataclass(slots=True)
class Inspection:
    """All of it. `loaded` and `overview` are None where `error` tells why no row could be read."""

    files: list[FileSeen] = field(default_factory=list)
    loaded: Loaded | None = None
    overview: Overview | None = None
    error: ChecklistError | None = None
