"""What workers tell of the files they read, as JSON: sentences, notices, errors, counts."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from typing import Any

from checklist.model import ChecklistError, InputError, MappingError, Notice, Place
from checklist.model.errors import errors_of
from checklist.records.accounting import Columns
from checklist.records.plain import known, packed, unpacked
from checklist.records.profiles.guessing import Settled
from checklist.records.rejects import Counts


@known
@dataclass(frozen=True, slots=True)
class Seen:
    """One file as a worker saw it: what `Raw` says of it, but for its rows."""

    headers: tuple[str, ...]
    cells: tuple[str, ...]
    sha256: str
    header_line: int
    form: bool
    sheet: str | None
    encoding: str | None
    notices: tuple[Notice, ...]


@known
@dataclass(frozen=True, slots=True)
class Fault:
    """An error as it travels: the kind, the code and the place of it, and what fills its sentence."""

    kind: str
    code: str
    place: Place | None
    values: dict[str, Any]


@known
@dataclass(frozen=True, slots=True)
class Failed:
    """What kept a file from being read: how far the reading had come, and what was wrong."""

    step: int
    faults: tuple[Fault, ...]

    @property
    def errors(self) -> list[ChecklistError]:
        """The errors, as they were raised."""
        return [_KINDS[each.kind](each.code, each.place, **each.values) for each in self.faults]


@known
@dataclass(frozen=True, slots=True)
class Told:
    """What a worker tells of one file, or of a part of a table, beside its rows.

    `settled` is which headers were chosen by its cells. `total` counts the rows passed over as totals, and has the line
    of the first.
    """

    seen: Seen | None = None
    settled: Settled = field(default_factory=Settled)
    columns: Columns = field(default_factory=Columns)
    counts: Counts | None = None
    total: tuple[int, int] | None = None
    failed: Failed | None = None

    def failing(self, step: int, error: ChecklistError) -> Told:
        """Return the same, and that the reading came no further than `step`."""
        return replace(self, failed=Failed(step, tuple(_fault(each) for each in errors_of(error))))


_KINDS = {each.__name__: each for each in (ChecklistError, InputError, MappingError)}
known(Columns)
known(Counts)


def written(value: object) -> str:
    """Return a value as JSON that `read` turns into its like."""
    return json.dumps(packed(value), ensure_ascii=False, separators=(",", ":"))


def read(text: str) -> Any:
    """Return what `written` wrote down."""
    return unpacked(json.loads(text))


def _fault(error: ChecklistError) -> Fault:
    kind = next(each.__name__ for each in type(error).__mro__ if each.__name__ in _KINDS)
    return Fault(kind, error.code, error.place, {name: _portable(each) for name, each in error.values.items()})


def _portable(value: Any) -> Any:
    """Return a value that travels; what an operating system or a database said goes as its words."""
    try:
        packed(value)
    except TypeError:
        return str(value)
    return value
