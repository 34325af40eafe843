"""Response: how soon after one thing does another follow?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.oracle.common import (
    Rule,
    Unit,
    answering,
    customer_of,
    employment,
    key_column,
    owing,
    rep_counts,
    settled,
    types_not_shown,
    undated,
)
from tests.oracle.deadlines import Deadline, deadline
from tests.oracle.named import types_named
from tests.oracle.truth import FALSE, Truth, every, some
from tests.oracle.world import UnknownDayError

if TYPE_CHECKING:
    from tests.oracle.world import Record, World


def deadline_of(world: World, rule: Rule, trigger: Record) -> Deadline | None:
    """When the answer to a trigger is due; None if the rep will be gone by then."""
    rep = trigger.rep if rule.get("by", "same_rep") == "same_rep" else None
    return deadline(world, trigger.when, rule["within"], rep, always=rule.get("clock") == "always")


def answers(world: World, rule: Rule, trigger: Record, answer: Record) -> Truth:
    """Whether a record of `with` answers a trigger, were it in time."""
    key = key_column(rule.get("same", "customer"))
    if answer is trigger or answer[key] != trigger[key] or not trigger.when.not_after(answer.when):
        return FALSE
    return rep_counts(world, rule.get("by", "same_rep"), trigger.rep, customer_of(trigger), answer)


def expectations(world: World, rule: Rule, rep: str) -> list[Unit]:
    """Each trigger of the rep, on the day of its deadline.

    "Met by a sure answer, else unknown if by a doubtful one."
    """
    key = key_column(rule.get("same", "customer"))
    units = []
    for trigger, exists in owing(world, rule["to"]):
        if trigger.rep != rep or trigger[key] == "":
            continue
        subject = {"record_id": trigger["record_id"]}
        try:
            due = deadline_of(world, rule, trigger)
        except UnknownDayError as error:
            # "A unit due outside the rep's employment is nobody's": it falls due on that day at the earliest.
            if error.day <= employment(world, rep)[1]:
                units.append(undated(trigger.day, subject))
            continue
        if due is None:
            continue
        met = some(
            every([taken, answers(world, rule, trigger, answer)])
            for answer, taken in answering(world, rule["with"], by_rep=key == "rep_id")
            if due.kept_by(answer.when)
        )
        missing = types_not_shown(world, types_named(rule["with"]))
        units.append(
            settled(
                world,
                due.day,
                trigger.day,
                met,
                exists=exists,
                doubts=missing,
                subject=subject,
                trigger=trigger.day,
            )
        )
    return units
