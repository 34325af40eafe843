"""The words of types, statuses and directions that need no answer: those of the program, and those of the policy."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from checklist.conditions.words import vocabulary as own_words
from checklist.records.profiles.catalogue import profiles

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from checklist.model import Policy

VOCABULARIES = ("type", "status", "direction")
"""The columns whose words mean something to a rule, in the order in which they are shown."""


@cache
def vocabulary(column: str) -> Mapping[str, str]:
    """Return every word that the program or a profile knows for a column, with its meaning, which is a word as well."""
    found = dict(own_words().get(column, {}))
    for profile in sorted(profiles(), key=lambda each: (not each.generic, each.name)):
        for export in profile.keys.exports:
            words = export.types if column == "type" else export.values.get(column, {})
            for value, meaning in words.items():
                if value and meaning:
                    found.setdefault(value, meaning)
    return found | {meaning: meaning for meaning in list(found.values())}


def known_words(policy: Policy) -> dict[str, frozenset[str]]:
    """Return, by column, all words that the program or the policy knows, in small letters."""
    asked = {name: set(vocabulary(name)) for name in VOCABULARIES}
    asked["type"].update(word for words in policy.groups.values() for word in words)
    for clause in policy.clauses:
        for rule in clause.rules:
            for version in rule.versions:
                for column, word in _tested(version.parameters.model_dump(by_alias=True)):
                    asked[column].add(word)
    return {name: frozenset(word.strip().casefold() for word in words) for name, words in asked.items()}


def _tested(told: Any) -> Iterator[tuple[str, str]]:
    """Yield each word that a rule tests one of the columns for, with the column."""
    if isinstance(told, dict):
        for name, value in told.items():
            if name in VOCABULARIES:
                yield from ((name, word) for word in _texts(value))
            yield from _tested(value)
    elif isinstance(told, list | tuple):
        for each in told:
            yield from _tested(each)


def _texts(told: Any) -> Iterator[str]:
    if isinstance(told, str):
        yield told
    elif isinstance(told, dict | list | tuple):
        for each in told.values() if isinstance(told, dict) else told:
            yield from _texts(each)
