"""What of the inputs cannot be told: columns that an input does not show, and words that nobody understands.

A record is *sure* for a selector if the selector holds whatever those would say, and *doubtful* if it may hold. Each
doubt names its cause by a key, a text that sorts as DESIGN orders causes: column, type, value, record of nobody, key,
history, span, then by name.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from checklist.conditions import Gap, Operand, Scalar
from checklist.conditions.words import alike
from checklist.engine import SQL, identifier, literal
from checklist.model.causes import CauseKind, cause_key
from checklist.records.spreading import numbers_within

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

NOBODY = SQL(literal(cause_key(CauseKind.NOBODY)))
KEY = Gap(SQL("key_doubt IS NOT NULL"), SQL(f"concat({literal(cause_key(CauseKind.KEY, 'customer_id'))}, key_doubt)"))
"""Records that name a customer by a name which several bear: each is doubtful for each of them."""


@dataclass(frozen=True, slots=True)
class Unread:
    """What the inputs of an audit leave open.

    `inputs` tells, by table and input, which columns are shown, `paths` what the inputs are called, `parted` which of
    them consist of several files, `input_types` which types they hold, as `alike` has them. `words` are the unread
    words of each closed vocabulary (`status`, `direction`), `types` the unread types, and `lone_types` those of them
    that one rep alone uses where others could: they excuse nobody in what is keyed by rep. `nobody` tells whether there
    are records without a rep, `reps` counts the reps of all others, and `key_doubts` tells whether some record names a
    customer by a name that several bear.
    `shown_types` occur in the log, or are named as covered; `completed_types`, and with `complete` all types and
    values, are not missing where others occur. `occurring` are those tests for one of several values (table, column,
    values) for which one occurs, or is named as covered; `frequent` has, by table and column of the others, the words
    that occur most.
    """

    inputs: Mapping[str, Mapping[int, frozenset[str]]] = field(default_factory=dict)
    paths: Mapping[int, str] = field(default_factory=dict)
    parted: frozenset[int] = frozenset()
    words: Mapping[str, frozenset[str]] = field(default_factory=dict)
    types: frozenset[str] = frozenset()
    lone_types: frozenset[str] = frozenset()
    nobody: bool = False
    reps: int = 0
    key_doubts: bool = False
    shown_types: frozenset[str] = frozenset()
    completed_types: frozenset[str] = frozenset()
    complete: bool = False
    input_types: Mapping[int, frozenset[str]] = field(default_factory=dict)
    occurring: frozenset[tuple[str, str, tuple[Scalar, ...]]] = frozenset()
    frequent: Mapping[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)

    def column(self, table: str, name: str, value: SQL, *, types: frozenset[str] = frozenset()) -> Operand:
        """Return what SQL sees of a column; `types` are those words of the column `type` whose meaning is open."""
        unread = None
        if table == "records":
            words = types if name == "type" else self.words.get(name, frozenset())
            kind = CauseKind.TYPE if name == "type" else CauseKind.VALUE
            if words:
                column = identifier(name)
                stated = SQL(f"concat({literal(cause_key(kind, name, ''))}, {column})")
                unread = Gap(SQL(f"coalesce({column} IN {literal(sorted(words))}, FALSE)"), stated)
        return Operand(value, self._hidden(table, name), unread)

    def sure_record(self) -> SQL:
        """Return the test that a record's rep, type, status, direction and customer are understood."""
        told = (self.column("records", name, identifier(name), types=self.types) for name in ("type", *self.words))
        doubts = [column.unread.when for column in told if column.unread is not None]
        doubts += [SQL("rep_id IS NULL")] if self.nobody else []
        doubts += [KEY.when] if self.key_doubts else []
        return SQL(f"NOT ({' OR '.join(doubts)})" if doubts else "TRUE")

    def within(self, types: frozenset[str]) -> Unread:
        """Return what is left open in records of these types: inputs that hold none of them have no part in it."""
        held = _alike(types)
        own = {
            input_id: columns
            for input_id, columns in self.inputs.get("records", {}).items()
            if not held.isdisjoint(self.input_types.get(input_id, frozenset()))
        }
        return replace(self, inputs={**self.inputs, "records": own})

    def rows_of(self, path: str) -> SQL:
        """Return the test that holds for the records of the input of a name."""
        return SQL(" OR ".join(self._rows(each) for each, own in self.paths.items() if own == path) or "FALSE")

    def missing_types(self, types: frozenset[str]) -> frozenset[str]:
        """Return the types out of these that the log does not show, and that nothing completes."""
        completed = _alike(self.completed_types)
        missing = frozenset() if self.complete else self.unshown_types(types)
        return frozenset(each for each in missing if alike(each) not in completed)

    def unshown_types(self, types: frozenset[str]) -> frozenset[str]:
        """Return the types out of these that never occur and that nobody names as covered, completed or not."""
        shown = _alike(self.shown_types)
        return frozenset(each for each in types if alike(each) not in shown)

    def _hidden(self, table: str, name: str) -> Gap | None:
        """Return the rows of a table whose input does not show a column."""
        inputs = self.inputs.get(table, {})
        lacking = sorted(input_id for input_id, columns in inputs.items() if name.casefold() not in columns)
        if not lacking:
            return None
        rows = [self._rows(input_id) for input_id in lacking]
        when = "TRUE" if len(lacking) == len(inputs) else f"({' OR '.join(rows)})"
        causes = [cause_key(CauseKind.COLUMN, name, self.paths.get(input_id, "")) for input_id in lacking]
        cases = " ".join(f"WHEN {own} THEN {literal(cause)}" for own, cause in zip(rows, causes, strict=True))
        return Gap(SQL(when), SQL(f"CASE {cases} END"))

    def _rows(self, input_id: int) -> str:
        """Return the test that holds for the rows of an input."""
        if input_id not in self.parted:
            return f"file_id = {input_id}"
        numbers = numbers_within(input_id)
        return f"file_id BETWEEN {numbers[0]} AND {numbers[-1]}"


def _alike(words: Iterable[str]) -> frozenset[str]:
    return frozenset(alike(each) for each in words)
