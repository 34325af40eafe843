"""Lay what profiles know under what a mapping says of one file."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, cast

from checklist.records.headers import header_name
from checklist.records.mapping import Made, Section, ways
from checklist.records.profiles.catalogue import profiles
from checklist.records.profiles.names import fold, unit_of
from checklist.records.profiles.recognising import NONE, Match, matches, named, sure

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from checklist.model import Place
    from checklist.model.tables import Table
    from checklist.records.mapping import Unit
    from checklist.records.profiles.catalogue import Profile
    from checklist.records.profiles.models import Export

_DURATION = "duration_minutes"


@dataclass(frozen=True, slots=True)
class Applied:
    """A file's section with profiles laid under it.

    `match` is the product's export that the file was read as; `doubtful` are those it might be as well, none of
    which was used; `aliases` are the headers that common names gave a column to, by column.
    """

    section: Section
    match: Match | None = None
    doubtful: tuple[Match, ...] = ()
    aliases: dict[str, str] = field(default_factory=dict)

    @property
    def covers(self) -> tuple[str, ...]:
        """The types that the recognised export shows where there are any."""
        return tuple(self.match.export.covers) if self.match else ()


def apply(
    section: Section, table: Table, headers: Sequence[str], wanted: str | None, place: Place | None = None
) -> Applied:
    """Return the section of one file, completed by the profile wanted, or by the one recognised beyond doubt.

    A file whose required columns all have their own names, or are named by the mapping, is read as it stands unless
    a profile is asked for by name. `place` is where it is asked for.
    """
    if wanted == NONE or (wanted is None and _complete(section, table, headers)):
        return Applied(section)
    if wanted is None:
        found = matches(headers, table.name)
        match = found[0] if sure(found) else None
        doubtful = () if match else tuple(found)
    else:
        match, doubtful = named(wanted, headers, table.name, place), ()
    layers = [] if match is None else [(match.profile, match.export)]
    if wanted is None or match is None or not match.profile.generic:
        layers += _common(table.name)
    laying = _Laying(section, table, headers)
    for profile, export in layers:
        laying.lay(profile, export)
    product = None if match is None or match.profile.generic else match
    return Applied(laying.section(), product, doubtful, laying.aliases)


def _common(table: str) -> list[tuple[Profile, Export]]:
    """Return the names in common use, in both languages."""
    return [
        (profile, export)
        for profile in profiles()
        if profile.generic
        for export in profile.keys.exports
        if export.table == table
    ]


def _complete(section: Section, table: Table, headers: Sequence[str]) -> bool:
    """Tell whether every required column has its own name among the headers, or is named by the mapping."""
    own = {header.casefold() for header in headers}
    stated = {*section.columns, *section.made, *section.constants}
    return all(column.name in own or column.name in stated for column in table.columns if column.required)


class _Laying:
    """Gives headers to columns, layer by layer: what a layer above has given is not given again."""

    def __init__(self, section: Section, table: Table, headers: Sequence[str]) -> None:
        self._section = section
        self._table = table
        self._headers = [header for header in headers if header]
        self._folded: dict[str, list[str]] = {}
        for header in self._headers:
            self._folded.setdefault(fold(header), []).append(header)
        stated = [alias for aliases in section.columns.values() for alias in aliases]
        stated += [alias for way in section.made.values() for aliases in way.headers for alias in aliases]
        self._used = {header_name(alias).casefold() for alias in stated}
        self._filled = {*section.columns, *section.made, *section.constants}
        self._settled: set[str] = set()
        self.columns: dict[str, tuple[str, ...]] = {}
        self.made: dict[str, Made] = {}
        self.constants: dict[str, str] = {}
        self.folded: dict[str, dict[str, str | None]] = {}
        self.otherwise: dict[str, str] = {}
        self.formats: dict[str, tuple[str, ...]] = {}
        self.starts: dict[str, dict[str, dict[str, str]]] = {}
        self.days: list[str] = []
        self.skip: tuple[dict[str, tuple[str | None, ...]], ...] = ()
        self.footers: list[str] = []
        self.timezone: tuple[str, Place] | None = None
        self.zones: dict[str, tuple[str, Place]] = {}
        self.origins: dict[tuple[str, ...], Place] = {}
        self.why: dict[str, str] = {}
        self.aliases: dict[str, str] = {}

    def lay(self, profile: Profile, export: Export) -> None:
        """Lay one export's names and words under what is there."""
        if profile.generic:
            # A column's own name goes before a name in common use.
            own = {column.name for column in self._table.columns} & {each.casefold() for each in self._headers}
            own -= self._used
            self._filled |= own
            self._used |= own
        shared = {fold(name) for name in export.shared}
        given = {**self._made(export, shared), **self._named(export, shared), **self._constant(export)}
        if profile.generic:
            self.aliases |= {name: self.columns[name][0] for name in given if name in self.columns}
        number = profile.keys.exports.index(export)
        self.why |= dict.fromkeys(given, profile.name)
        for name, key in given.items():
            place = profile.document.place(("exports", number, key, name))
            self.origins["constants" if key == "constants" else "columns", name] = place
        self._words(profile, export, given.keys())
        if not profile.generic:
            self._ways_of_reading(profile, export, number, given.keys())

    def _made(self, export: Export, shared: set[str]) -> dict[str, str]:
        """Fill the columns that are made of several headers; returns each with the key that says so."""
        given = {}
        for key, name, way in ways(export):
            found = [self._find(aliases, shared) for aliases in way.headers]
            if name in self._filled or not any(found) or (way.way == "join" and not found[0]):
                continue
            kept = [(at, header) for at, header in enumerate(found) if header]
            units = tuple(way.units[at] for at, _ in kept) if way.units else ()
            if len(kept) == 1 and not units:
                self.columns[name] = (kept[0][1],)
            else:
                self.made[name] = Made(way.way, tuple((header,) for _, header in kept), units)
            self._give(name, [header for _, header in kept], shared)
            given[name] = key
        return given

    def _named(self, export: Export, shared: set[str]) -> dict[str, str]:
        """Fill the columns that one header fills."""
        given = {}
        for name, aliases in export.columns.items():
            header = None if name in self._filled else self._find(aliases, shared)
            if header is None:
                continue
            unit = unit_of(header) if name == _DURATION else None
            if unit:
                self.made[name] = Made("parts", ((header,),), (cast("Unit", unit),))
            else:
                self.columns[name] = (header,)
            self._give(name, [header], shared)
            given[name] = "columns"
        return given

    def _constant(self, export: Export) -> dict[str, str]:
        new = {name: value for name, value in export.constants.items() if name not in self._filled}
        self.constants |= new
        self._filled.update(new)
        return dict.fromkeys(new, "constants")

    def _ways_of_reading(self, profile: Profile, export: Export, number: int, given: Collection[str]) -> None:
        """Take over how a product's cells are written, and which of its rows are none."""
        for name, forms in export.formats.items():
            if name in given:
                self.formats[name] = tuple(forms)
                self.origins["formats", name] = profile.document.place(("exports", number, "formats", name))
        self.days += [header for name in export.days for header in self._folded.get(fold(name), ())]
        for name, by_header in export.starts.items():
            self.starts[name] = {
                header: starts for alias, starts in by_header.items() for header in self._folded.get(fold(alias), ())
            }
        self.skip += tuple({name: tuple(choices) for name, choices in each.items()} for each in export.skip)
        self.footers += export.footers
        if isinstance(export.timezone, str):
            self.timezone = export.timezone, profile.document.value_place(("exports", number, "timezone"))
        for name, zone in (export.timezone if isinstance(export.timezone, dict) else {}).items():
            self.zones[name] = zone, profile.document.value_place(("exports", number, "timezone", name))

    def _find(self, aliases: Iterable[str], shared: set[str]) -> str | None:
        """Return the first header that one of the names means and no other column has."""
        for alias in aliases:
            unit = unit_of(alias)
            for header in self._folded.get(fold(alias), ()):
                if unit and unit_of(header) != unit:
                    continue
                if header.casefold() not in self._used or fold(header) in shared:
                    return header
        return None

    def _give(self, name: str, headers: Iterable[str], shared: set[str]) -> None:
        self._filled.add(name)
        self._used |= {header.casefold() for header in headers if fold(header) not in shared}

    def _words(self, profile: Profile, export: Export, given: Collection[str]) -> None:
        """Take over the vocabulary; common words help a product's out, unless it says what all others mean."""
        words = {name: dict(values) for name, values in export.values.items()}
        if export.types:
            words["type"] = {**words.get("type", {}), **export.types}
        for name, values in words.items():
            if name not in self._settled and (not profile.generic or not values.keys() <= {""}):
                taken = self.folded.setdefault(name, {})
                lower = {value.lower() for value in taken}
                taken.update({value: meaning for value, meaning in values.items() if value.lower() not in lower})
        for name, meaning in export.otherwise.items():
            if name in given and name not in self._section.otherwise:
                self.otherwise[name] = meaning
                self._settled.add(name)

    def section(self) -> Section:
        """Return the mapping's section with all layers under it."""
        stated = self._section
        origins = {**self.origins, **stated.origins}
        timezone = stated.timezone
        if timezone is None and self.timezone:
            timezone, origins["timezone",] = self.timezone
        zones = dict(stated.zones)
        if stated.timezone is None:
            for name, (zone, place) in self.zones.items():
                if zones.setdefault(name, zone) is zone:
                    origins["timezone", name] = place
        return replace(
            stated,
            columns={**self.columns, **stated.columns},
            made={**self.made, **stated.made},
            days=(*stated.days, *self.days),
            starts={**self.starts, **stated.starts},
            otherwise={**self.otherwise, **stated.otherwise},
            constants={**self.constants, **stated.constants},
            formats={**self.formats, **stated.formats},
            timezone=timezone,
            zones=zones,
            skip=(*stated.skip, *self.skip),
            origins=origins,
            folded=self.folded,
            why=self.why,
            shape=stated.shape.model_copy(update={"footers": [*stated.shape.footers, *self.footers]}),
        )
