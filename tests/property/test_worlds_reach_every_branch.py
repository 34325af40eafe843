"""The random worlds are worth their time only if they reach every outcome of every kind, and every doubt."""

from __future__ import annotations

import functools
from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest

from tests.oracle.judge import is_checked, judge, under, units_of
from tests.oracle.named import selectors, types_named, versions_of
from tests.property.logs import TYPES
from tests.property.rules import KINDS, example

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.oracle.common import Unit
    from tests.oracle.world import World

# The units of a sequence and of content stand on records that are seen: they are never still open
# (but for content of the roster, which is drawn too seldom to be asked for).
NEVER = {"sequence": {"pending"}, "content": {"pending"}}
OUTCOMES = {"pass", "fail", "pending", "not_applicable", "not_checked"}
SEEDS = 250
CAUSES = {
    "attested": {"judgement"},
    "cadence": {"column", "type", "value", "nobody", "history", "span"},
    "content": {"column", "value", "span"},
    "genuine": {"column", "span"},
    "quota": {"column", "type", "value", "nobody", "span"},
    "response": {"column", "type", "value", "nobody", "span"},
    "sequence": {"column", "type", "value", "nobody", "history", "span"},
}
Rule = dict[str, Any]


def how(rule: Rule) -> str:
    """What a quota counts."""
    count = rule.get("count", "records")
    return count if isinstance(count, str) else next(iter(count))


def doubted_by(unit: Unit, *sorts: str) -> bool:
    return unit.unknown and {cause.sort for cause in unit.causes} <= set(sorts)


def is_partly_shown(rule: Rule, unit: Unit) -> bool:
    """Whether a unit is unknown for nothing but a type that the rule names and the log does not show."""
    named = {word for selector in selectors(rule) for word in types_named(selector)} | {"call", "visit"}
    return doubted_by(unit, "type") and all(cause.name in named for cause in unit.causes)


def is_unread(_: Rule, unit: Unit) -> bool:
    """Whether a unit is unknown for nothing but a type that nobody understands."""
    return doubted_by(unit, "type") and not any(cause.name in TYPES for cause in unit.causes)


def is_outside(unit: Unit) -> bool:
    """Whether a unit is unknown, among other reasons, for the day on which it falls due."""
    return any(cause.sort == "span" for cause in unit.causes)


def may_not_end(rule: Rule, unit: Unit) -> bool:
    """Whether only a type that ends a case is not shown."""
    answers, ends = (types_named(rule.get(name, {})) for name in ("of", "open_until"))
    return is_partly_shown(rule, unit) and all(cause.name in ends - answers for cause in unit.causes)


def needs_the_doubtful(unit: Unit) -> bool:
    """Whether a unit is unknown that the sure records alone would leave unmet."""
    return unit.unknown and not unit.surely


def fears_the_doubtful(unit: Unit) -> bool:
    """Whether a unit is unknown that the sure records alone would meet."""
    return unit.unknown and unit.surely


