"""The ratchet: no rep may have more deviations than the baseline counted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from checklist.gating.baseline import counts_of
from checklist.model import GateState, Outcome, Sentence, Stop

if TYPE_CHECKING:
    from collections.abc import Iterator

    from checklist.gating.baseline import Baseline
    from checklist.model import Audit

_UNJUDGED = (Outcome.NOT_CHECKED, Outcome.ERROR)


def ratchet_stops(audit: Audit, baseline: Baseline) -> Iterator[Stop]:
    """Yield each rep whose count grew, the one it grew most for first.

    Only rules that the baseline had judged are counted: one added to the policy since is no growth. A rule
    that was counted then and could not be judged now leaves the comparison open, for what is not looked at
    never seems better.
    """
    judged = {(card.rep_id, each.rule): each for card in audit.scorecards for each in card.findings}
    hidden = [
        (rep, rule)
        for rep, rules in sorted(baseline.counts.items())
        for rule, count in sorted(rules.items())
        if count and (rep, rule) in judged and judged[rep, rule].outcome in _UNJUDGED
    ]
    grown = []
    for rep, rules in counts_of(audit).items():
        now = {rule: count for rule, count in rules.items() if rule in baseline.rules}
        then = {rule: count for rule, count in baseline.counts.get(rep, {}).items() if (rep, rule) not in hidden}
        growth = sum(now.values()) - sum(then.values())
        if growth > 0:
            risen = sorted(
                (rule for rule in now if now[rule] > then.get(rule, 0)),
                key=lambda rule: (then.get(rule, 0) - now[rule], rule),
            )
            values = {"rep": rep, "now": sum(now.values()), "then": sum(then.values()), "rules": risen}
            key = "gate.ratchet" if rep in baseline.counts else "gate.ratchet_new"
            keys = tuple((rep, rule) for rule in risen)
            grown.append((growth, Stop("ratchet", GateState.NOT_MET, Sentence(key, values), keys)))
    yield from (stop for _, stop in sorted(grown, key=lambda item: (-item[0], item[1].findings)))
    if hidden:
        sentence = Sentence("gate.ratchet_unjudged", {"count": len(hidden)})
        yield Stop("ratchet_unjudged", GateState.UNDECIDED, sentence, tuple(hidden))
