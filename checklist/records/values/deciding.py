"""Decide, once a column and from all of its cells, how they are read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from checklist.model import Sentence
from checklist.records.api import ColumnRule
from checklist.records.raw import Cells
from checklist.records.tables import Column, Sort
from checklist.records.values.reading import Reading

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from checklist.engine import Session
    from checklist.records.planning import Plan

_NATIVE = {Cells.TIME: "reading.typed_times", Cells.INSTANT: "reading.typed_instants", Cells.DAY: "reading.typed_days"}
_TEXT = {Sort.TIME: "reading.times", Sort.DAY: "reading.times", Sort.NUMBER: "reading.numbers"}


def decide(session: Session, plan: Plan) -> dict[str, Reading]:
    """Return the reading of each of a file's columns, by its name."""
    _ = session
    return {name: Reading(_rule(plan, name)) for name in plan.columns}


def rules(plan: Plan, readings: dict[str, Reading]) -> Iterator[ColumnRule]:
    """Yield what `readings` say to people."""
    for name, reading in readings.items():
        position = plan.positions.get(name)
        header = None if position is None else plan.raw.headers[position]
        yield ColumnRule(plan.table.name, plan.source.path, name, header, reading.rule)


def _rule(plan: Plan, name: str) -> Sentence:
    sort = (plan.table.column(name) or Column(name)).sort
    position = plan.positions.get(name)
    kind = Cells.TEXT if position is None else plan.raw.cells[position]
    forms: Sequence[str] = plan.section.formats.get(name, ())
    if kind is not Cells.TEXT and sort in (Sort.TIME, Sort.DAY):
        return Sentence(_NATIVE[kind])
    if forms and sort in (Sort.TIME, Sort.DAY):
        return Sentence("reading.declared", {"formats": forms})
    return Sentence(_TEXT.get(sort, "reading.answers" if sort is Sort.ANSWER else "reading.text"))
