"""What falls due next is what the plain reading finds open after `as_of`, and what becomes a shortfall if left.

`CHECKLIST_EXAMPLES` says how many worlds of each kind are tried.
"""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from checklist.auditing import run_due
from checklist.calendars import parse_span
from checklist.model import ChecklistError
from tests.oracle.common import reps_judged
from tests.oracle.judge import units_of, versions_of
from tests.oracle.shown import can_be_checked
from tests.oracle.world import World
from tests.property.rules import example
from tests.property.running import audit_world, requested

if TYPE_CHECKING:
    from tests.oracle.common import Unit
    from tests.property.selectors import Rule

EXAMPLES = int(os.environ.get("CHECKLIST_EXAMPLES", "12"))
KINDS = ("cadence", "quota", "response")
DAYS = 14
Duty = tuple[str, str, tuple[tuple[str, str], ...], date, bool, int]
"""Rule, rep, subject, day, whether overdue, units."""


def ahead_world(kind: str, number: int) -> tuple[World, list[Rule]]:
    """A world seen in the middle of its period, or on the day of a record that may want an answer."""
    world, rules = example(kind, number)
    dated = [rule for rule in rules if "table" not in rule.get("of", {}) or "at" in rule["of"]]
    as_of = world.period[0] + (world.period[1] - world.period[0]) // 2
    if kind == "response" and world.everything:
        as_of = world.everything[number % len(world.everything)].day
    return replace(world, as_of=min(as_of, date(2026, 12, 10))), dated


def engine_says(world: World, rules: list[Rule]) -> Counter[Duty]:
    with requested(world, rules) as request:
        found = run_due(request, DAYS).ahead.upcoming
    return Counter(
        (each.rule, each.rep_id, tuple(sorted(each.subject.items())), each.due_on, each.overdue, each.count)
        for each in found
        if each.due_on is not None
    )


def oracle_says(world: World, rules: list[Rule]) -> Counter[Duty]:
    first = world.as_of + timedelta(days=1)
    future = replace(world, period=(first, first + timedelta(days=DAYS - 1)), policy=tuple(rules))
    return Counter(
        duty
        for rule in rules
        if all(can_be_checked(future, version) for version in versions_of(rule))
        for rep in reps_judged(future)
        for duty in duties(future, rule, rep)
    )


def duties(world: World, rule: Rule, rep: str) -> list[Duty]:
    """What one rule still asks of one rep."""
    first, last = world.period
    open_units: list[tuple[Unit, bool, date]] = []
    for version in versions_of(rule):
        if rule["kind"] == "quota" and not mendable(version):
            continue
        units = units_of(world, version, rep)
        for unit in units:
            stands = standing(world, unit)
            if stands is not True and unit.due is not None and first <= unit.due <= last:
                # Nobody is behind with what may have been met.
                since = None if stands is None else overdue_since(units, unit, world.as_of)
                open_units.append((unit, since is not None, since or unit.due))
    if rule["kind"] == "response":
        return [(rule["rule"], rep, key(unit), day, False, 1) for unit, _, day in open_units]
    found: dict[Any, list[tuple[Unit, bool, date]]] = {}
    for each in open_units:
        apart = tuple(part for part in key(each[0]) if part[0] != "window")
        found.setdefault(apart, []).append(each)
    listed = []
    for group in found.values():
        unit, overdue, day = min(group, key=lambda each: (each[0].due or date.max, key(each[0])))
        count = 1
        if rule["kind"] == "quota":
            count = sum(key(other) == key(unit) for other, _, _ in group)
        listed.append((rule["rule"], rep, key(unit), day, overdue, count))
    return listed


def standing(world: World, unit: Unit) -> bool | None:
    """How a unit stands; that the log does not hold the days ahead yet leaves nothing in doubt."""
    begun = "window" in unit.subject and parse_span(unit.subject["window"])[0] < world.span_from
    only_ahead = unit.state is None and not begun and {cause.sort for cause in unit.causes} == {"span"}
    return unit.surely if only_ahead else unit.state


