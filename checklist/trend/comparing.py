"""Two audits beside each other: who rose, who fell, by which rules, and what of it the policy's change explains."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from checklist.model import Because, Outcome, Place, UsageError
from checklist.trend.history import families

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from checklist.wire.audit import AuditDocument, Finding, Rule, Scorecard


@dataclass(frozen=True, slots=True)
class RuleChange:
    """One rule and one rep: the points that its change adds to the score, in tenths, and why."""

    rule: str
    points: int
    because: Because
    before: Finding | None
    after: Finding | None


@dataclass(frozen=True, slots=True)
class RepChange:
    """One rep judged both times. `points` is None where one of the scores is; else the rules' points add up to it."""

    rep_id: str
    name: str | None
    before: Scorecard
    after: Scorecard
    deviations: tuple[int, int]
    rules: tuple[RuleChange, ...]

    @property
    def points(self) -> int | None:
        """How far the score rose (or fell, below 0), in tenths."""
        if self.before.score is None or self.after.score is None:
            return None
        return self.after.score - self.before.score

    def points_because(self, because: Because) -> int:
        """Return what the rules that changed for one reason add to the score, in tenths."""
        return sum(each.points for each in self.rules if each.because is because)


@dataclass(frozen=True, slots=True)
class PolicyChange:
    """What the two audits were judged by, as far as it differs. Each pair is (before, after)."""

    same: bool
    version: tuple[str, str]
    parameters: Mapping[str, tuple[Any, Any]]
    added: tuple[str, ...]
    removed: tuple[str, ...]
    reweighed: tuple[str, ...]
    asks_otherwise: tuple[str, ...]

    @property
    def rules(self) -> frozenset[str]:
        """The rules that are new or gone, or ask, bind or weigh otherwise."""
        return frozenset((*self.added, *self.removed, *self.reweighed, *self.asks_otherwise))


@dataclass(frozen=True, slots=True)
class AuditChange:
    """Two audits and what lies between them; reps by how far they moved, the furthest fall first."""

    old: AuditDocument
    new: AuditDocument
    policy: PolicyChange
    reps: tuple[RepChange, ...]
    come: tuple[Scorecard, ...]
    gone: tuple[Scorecard, ...]

    @property
    def points(self) -> int | None:
        """How far the firm's score rose, in tenths."""
        before, after = self.old.summary.score, self.new.summary.score
        return None if before is None or after is None else after - before

    def title(self, rule: str) -> str:
        """Return a rule's title in the later audit, else in the earlier one, else its id."""
        for document in (self.new, self.old):
            for each in document.policy.rules:
                if each.rule == rule and each.title:
                    return each.title
        return rule


def compare(old: AuditDocument, new: AuditDocument) -> AuditChange:
    """Return what changed between two audits. Raises `UsageError` where they were judged by different packs."""
    if not families(old.policy.pack, old.policy.extends) & families(new.policy.pack, new.policy.extends):
        raise UsageError("compare_other_policy", Place(new.path), old=old.policy.pack, new=new.policy.pack)
    policy = _policy(old, new)
    was, now = old.cards(), new.cards()
    counts = old.deviation_counts(), new.deviation_counts()
    reps = [
        RepChange(
            rep_id=rep_id,
            name=now[rep_id].name or was[rep_id].name,
            before=was[rep_id],
            after=now[rep_id],
            deviations=(counts[0][rep_id], counts[1][rep_id]),
            rules=tuple(_rules(was[rep_id], now[rep_id], policy.rules)),
        )
        for rep_id in sorted(was.keys() & now.keys())
    ]
    reps.sort(key=lambda each: (each.points is None, each.points or 0, each.rep_id))
    return AuditChange(
        old=old,
        new=new,
        policy=policy,
        reps=tuple(reps),
        come=tuple(now[rep_id] for rep_id in sorted(now.keys() - was.keys())),
        gone=tuple(was[rep_id] for rep_id in sorted(was.keys() - now.keys())),
    )


def _policy(old: AuditDocument, new: AuditDocument) -> PolicyChange:
    was, now = ({each.rule: each for each in document.policy.rules} for document in (old, new))
    both = sorted(was.keys() & now.keys())
    figures = [
        {name: (each.pack, each.value) for name, each in document.policy.tailoring.items()} for document in (old, new)
    ]
    parameters = {}
    for name in sorted(figures[0].keys() | figures[1].keys()):
        # A figure that only one of them sets stands beside the pack's own in the other.
        before = figures[0].get(name, (None, figures[1].get(name, (None, None))[0]))[1]
        after = figures[1].get(name, (None, figures[0].get(name, (None, None))[0]))[1]
        if before != after:
            parameters[name] = (before, after)
    return PolicyChange(
        same=old.policy.sha256 == new.policy.sha256,
        version=(old.policy.version, new.policy.version),
        parameters=parameters,
        added=tuple(sorted(now.keys() - was.keys())),
        removed=tuple(sorted(was.keys() - now.keys())),
        reweighed=tuple(rule for rule in both if _weight(was[rule]) != _weight(now[rule])),
        asks_otherwise=tuple(rule for rule in both if _asks_otherwise(was[rule], now[rule], old, new)),
    )


def _weight(rule: Rule) -> tuple[Any, ...]:
    return rule.weight, rule.threshold, rule.modality, rule.informational, rule.clause


def _asks_otherwise(was: Rule, now: Rule, old: AuditDocument, new: AuditDocument) -> bool:
    """Tell whether a rule asks something else. Where an audit does not say what it asked, another policy might."""
    if was.sha256 is None or now.sha256 is None:
        return old.policy.sha256 != new.policy.sha256
    return was.sha256 != now.sha256


def _rules(was: Scorecard, now: Scorecard, changed: frozenset[str]) -> Iterator[RuleChange]:
    """Yield the rules that cost other points than before, or come out otherwise, those that move most first."""
    before, after = ({each.rule: each for each in card.findings} for card in (was, now))
    scored = was.score is not None and now.score is not None
    found = []
    for rule in sorted(before.keys() | after.keys()):
        one, other = before.get(rule), after.get(rule)
        points = _lost(one) - _lost(other) if scored else 0
        outcomes = {one and one.outcome, other and other.outcome}
        if rule in changed:
            because = Because.POLICY
        elif Outcome.NOT_CHECKED in outcomes and len(outcomes) > 1:
            because = Because.NOT_CHECKED
        elif _told(one) != _told(other):
            because = Because.BEHAVIOUR
        else:
            because = Because.SHARES
        if points or len(outcomes) > 1:
            found.append(RuleChange(rule, points, because, one, other))
    yield from sorted(found, key=lambda each: (-abs(each.points), each.rule))


def _lost(finding: Finding | None) -> int:
    return 0 if finding is None else finding.points_lost or 0


def _told(finding: Finding | None) -> tuple[Any, ...] | None:
    """Return what a finding says of what the log shows, for its share of the score."""
    return None if finding is None else (finding.outcome, finding.score)
