"""Ways to tell a world otherwise, so that what is judged of it before and after can be compared.

A law changes how a world is told: in several files, in other words, without some types; or it settles what is doubtful.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from random import Random
from typing import TYPE_CHECKING

from tests.property.doubts import CONTENTS, changed, in_files, renamed, without_types
from tests.property.logs import TYPES
from tests.property.rules import random_pack
from tests.property.worlds import random_world

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.oracle.world import Row, World
    from tests.property.judging import Finding
    from tests.property.selectors import Rule

    Way = Callable[[Random, World], World]

CLOSED = ("type", "status", "direction")
# What is renamed sorts as before.
NEW = "~"


@dataclass(frozen=True)
class Change:
    """A world told whole and told otherwise, with the rules that judge both: the world of a kind and a number."""

    kind: str
    number: int
    whole: World
    told: World
    rules: list[Rule]

    def rule(self, finding: Finding) -> Rule:
        return next(rule for rule in self.rules if rule["rule"] == finding[0])

    @property
    def columns_lost(self) -> set[str]:
        """The columns that some file of either world lacks."""
        files = (*self.whole.files.values(), *self.told.files.values())
        return {column for shown in files for column in set(self.whole.columns("records")) - shown}

    @property
    def types_renamed(self) -> list[Row]:
        """The rows, as they were, whose type is told otherwise."""
        pairs = zip(self.whole.records, self.told.records, strict=True)
        return [row for row, other in pairs if row["type"] != other["type"]]

    @property
    def words_lost(self) -> set[tuple[str, str]]:
        """The words of each column that no row bears any more."""
        return words_of(self.whole) - words_of(self.told)


def words_of(world: World) -> set[tuple[str, str]]:
    """The words of closed columns, each with its column."""
    return {(column, row[column]) for row in world.records for column in CLOSED if row.get(column)}


def reps_of(world: World, column: str, word: str) -> set[str]:
    return {row["rep_id"] for row in world.records if row.get(column) == word}


def words_of_several(world: World) -> list[tuple[str, str]]:
    """The words of closed columns that two reps use, or the one rep there is: "a word of one's own" excuses less."""
    several = min(2, len({row["rep_id"] for row in world.records}))
    return sorted((column, word) for column, word in words_of(world) if len(reps_of(world, column, word)) >= several)


def tenth_of_words_renamed(chance: Random, world: World) -> World:
    """Rename a tenth of the words, each in every row.

    A world has a dozen words and fewer, so that a tenth of them is a tenth over all worlds.
    """
    for column, word in words_of_several(world):
        if chance.random() < 0.1:
            world = renamed(world, column, word, f"{word}{NEW}")
    return world


def in_files_and_renamed(chance: Random, world: World) -> World:
    """Law (a): split the log into files with differing columns, and rename a tenth of the words."""
    return tenth_of_words_renamed(chance, in_files(chance, world, CONTENTS, lost=1))


def types_dropped(chance: Random, world: World) -> World:
    """Law (b): an export without some types, but of the same days."""
    types = sorted({row["type"] for row in world.records})
    # A log that begins after `as_of` shows none of the days that are judged.
    days = {"from": str(world.span_from), "to": str(max(world.span_from, world.span_to))}
    left_out = chance.sample(types, chance.randint(1, max(1, len(types) // 3)))
    return replace(without_types(world, left_out), spans=world.spans or days)


def rows_renamed(chance: Random, world: World) -> World:
    """Law (c): rename some rows of a word, those of several reps."""
    words = words_of_several(world)
    if not words:
        return world
    column, word = chance.choice(words)
    rows = [at for at, row in enumerate(world.records) if row.get(column) == word and chance.random() < 0.5]
    several = len({world.records[at]["rep_id"] for at in rows}) >= min(2, len({r["rep_id"] for r in world.records}))
    return renamed(world, column, word, f"{word}{NEW}", rows=rows) if several else world


def without_a_time_of_entry(chance: Random, world: World) -> World:
    """An export of which all files but the first lack `logged_at`."""
    return in_files(chance, world, ("logged_at",), lost=1)


def change_of(kind: str, number: int, way: Way) -> Change:
    """Draw a world in which everything is read, and tell it otherwise; nothing in it is covered."""
    chance = Random(f"fair {kind} {number}")  # noqa: S311  # chance, no secret
    drawn = random_world(chance, attested=kind == "attested", doubts=False)
    whole = replace(drawn, covers=(), history=chance.choice((1, 2, 90)))
    rules = random_pack(chance, kind, near=whole.period[0])
    return Change(kind, number, whole, way(chance, whole), rules)


def changes(kind: str, way: Way, count: int) -> Iterator[Change]:
    """Draw so many worlds told otherwise, those of which anything is left: whatever the way, the same worlds."""
    drawn = (change_of(kind, number, way) for number in range(count))
    return (change for change in drawn if change.told.records)


# What settles a cause


def words_settled(chance: Random, world: World) -> World:
    """Write the lines that say what each word nobody reads means."""
    types = sorted({record["type"] for record in world.everything if world.is_unread_type(record["type"])})
    statuses = sorted({record["status"] for record in world.everything if is_unread(world, record["status"])})
    return replace(
        world,
        types=(*world.types, *((word, chance.choice((*TYPES, "other"))) for word in types)),
        values=(*world.values, *(("status", word, chance.choice(("done", "planned", "other"))) for word in statuses)),
    )


def is_unread(world: World, status: str) -> bool:
    return world.is_unread_value("status", status)


def reps_found(chance: Random, world: World) -> World:
    """Say whose the records of nobody are."""
    reps = sorted({row["rep_id"] for row in world.records} - {""})
    if not reps:
        return world
    return changed(world, lambda _, row: row if row["rep_id"] else {**row, "rep_id": chance.choice(reps)})


def columns_found(chance: Random, world: World) -> World:
    """Export every file with every column: each cell blank, or as in some other row."""
    columns = world.columns("records")
    seen = {column: sorted({row.get(column, "") for row in world.records} | {""}) for column in columns}
    return changed(world, lambda _, row: {**{c: chance.choice(seen[c]) for c in columns if c not in row}, **row})


def settlements(kind: str, way: Way, count: int) -> Iterator[Change]:
    """Draw so many doubtful worlds, and settle what is doubtful about them."""
    for number in range(count):
        chance = Random(f"settled {kind} {number}")  # noqa: S311  # chance, no secret
        drawn = random_world(chance, attested=kind == "attested")
        rules = random_pack(chance, kind, near=drawn.period[0])
        doubtful = replace(drawn, policy=tuple(rules))
        yield Change(kind, number, doubtful, way(chance, doubtful), rules)
