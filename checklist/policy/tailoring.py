"""Lay a company's tailoring over a pack: its own figures, what it leaves out, the names its clauses use."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from checklist.model import PolicyError, Setting, SkippedRule
from checklist.policy import models
from checklist.policy.clauses import bilingual
from checklist.policy.parameters import unfit
from checklist.yamlfile import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from checklist.model import Clause
    from checklist.policy.layers import Layer, Layers

_NAMES = ("groups", "params", "items")


def laid_over(pack: models.Pack, layer: Layer[models.Tailoring]) -> models.Pack:
    """Return what heads the tailored policy: the pack's head with what the tailoring says of its own.

    Names of groups, parameters, items and chapters are only added: what the pack's rules mean by theirs
    stays. Raises `PolicyError` for a name that is taken.
    """
    own = layer.head
    changes: dict[str, Any] = {
        name: getattr(own, name) for name in ("pack", "version", "title") if getattr(own, name) is not None
    }
    for part in _NAMES:
        ours, theirs = getattr(own, part), getattr(pack, part)
        _refuse_taken(layer, pack, part, {name: (part, name) for name in ours}, theirs)
        changes[part] = {**theirs, **ours}
    chapters = {each.chapter: ("chapters", number) for number, each in enumerate(own.chapters)}
    _refuse_taken(layer, pack, "chapters", chapters, {each.chapter: each for each in pack.chapters})
    changes["chapters"] = [*pack.chapters, *own.chapters]
    changes["fields"] = {
        table: _declared(pack.fields.get(table, ()), own.fields.get(table, ()))
        for table in {**pack.fields, **own.fields}
    }
    if own.history is not None:
        changes["history"] = own.history
    if own.calendar is not None:
        calendar = with_own_file(own.calendar, layer)
        given = {name: getattr(calendar, name) for name in own.calendar.model_fields_set}
        changes["calendar"] = pack.calendar.model_copy(update=given)
    return pack.model_copy(update=changes)


def _declared(*layers: Sequence[str] | dict[str, Any]) -> dict[str, Any]:
    """Return columns with what they hold, as the lowest layer that says so declares it; None where none does."""
    found: dict[str, Any] = {}
    for columns in layers:
        for name in columns:
            found[name] = found.get(name) or (columns[name] if isinstance(columns, dict) else None)
    return found


def with_own_file(calendar: models.Calendar, layer: Layer[Any]) -> models.Calendar:
    """Return a calendar whose file is meant from the folder of the layer that names it."""
    if calendar.file is None:
        return calendar
    return calendar.model_copy(update={"file": str(layer.files[0].parent / calendar.file)})


def set_values(layers: Layers, pack: models.Pack) -> tuple[dict[str, Any], list[PolicyError]]:
    """Return every parameter's value, and what is wrong with those that are set.

    `pack` is the policy's whole head. In place of a value that does not fit stands one that does, so that the
    rules which use it are not called wrong as well.
    """
    values: dict[str, Any] = {}
    errors: list[PolicyError] = []
    for layer in (layers.pack, *layers.tailorings):
        for name, value in layer.head.set_.items() if isinstance(layer.head, models.Tailoring) else ():
            place = layer.document.value_place(("set", name))
            if name not in values:
                hint = did_you_mean(name, values)
                errors.append(
                    PolicyError("parameter_unknown", layer.document.place(("set", name)), name=name, hint=hint)
                )
            elif (wrong := unfit(name, value, pack.params[name], place)) is not None:
                errors.append(wrong)
            else:
                values[name] = value
        for name, parameter in layer.head.params.items():
            place = layer.document.value_place(("params", name, "value"))
            wrong = unfit(name, parameter.value, parameter, place)
            if wrong is not None:
                errors.append(wrong)
            values[name] = parameter.value if wrong is None else wrong.values["bound"]
    return values, errors


def settings(pack: models.Pack, values: Mapping[str, Any]) -> Iterator[Setting]:
    """Yield each figure that differs from the one that came with the parameter."""
    for name, parameter in pack.params.items():
        if values[name] != parameter.value:
            yield Setting(name, parameter.value, values[name], bilingual(parameter.title))


def leave_out(
    layer: Layer[models.Tailoring], clauses: list[Clause], skipped: list[SkippedRule]
) -> tuple[list[Clause], list[PolicyError]]:
    """Return the clauses without the rules that a tailoring skips, which are added to `skipped` with the reason."""
    by_rule = {rule.id: (rule,) for clause in clauses for rule in clause.rules}
    by_clause = {clause.id: clause.rules for clause in clauses}
    errors, gone = [], {each.rule for each in skipped}
    for number, skip in enumerate(layer.head.skip):
        kind, name, known = ("rule", skip.rule, by_rule) if skip.rule else ("clause", skip.clause or "", by_clause)
        place = layer.document.value_place(("skip", number, kind))
        if kind == "rule" and name in gone:
            errors.append(PolicyError("skip_twice", place, name=name))
        elif name not in known:
            errors.append(PolicyError(f"skip_unknown_{kind}", place, name=name, hint=did_you_mean(name, known)))
        for rule in known.get(name, ()):
            if rule.id not in gone:
                gone.add(rule.id)
                skipped.append(SkippedRule(rule.id, rule.clause, rule.title, bilingual(skip.reason), rule))
    left = [replace(each, rules=tuple(rule for rule in each.rules if rule.id not in gone)) for each in clauses]
    return left, errors


def _refuse_taken(
    layer: Layer[models.Tailoring], pack: models.Pack, part: str, ours: Mapping[str, Any], theirs: Mapping[str, Any]
) -> None:
    for name, path in ours.items():
        if name in theirs:
            place = layer.document.place(path)
            raise PolicyError("tailoring_taken", place, name=name, field=part, pack=pack.pack)
