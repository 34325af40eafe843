"""Sequence: in what order do things happen?"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from tests.oracle.common import (
    Rule,
    Unit,
    clock,
    duration,
    key_column,
    midnight,
    plus_months,
    rep_counts,
    selected,
    whole_days,
    working_days_between,
)
from tests.oracle.world import DAY

if TYPE_CHECKING:
    from datetime import date

    from tests.oracle.world import Record, World


def working_days_of(rule: Rule, record: Record) -> str | None:
    """Whose presence makes a day a working day: the rep's own where the same rep must do both."""
    return record.rep if rule.get("by", "anyone") == "same_rep" else None


def workdays_reach(world: World, rule: Rule, earlier: date, record: Record) -> bool:
    """Whether the N-th working day after an earlier day is not before the record's: fewer lie between."""
    count, _ = duration(rule["within"])
    return working_days_between(world, earlier, record.day, working_days_of(rule, record)) < count


def recent_enough(world: World, rule: Rule, earlier: Record, record: Record) -> bool:
    """Whether the earlier record is no older than `within`; bare days count in the rep's favour."""
    if "within" not in rule:
        return True
    count, unit = duration(rule["within"])
    span, days = clock(count, unit), whole_days(count, unit)
    if span is not None:
        return record.when.start - earlier.when.end <= span
    if days is not None:
        return earlier.day >= record.day - timedelta(days=days)
    if unit == "month":
        return plus_months(earlier.day, count) >= record.day
    return workdays_reach(world, rule, earlier.day, record)


def reaches_before_the_log(world: World, rule: Rule, record: Record) -> bool:
    """Whether the step before could have stood, in time, on a day that the log does not show."""
    if "within" not in rule:
        return False
    count, unit = duration(rule["within"])
    span, days = clock(count, unit), whole_days(count, unit)
    if span is not None:
        return record.when.start - span < midnight(world.span_from)
    if days is not None:
        return record.day - timedelta(days=days) < world.span_from
    if unit == "month":
        return plus_months(world.span_from - DAY, count) >= record.day
    return workdays_reach(world, rule, world.span_from - DAY, record)


def preceded(world: World, rule: Rule, record: Record, step: Rule, *, limited: bool) -> bool:
    """Whether a record of this step stands at or before the record, for the same thing."""
    key = key_column(rule.get("same", "customer"))
    by = rule.get("by", "anyone")
    return any(
        earlier is not record
        and earlier[key] == record[key]
        and earlier.when.not_after(record.when)
        and rep_counts(world, by, record.rep, record["customer_id"], earlier)
        and (not limited or recent_enough(world, rule, earlier, record))
        for earlier in selected(world, step)
    )


def unit(record: Record, step: int, *, met: bool) -> Unit:
    """One step owed by one record."""
    return Unit(record.day, met, record.day, {"record_id": record["record_id"], "step": str(step)})


def owed_by_closing(world: World, rule: Rule, rep: str) -> list[Unit]:
    """Each closing record of the rep owes one unit for each step."""
    key = key_column(rule.get("same", "customer"))
    return [
        unit(record, number, met=preceded(world, rule, record, step, limited=False))
        for record in selected(world, rule["closing"])
        if record.rep == rep and record[key] != ""
        for number, step in enumerate(rule["steps"], 1)
    ]


def first_of_each_case(records: list[Record]) -> list[Record]:
    """The first record of each case, whoever made it; a record of no case is the first of none."""
    first: dict[str, Record] = {}
    for record in records:
        first.setdefault(record["case_id"], record)
    return [record for case, record in first.items() if case]


def owed_by_steps(world: World, rule: Rule, rep: str) -> list[Unit]:
    """Each record of the rep of a later step owes the step before it."""
    key = key_column(rule.get("same", "customer"))
    units = []
    for number, (before, step) in enumerate(zip(rule["steps"], rule["steps"][1:], strict=False), 1):
        records = selected(world, step)
        if rule.get("every", "record") == "case":
            records = first_of_each_case(records)
        for record in records:
            if record.rep != rep or record[key] == "":
                continue
            met = preceded(world, rule, record, before, limited=True)
            if met or not reaches_before_the_log(world, rule, record):
                units.append(unit(record, number, met=met))
    return units


def expectations(world: World, rule: Rule, rep: str) -> list[Unit]:
    """What the rep's closing records or later steps owe."""
    return owed_by_closing(world, rule, rep) if "closing" in rule else owed_by_steps(world, rule, rep)
