"""Decide, before a row is read, which header of a file becomes which column."""

from __future__ import annotations

import difflib
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal

from checklist.model import ChecklistError, InputError, MappingError, Notice, Place, Sentence
from checklist.model.errors import grouped
from checklist.records.headers import header_name
from checklist.records.mapping import ZONE_COLUMN, Shape
from checklist.records.raw import PARTS
from checklist.yamlfile import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from checklist.model.tables import Table
    from checklist.records.api import Source
    from checklist.records.mapping import Made, Section
    from checklist.records.profiles.applying import Applied
    from checklist.records.raw import Raw

_ALMOST = 0.85
# Of so many headers, so much is told where one is missing.
_MOST, _LONGEST = 100, 80


@dataclass(frozen=True, slots=True)
class Building:
    """A column made of several headers, by their positions; `units` are those of `parts`."""

    way: Literal["first_of", "join", "parts"]
    positions: tuple[int, ...]
    units: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """One file's reading: its columns by name, each from a header (by position), from several, or from a constant.

    `days` are the positions whose times are days; `starts` fill a column's blanks by how another position's text
    begins. `missing` are the errors for required columns that nothing fills, `questions` those for columns that several
    headers may be meant for: such a file can be looked at, not read.
    `left_out` names headers whose column something else already fills, or that bear a name kept for the
    program.
    """

    file_id: int
    source: Source
    table: Table
    section: Section
    raw: Raw
    positions: dict[str, int] = field(default_factory=dict)
    constants: dict[str, str] = field(default_factory=dict)
    left_out: list[str] = field(default_factory=list)
    made: dict[str, Building] = field(default_factory=dict)
    days: set[int] = field(default_factory=set)
    starts: dict[str, dict[int, dict[str, str]]] = field(default_factory=dict)
    applied: Applied = field(kw_only=True)
    missing: list[ChecklistError] = field(default_factory=list)
    questions: list[ChecklistError] = field(default_factory=list)

    def whereabouts(self, line: int) -> tuple[str, int]:
        """Return the path and line at which a row is found: it may be a file of its own."""
        if self.raw.parts:
            return self.raw.parts[line >> PARTS], line & ((1 << PARTS) - 1)
        return self.raw.documents[line - 1] if self.raw.documents else (self.source.path, line)

    def supposed(self) -> Plan:
        """Return the same reading with the first header that may be meant for each column that is asked for.

        What else must be asked of the file can so be seen before that is answered; no row of it is ever used.
        """
        questions = self.applied.settled.questions
        headers = {each.column: each.values["headers"][0] for each in questions}
        entered = [each.values["entered"] for each in questions if "entered" in each.values]
        if entered and "logged_at" not in self.columns:
            headers["logged_at"] = entered[0]
        found = {column: self.raw.headers.index(header) for column, header in headers.items()}
        return replace(self, positions=self.positions | found) if found else self

    @property
    def columns(self) -> tuple[str, ...]:
        """Every column that this file shows."""
        return tuple(dict.fromkeys((*self.positions, *self.made, *self.constants)))

    @property
    def attributes(self) -> tuple[str, ...]:
        """The columns beyond the canonical ones."""
        return tuple(name for name in self.columns if not self.table.has(name))


def plan(file_id: int, source: Source, table: Table, applied: Applied, raw: Raw) -> Plan:
    """Give every header of a file its column; `refuse` raises where a required column has none, or one is in doubt."""
    section = applied.section
    made = Plan(file_id, source, table, section, raw, applied=applied)
    _check_names(made)
    made.constants.update(section.constants)
    find = _Finder(raw)
    used: set[int] = set()
    for name, way in section.made.items():
        building = find.building(way)
        if building is not None:
            used.update(building.positions)
            if name not in made.constants:
                made.made[name] = building
    for name, aliases in section.columns.items():
        position = find(aliases)
        if position is not None:
            used.add(position)
            if name not in made.constants:
                made.positions[name] = position
    taken = {name.casefold() for name in made.columns}
    for position, header in enumerate(raw.headers):
        if position in used or not header:
            continue
        name = next((each.name for each in table.columns if each.name == header.casefold()), header)
        if name.casefold() in taken or name.casefold() in table.reserved:
            made.left_out.append(header)
        elif table.attributes or table.has(name):
            made.positions[name] = position
    made.days.update(position for header in section.days if (position := find((header,))) is not None)
    for name, by_header in section.starts.items():
        by_position = {find((header,)): starts for header, starts in by_header.items()}
        made.starts[name] = {position: starts for position, starts in by_position.items() if position is not None}
    place = Place(source.path, raw.header_line)
    made.questions.extend(InputError(each.code, place, **each.values) for each in applied.settled.questions)
    made.missing.extend(_missing(made))
    return made


