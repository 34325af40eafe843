"""Where the words of the design let something turn over all the same: the smallest worlds, each with its sentence.

Who changes one of these sentences will find its test here, and its exemption in `test_unknown_is_fair.py`.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from tests.oracle.judge import judge
from tests.oracle.world import FILE, World

if TYPE_CHECKING:
    from tests.oracle.judge import Result
    from tests.oracle.world import Row

JUNE = (date(2026, 6, 1), date(2026, 6, 30))
CALL = {"type": "call"}
CALLED_BACK = {"kind": "response", "to": {"type": "inquiry"}, "with": CALL, "within": "1 day"}


def row(number: int, kind: str, day: str, **more: str) -> Row:
    return {
        "record_id": f"E{number}",
        "rep_id": "R1",
        "type": kind,
        "occurred_at": f"2026-06-{day}",
        "customer_id": "C1",
        **more,
    }


def told(*rows: Row) -> World:
    spans = {"from": "2026-01-01", "to": "2026-06-30"}
    return World(records=list(rows), period=JUNE, as_of=JUNE[1], spans=spans)


def result(world: World, **rule: Any) -> Result:
    return judge(world, {"rule": "r", **rule})["R1"]


ANSWERED = (row(1, "inquiry", "01"), row(2, "call", "02"))


def test_a_trigger_under_a_word_nobody_reads_owes_nothing() -> None:
    """ "A record of an unread type (...), as an answer and as what ends a duty": as a trigger it is not even open."""
    assert result(told(*ANSWERED, row(3, "inquiry", "10")), **CALLED_BACK).outcome == "fail"
    assert result(told(*ANSWERED, row(3, "inquiry~", "10")), **CALLED_BACK).outcome == "pass"


def test_below_a_threshold_of_one_dropping_what_is_met_fails() -> None:
    """ "A unit that may not exist is dropped where it is met": one of two met is half, none of one is not."""
    to = {"type": "inquiry", "status": {"not": "planned"}}
    rule = {**CALLED_BACK, "to": to, "threshold": 0.5}
    inquiry, call = ANSWERED
    rows = ({**inquiry, "status": "done"}, {**call, "status": ""}, row(3, "inquiry", "10", status=""))
    assert result(told(*rows), **rule).outcome == "pass"
    assert result(told({**inquiry, "status": "done~"}, *rows[1:]), **rule).outcome == "fail"


def test_an_excluding_test_on_a_column_not_shown_lets_everything_in() -> None:
    """ "An excluding one (`not`, ...) holds there": a planned call of a file without `status` is taken for one made."""
    rule = {"kind": "quota", "of": {**CALL, "status": {"not": "planned"}}, "at_least": 1, "window": "month"}
    planned, other = row(1, "call", "02", status="planned"), row(2, "visit", "02", status="done")
    assert result(told(planned, other), **rule).outcome == "fail"
    blind = {column: value for column, value in planned.items() if column != "status"}
    assert result(told({**blind, FILE: "phone.csv"}, other), **rule).outcome == "pass"


def test_where_any_type_answers_one_that_is_not_exported_is_missed() -> None:
    """No sentence says that a selector without a type is shown in part."""
    rule = {**CALLED_BACK, "with": {}}
    world = told(row(1, "inquiry", "01"), row(2, "call", "02"))
    assert result(world, **rule).outcome == "pass"
    assert result(replace(world, records=world.records[:1]), **rule).outcome == "fail"


def test_a_burst_is_seen_only_among_what_is_shown() -> None:
    """ "Genuine: missing (...) columns only", and "every unit of the other files stays known"."""
    late = "2026-06-10 18:00:00"
    one, other = row(1, "call", "01", logged_at=late), row(2, "call", "02", logged_at=late)
    burst = {"entries": 2, "minutes": 10, "days": 2}
    assert result(told(one, other), kind="genuine", burst=burst).met == 0
    blind = {column: value for column, value in other.items() if column != "logged_at"}
    split = result(told(one, {**blind, FILE: "phone.csv"}), kind="genuine", burst=burst)
    assert (split.expected, split.met, split.unknown) == (1, 1, 1)


def test_a_word_of_ones_own_counts_for_nothing_where_the_rep_is_the_key() -> None:
    """ "A vocabulary that changed excuses, a word of one's own does not.\""""
    rule = {"kind": "quota", "of": CALL, "at_least": 2, "window": "month"}
    others = row(9, "call", "03", rep_id="R2")
    assert result(told(row(1, "call", "01"), row(2, "call", "02"), others), **rule).outcome == "pass"
    assert result(told(row(1, "call", "01"), row(2, "call~", "02"), others), **rule).outcome == "fail"
