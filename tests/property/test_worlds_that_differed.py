"""Worlds on which the engine once disagreed with the plain reading, with what is right there."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from tests.oracle.world import World
from tests.property.running import engine_says, oracle_says

A_CALL_ANSWERED_BY_THE_CARER = World(
    records=[
        {"record_id": "E1", "rep_id": "R1", "type": "call", "occurred_at": "2026-09-21", "customer_id": "C1"},
        {"record_id": "E2", "rep_id": "R2", "type": "visit", "occurred_at": "2026-09-21 12:30", "customer_id": "C1"},
    ],
    period=(date(2026, 9, 21), date(2026, 10, 2)),
    as_of=date(2026, 10, 11),
    customers=[{"customer_id": "C1", "rep_id": "R2"}],
)
LEAVE_WITHOUT_ANOTHER_WORKING_DAY = World(
    records=[
        {"record_id": "E1", "rep_id": "R1", "type": "quote", "occurred_at": "2026-10-11", "customer_id": "C1"},
        {"record_id": "E2", "rep_id": "R1", "type": "visit", "occurred_at": "2026-10-13 12:30", "customer_id": "C1"},
    ],
    period=(date(2026, 9, 28), date(2026, 11, 11)),
    as_of=date(2026, 11, 11),
    reps=[{"rep_id": "R1", "joined_on": "2025-08-24", "left_on": "2026-10-18"}],
    absences=[{"rep_id": "R1", "from": "2026-10-02", "to": "2026-10-17"}],
    country=None,
)
A_CASE_OPENED_IN_THE_FIRST_DAYS = World(
    records=[{"record_id": "E1", "rep_id": "R1", "type": "inquiry", "occurred_at": "2026-01-31", "case_id": "K1"}],
    period=(date(2026, 1, 1), date(2026, 3, 31)),
    as_of=date(2026, 3, 31),
    reps=[{"rep_id": "R1", "joined_on": "2026-01-30"}],
    spans={"from": "2025-10-01", "to": "2026-03-31"},
    covers=("order",),
)


@pytest.mark.parametrize(
    ("world", "rule", "deviations"),
    [
        (
            A_CALL_ANSWERED_BY_THE_CARER,
            {"kind": "response", "to": {"type": "call"}, "with": {"type": "visit"}, "within": "2 workdays"},
            (),
        ),
        (
            LEAVE_WITHOUT_ANOTHER_WORKING_DAY,
            {
                "kind": "sequence",
                "steps": [{"type": "quote"}, {"type": "visit"}],
                "by": "same_rep",
                "within": "1 workday",
            },
            (),
        ),
        (
            A_CASE_OPENED_IN_THE_FIRST_DAYS,
            {
                "kind": "cadence",
                "of": {"type": "order"},
                "within": "3 days",
                "per": "case",
                "applies_to": {"tenure": {"at_least": "10 days"}},
            },
            (((("case_id", "K1"),), date(2026, 2, 9)),),
        ),
    ],
    ids=["carer", "leave", "tenure"],
)
def test_both_say_what_is_right(world: World, rule: dict[str, Any], deviations: tuple[Any, ...]) -> None:
    rules = [{"rule": "rule-1", **rule}]
    expected, found = oracle_says(world, rules), engine_says(world, rules)
    assert found == expected
    assert found["rule-1", "R1"].deviations == deviations
    assert found["rule-1", "R1"].expected > 0


def test_a_deadline_before_the_rule_applies_is_not_awaited() -> None:
    world = World(
        records=[{"record_id": "E1", "rep_id": "R1", "type": "call", "occurred_at": "2026-05-01", "customer_id": "C1"}],
        period=(date(2026, 4, 27), date(2026, 5, 3)),
        as_of=date(2026, 5, 3),
        reps=[{"rep_id": "R1", "joined_on": "2026-05-01"}],
        covers=("visit",),
    )
    rule = {"rule": "rule-1", "kind": "response", "to": {"type": "call"}, "with": {"type": "visit"}}
    rules = [{**rule, "within": "3 workdays", "applies_to": {"tenure": {"at_least": "2 months"}}}]
    assert engine_says(world, rules) == oracle_says(world, rules)
    assert engine_says(world, rules)["rule-1", "R1"].outcome == "not_applicable"


def test_days_after_the_end_of_the_log_count_as_ordinary_days_in_a_deadline() -> None:
    world = World(
        records=[{"record_id": "E1", "rep_id": "R1", "type": "call", "occurred_at": "2026-07-08", "customer_id": "C1"}],
        period=(date(2026, 7, 6), date(2026, 7, 12)),
        as_of=date(2026, 7, 12),
        spans={"from": "2026-07-02", "to": "2026-07-10"},
        covers=("visit",),
    )
    rule = {"rule": "rule-1", "kind": "response", "to": {"type": "call"}, "with": {"type": "visit"}}
    for by in ("same_rep", "anyone"):
        rules = [{**rule, "within": "3 workdays", "by": by}]
        assert engine_says(world, rules) == oracle_says(world, rules)
        assert engine_says(world, rules)["rule-1", "R1"].outcome == "pending"


def test_what_comes_after_a_reps_last_day_is_of_no_use_to_a_quota() -> None:
    """It comes after the day on which the quota falls due, and a month's audit does not see it."""
    calls = [
        {"record_id": f"E{day}", "rep_id": "R1", "type": "call", "occurred_at": f"2026-{day}"}
        for day in ("10-01", "10-30", "11-01")
    ]
    rule = {"rule": "rule-1", "kind": "quota", "of": {"type": "call"}, "window": "week"}
    for period in ((date(2026, 10, 26), date(2026, 10, 31)), (date(2026, 10, 26), date(2026, 11, 30))):
        world = World(
            records=calls,
            period=period,
            as_of=period[1],
            reps=[{"rep_id": "R1", "left_on": "2026-10-30"}],
            country=None,
        )
        for asked, met in (({"at_least": 2}, 1), ({"at_least": 1, "early": "2 days"}, 1), ({"at_most": 1}, 1)):
            rules = [{**rule, **asked}]
            assert engine_says(world, rules) == oracle_says(world, rules)
            assert engine_says(world, rules)["rule-1", "R1"].met == met


