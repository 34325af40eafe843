"""Makes a world and a rule that show something as small as they still show it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.oracle.world import World
    from tests.property.selectors import Rule

TABLES = ("records", "reps", "customers", "attestations", "absences")
NEEDED = {"record_id", "rep_id", "type", "occurred_at"}


def smaller(world: World, rule: Rule) -> Iterator[tuple[World, Rule]]:
    """Each way to leave one thing out."""
    for table in TABLES:
        rows = world.table(table) or []
        if table != "records" or len(rows) > 1:
            yield from ((replace(world, **{table: rows[:at] + rows[at + 1 :]}), rule) for at in range(len(rows)))
    for name in ("reps", "customers", "attestations", "absences", "spans"):
        if getattr(world, name) is not None:
            yield replace(world, **{name: None}), rule
    for name in ("threshold", "effective", "applies_to", "versions", "by", "same", "each", "due", "early", "customers"):
        if name in rule:
            yield world, {key: value for key, value in rule.items() if key != name}
    for at, row in enumerate(world.records):
        for column in sorted(row.keys() - NEEDED):
            if row[column]:
                rows = [*world.records[:at], {**row, column: ""}, *world.records[at + 1 :]]
                yield replace(world, records=rows), rule


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
    ]
    for table in TABLES:
        rows = world.table(table)
        if rows is not None:
            lines.append(f"{table}:")
            lines += ["  " + " ".join(f"{name}={value}" for name, value in row.items() if value) for row in rows]
    return "\n".join(lines)