def mendable(version: Rule) -> bool:
    counted = version.get("count", "records")
    return "at_least" in version or (isinstance(counted, dict) and bool({"mean", "median"} & counted.keys()))


def overdue_since(units: list[Unit], unit: Unit, as_of: date) -> date | None:
    """The first day of the unbroken run of missed unit-days that reaches to this one, if it began by `as_of`."""
    if unit.stretch is None:
        return None
    places = {each.place: each for each in units if each.stretch == unit.stretch and not each.met}
    place = unit.place
    while place - 1 in places:
        place -= 1
    day = places[place].due
    return day if day is not None and day <= as_of else None


def key(unit: Unit) -> tuple[tuple[str, str], ...]:
    return tuple(sorted(unit.subject.items()))


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_ahead_is_what_the_plain_reading_finds_open(kind: str) -> None:
    seen = 0
    for number in range(EXAMPLES):
        world, rules = ahead_world(kind, number)
        if not rules:
            continue
        try:
            found = engine_says(world, rules)
        except ChecklistError as error:
            pytest.fail(f"{kind} {number}: {error!r}")
        expected = oracle_says(world, rules)
        assert found == expected, f"{kind} {number}: engine {found - expected}, oracle {expected - found}"
        seen += sum(found.values())
    assert seen >= max(1, EXAMPLES // 12)


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_what_nobody_acts_on_becomes_a_shortfall_of_that_day(kind: str) -> None:
    checked = 0
    for number in range(EXAMPLES):
        world, rules = ahead_world(kind, number)
        past = [record.row for record in world.everything if record.day <= world.as_of]
        # Types that only later records show stay shown.
        covers = tuple(sorted({*world.covers, *(record["type"] for record in world.everything)}))
        if not rules or not past:
            continue
        still = replace(world, records=past, covers=covers, spans=world.spans or {"from": str(world.span_from)})
        left = [duty for duty in engine_says(still, rules) if not duty[4]]
        for day in sorted({duty[3] for duty in left})[:2]:
            if still.span_from > day:
                continue
            # The log is whole up to that day: nothing more was done.
            later = replace(still, as_of=day, period=(day, day), spans={**(still.spans or {}), "to": str(day)})
            judged = audit_world(later, rules, max_deviations=1000)
            found = {
                (each.rule, each.rep_id, tuple(sorted(each.subject.items())), each.due_on)
                for each in (*judged.deviations, *judged.possible)
            }
            # What may be met already may be no shortfall, or one of a stretch that began before.
            perhaps = {(one.rule, one.rep_id) for card in judged.scorecards for one in card.findings if one.unknown}
            for rule, rep, subject, due, _, _ in left:
                if due == day and (rule, rep) not in perhaps:
                    assert (rule, rep, subject, due) in found, f"{kind} {number}: {rule} {rep} {subject} {due}"
                    checked += 1
    assert checked > 0


def test_who_is_behind_stays_so_where_nobody_knows_of_a_day_whether_it_was_leave() -> None:
    """ "A stretch keeps its true first overdue day"; "unknown days within it break nothing"."""
    world = World(
        records=[{"rep_id": "R1", "type": "call", "occurred_at": "2026-06-01", "customer_id": "C1"}],
        customers=[{"customer_id": "C1", "rep_id": "R1", "in_care_from": "2026-05-01"}],
        absences=[{"rep_id": "R1", "from": "2026-06-09", "to": "2026-06-09", "status": "lodged"}],
        period=(date(2026, 6, 1), date(2026, 6, 30)),
        as_of=date(2026, 6, 11),
        spans={"from": "2026-05-01", "to": "2026-06-11"},
    )
    rules = [{"rule": "r", "kind": "cadence", "of": {"type": "call"}, "within": "3 days", "per": "customer"}]
    duty = ("r", "R1", (("customer_id", "C1"),), date(2026, 6, 4), True, 1)
    assert engine_says(world, rules) == oracle_says(world, rules) == Counter([duty])
