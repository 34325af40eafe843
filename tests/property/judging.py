"""What a judge says of a world, unit by unit, so that two worlds or two judges can be compared."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tests.oracle.judge import is_checked, judge, under, units_judged

if TYPE_CHECKING:
    from datetime import date

    from tests.oracle.world import World

Rule = dict[str, Any]
Subject = tuple[tuple[str, str], ...]
Finding = tuple[str, str]
"""A rule and a rep."""
Key = tuple[str, str, Subject, "date | None", int]
"""A rule, a rep, a subject, a day, and which of several units alike."""
Causes = tuple[tuple[str, str, int], ...]
"""What leaves units unknown: the sort of a cause, which one of that sort, and how many units it leaves so."""


@dataclass(frozen=True)
class Judged:
    """The outcome of every finding, of every unit whether it is met, unmet or (None) unknown, and why it is so.

    A rule that is not checked as a whole has no units, and no causes.
    """

    outcomes: dict[Finding, str]
    units: dict[Key, bool | None]
    causes: dict[Finding, Causes]

    def of(self, rules: Collection[str]) -> Judged:
        """Return what is said of these rules."""
        return Judged(
            {finding: outcome for finding, outcome in self.outcomes.items() if finding[0] in rules},
            {key: state for key, state in self.units.items() if key[0] in rules},
            {finding: causes for finding, causes in self.causes.items() if finding[0] in rules},
        )

    @property
    def known(self) -> dict[Key, bool]:
        return {key: state for key, state in self.units.items() if state is not None}


Judge = Callable[["World", list[Rule]], Judged]
"""Who judges: the plain reading below, or an engine."""


def by_the_plain_reading(world: World, rules: list[Rule]) -> Judged:
    """Let the plain reading judge."""
    outcomes: dict[Finding, str] = {}
    units: dict[Key, bool | None] = {}
    causes: dict[Finding, Causes] = {}
    for rule in rules:
        name, results = rule["rule"], judge(world, rule, rules)
        outcomes |= {(name, rep): result.outcome for rep, result in results.items()}
        if is_checked(under(world, rule, rules), rule):
            causes |= {(name, rep): result.causes for rep, result in results.items()}
        for rep, found in units_judged(world, rule, rules).items():
            alike: Counter[Any] = Counter()
            for unit in found:
                what = (tuple(sorted(unit.subject.items())), unit.due)
                units[name, rep, *what, alike[what]] = unit.state
                alike[what] += 1
    return Judged(outcomes, units, causes)
