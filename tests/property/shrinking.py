"""Makes a world and a rule that show something as small as they still show it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tests.oracle.world import DEFAULT_HISTORY, FILE, FIRST_FILE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.oracle.world import World
    from tests.property.selectors import Rule

TABLES = ("records", "reps", "customers", "attestations", "absences")
NEEDED = {"record_id", "rep_id", "type", "occurred_at", FILE}


def smaller(world: World, rule: Rule) -> Iterator[tuple[World, Rule]]:
    """Each way to leave one thing out."""
    yield from ((less, rule) for less in (*fewer_rows(world), *fewer_words(world)))
    for name in ("threshold", "effective", "applies_to", "versions", "by", "same", "each", "due", "early", "customers"):
        if name in rule:
            yield world, {key: value for key, value in rule.items() if key != name}
    for at, row in enumerate(world.records):
        for column in sorted(row.keys() - NEEDED):
            if row[column]:
                rows = [*world.records[:at], {**row, column: ""}, *world.records[at + 1 :]]
                yield replace(world, records=rows), rule


def fewer_rows(world: World) -> Iterator[World]:
    """Each way to leave out a row, a table or what is declared of the span."""
    for table in TABLES:
        rows = world.table(table) or []
        if table != "records" or len(rows) > 1:
            yield from (replace(world, **{table: rows[:at] + rows[at + 1 :]}) for at in range(len(rows)))
    for name in ("reps", "customers", "attestations", "absences", "spans"):
        if getattr(world, name) is not None:
            yield replace(world, **{name: None})


def fewer_words(world: World) -> Iterator[World]:
    """Each way to leave out what the mapping says, and the files' being several."""
    for name in ("covers", "covers_values", "completes", "types", "values"):
        if getattr(world, name):
            yield replace(world, **{name: ()})
    if {row.get(FILE, FIRST_FILE) for row in world.records} != {FIRST_FILE}:
        yield replace(world, records=[{**row, FILE: FIRST_FILE} for row in world.records])
    if world.history != DEFAULT_HISTORY:
        yield replace(world, history=DEFAULT_HISTORY)


def shrink(world: World, rule: Rule, shows: Callable[[World, Rule], bool]) -> tuple[World, Rule]:
    """Leave out one thing after the other, as long as the rest still shows it."""
    for less in smaller(world, rule):
        if shows(*less):
            return shrink(*less, shows)
    return world, rule


def told(world: World, rule: Rule) -> str:
    """A world and its rule, as short as they can be read."""
    first, last = world.period
    lines = [
        f"rule {rule}",
        f"period {first}..{last} as of {world.as_of}, spans {world.spans}, covers {world.covers}, {world.country}",
        f"history {world.history}, covers values {world.covers_values}, completes {world.completes}",
        f"types {world.types}, values {world.values}",
    ]
    for table in TABLES:
        rows = world.table(table)
        if rows is not None:
            lines.append(f"{table}:")
            lines += ["  " + " ".join(f"{name}={value}" for name, value in row.items() if value) for row in rows]
    return "\n".join(lines)
