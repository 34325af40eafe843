"""Versions of one rule: one holds at a time, in the order of their days, and only what may differ differs."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from checklist.kinds import kinds
from checklist.model import PolicyError, Sentence

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from checklist.model import RuleVersion

# A finding is one for all versions: what makes it up, or names it, cannot change from one to the next.
_SHARED = ("title", "advice", "why", "basis", "weight", "threshold", "modality", "informational")


def since(version: RuleVersion) -> date:
    """Return the first day on which a version holds."""
    return version.effective_from or date.min


def until(version: RuleVersion) -> date:
    """Return the last day on which a version holds."""
    return version.effective_to or date.max


def span(first: date, last: date) -> Sentence:
    """Return in words the days from first to last, where either end may be open."""
    if first == date.min:
        return Sentence("span.always") if last == date.max else Sentence("span.until", {"last": last})
    if last == date.max:
        return Sentence("span.since", {"first": first})
    return Sentence("span.between", {"first": first, "last": last})


def version_problems(versions: Sequence[RuleVersion]) -> Iterator[PolicyError]:
    """Yield an error for versions that are not one rule's, and for two that hold on the same day."""
    first: Any = versions[0].parameters
    for each in versions[1:]:
        own: Any = each.parameters
        if own.kind != first.kind or own.rule != first.rule:
            yield PolicyError("versions_differ", each.place)
            return
        differing = [name for name in _SHARED if getattr(own, name) != getattr(first, name)]
        if differing:
            yield PolicyError("versions_share", each.place, rule=first.rule, fields=differing)
        kind = kinds()[first.kind]
        tables = [kind.trigger_table(version) for version in (first, own)]
        if tables[0] != tables[1]:
            yield PolicyError("versions_tables", each.place, rule=first.rule, tables=tables)
    for earlier, later in pairwise(versions):
        if since(later) < since(earlier):
            yield PolicyError("versions_order", later.place, rule=first.rule)
        elif since(later) <= until(earlier):
            both = span(since(later), min(until(earlier), until(later)))
            yield PolicyError("versions_overlap", later.place, rule=first.rule, span=both, other=str(earlier.place))