def refuse(plans: Sequence[Plan]) -> None:
    """Raise all that keeps files from being read: columns without a header, and those with too many.

    A header that the mapping names for a required column must be in one of the files that it speaks of: a slip of the
    pen there is not mended by a guess.
    """
    errors = [error for each in plans for error in (*each.missing, *each.questions)]
    unmet: dict[Place, ChecklistError] = {}
    for each in plans:
        for name in [column.name for column in each.table.columns if column.required]:
            place = each.section.origins.get(("columns", name))
            if place is not None and name in each.section.absent and name in each.columns:
                unmet.setdefault(place, _header_missing(each, name, place))
    for each in plans:
        for (key, *names), place in each.section.origins.items():
            if key == "columns" and names[0] not in each.section.absent:
                unmet.pop(place, None)
    errors += unmet.values()
    if errors:
        raise grouped(errors)


class _Finder:
    """Finds headers by any of their names, case aside."""

    def __init__(self, raw: Raw) -> None:
        self._by_header = {header.casefold(): position for position, header in enumerate(raw.headers) if header}

    def __call__(self, aliases: Iterable[str]) -> int | None:
        found = (self._by_header.get(header_name(alias).casefold()) for alias in aliases)
        return next((each for each in found if each is not None), None)

    def building(self, way: Made) -> Building | None:
        """Return what of a column made of several headers is there; a join needs its first."""
        found = [self(aliases) for aliases in way.headers]
        if all(each is None for each in found) or (way.way == "join" and found[0] is None):
            return None
        units = tuple(unit for unit, position in zip(way.units, found, strict=False) if position is not None)
        return Building(way.way, tuple(position for position in found if position is not None), units)


def _check_names(made: Plan) -> None:
    """Refuse a mapping to names that the table cannot have."""
    table, section = made.table, made.section
    first: dict[str, str] = {}
    stated = [("columns", name) for name in (*section.made, *section.columns)]
    stated += [("constants", name) for name in section.constants]
    for key, name in stated:
        place = section.origins[key, name]
        if first.setdefault(name.casefold(), name) != name or name.casefold() in table.reserved:
            raise MappingError("mapping_name_taken", place, name=name)
        if not table.has(name) and (not table.attributes or any(c.name == name.casefold() for c in table.columns)):
            hint = did_you_mean(name, (column.name for column in table.columns))
            raise MappingError("mapping_unknown_column", place, name=name, table=table.name, hint=hint)


def _missing(made: Plan) -> list[ChecklistError]:
    errors: list[ChecklistError] = []
    asked = {each.column for each in made.applied.settled.questions}
    for column in made.table.columns:
        if not column.required or column.name in {*made.columns, *asked}:
            continue
        if column.name in made.section.made or column.name in made.section.columns:
            errors.append(_header_missing(made, column.name, made.section.origins["columns", column.name]))
        else:
            place = Place(made.source.path, made.raw.header_line)
            errors.append(InputError("column_missing", place, column=column.name, headers=_headers(made)))
    return errors


def _headers(made: Plan) -> list[str]:
    return [header[:_LONGEST] for header in made.raw.headers if header][:_MOST]


def _header_missing(made: Plan, name: str, place: Place) -> MappingError:
    way = made.section.made.get(name)
    stated = [each for names in way.headers for each in names] if way else made.section.columns[name]
    aliases = made.section.absent.get(name, stated)
    values = {"column": name, "aliases": list(aliases), "path": made.source.path, "headers": _headers(made)}
    return MappingError("mapping_header_missing", place, **values)


def notices(plans: Iterable[Plan]) -> list[Notice]:
    """Say which headers were left out, and which parts of the mapping met nothing in any file."""
    found: list[Notice] = []
    met: dict[Place, bool] = {}
    named: dict[Place, Notice] = {}
    for made in plans:
        found += [
            Notice(
                "column_left_out",
                Sentence("notice.column_left_out", {"path": made.source.path, "header": header}),
            )
            for header in made.left_out
        ]
        for (key, *rest), place in made.section.origins.items():
            names = rest or (["timezone"] if key == "timezone" else [n for each in made.section.skip for n in each])
            always = (key == "timezone" and rest in ([], [ZONE_COLUMN])) or key in Shape.model_fields
            met[place] = (
                met.get(place, False)
                or always
                or all(name in made.columns and name not in made.section.absent for name in names)
            )
            values = {"place": str(place), "names": names}
            named[place] = Notice("mapping_unused", Sentence("notice.mapping_unused", values))
            if key == "columns":
                found += _almost(made, names[0], place)
    found += [notice for place, notice in named.items() if not met[place]]
    return list({str(notice): notice for notice in found}.values())


def _almost(made: Plan, name: str, place: Place) -> list[Notice]:
    """Say where a name of one's own looks like a slip of the pen for a canonical one."""
    canonical = [column.name for column in made.table.columns]
    close = [] if name in canonical else difflib.get_close_matches(name, canonical, n=1, cutoff=_ALMOST)
    return [
        Notice(
            "mapping_almost",
            Sentence("notice.mapping_almost", {"place": str(place), "name": name, "close": each}),
        )
        for each in close
    ]
