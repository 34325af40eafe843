"""The random worlds of every kind come out on Spark as they do in the embedded database."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from checklist.engine.spark import session
from checklist.model import ChecklistError
from tests.property.rules import KINDS, example
from tests.property.running import engine_says

if TYPE_CHECKING:
    from tests.oracle.world import World
    from tests.property.selectors import Rule
    from tests.spark.clusters import ConnectServer

pytestmark = pytest.mark.spark_long

EXAMPLES = max(1, int(os.environ.get("CHECKLIST_EXAMPLES", "24")) // 12)
FETCHED = session.BROUGHT_HOME
FIRST = int(os.environ.get("CHECKLIST_FIRST", "0"))


def found(world: World, rules: list[Rule], **options: str) -> object:
    """What an engine says of a world, or the error that it refuses it with."""
    try:
        return engine_says(world, rules, **options)
    except ChecklistError as error:
        return error.code, error.values


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_spark_agrees_with_the_embedded_database(
    kind: str, server: ConnectServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(FIRST, FIRST + EXAMPLES):
        # Small as these worlds are, Spark judges the whole of every other one: nothing it makes is fetched.
        monkeypatch.setattr(session, "BROUGHT_HOME", FETCHED * (number % 2))
        world, rules = example(kind, number)
        there = found(world, rules, engine="spark", remote=server.address)
        assert there == found(world, rules), f"{kind} {number}"
