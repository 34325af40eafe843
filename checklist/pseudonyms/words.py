"""Which words of a sentence may stay: those of the policy and the program, days, times and figures."""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass
from enum import Enum
from typing import TYPE_CHECKING, Any

from checklist.model import Bilingual
from checklist.model.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from checklist.model import Audit

_TIME = re.compile(r"\d{4}(-\d\d(-\d\d)?|-W\d\d|-Q\d)?([T ]\d\d:\d\d(:\d\d)?)?|\d\d:\d\d(:\d\d)?")
_FIGURE = re.compile(r"[-+−]?\d+([.,]\d+)*%?")
_COUNTED = frozenset({"found", "wanted", "missing", "bound", "expected", "least", "score", "then", "now"})
_LEVELS = frozenset({"must", "any", "never"})
"""The blanks of sentences that hold figures, which other blanks might hold as ids."""


class Words:
    """The vocabulary of an audit's policy, less whatever in it is the name of somebody in the data."""

    def __init__(self, audit: Audit) -> None:
        policy = audit.policy
        known: set[Any] = {policy.id, policy.version, audit.period.label, *_LEVELS}
        known.update(name for names in policy.groups.values() for name in names)
        for names in (policy.groups, policy.items, policy.parameters, policy.fields):
            known.update(names)
        known.update(policy.items.values())
        for clause in policy.clauses:
            known.update((clause.id, clause.chapter))
            for rule in clause.rules:
                known.update((rule.id, rule.title))
                known.update(word for version in rule.versions for word in _words(version.parameters))
        for table in TABLES.values():
            known.add(table.name)
            known.update(table.names)
        self._known = known - set(_named(audit))

    def may_stay(self, value: str | Bilingual, blank: str) -> bool:
        """Tell whether a value of a sentence's blank says nothing out of the data but days, times and figures."""
        if isinstance(value, Bilingual):
            return value in self._known or {value.zh, value.en} <= self._known
        if value in self._known or (blank in _COUNTED and _FIGURE.fullmatch(value)):
            return True
        return all(word in self._known or _TIME.fullmatch(word) for word in value.split())


def _words(value: Any) -> Iterator[Any]:  # a kind's parameters
    """Yield every text in a rule's parameters."""
    if isinstance(value, (str, Bilingual)) and not isinstance(value, Enum):
        yield value
    elif isinstance(value, dict):
        for name, each in value.items():
            yield from _words(name)
            yield from _words(each)
    elif isinstance(value, (list, tuple, set, frozenset)):
        for each in value:
            yield from _words(each)
    elif is_dataclass(value):
        for field in fields(value):
            yield from _words(getattr(value, field.name))
    elif hasattr(value, "model_fields_set"):
        yield from _words(dict(value))


def _named(audit: Audit) -> Iterator[str | None]:
    """Yield the names that the data gives to people, teams and what belongs to them."""
    for card in audit.scorecards:
        yield from (card.rep_id, card.name, card.team, card.manager)
    for each in (*audit.deviations, *audit.possible):
        for name, value in each.subject.items():
            if name.endswith("_id"):
                yield value
        yield from (seen.record_id for seen in each.evidence)
    for coming in audit.upcoming:
        yield from (value for name, value in coming.subject.items() if name.endswith("_id"))
    yield from audit.team_scores
    for use in audit.waivers:
        yield from (*use.waiver.reps, *use.waiver.customers, *use.waiver.teams, use.waiver.approved_by)
