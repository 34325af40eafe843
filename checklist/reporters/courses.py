"""What lies before and after an audit, as JSON: earlier periods, and what falls due next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from checklist.wire import audit as wire

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from checklist.model import Earlier, Upcoming
    from checklist.wording import Wording


def upcoming_items(upcoming: Iterable[Upcoming], wording: Wording) -> Iterator[wire.Upcoming]:
    """Yield what falls due next."""
    for each in upcoming:
        yield wire.Upcoming(
            rep_id=each.rep_id,
            rule=each.rule,
            clause=each.clause,
            due_on=each.due_on,
            overdue=each.overdue,
            count=each.count,
            unknown=each.unknown,
            subject=dict(sorted(each.subject.items())),
            message=wording.say(each.sentence),
        )


def earlier_item(earlier: Earlier) -> wire.EarlierPeriod:
    """Return an earlier period."""
    period = earlier.period
    return wire.EarlierPeriod(
        period=wire.Days(first=period.first, to=period.last, as_of=period.as_of),
        policy=wire.EarlierPolicy(pack=earlier.pack, version=earlier.policy_version, sha256=earlier.policy_sha256),
        summary=wire.EarlierSummary(
            reps=len(earlier.cards),
            **{verdict.value: count for verdict, count in earlier.verdicts.items()},
            score=earlier.score,
            deviations=earlier.deviations,
        ),
        reps=tuple(
            wire.EarlierRep(
                rep_id=card.rep_id,
                score=card.score,
                verdict=card.verdict,
                deviations=card.deviations,
                points_lost=dict(sorted(card.points_lost.items())),
            )
            for card in (earlier.cards[rep_id] for rep_id in sorted(earlier.cards))
        ),
    )
