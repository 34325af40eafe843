"""What goes into a reading and what comes out of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from checklist.model import InputSummary, Notice, Reject, Sentence
    from checklist.records.databases import Database
    from checklist.records.documents import Documents


@dataclass(frozen=True, slots=True)
class Source:
    """One input: a file, a frame in memory, a database, or documents.

    `path` is what reports show, `file` where a file's bytes are if elsewhere. `files` are those of a folder parted by
    month, which is one input; `left_out` counts those of months that are not to be read.
    """

    table: str
    path: str
    frame: object | None = None
    database: Database | None = None
    documents: Documents | None = None
    file: str | None = None
    files: tuple[str, ...] = ()
    left_out: int = 0


@dataclass(frozen=True, slots=True)
class HeaderMapping:
    """One header of one input and the column it was read into; None where it was left out."""

    path: str
    header: str
    column: str | None


@dataclass(frozen=True, slots=True)
class ColumnRule:
    """How one column of one input is read: decided once, by the whole column, and the same for each of its cells.

    `header` is where its text comes from; None for a constant and for what several headers say together.
    """

    table: str
    path: str
    column: str
    header: str | None
    rule: Sentence


@dataclass(frozen=True, slots=True)
class Coverage:
    """What the inputs would show where it occurred, in two strengths.

    `named` has, by column (`type`, `status`, `customers.grade`), the words that are shown in full: a rule that asks for
    one is judged as if it occurred. `completed` types, and all types and values if `complete`, are only not missing
    beside others that occur.
    """

    named: Mapping[str, frozenset[str]]
    completed: frozenset[str] = frozenset()
    complete: bool = False


@dataclass(frozen=True, slots=True)
class Loaded:
    """What was read. The rows themselves lie in the session's tables `loaded_records`, `loaded_reps`, ….

    `columns` names what each table's inputs show, `attributes` the columns beyond the canonical ones.
    `types` counts every record read, whatever the period. `shown` tells, by table and input, which columns it shows, in
    lower case; `paths` names the inputs, and `parted` are those whose records bear the numbers of several files.
    `words` tells, by column, what the words of inputs were said to mean. `rejects` lists the first thousand; the counts
    in `inputs` are whole. `rules` tell how each column was read, in the order of inputs and of their columns.
    `several` says that some record names several reps or customers: it stands in a row for each pair of them, all
    under its one `record_key`. `doubtful` says that some record names a customer by a name that several bear: it is in
    the column `key_doubt`.
    """

    given: frozenset[str]
    columns: dict[str, frozenset[str]]
    attributes: dict[str, tuple[str, ...]]
    types: dict[str, int]
    covers: Coverage
    spans: tuple[date | None, date | None] | None
    inputs: tuple[InputSummary, ...]
    rejects: tuple[Reject, ...]
    notices: tuple[Notice, ...]
    headers: tuple[HeaderMapping, ...]
    shown: Mapping[str, Mapping[int, frozenset[str]]]
    words: Mapping[str, frozenset[str]]
    paths: Mapping[int, str]
    parted: frozenset[int] = frozenset()
    rules: tuple[ColumnRule, ...] = ()
    several: bool = False
    doubtful: bool = False

    def shows(self, table: str, column: str) -> bool:
        """Tell whether any input of a table shows a column, however its header spells it."""
        return column.casefold() in {name.casefold() for name in self.columns.get(table, ())}
