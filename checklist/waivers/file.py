"""Read a waiver file: a list of entries, or `waivers:` with one; every complaint names its line and column."""

from __future__ import annotations

import re
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, ValidationError
from pydantic_core import PydanticCustomError

from checklist.model import ChecklistError, Waiver, WaiverError, WaiverFile
from checklist.model.errors import grouped
from checklist.yamlfile import YamlDocument, from_text, read_yaml, validation_errors

if TYPE_CHECKING:
    from collections.abc import Iterator

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_PEOPLE = ("reps", "customers", "teams")
_SPAN = ("from", "to")


def _day(value: object) -> object:
    try:
        return date.fromisoformat(str(value)) if _DAY.fullmatch(str(value)) else _no_day(value)
    except ValueError:
        return _no_day(value)


def _no_day(value: object) -> object:
    raise PydanticCustomError("day_unknown", "no day", {"value": "" if value is None else str(value)})


def _listed(value: object) -> object:
    return [value] if isinstance(value, str) else value


Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000)]
Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
Names = Annotated[list[Name], BeforeValidator(_listed), Field(min_length=1)]
Day = Annotated[date, BeforeValidator(_day)]
# What is left out stands open; what is written and left blank is a slip, and widens nothing.
MaybeDay = Annotated[date | None, BeforeValidator(_day)]


class Scope(BaseModel):
    """For whom and for which due days a waiver holds; every part that is stated must fit."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    reps: Names = []
    customers: Names = []
    teams: Names = []
    from_: MaybeDay = Field(None, alias="from")
    to: MaybeDay = None
    all: bool = False


class Entry(Scope):
    """One waiver as written. Its scope stands under `scope`, or beside the other fields."""

    id: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100)]
    rule: Name
    scope: Scope = Scope()
    reason: Text
    approved_by: Name
    approved_on: Day
    expires: Day


class Entries(BaseModel):
    """The whole file."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    waivers: list[Entry] = []


def load_waivers(path: str | Path) -> WaiverFile:
    """Read and check a waiver file. Raises `WaiverError`, or a group of them, with file, line and column."""
    # Ids are text, whatever they look like: 007 is no seven.
    document = read_yaml(path, WaiverError, scalars="text")
    return WaiverFile(str(path), sha256(Path(path).read_bytes()).hexdigest(), waivers_in(document))


def parse_waivers(text: str, path: str) -> tuple[Waiver, ...]:
    """Read the waivers out of a file's text."""
    return waivers_in(from_text(text, path, WaiverError, scalars="text"))


def waivers_in(document: YamlDocument) -> tuple[Waiver, ...]:
    """Return a document's waivers in the order of the file, each checked for sense."""
    data = document.data
    listed = isinstance(data, list)
    try:
        entries = Entries.model_validate({"waivers": data} if listed else data or {})
    except ValidationError as error:
        raise validation_errors(error, document, WaiverError, model=Entries) from None
    errors: list[ChecklistError] = []
    found: dict[str, Waiver] = {}
    for index, entry in enumerate(entries.waivers):
        path = (index,) if listed else ("waivers", index)
        waiver = _waiver(entry, document, path)
        errors += _scope_errors(entry, document, path)
        errors += check_waiver(waiver)
        if waiver.id in found:
            first = str(found[waiver.id].place("id"))
            errors.append(WaiverError("waiver_twice", waiver.place("id"), id=waiver.id, first=first))
        found.setdefault(waiver.id, waiver)
    if errors:
        raise grouped(errors)
    return tuple(found.values())


def check_waiver(waiver: Waiver) -> Iterator[WaiverError]:
    """Yield what makes a waiver's days contradict each other, so that it could never cover any."""
    if waiver.first is not None and waiver.last is not None and waiver.last < waiver.first:
        yield WaiverError("waiver_span_reversed", waiver.place("to"), first=waiver.first, last=waiver.last)
    elif waiver.expires < waiver.approved_on:
        place = waiver.place("expires")
        yield WaiverError("waiver_expired_early", place, expires=waiver.expires, approved=waiver.approved_on)
    elif waiver.holds_to < waiver.holds_from:
        values = {"first": waiver.holds_from, "last": waiver.holds_to}
        yield WaiverError("waiver_never", waiver.place("from"), **values)


def _waiver(entry: Entry, document: YamlDocument, path: tuple[str | int, ...]) -> Waiver:
    scope = entry.scope if "scope" in entry.model_fields_set else entry
    inner = (*path, "scope") if scope is not entry else path
    places = {"": document.place(path)}
    for name in ("id", "rule", "reason", "approved_by", "approved_on", "expires"):
        places[name] = document.value_place((*path, name))
    for name in (*_PEOPLE, *_SPAN):
        places[name] = document.value_place((*inner, name))
    return Waiver(
        id=entry.id,
        rule=entry.rule,
        reps=tuple(dict.fromkeys(scope.reps)),
        customers=tuple(dict.fromkeys(scope.customers)),
        teams=tuple(dict.fromkeys(scope.teams)),
        first=scope.from_,
        last=scope.to,
        reason=entry.reason,
        approved_by=entry.approved_by,
        approved_on=entry.approved_on,
        expires=entry.expires,
        places=places,
    )


def _scope_errors(entry: Entry, document: YamlDocument, path: tuple[str | int, ...]) -> Iterator[WaiverError]:
    """Yield what is wrong with saying for whom: nothing said, said twice, or everyone and someone at once."""
    beside = _stated(entry)
    if "scope" in entry.model_fields_set:
        if beside:
            place = document.place((*path, beside[0]))
            yield WaiverError("goes_without", place, field=beside[0], other="scope")
        path, stated, everyone = (*path, "scope"), _stated(entry.scope), entry.scope.all
    else:
        stated, everyone = beside, entry.all
    people = [name for name in stated if name in _PEOPLE]
    if everyone and people:
        yield WaiverError("goes_without", document.place((*path, "all")), field="all", other=people[0])
    if not everyone and not [name for name in stated if name != "all"]:
        yield WaiverError("waiver_scope_missing", document.place(path))


def _stated(scope: Scope) -> list[str]:
    """Return the parts of a scope that are written, under the names they have in the file."""
    names = ((name, "from" if name == "from_" else name) for name in Scope.model_fields)
    return [written for name, written in names if name in scope.model_fields_set]
