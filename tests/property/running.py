"""Runs the real engine on a world, and puts what it found in the oracle's terms."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from checklist.api import audit
from tests.oracle.judge import Result, judge
from tests.oracle.world import World, write

if TYPE_CHECKING:
    from checklist.model import Audit

Results = dict[tuple[str, str], Result]
Rule = dict[str, Any]


def audit_world(world: World, rules: list[Rule], **options: Any) -> Audit:
    """Write the world to files and audit them."""
    with tempfile.TemporaryDirectory() as folder:
        return audit(**write(world, rules, Path(folder)), meeting=False, **options).audit


def results_of(found: Audit) -> Results:
    """Each rep's finding for each rule, with its deviations."""
    deviations: dict[tuple[str, str], list[Any]] = {}
    for one in found.deviations:
        subject = tuple(sorted(one.subject.items()))
        deviations.setdefault((one.rule, one.rep_id), []).append((subject, one.due_on))
    return {
        (one.rule, one.rep_id): Result(
            str(one.outcome),
            one.expected,
            one.met,
            one.pending,
            tuple(sorted(deviations.get((one.rule, one.rep_id), []))),
        )
        for card in found.scorecards
        for one in card.findings
    }


def engine_says(world: World, rules: list[Rule], **options: Any) -> Results:
    return results_of(audit_world(world, rules, **options))


def oracle_says(world: World, rules: list[Rule]) -> Results:
    return {(rule["rule"], rep): result for rule in rules for rep, result in judge(world, rule).items()}


def differences(expected: Results, found: Results) -> str:
    """Say what differs, a line each; empty if nothing does."""
    keys = sorted(expected.keys() | found.keys())
    lines = [
        f"{rule} {rep}:\n  oracle {expected.get((rule, rep))}\n  engine {found.get((rule, rep))}"
        for rule, rep in keys
        if expected.get((rule, rep)) != found.get((rule, rep))
    ]
    return "\n".join(lines)
