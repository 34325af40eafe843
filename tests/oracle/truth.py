"""Three-valued logic: yes, no, or open for reasons that can be named."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

# "The least in the order column, type, value, record of nobody, key, history, span"; a missing judgement is none of
# these and comes last.
ORDER = ("column", "type", "value", "nobody", "key", "history", "span", "judgement")


class Cause(NamedTuple):
    """What leaves something open: its sort, and which one of that sort."""

    sort: str
    name: str


class Truth(NamedTuple):
    """Yes (True), no (False), or open (None) for these causes."""

    value: bool | None
    causes: frozenset[Cause] = frozenset()


TRUE = Truth(value=True)
FALSE = Truth(value=False)


def told(value: bool) -> Truth:  # noqa: FBT001  # a plain answer becomes a Truth
    return TRUE if value else FALSE


def unsure(causes: Iterable[Cause]) -> Truth:
    """Open, for these causes."""
    return Truth(None, frozenset(causes))


def causes_of(truths: Iterable[Truth]) -> frozenset[Cause]:
    """All causes of those that are open."""
    return frozenset(cause for truth in truths if truth.value is None for cause in truth.causes)


def negated(truth: Truth) -> Truth:
    """What is open stays open."""
    return truth if truth.value is None else told(not truth.value)


def every(truths: Iterable[Truth]) -> Truth:
    """No if one is no; else open if one is open; else yes."""
    parts = list(truths)
    if any(part.value is False for part in parts):
        return FALSE
    return unsure(causes_of(parts)) if any(part.value is None for part in parts) else TRUE


def some(truths: Iterable[Truth]) -> Truth:
    """Yes if one is yes; else open if one is open; else no."""
    parts = list(truths)
    if any(part.value is True for part in parts):
        return TRUE
    return unsure(causes_of(parts)) if any(part.value is None for part in parts) else FALSE


def least(causes: Iterable[Cause]) -> Cause:
    """The one cause that stands for all: the least by its sort, then by its name."""
    return min(causes, key=lambda cause: (ORDER.index(cause.sort), cause.name))
