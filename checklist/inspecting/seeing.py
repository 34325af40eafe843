"""One file as it would be read: its columns with samples, and the words of its types and statuses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from checklist.engine import identifier
from checklist.inspecting.results import ColumnSeen, FileSeen, Why, WordsSeen
from checklist.inspecting.suggesting import suggestions
from checklist.inspecting.vocabulary import VOCABULARIES
from checklist.records.building import said_and_meant
from checklist.records.mapping import OTHER
from checklist.records.profiles.catalogue import GENERIC

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Mapping

    from checklist.engine import Session
    from checklist.records.planning import Plan
    from checklist.records.values.deciding import Decided

_SAMPLE = "inspecting_sample"
# Samples come from a file's first rows; counts from all of them.
_SAMPLED = 2000
_SHOWN = 3


def see(session: Session, plan: Plan, decided: Mapping[str, Decided], known: Mapping[str, Container[str]]) -> FileSeen:
    """Look at one file's rows as they stand; `decided` tells how its columns are read, as far as that is known.

    `known` has the words of types, statuses and directions that the program or the policy knows, in small letters.
    """
    relation = plan.raw.relation
    session.run(
        f"CREATE OR REPLACE TABLE {identifier(_SAMPLE)} AS SELECT * FROM {relation} ORDER BY line LIMIT {_SAMPLED}"
    )
    positions = range(len(plan.raw.headers))
    counts = ", ".join(["count(*)", *(f"count(c{position})" for position in positions)])
    rows, *filled = session.rows(f"SELECT {counts} FROM {relation}")[0]
    place = {header: position for position, header in enumerate(plan.raw.headers)}
    columns = sorted(
        _columns(session, plan, filled), key=lambda each: [place[name] for name in each.headers] or [len(place)]
    )
    words = {name: _words(session, plan, name, decided.get(name)) for name in VOCABULARIES}
    session.run(f"DROP TABLE {identifier(_SAMPLE)}")
    suggested = tuple(suggestions(plan, words["type"], words["status"]))
    unknown = {name: _unknown(plan, name, found, known[name]) for name, found in words.items()}
    types, statuses, directions = (words[name] for name in VOCABULARIES)
    return FileSeen(plan, rows, tuple(columns), types, statuses, directions, suggested, unknown)


def _unknown(plan: Plan, name: str, words: Iterable[WordsSeen], known: Container[str]) -> tuple[WordsSeen, ...]:
    """Return the words of a column that mean nothing to the program or the policy, and that no mapping speaks of."""
    stated = {OTHER, *plan.section.values.get(name, {}).values(), plan.section.otherwise.get(name)}
    if name in plan.constants and name not in plan.starts:
        return ()
    return tuple(
        each for each in words if each.word and each.word not in stated and each.word.strip().casefold() not in known
    )


def _columns(session: Session, plan: Plan, filled: list[int]) -> Iterator[ColumnSeen]:
    others = {each.column: each.others for each in plan.applied.settled.guesses}
    by_position: dict[int, list[str]] = {}
    for name, position in plan.positions.items():
        by_position.setdefault(position, []).append(name)
    for name, building in plan.made.items():
        headers = tuple(plan.raw.headers[position] for position in building.positions)
        samples = _samples(session, str(said_and_meant(plan, name)[0]))
        yield ColumnSeen(headers, name, _why(plan, name), samples, way=building.way, others=others.get(name, ()))
    made = {position for building in plan.made.values() for position in building.positions}
    for position, header in enumerate(plan.raw.headers):
        names = by_position.get(position, [])
        if not header or (not names and position in made):
            continue
        samples = _samples(session, f"CAST(c{position} AS VARCHAR)")
        if not names:
            yield ColumnSeen((header,), None, Why.LEFT_OUT, samples, filled=filled[position])
        for name in names:
            yield ColumnSeen(
                (header,), name, _why(plan, name), samples, filled=filled[position], others=others.get(name, ())
            )
    for name, value in plan.constants.items():
        headers = tuple(plan.raw.headers[position] for position in plan.starts.get(name, {}))
        samples = _samples(session, str(said_and_meant(plan, name)[0])) if headers else (value,)
        yield ColumnSeen(headers, name, Why.CONSTANT, samples)


def _why(plan: Plan, name: str) -> Why:
    profile = plan.section.why.get(name)
    if profile is not None:
        return Why.ALIAS if profile.startswith(GENERIC) else Why.PROFILE
    if name in plan.section.columns or name in plan.section.made:
        return Why.MAPPING
    return Why.NAME if plan.table.has(name) else Why.OWN


def _samples(session: Session, text: str) -> tuple[str, ...]:
    found = session.rows(
        f"SELECT said FROM (SELECT {text} AS said, line FROM {identifier(_SAMPLE)}) WHERE said IS NOT NULL "
        f"GROUP BY said ORDER BY min(line), said LIMIT {_SHOWN}"
    )
    return tuple(row[0] for row in found)


def _words(session: Session, plan: Plan, name: str, decided: Decided | None) -> tuple[WordsSeen, ...]:
    """Return what a column's texts come to, the commonest first."""
    if plan.table.name != "records" or name not in plan.columns:
        return ()
    said, meant = said_and_meant(plan, name)
    if decided is not None:
        source = decided.subject.source
        said, meant = decided.cleaning.applied(source), decided.subject.meaning(source, decided.cleaning)
    found: dict[str | None, list[tuple[str | None, int]]] = {}
    for word, text, count in session.rows(
        f"SELECT meant, said, count(*) FROM (SELECT {meant} AS meant, {said} AS said FROM {plan.raw.relation}) "
        "GROUP BY ALL ORDER BY count(*) DESC, said NULLS LAST"
    ):
        found.setdefault(word, []).append((text, count))
    words = [WordsSeen(word, tuple(texts)) for word, texts in found.items()]
    return tuple(sorted(words, key=lambda each: (-each.rows, each.word or "")))
