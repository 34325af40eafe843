"""The audit as JSON, `checklist-audit/2`: this model writes it, is its published schema, and reads it back.

A field stands here once, with what it means. A default is what an older or a shorter document that does not have
the field is taken to say when it is read; every document that is written has the field, save those marked
`exclude_if`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal

from pydantic import ConfigDict, Field, ValidationInfo, WithJsonSchema, model_validator

from checklist.model import GateState, Modality, Outcome, Verdict
from checklist.model.causes import CauseKind
from checklist.wire.parts import Absent, Count, Day, Document, Part, Score, Sha256, Tenths, Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Self


def _absent(value: object) -> bool:
    return value is None


class Tool(Part):
    """What made the document."""

    version: Text


class Setting(Part):
    """A parameter of the company's own, beside the pack's."""

    pack: Any = Field(None, description="A parameter's value")
    value: Any = Field(None, description="A parameter's value")


class Skipped(Part):
    """A rule that the company does not apply, and why."""

    rule: Text
    reason: Text


class Chapter(Part):
    """A chapter of the policy."""

    chapter: Text
    title: Text


class Rule(Part):
    """A rule that was judged by."""

    rule: Text
    clause: Text
    chapter: Text = ""
    kind: Text = ""
    title: Text = ""
    modality: Modality | Absent = Field(None, description="How a failure weighs")
    weight: float = Field(1, ge=0)
    threshold: float = Field(1, gt=0, le=1)
    informational: bool = Field(default=False, description="A signal for review: never scored")
    sha256: Sha256 | Absent = Field(None, description="SHA-256 of all that the rule asks")


class Policy(Part):
    """The policy that was judged by."""

    pack: Text
    version: Text
    title: Text = ""
    sha256: Sha256
    tailoring: dict[Text, Setting] = Field({}, description="Parameters of the company's own, beside the pack's")
    extends: Text | None = Field(None, description="The pack, with its version, that a tailoring is laid over")
    skipped: tuple[Skipped, ...] = Field((), description="Rules the company does not apply")
    chapters: tuple[Chapter, ...] = ()
    rules: tuple[Rule, ...] = Field((), description="What was judged, in the order of the policy")


class Days(Part):
    """The days judged, both inclusive; records after `as_of` were not seen."""

    first: Day = Field(alias="from")
    to: Day
    as_of: Day

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.to < self.first:
            raise ValueError("ends before it begins")
        return self


class Cause(Part):
    """What leaves expectations unknown, and what settles it."""

    key: Text = Field(description="What findings, possible shortfalls and explanations name it by")
    kind: CauseKind = Field(description="What is not known")
    name: Text = Field(description="Of a column or a word: the column")
    word: Text = Field(description="The word, the types or the item that it is about")
    path: Text | None = Field(description="Of a column: the input that does not show it")
    records: Count = Field(description="Records that it is about")
    units: Count = Field(description="Expectations that it leaves unknown; 0 where whole rules are not checked")
    findings: Count = Field(description="Findings that it has a part in")
    only: Count = Field(description="Those of them that have no other cause")
    reps: tuple[Text, ...] = Field(description="Whose findings these are")
    decides: tuple[Text, ...] = Field(description="Those of them whose verdict is undecided for nothing else")
    lone_rep: Text | None = Field(description="The rep who alone uses the word")
    message: Text
    line: Text = Field(description="What settles it: what to write or to hand in")
    write: tuple[Text, ...] = Field(
        description="What to write in the mapping or the policy, or to add to the command; any one of them settles it"
    )


class Input(Part):
    """A file that was read, or what stands for one: rows = records + rejects + skipped + duplicates."""

    table: Text = ""
    path: Text
    sha256: Sha256
    rows: Count = 0
    records: Count = 0
    rejects: Count = 0
    skipped: Count = 0
    duplicates: Count = 0
    files: Count | Absent = Field(None, exclude_if=_absent, description="Of a folder parted by month: files read")
    files_left_out: Count | Absent = Field(None, exclude_if=_absent, description="Of such a folder: files of others")


class Notice(Part):
    """Something that a reader must know about the data or the policy; `code` is stable."""

    code: Text
    message: Text


class Summary(Part):
    """What the audit came to."""

    reps: Count
    compliant: Count = 0
    non_compliant: Count = 0
    undecided: Count = 0
    score: Score
    deviations: Count = Field(description="All of them, listed or not")


class GateFinding(Part):
    """A finding that stops the gate."""

    rep_id: Text
    rule: Text


class Stop(Part):
    """A condition that stops the gate."""

    condition: Text = Field(description="Which condition: fail_on, min_score, ratchet, strict, no_record, …")
    state: GateState = Field(description="Whether the condition is not met, or cannot be told")
    message: Text
    findings: tuple[GateFinding, ...] = Field(description="The findings that show it, the worst first")


class Gate(Part):
    """What became of the gate; only where there was one."""

    state: GateState = Field(description="Whether the gate is met")
    stops: tuple[Stop, ...]
    notes: tuple[Text, ...]
    baseline: bool = Field(description="Whether a baseline was given")
    accepted: tuple[Text, ...] = Field(
        description="Identities of the deviations of this audit that the baseline accepts"
    )


class Basis(Part):
    """How much of the policy the score rests on."""

    scored: Count
    applicable: Count


class ChapterScore(Part):
    """A chapter of a scorecard."""

    chapter: Text
    score: Score
    failing: Count
    undecided: Count


class CauseUnits(Part):
    """How many expectations of a finding are unknown for one cause."""

    key: Text
    units: Count = Field(description="0 where the rule is not checked as a whole")


class Finding(Part):
    """What became of one rule for one rep in the period."""

    rule: Text
    clause: Text = ""
    outcome: Outcome = Field(description="What became of the rule for this rep in this period")
    expected: Count = Field(description="Expectations that fell due in the period, up to `as_of`, and are known")
    met: Count
    unknown: Count | Absent = Field(None, description="Others that fell due then, which the data cannot decide")
    pending: Count = Field(0, description="Expectations not due yet")
    pending_in_period: Count = Field(0, description="Those of them that fall due in the period")
    waived: Count = 0
    score: Annotated[float, Field(ge=0, le=1)] | None = None
    points_lost: Tenths | None = Field(None, description="Of the rep's 100; over all rules 100 − score exactly")
    informational: bool = False
    reason_code: Text | None = None
    reason: Text | None = None
    causes: tuple[CauseUnits, ...] = Field((), description="Why some are unknown")
    waivers: tuple[Text, ...] = Field((), description="Ids of the waivers that cover part of it")
    omitted_deviations: Count = 0


class Scorecard(Part):
    """One rep's findings, and what they come to."""

    rep_id: Text
    name: Text | None = None
    team: Text | None = None
    manager: Text | None = None
    score: Score
    grade: Text | None = None
    verdict: Verdict = Field(description="Undecided where a binding rule could not be judged")
    basis: Basis | Absent = Field(None, description="How much of the policy the score rests on")
    chapters: tuple[ChapterScore, ...] = ()
    findings: tuple[Finding, ...] = Field(description="One for every rule, by clause then rule")

    def around(self, findings: Iterable[str]) -> str:
        """Return the card as JSON: all but its findings on one line, then the JSON of each finding on one."""
        lines = ",\n    ".join(findings)
        between = f"\n    {lines}\n   " if lines else ""
        return f'{self.text(exclude={"findings"})[:-1]},\n   "findings": [{between}]}}'


