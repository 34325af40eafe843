"""The difference of two policies as JSON, for scripts."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from checklist.cli.speech import wording
from checklist.model import Verdict
from checklist.reporters.figures import tenths_number
from checklist.version import __version__

if TYPE_CHECKING:
    from collections.abc import Sequence

    from checklist.auditing import Cause, Effect, Movement
    from checklist.model import Finding, Policy, Scorecard
    from checklist.policy import Change

SCHEMA = "checklist-policy-diff/1"


def document(old: Policy, new: Policy, changes: Sequence[Change], effect: Effect | None) -> str:
    """Return the difference as one JSON document; `effect` is null where no log was given."""
    whole = {
        "schema": SCHEMA,
        "tool": {"version": __version__},
        "language": wording().language,
        "from": _policy(old),
        "to": _policy(new),
        "changes": [_change(each) for each in changes],
        "effect": None if effect is None else _effect(effect),
    }
    return json.dumps(whole, ensure_ascii=False, indent=2)


def _policy(policy: Policy) -> dict[str, Any]:
    return {"pack": policy.id, "version": policy.version, "extends": policy.tailoring, "sha256": policy.sha256}


def _change(change: Change) -> dict[str, Any]:
    return {
        "code": change.code,
        "clause": change.clause,
        "rule": change.rule,
        "field": change.field,
        "from": change.before,
        "to": change.after,
        "message": wording().say(change.sentence),
    }


def _effect(effect: Effect) -> dict[str, Any]:
    audits = (effect.before, effect.after)
    period = effect.after.period
    return {
        "period": {"from": str(period.first), "to": str(period.last), "as_of": str(period.as_of)},
        "reps": len(effect.after.scorecards),
        "score": _pair(*(tenths_number(audit.score) for audit in audits)),
        "verdicts": {
            verdict.value: _pair(*(sum(card.verdict is verdict for card in audit.scorecards) for audit in audits))
            for verdict in Verdict
        },
        "moved": [_movement(each) for each in effect.movements],
        "silent_findings": effect.silent,
    }


def _movement(movement: Movement) -> dict[str, Any]:
    cards = (movement.before, movement.after)
    return {
        "rep_id": movement.rep_id,
        "name": movement.name,
        "score": _pair(*(None if card is None else tenths_number(card.score) for card in cards)),
        "verdict": _pair(*(_verdict(card) for card in cards)),
        "rules": [_cause(each) for each in movement.causes],
        "other_rules_points": tenths_number(movement.rest),
    }


def _verdict(card: Scorecard | None) -> str | None:
    return None if card is None else card.verdict.value


def _cause(cause: Cause) -> dict[str, Any]:
    found = _pair(_finding(cause.before), _finding(cause.after))
    return {"rule": cause.rule, "points": tenths_number(cause.points), **found}


def _finding(finding: Finding | None) -> dict[str, Any] | None:
    if finding is None:
        return None
    return {
        "outcome": finding.outcome.value,
        "expected": finding.expected,
        "met": finding.met,
        "pending": finding.pending,
        "waived": finding.waived,
    }


def _pair(before: Any, after: Any) -> dict[str, Any]:
    return {"from": before, "to": after}
