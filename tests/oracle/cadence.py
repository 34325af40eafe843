"""Cadence: how often is a customer, a case, or anyone at all attended to?"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from tests.oracle.common import (
    Rule,
    Stretch,
    Unit,
    days_of,
    duration,
    employment,
    present,
    rep_counts,
    selected,
    stretches_inferred,
    stretches_on_file,
    whole_days,
)
from tests.oracle.conditions import matches

if TYPE_CHECKING:
    from tests.oracle.world import Record, World


def case_stretches(world: World, rule: Rule) -> list[tuple[Stretch, dict[str, str]]]:
    """Each case from its first record to the day of its first closing one, with its subject."""
    found = []
    for case in sorted({record["case_id"] for record in world.seen} - {""}):
        records = [record for record in world.seen if record["case_id"] == case]
        first, last = records[0], date.max
        if "open_until" in rule:
            closing = [record.day for record in records if matches(record.row, rule["open_until"])]
            last = min(closing, default=date.max)
        stretch = Stretch(first["customer_id"], first.rep, first.day, last)
        found.append((stretch, {"case_id": case}))
    return found


def stretches(world: World, rule: Rule) -> list[tuple[Stretch, dict[str, str]]]:
    """What is in whose care, and how a deviation names it."""
    per = rule.get("per", "customer")
    if per == "case":
        return case_stretches(world, rule)
    on_file = stretches_on_file(world) if world.customers is not None else stretches_inferred(world)
    return [
        (stretch, {"customer_id": stretch.customer})
        for stretch in on_file
        if matches(stretch.row, rule.get("customers", {}))
    ]


def attends(world: World, rule: Rule, stretch: Stretch, subject: dict[str, str], record: Record) -> bool:
    """Whether a record of `of` serves what is in care."""
    same_thing = all(record[column] == value for column, value in subject.items())
    by = rule.get("by", "same_rep")
    return same_thing and rep_counts(world, by, stretch.rep, stretch.customer, record)


def units_of_stretch(world: World, rule: Rule, stretch: Stretch, subject: dict[str, str]) -> list[Unit]:
    """Each unit-day from the N-th on, due on itself."""
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
        record.day
        for record in selected(world, rule["of"])
        if attends(world, rule, stretch, subject, record) and record.day >= first
    ]
    units = []
    for place in range(within - 1, len(unit_days)):
        day = unit_days[place]
        before = unit_days[place - within] if place >= within else None
        met = any((before is None or before < seen) and seen <= day for seen in attended)
        units.append(Unit(day, met, day, subject, stretch=(stretch, tuple(subject.items())), place=place))
    return units


def expectations(world: World, rule: Rule, rep: str) -> list[Unit]:
    """The unit-days of everything in the rep's care."""
    if rule.get("per") == "rep":
        return units_of_stretch(world, rule, Stretch("", rep, date.min, date.max), {})
    return [
        unit
        for stretch, subject in stretches(world, rule)
        if stretch.rep == rep
        for unit in units_of_stretch(world, rule, stretch, subject)
    ]
