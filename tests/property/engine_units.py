"""What the engine says of a world, rule by rule and unit by unit, in the plain reading's terms.

A world is loaded once, and judged as often as one likes: loading is most of an audit's time.
"""

from __future__ import annotations

from collections import Counter
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from checklist.auditing.describing import subject_of
from checklist.auditing.facts import NO_FACT, Named, look_up, units_of
from checklist.auditing.judging import Counts, count_units, lay_out_units, outcome_of, select_units
from checklist.auditing.preparing import prepare
from checklist.auditing.shown import why_not_checked
from checklist.engine import identifier
from checklist.kinds import kinds
from tests.property.judging import Judged
from tests.property.running import in_words, requested

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from datetime import date

    from checklist.auditing.preparing import Ready
    from checklist.model import JudgedUnit
    from checklist.model import Rule as PolicyRule
    from tests.oracle.world import World
    from tests.property.judging import Causes, Finding, Key, Rule, Subject

UNITS = "units_seen"


@contextmanager
def prepared(world: World, rules: list[Rule]) -> Iterator[Ready]:
    """Load a world into the engine, ready to be judged by these rules."""
    period = "..".join(map(str, world.period))
    with requested(world, rules, period=period, upcoming=False, jobs=1) as request, prepare(request) as ready:
        yield ready


def by_the_engine(world: World, rules: list[Rule]) -> Judged:
    """Let the engine judge."""
    with prepared(world, rules) as ready:
        return judged_by(ready)


def selects_of(ready: Ready) -> dict[str, list[str]]:
    """Return the SELECTs that the engine judges each rule by, where it can be judged."""
    return {
        rule.id: [
            select_units(rule, version, context, ready.period)
            for version, context in zip(rule.versions, ready.contexts(rule), strict=True)
        ]
        for rule in ready.request.policy.rules
        if is_checked(ready, rule)
    }


def is_checked(ready: Ready, rule: PolicyRule) -> bool:
    return why_not_checked(rule, ready.request.policy, ready.loaded, ready.unread) is None


def judged_by(ready: Ready, only: Collection[str] | None = None) -> Judged:
    """Let the engine judge what is loaded, by every rule or by these."""
    outcomes: dict[Finding, str] = {}
    units: dict[Key, bool | None] = {}
    causes: dict[Finding, Causes] = {}
    reps = [rep for (rep,) in ready.session.rows("SELECT rep_id FROM judged ORDER BY rep_id")]
    for rule in ready.request.policy.rules:
        if only is not None and rule.id not in only:
            continue
        if not is_checked(ready, rule):
            outcomes |= {(rule.id, rep): "not_checked" for rep in reps}
            continue
        contexts = ready.contexts(rule)
        lay_out_units(ready.session, rule, contexts, ready.period, UNITS)
        counted = count_units(ready.session, rule, contexts, UNITS).counts
        for rep in reps:
            counts = counted.get(rep, Counts())
            outcomes[rule.id, rep] = str(outcome_of(rule, counts, ready.unshown)[0])
            causes[rule.id, rep] = tuple(sorted((*in_words(key), number) for key, number in counts.causes))
        units |= units_in(ready, rule)
        ready.session.drop([UNITS])
    return Judged(outcomes, units, causes)


def units_in(ready: Ready, rule: PolicyRule) -> dict[Key, bool | None]:
    """Return every unit laid out for a rule that fell due in the period."""
    found: dict[Key, bool | None] = {}
    alike: Counter[Any] = Counter()
    for rep, subject, due, states in days_of(ready, rule) if kinds()[rule.kind].divisible else rows_of(ready, rule):
        for state in states:
            found[rule.id, rep, subject, due, alike[rep, subject, due]] = state
            alike[rep, subject, due] += 1
    return found


Row = tuple[str, "Subject", "date | None", "list[bool | None]"]


def rows_of(ready: Ready, rule: PolicyRule) -> Iterator[Row]:
    """Yield each row of a kind whose rows are no runs, with the state of each of its units."""
    kind = kinds()[rule.kind]
    source = kind.trigger_table(rule.versions[0].parameters)
    facts = look_up(ready.session, {source: [f"SELECT trigger_row FROM {UNITS}"]})[source]
    for unit in units_of(ready.session, f"SELECT * FROM {UNITS} WHERE due > 0"):
        fact = NO_FACT if unit.trigger_row is None else facts[unit.trigger_row]
        subject = subject_of(kind, rule.versions[unit.version].parameters, unit, Named(source, fact, NO_FACT))
        yield unit.rep_id, tuple(sorted(subject.items())), unit.first_due, states_of(unit)


def states_of(unit: JudgedUnit) -> list[bool | None]:
    """Return the met units first, then the unknown ones, then the unmet."""
    unmet = unit.due - unit.met - unit.unknown_due
    return [*[True] * unit.met, *[None] * unit.unknown_due, *[False] * unmet]


def days_of(ready: Ready, rule: PolicyRule) -> Iterator[Row]:
    """Yield each unit-day of a kind whose rows are runs of them, which a period cuts."""
    kind = kinds()[rule.kind]
    names = ", ".join(f"u.{identifier(name)}" for name in kind.subject)
    for rep, day, met, unknown, *parts in ready.session.rows(
        f"SELECT u.rep_id, p.day, u.met > 0, u.unknown_due > 0, {names} "
        f"FROM {UNITS} u JOIN presence p ON p.rep_id = u.rep_id AND p.working "
        "AND p.day BETWEEN u.judged_first AND u.judged_last WHERE u.due > 0"
    ):
        subject = sorted((name, part) for name, part in zip(kind.subject, parts, strict=True) if part is not None)
        yield rep, tuple(subject), day, [None if unknown else met]
