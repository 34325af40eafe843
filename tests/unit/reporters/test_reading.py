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


def test_what_cannot_be_told_is_gathered_and_missing_judgements_are_one(unsure: Audit, english: Wording) -> None:
    reading = Reading(unsure, english)
    word, judgements, never = reading.unknowns(reading.findings)
    assert (word.findings, word.reps, word.units, word.records) == (2, 2, 7, 1204)
    assert word.decides == ("Second-Rep",)
    assert (judgements.findings, judgements.reps, judgements.units, judgements.only) == (2, 2, 4, 2)
    assert english.say(judgements.sentence) == (
        "no valid judgement is on file for 2 items: “honesty”, “care for customers and colleagu…”"
    )
    assert (never.findings, never.units) == (1, 0)
    assert reading.unknown_title == "What cannot be told yet (it touches 5 of 12 findings)"


def test_judgements_take_the_place_that_they_have_together(unsure: Audit, english: Wording) -> None:
    word, *unjudged, never = unsure.causes
    reading = Reading(replace(unsure, causes=(word, never, *unjudged)), english)
    assert [each.causes[0].word for each in reading.unknowns(reading.findings)] == ["R1 later", "honesty", "visit"]


def test_many_judgements_are_named_in_part(unsure: Audit, english: Wording) -> None:
    word, one, *_ = unsure.causes
    many = tuple(replace(one, key=f"7|attestations|{number}", word=f"item {number}") for number in range(4))
    finding = replace(unsure.scorecards[0].findings[0], causes=tuple((each.key, 1) for each in many))
    (only,) = Reading(replace(unsure, causes=(word, *many)), english).unknowns([finding])
    assert english.say(only.sentence) == (
        "no valid judgement is on file for 4 items: “item 0”, “item 1”, “item 2” and others"
    )


def test_how_much_hangs_on_it_is_told(unsure: Audit, english: Wording) -> None:
    reading = Reading(unsure, english)
    word, judgements, _ = map(reading.touches, reading.unknowns(reading.findings))
    assert word == "2 findings of 2 reps; 1,204 records; would decide 1 verdict; only Second-Rep writes it so"
    assert judgements == "2 findings of 2 reps"


def test_what_is_to_be_written_stands_by_itself_and_an_option_within_the_words(unsure: Audit, english: Wording) -> None:
    reading = Reading(unsure, english)
    word, judgements, _ = map(reading.settles, reading.unknowns(reading.findings))
    assert word == ("say it:", ("values: {status: {later: ?}}", "values: {status: {later: other}}"))
    assert judgements == ("hand in the visits with --attestations", ())


def test_what_a_cause_tells_is_no_reason_of_its_own_again(unsure: Audit, english: Wording) -> None:
    reading = Reading(unsure, english)
    assert [(gap.outcome, list(gap.rules)) for gap in reading.gaps()] == [(Outcome.ERROR, ["plan-filled"])]
    assert reading.gaps_title == "terminal.gaps_besides"


def test_possible_shortfalls_are_tallied_by_rule_most_units_first(unsure: Audit, english: Wording) -> None:
    tallies = Reading(unsure, english).possible_tallies()
    assert [(each.rule, each.count, each.reps, each.units) for each in tallies] == [
        ("follow-up", 2, 2, 7),
        ("attested-basics", 1, 1, 1),
    ]


def test_notices_of_one_sort_are_one(unsure: Audit, english: Wording) -> None:
    reading = Reading(unsure, english)
    assert reading.notices(folded=True) == [
        "the last record is 3 days old",
        "R1 is not on the roster (+ 1 alike)",
    ]
    assert len(reading.notices(folded=False)) == 3
