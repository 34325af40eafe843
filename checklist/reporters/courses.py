"""What lies before and after an audit, as JSON: earlier periods, and what falls due next."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from checklist.reporters import figures

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from checklist.model import Earlier, Upcoming
    from checklist.wording import Wording


def upcoming_items(upcoming: Iterable[Upcoming], wording: Wording) -> Iterator[dict[str, Any]]:
    """Yield what falls due next as the schema has it."""
    for each in upcoming:
        yield {
            "rep_id": each.rep_id,
            "rule": each.rule,
            "clause": each.clause,
            "due_on": None if each.due_on is None else str(each.due_on),
            "overdue": each.overdue,
            "count": each.count,
            "subject": dict(sorted(each.subject.items())),
            "message": wording.say(each.sentence),
        }


def earlier_item(earlier: Earlier) -> dict[str, Any]:
    """Return an earlier period as the schema has it."""
    return {
        "period": {
            "from": str(earlier.period.first),
            "to": str(earlier.period.last),
            "as_of": str(earlier.period.as_of),
        },
        "policy": {"pack": earlier.pack, "version": earlier.policy_version, "sha256": earlier.policy_sha256},
        "summary": {
            "reps": len(earlier.cards),
            **{verdict.value: count for verdict, count in sorted(earlier.verdicts.items())},
            "score": figures.tenths_number(earlier.score),
            "deviations": earlier.deviations,
        },
        "reps": [
            {
                "rep_id": card.rep_id,
                "score": figures.tenths_number(card.score),
                "verdict": card.verdict.value,
                "deviations": card.deviations,
                "points_lost": {
                    rule: figures.tenths_number(points) for rule, points in sorted(card.points_lost.items())
                },
            }
            for card in (earlier.cards[rep_id] for rep_id in sorted(earlier.cards))
        ],
    }
