"""Cadence: how often is a customer, a case, or anyone at all attended to?"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING

from tests.oracle.common import (
    HISTORY,
    Rule,
    Stretch,
    Unit,
    answering,
    customer_of,
    days_of,
    duration,
    employment,
    present,
    rep_counts,
    settled,
    stretches_inferred,
    stretches_on_file,
    types_not_shown,
    whole_days,
)
from tests.oracle.conditions import truth
from tests.oracle.named import types_named
from tests.oracle.truth import FALSE, TRUE, Cause, Truth, every, some

if TYPE_CHECKING:
    from tests.oracle.world import Record, World


@dataclass(frozen=True)
class Care:
    """One stretch of care and what is open about it."""

    stretch: Stretch
    subject: dict[str, str]
    customer: Truth | str
    certain: Truth = TRUE
    # The days of the records that perhaps ended it.
    perhaps_ended: list[tuple[date, Truth]] = field(default_factory=list)
    # Until this day what came before the log may still count.
    history_until: date = date.min

    def exists_on(self, day: date) -> Truth:
        """Whether the thing is still in care on a day: a doubtful end leaves the days after it open."""
        ended = [taken for closed, taken in self.perhaps_ended if closed < day]
        return every([self.certain, *ended])


def first_of_case(world: World, case: str) -> Record | None:
    """The first record of a case; one of nobody is none."""
    return next((record for record in world.seen if record["case_id"] == case and not record.of_nobody), None)


def history_until(world: World, rule: Rule, case: str, first: Record) -> date:
    """Until when a case may have been attended to before the log.

    Unknown are "unmet unit-days of a cadence per case whose first record stands within `history` of the span's first
    day, until the first sure record of `of` on that case by the rep charged".
    """
    if first.day > world.span_from + timedelta(days=world.history):
        return date.min
    own = [
        record.day
        for record, taken in answering(world, rule["of"], by_rep=False)
        if taken.value is True and record["case_id"] == case and record.rep == first.rep
    ]
    return min(own, default=date.max)


def case_care(world: World, rule: Rule) -> list[Care]:
    """Each case from its first record to the day of its first closing one, with its subject.

    A record of nobody "ends a case (`open_until`) like any other"; one of an unread type ends it perhaps.
    """
    found = []
    for case in sorted({record["case_id"] for record in world.seen} - {""}):
        first = first_of_case(world, case)
        if first is None:
            continue
        ends = (
            [
                (record.day, taken)
                for record, taken in answering(world, rule["open_until"], by_rep=False)
                if record["case_id"] == case
            ]
            if "open_until" in rule
            else []
        )
        last = min((day for day, taken in ends if taken.value is True), default=date.max)
        found.append(
            Care(
                stretch=Stretch(first["customer_id"], first.rep, first.day, last),
                subject={"case_id": case},
                customer=customer_of(first),
                perhaps_ended=[(day, taken) for day, taken in ends if taken.value is None],
                history_until=history_until(world, rule, case, first),
            )
        )
    return found


def customer_care(world: World, rule: Rule) -> list[Care]:
    """Who has which customer in care, by the customers file, else as version 1 reads the log."""
    on_file = stretches_on_file(world) if world.customers is not None else stretches_inferred(world)
    found = []
    for stretch in on_file:
        certain = truth(world, world.line("customers", stretch.row), rule.get("customers", {}))
        if certain.value is not False:
            found.append(Care(stretch, {"customer_id": stretch.customer}, stretch.customer, certain))
    return found


def attends(world: World, rule: Rule, care: Care, record: Record) -> Truth:
    """Whether a record of `of` serves what is in care: by a doubtful one it is doubtful."""
    if any(record[column] != value for column, value in care.subject.items()):
        return FALSE
    return rep_counts(world, rule.get("by", "same_rep"), care.stretch.rep, care.customer, record)


def units_of_care(world: World, rule: Rule, care: Care) -> list[Unit]:
    """ "Each unit-day from the N-th on that is no day off falls due on itself."

    "Met while the last sure answer covers, unknown while only the last of any does, else unmet."
    """
    stretch = care.stretch
    effective = rule.get("effective", {})
    first = max(stretch.first, date.fromisoformat(effective.get("from", "0001-01-01")))
    last = min(stretch.last, date.fromisoformat(effective.get("to", "9999-12-31")))
    count, unit = duration(rule["within"])
    days = whole_days(count, unit)
    within = count if days is None else days
    joined, _ = employment(world, stretch.rep)
    begin, end = max(first, world.span_from, joined), min(last, world.period[1])
    unit_days = [
        day
        for day in days_of(begin, end)
        if present(world, stretch.rep, day) and (days is not None or world.works(day))
    ]
    attended = [
        (record.day, every([taken, attends(world, rule, care, record)]))
        for record, taken in answering(world, rule["of"], by_rep=rule.get("per") == "rep")
        if record.day >= first
    ]
    missing = types_not_shown(world, types_named(rule["of"])) | types_not_shown(
        world, types_named(rule.get("open_until", {}))
    )
    units = []
    number = 0
    for place in range(within - 1, len(unit_days)):
        day = unit_days[place]
        before = unit_days[place - within] if place >= within else None
        met = some(served for seen, served in attended if (before is None or before < seen) and seen <= day)
        if not world.works(day):
            # It is not due itself; yet a stretch of overdue days "ends only with a met day", and this may be one.
            number += met.value is True
            continue
        number += 1
        doubts: set[Cause] = missing | ({HISTORY} if day < care.history_until else set())
        units.append(
            settled(
                world,
                day,
                day,
                met,
                exists=care.exists_on(day),
                doubts=doubts,
                subject=care.subject,
                stretch=(stretch, tuple(care.subject.items())),
                place=number,
            )
        )
    return units


def expectations(world: World, rule: Rule, rep: str) -> list[Unit]:
    """The unit-days of everything in the rep's care."""
    if rule.get("per") == "rep":
        return units_of_care(world, rule, Care(Stretch("", rep, date.min, date.max), {}, ""))
    cares = case_care(world, rule) if rule.get("per") == "case" else customer_care(world, rule)
    return [unit for care in cares if care.stretch.rep == rep for unit in units_of_care(world, rule, care)]
