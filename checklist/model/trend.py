"""Earlier periods' audits, as far as a later report wants to know of them, and why a later one differs."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from checklist.model.results import Period, Verdict


@dataclass(frozen=True, slots=True)
class EarlierCard:
    """One rep in an earlier period.

    `score` is in tenths of a point, or None where nothing was scored; `points_lost` names the rules that cost
    points, in tenths, and with those that were scored and lost none they add up to 1000 minus the score;
    `deviations` counts all of the rep's, listed or not.
    """

    rep_id: str
    score: int | None
    verdict: Verdict
    points_lost: Mapping[str, int] = field(default_factory=dict)
    deviations: int = 0


@dataclass(frozen=True, slots=True)
class Earlier:
    """An earlier period's audit: what it judged, by which policy, and what it came to.

    `score` is the firm's, in tenths of a point, or None. `cards` are the reps judged then, by id.
    """

    period: Period
    pack: str
    policy_version: str
    policy_sha256: str
    score: int | None
    deviations: int
    verdicts: Mapping[Verdict, int]
    cards: Mapping[str, EarlierCard]


class Because(StrEnum):
    """Why a rule costs a rep other points than before."""

    BEHAVIOUR = "behaviour"
    """The rule asks and weighs what it did; what the log shows is other."""

    POLICY = "policy"
    """The rule is new, is gone, or asks, binds or weighs otherwise; whatever the log shows cannot be told apart."""

    NOT_CHECKED = "not_checked"
    """The rule is what it was, but the data could decide it only once: whether anything became other is not known."""

    SHARES = "shares"
    """Rule and finding are what they were; its share changed with what else was scored."""
