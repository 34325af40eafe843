"""What a reading came to, told: the row balance of every input, its headers, and all that must be said of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from checklist.model import InputSummary, Notice, Sentence
from checklist.model.tables import RECORDS, TABLES
from checklist.records import alike
from checklist.records.api import Coverage, HeaderMapping, Loaded
from checklist.records.mapping import ALL, TYPE, Covered
from checklist.records.planning import notices
from checklist.records.profiles import telling
from checklist.records.rejects import enforce
from checklist.records.spreading import own_files
from checklist.records.values.deciding import rules

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from fractions import Fraction

    from checklist.engine import Session
    from checklist.records.api import ColumnRule
    from checklist.records.asking import Ask
    from checklist.records.mapping import MappingFile
    from checklist.records.planning import Plan
    from checklist.records.rejects import Counts, Rejects
    from checklist.records.values.deciding import Decided


@dataclass(frozen=True, slots=True)
class Columns:
    """What is known of one part's columns once all are decided.

    `unnamed` are the notices of cells under no header, `rules` how each column is read, `notices` what must be said
    of that.
    """

    unnamed: tuple[Notice, ...] = ()
    rules: tuple[ColumnRule, ...] = ()
    notices: tuple[Notice, ...] = ()


def columns_of(ask: Ask, plan: Plan, decided: Mapping[str, Decided]) -> Columns:
    """Return what is known of a part's columns; its rows are asked through `ask`."""
    return Columns(
        unnamed=tuple(_unnamed(ask, plan)),
        rules=tuple(rules(plan, decided)),
        notices=tuple(each.notice for each in decided.values() if each.notice),
    )


@dataclass(frozen=True, slots=True)
class Reading:
    """All that a reading found out, beside the rows.

    `passed` tells of files passed over, `said` of equal rows and of keys; `dropped` counts each file's second copies.
    `several` says that a record of several keys stands in several rows, `doubtful` that some name a customer by a name
    that several bear.
    """

    plans: Sequence[Plan]
    columns: Sequence[Columns]
    rejects: Rejects
    attributes: Mapping[str, tuple[str, ...]]
    passed: Sequence[Notice] = ()
    said: Sequence[Notice] = ()
    dropped: Mapping[int, int] = field(default_factory=dict)
    several: bool = False
    doubtful: bool = False

    @property
    def inputs(self) -> tuple[InputSummary, ...]:
        """The row balance of every input."""
        return tuple(_summary(each, self.rejects.counts[each.file_id], self.dropped) for each in self.plans)

    def enforce(self, limit: int | Fraction | None) -> None:
        """Stop where more rows than allowed could not be read."""
        enforce(limit, self.inputs, self.rejects.listed())


def told(
    reading: Reading, session: Session, reps: Session, *, mapping: MappingFile | None, covers: Sequence[str]
) -> Loaded:
    """Tell what was read. `session` has the records, `reps` all tables with the ids of reps."""
    plans = reading.plans
    counted = "count(DISTINCT record_key)" if reading.several else "count(*)"
    types = session.rows(f"SELECT type, {counted} FROM loaded_records GROUP BY type ORDER BY type")
    return Loaded(
        given=frozenset(each.table.name for each in plans),
        columns={
            name: frozenset(column for each in plans if each.table is table for column in each.columns)
            for name, table in TABLES.items()
        },
        words=_words(plans),
        paths={each.file_id: each.source.path for each in plans},
        parted=frozenset(
            each.file_id for each in plans if each.table is RECORDS and (each.raw.documents or each.raw.parts)
        ),
        attributes=dict(reading.attributes),
        types=dict(types),
        covers=_covers(mapping, covers, plans),
        spans=mapping.spans if mapping else None,
        inputs=reading.inputs,
        rejects=reading.rejects.listed(),
        notices=(
            *reading.passed,
            *(notice for each in plans for notice in each.raw.notices),
            *notices(plans),
            *telling.notices(session, plans),
            *reading.rejects.notices(),
            *(notice for each in reading.columns for notice in each.unnamed),
            *(notice for each in reading.columns for notice in each.notices),
            *alike.notices(reps),
            *reading.said,
        ),
        headers=tuple(header for each in plans for header in _headers(each)),
        shown={
            name: {
                each.file_id: frozenset(column.casefold() for column in each.columns)
                for each in plans
                if each.table is table
            }
            for name, table in TABLES.items()
        },
        rules=tuple(rule for each in reading.columns for rule in each.rules),
        several=reading.several,
        doubtful=reading.doubtful,
    )


def _words(plans: Sequence[Plan]) -> dict[str, frozenset[str]]:
    """Return, by column, every word that a mapping or a profile gives in place of an input's own."""
    found: dict[str, set[str]] = {}
    for each in plans:
        section = each.section
        for words in (section.values, section.folded):
            for column, meanings in words.items():
                found.setdefault(column, set()).update(word for word in meanings.values() if word is not None)
        for column, word in (*section.otherwise.items(), *section.constants.items()):
            found.setdefault(column, set()).add(word)
    return {column: frozenset(words) for column, words in found.items()}


def attributes_of(plans: Sequence[Plan]) -> tuple[str, ...]:
    """Return the columns beyond the canonical ones; one name in two cases is one column."""
    names: dict[str, str] = {}
    for name in sorted({name for each in plans for name in each.attributes}):
        names.setdefault(name.casefold(), name)
    return tuple(names.values())


def _covers(mapping: MappingFile | None, covers: Sequence[str], plans: Sequence[Plan]) -> Coverage:
    """Return what the inputs would show: by the mapping, by who asks, by the products they come from."""
    stated = mapping.keys.covers if mapping else Covered()
    asked = {word for word in covers if word != ALL}
    named = {column: frozenset(words) for column, words in stated.named.items()}
    named[TYPE] = named.get(TYPE, frozenset()) | asked
    return Coverage(
        named=named,
        completed=frozenset(name for each in plans for name in each.applied.covers),
        complete=stated.all or ALL in covers,
    )


def _unnamed(ask: Ask, plan: Plan) -> list[Notice]:
    """Say where cells stand under no header: they cannot be read into any column."""
    blank = [position for position, header in enumerate(plan.raw.headers) if not header]
    if not blank:
        return []
    counts = [f"count(c{position})" for position in blank]
    filled = ask(f"SELECT {', '.join(counts)} FROM {plan.raw.relation}", counts)
    values = [
        {"path": plan.source.path, "position": position + 1}
        for position, some in zip(blank, filled, strict=True)
        if some
    ]
    return [Notice("column_unnamed", Sentence("notice.column_unnamed", each)) for each in values]


def _summary(each: Plan, counts: Counts, dropped: Mapping[int, int]) -> InputSummary:
    duplicates_dropped = sum(dropped.get(file_id, 0) for file_id in own_files(each))
    return InputSummary(
        table=each.table.name,
        path=each.source.path,
        sha256=each.raw.sha256,
        rows=counts.rows,
        records=counts.rows - counts.rejects - counts.skipped - duplicates_dropped,
        rejects=counts.rejects,
        skipped=counts.skipped,
        duplicates=duplicates_dropped,
        files=len(each.raw.parts) or None,
        files_left_out=each.source.left_out,
    )


def _headers(each: Plan) -> list[HeaderMapping]:
    columns: dict[int, list[str]] = {}
    for name, position in each.positions.items():
        columns.setdefault(position, []).append(name)
    return [
        HeaderMapping(each.source.path, header, column)
        for position, header in enumerate(each.raw.headers)
        for column in columns.get(position, [None])
    ]
