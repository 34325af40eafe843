"""Read a policy pack: its head, its clauses, its rules; every complaint names file, line and column."""

from __future__ import annotations

import difflib
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import BaseModel, ValidationError

from checklist.kinds import kinds
from checklist.model import (
    Bilingual,
    CalendarSettings,
    Chapter,
    ChecklistError,
    Clause,
    ErrorGroup,
    Modality,
    Policy,
    PolicyError,
    Rule,
    RuleVersion,
)
from checklist.policy import models
from checklist.policy.checks import rule_problems
from checklist.policy.locate import clause_files, digest, find_pack
from checklist.policy.parameters import fill
from checklist.yamlfile import YamlDocument, read_yaml, validation_errors

if TYPE_CHECKING:
    from pathlib import Path

_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_CHAPTER_PARTS = 2
M = TypeVar("M", bound=BaseModel)


@dataclass
class _Reading:
    """What is known while a pack is read, and what was found wrong so far."""

    pack: models.Pack
    values: dict[str, Any]
    errors: list[ChecklistError] = field(default_factory=list)
    seen: dict[str, Any] = field(default_factory=dict)

    def refuse(self, error: ChecklistError) -> None:
        self.errors.extend(error.errors if isinstance(error, ErrorGroup) else [error])


def load_policy(name: str) -> Policy:
    """Load a policy by the name of a shipped pack, a folder, or a file.

    Raises `PolicyError`, or an `ErrorGroup` of them, naming each place.
    """
    head = find_pack(name)
    document = read_yaml(head, PolicyError)
    if not isinstance(document.data, dict):
        raise PolicyError("pack_not_a_mapping", document.place(()))
    data = dict(document.data)
    if isinstance(data.get("version"), (int, float)):
        data["version"] = document.source(("version",)) or str(data["version"])
    pack = _validated(models.Pack, data, document, ())
    reading = _Reading(pack, {name: parameter.value for name, parameter in pack.params.items()})
    others = clause_files(head)
    clauses = _clauses(document, ("clauses",), reading)
    for path in others:
        clauses.extend(_clauses(read_yaml(path, PolicyError), (), reading))
    if reading.errors:
        raise reading.errors[0] if len(reading.errors) == 1 else ErrorGroup(reading.errors)
    if not clauses:
        raise PolicyError("pack_without_clauses", document.place(()))
    clauses.sort(key=lambda clause: natural(clause.id))
    return _policy(pack, document, clauses, [head, *others])


def natural(name: str) -> tuple[tuple[int, int, str], ...]:
    """Return a sort key by which 2.10 comes after 2.9."""
    parts = name.replace("-", ".").split(".")
    return tuple((0, int(part), "") if part.isdecimal() else (1, 0, part) for part in parts)


def _policy(pack: models.Pack, document: YamlDocument, clauses: list[Clause], files: list[Path]) -> Policy:
    calendar = pack.calendar
    named = {chapter.chapter: chapter for chapter in pack.chapters}
    ids = sorted({clause.chapter for clause in clauses}, key=natural)
    return Policy(
        id=pack.pack,
        version=pack.version,
        title=_bilingual(pack.title),
        timezone=pack.timezone,
        calendar=CalendarSettings(
            country=calendar.country,
            subdivision=calendar.subdivision,
            weekend=tuple(_WEEKDAYS.index(day) + 1 for day in calendar.weekend),
            workday=calendar.seconds,
            file=None if calendar.file is None else str(files[0].parent / calendar.file),
            place=document.place(("calendar",)),
        ),
        groups={name: tuple(types) for name, types in pack.groups.items()},
        grades=tuple(
            sorted(((name, Fraction(str(bound))) for name, bound in pack.grades.items()), key=lambda g: -g[1])
        ),
        chapters=tuple(
            Chapter(each, _bilingual(named[each].title), Fraction(str(named[each].weight)))
            if each in named
            else Chapter(each, Bilingual(), Fraction(1))
            for each in ids
        ),
        clauses=tuple(clauses),
        items={name: text.bilingual for name, text in pack.items.items()},
        sha256=digest(files),
        path=str(files[0]),
        fields={table: tuple(names) for table, names in pack.fields.items()},
    )


def _clauses(document: YamlDocument, path: tuple[str | int, ...], reading: _Reading) -> list[Clause]:
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
        here = (*path, index)
        try:
            found.append(_clause(entry, document, here, reading))
        except ChecklistError as error:
            reading.refuse(error)
    return found


def _clause(entry: Any, document: YamlDocument, path: tuple[str | int, ...], reading: _Reading) -> Clause:
    clause = _validated(models.Clause, entry, document, path)
    _once(reading, f"clause {clause.clause}", document, (*path, "clause"))
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
        title=_bilingual(clause.title),
        text=_bilingual(clause.text),
        weight=Fraction(str(clause.weight)),
        truncated=clause.truncated,
        rules=tuple(sorted(rules, key=lambda each: each.id)),
        place=document.place(path),
    )


def _rule(
    entry: Any, clause: models.Clause, document: YamlDocument, path: tuple[str | int, ...], reading: _Reading
) -> Rule:
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
    head = parsed[0][0]
    kind = kinds()[head.kind]
    _once(reading, f"rule {head.rule}", document, (*path, "rule"))
    if any(each.kind != head.kind or each.rule != head.rule for each, _ in parsed):
        raise PolicyError("versions_differ", document.place((*path, "versions")))
    return Rule(
        id=head.rule,
        clause=clause.clause,
        kind=head.kind,
        modality=Modality(head.modality or clause.modality),
        title=_bilingual(head.title),
        advice=_bilingual(head.advice),
        basis=head.basis,
        why=_bilingual(head.why),
        threshold=Fraction(str(head.threshold)),
        weight=Fraction(str(head.weight)),
        informational=kind.informational if head.informational is None else head.informational,
        versions=tuple(version for _, version in parsed),
        place=document.place((*path, "rule")),
    )


def _version(
    body: dict[str, Any], path: tuple[str | int, ...], document: YamlDocument, reading: _Reading
) -> tuple[Any, RuleVersion]:
    models_by_kind = models.rule_models()
    name = body.get("kind")
    if name not in models_by_kind:
        close = difflib.get_close_matches(str(name), models_by_kind, n=1)
        code = "kind_missing" if name is None else "kind_unknown"
        place = document.value_place((*path, "kind"))
        raise PolicyError(code, place, kind=name, kinds=close or sorted(models_by_kind))
    filled = fill(body, reading.values, document, path)
    rule: Any = _validated(models_by_kind[name], filled, document, path)
    for error in rule_problems(rule, reading.pack, document, path):
        reading.refuse(error)
    effective = rule.effective
    return rule, RuleVersion(
        parameters=rule,
        effective_from=None if effective is None else effective.from_,
        effective_to=None if effective is None else effective.to,
        applies_to=rule.applies_to,
        place=document.place(path),
    )


def _validated(model: type[M], data: Any, document: YamlDocument, path: tuple[str | int, ...]) -> M:
    try:
        return model.model_validate(data)
    except ValidationError as error:
        raise validation_errors(error, document, PolicyError, path, model=model) from None


def _once(reading: _Reading, name: str, document: YamlDocument, path: tuple[str | int, ...]) -> None:
    place = document.value_place(path)
    if name in reading.seen:
        kind, _, bare = name.partition(" ")
        reading.refuse(PolicyError(f"{kind}_twice", place, name=bare, other=str(reading.seen[name])))
    else:
        reading.seen[name] = place


def _bilingual(text: models.Text | None) -> Bilingual:
    return Bilingual() if text is None else text.bilingual
