"""Scores by hand, and the points lost that add up for any rep."""

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checklist.model import (
    Bilingual,
    CalendarSettings,
    Chapter,
    Clause,
    Finding,
    Modality,
    Outcome,
    Place,
    Policy,
    Rule,
    Verdict,
)  # fmt: skip
from checklist.scoring import Rep, Scorer, firm_score, largest_remainder

REP = Rep("R1", None, None, None)
NOWHERE = Place("pack.yaml", 1, 1)


def rule(name: str, clause: str, **changes: Any) -> Rule:
    settings: dict[str, Any] = {
        "modality": Modality.MUST, "threshold": Fraction(1), "weight": Fraction(1), "informational": False,
    } | changes  # fmt: skip
    return Rule(
        id=name, clause=clause, kind="quota", title=Bilingual(), advice=Bilingual(), basis=None, why=Bilingual(),
        versions=(), place=NOWHERE, **settings,
    )  # fmt: skip


def policy(*rules: Rule) -> Policy:
    by_clause: dict[str, list[Rule]] = {}
    for each in rules:
        by_clause.setdefault(each.clause, []).append(each)
    clauses = tuple(
        Clause(
            id=name,
            chapter=name.rpartition(".")[0],
            source="",
            modality=Modality.MUST,
            title=Bilingual(),
            text=Bilingual(),
            weight=Fraction(1),
            truncated=False,
            rules=tuple(own),
            place=NOWHERE,
        )
        for name, own in sorted(by_clause.items())
    )
    chapters = tuple(Chapter(name, Bilingual(), Fraction(1)) for name in sorted({c.chapter for c in clauses}))
    return Policy(
        id="p", version="1", title=Bilingual(), timezone="UTC", calendar=CalendarSettings(), groups={},
        grades=(("A", Fraction(90)), ("B", Fraction(75)), ("D", Fraction(0))), chapters=chapters, clauses=clauses,
        items={}, sha256="", path="pack.yaml",
    )  # fmt: skip


def finding(name: str, clause: str, outcome: Outcome, expected: int = 0, met: int = 0, **more: Any) -> Finding:
    return Finding(name, clause, "R1", outcome, expected, met, more.pop("pending", 0), **more)


def test_weights_roll_up_rule_clause_chapter_total() -> None:
    whole = policy(rule("a", "1.1.1", weight=Fraction(3)), rule("b", "1.1.1"), rule("c", "1.1.2"), rule("d", "1.2.1"))
    card, total = Scorer(whole).scorecard(
        REP,
        [
            finding("a", "1.1.1", Outcome.FAIL, 4, 2),
            finding("b", "1.1.1", Outcome.PASS, 1, 1),
            finding("c", "1.1.2", Outcome.PASS, 5, 5),
            finding("d", "1.2.1", Outcome.FAIL, 3, 1),
        ],
    )
    # clause 1.1.1 = (3 * 1/2 + 1) / 4 = 5/8; chapter 1.1 = (5/8 + 1) / 2 = 13/16; chapter 1.2 = 1/3
    assert total == (Fraction(13, 16) + Fraction(1, 3)) / 2
    assert card.score == 572  # 57.29…, rounded down
    assert [(c.chapter, c.score) for c in card.chapters] == [("1.1", 812), ("1.2", 333)]
    assert [f.score for f in card.findings] == [5000, 10000, 10000, 3333]
    assert [f.points_lost for f in card.findings] == [94, 0, 0, 334]
    assert card.verdict is Verdict.NON_COMPLIANT
    assert card.grade == "D"


def test_a_hundred_means_a_hundred() -> None:
    card, _ = Scorer(policy(rule("a", "1.1.1"))).scorecard(REP, [finding("a", "1.1.1", Outcome.FAIL, 100_000, 99_999)])
    assert card.score == 999
    assert card.findings[0].points_lost == 1


def test_a_threshold_scales_the_score_up_to_one() -> None:
    lenient = policy(rule("a", "1.1.1", threshold=Fraction("0.8")))
    assert Scorer(lenient).scorecard(REP, [finding("a", "1.1.1", Outcome.FAIL, 10, 6)])[0].score == 750
    assert Scorer(lenient).scorecard(REP, [finding("a", "1.1.1", Outcome.PASS, 10, 9)])[0].score == 1000


