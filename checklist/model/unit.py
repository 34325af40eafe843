"""An expectation on its way through an audit: as a kind's SELECT yields it, as it is judged, and as it is told.

A row is one expectation, or a run of consecutive ones that share an answer.
"""

from __future__ import annotations

from dataclasses import MISSING, dataclass, field, fields
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping
    from datetime import date, datetime
    from decimal import Decimal

    from checklist.model.text import Bilingual, Sentence

_WHOLE_TYPES = frozenset({"TINYINT", "SMALLINT", "INT", "INTEGER", "BIGINT", "HUGEINT"})
_TYPES = {
    "text": frozenset({"VARCHAR", "STRING"}),
    "whole": _WHOLE_TYPES,
    "number": _WHOLE_TYPES | {"DECIMAL", "FLOAT", "DOUBLE"},
    "day": frozenset({"DATE"}),
    "moment": frozenset({"TIMESTAMP", "TIMESTAMP_NTZ"}),
}
"""What each sort of column is called by the engines."""
_BLANK = frozenset({'"NULL"', "VOID"})
"""What they call a column of which nothing but NULL is said."""


_TEXT, _WHOLE, _NUMBER, _DAY, _MOMENT = ({"sort": sort} for sort in _TYPES)


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """What a kind's SELECT yields. A column that is added stands here, in one line, and in the SELECTs.

    `trigger_row` is a row of the kind's `trigger_table`, `answer_row` one of the records. `arises_on` is the day
    on which the duty arises. `first_due` and `last_due` are one day, or the first and last unit-day of a run, and
    NULL where the calendar cannot tell yet. `overdue_since` is the first day of the overdue stretch that a run is part
    of: several runs make one shortfall. `first_unit` and `last_unit` number those days of a run among the
    rep's. `expected` counts the units owed; of them `met` are met, and `unknown` cannot be decided either way, for
    which `cause` is the key of the reason. The rest is unmet. A run is met, unknown or unmet as a whole. `short` are
    the units that sure records alone would leave unmet, where these are not all that are not met.
    """

    rep_id: str = field(metadata=_TEXT)
    customer_id: str | None = field(default=None, metadata=_TEXT)
    case_id: str | None = field(default=None, metadata=_TEXT)
    item: str | None = field(default=None, metadata=_TEXT)
    step: str | None = field(default=None, metadata=_TEXT)
    window: str | None = field(default=None, metadata=_TEXT)
    value: str | None = field(default=None, metadata=_TEXT)
    subject: str | None = field(default=None, metadata=_TEXT)
    trigger_row: int | None = field(metadata=_WHOLE)
    answer_row: int | None = field(metadata=_WHOLE)
    arises_on: date = field(metadata=_DAY)
    first_due: date | None = field(metadata=_DAY)
    last_due: date | None = field(metadata=_DAY)
    overdue_since: date | None = field(default=None, metadata=_DAY)
    first_unit: int | None = field(default=None, metadata=_WHOLE)
    last_unit: int | None = field(default=None, metadata=_WHOLE)
    expected: int = field(metadata=_WHOLE)
    met: int = field(metadata=_WHOLE)
    unknown: int = field(metadata=_WHOLE)
    cause: str | None = field(metadata=_TEXT)
    short: int | None = field(default=None, metadata=_WHOLE)
    deadline: datetime | None = field(default=None, metadata=_MOMENT)
    found: int | Decimal | float | None = field(default=None, metadata=_NUMBER)
    wanted: int | Decimal | float | None = field(default=None, metadata=_NUMBER)

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> Self:
        """Return a fetched row; what the SQL needed for itself is left out, and counts are plain integers."""
        values: dict[str, Any] = {each.name: row[each.name] for each in fields(cls) if each.name in row}
        for each in fields(cls):
            if each.metadata == _WHOLE and values.get(each.name) is not None:
                values[each.name] = int(values[each.name])
        return cls(**values)


_SORTS: dict[str, str] = {each.name: each.metadata["sort"] for each in fields(Unit)}
_ALWAYS = frozenset(each.name for each in fields(Unit) if each.default is MISSING)


def unit_columns(yields: Collection[str]) -> tuple[str, ...]:
    """Return these columns and those without which there is no unit, in the order in which `Unit` has them."""
    return tuple(name for name in _SORTS if name in _ALWAYS or name in yields)


def column_faults(columns: Iterable[tuple[str, str]], expected: Collection[str]) -> Iterator[str]:
    """Yield what is wrong with the columns of a SELECT, by name and type."""
    found = dict(columns)
    for name in sorted(set(expected) - found.keys()):
        yield f"yields no column {name}"
    for name in sorted(found.keys() - set(expected)):
        yield f"yields a column {name} that it does not state"
    for name in sorted(found.keys() & set(expected)):
        # An engine writes a type's precision behind it: DECIMAL(18,2).
        if found[name].upper().partition("(")[0] not in _TYPES[_SORTS[name]] | _BLANK:
            yield f"yields {name} as {found[name]}, which is no {_SORTS[name]}"


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedUnit(Unit):
    """A unit beside a period: what judging, waivers and the look ahead add to a row.

    `version` is the place of the rule's version that it comes from, `number` that of the row among those shown. Of
    its units `due` fell due in the period: `missing` of them are unmet, `unknown_due` unknown. Those of
    `open_in_period` and `open_after` are still open. Of a run the days from `judged_first` to `judged_last`, and from
    `open_first` to `open_last`, are in question. `ahead_missing` units lie ahead, the next of them on `due_day`.
    `waived` units are covered by waivers, and all of them by `waiver`.
    """

    version: int = field(default=0, metadata=_WHOLE)
    number: int = field(default=0, metadata=_WHOLE)
    due: int = field(default=0, metadata=_WHOLE)
    missing: int = field(default=0, metadata=_WHOLE)
    unknown_due: int = field(default=0, metadata=_WHOLE)
    open_in_period: int = field(default=0, metadata=_WHOLE)
    open_after: int = field(default=0, metadata=_WHOLE)
    judged_first: date | None = None
    judged_last: date | None = None
    open_first: date | None = None
    open_last: date | None = None
    ahead_missing: int = field(default=0, metadata=_WHOLE)
    due_day: date | None = None
    overdue: bool = False
    waived: int = field(default=0, metadata=_WHOLE)
    waiver: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A unit in the form that people read: what a kind's sentence may name.

    `record` names the trigger, `trigger_at` and `answer_at` are days or times as they are shown. `last` is the last
    day of the unit within the period. Of a reminder, `due` is the day by which `missing` units are owed, or a
    sentence where the calendar tells none.
    """

    unit: Unit
    record: str
    trigger_at: str | date | None
    answer_at: str | date | None
    deadline: str | None
    item: Bilingual
    missing: int
    last: date | None
    due: date | Sentence | None = None
    overdue: bool = False
