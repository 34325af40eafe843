"""Find and read a pack's cases; whatever is amiss in them is named by file, line and column."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from checklist.auditing.shown import needs_of
from checklist.casebook.models import CaseModel, CasesFile
from checklist.casebook.worlds import World, make_world
from checklist.kinds import kinds
from checklist.model import ChecklistError, Place, PolicyError
from checklist.model.errors import errors_of, grouped
from checklist.model.tables import TABLES
from checklist.yamlfile import YamlDocument, did_you_mean, read_yaml, validation_errors

if TYPE_CHECKING:
    from collections.abc import Iterator

    from checklist.model import Bilingual, Policy, Rule

SUFFIX = ".cases.yaml"
PACK_FILE = "pack.yaml"


@dataclass(frozen=True, slots=True)
class ExpectedUnit:
    """One deviation as a case expects it: its subject and day, and how many units are missing."""

    subject: tuple[tuple[str, str], ...]
    due_on: str
    missing: int


@dataclass(frozen=True, slots=True)
class Case:
    """One case, checked: the rule it is for, its world, and what is expected of each rep."""

    name: Bilingual
    rule: str
    shows: str
    world: World
    expect: dict[str, Any]
    deviations: dict[str, tuple[ExpectedUnit, ...]]
    place: Place


@dataclass(frozen=True, slots=True)
class Casebook:
    """A policy and its cases. `own` are the rules that the pack itself defines, and so must show."""

    policy: Policy
    cases: tuple[Case, ...]
    own: tuple[Rule, ...]


@dataclass(slots=True)
class _Reading:
    policy: Policy
    known: dict[str, frozenset[str]]
    errors: list[ChecklistError] = field(default_factory=list)
    seen: dict[str, Place] = field(default_factory=dict)


def load_casebook(policy: Policy) -> Casebook:
    """Return a policy's cases, which lie beside the files of its rules.

    Raises `PolicyError`, or an `ErrorGroup` of them: for a clause file without cases, cases without a clause
    file, an unknown rule, a name used twice, a column that no table or pack declares.
    """
    head = Path(policy.path)
    own = tuple(rule for rule in policy.rules if _is_own(Path(rule.place.path), head))
    reading = _Reading(policy, _known_columns(policy))
    cases: list[Case] = []
    expected = {path.with_name(path.stem + SUFFIX): path for path in {Path(rule.place.path) for rule in own}}
    beside = head.parent.glob(f"*{SUFFIX}") if head.name == PACK_FILE else ()
    for path in sorted({*expected, *beside}):
        clauses = path.with_name(path.name.removesuffix(SUFFIX) + ".yaml")
        if not path.is_file():
            reading.errors.append(PolicyError("cases_missing", Place(str(expected[path])), file=path.name))
        elif path not in expected and not clauses.is_file():
            reading.errors.append(PolicyError("cases_alone", Place(str(path)), file=clauses.name))
        else:
            cases.extend(_cases(path, reading))
    if reading.errors:
        raise grouped(reading.errors)
    return Casebook(policy, tuple(cases), own)


def _is_own(path: Path, head: Path) -> bool:
    """Tell whether a rule's file is one of the pack's own, rather than of one that it extends."""
    return path == head or (head.name == PACK_FILE and path.parent == head.parent)


def _known_columns(policy: Policy) -> dict[str, frozenset[str]]:
    """Return the columns that cases may give each table: its own, those the pack declares, those its rules read."""
    known = {name: {*table.names, *policy.fields.get(table.name, ())} for name, table in TABLES.items()}
    for rule in policy.rules:
        needs = needs_of(rule, policy)
        for table, name in needs.columns | needs.excluded:
            if TABLES[table].attributes:
                known[table].add(name)
    return {table: frozenset(names) for table, names in known.items()}


def _cases(path: Path, reading: _Reading) -> Iterator[Case]:
    try:
        document = read_yaml(path, PolicyError)
        content = CasesFile.model_validate(document.data if document.data is not None else {})
    except ValidationError as error:
        _refuse(reading, validation_errors(error, document, PolicyError, model=CasesFile))
        return
    except ChecklistError as error:
        _refuse(reading, error)
        return
    before = len(reading.errors)
    reading.errors.extend(_columns(content.defaults, document, ("defaults",), reading))
    for index, model in enumerate(content.cases):
        here = ("cases", index)
        reading.errors.extend(_columns(model, document, here, reading))
        reading.errors.extend(_case_problems(model, document, here, reading))
        if len(reading.errors) > before:
            continue
        try:
            yield _case(model, content, document, index)
        except ChecklistError as error:
            _refuse(reading, error)


def _refuse(reading: _Reading, error: ChecklistError) -> None:
    reading.errors.extend(errors_of(error))


def _case(model: CaseModel, content: CasesFile, document: YamlDocument, index: int) -> Case:
    here = ("cases", index)
    deviations = {}
    for rep, finding in model.expect.items():
        units = []
        for number, each in enumerate(finding.deviations):
            path = (*here, "expect", rep, "deviations", number)
            subject = tuple(sorted((name, document.source((*path, name)) or "") for name in each.subject))
            units.append(ExpectedUnit(subject, each.due_on.isoformat(), each.missing))
        deviations[rep] = tuple(units)
    return Case(
        name=model.case.bilingual,
        rule=model.rule,
        shows=model.shows,
        world=make_world(model, content.defaults, document, index),
        expect=dict(model.expect),
        deviations=deviations,
        place=document.place((*here, "case")),
    )


def _case_problems(
    model: CaseModel, document: YamlDocument, here: tuple[str | int, ...], reading: _Reading
) -> Iterator[ChecklistError]:
    """Yield what is wrong with a case's name, its rule, and the subjects it expects."""
    place = document.value_place((*here, "case"))
    for language in ("zh", "en"):
        name = " ".join(str(getattr(model.case, language)).split())
        if not name:
            continue
        if reading.seen.setdefault(name, place) is not place:
            yield PolicyError("case_twice", place, name=name, other=str(reading.seen[name]))
            break
    rules = {rule.id: rule for rule in reading.policy.rules}
    if model.rule not in rules:
        hint = did_you_mean(model.rule, rules)
        yield PolicyError("case_rule_unknown", document.value_place((*here, "rule")), name=model.rule, hint=hint)
        return
    known = _subject_names(rules[model.rule])
    for rep, finding in model.expect.items():
        for number, each in enumerate(finding.deviations):
            for name in each.subject:
                if name not in known:
                    at = document.place((*here, "expect", rep, "deviations", number, name))
                    yield PolicyError("case_subject_unknown", at, field=name, hint=did_you_mean(name, known))


def _subject_names(rule: Rule) -> frozenset[str]:
    """Return the names by which a rule's deviations tell their subject."""
    kind = kinds()[rule.kind]
    names = set(kind.subject)
    for version in rule.versions:
        if kind.trigger_table(version.parameters) == "customers":
            names.add("customer_id")
        column = kind.value_column(version.parameters)
        if column is not None:
            names.add(column)
    return frozenset(names - {"value"})


def _columns(
    inputs: Any, document: YamlDocument, path: tuple[str | int, ...], reading: _Reading
) -> Iterator[ChecklistError]:
    """Yield an error for each column that neither its table nor the pack declares."""
    for table, known in reading.known.items():
        listed = inputs.columns.get(table, [])
        rows = getattr(inputs, table) or []
        named = [((*path, "columns", table, number), name) for number, name in enumerate(listed)]
        named += [((*path, "every", table, name), name) for name in inputs.every.get(table, {})]
        named += [((*path, table, number, name), name) for number, row in enumerate(rows) for name in row]
        for where, name in named:
            if name not in known and not (name == "repeat" and where[-3] == table):
                place = document.place(where)
                yield PolicyError("case_column_unknown", place, field=name, table=table, hint=did_you_mean(name, known))
