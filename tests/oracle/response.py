"""Response: how soon after one thing does another follow?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from tests.oracle.common import (
    Rule,
    Unit,
    after_working_hours,
    answering,
    clock,
    customer_of,
    due_day,
    duration,
    key_column,
    nth_working_day,
    owing,
    present,
    rep_counts,
    settled,
    types_not_shown,
    undated,
    whole_days,
)
from tests.oracle.named import types_named
from tests.oracle.truth import FALSE, Truth, every, some
from tests.oracle.world import Record, UnknownDayError, World


@dataclass(frozen=True)
class Deadline:
    """The day an answer is due, and the instant if it is not simply that day's end."""

    day: date
    instant: datetime | None = None

    def kept_by(self, answer: Record) -> bool:
        return answer.day <= self.day if self.instant is None else answer.when.start <= self.instant


def deadline_of(world: World, rule: Rule, trigger: Record) -> Deadline | None:
    """When the answer to a trigger is due, by version 1's rules of time; None if the rep will be gone by then."""
    count, unit = duration(rule["within"])
    rep = trigger.rep if rule.get("by", "same_rep") == "same_rep" else None
    if unit == "workday":
        day = nth_working_day(world, trigger.day, count, rep)
        return Deadline(day) if day else None
    if unit == "workhour":
        instant = after_working_hours(world, trigger.when.end, count, rep)
        return Deadline(instant.date(), instant) if instant else None
    span = clock(count, unit)
    if span is not None:
        instant = trigger.when.end + span
        deadline = Deadline(due_day(instant), instant)
    else:
        days = whole_days(count, unit)
        assert days is not None
        deadline = Deadline(trigger.day + timedelta(days=days))
    if rep is None or present(world, rep, deadline.day):
        return deadline
    moved = nth_working_day(world, deadline.day, 1, rep)
    return Deadline(moved) if moved else None


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
            deadline = deadline_of(world, rule, trigger)
        except UnknownDayError:
            units.append(undated(trigger.day, subject))
            continue
        if deadline is None:
            continue
        met = some(
            every([taken, answers(world, rule, trigger, answer)])
            for answer, taken in answering(world, rule["with"], by_rep=key == "rep_id")
            if deadline.kept_by(answer)
        )
        missing = types_not_shown(world, types_named(rule["with"]))
        units.append(
            settled(
                world,
                deadline.day,
                trigger.day,
                met,
                exists=exists,
                doubts=missing,
                subject=subject,
                trigger=trigger.day,
            )
        )
    return units
