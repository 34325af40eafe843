"""What a pack may say but should not: warnings for its owner, each with its place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from checklist.conditions import groups_of
from checklist.kinds import kinds
from checklist.model import Bilingual, Place, Sentence
from checklist.policy.lint_rules import rule_doubts
from checklist.policy.lint_types import misspelt_types
from checklist.policy.written import Node, Written, read_written

if TYPE_CHECKING:
    from collections.abc import Iterator

    from checklist.model import Clause, Policy, Rule

Warnings = list[tuple[Place, Sentence]]

_CLAUSE_TEXTS = ("title", "text")
_RULE_TEXTS = ("title", "why", "advice")
_PACK_TEXTS = ("title", "about")
_PARAMETER_TEXTS = ("title", "why")


def lint_policy(policy: Policy) -> Warnings:
    """Return the warnings for a policy that loads, in the order of its files and lines."""
    written = read_written(policy)
    found = [warning for clause in policy.clauses for warning in _clause(clause, policy, written)]
    found.extend(_pack(policy, written))
    found.extend(misspelt_types(written))
    return sorted(found, key=lambda warning: _order(warning[0], policy))


def _order(place: Place, policy: Policy) -> tuple[bool, str, int, int]:
    return place.path != policy.path, place.path, place.line or 0, place.column or 0


def _clause(clause: Clause, policy: Policy, written: Written) -> Iterator[tuple[Place, Sentence]]:
    node = written.clauses[clause.id]
    if not clause.rules and all(each.clause != clause.id for each in policy.skipped):
        yield clause.place, Sentence("lint.clause_without_rule", {"name": clause.id})
    if clause.weight == 0 and any(rule.weight and not rule.informational for rule in clause.rules):
        yield node.place("weight"), Sentence("lint.weightless_clause", {"name": clause.id})
    yield from _untranslated(node, clause.id, _CLAUSE_TEXTS)
    for rule in clause.rules:
        yield from _rule(rule, policy, written)


def _rule(rule: Rule, policy: Policy, written: Written) -> Iterator[tuple[Place, Sentence]]:
    node = written.rules[rule.id]
    yield from _untranslated(node, rule.id, _RULE_TEXTS)
    if rule.weight == 0 and not rule.informational:
        yield written.place(rule.id, 0, ("weight",)), Sentence("lint.weightless", {"name": rule.id})
    if rule.basis is None:
        yield rule.place, Sentence("lint.no_basis", {"name": rule.id})
    elif rule.basis == "default" and not (rule.why.zh or rule.why.en):
        yield written.place(rule.id, 0, ("basis",)), Sentence("lint.no_why", {"name": rule.id})
    if not (rule.advice.zh or rule.advice.en):
        yield rule.place, Sentence("lint.no_advice", {"name": rule.id})
    for version in rule.versions:
        for item in kinds()[rule.kind].attests(version.parameters):
            if item not in policy.items:
                values = {"name": rule.id, "item": item}
                yield node.place("items"), Sentence("lint.item_untitled", values)
    yield from rule_doubts(rule, policy, written)


def _pack(policy: Policy, written: Written) -> Iterator[tuple[Place, Sentence]]:
    """Yield what the head of a pack (or of a tailoring) holds and nothing uses, and what it leaves unsaid."""
    head = written.head
    groups = {group for rule in policy.rules for group in _groups(rule)}
    for name in head.data.get("groups") or {}:
        if name not in groups:
            yield head.place("groups", name), Sentence("lint.group_unused", {"name": name})
    referred = {name for rule in written.rules.values() for name in rule.references()}
    for name, parameter in (head.data.get("params") or {}).items():
        at = Node(head.document, ("params", name), parameter)
        if name not in referred:
            yield at.place(), Sentence("lint.param_unused", {"name": name})
        if parameter.get("basis") is None:
            yield at.place(), Sentence("lint.param_no_basis", {"name": name})
        elif parameter["basis"] == "default" and not parameter.get("why"):
            yield at.place("basis"), Sentence("lint.param_no_why", {"name": name})
        yield from _untranslated(at, name, _PARAMETER_TEXTS)
    labels = {label for rule in policy.rules for label in _labels(rule)}
    items = Node(head.document, ("items",), head.data.get("items") or {})
    for name in items.data:
        if name not in labels:
            yield items.place(name), Sentence("lint.item_unused", {"name": name})
        yield from _untranslated(items, name, (name,))
    yield from _untranslated(head, policy.id, _PACK_TEXTS)
    for number, chapter in enumerate(head.data.get("chapters") or ()):
        at = Node(head.document, ("chapters", number), chapter)
        name = head.document.source(("chapters", number, "chapter")) or ""
        yield from _untranslated(at, name, ("title",))
        if chapter.get("weight") == 0 and any(clause.chapter == name for clause in policy.clauses):
            yield at.place("weight"), Sentence("lint.weightless_chapter", {"name": name})


def _untranslated(node: Node, name: str, texts: tuple[str, ...]) -> Iterator[tuple[Place, Sentence]]:
    """Yield each text that stands in one language only. One plain text serves for both, and is meant to."""
    for key in texts:
        value = node.data.get(key)
        if isinstance(value, dict):
            text = Bilingual(value.get("zh") or "", value.get("en") or "")
            if bool(text.zh) != bool(text.en):
                missing = "en" if text.zh else "zh"
                values = {"name": name, "text": key, "language": Sentence(f"language.{missing}")}
                yield node.place(key), Sentence("lint.untranslated", values)


def _groups(rule: Rule) -> Iterator[str]:
    for version in rule.versions:
        for _, condition, _ in kinds()[rule.kind].selectors(version.parameters):
            yield from groups_of(condition)


def _labels(rule: Rule) -> Iterator[str]:
    for version in rule.versions:
        yield from kinds()[rule.kind].labels(version.parameters)
