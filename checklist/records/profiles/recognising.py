"""Know a product's export by its headers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from checklist.model import UsageError
from checklist.model.tables import TABLES
from checklist.records.headers import header_name
from checklist.records.profiles.catalogue import known_names, names_of, profiles
from checklist.records.profiles.names import fold
from checklist.yamlfile import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from checklist.model import Place
    from checklist.records.profiles.catalogue import Profile
    from checklist.records.profiles.models import Export

NONE = "none"
# By so many headers an export must explain a file better than any other to be the one beyond doubt.
_LEAD = 2


@dataclass(frozen=True, slots=True)
class Match:
    """An export that a file may be: how many of the file's headers it knows."""

    profile: Profile
    export: Export
    known: int

    @property
    def name(self) -> str:
        """Both names, as notices show them."""
        return f"{self.profile.name}/{self.export.export}"


def recognised(names: Sequence[str], table: str) -> int:
    """Count how many of these cells are header names known for that table, each name once.

    A row that has every required column by its own name is this program's own header: only such names count then,
    and no profile needs to be read.
    """
    folded = {fold(name) for name in names if name} - {""}
    columns = TABLES[table].columns
    if all(fold(column.name) in folded for column in columns if column.required):
        return len(folded & {fold(column.name) for column in columns})
    return len(folded & known_names(table))


def matches(headers: Sequence[str], table: str) -> list[Match]:
    """Return the products' exports that a file can be, the one that knows most of its headers first."""
    folded = {fold(header) for header in headers if header}
    found = [
        Match(profile, export, len(folded & names_of(export)))
        for profile, export in _exports(table)
        if _fits(export, headers, folded)
    ]
    return sorted(found, key=lambda each: (-each.known, each.name))


def _fits(export: Export, headers: Sequence[str], folded: set[str]) -> bool:
    return (
        bool(export.recognise)
        and all(folded & {fold(name) for name in entry} for entry in export.recognise)
        and not folded & {fold(name) for name in export.unless}
        and (not export.spelt or any(header_name(header) in export.spelt for header in headers))
    )


def sure(found: Sequence[Match]) -> bool:
    """Tell whether the first of the matches is the one beyond doubt."""
    return len(found) == 1 or (len(found) > 1 and found[0].known >= found[1].known + _LEAD)


def named(name: str, headers: Sequence[str], table: str, place: Place | None = None) -> Match | None:
    """Return the export of the profile of that name that fits the headers best, None where it has none for them."""
    known = [each.name for each in profiles()]
    if name not in known:
        raise UsageError("profile_unknown", place, name=name, hint=did_you_mean(name, [*known, NONE]))
    fitting = [each for each in matches(headers, table) if each.profile.name == name]
    if fitting:
        return fitting[0]
    folded = {fold(header) for header in headers if header}
    found = [
        Match(profile, export, len(folded & names_of(export)))
        for profile, export in _exports(table)
        if profile.name == name
    ]
    return max(found, key=lambda each: each.known, default=None)


def _exports(table: str) -> Iterator[tuple[Profile, Export]]:
    for profile in profiles():
        yield from ((profile, export) for export in profile.keys.exports if export.table == table)
