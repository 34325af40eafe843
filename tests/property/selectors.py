"""Selectors, and what rules of any kind may have: whom they hold for, since when, how strictly."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from tests.property.logs import ANCHORS, mostly

if TYPE_CHECKING:
    from datetime import date

Rule = dict[str, Any]
SELECTOR_TYPES = (
    {"type": "call"},
    {"type": "inquiry"},
    {"type": ["inquiry", "visit"]},
    {"type": ["quote", "order"]},
    {"type": ["call", "message", "visit"]},
    {"group": "follow_up"},
    {"group": ["follow_up", "paper"]},
    {},
    {},
)
SELECTOR_TESTS = (
    {"status": {"not": ["planned", "cancelled"]}},
    {"status": {"not": "planned"}},
    {"status": "done"},
    {"status": ["done", "planned"]},
    {"status": {"present": True}},
    {"channel": {"blank": True}},
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
)
THRESHOLDS = (1, 0.9, 0.5, 0.25)


@st.composite
def selectors(draw: st.DrawFn) -> Rule:
    tests = draw(st.sampled_from(SELECTOR_TESTS)) if draw(st.booleans()) else {}
    return {**draw(st.sampled_from(SELECTOR_TYPES)), **tests}


@st.composite
def bounds_of_effect(draw: st.DrawFn, near: date | None) -> Rule:
    anchor = near or draw(st.sampled_from(ANCHORS))
    first = anchor + timedelta(days=draw(st.integers(0, 15)))
    last = first + timedelta(days=draw(st.integers(0, 40)))
    return draw(st.sampled_from(({"from": str(first)}, {"to": str(last)}, {"from": str(first), "to": str(last)})))


@st.composite
def common_parameters(draw: st.DrawFn, near: date | None) -> Rule:
    """Draw what any rule may have beside its kind's parameters; what is dated is dated about `near`."""
    rule: Rule = {}
    threshold = draw(mostly(1, *THRESHOLDS, weight=3))
    if threshold != 1:
        rule["threshold"] = threshold
    if draw(st.integers(0, 6)) == 6:
        rule["effective"] = draw(bounds_of_effect(near))
    applies = (
        {"team": "North"},
        {"team": {"not": "South"}},
        {"languages": {"contains": "zh"}},
        {"any": [{"team": "North"}, {"languages": "en"}]},
        {"joined_on": {"above": "2026-02-01"}},
        {"tenure": {"at_least": "7 days"}},
        {"tenure": {"at_least": "10 days"}},
        {"tenure": {"at_least": "2 months"}},
        {"team": "North", "tenure": {"at_least": "5 days"}},
    )
    if draw(st.integers(0, 6)) == 6:
        rule["applies_to"] = draw(st.sampled_from(applies))
    return rule


def chosen(draw: st.DrawFn, **options: st.SearchStrategy) -> Rule:
    """Draw each optional parameter; None leaves it to its default."""
    drawn = {name: draw(strategy) for name, strategy in options.items()}
    return {name: value for name, value in drawn.items() if value is not None}


def whoever(*, someone_else: bool = True) -> st.SearchStrategy:
    return st.sampled_from((None, None, "same_rep", "anyone", *(["someone_else"] if someone_else else [])))
