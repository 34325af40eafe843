"""Find the profiles by walking this folder: each `.yaml` is one."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import ValidationError

from checklist.model import MappingError
from checklist.model.tables import RECORDS, TABLES
from checklist.records.profiles.models import Export, ProfileKeys
from checklist.records.profiles.names import fold
from checklist.yamlfile import read_yaml, validation_errors

if TYPE_CHECKING:
    from checklist.yamlfile import YamlDocument

FOLDER = Path(__file__).parent
GENERIC = "generic-"


@dataclass(frozen=True, slots=True)
class Profile:
    """One profile, read and checked."""

    keys: ProfileKeys
    document: YamlDocument

    @property
    def name(self) -> str:
        """The name it is chosen by."""
        return self.keys.profile

    @property
    def generic(self) -> bool:
        """Tell whether it is no product's: names in common use, which help where nothing else does."""
        return self.name.startswith(GENERIC)


@cache
def profiles() -> tuple[Profile, ...]:
    """Return all profiles by name. One that is not well-formed is a fault, and raised with its place."""
    found = tuple(load_profile(path) for path in sorted(FOLDER.glob("*.yaml")))
    return tuple(sorted(found, key=lambda each: each.name))


def load_profile(path: Path) -> Profile:
    """Read and check one profile."""
    document = read_yaml(path, MappingError, scalars="text")
    try:
        keys = ProfileKeys.model_validate(document.data)
    except ValidationError as error:
        raise validation_errors(error, document, MappingError, model=ProfileKeys) from None
    return Profile(keys, document)


def names_of(export: Export) -> set[str]:
    """Return every header name that an export speaks of, folded."""
    names = {header for entry in export.recognise for header in entry}
    names.update(header for headers in (*export.columns.values(), *export.first_of.values()) for header in headers)
    names.update(header for tiers in export.instead.values() for tier in tiers for header in tier)
    names.update(header for pieces in export.join.values() for piece in pieces for header in piece)
    names.update(header for counted in export.parts.values() for headers in counted.values() for header in headers)
    names.update(header for by_header in export.starts.values() for header in by_header)
    return {fold(name) for name in names}


@cache
def profile_words(column: str) -> frozenset[str]:
    """Return every word of a column of records that a profile knows, or gives in place of one."""
    exports = (each for profile in profiles() for each in profile.keys.exports if each.table == RECORDS.name)
    words = (word for each in exports for pair in each.values.get(column, {}).items() for word in pair)
    return frozenset(word for word in words if word is not None)


@cache
def known_names(table: str) -> frozenset[str]:
    """Return every header name known for a table, folded: its columns' own, and all that profiles speak of."""
    own = {fold(column.name) for column in TABLES[table].columns}
    told = (names_of(each) for profile in profiles() for each in profile.keys.exports if each.table == table)
    return frozenset(own.union(*told))
