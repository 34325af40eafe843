"""Lay what profiles know under what a mapping says of one file."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, TypeVar, cast

from checklist.conditions.words import meanings, vocabulary, word
from checklist.model.tables import RECORDS
from checklist.records.headers import header_name
from checklist.records.mapping import Made, Section, ways
from checklist.records.profiles.catalogue import profiles
from checklist.records.profiles.guessing import Open, Settled
from checklist.records.profiles.names import fold, unit_of
from checklist.records.profiles.recognising import NONE, Match, matches, named, sure

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from checklist.model import Place
    from checklist.model.tables import Table
    from checklist.records.mapping import Unit
    from checklist.records.profiles.catalogue import Profile
    from checklist.records.profiles.guessing import Settle
    from checklist.records.profiles.models import Export

V = TypeVar("V")
_DURATION = "duration_minutes"


@dataclass(frozen=True, slots=True)
class Applied:
    """A file's section with profiles laid under it.

    `match` is the product's export that the file was read as; `doubtful` are those it might be as well, none of
    which was used; `settled` is what names in common use gave a column to, and what is to be asked.
    """

    section: Section
    match: Match | None = None
    doubtful: tuple[Match, ...] = ()
    settled: Settled = field(default_factory=Settled)

    @property
    def covers(self) -> tuple[str, ...]:
        """The types that the recognised export shows where there are any."""
        return tuple(self.match.export.covers) if self.match else ()


def apply(  # what a file is, and what is asked of it
    section: Section,
    table: Table,
    headers: Sequence[str],
    settle: Settle,
    wanted: str | None,
    place: Place | None = None,
) -> Applied:
    """Return the section of one file, completed by the profile wanted, or by the one recognised beyond doubt.

    A file whose required columns all have their own names, or are the same for every row, is read as it stands
    unless a profile is asked for by name. `place` is where it is asked for. `settle` chooses among headers in common
    use by the file's cells.
    """
    if wanted == NONE:
        return Applied(section)
    if wanted is None and _complete(section, table, headers):
        return Applied(_with_own_words(section, table))
    if wanted is None:
        found = matches(headers, table.name)
        match = found[0] if sure(found) else None
        doubtful = () if match else tuple(found)
    else:
        match, doubtful = named(wanted, headers, table.name, place), ()
    product = None if match is None or match.profile.generic else match
    laying = _Laying(section, table, headers)
    if product is not None:
        laying.lay(product.profile, product.export)
    common = [(match.profile, match.export)] if match is not None and product is None else _common(table.name)
    settled = settle(laying.open([export for _, export in common]))
    laying.guess(common, settled)
    laid = _with_own_words(laying.section(), table, laying.settled)
    return Applied(laid, product, doubtful, settled)


def _with_own_words(section: Section, table: Table, settled: Collection[str] = ()) -> Section:
    """Return a section with the program's own words under those of the mapping and the profile.

    A column of which a product says what all other words mean is `settled`. Of the mapping's words for such a column
    every spelling is meant, unless it gives two of them different meanings.
    """
    folded = dict(section.folded)
    for column in vocabulary() if table is RECORDS else ():
        stated: dict[str, set[str | None]] = {}
        for value, meaning in section.values.get(column, {}).items():
            stated.setdefault(word(value), set()).add(meaning)
        named = {value: meanings.pop() for value, meanings in stated.items() if value and len(meanings) == 1}
        product = {word(value) if value else "": meaning for value, meaning in folded.get(column, {}).items()}
        under = {} if column in settled or column in section.otherwise else meanings(column)
        if words := {**under, **product, **named}:
            folded[column] = words
    return replace(section, folded=folded)


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
    """Tell whether every required column has its own name among the headers, or is the same for every row."""
    own = {header.casefold() for header in headers} | section.constants.keys()
    return all(column.name in own for column in table.columns if column.required)


class _Laying:
    """Gives headers to columns, layer by layer: what a layer above has given is not given again."""

    def __init__(self, section: Section, table: Table, headers: Sequence[str]) -> None:
        self._section = section
        self._table = table
        self._headers = [header for header in headers if header]
        self._folded: dict[str, list[str]] = {}
        for header in self._headers:
            self._folded.setdefault(fold(header), []).append(header)
        stated = dict(section.columns)
        stated |= {
            name: tuple(each for aliases in way.headers for each in aliases) for name, way in section.made.items()
        }
        there = {header.casefold() for header in self._headers}
        # Of a mapping for several files, each takes what it has headers for.
        self._stated = {
            name: found
            for name, aliases in stated.items()
            if (found := {header_name(each).casefold() for each in aliases} & there)
        }
        self._absent = {name: aliases for name, aliases in stated.items() if name not in self._stated}
        self._used = {header for found in self._stated.values() for header in found}
        self._filled = {*self._stated, *section.constants}
        self.settled: set[str] = {*section.otherwise}
        self._entered: str | None = None
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

    def lay(self, profile: Profile, export: Export) -> None:
        """Lay a product's names and words under what the mapping says."""
        shared = {fold(name) for name in export.shared}
        given = {**self._made(export, shared), **self._named(export, shared), **self._constant(export)}
        number = profile.keys.exports.index(export)
        self.why |= dict.fromkeys(given, profile.name)
        for name, key in given.items():
            place = profile.document.place(("exports", number, key, name))
            self.origins["constants" if key == "constants" else "columns", name] = place
        read = given.keys() | self._agreed(export)
        self._words(profile, export, read)
        self._ways_of_reading(profile, export, number, read)
        happened = self.columns.get("occurred_at", ()) if given.get("occurred_at") == "columns" else ()
        if happened and fold(happened[0]) != fold(export.columns["occurred_at"][0]):
            self._entered = happened[0]

    def _agreed(self, export: Export) -> set[str]:
        """Return the columns that the mapping reads from the very headers that the product's export names."""
        names = {name: tuple(aliases) for name, aliases in export.columns.items()}
        names |= {name: sum(way.headers, ()) for _, name, way in ways(export)}
        return {
            name
            for name, aliases in names.items()
            if {fold(each) for each in self._stated.get(name, ())} & {fold(each) for each in aliases}
        }

    def open(self, exports: Sequence[Export]) -> Open:
        """Return what names in common use may be meant for, where nothing above says so."""
        # A column's own name goes before a name in common use.
        own = {column.name for column in self._table.columns} & {each.casefold() for each in self._headers}
        self._filled |= own - self._used
        self._used |= own
        columns: dict[str, list[list[str]]] = {}
        for export in exports:
            for name, aliases in export.columns.items():
                if name in self._filled:
                    continue
                tiers = columns.setdefault(name, [])
                for number, tier in enumerate((aliases, *export.instead.get(name, ()))):
                    if number == len(tiers):
                        tiers.append([])
                    tiers[number] += [each for each in self._all(tier, set()) if each not in tiers[number]]
        entries = {fold(each) for export in exports for tier in export.instead.get("occurred_at", ()) for each in tier}
        entered = self._entered if self._entered and fold(self._entered) in entries else None
        free = [header for header in self._headers if header.casefold() not in self._used]
        return Open(self._table, {name: tiers for name, tiers in columns.items() if any(tiers)}, free, entered)

    def guess(self, common: Sequence[tuple[Profile, Export]], settled: Settled) -> None:
        """Take over what was chosen among names in common use, and their words; what is asked is left open."""
        for question in settled.questions:
            for given in (self.columns, self.why):
                given.pop(question.column, None)
        for each in settled.guesses:
            profile, export = next(one for one in common if each.column in one[1].columns)
            unit = unit_of(each.headers[0]) if each.column == _DURATION else None
            if unit:
                self.made[each.column] = Made("parts", (each.headers,), (cast("Unit", unit),))
            elif len(each.headers) > 1:
                self.made[each.column] = Made("join", tuple((header,) for header in each.headers))
            else:
                self.columns[each.column] = each.headers
            self._give(each.column, each.headers, set())
            self.why[each.column] = profile.name
            number = profile.keys.exports.index(export)
            self.origins["columns", each.column] = profile.document.place(("exports", number, "columns", each.column))
        for profile, export in common:
            self._words(profile, export, ())

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
        return next(self._all(aliases, shared), None)

    def _all(self, aliases: Iterable[str], shared: set[str]) -> Iterator[str]:
        """Yield the headers that one of the names means and no other column has, in the order of names."""
        for alias in aliases:
            unit = unit_of(alias)
            for header in self._folded.get(fold(alias), ()):
                if unit and unit_of(header) != unit:
                    continue
                if header.casefold() not in self._used or fold(header) in shared:
                    yield header

    def _give(self, name: str, headers: Iterable[str], shared: set[str]) -> None:
        self._filled.add(name)
        self._used |= {header.casefold() for header in headers if fold(header) not in shared}

    def _words(self, profile: Profile, export: Export, given: Collection[str]) -> None:
        """Take over the vocabulary; common words help a product's out, unless it says what all others mean."""
        words = {name: dict(values) for name, values in export.values.items()}
        if export.types:
            words["type"] = {**words.get("type", {}), **export.types}
        for name, values in words.items():
            if name not in self.settled and (not profile.generic or not values.keys() <= {""}):
                taken = self.folded.setdefault(name, {})
                known = {word(value) for value in taken}
                taken.update({value: meaning for value, meaning in values.items() if word(value) not in known})
        for name, meaning in export.otherwise.items():
            if name in given and name not in self._section.otherwise:
                self.otherwise[name] = meaning
                self.settled.add(name)

    def _over(self, given: Mapping[str, V], stated: Mapping[str, V]) -> dict[str, V]:
        """Lay what the mapping says over the layers; what it has no header for here, they may have filled."""
        filled = {*self.columns, *self.made} - self._stated.keys()
        return {**given, **{name: value for name, value in stated.items() if name not in filled}}

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
            columns=self._over(self.columns, stated.columns),
            made=self._over(self.made, stated.made),
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
            absent=self._absent,
            shape=stated.shape.model_copy(update={"footers": [*stated.shape.footers, *self.footers]}),
        )
