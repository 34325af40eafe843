"""Doubtful worlds on which the engine and the plain reading disagreed, with the sentence that says who is right."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.oracle.world import FILE, World
from tests.property.running import engine_says, oracle_says

JUNE = (date(2026, 6, 1), date(2026, 6, 30))
Causes = tuple[tuple[str, str, int], ...]


def row(number: int, kind: str, day: str, *, lacks: str = "", **more: str) -> dict[str, str]:
    """A record; one that lacks a column stands in another file, which does not show it."""
    usual = {"rep_id": "R1", "customer_id": "C1", "status": "done", "channel": "web", "text": ""}
    found = {"record_id": f"E{number}", "type": kind, "occurred_at": f"2026-06-{day}", **usual, **more}
    if lacks:
        del found[lacks]
        found[FILE] = "other.csv"
    return found


def told(*rows: dict[str, str], **more: Any) -> World:
    spans = {"from": "2026-01-01", "to": "2026-06-30"}
    return World(records=list(rows), period=JUNE, as_of=JUNE[1], spans=spans, **more)


def both_say(world: World, rule: dict[str, Any], outcome: str, causes: Causes) -> None:
    rules = [{"rule": "r", **rule}]
    found = engine_says(world, rules)
    assert found == oracle_says(world, rules)
    assert (found["r", "R1"].outcome, found["r", "R1"].causes) == (outcome, causes)


def test_the_reps_own_record_ends_the_doubt_about_an_old_case_where_others_are_to_answer() -> None:
    """ "Until the first sure record of `of` on that case by the rep charged", whoever is to answer."""
    rule = {"kind": "cadence", "of": {"type": "call"}, "within": "2 days", "per": "case", "by": "someone_else"}
    world = told(row(1, "call", "10", case_id="K1"))
    both_say(World(records=world.records, period=JUNE, as_of=JUNE[1], country=None), rule, "fail", (("span", "", 13),))


def test_a_text_whose_customer_is_not_shown_may_be_no_copy() -> None:
    """A copy is one of a text entered "for other customers": whose this is, the input does not show."""
    text = "Good visit, will follow up"
    world = told(row(1, "call", "02", text=text), row(2, "call", "03", text=text, lacks="customer_id"))
    rule = {"kind": "genuine", "copied": {"entries": 2, "min_length": 5}}
    both_say(world, rule, "not_checked", (("column", "customer_id in other.csv", 1),))


def test_a_word_nobody_understands_may_be_each_of_the_types_that_are_counted_apart() -> None:
    """ "A record of an unread type (its type test is open, ...)", and "`each` counts as such a test"."""
    of, each = {"type": ["call", "visit"]}, {"type": ["call"]}
    world = told(row(1, "call", "02"), row(2, "拜访签到", "03"))
    rule = {"kind": "quota", "of": of, "at_least": 2, "window": "month", "each": each}
    both_say(world, rule, "not_checked", (("type", "拜访签到", 1),))


DONE_OR_BY_WEB = {"type": "call", "any": [{"channel": "web"}, {"status": "done"}]}
CALLED_BEFORE = {"kind": "sequence", "steps": [DONE_OR_BY_WEB, {"type": "visit"}], "within": "7 days"}


@pytest.mark.parametrize(
    ("record", "by", "cause"),
    [
        (row(1, "call", "02", rep_id="", lacks="channel"), "same_rep", ("nobody", "", 1)),
        (row(1, "拜访签到", "02", lacks="channel"), "anyone", ("type", "拜访签到", 1)),
    ],
    ids=["nobody", "type"],
)
def test_what_decides_nothing_is_no_cause(record: dict[str, str], by: str, cause: tuple[str, str, int]) -> None:
    """The cause of an unknown unit is one that "settles it": the call was held, whatever its channel."""
    others = (row(2, "visit", "04"), row(3, "call", "20"))
    both_say(told(record, *others), {**CALLED_BEFORE, "by": by}, "not_checked", (cause,))


def test_what_is_covered_as_a_whole_lets_a_limit_hold_that_names_no_type() -> None:
    """ "`covers: all` (...) let `at_most` hold, for types and values": a value that never occurs leaves it kept."""
    rule = {"kind": "quota", "of": {"status": "planned"}, "at_most": 3, "window": "month"}
    both_say(told(row(1, "call", "02"), completes=("all",)), rule, "pass", ())
