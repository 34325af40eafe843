"""Faults planted in the engine are found: the worlds are rich enough, and the plain reading strict enough.

Each world is loaded once, and judged with every fault of its kind that none has shown before; first those worlds in
which, by the plain reading, most is unknown for most reasons, and by the rules that leave most so. `CHECKLIST_EXAMPLES`
says nothing here.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

import pytest

from tests.property.engine_units import judged_by, prepared, selects_of
from tests.property.judging import by_the_plain_reading
from tests.property.planting import Fault, faults
from tests.property.rules import KINDS, doubtful_example

if TYPE_CHECKING:
    from checklist.auditing.preparing import Ready
    from tests.oracle.world import World
    from tests.property.judging import Judged, Rule

DRAWN, RULES, MOST, LEAST = 150, 27, 9, 5
FAULTS = faults()


class Drawn(NamedTuple):
    """A world, the rules that judge it, and what is right."""

    number: int
    world: World
    rules: list[Rule]
    expected: Judged

    @property
    def doubts(self) -> int:
        """How many rules leave something unknown, by each sort of cause."""
        return sum(doubts_by_rule(self.expected).values())


def doubts_by_rule(judged: Judged) -> Counter[str]:
    """Of each rule, how many sorts of causes leave something unknown."""
    return Counter(rule for rule, _ in {(rule, c[0]) for (rule, _), causes in judged.causes.items() for c in causes})


def telling_worlds(kind: str) -> list[Drawn]:
    """Draw the worlds of a kind in which most is doubtful."""
    drawn = []
    for number in range(DRAWN):
        world, many = doubtful_example(kind, number, RULES)
        doubts = doubts_by_rule(by_the_plain_reading(world, many))
        ordered = sorted(many, key=lambda rule: -doubts[rule["rule"]])
        # Also some that leave nothing unknown: what must not excuse would do so there.
        rules = [*ordered[:MOST], *ordered[-LEAST:]]
        drawn.append(Drawn(number, world, rules, by_the_plain_reading(world, rules)))
    return sorted(drawn, key=lambda each: -each.doubts)


def is_found(ready: Ready, fault: Fault, right: dict[str, list[str]], expected: Judged) -> bool:
    """Whether the engine, with this fault in it, says something else than is right: of a rule whose SQL it changes."""
    with pytest.MonkeyPatch.context() as patch:
        fault.plant(patch)
        faulty = {rule for rule, selects in selects_of(ready).items() if right.get(rule, selects) != selects}
        return bool(faulty) and judged_by(ready, faulty) != expected.of(faulty)


def right_selects(ready: Ready, expected: Judged) -> dict[str, list[str]]:
    """Return the SELECTs of each rule that is judged right without any fault: the others are another test's matter."""
    judged = judged_by(ready)
    return {rule: selects for rule, selects in selects_of(ready).items() if judged.of([rule]) == expected.of([rule])}


def test_the_list_is_long_enough() -> None:
    assert len(FAULTS) >= 30
    assert len({fault.means for fault in FAULTS}) == len(FAULTS)
    assert {fault.kind for fault in FAULTS} == set(KINDS)


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.means)
def test_a_fault_can_be_planted(fault: Fault) -> None:
    """What is to stand otherwise stands in its file."""
    with pytest.MonkeyPatch.context() as patch:
        fault.plant(patch)


@pytest.mark.slow
@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_planted_fault_is_found(kind: str) -> None:
    hidden = [fault for fault in FAULTS if fault.kind == kind]
    for number, world, rules, expected in telling_worlds(kind):
        if not hidden:
            break
        with prepared(world, rules) as ready:
            right = right_selects(ready, expected)
            found = [fault for fault in hidden if is_found(ready, fault, right, expected)]
        for fault in found:
            print(f"{kind} {number}: {fault.means}")  # noqa: T201  # shown with -s: which world finds it
        hidden = [fault for fault in hidden if fault not in found]
    assert not hidden, f"no world shows that {'; that '.join(fault.means for fault in hidden)}"
