"""What may have been meant by a header or a word that nothing knows: a known one that is almost the same."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from checklist.conditions.words import word
from checklist.inspecting.results import Suggestion
from checklist.inspecting.vocabulary import vocabulary
from checklist.model.tables import TABLES
from checklist.records.profiles.catalogue import profiles
from checklist.records.profiles.names import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from checklist.inspecting.results import WordsSeen
    from checklist.records.planning import Plan

# Texts as short as this are like too many others; of longer ones a slip may be one letter in so many.
_SHORTEST, _LETTERS_A_SLIP, _SLIPS = 3, 6, 2


def suggestions(plan: Plan, types: Iterable[WordsSeen], statuses: Iterable[WordsSeen]) -> Iterator[Suggestion]:
    """Yield what the unknown headers, types and statuses of a file are like."""
    path = plan.source.path
    own = [name for name in plan.attributes if name in plan.positions and name not in plan.section.columns]
    taken = {*plan.columns, *(each.column for each in plan.applied.settled.questions)}
    known = {name: column for name, column in _headers(plan.table.name).items() if column not in taken}
    for name in own:
        header = plan.raw.headers[plan.positions[name]]
        like = (known.get(fold(header)) and fold(header)) or _nearest(fold(header), known)
        if like is not None:
            yield Suggestion(path, "header", header, _spelt(plan.table.name, like), known[like])
    for kind, words in (("type", types), ("status", statuses)):
        meanings = {word(value): meaning for value, meaning in vocabulary(kind).items()}
        spelt = {word(value): value for value in vocabulary(kind)}
        for each in words:
            if each.word is None or word(each.word) in meanings or each.word in meanings.values():
                continue
            like = _nearest(word(each.word), meanings)
            if like is not None:
                yield Suggestion(path, kind, each.word, spelt[like], meanings[like])


def _nearest(text: str, known: Mapping[str, str]) -> str | None:
    """Return the one known text that differs from `text` by a slip of the pen, if there is one."""
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    slips = min(_SLIPS, max(1, len(text) // _LETTERS_A_SLIP))
    if len(text) < _SHORTEST:
        return None
    found = process.extract(text, sorted(known), scorer=OSA.distance, score_cutoff=slips, limit=2)
    if not found or (len(found) > 1 and found[0][1] == found[1][1] and known[found[0][0]] != known[found[1][0]]):
        return None
    return str(found[0][0])


@cache
def _headers(table: str) -> dict[str, str]:
    """Return every header name known for a table, folded, with its column; common usage goes before products."""
    found = {fold(column.name): column.name for column in TABLES[table].columns}
    for name, spelling in _aliases(table).items():
        found.setdefault(name, spelling[1])
    return found


@cache
def _aliases(table: str) -> dict[str, tuple[str, str]]:
    """Return for each folded name its spelling and its column."""
    found: dict[str, tuple[str, str]] = {}
    for profile in sorted(profiles(), key=lambda each: (not each.generic, each.name)):
        for export in profile.keys.exports:
            if export.table == table:
                later = [(column, tier) for column, tiers in export.instead.items() for tier in tiers]
                for column, aliases in (*export.columns.items(), *export.first_of.items(), *later):
                    for alias in aliases:
                        found.setdefault(fold(alias), (alias, column))
    return found


def _spelt(table: str, folded: str) -> str:
    spelling = _aliases(table).get(folded)
    return spelling[0] if spelling else folded
