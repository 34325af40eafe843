"""Who a scorecard is about, what it comes to, and how that has changed since the period before."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from checklist.model import Verdict
from checklist.reporters.charts import period_name
from checklist.reporters.reading import SYMBOLS

if TYPE_CHECKING:
    from checklist.model import Scorecard
    from checklist.reporters.localised import LocalWording
    from checklist.reporters.reading import Reading

TONES = {Verdict.COMPLIANT: "good", Verdict.NON_COMPLIANT: "bad", Verdict.UNDECIDED: "doubt"}


def headline(card: Scorecard) -> dict[str, Any]:
    """Return who a scorecard is about and what it comes to."""
    return {
        "id": card.rep_id,
        "name": card.name or card.rep_id,
        "named": bool(card.name),
        "team": card.team,
        "manager": card.manager,
        "score": card.score,
        "grade": card.grade,
        "verdict": card.verdict.value,
        "symbol": SYMBOLS[card.verdict],
        "tone": TONES[card.verdict],
        "scored": card.scored,
        "applicable": card.applicable,
    }


def change_of(reading: Reading, card: Scorecard, wording: LocalWording) -> dict[str, Any] | None:
    """Return how a rep's score and verdict differ from the last earlier period's, or None without one."""
    if not reading.audit.history:
        return None
    last = reading.audit.history[-1]
    before = last.cards.get(card.rep_id)
    if before is None:
        return None
    return _change(reading, before.score, card.score, wording) | {
        "verdict": before.verdict.value,
        "same_verdict": before.verdict is card.verdict,
    }


def firm_change(reading: Reading, wording: LocalWording) -> dict[str, Any] | None:
    """Return how the firm's score and the number of each verdict differ from the last earlier period's."""
    if not reading.audit.history:
        return None
    last = reading.audit.history[-1]
    now = reading.verdicts()
    return _change(reading, last.score, reading.audit.score, wording) | {
        "verdicts": {each.value: now[each] - last.verdicts.get(each, 0) for each in Verdict},
    }


def _change(reading: Reading, before: int | None, now: int | None, wording: LocalWording) -> dict[str, Any]:
    last = reading.audit.history[-1]
    points = None if before is None or now is None else now - before
    return {
        "period": period_name(last.period.first, last.period.last, wording),
        "before": before,
        "points": points,
        "size": None if points is None else abs(points),
        "symbol": "" if points is None else "▲" if points > 0 else "▼" if points < 0 else "＝",
        "new_policy": last.policy_sha256 != reading.audit.policy.sha256,
    }
