"""Rules that load and still cannot do their work: never due, never met, or not in force for a while."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from checklist.conditions import impossible_fields
from checklist.kinds import kinds
from checklist.model import Place, Sentence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from checklist.model import Policy, Rule, RuleVersion
    from checklist.policy.written import Written

_DAY = timedelta(days=1)
# Months differ in length: spans of days and of months are compared from the shortest and the longest of them.
_ANCHORS = (date(2001, 2, 1), date(2001, 7, 1))


def rule_doubts(rule: Rule, policy: Policy, written: Written) -> Iterator[tuple[Place, Sentence]]:
    """Yield a warning for each part of a rule that can never have an effect."""
    kind = kinds()[rule.kind]
    for number, version in enumerate(rule.versions):
        span = version.effective_from, version.effective_to
        for doubt in kind.doubts(version.parameters, policy.groups, span):
            values = {"name": rule.id, "reason": doubt.reason}
            yield written.place(rule.id, number, doubt.place), Sentence(f"lint.{doubt.verdict}", values)
        for keys, reason in _tenure(version):
            values = {"name": rule.id, "reason": reason}
            yield written.place(rule.id, number, keys), Sentence("lint.never_due", values)
        for keys, condition in _conditions(rule, version):
            triggers = keys[0] in (*kind.triggers, "applies_to")
            for field in impossible_fields(condition, policy.groups):
                reason = Sentence("lint.because.matches_nothing", {"part": str(keys[0]), "field": field})
                values = {"name": rule.id, "reason": reason}
                place = written.place(rule.id, number, (*keys, field))
                yield place, Sentence("lint.never_due" if triggers else "lint.matches_nothing", values)
    yield from _spans(rule)


def _conditions(rule: Rule, version: RuleVersion) -> Iterator[tuple[tuple[str | int, ...], Any]]:
    for keys, condition, _ in kinds()[rule.kind].selectors(version.parameters):
        yield keys, condition
    if version.applies_to is not None:
        yield ("applies_to",), version.applies_to


def _tenure(version: RuleVersion) -> Iterator[tuple[tuple[str | int, ...], Sentence]]:
    tenure = None if version.applies_to is None else version.applies_to.tenure
    if tenure is None:
        return
    for low in (tenure.at_least, tenure.above):
        for high in (tenure.at_most, tenure.below):
            if low is None or high is None:
                continue
            strict = low is tenure.above or high is tenure.below
            ends = [(low.after(day), high.after(day)) for day in _ANCHORS]
            if all(first > last or (strict and first == last) for first, last in ends):
                low_text, high_text = (
                    Sentence(f"duration.{each.unit}", {"count": each.amount}) for each in (low, high)
                )
                yield ("applies_to", "tenure"), Sentence("lint.because.tenure", {"low": low_text, "high": high_text})


def _spans(rule: Rule) -> Iterator[tuple[Place, Sentence]]:
    """Yield the days between two versions on which neither holds. The loader sees to it that they are in order."""
    for earlier, later in pairwise(rule.versions):
        ends, begins = earlier.effective_to, later.effective_from
        if ends is not None and begins is not None and ends + _DAY < begins:
            values = {"name": rule.id, "first": ends + _DAY, "last": begins - _DAY}
            yield later.place, Sentence("lint.versions_gap", values)
