"""From expectations to findings and deviations: the cut to the period, pending, the threshold."""

from __future__ import annotations

from dataclasses import dataclass, replace
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
    perhaps_absent,
    plus_months,
    reps_judged,
    roster_row,
)
from tests.oracle.conditions import matches
from tests.oracle.named import versions_of
from tests.oracle.shown import can_be_checked, period_is_shown, rests_on_absence
from tests.oracle.truth import least

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

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
    """One rep's finding for one rule.

    `deviations` and `possible` shortfalls are (subject, due day), sorted; `causes` are (sort, name, units), sorted.
    """

    outcome: str
    expected: int = 0
    met: int = 0
    pending: int = 0
    deviations: tuple[tuple[Subject, date], ...] = ()
    unknown: int = 0
    causes: tuple[tuple[str, str, int], ...] = ()
    possible: tuple[tuple[Subject, date], ...] = ()


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
    return there and matches(world, world.line("reps", roster_row(world, rep) or {}), condition)


def units_of(world: World, rule: Rule, rep: str) -> list[Unit]:
    """Every unit that is the rep's: in force, due while employed, where the rule applies."""
    return [
        excused(world, rep, unit)
        for unit in KINDS[rule["kind"]](world, rule, rep)
        if in_force(rule, unit.arises)
        and (unit.due is None or employed(world, rep, unit.due))
        and applies(world, rule, rep, unit.due or unit.arises)
    ]


def excused(world: World, rep: str, unit: Unit) -> Unit:
    """Leave a unit open that is not met on a day of which nobody knows whether the rep was absent."""
    why = set() if unit.due is None or unit.final or unit.met else perhaps_absent(world, rep, unit.due)
    return replace(unit, state=None, causes=unit.causes | why) if why else unit


def decided(world: World, unit: Unit) -> bool:
    """Whether a unit fell due in the period, by `as_of`."""
    first, last = world.period
    return unit.due is not None and first <= unit.due <= min(last, world.as_of)


def open_still(world: World, unit: Unit) -> bool:
    """Whether a unit falls due later in the period, or after it with its trigger in it; what is dropped does not."""
    if unit.dropped:
        return False
    first, last = world.period
    if unit.due is not None and unit.due <= last:
        return unit.due >= first and unit.due > world.as_of
    return unit.trigger is not None and first <= unit.trigger <= last


def is_missed(unit: Unit) -> bool:
    """Whether it fell due and was not met, for sure."""
    return unit.state is False


def may_be_missed(unit: Unit) -> bool:
    """Whether "unknown alone keeps it from being missed": by the sure records alone it is not met."""
    return unit.unknown and not unit.surely


def overdue_runs(world: World, units: list[Unit]) -> Iterator[list[Unit]]:
    """Each unbroken run of unit-days that are not met.

    "It ends only with a met day; unknown days within it break nothing, and its day is the first that is not met."
    """
    for stretch in dict.fromkeys(unit.stretch for unit in units):
        places = {unit.place: unit for unit in units if unit.stretch == stretch}
        overdue = {
            place for place, unit in places.items() if not unit.met and unit.due is not None and unit.due <= world.as_of
        }
        for start in sorted(place for place in overdue if place - 1 not in overdue):
            end = start
            while end + 1 in overdue:
                end += 1
            yield [places[place] for place in range(start, end + 1)]


def groups_of(world: World, kind: str, units: list[Unit]) -> Iterator[list[Unit]]:
    """The units that share a deviation: a cadence's runs, a quota's windows, else each alone."""
    if kind == "cadence":
        yield from overdue_runs(world, units)
    elif kind == "quota":
        windows: dict[Any, list[Unit]] = {}
        for unit in units:
            windows.setdefault((*sorted(unit.subject.items()), unit.due), []).append(unit)
        yield from windows.values()
    else:
        yield from ([unit] for unit in units)


Listed = tuple[dict[str, str], date]


def shortfalls(world: World, kind: str, units: list[Unit]) -> tuple[list[Listed], list[Listed]]:
    """The deviations, and apart from them the possible shortfalls: groups without one missed for sure."""
    deviations, possible = [], []
    for group in groups_of(world, kind, units):
        fallen = [unit for unit in group if decided(world, unit) and not unit.dropped]
        first_due = group[0].due
        if first_due is None:
            continue
        if any(is_missed(unit) for unit in fallen):
            deviations.append((group[0].subject, first_due))
        elif any(may_be_missed(unit) for unit in fallen):
            possible.append((group[0].subject, first_due))
    return deviations, possible


