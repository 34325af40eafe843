"""The random worlds are worth their time only if they reach every outcome of every kind."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings

from tests.oracle.judge import judge
from tests.property.rules import KINDS, examples

if TYPE_CHECKING:
    from tests.oracle.world import World
    from tests.property.selectors import Rule

# The units of a sequence and of content stand on records that are seen: they are never still open
# (but for content of the roster, which is drawn too seldom to be asked for).
NEVER = {"sequence": {"pending"}, "content": {"pending"}}
OUTCOMES = {"pass", "fail", "pending", "not_applicable", "not_checked"}


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_outcome_is_drawn(kind: str) -> None:
    drawn: Counter[str] = Counter()

    @settings(max_examples=200)
    @given(examples(kind))
    def draw(example: tuple[World, list[Rule]]) -> None:
        world, rules = example
        for rule in rules:
            results = judge(world, rule)
            drawn.update(result.outcome for result in results.values())
            drawn["deviations"] += sum(len(result.deviations) for result in results.values())

    draw()
    print(kind, dict(drawn))  # noqa: T201  # shown with -s: the share of each outcome
    assert set(drawn) >= (OUTCOMES - NEVER.get(kind, set())) | {"deviations"}
