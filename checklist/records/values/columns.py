"""A file's columns as they are asked and read: where each one's text comes from, and by which clock it is placed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from checklist.engine import SQL
from checklist.model import MappingError, Sentence
from checklist.model.tables import ABSENCES, IDS, PROSE, Column, Sort
from checklist.records import cells
from checklist.records.building import source_of
from checklist.records.headers import header_name
from checklist.records.leave import length_of, to_the_hour
from checklist.records.mapping import ZONE_COLUMN
from checklist.records.raw import Cells
from checklist.records.spelling import key_of
from checklist.records.values.cleaning import Cleaning, spellings
from checklist.records.values.reading import meant
from checklist.records.values.times import Clock
from checklist.records.values.zones import known

if TYPE_CHECKING:
    from checklist.engine import Session
    from checklist.records.asking import Ask
    from checklist.records.cells import Words
    from checklist.records.planning import Plan

# As many different zones may rows of one file name.
_MOST_ZONES = 1000


@dataclass(frozen=True, slots=True)
class Subject:
    """One column of one file: its cell as it stands (text, or typed), and the words that its values mean.

    `alias` is what its cell is called where columns are asked; `named` ones hold names and codes, not prose.
    """

    name: str
    column: Column
    cell: SQL
    cells: Cells
    spaces_only: bool
    words: Words
    alias: SQL
    header: str | None
    named: bool

    @property
    def source(self) -> SQL:
        """Its trimmed text, or its typed cell."""
        return self.trimmed(self.cell)

    def trimmed(self, cell: SQL) -> SQL:
        """Return a cell's text without the blanks around it; a typed cell as it is."""
        return cells.text(cell, spaces_only=self.spaces_only) if self.cells is Cells.TEXT else cell

    def meaning(self, source: SQL, cleaning: Cleaning, *, plain: bool = False) -> SQL:
        """Return a trimmed text, cleaned and in the words of this program; NULL where it stands for nothing.

        Of a column that is all `plain`, nothing does.
        """
        if self.cells is not Cells.TEXT:
            return source
        exact = {**spellings(self.words.exact, cleaning), **self.words.exact}
        text = cells.mapped(cleaning.applied(source), replace(self.words, exact=exact))
        if self.column.name in IDS:
            return key_of(text)
        return (
            text
            if plain or self.column.sort in (Sort.TEXT, Sort.ANSWER)
            else meant(text, days=self.column.sort is Sort.DAY)
        )


def subjects(plan: Plan, policy_zone: str) -> dict[str, Subject]:
    """Return a file's columns by their names."""
    return {name: _subject(plan, name, number, policy_zone) for number, name in enumerate(plan.columns)}


def _subject(plan: Plan, name: str, number: int, policy_zone: str) -> Subject:
    canonical = {column.name.casefold(): column for column in plan.table.columns}
    column = canonical.get(name.casefold()) or Column(name)
    source, kind = source_of(plan, name)
    if kind is not Cells.TEXT and column.sort not in (Sort.TIME, Sort.DAY):
        source, kind = cells.typed_text(source, kind, policy_zone), Cells.TEXT
    position = plan.positions.get(name)
    header = None if position is None else plan.raw.headers[position]
    if plan.table is ABSENCES and kind is Cells.TEXT and column.sort is Sort.TIME:
        source = to_the_hour(source, ends=column.name == "to")
    elif plan.table is ABSENCES and column.name == "duration":
        source = length_of(source, header)
    return Subject(
        name=name,
        column=column,
        cell=source,
        cells=kind,
        spaces_only=plan.raw.spaces_only,
        words=plan.section.words(name),
        alias=SQL(f"s{number}"),
        header=header,
        # Prose stays as it was written; in names and codes, odd blanks and widths make one thing look like two.
        named=column.name in canonical.keys() - PROSE,
    )


def clock_of(session: Session, ask: Ask, plan: Plan, name: str, policy_zone: str) -> tuple[Clock, Sentence | str]:
    """Return the clock of one column's times without an offset, and how people call its zone."""
    section = plan.section
    zone = section.zones.get(name)
    if zone is None and section.zone_header is not None:
        text = _row_zone(plan, section.zone_header)
        counted = f"histogram({text})"
        (counts,) = ask(f"SELECT {counted} FROM {plan.raw.relation}", [counted])
        zones = {each: each for each in sorted(counts or {})[:_MOST_ZONES] if known(session, each)}
        shown = Sentence("reading.zone_of_rows", {"header": section.zone_header})
        return Clock(zone=policy_zone, policy_zone=policy_zone, row_zone=SQL("row_zone"), rows=zones), shown
    zone = zone or section.timezone or policy_zone
    return Clock(zone=zone, policy_zone=policy_zone), zone


def row_zone(plan: Plan) -> SQL | None:
    """Return the text that names a row's own zone, where the mapping says that there is one."""
    return None if plan.section.zone_header is None else _row_zone(plan, plan.section.zone_header)


def _row_zone(plan: Plan, header: str) -> SQL:
    wanted = header_name(header).casefold()
    position = next((at for at, each in enumerate(plan.raw.headers) if each.casefold() == wanted), None)
    if position is None:
        place = plan.section.origins["timezone", ZONE_COLUMN]
        headers = [each for each in plan.raw.headers if each]
        values = {"column": "timezone", "aliases": header, "path": plan.source.path, "headers": headers}
        raise MappingError("mapping_header_missing", place, **values)
    cell = cells.typed_text(SQL(f"c{position}"), plan.raw.cells[position], "UTC")
    return cells.text(cell, spaces_only=plan.raw.spaces_only)
