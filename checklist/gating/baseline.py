"""Known deviations, held against those of an audit: which still stand, which are new, which are mended."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from checklist.model import Outcome

if TYPE_CHECKING:
    from collections.abc import Mapping

    from checklist.model import Acceptance, Audit, Deviation, Finding

Key = tuple[str, str]
"""A finding: rep and rule."""

_JUDGED = (Outcome.PASS, Outcome.FAIL)


@dataclass(frozen=True, slots=True)
class Baseline:
    """A baseline as read: the policy it was made with, what it accepts, and how many deviations it counted.

    `counts` has each rep that was judged, and for it the rules with deviations (waived ones aside); `rules` are
    those that were judged then, so that a rule added since is not taken for growth.
    """

    path: str
    pack: str
    version: str
    accepted: tuple[Acceptance, ...] = ()
    counts: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    rules: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Comparison:
    """What an audit makes of a baseline.

    `standing`: acceptances in force whose deviation is still there, by its id; `expired`: those no longer in
    force whose deviation is still there. `mended`: acceptances whose deviation would have to be in this audit
    and is not; `unjudged`: those whose finding this audit could not judge, or that fell due outside its period.
    """

    baseline: Baseline
    standing: Mapping[str, Acceptance]
    expired: tuple[Acceptance, ...]
    mended: tuple[Acceptance, ...]
    unjudged: tuple[Acceptance, ...]
    new: tuple[Deviation, ...]
    open_findings: frozenset[Key]
    """The findings with at least one deviation that is neither waived nor accepted."""


def compare(audit: Audit, baseline: Baseline) -> Comparison:
    """Hold an audit, with all its deviations listed, against a baseline."""
    found = {each.id: each for each in audit.deviations}
    findings = {(card.rep_id, each.rule): each for card in audit.scorecards for each in card.findings}
    known = {rule.id for rule in audit.policy.rules}
    day = audit.period.as_of
    standing: dict[str, Acceptance] = {}
    expired, mended, unjudged = [], [], []
    for each in baseline.accepted:
        if each.id in found:
            if each.holds_on(day):
                standing[each.id] = each
            else:
                expired.append(each)
        elif each.rule not in known or _would_show(each, findings.get((each.rep_id, each.rule)), audit):
            mended.append(each)
        else:
            unjudged.append(each)
    signals = _signals(audit)
    new = tuple(
        each
        for each in audit.deviations
        if each.waiver is None and each.id not in standing and each.rule not in signals
    )
    return Comparison(
        baseline=baseline,
        standing=standing,
        expired=tuple(expired),
        mended=tuple(mended),
        unjudged=tuple(unjudged),
        new=new,
        open_findings=frozenset((each.rep_id, each.rule) for each in new),
    )


def _would_show(each: Acceptance, finding: Finding | None, audit: Audit) -> bool:
    """Tell whether the audit would show the deviation if it were still there."""
    last = min(audit.period.last, audit.period.as_of)
    if finding is None or finding.unknown:
        return False  # what nobody judged this time may be the very thing that was missed
    judged = finding.outcome in {*_JUDGED, Outcome.NOT_APPLICABLE, Outcome.PENDING}
    return judged and audit.period.first <= each.due_on <= last


def counts_of(audit: Audit) -> dict[str, dict[str, int]]:
    """Count each judged rep's deviations by rule, waived ones and signals for review aside."""
    signals = _signals(audit)
    counted: Counter[Key] = Counter(
        (each.rep_id, each.rule) for each in audit.deviations if each.waiver is None and each.rule not in signals
    )
    counts: dict[str, dict[str, int]] = {card.rep_id: {} for card in audit.scorecards}
    for (rep, rule), count in sorted(counted.items()):
        counts.setdefault(rep, {})[rule] = count
    return counts


def _signals(audit: Audit) -> set[str]:
    """Return the rules that are only signals for review: they stop no gate, and nobody has to accept them."""
    return {rule.id for rule in audit.policy.rules if rule.informational}


def judged_rules(audit: Audit) -> frozenset[str]:
    """Return the rules that this audit could judge for at least one rep."""
    return frozenset(
        each.rule
        for card in audit.scorecards
        for each in card.findings
        if each.outcome not in {Outcome.NOT_CHECKED, Outcome.ERROR}
    )
