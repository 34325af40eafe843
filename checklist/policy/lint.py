"""What a pack may say but should not: warnings for its owner, each with its place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from checklist.conditions import groups_of
from checklist.kinds import kinds
from checklist.model import Bilingual, Place, Sentence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from checklist.model import Clause, Policy, Rule

Warnings = list[tuple[Place, Sentence]]


def lint_policy(policy: Policy) -> Warnings:
    """Return the warnings for a pack that loads, in the order of its clauses."""
    found = [warning for clause in policy.clauses for warning in _clause(clause)]
    used = {group for rule in policy.rules for group in _groups(rule)}
    place = Place(policy.path)
    found.extend((place, Sentence("lint.group_unused", {"name": name})) for name in policy.groups if name not in used)
    return found


def _clause(clause: Clause) -> Iterator[tuple[Place, Sentence]]:
    if not clause.rules:
        yield clause.place, Sentence("lint.clause_without_rule", {"name": clause.id})
    yield from _untranslated(clause.place, clause.id, clause.title, clause.text)
    for rule in clause.rules:
        yield from _untranslated(rule.place, rule.id, rule.title, rule.advice, rule.why)
        if rule.weight == 0 and not rule.informational:
            yield rule.place, Sentence("lint.weightless", {"name": rule.id})
        if rule.basis is None:
            yield rule.place, Sentence("lint.no_basis", {"name": rule.id})
        elif rule.basis == "default" and not (rule.why.zh or rule.why.en):
            yield rule.place, Sentence("lint.no_why", {"name": rule.id})
        if not (rule.advice.zh or rule.advice.en):
            yield rule.place, Sentence("lint.no_advice", {"name": rule.id})


def _untranslated(place: Place, name: str, *texts: Bilingual) -> Iterator[tuple[Place, Sentence]]:
    for text in texts:
        if bool(text.zh) != bool(text.en):
            missing = "en" if text.zh else "zh"
            yield place, Sentence("lint.untranslated", {"name": name, "language": missing})
            return


def _groups(rule: Rule) -> Iterator[str]:
    for version in rule.versions:
        for _, condition, _ in kinds()[rule.kind].selectors(version.parameters):
            yield from groups_of(condition)
