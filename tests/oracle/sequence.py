"""Sequence: in what order do things happen?"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from tests.oracle.common import (
    HISTORY,
    SPAN,
    Rule,
    Unit,
    answering,
    customer_of,
    key_column,
    midnight,
    owing,
    rep_counts,
    settled,
    types_not_shown,
)
from tests.oracle.conditions import truth
from tests.oracle.deadlines import deadline
from tests.oracle.named import types_named
from tests.oracle.truth import Cause, Truth, every, some
from tests.oracle.world import Moment, UnknownDayError

if TYPE_CHECKING:
    from datetime import date

    from tests.oracle.world import Record, World


def working_days_of(rule: Rule, record: Record) -> str | None:
    """Whose presence makes a day a working day: the rep's own where the same rep must do both."""
    return record.rep if rule.get("by", "anyone") == "same_rep" else None


def not_past(world: World, rule: Rule, earlier: Moment, record: Record) -> bool:
    """Whether a record stands no later than `within` allows after what happened earlier, by its deadline."""
    try:
        due = deadline(world, earlier, rule["within"], working_days_of(rule, record))
    except UnknownDayError:
        return True
    return due is None or due.kept_by(record.when)


def reaches_before_the_log(world: World, rule: Rule, record: Record) -> bool:
    """Whether the step before could have stood, in time, at the last instant that the log does not show."""
    instant = midnight(world.span_from) - timedelta(microseconds=1)
    return not_past(world, rule, Moment(instant, instant), record)


def preceded(world: World, rule: Rule, record: Record, step: Rule, *, limited: bool) -> Truth:
    """Whether a record of this step stands at or before the record, for the same thing.

    "Met by a sure answer, else unknown if by a doubtful one."
    """
    key = key_column(rule.get("same", "customer"))
    by = rule.get("by", "anyone")
    return some(
        every([taken, rep_counts(world, by, record.rep, customer_of(record), earlier)])
        for earlier, taken in answering(world, step, by_rep=key == "rep_id")
        if earlier is not record
        and earlier[key] == record[key]
        and earlier.when.not_after(record.when)
        and (not limited or not_past(world, rule, earlier.when, record))
    )


def first_seen(world: World, key: str, value: str) -> date:
    """The day of the first record of somebody's that bears this key."""
    return min(record.day for record in world.seen if record[key] == value and not record.of_nobody)


def edge_of_the_log(world: World, rule: Rule, record: Record, *, limited: bool) -> set[Cause]:
    """Why a step that the log does not show may stand before it.

    Unknown is "an unmet step of a sequence without `within`, for a key of any `same` first seen so (on or before the
    span's first day + `history`), or of one whose `within` reaches back before the span".
    """
    if limited:
        return {SPAN} if reaches_before_the_log(world, rule, record) else set()
    key = key_column(rule.get("same", "customer"))
    young = first_seen(world, key, record[key]) <= world.span_from + timedelta(days=world.history)
    return {HISTORY} if young else set()


def unit(world: World, rule: Rule, record: Record, exists: Truth, number: int, step: Rule) -> Unit:
    """One step owed by one record, on its day; a closing record looks back without a limit."""
    limited = "within" in rule and "closing" not in rule
    return settled(
        world,
        record.day,
        record.day,
        preceded(world, rule, record, step, limited=limited),
        exists=exists,
        doubts={
            *types_not_shown(world, types_named(step)),
            *edge_of_the_log(world, rule, record, limited=limited),
        },
        subject={"record_id": record["record_id"], "step": str(number)},
    )


def owed_by_closing(world: World, rule: Rule, rep: str) -> list[Unit]:
    """ "Each closing record owes one unit for each step." """
    key = key_column(rule.get("same", "customer"))
    return [
        unit(world, rule, record, exists, number, step)
        for record, exists in owing(world, rule["closing"])
        if record.rep == rep and record[key] != ""
        for number, step in enumerate(rule["steps"], 1)
    ]


def first_of_each_case(world: World, step: Rule) -> list[tuple[Record, Truth]]:
    """The first record of each case, whoever made it; a record of no case is the first of none.

    "A first of its case that is doubtful or comes after a doubtful one" may not exist: so each doubtful record before
    the first sure one, and that one. One of an unread type owes nothing itself, but what comes after it may be no
    first. A record of nobody is "no first record of a case".
    """
    firsts = []
    for case in sorted({record["case_id"] for record in world.seen} - {""}):
        before: list[Truth] = []
        for record in world.seen:
            if record["case_id"] != case or record.of_nobody:
                continue
            perhaps = truth(world, record, step)
            taken = truth(world, record, step, open_types=False)
            if taken.value is not False:
                firsts.append((record, every([taken, *before])))
            if perhaps.value is True:
                break
            if perhaps.value is None:
                before.append(perhaps)
    return firsts


def owed_by_steps(world: World, rule: Rule, rep: str) -> list[Unit]:
    """Each record of the rep of a later step owes the step before it."""
    key = key_column(rule.get("same", "customer"))
    by_case = rule.get("every", "record") == "case"
    return [
        unit(world, rule, record, exists, number, before)
        for number, (before, step) in enumerate(zip(rule["steps"], rule["steps"][1:], strict=False), 1)
        for record, exists in (first_of_each_case(world, step) if by_case else owing(world, step))
        if record.rep == rep and record[key] != ""
    ]


def expectations(world: World, rule: Rule, rep: str) -> list[Unit]:
    """What the rep's closing records or later steps owe."""
    return owed_by_closing(world, rule, rep) if "closing" in rule else owed_by_steps(world, rule, rep)
