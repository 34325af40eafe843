"""What another policy would change on the same data: whose score and verdict move, how far, and by which rules."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from checklist.auditing.run import run
from checklist.model import Outcome

if TYPE_CHECKING:
    from collections.abc import Iterator

    from checklist.auditing.preparing import Request
    from checklist.model import Audit, Finding, Policy, Scorecard

_FULL = 1000
_NO_MATTER = (Outcome.PASS, Outcome.NOT_APPLICABLE)


@dataclass(frozen=True, slots=True)
class Cause:
    """One rule whose finding comes out otherwise; `points` is what that adds to the score, in tenths."""

    rule: str
    before: Finding | None
    after: Finding | None
    points: int


@dataclass(frozen=True, slots=True)
class Movement:
    """One rep whose score or verdict moves. `rest` is what all other rules add, weighing otherwise now."""

    rep_id: str
    before: Scorecard | None
    after: Scorecard | None
    causes: tuple[Cause, ...]
    rest: int

    @property
    def name(self) -> str | None:
        """The rep's name, where a roster gives one."""
        card = self.after or self.before
        return None if card is None else card.name

    @property
    def reach(self) -> tuple[int, int]:
        """How far the score moves, and whether the verdict does: the measure of who moves most."""
        scores = [None if card is None else card.score for card in (self.before, self.after)]
        known = [score for score in scores if score is not None]
        span = max(known) - min(known) if len(known) == len(scores) else _FULL if known else 0
        return span, int(_verdict(self.before) != _verdict(self.after))


@dataclass(frozen=True, slots=True)
class Effect:
    """Two audits of the same data, and what moves between them, the furthest first."""

    before: Audit
    after: Audit
    movements: tuple[Movement, ...]
    silent: int


def effect_of(request: Request, policy: Policy) -> Effect:
    """Audit the data as requested, then once more by another policy, over the same days."""
    before = run(_asked_by(request, request.policy, policy))
    period = before.period
    days = f"{period.first}..{period.last}"
    after = run(replace(_asked_by(request, policy, request.policy), policy=policy, period=days, as_of=period.as_of))
    return between(before, after)


def _asked_by(request: Request, policy: Policy, other: Policy) -> Request:
    """Leave out the waivers of rules that only the other policy has: there they are no slip of the pen."""
    if request.waivers is None:
        return request
    foreign = {rule.id for rule in other.rules} - {rule.id for rule in policy.rules}
    kept = tuple(each for each in request.waivers.waivers if each.rule not in foreign)
    return replace(request, waivers=replace(request.waivers, waivers=kept))


def between(before: Audit, after: Audit) -> Effect:
    """Return what moves between two audits of the same data.

    `silent` counts the findings that come out otherwise without moving their rep's score or verdict.
    """
    was, now = ({card.rep_id: card for card in audit.scorecards} for audit in (before, after))
    weighed = _weighed_otherwise(before.policy, after.policy)
    moved, silent = [], 0
    for rep_id in sorted(was.keys() | now.keys()):
        movement = _movement(rep_id, was.get(rep_id), now.get(rep_id), weighed)
        if any(movement.reach):
            moved.append(movement)
        else:
            silent += len(movement.causes)
    moved.sort(key=lambda each: tuple(-number for number in each.reach))
    return Effect(before, after, tuple(moved), silent)


def _movement(rep_id: str, was: Scorecard | None, now: Scorecard | None, weighed: frozenset[str]) -> Movement:
    causes = sorted(_causes(was, now, weighed), key=lambda cause: (-abs(cause.points), cause.rule))
    scores = [0 if card is None or card.score is None else card.score for card in (was, now)]
    return Movement(rep_id, was, now, tuple(causes), scores[1] - scores[0] - sum(each.points for each in causes))


def _causes(was: Scorecard | None, now: Scorecard | None, weighed: frozenset[str]) -> Iterator[Cause]:
    before, after = ({each.rule: each for each in card.findings} if card else {} for card in (was, now))
    scored = [card is not None and card.score is not None for card in (was, now)]
    for rule in sorted(before.keys() | after.keys()):
        one, other = before.get(rule), after.get(rule)
        if _told(one) != _told(other) or (rule in weighed and _counts(one, other)):
            yield Cause(rule, one, other, _lost(one) - _lost(other) if all(scored) else 0)


def _weighed_otherwise(old: Policy, new: Policy) -> frozenset[str]:
    """Return the rules that bind or weigh otherwise, whatever they find."""
    was, now = (
        {
            rule.id: (rule.modality, rule.informational, rule.weight, clause.weight)
            for clause in policy.clauses
            for rule in clause.rules
        }
        for policy in (old, new)
    )
    return frozenset(rule for rule in was.keys() & now.keys() if was[rule] != now[rule])


def _counts(one: Finding | None, other: Finding | None) -> bool:
    """Tell whether a finding has a say in score or verdict."""
    return _lost(one) != _lost(other) or (other is not None and other.outcome not in _NO_MATTER)


def _told(finding: Finding | None) -> tuple[Any, ...] | None:
    """Return what a finding says; of a rule that is not asked, or does not apply, nothing."""
    if finding is None or finding.outcome is Outcome.NOT_APPLICABLE:
        return None
    return finding.outcome, finding.expected, finding.met, finding.pending, finding.waived, finding.score


def _lost(finding: Finding | None) -> int:
    return 0 if finding is None else finding.points_lost or 0


def _verdict(card: Scorecard | None) -> str | None:
    return None if card is None else card.verdict.value