def outcome_of(rule: Rule, expected: int, met: int, unknown: int, pending: int) -> str:
    """Settle a finding's outcome.

    "A finding passes if met / (expected + unknown) reaches the threshold, or unmet and unknown together are no more
    than `allow`; it fails if (met + unknown) / (expected + unknown) stays below the threshold and unmet alone is more
    than `allow`; between, and where `expected` is 0, it is `not_checked`." `allow` is 0 here: then the second way to
    pass, and the second condition to fail, say nothing that the first does not.
    """
    if expected + unknown == 0:
        return "pending" if pending else "not_applicable"
    threshold = Fraction(str(rule.get("threshold", 1)))
    if expected and Fraction(met, expected + unknown) >= threshold:
        return "pass"
    if expected and Fraction(met + unknown, expected + unknown) < threshold:
        return "fail"
    return "not_checked"


def counted_causes(units: list[Unit]) -> tuple[tuple[str, str, int], ...]:
    """ "Each unknown unit has one cause, the least": each with how many units it leaves unknown."""
    found: dict[Any, int] = {}
    for unit in units:
        if unit.unknown:
            cause = least(unit.causes)
            found[cause] = found.get(cause, 0) + 1
    return tuple(sorted((cause.sort, cause.name, number) for cause, number in found.items()))


def sorted_subjects(listed: list[Listed]) -> tuple[tuple[Subject, date], ...]:
    return tuple(sorted((tuple(sorted(subject.items())), due) for subject, due in listed))


def fallen_units(world: World, units: list[Unit]) -> list[Unit]:
    """The units that are judged: those fallen due in the period by `as_of`, less what may not exist and is met."""
    return [unit for unit in units if decided(world, unit) and not unit.dropped]


def judge_rep(world: World, rule: Rule, rep: str) -> Result:
    """Judge one rep by one rule: "`expected = met + unmet`, and `unknown` beside it"."""
    fallen: list[Unit] = []
    pending = 0
    deviations: list[Listed] = []
    possible: list[Listed] = []
    for version in versions_of(rule):
        units = units_of(world, version, rep)
        fallen += fallen_units(world, units)
        pending += sum(open_still(world, unit) for unit in units)
        missed, perhaps = shortfalls(world, rule["kind"], units)
        deviations += missed
        possible += perhaps
    met, unknown = sum(unit.met for unit in fallen), sum(unit.unknown for unit in fallen)
    expected = len(fallen) - unknown
    outcome = outcome_of(rule, expected, met, unknown, pending)
    if outcome == "pass" and rests_on_absence(rule) and not period_is_shown(world):
        outcome = "not_checked"
    return Result(
        outcome,
        expected,
        met,
        pending,
        sorted_subjects(deviations),
        unknown,
        counted_causes(fallen),
        sorted_subjects(possible),
    )


def under(world: World, rule: Rule, policy: Sequence[Rule] | None) -> World:
    """The world as a policy reads it: its words are those that any of its rules asks about."""
    return replace(world, policy=tuple(policy if policy is not None else [rule]))


def is_checked(world: World, rule: Rule) -> bool:
    """Whether the log shows enough to judge each version of a rule."""
    return all(can_be_checked(world, version) for version in versions_of(rule))


def judge(world: World, rule: Rule, policy: Sequence[Rule] | None = None) -> dict[str, Result]:
    """Judge every rep by one rule of a policy; alone, the rule is all of it."""
    asked = under(world, rule, policy)
    if not is_checked(asked, rule):
        return {rep: Result("not_checked") for rep in reps_judged(asked)}
    return {rep: judge_rep(asked, rule, rep) for rep in reps_judged(asked)}


def units_judged(world: World, rule: Rule, policy: Sequence[Rule] | None = None) -> dict[str, list[Unit]]:
    """Every unit of every rep that fell due in the period, where the rule can be judged."""
    asked = under(world, rule, policy)
    if not is_checked(asked, rule):
        return {}
    return {
        rep: [unit for version in versions_of(rule) for unit in fallen_units(asked, units_of(asked, version, rep))]
        for rep in reps_judged(asked)
    }