def test_a_rep_whose_first_day_is_blank_is_no_newcomer() -> None:
    world = World(
        records=[{"record_id": "E1", "rep_id": "R1", "type": "call", "occurred_at": "2026-10-05"}],
        period=(date(2026, 10, 1), date(2026, 10, 31)),
        as_of=date(2026, 10, 31),
        reps=[{"rep_id": "R1", "joined_on": ""}, {"rep_id": "R2", "joined_on": "2026-10-20"}],
        spans={"from": "2026-10-01", "to": "2026-10-31"},
    )
    rule = {"rule": "rule-1", "kind": "quota", "of": {"type": "call"}, "window": "week", "at_least": 1}
    for tenure, outcome in (("below", "not_applicable"), ("at_most", "not_applicable"), ("at_least", "fail")):
        rules = [{**rule, "applies_to": {"tenure": {tenure: "3 months"}}}]
        assert engine_says(world, rules) == oracle_says(world, rules)
        assert engine_says(world, rules)["rule-1", "R1"].outcome == outcome


def test_the_day_before_the_log_is_no_working_day() -> None:
    """What ends on it moves into the log: a step of that Friday may stand before a record of Saturday, the first."""
    for when in ("2026-12-12 09:00:00", "2026-12-14 09:00:00"):
        world = World(
            records=[
                {"record_id": "E1", "rep_id": "R1", "type": "quotation", "occurred_at": when, "customer_id": "C1"}
            ],
            period=(date(2026, 12, 1), date(2026, 12, 31)),
            as_of=date(2026, 12, 31),
            spans={"from": "2026-12-12", "to": "2026-12-31"},
            covers=("inquiry", "quotation"),
        )
        rule = {"rule": "rule-1", "kind": "sequence", "steps": [{"type": "inquiry"}, {"type": "quotation"}]}
        for by in ("anyone", "same_rep"):
            rules = [{**rule, "within": "0 days", "by": by}]
            assert engine_says(world, rules) == oracle_says(world, rules)
            assert engine_says(world, rules)["rule-1", "R1"].unknown == 1


def test_a_deadline_in_a_year_that_nobody_knows_is_not_owed_by_who_has_left() -> None:
    world = World(
        records=[
            {"record_id": "E1", "rep_id": "R1", "type": "inquiry", "occurred_at": "2026-12-31 18:00:00"},
            {"record_id": "E2", "rep_id": "R2", "type": "inquiry", "occurred_at": "2026-12-31 18:00:00"},
        ],
        period=(date(2026, 12, 1), date(2026, 12, 31)),
        as_of=date(2026, 12, 31),
        reps=[{"rep_id": "R1", "left_on": "2026-12-23"}, {"rep_id": "R2", "left_on": ""}],
        covers=("call",),
    )
    world = replace(world, records=[{**row, "customer_id": "C1"} for row in world.records])
    rule = {"rule": "rule-1", "kind": "response", "to": {"type": "inquiry"}, "with": {"type": "call"}}
    rules = [{**rule, "within": "3 workdays", "by": "someone_else"}]
    found = engine_says(world, rules)
    assert found == oracle_says(world, rules)
    assert [found["rule-1", rep].outcome for rep in ("R1", "R2")] == ["not_applicable", "pending"]


def test_what_a_rule_counts_apart_is_completed_by_all_of_its_types() -> None:
    """ "`covers: all` … complete the answers of a rule of which at least one answering type occurs"."""
    world = World(
        records=[{"record_id": "E1", "rep_id": "R1", "type": "visit", "occurred_at": "2026-10-09"}],
        period=(date(2026, 10, 1), date(2026, 10, 31)),
        as_of=date(2026, 10, 31),
        spans={"from": "2026-10-01", "to": "2026-10-31"},
        completes=("all",),
    )
    of, each = {"type": ["call", "visit"]}, {"type": ["call", "visit"]}
    rules = [{"rule": "rule-1", "kind": "quota", "of": of, "at_least": 1, "window": "month", "each": each}]
    found = engine_says(world, rules)
    assert found == oracle_says(world, rules)
    assert (found["rule-1", "R1"].expected, found["rule-1", "R1"].met, found["rule-1", "R1"].unknown) == (2, 1, 0)
