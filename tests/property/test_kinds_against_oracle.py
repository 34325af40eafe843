"""The engine and the plain reading agree on every world and rule that can be thought of."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given

from tests.property.rules import KINDS, examples
from tests.property.running import Rule, differences, engine_says, oracle_says

if TYPE_CHECKING:
    from tests.oracle.world import World


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_engine_agrees_with_oracle(kind: str) -> None:
    @given(examples(kind))
    def compare(example: tuple[World, list[Rule]]) -> None:
        world, rules = example
        assert not differences(oracle_says(world, rules), engine_says(world, rules))

    compare()
