"""What a look at exports says."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from checklist.model.errors import errors_of

if TYPE_CHECKING:
    from datetime import date

    from checklist.model import ChecklistError, Sentence
    from checklist.records import Loaded
    from checklist.records.mapping import MappingFile
    from checklist.records.planning import Plan


# A column that no header stands for is missing, not in doubt.
_NO_QUESTIONS = {"column_missing", "mapping_header_missing"}


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

    @property
    def standing(self) -> str | None:
        """Whether its column is `declared` or `guessed`; None where no column of this program is read from it."""
        if self in (Why.OWN, Why.LEFT_OUT):
            return None
        return "guessed" if self is Why.ALIAS else "declared"


@dataclass(frozen=True, slots=True)
class ColumnSeen:
    """One column: the headers it comes from (none: a constant), why, how it is read, and up to three of its texts.

    `filled` counts the rows that have a text; it is None for a constant, and for what several headers say together.
    `others` are the headers that a guessed one was preferred to.
    """

    headers: tuple[str, ...]
    column: str | None
    why: Why
    samples: tuple[str, ...]
    filled: int | None = None
    way: str | None = None
    rule: Sentence | None = None
    others: tuple[str, ...] = ()


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
    """One input as it would be read. `unknown` has, by column, the words that neither program nor policy knows."""

    plan: Plan
    rows: int
    columns: tuple[ColumnSeen, ...]
    types: tuple[WordsSeen, ...]
    statuses: tuple[WordsSeen, ...]
    directions: tuple[WordsSeen, ...]
    suggestions: tuple[Suggestion, ...]
    unknown: dict[str, tuple[WordsSeen, ...]] = field(default_factory=dict)

    @property
    def unread(self) -> tuple[str, ...]:
        """The headers that no column of this program is read from, in their order."""
        return tuple(each.headers[0] for each in self.columns if each.why in (Why.OWN, Why.LEFT_OUT))


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
    """All of it. `loaded` and `overview` are None where `error` tells why no row could be read.

    `mapping` is the mapping file that it was looked at with, `profile` the product asked for.
    """

    files: list[FileSeen] = field(default_factory=list)
    loaded: Loaded | None = None
    overview: Overview | None = None
    error: ChecklistError | None = None
    mapping: MappingFile | None = None
    profile: str | None = None

    @property
    def questions(self) -> tuple[ChecklistError, ...]:
        """What must be answered in a mapping file before the files can be read: errors that name a column."""
        found = () if self.error is None else errors_of(self.error)
        return tuple(each for each in found if "column" in each.values and each.code not in _NO_QUESTIONS)

    def asked(self, path: str) -> list[ChecklistError]:
        """Return the questions of one input; a cell's place begins with its file's."""
        places = [(each.place.path if each.place else "", each) for each in self.questions]
        return [each for place, each in places if place == path or place.startswith((f"{path}:", f"{path}!"))]