class Evidence(Part):
    """A record that shows a deviation."""

    path: Text
    line: Count
    record_id: Text | None
    occurred_at: Text


class Shortfall(Part):
    """What deviations and possible shortfalls have in common."""

    id: Text = Field("", description="Stable under reordering, renamed files and a new export")
    rule: Text
    clause: Text = ""
    rep_id: Text
    subject: dict[Text, Text] = Field({})
    due_on: Day | Absent = None
    missing: Count = Field(0, description="Expectations it stands for in this period")
    message: Text = ""
    evidence: tuple[Evidence, ...] = ()


class Deviation(Shortfall):
    """An expectation that fell due and was not met, or a stretch or window of them."""

    waiver: Text | None = None


class PossibleShortfall(Shortfall):
    """An expectation, or a stretch or window of them, that only what is unknown keeps from being a deviation."""

    cause: Text = Field(description="The key of what leaves it unknown")


class Waiver(Part):
    """A waiver that was given, and what it excuses."""

    id: Text
    rule: Text
    reps: tuple[Text, ...] = Field(description="Whom it names; with none, and no teams, everyone")
    customers: tuple[Text, ...]
    teams: tuple[Text, ...]
    holds_from: Day = Field(alias="from", description="The first due day it covers")
    to: Day = Field(description="The last due day it covers")
    reason: Text
    approved_by: Text
    approved_on: Day
    expires: Day
    due: Count = Field(description="Expectations of its scope that fell due in the period")
    waived: Count = Field(description="Those of them that were missed and are waived")