DOUBTFUL = ("column", "type", "value", "nobody")
# Each doubt of the design: the kind, and which rules and units show it.
DOUBTS: dict[str, tuple[str, Callable[[Rule, Unit], bool]]] = {
    "a count between both figures": (
        "quota",
        lambda rule, unit: how(rule) == "records" and doubted_by(unit, *DOUBTFUL),
    ),
    "a number of distinct values": (
        "quota",
        lambda rule, unit: how(rule) == "distinct" and doubted_by(unit, *DOUBTFUL),
    ),
    "a sum": ("quota", lambda rule, unit: how(rule) == "sum" and doubted_by(unit, *DOUBTFUL)),
    "a mean or median": ("quota", lambda rule, unit: how(rule) in ("mean", "median") and doubted_by(unit, *DOUBTFUL)),
    "a sum that doubtful amounts would reach": (
        "quota",
        lambda rule, unit: how(rule) == "sum" and "at_least" in rule and needs_the_doubtful(unit),
    ),
    "a sum that a doubtful amount would raise above its limit": (
        "quota",
        lambda rule, unit: how(rule) == "sum" and "at_most" in rule and fears_the_doubtful(unit),
    ),
    "an average that doubtful values would mend": (
        "quota",
        lambda rule, unit: how(rule) in ("mean", "median") and needs_the_doubtful(unit) and doubted_by(unit, *DOUBTFUL),
    ),
    "an average that doubtful values would break": (
        "quota",
        lambda rule, unit: how(rule) in ("mean", "median") and fears_the_doubtful(unit) and doubted_by(unit, *DOUBTFUL),
    ),
    "a ceiling": ("quota", lambda rule, unit: "at_most" in rule and doubted_by(unit, *DOUBTFUL)),
    "a count of which a type is not shown": ("quota", is_partly_shown),
    "a count of which a type is not understood": ("quota", is_unread),
    "a quota due after the log's end": (
        "quota",
        lambda rule, unit: how(rule) == "records" and "at_least" in rule and doubted_by(unit, "span"),
    ),
    "a customer's record of nobody": (
        "quota",
        lambda rule, unit: rule.get("each") == "customer" and doubted_by(unit, "nobody"),
    ),
    "a ceiling on a window not wholly shown": (
        "quota",
        lambda rule, unit: "at_most" in rule and doubted_by(unit, "span"),
    ),
    "an average on a window not wholly shown": (
        "quota",
        lambda rule, unit: how(rule) in ("mean", "median") and doubted_by(unit, "span"),
    ),
    "a quota of a customer": (
        "quota",
        lambda rule, unit: rule.get("each") == "customer" and doubted_by(unit, *DOUBTFUL),
    ),
    "a quota of a value": (
        "quota",
        lambda rule, unit: isinstance(rule.get("each"), dict) and doubted_by(unit, *DOUBTFUL),
    ),
    "a cadence of a rep": ("cadence", lambda rule, unit: rule.get("per") == "rep" and doubted_by(unit, *DOUBTFUL)),
    "a cadence of a customer": (
        "cadence",
        lambda _, unit: "case_id" not in unit.subject and doubted_by(unit, *DOUBTFUL),
    ),
    "a cadence of a case": ("cadence", lambda rule, unit: rule.get("per") == "case" and doubted_by(unit, *DOUBTFUL)),
    "a day after a doubtful end": ("cadence", lambda _, unit: unit.dropped),
    "an unmet day after a doubtful end": (
        "cadence",
        lambda rule, unit: "open_until" in rule and needs_the_doubtful(unit) and doubted_by(unit, *DOUBTFUL),
    ),
    "a day for which an answering type is not shown": ("cadence", is_partly_shown),
    "a day for which only an ending type is not shown": ("cadence", may_not_end),
    "a day for which a type is not understood": ("cadence", is_unread),
    "a day with a record of nobody": ("cadence", lambda _, unit: doubted_by(unit, "nobody")),
    "a day after the log's end": ("cadence", lambda _, unit: doubted_by(unit, "span")),
    "a case that may be older than the log": ("cadence", lambda _, unit: doubted_by(unit, "history")),
    "an answer": ("response", lambda _, unit: doubted_by(unit, *DOUBTFUL)),
    "a trigger that may be none": ("response", lambda _, unit: unit.dropped),
    "an answering type that is not shown": ("response", is_partly_shown),
    "an answer of a type that is not understood": ("response", is_unread),
    "an answer by nobody": ("response", lambda _, unit: doubted_by(unit, "nobody")),
    "what falls due after the span": ("response", lambda _, unit: doubted_by(unit, "span")),
    "a step before": ("sequence", lambda _, unit: doubted_by(unit, *DOUBTFUL)),
    "a step that may be none": ("sequence", lambda _, unit: unit.dropped),
    "a step of which a type is not shown": ("sequence", is_partly_shown),
    "a step of a type that is not understood": ("sequence", is_unread),
    "a step by nobody": ("sequence", lambda _, unit: doubted_by(unit, "nobody")),
    "a step outside the log": (
        "sequence",
        lambda rule, unit: "within" not in rule and doubted_by(unit, "span", "history") and is_outside(unit),
    ),
    "a closing record": ("sequence", lambda rule, unit: "closing" in rule and doubted_by(unit, *DOUBTFUL)),
    "a first of its case": ("sequence", lambda rule, unit: rule.get("every") == "case" and doubted_by(unit, *DOUBTFUL)),
    "a step that may be older than the log": ("sequence", lambda _, unit: doubted_by(unit, "history")),
    "a limit that reaches back before the log": (
        "sequence",
        lambda rule, unit: "within" in rule and doubted_by(unit, "span"),
    ),
    "a column not shown": ("content", lambda _, unit: doubted_by(unit, "column")),
    "a word or operand not understood": ("content", lambda _, unit: doubted_by(unit, "value")),
    "a record that may not be asked about": ("content", lambda _, unit: unit.dropped),
    "a record that may not be asked about, and lacks an item": (
        "content",
        lambda _, unit: needs_the_doubtful(unit) and doubted_by(unit, *DOUBTFUL),
    ),
    "no time of entry": ("genuine", lambda rule, unit: "copied" not in rule and doubted_by(unit, "column")),
    "no customer": ("genuine", lambda rule, unit: "burst" not in rule and doubted_by(unit, "column")),
    "a record that may not be looked at": ("genuine", lambda _, unit: unit.dropped),
    "a missing judgement": ("attested", lambda _, unit: doubted_by(unit, "judgement")),
}


