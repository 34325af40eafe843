"""A gate's conditions, held against an audit: what stops a pipeline, and what cannot be told."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING

from checklist.gating.scores import score_stops
from checklist.gating.worsening import ratchet_stops
from checklist.kinds import kinds
from checklist.model import GateResult, GateState, Modality, Outcome, Sentence, Stop, Verdict
from checklist.scoring import stands

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from checklist.gating.baseline import Comparison, Key
    from checklist.model import Audit, Finding, Rule


class FailOn(StrEnum):
    """Which failing rules stop a gate: those that must be kept, any, or none."""

    MUST = "must"
    ANY = "any"
    NEVER = "never"


_JUDGED = (Outcome.PASS, Outcome.FAIL)
_UNSETTLED = (Outcome.NOT_CHECKED, Outcome.ERROR)


@dataclass(frozen=True, slots=True)
class RuleGate:
    """What one rule asks at the gate, in place of what all do: when its failure stops, or the least share met."""

    fail_on: FailOn | None = None
    min_share: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Gate:
    """What has to be met. `min_scores` has the least score (of 100) of `rep`, `team` and `firm`."""

    fail_on: FailOn = FailOn.MUST
    min_scores: Mapping[str, Fraction] = field(default_factory=dict)
    strict: bool = False
    ratchet: bool = False
    rules: Mapping[str, RuleGate] = field(default_factory=dict)


def judge_gate(audit: Audit, gate: Gate, comparison: Comparison | None = None) -> GateResult:
    """Hold an audit against a gate.

    Where nothing was evaluated the gate is undecided, whatever else is said: an empty export fails nobody.
    Else a condition that is not met counts before one that cannot be told.
    """
    judged = _Judged(audit, gate, comparison)
    failed, short = judged.failed(), judged.short()
    stops = [
        *_nothing(audit),
        *judged.stop_for("fail_on", failed, level=gate.fail_on),
        *judged.stop_for("min_share", short),
        *score_stops(audit, gate.min_scores),
        *(ratchet_stops(audit, comparison.baseline) if gate.ratchet and comparison is not None else ()),
        *judged.unsettled(),
    ]
    return GateResult(
        state=_state(stops),
        stops=tuple(stops),
        blocking=frozenset([*failed, *short]),
        accepted={} if comparison is None else comparison.standing,
        compared=comparison is not None,
        notes=(*judged.notes(), *(() if comparison is None else _baseline_notes(audit, comparison))),
    )


def _state(stops: list[Stop]) -> GateState:
    if any(stop.condition in {"no_rep", "no_record", "nothing_due"} for stop in stops):
        return GateState.UNDECIDED
    if any(stop.state is GateState.NOT_MET for stop in stops):
        return GateState.NOT_MET
    return GateState.UNDECIDED if stops else GateState.MET


def _nothing(audit: Audit) -> Iterator[Stop]:
    """Yield why nothing was evaluated: nothing checked is not green."""
    rules = {rule.id: rule for rule in audit.policy.rules}
    if not audit.scorecards:
        yield _undecided("no_rep", period=audit.period.label)
        return
    empty = next((each for each in audit.notices if each.empty), None)
    if empty is not None and any(kinds()[rule.kind].reads_log for rule in rules.values()):
        yield _undecided("no_record", period=audit.period.label, reason=empty.sentence)
    elif not any(
        each.outcome in _JUDGED and each.expected > each.waived and not rules[each.rule].informational
        for card in audit.scorecards
        for each in card.findings
    ):
        yield _undecided("nothing_due", period=audit.period.label, rules=len(rules))


def _undecided(condition: str, **values: object) -> Stop:
    return Stop(condition, GateState.UNDECIDED, Sentence(f"gate.{condition}", values))


class _Judged:
    """The findings of one audit, sorted by what they mean for a gate."""

    def __init__(self, audit: Audit, gate: Gate, comparison: Comparison | None) -> None:
        self._gate = gate
        self._rules = {rule.id: rule for rule in audit.policy.rules}
        self._cards = audit.scorecards
        self._open = None if comparison is None else comparison.open_findings
        self._listed = frozenset((each.rep_id, each.rule) for each in audit.deviations if each.waiver is None)

    def _findings(self) -> Iterator[tuple[Finding, Rule, RuleGate]]:
        for card in self._cards:
            for each in card.findings:
                rule = self._rules[each.rule]
                if not rule.informational:
                    yield each, rule, self._gate.rules.get(rule.id, RuleGate())

    def _watched(self, rule: Rule, own: RuleGate) -> bool:
        """Tell whether a failure of the rule stops the gate."""
        level = own.fail_on or self._gate.fail_on
        return level is FailOn.ANY or (level is FailOn.MUST and rule.modality is not Modality.SHOULD)

    def _known(self, finding: Finding) -> bool:
        """Tell whether a baseline accepts all that is wrong with a finding."""
        key = (finding.rep_id, finding.rule)
        return self._open is not None and key in self._listed and key not in self._open

    def failed(self) -> list[Key]:
        """Return the findings whose failure stops the gate, the one that costs most first."""
        found = [
            each
            for each, rule, own in self._findings()
            if own.min_share is None
            and each.outcome is Outcome.FAIL
            and self._watched(rule, own)
            and stands(each, rule)
            and not self._known(each)
        ]
        return _worst_first(found)

    def short(self) -> list[Key]:
        """Return the findings that meet less than the share their rule's own gate asks."""
        found = [
            each
            for each, _, own in self._findings()
            if own.min_share is not None
            and each.outcome in _JUDGED
            and each.expected > each.waived
            and Fraction(each.met, each.expected - each.waived) < own.min_share
            and not self._known(each)
        ]
        return _worst_first(found)

    def stop_for(self, condition: str, keys: list[Key], **values: object) -> Iterator[Stop]:
        """Yield the one stop that the findings make."""
        if keys:
            reps = len({rep for rep, _ in keys})
            sentence = Sentence(f"gate.{condition}", {"count": len(keys), "reps": reps, **values})
            yield Stop(condition, GateState.NOT_MET, sentence, tuple(keys))

    def unsettled(self) -> Iterator[Stop]:
        """Yield what could not be told: a fault always, what was not checked or is not due yet if strict."""
        faults = [each for each, rule, own in self._findings() if self._decisive(each, rule, own, (Outcome.ERROR,))]
        if faults:
            keys = _worst_first(faults)
            yield Stop("error", GateState.UNDECIDED, Sentence("gate.error", {"count": len(keys)}), tuple(keys))
        if not self._gate.strict:
            return
        doubts = [each for each, rule, own in self._findings() if self._decisive(each, rule, own, _UNSETTLED)]
        reps = sum(card.verdict is Verdict.UNDECIDED for card in self._cards)
        if doubts or reps:
            keys = _worst_first(doubts)
            sentence = Sentence("gate.strict", {"count": len(keys), "reps": len({rep for rep, _ in keys}) or reps})
            yield Stop("strict", GateState.UNDECIDED, sentence, tuple(keys))

    def _decisive(self, finding: Finding, rule: Rule, own: RuleGate, outcomes: tuple[Outcome, ...]) -> bool:
        """Tell whether a finding is open that the gate, or the rep's verdict, hangs on."""
        if not (rule.modality is not Modality.SHOULD or self._watched(rule, own) or own.min_share is not None):
            return False
        if own.fail_on is FailOn.NEVER:
            return False
        waiting = finding.outcome is Outcome.PENDING and finding.pending_in_period > 0
        return finding.outcome in outcomes or (Outcome.NOT_CHECKED in outcomes and (finding.left_open or waiting))

    def notes(self) -> Iterator[Sentence]:
        """Yield what was left open although it stopped nothing."""
        if self._gate.strict:
            return
        doubts = [each for each, rule, own in self._findings() if self._decisive(each, rule, own, _UNSETTLED)]
        if doubts:
            yield Sentence("gate.left_open", {"count": len(doubts), "reps": len({each.rep_id for each in doubts})})


def _worst_first(findings: list[Finding]) -> list[Key]:
    ordered = sorted(findings, key=lambda each: (-(each.points_lost or 0), each.rep_id, each.rule))
    return [(each.rep_id, each.rule) for each in ordered]


def _baseline_notes(audit: Audit, comparison: Comparison) -> Iterator[Sentence]:
    """Yield what the baseline's keeper must know."""
    baseline = comparison.baseline
    if baseline.version != audit.policy.version:
        yield Sentence("gate.baseline_version", {"then": baseline.version, "now": audit.policy.version})
    values = {"standing": len(comparison.standing), "new": len(comparison.new), "unjudged": len(comparison.unjudged)}
    yield Sentence("gate.baseline", values)
    if comparison.expired:
        ids = [each.id for each in comparison.expired[:_NAMED]]
        yield Sentence("gate.baseline_expired", {"count": len(comparison.expired), "ids": ids})
    if comparison.mended:
        ids = [each.id for each in comparison.mended[:_NAMED]]
        yield Sentence("gate.baseline_stale", {"count": len(comparison.mended), "ids": ids})


_NAMED = 10