class Upcoming(Part):
    """What falls due next for a rep."""

    rep_id: Text
    rule: Text
    clause: Text
    due_on: Day | None = Field(
        description="The last day to meet it; if overdue, the day since which it is; null: no calendar tells it yet"
    )
    overdue: bool
    count: Count = Field(description="Expectations that one thing to do stands for")
    unknown: Count | Absent = Field(None, description="Those of them that may be met already, or not owed")
    subject: dict[Text, Text]
    message: Text


class EarlierPolicy(Part):
    """The policy that an earlier period was judged by."""

    pack: Text
    version: Text
    sha256: Sha256


class EarlierSummary(Part):
    """What an earlier period came to."""

    reps: Count
    compliant: Count
    non_compliant: Count
    undecided: Count
    score: Score
    deviations: Count


class EarlierRep(Part):
    """One rep in an earlier period."""

    rep_id: Text
    score: Score
    verdict: Verdict = Field(description="As of then")
    deviations: Count
    points_lost: dict[Text, Annotated[Tenths, WithJsonSchema({"type": "number"})]]


class EarlierPeriod(Part):
    """An earlier period's audit, as far as a later one shows it."""

    period: Days
    policy: EarlierPolicy
    summary: EarlierSummary
    reps: tuple[EarlierRep, ...] = Field(description="By rep")


class Reject(Part):
    """A row that could not be read."""

    table: Text
    path: Text
    line: Count
    reason_code: Text
    reason: Text


class AuditDocument(Document):
    """An audit of sales records against a sales policy."""

    model_config = ConfigDict(title="An audit of sales records against a sales policy")
    urn: ClassVar[str] = "urn:checklist:audit:2"

    schema_: Literal["checklist-audit/2"] = Field("checklist-audit/2", alias="schema")
    tool: Tool
    language: Literal["zh", "en"] = Field("zh", description="Language of titles, messages and reasons")
    policy: Policy
    period: Days
    causes: tuple[Cause, ...] = Field(
        (), description="What leaves expectations unknown; those first that alone keep most findings open"
    )
    inputs: tuple[Input, ...] = Field((), description="Every file read")
    notices: tuple[Notice, ...] = ()
    summary: Summary
    gate: Gate | Absent = Field(None, exclude_if=_absent)
    scorecards: tuple[Scorecard, ...] = Field(description="By rep")
    deviations: tuple[Deviation, ...] = Field(description="By rep, rule, due day, subject")
    possible: tuple[PossibleShortfall, ...] = Field(
        (), description="In the order of the deviations, and capped as they are; nothing counts what the cap leaves out"
    )
    waivers: tuple[Waiver, ...] = Field((), description="Every waiver given, in the order of its file")
    upcoming: tuple[Upcoming, ...] = Field(
        (), description="What falls due next, by rep; those overdue first, then by day"
    )
    history: tuple[EarlierPeriod, ...] = Field((), description="Earlier periods, the oldest first")
    omitted_deviations: Count = Field(0, description="Deviations left out by the cap on the list")
    rejects: tuple[Reject, ...] = Field(
        (), description="The first rows that could not be read; `inputs` counts them all"
    )

    @model_validator(mode="after")
    def _adds_up(self, info: ValidationInfo) -> Self:
        """Check that a document read back is whole; one that is written is given its scorecards as it goes."""
        ids = {card.rep_id for card in self.scorecards}
        if info.mode == "json" and not len(ids) == len(self.scorecards) == self.summary.reps:
            raise ValueError("scorecards")
        return self

    def deviation_counts(self) -> dict[str, int]:
        """Return how many deviations each rep has, listed or not."""
        counts = {card.rep_id: sum(finding.omitted_deviations for finding in card.findings) for card in self.scorecards}
        for each in self.deviations:
            counts[each.rep_id] = counts.get(each.rep_id, 0) + 1
        return counts

    def unknown_count(self) -> int | None:
        """Return how many expectations are unknown; None where the document's form does not say so."""
        counts = [finding.unknown for card in self.scorecards for finding in card.findings]
        return None if None in counts else sum(each or 0 for each in counts)

    def cards(self) -> Mapping[str, Scorecard]:
        """Return the scorecards by rep."""
        return {card.rep_id: card for card in self.scorecards}

    def verdicts(self) -> dict[Verdict, int]:
        """Count the reps of each verdict."""
        return {verdict: sum(card.verdict is verdict for card in self.scorecards) for verdict in Verdict}


class FirstAuditDocument(AuditDocument):
    """An audit in its first form: it says nothing of what is unknown, and its `expected` counts that as well."""

    schema_: Literal["checklist-audit/1"] = Field("checklist-audit/1", alias="schema")  # type: ignore[assignment]
