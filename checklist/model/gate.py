"""What a gate says of an audit: whether it is met, what stopped it, and which known deviations it let stand."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from checklist.model.text import Sentence


class GateState(StrEnum):
    """Whether the gate is met. `undecided`: nothing was evaluated, or what was asked for could not be told."""

    MET = "met"
    NOT_MET = "not_met"
    UNDECIDED = "undecided"


@dataclass(frozen=True, slots=True)
class Acceptance:
    """A known deviation that the gate lets stand: by whose word, since when, why, and until when (None: open)."""

    id: str
    rule: str
    rep_id: str
    due_on: date
    subject: Mapping[str, str]
    reason: str
    approved_by: str
    approved_on: date
    expires: date | None = None

    def holds_on(self, day: date) -> bool:
        """Tell whether the acceptance is in force on a day."""
        return self.expires is None or day <= self.expires


@dataclass(frozen=True, slots=True)
class Stop:
    """One condition that is not met, and the findings (rep, rule) that show it, the worst first.

    `condition` is stable: `fail_on`, `min_share`, `min_score`, `ratchet`, `error`, `strict`, `no_rep`,
    `no_record`, `nothing_due`, `no_score`, `ratchet_unjudged`.
    """

    condition: str
    state: GateState
    sentence: Sentence
    findings: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class GateResult:
    """What became of a gate.

    `blocking` are the findings (rep, rule) that stop it, `accepted` the acceptances that let a deviation of
    this audit stand, by its id. `compared` tells whether a baseline was given at all. `notes` are what whoever
    keeps the gate must know though it stops nothing.
    """

    state: GateState
    stops: tuple[Stop, ...] = ()
    blocking: frozenset[tuple[str, str]] = frozenset()
    accepted: Mapping[str, Acceptance] = field(default_factory=dict)
    compared: bool = False
    notes: tuple[Sentence, ...] = ()
