"""What stops a gate and what does not, on an audit made by hand; and which code counts before which."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest

from checklist.gating import Baseline, FailOn, Gate, RuleGate, compare, counts_of, judge_gate, tightened
from checklist.model import Acceptance, Audit, GateState, Notice, Outcome, Sentence
from tests.unit.reporters.conftest import make_audit

if TYPE_CHECKING:
    from collections.abc import Iterable

NEVER = Gate(fail_on=FailOn.NEVER)


def conditions(audit: Audit, gate: Gate) -> list[str]:
    return [stop.condition for stop in judge_gate(audit, gate).stops]


def changed(audit: Audit, rep: str, rule: str, **values: object) -> Audit:
    def findings(card: object) -> Iterable[object]:
        for each in card.findings:  # type: ignore[attr-defined]
            wanted = (each.rep_id, each.rule) == (rep, rule)
            yield replace(each, **values) if wanted else each

    cards = tuple(replace(card, findings=tuple(findings(card))) for card in audit.scorecards)  # type: ignore[arg-type]
    return replace(audit, scorecards=cards)


@pytest.fixture
def audit() -> Audit:
    return replace(make_audit(), team_scores={"R1": 934, "North": 1000})


def test_a_must_stops_a_should_only_if_any_is_asked_and_a_signal_never(audit: Audit) -> None:
    assert judge_gate(audit, Gate()).blocking == {("R1", "follow-up")}
    assert judge_gate(audit, Gate(fail_on=FailOn.ANY)).blocking == {("R1", "follow-up"), ("R1", "plan-filled")}
    assert judge_gate(audit, NEVER).blocking == frozenset()
    assert judge_gate(audit, Gate(rules={"honest-log": RuleGate(FailOn.ANY)})).blocking == {("R1", "follow-up")}


def test_one_rule_may_be_asked_otherwise_than_all(audit: Audit) -> None:
    rules = {"follow-up": RuleGate(FailOn.NEVER), "plan-filled": RuleGate(FailOn.ANY)}
    assert judge_gate(audit, Gate(rules=rules)).blocking == {("R1", "plan-filled")}
    # 25 met of 31, two of them waived: 25 of 29.
    met = Gate(rules={"follow-up": RuleGate(min_share=Fraction(25, 29))})
    missed = Gate(rules={"follow-up": RuleGate(min_share=Fraction(26, 29))})
    assert judge_gate(audit, met).blocking == frozenset()
    assert conditions(audit, missed) == ["min_share"]


def test_a_failure_that_waivers_cover_whole_does_not_stop_it(audit: Audit) -> None:
    assert conditions(changed(audit, "R1", "follow-up", waived=6), Gate()) == []


def test_where_waivers_cover_all_that_fell_due_nothing_was_checked(audit: Audit) -> None:
    cards = tuple(
        replace(card, findings=tuple(replace(each, waived=each.expected) for each in card.findings))
        for card in audit.scorecards
    )
    assert conditions(replace(audit, scorecards=cards), Gate()) == ["nothing_due"]


@pytest.mark.parametrize(
    ("scores", "stopped"),
    [
        ({"rep": Fraction("93.4")}, ["no_score"]),
        ({"rep": Fraction("93.5")}, ["min_score", "no_score"]),
        ({"team": Fraction("93.4")}, []),
        ({"team": Fraction("93.45")}, ["min_score"]),
        ({"firm": Fraction("96.7")}, []),
        ({"firm": Fraction("96.71")}, ["min_score"]),
    ],
)
def test_a_score_is_held_against_what_is_shown(audit: Audit, scores: dict[str, Fraction], stopped: list[str]) -> None:
    assert conditions(audit, replace(NEVER, min_scores=scores)) == stopped


def test_nobody_in_a_team_leaves_a_team_score_untold(audit: Audit) -> None:
    found = judge_gate(replace(audit, team_scores={}), replace(NEVER, min_scores={"team": Fraction(50)}))
    assert found.state is GateState.UNDECIDED


def test_what_is_not_met_counts_before_what_cannot_be_told(audit: Audit) -> None:
    assert judge_gate(audit, Gate(strict=True)).state is GateState.NOT_MET
    assert judge_gate(audit, replace(NEVER, strict=True)).state is GateState.UNDECIDED
    assert judge_gate(audit, NEVER).state is GateState.MET


def test_nothing_checked_counts_before_everything(audit: Audit) -> None:
    empty = replace(audit, notices=(Notice("no_records_in_period", Sentence("notice.no_records")),))
    for gate in (NEVER, Gate(), Gate(fail_on=FailOn.ANY, min_scores={"rep": Fraction(99)}, strict=True)):
        found = judge_gate(empty, gate)
        assert found.state is GateState.UNDECIDED
        assert found.stops[0].condition == "no_record"
    assert judge_gate(replace(audit, scorecards=()), NEVER).stops[0].condition == "no_rep"
    unjudged = replace(audit, scorecards=(audit.scorecards[1],))
    assert judge_gate(unjudged, NEVER).stops[0].condition == "nothing_due"


def test_a_fault_is_never_green_where_the_rule_is_watched(audit: Audit) -> None:
    broken = changed(audit, "Third-Rep", "follow-up", outcome=Outcome.ERROR)
    assert judge_gate(broken, NEVER).state is GateState.UNDECIDED
    assert "error" in conditions(broken, NEVER)
    # A fault of what nobody watches is told in the report, and stops nothing.
    assert conditions(audit, NEVER) == []


def test_strict_names_what_is_open_for_whom(audit: Audit) -> None:
    found = judge_gate(audit, replace(NEVER, strict=True)).stops
    assert [stop.condition for stop in found] == ["strict"]
    assert set(found[0].findings) == {("R1", "attested-basics"), ("Second-Rep", "attested-basics"),
                                      ("Second-Rep", "follow-up")}  # fmt: skip


def baseline(audit: Audit, *numbers: int) -> Baseline:
    accepted = tuple(
        Acceptance(each.id, each.rule, each.rep_id, each.due_on, each.subject, "known", "Zhou", audit.period.first)
        for number, each in enumerate(audit.deviations, start=1)
        if number in numbers
    )
    return Baseline("b.json", "small", "1.2.3", accepted, counts_of(audit), frozenset({"follow-up"}))


def test_all_but_one_accepted_still_stops_it(audit: Audit) -> None:
    # The second is waived, and needs no acceptance.
    known = baseline(audit, 1, *range(3, 26))
    assert judge_gate(audit, Gate(), compare(audit, known)).state is GateState.MET
    assert judge_gate(audit, Gate(), compare(audit, baseline(audit, 1, *range(3, 25)))).state is GateState.NOT_MET


def test_the_ratchet_lets_stand_what_there_was(audit: Audit) -> None:
    gate = replace(NEVER, ratchet=True)
    known = baseline(audit)
    assert judge_gate(audit, gate, compare(audit, known)).state is GateState.MET
    fewer = replace(known, counts={"R1": {"follow-up": 23}})
    found = judge_gate(audit, gate, compare(audit, fewer))
    assert [stop.condition for stop in found.stops] == ["ratchet"]
    # A rule that the baseline had not judged is no growth.
    assert judge_gate(audit, gate, compare(audit, replace(fewer, rules=frozenset()))).state is GateState.MET


def test_what_nobody_judged_this_time_is_not_mended(audit: Audit) -> None:
    known = baseline(audit, 1)
    gone = replace(audit, deviations=audit.deviations[1:])
    assert len(compare(gone, known).mended) == 1
    found = compare(changed(gone, "R1", "follow-up", unknown=1), known)
    assert (len(found.mended), len(found.unjudged)) == (0, 1)


@pytest.mark.parametrize(
    ("open_still", "count"),
    [
        ({}, 24),
        ({"outcome": Outcome.NOT_CHECKED}, 99),
        ({"outcome": Outcome.PENDING}, 99),
        ({"pending": 3, "pending_in_period": 3}, 99),
        ({"unknown": 1}, 99),
    ],
)
def test_only_what_is_settled_lowers_a_count(audit: Audit, open_still: dict[str, object], count: int) -> None:
    assert counts_of(audit)["R1"]["follow-up"] == 24
    known = replace(baseline(audit), counts={"R1": {"follow-up": 99}})
    assert tightened(known, changed(audit, "R1", "follow-up", **open_still)).counts == {"R1": {"follow-up": count}}
