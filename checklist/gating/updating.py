"""A baseline brought up to date: mended deviations struck, counts tightened, new ones added only on someone's word."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from checklist.gating.baseline import Baseline, Comparison, counts_of, judged_rules
from checklist.model import Acceptance, BaselineError, Outcome, Place

if TYPE_CHECKING:
    from datetime import date

    from checklist.model import Audit


_SETTLED = (Outcome.PASS, Outcome.FAIL, Outcome.NOT_APPLICABLE)


@dataclass(frozen=True, slots=True)
class Approval:
    """By whose word new deviations are accepted, since when, why, and until when."""

    approved_by: str
    approved_on: date
    reason: str
    expires: date | None = None


def struck(comparison: Comparison) -> Baseline:
    """Return the baseline without what is mended; nothing is added."""
    gone = {each.id for each in comparison.mended}
    baseline = comparison.baseline
    return replace(baseline, accepted=tuple(each for each in baseline.accepted if each.id not in gone))


def tightened(baseline: Baseline, audit: Audit) -> Baseline:
    """Return the baseline with each count lowered to this audit's, and none raised.

    Only where the audit settled all that falls due in its period: what could not be told, or is still open, is
    no improvement.
    """
    now = counts_of(audit)
    settled = {
        (card.rep_id, each.rule)
        for card in audit.scorecards
        for each in card.findings
        if each.outcome in _SETTLED and not each.unknown and not each.pending_in_period
    }
    counts = {
        rep: {
            rule: min(count, now.get(rep, {}).get(rule, 0)) if (rep, rule) in settled else count
            for rule, count in rules.items()
        }
        for rep, rules in baseline.counts.items()
    }
    counts = {rep: {rule: count for rule, count in rules.items() if count} for rep, rules in counts.items()}
    return replace(baseline, version=audit.policy.version, counts=counts)


def accept_new(comparison: Comparison, audit: Audit, approval: Approval) -> Baseline:
    """Return the baseline with every new deviation accepted and the counts as they are now.

    Raises `BaselineError` where the approver is one of the reps whose deviations would be accepted.
    """
    fresh = [
        Acceptance(
            id=each.id,
            rule=each.rule,
            rep_id=each.rep_id,
            due_on=each.due_on,
            subject=dict(each.subject),
            reason=approval.reason,
            approved_by=approval.approved_by,
            approved_on=approval.approved_on,
            expires=approval.expires,
        )
        for each in comparison.new
    ]
    refuse_own(fresh, audit, comparison.baseline.path)
    renewed = {each.id for each in fresh}
    kept = [each for each in struck(comparison).accepted if each.id not in renewed]
    return Baseline(
        path=comparison.baseline.path,
        pack=audit.policy.id,
        version=audit.policy.version,
        accepted=tuple(sorted([*kept, *fresh], key=lambda each: (each.rep_id, each.rule, each.due_on, each.id))),
        counts=counts_of(audit),
        rules=judged_rules(audit),
    )


def refuse_own(accepted: list[Acceptance] | tuple[Acceptance, ...], audit: Audit, path: str) -> None:
    """Refuse what a rep has accepted in a rep's own favour."""
    names = {card.rep_id: card.name for card in audit.scorecards}
    for each in accepted:
        approver = each.approved_by.strip().casefold()
        if approver in {each.rep_id.casefold(), (names.get(each.rep_id) or "").strip().casefold()}:
            raise BaselineError("baseline_own", Place(path), id=each.id, approver=each.approved_by, rep=each.rep_id)
