from dataclasses import replace

import pytest

from checklist.model import Audit, Outcome, Verdict
from checklist.reporters.reading import Reading, excused
from checklist.wording import Wording


@pytest.fixture
def reading(audit: Audit, english: Wording) -> Reading:
    return Reading(audit, english)


def test_those_in_most_need_come_first(audit: Audit, english: Wording) -> None:
    first, second, third = audit.scorecards
    cards = (
        third,
        replace(second, rep_id="no score"),
        replace(second, rep_id="scored", score=10),
        replace(first, rep_id="better", score=990),
        first,
    )
    ranked = Reading(replace(audit, scorecards=cards), english).by_need()
    assert [card.rep_id for card in ranked] == ["R1", "better", "scored", "no score", "Third-Rep"]


def test_failures_that_count_are_ranked_by_what_they_cost(reading: Reading, audit: Audit) -> None:
    card = audit.scorecards[0]
    assert [each.rule for each in reading.failing(card)] == ["follow-up", "plan-filled"]
    assert [each.rule for each in reading.signals(card)] == ["honest-log"]
    assert [each.rule for each in reading.against(card)] == ["follow-up"]


def test_what_keeps_a_verdict_open(reading: Reading, audit: Audit) -> None:
    first, second, third = ([each.rule for each in reading.open_questions(card)] for card in audit.scorecards)
    assert first == ["attested-basics"]
    assert second == ["attested-basics", "follow-up"]
    assert third == []


def test_a_pending_rule_due_after_the_period_leaves_the_verdict_alone(reading: Reading, audit: Audit) -> None:
    card = audit.scorecards[1]
    later = tuple(replace(each, pending_in_period=0) for each in card.findings)
    open_now = reading.open_questions(replace(card, findings=later))
    assert [each.rule for each in open_now] == ["attested-basics"]


def test_a_failure_that_waivers_cover_whole_is_excused(audit: Audit) -> None:
    failed = next(each for each in audit.scorecards[0].findings if each.rule == "follow-up")
    assert not excused(failed)
    assert not excused(replace(failed, waived=0, score=None))
    assert excused(replace(failed, score=10_000))
    assert excused(replace(failed, score=None))


def test_reasons_are_gathered(reading: Reading) -> None:
    told = [(gap.outcome, list(gap.rules), len(gap.reps), gap.findings) for gap in reading.gaps()]
    assert told == [
        (Outcome.NOT_CHECKED, ["attested-basics"], 2, 2),
        (Outcome.ERROR, ["plan-filled"], 1, 1),
    ]


def test_rules_are_tallied_over_the_reps_they_were_judged_for(reading: Reading) -> None:
    rules = [(tally.rule, tally.failing, tally.judged, tally.points) for tally in reading.tallies()]
    assert rules == [("follow-up", 1, 2, 51), ("plan-filled", 1, 2, 15)]
    assert [tally.rule for tally in reading.tallies(informational=True)] == ["honest-log"]


def test_verdicts_are_counted(reading: Reading) -> None:
    assert reading.verdicts() == dict.fromkeys(Verdict, 1)


def test_a_title_falls_back_to_the_id(audit: Audit, english: Wording) -> None:
    clauses = tuple(
        replace(clause, rules=tuple(replace(rule, title=type(rule.title)()) for rule in clause.rules))
        for clause in audit.policy.clauses
    )
    reading = Reading(replace(audit, policy=replace(audit.policy, clauses=clauses)), english)
    assert reading.rule_title("follow-up") == "follow-up"
    assert reading.rule_title("unknown") == "unknown"
    assert reading.clause_title("9.9") == reading.chapter_of("9.9") == reading.chapter_title("9") == ""


def test_tables_have_names(reading: Reading) -> None:
    assert reading.table("reps") == "roster"
    assert reading.table("own_table") == "own_table"
