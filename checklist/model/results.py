"""What an audit says: findings, deviations, scorecards, and the whole that holds them."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from checklist.model.activity import RepActivity
    from checklist.model.causes import Cause
    from checklist.model.gate import GateResult
    from checklist.model.rules import Policy
    from checklist.model.text import Sentence
    from checklist.model.trend import Earlier
    from checklist.model.waivers import WaiverUse


class Outcome(StrEnum):
    """What became of one rule for one rep in one period."""

    PASS = "pass"  # noqa: S105  # an outcome, no password
    FAIL = "fail"
    PENDING = "pending"
    NOT_APPLICABLE = "not_applicable"
    NOT_CHECKED = "not_checked"
    ERROR = "error"


class Verdict(StrEnum):
    """What a rep's findings come to."""

    COMPLIANT = "compliant"
    NON_COMPLIANT = "non_compliant"
    UNDECIDED = "undecided"


@dataclass(frozen=True, slots=True)
class Period:
    """The days that are judged, both inclusive, and the day up to whose end records are seen."""

    first: date
    last: date
    as_of: date
    label: str

    @property
    def judged_last(self) -> date:
        """The last day on which anything falls due that is judged already."""
        return min(self.last, self.as_of)


@dataclass(frozen=True, slots=True)
class Notice:
    """Something the reader of a report must know about its data or policy; `code` is stable."""

    code: str
    sentence: Sentence

    @property
    def empty(self) -> bool:
        """Whether it says that the log holds nothing of the period."""
        return self.code in {"no_records", "log_outside_period", "no_records_in_period"}


@dataclass(frozen=True, slots=True)
class Reject:
    """A row that could not be read: where it stands and why."""

    table: str
    path: str
    line: int
    reason: Sentence


@dataclass(frozen=True, slots=True)
class InputSummary:
    """One input and its row balance: rows = records + rejects + skipped + duplicates.

    Of a folder parted by month, `files` counts those that were read, `files_left_out` those of other months.
    """

    table: str
    path: str
    sha256: str
    rows: int
    records: int
    rejects: int
    skipped: int
    duplicates: int
    files: int | None = None
    files_left_out: int = 0


@dataclass(frozen=True, slots=True)
class Evidence:
    """One record that shows a deviation: where it stands and when it happened."""

    path: str
    line: int
    record_id: str | None
    occurred_at: str


@dataclass(frozen=True, slots=True)
class Deviation:
    """An expectation (cadence: a stretch, quota: a window) that fell due and was not met.

    `subject` holds the parts of the identity (`record_id`, `customer_id`, `item`, `step`, `window`, …);
    `due_on` is the day it fell due, of a cadence's stretch the true first overdue day;
    `missing` counts the units it stands for in this period. A possible shortfall is told in the same form; its
    `cause` is the key of what alone keeps it from being missed.
    """

    id: str
    rule: str
    clause: str
    rep_id: str
    subject: dict[str, str]
    due_on: date
    missing: int
    sentence: Sentence
    evidence: tuple[Evidence, ...] = ()
    waiver: str | None = None
    cause: str | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """Rule x rep x period: what was expected, what was met, what is still open.

    `pending` counts units due later in the period and those of triggers in it due after it;
    `pending_in_period` only the former. `unknown` counts units that the data cannot decide, which
    `expected` leaves out; `causes` are the keys of why, with their units. `waived` counts
    missed ones that a waiver covers. `score` is in ten-thousandths, rounded down, or None where
    nothing is scored; `points_lost` is in tenths of a point of the rep's 100.
    """

    rule: str
    clause: str
    rep_id: str
    outcome: Outcome
    expected: int
    met: int
    pending: int
    pending_in_period: int = 0
    unknown: int = 0
    causes: tuple[tuple[str, int], ...] = ()
    waived: int = 0
    score: int | None = None
    points_lost: int | None = None
    reason: Sentence | None = None
    waivers: tuple[str, ...] = ()
    omitted_deviations: int = 0

    @property
    def left_open(self) -> bool:
        """Whether waivers cover all that is known to be missed, so that only what is unknown is left."""
        return bool(self.waived and self.unknown) and self.expected - self.met <= self.waived


@dataclass(frozen=True, slots=True)
class ChapterScore:
    """One chapter of one scorecard: its score in tenths of a point (rounded down), or None."""

    chapter: str
    score: int | None
    failing: int
    undecided: int


@dataclass(frozen=True, slots=True)
class Scorecard:
    """One rep's findings for a period. `score` is in tenths of a point, rounded down, or None."""

    rep_id: str
    name: str | None
    team: str | None
    manager: str | None
    score: int | None
    grade: str | None
    verdict: Verdict
    scored: int
    applicable: int
    findings: tuple[Finding, ...]
    chapters: tuple[ChapterScore, ...] = ()


@dataclass(frozen=True, slots=True)
class Upcoming:
    """What falls due next for a rep: how many expectations alike, by which day, and what to do about it.

    `due_on` is the last day on which a record still meets them, and None where the calendar cannot tell it
    yet. `overdue` marks a duty that goes on being missed until it is done; its `due_on` is the day since
    which it is. `unknown` of them may be met already, or not be owed: the data cannot decide that. `subject` is named
    as in deviations.
    """

    rep_id: str
    rule: str
    clause: str
    due_on: date | None
    count: int
    subject: dict[str, str]
    sentence: Sentence
    overdue: bool = False
    unknown: int = 0


@dataclass(frozen=True, slots=True)
class Audit:
    """Everything one audit found, ready for any report. Lists are sorted as reports show them.

    `scorecards` by rep; each one's findings by clause then rule (policy order of numbers, so 2.10 after
    2.9); `deviations` by rep, rule, due day, subject. `upcoming` by rep, those overdue first, then by day;
    `history` holds the earlier periods, the oldest first; `activity` is by rep, and empty where no report
    asked for it. `team_scores` are means of the reps' exact scores, in tenths of a point, rounded down; `gate` is what
    became of the gate, where there was one. `requirements` says by rule what its latest version asks.
    """

    version: str
    policy: Policy
    period: Period
    inputs: tuple[InputSummary, ...]
    notices: tuple[Notice, ...]
    scorecards: tuple[Scorecard, ...]
    deviations: tuple[Deviation, ...]
    score: int | None
    deviation_count: int
    omitted_deviations: int = 0
    rejects: tuple[Reject, ...] = ()
    waivers: tuple[WaiverUse, ...] = ()
    upcoming: tuple[Upcoming, ...] = ()
    history: tuple[Earlier, ...] = ()
    causes: tuple[Cause, ...] = ()
    possible: tuple[Deviation, ...] = ()
    activity: Mapping[str, RepActivity] = field(default_factory=dict)
    team_scores: Mapping[str, int | None] = field(default_factory=dict)
    gate: GateResult | None = None
    requirements: Mapping[str, Sentence] = field(default_factory=dict)
