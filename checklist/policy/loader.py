"""Load a policy: its pack and every tailoring over it, from their files to what the audit judges by."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

from checklist.model import (
    Bilingual,
    CalendarSettings,
    Chapter,
    ChecklistError,
    Place,
    Policy,
    PolicyError,
    Sentence,
    SkippedRule,
)
from checklist.model.errors import errors_of, grouped
from checklist.policy import models
from checklist.policy.clauses import Reading, bilingual, read_clauses
from checklist.policy.layers import Layers, read_layers
from checklist.policy.locate import digest, find_pack
from checklist.policy.tailoring import laid_over, leave_out, set_values, settings, with_own_file

if TYPE_CHECKING:
    from checklist.model import Clause

# How many days a case may have lived before its first record in the log, where the pack does not say.
DEFAULT_HISTORY = 90
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def load_policy(name: str) -> Policy:
    """Load a policy by the name of a shipped pack, a folder, or a file; a tailoring brings what it extends.

    Raises `PolicyError`, or an `ErrorGroup` of them, naming each place.
    """
    layers = read_layers(find_pack(name))
    try:
        return _policy(layers)
    except ChecklistError as error:
        raise _blamed(layers, error) from None


def natural(name: str) -> tuple[tuple[int, int, str], ...]:
    """Return a sort key by which 2.10 comes after 2.9."""
    parts = name.replace("-", ".").split(".")
    return tuple((0, int(part), "") if part.isdecimal() else (1, 0, part) for part in parts)


def _policy(layers: Layers) -> Policy:
    root = layers.pack
    pack = root.head.model_copy(update={"calendar": with_own_file(root.head.calendar, root)})
    below = None
    for layer in layers.tailorings:
        below = f"{pack.pack} {pack.version}" + (f" ({below})" if below else "")
        pack = laid_over(pack, layer)
    values, errors = set_values(layers, pack)
    reading = Reading(pack, values, [*errors])
    skipped: list[SkippedRule] = []
    clauses = read_clauses(root.document, ("clauses",), reading)
    clauses += [clause for each in root.others for clause in read_clauses(each, (), reading)]
    for layer in layers.tailorings:
        clauses, unknown = leave_out(layer, clauses, skipped)
        reading.errors.extend(unknown)
        clauses += read_clauses(layer.document, ("add",), reading)
        clauses += [clause for each in layer.others for clause in read_clauses(each, (), reading)]
    if reading.errors:
        raise grouped(reading.errors)
    if not clauses:
        raise PolicyError("pack_without_clauses", root.document.place(()))
    clauses.sort(key=lambda clause: natural(clause.id))
    calendar = _calendar(pack.calendar, layers)
    own_days = [] if calendar.file is None else [Path(calendar.file)]
    if own_days and not own_days[0].is_file():
        raise PolicyError("file_missing", Place(str(own_days[0])))
    return Policy(
        id=pack.pack,
        version=pack.version,
        title=bilingual(pack.title),
        timezone=pack.timezone,
        calendar=calendar,
        groups={name: tuple(types) for name, types in pack.groups.items()},
        history_days=DEFAULT_HISTORY if pack.history is None else pack.history.amount,
        grades=tuple(
            sorted(((name, Fraction(str(bound))) for name, bound in pack.grades.items()), key=lambda g: -g[1])
        ),
        chapters=_chapters(pack, clauses),
        clauses=tuple(clauses),
        items={name: text.bilingual for name, text in pack.items.items()},
        sha256=digest([*layers.files, *own_days]),
        path=str(_head(layers)),
        settings=tuple(settings(pack, values)),
        skipped=tuple(skipped),
        tailoring=below,
        parameters=values,
        parameter_titles={name: bilingual(parameter.title) for name, parameter in pack.params.items()},
        fields={table: tuple(names) for table, names in pack.fields.items()},
        sorts=pack.sorts,
    )


def _head(layers: Layers) -> Path:
    return (layers.tailorings[-1] if layers.tailorings else layers.pack).files[0]


def _calendar(calendar: models.Calendar, layers: Layers) -> CalendarSettings:
    said = [layer.document.place(("calendar",)) for layer in layers.tailorings if layer.head.calendar is not None]
    return CalendarSettings(
        country=calendar.country,
        subdivision=calendar.subdivision,
        weekend=tuple(_WEEKDAYS.index(day) + 1 for day in calendar.weekend),
        workday=calendar.seconds,
        file=calendar.file,
        place=[layers.pack.document.place(("calendar",)), *said][-1],
    )


def _chapters(pack: models.Pack, clauses: list[Clause]) -> tuple[Chapter, ...]:
    named = {chapter.chapter: chapter for chapter in pack.chapters}
    return tuple(
        Chapter(each, bilingual(named[each].title), Fraction(str(named[each].weight)))
        if each in named
        else Chapter(each, Bilingual(), Fraction(1))
        for each in sorted({clause.chapter for clause in clauses}, key=natural)
    )


def _blamed(layers: Layers, error: ChecklistError) -> ChecklistError:
    """Return the error of a rule below that a figure set above makes unreadable, as that figure's.

    Whoever wrote the tailoring did not write the rule: told of a place in a file that reads well by itself,
    they would look in vain.
    """
    if not layers.tailorings:
        return error
    last = layers.tailorings[-1]
    found = errors_of(error)
    files = {str(path) for path in last.files}

    def own(each: ChecklistError) -> bool:
        return each.place is not None and each.place.path in files

    if all(own(each) for each in found):
        return error
    below = Layers(layers.pack, layers.tailorings[:-1])
    try:
        _policy(below)
    except ChecklistError as theirs:
        return _blamed(below, theirs)
    blamed = [each for each in found if own(each)]
    for name, value in last.head.set_.items():
        alone = replace(last, head=models.Tailoring(extends=last.head.extends, set={name: value}), others=())
        try:
            _policy(Layers(below.pack, (*below.tailorings, alone)))
        except ChecklistError as cause:
            first = errors_of(cause)[0]
            if not own(first):
                blamed.append(_misfit(name, value, last.document.value_place(("set", name)), first))
    return grouped(blamed) if blamed else error


def _misfit(name: str, value: Any, place: Place, cause: ChecklistError) -> PolicyError:
    said = Sentence(f"error.{cause.code}", cause.values)
    return PolicyError("parameter_misfit", place, name=name, value=value, where=str(cause.place), cause=said)
