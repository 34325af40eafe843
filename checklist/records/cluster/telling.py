"""What workers tell of the files they read, as JSON: sentences, notices, errors, counts."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from checklist.model import (
    Bilingual,
    ChecklistError,
    ErrorGroup,
    InputError,
    MappingError,
    Notice,
    Place,
    Reject,
    Sentence,
)
from checklist.records.accounting import Columns
from checklist.records.api import ColumnRule
from checklist.records.rejects import Counts

if TYPE_CHECKING:
    from collections.abc import Callable

_KIND, _OF = "", "of"


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


@dataclass(frozen=True, slots=True)
class Failed:
    """What kept a file from being read: how far the reading had come, and the errors."""

    step: int
    errors: tuple[ChecklistError, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """What a worker tells of one file, or of a part of a table, beside its rows.

    `total` counts the rows passed over as totals, and has the line of the first.
    """

    seen: Seen | None = None
    columns: Columns = field(default_factory=Columns)
    counts: Counts | None = None
    total: tuple[int, int] | None = None
    failed: Failed | None = None


_SHAPES = {
    each.__name__: each
    for each in (Bilingual, ColumnRule, Columns, Counts, Failed, Notice, Place, Reject, Seen, Sentence, Told)
}
_ERRORS = {each.__name__: each for each in (ChecklistError, InputError, MappingError)}
_READERS: dict[str, Callable[[Any], Any]] = {
    "tuple": lambda items: tuple(_read(each) for each in items),
    "date": date.fromisoformat,
    "datetime": datetime.fromisoformat,
}


def written(value: object) -> str:
    """Return a value as JSON that `read` turns into its like."""
    return json.dumps(_plain(value), ensure_ascii=False, separators=(",", ":"))


def read(text: str) -> Any:
    """Return what `written` wrote down."""
    return _read(json.loads(text))


def errors_of(error: ChecklistError) -> tuple[ChecklistError, ...]:
    """Return the errors that one stands for."""
    return tuple(error.errors) if isinstance(error, ErrorGroup) else (error,)


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, (bool, int, float)):
        return value
    if isinstance(value, ChecklistError):
        return {
            _KIND: type(value).__name__,
            "code": value.code,
            "place": _plain(value.place),
            _OF: _plain(value.values),
        }
    if type(value).__name__ in _SHAPES:
        return {_KIND: type(value).__name__} | {each.name: _plain(getattr(value, each.name)) for each in fields(value)}
    if isinstance(value, dict):
        return {name: _plain(each) for name, each in value.items()}
    if isinstance(value, list):
        return [_plain(each) for each in value]
    if isinstance(value, tuple):
        return {_KIND: "tuple", _OF: [_plain(each) for each in value]}
    if isinstance(value, date):
        return {_KIND: type(value).__name__, _OF: value.isoformat()}
    return str(value)


def _read(value: Any) -> Any:
    if isinstance(value, list):
        return [_read(each) for each in value]
    if not isinstance(value, dict):
        return value
    kind = value.pop(_KIND, None)
    if kind is None:
        return {name: _read(each) for name, each in value.items()}
    if kind in _READERS:
        return _READERS[kind](value[_OF])
    if kind in _ERRORS:
        return _ERRORS[kind](value["code"], _read(value["place"]), **_read(value[_OF]))
    return _SHAPES[kind](**{name: _read(each) for name, each in value.items()})
