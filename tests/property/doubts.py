"""What makes a log doubtful: files that lack columns, words nobody reads, records of nobody, types not exported."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tests.oracle.world import EVERYTHING, FILE, FIRST_FILE

if TYPE_CHECKING:
    from collections.abc import Callable, Collection
    from random import Random

    from tests.oracle.world import Row, World

# Words that no rule asks about: a product's own ones, ones that the program knows to mean anything, and one it knows
# to be something else.
FOREIGN_TYPES = ("拜访签到", "Gespräch")
GENERIC_TYPES = ("task", "跟进")
KNOWN_TYPE = "survey"
FOREIGN_STATUSES = ("已查实", "erledigt")
KEYS = ("customer_id", "case_id")
CONTENTS = ("logged_at", "status", "direction", "amount", "text", "note", "budget", "cost", "sales", "channel")


def changed(world: World, change: Callable[[int, Row], Row]) -> World:
    """The world with each row of its log changed."""
    return replace(world, records=[change(at, row) for at, row in enumerate(world.records)])


def in_files(chance: Random, world: World, columns: Collection[str], *, lost: int) -> World:
    """Put the log into two or three files, all but the first of which lack some of these columns."""
    names = (FIRST_FILE, "calls.csv", "other.csv")[: chance.choice((2, 2, 3))]
    shown = sorted(set(columns) & set(world.columns("records")))
    lacking = {name: chance.sample(shown, min(lost, len(shown))) for name in names[1:]}
    where = [chance.choice(names) for _ in world.records]

    def moved(at: int, row: Row) -> Row:
        kept = {column: value for column, value in row.items() if column not in lacking.get(where[at], ())}
        return {**kept, FILE: where[at]}

    return changed(world, moved)


def renamed(world: World, column: str, word: str, new: str, *, rows: Collection[int] | None = None) -> World:
    """Write another word for one of a column: in every row that bears it, or in these."""

    def other(at: int, row: Row) -> Row:
        bears = row.get(column) == word and (rows is None or at in rows)
        return {**row, column: new} if bears else row

    return changed(world, other)


def without_types(world: World, types: Collection[str]) -> World:
    """The log as an export that leaves some types out."""
    return replace(world, records=[row for row in world.records if row["type"] not in types])


def of_nobody(chance: Random, world: World, share: float) -> World:
    """Take the rep from some of the records that have a customer or a case."""

    def forgotten(_: int, row: Row) -> Row:
        bound = any(row.get(key) for key in KEYS)
        return {**row, "rep_id": ""} if bound and chance.random() < share else row

    return changed(world, forgotten)


def only_of_nobody(chance: Random, world: World) -> World:
    """Take the rep from half of the records, in a log that spans all its days: nothing else is doubtful then."""
    days = {"from": str(min(world.span_from, world.as_of)), "to": str(world.as_of)}
    return replace(of_nobody(chance, world, 0.5), spans=days)


def some_rows(chance: Random, world: World) -> list[int]:
    """Draw about half of the rows."""
    return [at for at in range(len(world.records)) if chance.random() < 0.5]


def word_in(chance: Random, world: World, column: str) -> str | None:
    words = sorted({row.get(column, "") for row in world.records} - {""})
    return chance.choice(words) if words else None


def doubtful_types(chance: Random, world: World) -> World:
    """Rename a type, in every row or in some; the mapping may know what to make of the word."""
    word, new = word_in(chance, world, "type"), chance.choice((*FOREIGN_TYPES, *GENERIC_TYPES, KNOWN_TYPE))
    rows = chance.choice((None, some_rows(chance, world), some_rows(chance, world)))
    if word is not None:
        world = renamed(world, "type", word, new, rows=rows)
    if chance.random() < 0.2:
        world = replace(world, types=((new, chance.choice(("other", "call", "visit"))),))
    return world


def doubtful_statuses(chance: Random, world: World) -> World:
    """Rename a status, in every row or in some; the mapping may know what to make of the word."""
    word, new = word_in(chance, world, "status"), chance.choice(FOREIGN_STATUSES)
    if word is not None:
        world = renamed(world, "status", word, new, rows=chance.choice((None, some_rows(chance, world))))
    if chance.random() < 0.2:
        world = replace(world, values=(("status", new, chance.choice(("other", "done", "planned"))),))
    return world


def doubtful_words(chance: Random, world: World) -> World:
    """Rename a type, a status or both."""
    if chance.random() < 0.5:
        world = doubtful_types(chance, world)
    if chance.random() < 0.5:
        world = doubtful_statuses(chance, world)
    return world


def doubtful(chance: Random, world: World) -> World:
    """Draw what is doubtful about a world: in many nothing but where it begins and ends."""
    world = replace(world, history=chance.choice((90, 90, 1, 2, 5, 9)))
    if chance.random() < 0.15:
        world = replace(world, completes=(EVERYTHING,), covers=())
    elif chance.random() < 0.15:
        named = (("status", ("done",)), ("channel", ("web",)), ("customers.grade", ("A", "B")), ("amount", ("5",)))
        world = replace(world, covers_values=tuple(chance.sample(named, chance.randint(1, 3))))
    if chance.random() < 0.4:
        return only_of_nobody(chance, world) if chance.random() < 0.4 else world
    if chance.random() < 0.6:
        columns = (*CONTENTS, *KEYS) if chance.random() < 0.25 else CONTENTS
        world = in_files(chance, world, columns, lost=chance.randint(2, 5))
    world = doubtful_words(chance, world)
    return of_nobody(chance, world, 0.3) if chance.random() < 0.4 else world


def surely_doubtful(chance: Random, world: World) -> World:
    """Draw some doubts, but not many: one hides another."""
    drawn: list[Callable[[Random, World], World]] = [
        lambda chance, world: in_files(chance, world, CONTENTS, lost=chance.randint(1, 4)),
        lambda chance, world: in_files(chance, world, CONTENTS, lost=2),
        lambda chance, world: of_nobody(chance, world, 0.3),
        doubtful_types,
        doubtful_types,
        doubtful_statuses,
        doubtful_statuses,
    ]
    for doubt in chance.sample(drawn, chance.choice((1, 2, 2, 3))):
        world = doubt(chance, world)
    return replace(
        world, history=chance.choice((90, 1, 2, 5, 9)), covers=chance.choice((world.covers, world.covers, ()))
    )