@functools.cache
def drawn(kind: str) -> tuple[Counter[str], Counter[str], Counter[str]]:
    """Count the outcomes, the causes and the doubts of the rules of a kind in the worlds drawn."""
    outcomes: Counter[str] = Counter()
    causes: Counter[str] = Counter()
    doubts: Counter[str] = Counter()
    for number in range(SEEDS):
        world, rules = example(kind, number)
        for rule in rules:
            asked = under(world, rule, rules)
            results = judge(world, rule, rules)
            for result in results.values():
                outcomes[result.outcome] += 1
                outcomes["deviations"] += len(result.deviations)
                outcomes["possible"] += len(result.possible)
                causes.update({sort: units for sort, _, units in result.causes})
            if is_checked(asked, rule):
                for version, unit in units_in(asked, rule, list(results)):
                    doubts.update(shown_by(kind, version, unit))
    return outcomes, causes, doubts


def units_in(world: World, rule: Rule, reps: list[str]) -> Iterator[tuple[Rule, Unit]]:
    """Every unit of a rule, with the version that asks for it."""
    for version in versions_of(rule):
        for rep in reps:
            yield from ((version, unit) for unit in units_of(world, version, rep))


def shown_by(kind: str, rule: Rule, unit: Unit) -> Iterator[str]:
    """The doubts that a unit shows."""
    return (name for name, (of_kind, shows) in DOUBTS.items() if of_kind == kind and shows(rule, unit))


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_outcome_is_drawn(kind: str) -> None:
    outcomes, _, _ = drawn(kind)
    print(kind, dict(outcomes))  # noqa: T201  # shown with -s: the share of each outcome
    assert set(outcomes) >= (OUTCOMES - NEVER.get(kind, set())) | {"deviations", "possible"}


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_cause_and_doubt_is_drawn(kind: str) -> None:
    _, causes, doubts = drawn(kind)
    print(kind, dict(causes), dict(doubts))  # noqa: T201  # shown with -s: how often each is met
    assert set(causes) >= CAUSES[kind]
    assert set(doubts) == {name for name, (of_kind, _) in DOUBTS.items() if of_kind == kind}


def test_a_word_of_ones_own_is_drawn_where_the_rep_is_the_key() -> None:
    """It excuses nobody there: what it might have met is missed."""
    seen = 0
    for number in range(SEEDS):
        world, rules = example("quota", number)
        for rule in rules:
            asked = under(world, rule, rules)
            own = {r.rep for r in asked.seen if asked.is_unread_type(r["type"])} if "each" not in rule else set()
            alone = {rep for rep in own if has_a_word_of_its_own(asked, rep)}
            if is_checked(asked, rule):
                seen += sum(unit.state is False for rep in alone for unit in units_of(asked, versions_of(rule)[0], rep))
    assert seen > 0


def has_a_word_of_its_own(world: World, rep: str) -> bool:
    words = {record["type"] for record in world.seen if record.rep == rep}
    return any(world.is_unread_type(word) and not world.is_several_reps_word(word) for word in words)
