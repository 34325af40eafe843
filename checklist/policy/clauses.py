"""Read clauses and their rules; every complaint names file, line and column."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from checklist.kinds import kinds
from checklist.model import Bilingual, ChecklistError, Clause, Modality, PolicyError, Rule, RuleVersion
from checklist.model.errors import errors_of
from checklist.policy import models
from checklist.policy.checks import rule_problems
from checklist.policy.digests import digest
from checklist.policy.layers import numbered, validated
from checklist.policy.parameters import fill
from checklist.policy.versions import version_problems
from checklist.yamlfile import did_you_mean

if TYPE_CHECKING:
    from checklist.model import Place
    from checklist.yamlfile import KeyPath, YamlDocument

_CHAPTER_PARTS = 2


@dataclass
class Reading:
    """What is known while a policy is read, and what was found wrong so far."""

    pack: models.Pack
    values: dict[str, Any]
    errors: list[ChecklistError] = field(default_factory=list)
    clauses: dict[str, Place] = field(default_factory=dict)
    rules: dict[str, Place] = field(default_factory=dict)

    def refuse(self, error: ChecklistError) -> None:
        """Note what is wrong, so that everything can be mended together."""
        self.errors.extend(errors_of(error))


def read_clauses(document: YamlDocument, path: KeyPath, reading: Reading) -> list[Clause]:
    """Return the clauses listed at `path` of a document; whatever is wrong with them goes to the reading."""
    data = document.data
    for part in path:
        data = data.get(part) if isinstance(data, dict) else None
    if data is None:
        return []
    if not isinstance(data, list):
        reading.refuse(PolicyError("clauses_not_a_list", document.place(path)))
        return []
    found = []
    for index, entry in enumerate(data):
        try:
            found.append(_clause(entry, document, (*path, index), reading))
        except ChecklistError as error:
            reading.refuse(error)
    return found


def _clause(entry: Any, document: YamlDocument, path: KeyPath, reading: Reading) -> Clause:
    clause = validated(models.Clause, numbered(entry, document, path, "clause", "chapter"), document, path)
    _once("clause_twice", clause.clause, reading.clauses, document.value_place((*path, "clause")), reading)
    rules = []
    for index, rule in enumerate(clause.rules):
        try:
            rules.append(_rule(rule, clause, document, (*path, "rules", index), reading))
        except ChecklistError as error:
            reading.refuse(error)
    return Clause(
        id=clause.clause,
        chapter=clause.chapter or ".".join(clause.clause.split(".")[:_CHAPTER_PARTS]),
        source=clause.source,
        modality=Modality(clause.modality),
        title=bilingual(clause.title),
        text=bilingual(clause.text),
        weight=Fraction(str(clause.weight)),
        truncated=clause.truncated,
        rules=tuple(sorted(rules, key=lambda each: each.id)),
        place=document.place(path),
    )


def _rule(entry: Any, clause: models.Clause, document: YamlDocument, path: KeyPath, reading: Reading) -> Rule:
    if not isinstance(entry, dict):
        raise PolicyError("rule_not_a_mapping", document.place(path))
    versions = entry.get("versions")
    if versions is None:
        bodies = [(entry, path)]
    elif isinstance(versions, list) and versions and all(isinstance(each, dict) for each in versions):
        common = {name: value for name, value in entry.items() if name != "versions"}
        bodies = [({**common, **each}, (*path, "versions", index)) for index, each in enumerate(versions)]
    else:
        raise PolicyError("versions_not_a_list", document.place((*path, "versions")))
    parsed = [_version(body, place, document, reading) for body, place in bodies]
    head = parsed[0].parameters
    kind = kinds()[head.kind]
    _once("rule_twice", head.rule, reading.rules, document.value_place((*path, "rule")), reading)
    for error in version_problems(parsed):
        reading.refuse(error)
    return Rule(
        id=head.rule,
        clause=clause.clause,
        kind=head.kind,
        modality=Modality(head.modality or clause.modality),
        title=bilingual(head.title),
        advice=bilingual(head.advice),
        basis=head.basis,
        why=bilingual(head.why),
        threshold=Fraction(str(head.threshold)),
        weight=Fraction(str(head.weight)),
        informational=kind.informational if head.informational is None else head.informational,
        versions=tuple(parsed),
        place=document.place((*path, "rule")),
        sha256=digest(head.kind, parsed, reading.pack.groups, reading.pack.sorts),
    )


def _version(body: dict[str, Any], path: KeyPath, document: YamlDocument, reading: Reading) -> RuleVersion:
    models_by_kind = models.rule_models()
    name = body.get("kind")
    if name not in models_by_kind:
        place = document.value_place((*path, "kind"))
        if name is None:
            raise PolicyError("kind_missing", place, kinds=sorted(models_by_kind))
        raise PolicyError("kind_unknown", place, kind=name, hint=did_you_mean(str(name), models_by_kind))
    filled = fill(body, reading.values, document, path)
    rule: Any = validated(models_by_kind[name], filled, document, path)
    for error in rule_problems(rule, reading.pack, document, path):
        reading.refuse(error)
    effective = rule.effective
    return RuleVersion(
        parameters=rule,
        effective_from=None if effective is None else effective.from_,
        effective_to=None if effective is None else effective.to,
        applies_to=rule.applies_to,
        place=document.place(path),
    )


def _once(code: str, name: str, seen: dict[str, Place], place: Place, reading: Reading) -> None:
    other = seen.setdefault(name, place)
    if other is not place:
        reading.refuse(PolicyError(code, place, name=name, other=str(other)))


def bilingual(text: models.Text | None) -> Bilingual:
    """Return a text as the rest of the program speaks it; what is not written is empty."""
    return Bilingual() if text is None else text.bilingual
