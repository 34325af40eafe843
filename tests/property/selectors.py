"""Selectors, and what rules of any kind may have: whom they hold for, since when, how strictly."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from tests.property.logs import ANCHORS

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from random import Random

Rule = dict[str, Any]
SELECTOR_TYPES: tuple[Rule, ...] = (
    {"type": "call"},
    {"type": "inquiry"},
    {"type": ["inquiry", "visit"]},
    {"type": ["quotation", "deal_closed"]},
    {"type": ["call", "message", "visit"]},
    {"group": "follow_up"},
    {"group": ["follow_up", "paper"]},
    {},
    {},
)
# What was only planned or called off counts for nothing.
DEEDS: Rule = {"status": {"not": ["planned", "cancelled"]}}
SELECTOR_TESTS: tuple[Rule, ...] = (
    DEEDS,
    DEEDS,
    DEEDS,
    {"status": {"not": "planned"}},
    {"status": "done"},
    {"status": ["done", "planned"]},
    {"status": {"present": True}},
    {"channel": {"blank": True}},
    {"direction": "outbound"},
    {"direction": {"not": "inbound"}},
    {"amount": {"above": 5}},
    {"amount": [5, 10]},
    {"cost": {"at_most": 10}},
    {"cost": 5},
    {"amount": {"between": [5, 100]}},
    {"amount": {"at_least": 10, "below": 250.25}},
    {"channel": {"is": "web"}},
    {"text": {"contains": "visit"}},
    {"text": {"matches": "^Good"}},
    {"any": [{"channel": "web"}, {"status": "done"}]},
    {"all": [{"channel": {"present": True}}, {"status": "done"}]},
    {"not": {"channel": "web", "status": "done"}},
    {"not": {"status": ["planned", "cancelled"]}},
    {"not": {"amount": {"above": 5}}},
)
APPLIES_TO: tuple[Rule, ...] = (
    {"team": "North"},
    {"team": {"not": "South"}},
    {"languages": {"contains": "zh"}},
    {"any": [{"team": "North"}, {"languages": "en"}]},
    {"joined_on": {"above": "2026-02-01"}},
    {"tenure": {"at_least": "7 days"}},
    {"tenure": {"at_least": "10 days"}},
    {"tenure": {"at_least": "2 months"}},
    {"tenure": {"below": "2 months"}},
    {"tenure": {"above": "5 days", "at_most": "12 days"}},
    {"team": "North", "tenure": {"at_least": "5 days"}},
)


def selector(chance: Random) -> Rule:
    tests = chance.choice(SELECTOR_TESTS) if chance.random() < 0.5 else {}
    return {**chance.choice(SELECTOR_TYPES), **tests}


def bounds_of_effect(chance: Random, near: date) -> Rule:
    first = near + timedelta(days=chance.randint(-3, 15))
    last = first + timedelta(days=chance.randint(0, 40))
    return chance.choice(({"from": str(first)}, {"to": str(last)}, {"from": str(first), "to": str(last)}))


def common_parameters(chance: Random, near: date | None) -> Rule:
    """Draw what any rule may have beside its kind's parameters; what is dated is dated about `near`."""
    rule: Rule = {}
    threshold = chance.choice((1, 1, 1, 0.9, 0.5, 0.25))
    if threshold != 1:
        rule["threshold"] = threshold
    if chance.random() < 0.15:
        rule["effective"] = bounds_of_effect(chance, near or chance.choice(ANCHORS))
    if chance.random() < 0.15:
        rule["applies_to"] = chance.choice(APPLIES_TO)
    return rule


def chosen(chance: Random, **options: Sequence[Any]) -> Rule:
    """Draw each optional parameter; None leaves it to its default."""
    drawn = {name: chance.choice(values) for name, values in options.items()}
    return {name: value for name, value in drawn.items() if value is not None}


WHOEVER = (None, "same_rep", "same_rep", "anyone", "someone_else")