def test_nothing_scored_gives_no_score() -> None:
    whole = policy(rule("a", "1.1.1"), rule("b", "1.1.1", informational=True))
    card, total = Scorer(whole).scorecard(
        REP, [finding("a", "1.1.1", Outcome.NOT_APPLICABLE), finding("b", "1.1.1", Outcome.PASS, 1, 1)]
    )
    assert (card.score, total, card.grade, card.verdict) == (None, None, None, Verdict.UNDECIDED)
    assert (card.scored, card.applicable) == (0, 0)
    assert card.findings[1].score is None


@pytest.mark.parametrize(
    ("outcome", "more", "verdict"),
    [
        (Outcome.NOT_CHECKED, {}, Verdict.UNDECIDED),
        (Outcome.ERROR, {}, Verdict.UNDECIDED),
        (Outcome.PENDING, {"pending": 1, "pending_in_period": 1}, Verdict.UNDECIDED),
        (Outcome.PENDING, {"pending": 1}, Verdict.COMPLIANT),
        (Outcome.NOT_APPLICABLE, {}, Verdict.COMPLIANT),
    ],
)
def test_what_a_must_rule_leaves_open_decides_the_verdict(
    outcome: Outcome, more: dict[str, int], verdict: Verdict
) -> None:
    whole = policy(rule("a", "1.1.1"), rule("b", "1.1.2"))
    findings = [finding("a", "1.1.1", Outcome.PASS, 1, 1), finding("b", "1.1.2", outcome, **more)]
    assert Scorer(whole).scorecard(REP, findings)[0].verdict is verdict


def test_should_and_informational_rules_never_decide_the_verdict() -> None:
    whole = policy(
        rule("a", "1.1.1"), rule("b", "1.1.2", modality=Modality.SHOULD), rule("c", "1.1.3", informational=True)
    )
    findings = [
        finding("a", "1.1.1", Outcome.PASS, 1, 1),
        finding("b", "1.1.2", Outcome.FAIL, 2, 1),
        finding("c", "1.1.3", Outcome.FAIL, 1, 0),
    ]
    card = Scorer(whole).scorecard(REP, findings)[0]
    assert card.verdict is Verdict.COMPLIANT
    assert card.score == 750


def test_waived_units_leave_score_and_verdict() -> None:
    whole = policy(rule("a", "1.1.1"))
    card = Scorer(whole).scorecard(REP, [finding("a", "1.1.1", Outcome.FAIL, 4, 3, waived=1)])[0]
    assert (card.score, card.verdict, card.findings[0].outcome) == (1000, Verdict.COMPLIANT, Outcome.FAIL)
    half = Scorer(whole).scorecard(REP, [finding("a", "1.1.1", Outcome.FAIL, 4, 2, waived=1)])[0]
    assert (half.score, half.verdict) == (666, Verdict.NON_COMPLIANT)


@given(
    st.lists(
        st.tuples(st.integers(1, 40), st.integers(0, 40), st.integers(1, 9), st.integers(0, 3)), min_size=1, max_size=40
    )
)
def test_points_lost_add_up_to_what_is_missing_from_a_hundred(units: list[tuple[int, int, int, int]]) -> None:
    rules = [
        rule(f"r{n}", f"1.{clause}.{n % 5}", weight=Fraction(weight)) for n, (_, _, weight, clause) in enumerate(units)
    ]
    findings = []
    for each, (expected, met, _, _) in zip(rules, units, strict=True):
        met_units = min(met, expected)
        outcome = Outcome.PASS if met_units == expected else Outcome.FAIL
        findings.append(finding(each.id, each.clause, outcome, expected, met_units))
    card, total = Scorer(policy(*rules)).scorecard(REP, findings)
    assert card.score is not None
    assert total is not None
    lost = [f.points_lost or 0 for f in card.findings]
    assert sum(lost) == 1000 - card.score
    assert all(points == 0 for points, f in zip(lost, findings, strict=True) if f.outcome is Outcome.PASS)
    assert (card.score == 1000) == (total == 1)


def test_remainders_are_shared_by_size() -> None:
    assert largest_remainder({"a": 1, "b": 2, "c": 3}, 3000, 2) == {"a": 0, "b": 1, "c": 1}


def test_the_firms_score_is_the_mean_of_exact_totals() -> None:
    assert firm_score([Fraction(1), None, Fraction(1, 3)]) == 666
    assert firm_score([None]) is None
