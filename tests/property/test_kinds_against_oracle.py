"""The engine and the plain reading agree on every world and rule that can be thought of.

`CHECKLIST_EXAMPLES` says how many worlds of each kind are tried, `CHECKLIST_FIRST` with which to begin.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from checklist.model import ChecklistError
from tests.property.rules import KINDS, doubtful_example, example
from tests.property.running import differences, engine_says, oracle_says
from tests.property.shrinking import shrink, told

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.oracle.world import World
    from tests.property.selectors import Rule

EXAMPLES = int(os.environ.get("CHECKLIST_EXAMPLES", "12"))
FIRST = int(os.environ.get("CHECKLIST_FIRST", "0"))


def disagreement(world: World, rules: list[Rule]) -> str:
    """What the two say differently; empty if they agree."""
    try:
        found = engine_says(world, rules)
    except ChecklistError as error:
        return f"{error!r}"
    return differences(oracle_says(world, rules), found)


@pytest.mark.parametrize("kind", sorted(KINDS))
@pytest.mark.parametrize(("draw", "share"), [(example, 1), (doubtful_example, 4)], ids=["worlds", "doubtful worlds"])
def test_engine_agrees_with_oracle(draw: Callable[[str, int], tuple[World, list[Rule]]], share: int, kind: str) -> None:
    """Of the doubtful worlds, by so many more rules, there are fewer."""
    for number in range(FIRST // share, (FIRST + EXAMPLES) // share):
        world, rules = draw(kind, number)
        if not disagreement(world, rules):
            continue
        alone = next((rule for rule in rules if disagreement(world, [rule])), None)
        if alone is None:
            pytest.fail(f"{kind} {number}: only together:\n{disagreement(world, rules)}")
        least = shrink(world, alone, lambda world, rule: bool(disagreement(world, [rule])))
        pytest.fail(f"{kind} {number}:\n{told(*least)}\n{disagreement(least[0], [least[1]])}", pytrace=False)
