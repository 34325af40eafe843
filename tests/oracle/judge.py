"""From expectations to findings and deviations: the cut to the period, pending, the threshold."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from tests.oracle import attested, cadence, content, genuine, quota, response, sequence
from tests.oracle.common import (
    Rule,
    Unit,
    duration,
    employed,
    employment,
    plus_months,
    reps_judged,
    roster_row,
)
from tests.oracle.conditions import matches
from tests.oracle.shown import can_be_checked, period_is_shown, rests_on_absence

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.oracle.world import World

KINDS: dict[str, Callable[[World, Rule, str], list[Unit]]] = {
    "content": content.expectations,
    "quota": quota.expectations,
    "cadence": cadence.expectations,
    "response": response.expectations,
    "sequence": sequence.expectations,
    "attested": attested.expectations,
    "genuine": genuine.expectations,
}
Subject = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Result:
    """One rep's finding for one rule; `deviations` are (subject, due day), sorted."""

    outcome: str
    expected: int = 0
    met: int = 0
    pending: int = 0
    deviations: tuple[tuple[Subject, date], ...] = ()


def versions_of(rule: Rule) -> list[Rule]:
    """The rule as each of its versions has it."""
    shared = {name: value for name, value in rule.items() if name != "versions"}
    return [{**shared, **version} for version in rule.get("versions", [{}])]


def in_force(rule: Rule, day: date) -> bool:
    bounds = rule.get("effective", {})
    return bounds.get("from", "0001-01-01") <= day.isoformat() <= bounds.get("to", "9999-12-31")


def there_for(world: World, rep: str, tenure: dict[str, Any], day: date) -> bool:
    """Whether the rep has been employed for so long by a day; a rep whose first day is blank has always been."""
    joined, _ = employment(world, rep)
    if joined == date.min:
        return not {"at_most", "below"} & set(tenure)
    reached = {test: after(joined, span) for test, span in tenure.items()}
    tests = {"at_least": date.__ge__, "above": date.__gt__, "at_most": date.__le__, "below": date.__lt__}
    return all(tests[test](day, bound) for test, bound in reached.items())


def after(day: date, span: str) -> date:
    count, unit = duration(span)
    if unit == "month":
        return plus_months(day, count)
    return day + timedelta(days=count * {"day": 1, "week": 7}[unit])


def applies(world: World, rule: Rule, rep: str, day: date) -> bool:
    """Whether a rule applies to a rep, as of the due day."""
    condition = dict(rule.get("applies_to", {}))
    tenure = condition.pop("tenure", None)
    there = tenure is None or there_for(world, rep, tenure, day)
    return there and matches(roster_row(world, rep) or {}, condition)


def units_of(world: World, rule: Rule, rep: str) -> list[Unit]:
    """Every unit that is the rep's: in force, due while employed, where the rule applies."""
    return [
        unit
        for unit in KINDS[rule["kind"]](world, rule, rep)
        if in_force(rule, unit.arises)
        and (unit.due is None or employed(world, rep, unit.due))
        and applies(world, rule, rep, unit.due or unit.arises)
    ]


def decided(world: World, unit: Unit) -> bool:
    """Whether a unit fell due in the period, by `as_of`."""
    first, last = world.period
    return unit.due is not None and first <= unit.due <= min(last, world.as_of)


def open_still(world: World, unit: Unit) -> bool:
    """Whether a unit falls due later in the period, or after it with its trigger in it."""
    first, last = world.period
    if unit.due is not None and unit.due <= last:
        return unit.due >= first and unit.due > world.as_of
    return unit.trigger is not None and first <= unit.trigger <= last


def overdue_runs(world: World, units: list[Unit]) -> list[tuple[dict[str, str], date]]:
    """One deviation for each unbroken run of overdue unit-days of a stretch that reaches into the period."""
    found = []
    for stretch in dict.fromkeys(unit.stretch for unit in units):
        places = {unit.place: unit for unit in units if unit.stretch == stretch}
        missed = {
            place for place, unit in places.items() if not unit.met and unit.due is not None and unit.due <= world.as_of
        }
        for start in sorted(place for place in missed if place - 1 not in missed):
            end = start
            while end + 1 in missed:
                end += 1
            first_due = places[start].due
            assert first_due is not None
            if any(decided(world, places[place]) for place in range(start, end + 1)):
                found.append((places[start].subject, first_due))
    return found


def deviations_of(world: World, kind: str, units: list[Unit]) -> list[tuple[dict[str, str], date]]:
    """What is missed: a cadence's runs, a quota's windows, else each unit."""
    if kind == "cadence":
        return overdue_runs(world, units)
    missed = [(unit.subject, unit.due) for unit in units if decided(world, unit) and not unit.met]
    dated = [(subject, due) for subject, due in missed if due is not None]
    if kind == "quota":
        return list({(*sorted(subject.items()), due): (subject, due) for subject, due in dated}.values())
    return dated


def outcome_of(rule: Rule, expected: int, met: int, pending: int) -> str:
    if expected == 0:
        return "pending" if pending else "not_applicable"
    return "pass" if Fraction(met, expected) >= Fraction(str(rule.get("threshold", 1))) else "fail"


def attested_outcome(world: World, rule: Rule, rep: str, outcome: str) -> str:
    """A negative judgement fails, whatever the threshold; else one that is missing leaves it open."""
    if outcome not in ("pass", "fail"):
        return outcome
    words = {attested.word_on(world, version, rep, item) for version in versions_of(rule) for item in rule["items"]}
    if "negative" in words:
        return "fail"
    return "not_checked" if "missing" in words else "pass"


def judge_rep(world: World, rule: Rule, rep: str) -> Result:
    """Judge one rep by one rule."""
    expected = met = pending = 0
    deviations: list[tuple[dict[str, str], date]] = []
    for version in versions_of(rule):
        units = units_of(world, version, rep)
        fallen = [unit for unit in units if decided(world, unit)]
        expected += len(fallen)
        met += sum(unit.met for unit in fallen)
        pending += sum(open_still(world, unit) for unit in units)
        deviations += deviations_of(world, rule["kind"], units)
    outcome = outcome_of(rule, expected, met, pending)
    if rule["kind"] == "attested":
        outcome = attested_outcome(world, rule, rep, outcome)
        negative = [one for one in deviations if attested.word_on(world, rule, rep, one[0]["item"]) == "negative"]
        deviations = negative
    if outcome == "pass" and rests_on_absence(rule) and not period_is_shown(world):
        outcome = "not_checked"
    listed = sorted((tuple(sorted(subject.items())), due) for subject, due in deviations)
    return Result(outcome, expected, met, pending, tuple(listed))


def judge(world: World, rule: Rule) -> dict[str, Result]:
    """Judge every rep by one rule."""
    if not all(can_be_checked(world, version) for version in versions_of(rule)):
        return {rep: Result("not_checked") for rep in reps_judged(world)}
    return {rep: judge_rep(world, rule, rep) for rep in reps_judged(world)}
