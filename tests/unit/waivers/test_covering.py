"""What a waiver covers: missed units of its rule and scope that fell due on its days, and nothing else."""

from dataclasses import replace
from typing import Any

import pytest

from checklist.model import Outcome, Verdict


def test_a_waiver_changes_score_and_verdict_and_nothing_else(firm: Any, finding: Any) -> None:
    plain, waived = firm.audit(), firm.audit({"rule": "visits"}, {"rule": "attested"})
    for before, after in zip(plain.scorecards, waived.scorecards, strict=True):
        for one, other in zip(before.findings, after.findings, strict=True):
            same = ("rule", "rep_id", "outcome", "expected", "met", "pending", "reason")
            assert [getattr(one, name) for name in same] == [getattr(other, name) for name in same]
    one = finding(waived, "R1", "visits")
    assert (one.outcome, one.expected, one.met, one.waived, one.waivers) == (Outcome.FAIL, 6, 0, 6, ("W-1",))
    assert one.score is None
    assert [replace(each, waiver=None) for each in waived.deviations] == list(plain.deviations)
    assert {each.waiver for each in waived.deviations if each.rule == "visits"} == {"W-1"}


def test_met_units_need_no_waiver(firm: Any, finding: Any) -> None:
    assert finding(firm.audit({"rule": "answered"}), "R2", "answered").waived == 1
    assert finding(firm.audit({"rule": "noted"}), "R1", "noted").waived == 1


def test_of_a_stretch_partly_covered_only_the_covered_days_are_waived(firm: Any, finding: Any) -> None:
    # R1 calls C1 on 1 and 12 October: 8 and 9 are overdue, and of 19 to 31 all but the weekends.
    found = firm.audit({"scope": "{reps: [R1], from: 2026-10-10, to: 2026-10-20}"})
    one = finding(found, "R1", "weekly")
    assert (one.expected - one.met, one.waived) == (12, 2)
    assert [(str(each.due_on), each.missing, each.waiver) for each in found.deviations if each.rule == "weekly"][
        :2
    ] == [
        ("2026-10-08", 2, None),
        ("2026-10-19", 10, None),
    ]
    whole = firm.audit({"scope": "{reps: [R1], from: 2026-10-07, to: 2026-10-20}"})
    assert finding(whole, "R1", "weekly").waived == 4
    assert next(each for each in whole.deviations if each.rule == "weekly").waiver == "W-1"


def test_overlapping_waivers_count_no_day_twice_and_are_all_named(firm: Any, finding: Any) -> None:
    found = firm.audit(
        {"scope": "{reps: [R1], from: 2026-10-19, to: 2026-10-25}"},
        {"scope": "{customers: C1, from: 2026-10-22, to: 2026-10-31}"},
        {"scope": "{teams: North, from: 2026-10-23, to: 2026-10-24}"},
    )
    one = finding(found, "R1", "weekly")
    assert (one.waived, one.waivers) == (10, ("W-1", "W-2", "W-3"))
    assert [each.waiver for each in found.deviations if each.rule == "weekly" and each.rep_id == "R1"] == [None, "W-1"]
    assert finding(found, "R2", "weekly").waived == 0


def test_working_days_are_counted_as_the_rule_counts_them(firm: Any, finding: Any) -> None:
    # 19 to 23 October 2026 is a plain working week, 24 and 25 its weekend.
    found = firm.audit({"rule": "workdays", "scope": "{reps: [R1], from: 2026-10-20, to: 2026-10-25}"})
    assert finding(found, "R1", "workdays").waived == 4


@pytest.mark.parametrize(
    ("entry", "waived"),
    [
        ({"scope": "{reps: [R1]}"}, (6, 0)),
        ({"scope": "{teams: [South]}"}, (0, 5)),
        ({"scope": "{reps: [R1], teams: [South]}"}, (0, 0)),
        ({"scope": None, "from": "2026-10-12", "to": "2026-10-18"}, (2, 2)),
        ({"scope": None, "reps": "[R2]", "to": "2026-10-11"}, (0, 1)),
        ({"approved_on": "2026-10-12"}, (4, 4)),
        ({"approved_on": "2026-11-12", "scope": "{all: true, from: 2026-10-12}"}, (4, 4)),
        ({"expires": "2026-10-11"}, (2, 1)),
        ({"expires": "2026-10-10"}, (0, 0)),
    ],
)
def test_scope_and_days_decide(firm: Any, finding: Any, entry: Any, waived: Any) -> None:
    # The weeks that owe visits end on 11, 18 and 25 October; the next ends in November.
    found = firm.audit({"rule": "visits", **entry})
    assert tuple(finding(found, rep, "visits").waived for rep in ("R1", "R2")) == waived


def test_a_customer_is_known_by_the_record_that_a_unit_is_about(firm: Any, finding: Any) -> None:
    found = firm.audit(
        {"rule": "noted", "scope": "{customers: [C2]}"}, {"rule": "answered", "scope": "{customers: C1}"}
    )
    assert (finding(found, "R1", "noted").waived, finding(found, "R2", "noted").waived) == (0, 1)
    assert (finding(found, "R1", "answered").waived, finding(found, "R2", "answered").waived) == (1, 0)


def test_what_nobody_judged_is_left_open_when_the_rest_is_waived(firm: Any, finding: Any) -> None:
    plain, waived = firm.audit(), firm.audit({"rule": "attested", "scope": "{reps: [R1]}"})
    assert (finding(plain, "R1", "attested").score, plain.scorecards[0].verdict) == (0, Verdict.NON_COMPLIANT)
    one = finding(waived, "R1", "attested")
    assert (one.outcome, one.waived, one.unknown, one.score) == (Outcome.FAIL, 1, 1, None)


def test_weeks_add_up_to_their_month(firm: Any, finding: Any) -> None:
    entry = {"scope": "{from: 2026-10-09, to: 2026-10-22}"}
    parts = ("2026-10-01..2026-10-11", "2026-10-12..2026-10-18", "2026-10-19..2026-10-31")
    for rep in ("R1", "R2"):
        whole = finding(firm.audit(entry), rep, "weekly").waived
        assert whole == sum(finding(firm.audit(entry, period=part), rep, "weekly").waived for part in parts) > 0
