"""Why an expectation is unknown: the key of a cause, as SQL carries it beside each unit, and what it says."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from checklist.model.text import Sentence

_SEPARATOR = "|"


class CauseKind(StrEnum):
    """What leaves an expectation open, in the order in which one cause goes before another.

    The last are no lack of the log's own: a judgement or a table that was not handed in, a query that says so itself.
    """

    COLUMN = "column"
    TYPE = "type"
    VALUE = "value"
    NOBODY = "nobody"
    KEY = "key"
    HISTORY = "history"
    SPAN = "span"
    JUDGEMENT = "judgement"
    TABLE = "table"
    QUERY = "query"


_RANKS = {kind: str(rank) for rank, kind in enumerate(CauseKind)}
_KINDS = {rank: kind for kind, rank in _RANKS.items()}


@dataclass(frozen=True, slots=True)
class CauseKey:
    """A cause as its key names it: its kind, a name (a column, a table) and what of it (an input, a word)."""

    kind: CauseKind
    name: str = ""
    word: str = ""


def cause_key(kind: CauseKind, name: str = "", word: str = "") -> str:
    """Return the key of a cause: keys sort by kind, then by name, then by word. A name is told without its bars."""
    return _SEPARATOR.join((_RANKS[kind], name.replace(_SEPARATOR, "/"), word))


def read_cause(key: str) -> CauseKey:
    """Return what a key names."""
    rank, name, word = key.split(_SEPARATOR, 2)
    return CauseKey(_KINDS[rank], name, word)


@dataclass(frozen=True, slots=True)
class Cause:
    """What leaves expectations of an audit unknown, and what settles it.

    `records` are those that it is about, `units` the expectations that it leaves unknown, none where whole rules are
    not checked. `findings` are those that it has a part in, and `only` those of them that have no other cause. `reps`
    are those whose findings these are, and `decides` those of them whose verdict is undecided for nothing else.
    `lone_rep` is the rep who alone uses a word. `line` says what settles it; `write` is what to write in the mapping
    (for `history`, in the policy) or to add to the command, if anything: `?` stands for what only the reader can know.
    """

    key: str
    kind: CauseKind
    name: str
    word: str
    path: str | None
    records: int
    units: int
    findings: int
    only: int
    reps: tuple[str, ...]
    decides: tuple[str, ...]
    lone_rep: str | None
    sentence: Sentence
    line: Sentence
    write: tuple[str, ...] = ()
