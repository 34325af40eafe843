"""The mapping file: how an export's headers, values and formats become the names of this program."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from fnmatch import fnmatchcase
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from checklist.model import MappingError, Place
from checklist.model.errors import grouped
from checklist.records.cells import Words
from checklist.records.years import DECLARED, Year, declared_year
from checklist.yamlfile import read_yaml, validation_errors

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Mapping as Entries

    from checklist.model import ChecklistError
    from checklist.yamlfile import KeyPath, YamlDocument


def _listed(value: object) -> object:
    return [value] if isinstance(value, str) or value is None else value


Names = Annotated[list[str], BeforeValidator(_listed)]
Ways = Annotated[list[Names], BeforeValidator(_listed)]
Choices = Annotated[list[str | None], BeforeValidator(_listed)]


# Under this name a mapping's `timezone` tells the header that gives each row's zone.
ZONE_COLUMN = "column"
# A column of the records, or one of another table behind its name.
_COLUMN = r"^((records|reps|customers|attestations|absences)\.)?[^.]+$"
_QUESTION = re.compile(r"""(?P<before>\s*(?:"(?:[^"\\]|\\.)*"|[^\s#"][^#]*?):\s+)[?]\s*(#.*)?$""")
_BY_COLUMN = ("columns", "starts", "values", "otherwise", "constants", "formats")


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Shape(_Strict):
    """How a table lies in its file, where that is not plain from the file itself.

    `sheet` is a workbook's, or several that are read one after the other; `header_line` is the line or row of the
    header, `encoding` and `delimiter` (a character or `tab`) are those of a text file. `footers` are regular
    expressions: a row whose first text one of them matches whole ends a report and is no record, nor are the lone
    texts after the last row that one of them stands among.
    """

    sheet: Names = []
    header_line: Annotated[int, Field(ge=1)] | None = None
    encoding: str | None = None
    delimiter: Annotated[str, Field(pattern="^(.|tab|\t)$")] | None = None
    footers: Names = []


Unit = Literal["hours", "minutes", "seconds", "milliseconds"]


class TableKeys(Shape):
    """What may be said of one table's files.

    `columns` takes the first header that is there. Where a column is made of several, row by row: `first_of` takes
    the first cell that is not blank, `join` puts the cells one behind the other with a space (a day and its time),
    `parts` adds up figures in units of time, and gives minutes. `days` names headers whose times are days: a
    midnight behind such a day, in whatever zone, says nothing. `starts` fills a column's blanks by how another
    header's text begins. `otherwise` is what a column means where its text is not among its `values`. `timezone` is
    the zone of times without an offset: one for all, or one for each column; under `column` stands the header that
    gives each row's own. `year` is the year of dates that are written without one, as 2026; 2026-12 are the twelve
    months from December 2026 on.
    """

    columns: dict[str, Names] = {}
    first_of: dict[str, Names] = {}
    join: dict[str, Ways] = {}
    parts: dict[str, dict[Unit, Names]] = {}
    days: Names = []
    starts: dict[str, dict[str, dict[str, str]]] = {}
    otherwise: dict[str, str] = {}
    values: dict[str, dict[str, str | None]] = {}
    constants: dict[str, str] = {}
    formats: dict[str, Names] = {}
    timezone: str | dict[str, str] | None = None
    year: Annotated[str, Field(pattern=f"^{DECLARED}$")] | None = None
    skip: list[dict[str, Choices]] = []


class RecordKeys(TableKeys):
    """Records have types besides: what each word of an export's is called here, or `other`."""

    types: dict[str, str] = {}


class FileKeys(RecordKeys):
    """What holds for the files whose name matches; it goes before what holds for their table."""

    match: str


# What a word is turned into that is nothing the policy asks about.
OTHER = "other"
ALL = "all"
TYPE = "type"


def _covered(value: object) -> object:
    """Return what `covers` says in its full form: the words of each column, `all` beside them."""
    if value is None or value == [ALL]:
        value = {} if value is None else ALL
    if value == ALL:
        return {ALL: True}
    if isinstance(value, str | list):
        value = {TYPE: value}
    return {"named": value} if isinstance(value, dict) and not {ALL, "named"} & value.keys() else value


class Covered(_Strict):
    """What the inputs would show where it occurred, though it may not occur in them.

    A type or a value that is *named* is shown in full: a rule that asks for it is judged as if it occurred. `named`
    has the words of each column of the records (`type`, `status`, …) or of another table's (`customers.grade`). `all`
    only *completes* what is shown: it says of types and values of which some occur that no others are missing.
    """

    all: bool = False
    named: dict[Annotated[str, Field(pattern=_COLUMN)], Names] = {}

    @property
    def types(self) -> list[str]:
        """The types that are named."""
        return self.named.get(TYPE, [])


Covers = Annotated[Covered, BeforeValidator(_covered, json_schema_input_type=str | list[str] | dict[str, Names])]


class Spans(_Strict):
    """The days that the log covers, where its own first record does not tell."""

    first: date | None = Field(default=None, alias="from")
    last: date | None = Field(default=None, alias="to")


class MappingKeys(RecordKeys):
    """The whole file: what holds for records, and the parts for single files and other tables.

    `profile` names the product that the files come from, or `none`; without it, it is recognised by the headers.
    What the file says lies over the product's names and words, which hold for all else. `covers` is `all`, a list of
    types, or the words of several columns: `{type: [visit], status: [confirmed], customers.grade: [A]}`. A word that
    is mapped to `other`, as in `types: {training: other}`, is nothing that the policy asks about.
    """

    profile: str | None = None
    covers: Covers = Covered()
    spans: Spans | None = None
    files: list[FileKeys] = []
    tables: dict[Literal["reps", "customers", "attestations", "absences"], TableKeys] = {}


@dataclass(frozen=True, slots=True)
class Made:
    """A column made of several headers: how, and of which; each is known by one of its names.

    `units` are those of `parts`, in the order of `headers`.
    """

    way: Literal["first_of", "join", "parts"]
    headers: tuple[tuple[str, ...], ...]
    units: tuple[Unit, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """What a mapping says about one file. `origins` tells where in the mapping file each part stands.

    Times without an offset are in the zone that their column has among `zones`, else in the one that their row names
    under `zone_header`, else in `timezone`.
    `folded` is a profile's vocabulary: values compared without regard to case, where `values` say nothing. `why`
    tells which profile gave a column its header; what is not in it, the mapping file did. `absent` are columns that
    the mapping file reads from headers which this file has not, with those headers.
    """

    columns: dict[str, tuple[str, ...]] = field(default_factory=dict)
    made: dict[str, Made] = field(default_factory=dict)
    days: tuple[str, ...] = ()
    starts: dict[str, dict[str, dict[str, str]]] = field(default_factory=dict)
    values: dict[str, dict[str, str | None]] = field(default_factory=dict)
    otherwise: dict[str, str] = field(default_factory=dict)
    constants: dict[str, str] = field(default_factory=dict)
    formats: dict[str, tuple[str, ...]] = field(default_factory=dict)
    timezone: str | None = None
    year: Year | None = None
    zones: dict[str, str] = field(default_factory=dict)
    zone_header: str | None = None
    skip: tuple[dict[str, tuple[str | None, ...]], ...] = ()
    origins: dict[tuple[str, ...], Place] = field(default_factory=dict)
    folded: dict[str, dict[str, str | None]] = field(default_factory=dict)
    why: dict[str, str] = field(default_factory=dict)
    absent: dict[str, tuple[str, ...]] = field(default_factory=dict)
    shape: Shape = field(default_factory=Shape)

    def words(self, name: str) -> Words:
        """Return what the values of a column mean."""
        return Words(self.values.get(name, {}), self.folded.get(name, {}), self.otherwise.get(name))


@dataclass(slots=True)
class _Zone:
    """The zones of times, as parts of a mapping lay them over one another."""

    name: str | None = None
    columns: dict[str, str] = field(default_factory=dict)
    header: str | None = None

    def lay(self, stated: str | dict[str, str] | None) -> None:
        """Let a part say otherwise: one zone for all goes before all that was said."""
        if isinstance(stated, str):
            self.name, self.columns, self.header = stated, {}, None
        elif stated:
            self.columns |= {name: zone for name, zone in stated.items() if name != ZONE_COLUMN}
            self.header = stated.get(ZONE_COLUMN, self.header)


@dataclass(frozen=True, slots=True)
class MappingFile:
    """A mapping file, read and checked."""

    keys: MappingKeys
    document: YamlDocument

    @property
    def spans(self) -> tuple[date | None, date | None] | None:
        """The declared span of the log, or None."""
        return (self.keys.spans.first, self.keys.spans.last) if self.keys.spans else None

    def section(self, table: str, path: str) -> Section:
        """Return what holds for one file: its table's part, overlaid by the first part that matches its name."""
        parts: list[tuple[KeyPath, TableKeys]] = []
        if table == "records":
            parts.append(((), self.keys))
        elif table in self.keys.tables:
            parts.append((("tables", table), self.keys.tables[table]))
        name = PurePath(path).name
        for index, each in enumerate(self.keys.files):
            if fnmatchcase(name, each.match) or fnmatchcase(path, each.match):
                parts.append((("files", index), each))
                break
        return self._overlay(parts)

    def _overlay(self, parts: list[tuple[KeyPath, TableKeys]]) -> Section:
        merged: dict[str, Any] = {key: {} for key in _BY_COLUMN}
        made: dict[str, Made] = {}
        days: tuple[str, ...] = ()
        shape = Shape()
        origins: dict[tuple[str, ...], Place] = {}
        year: str | None = self.keys.year
        zone = _Zone()
        zone.lay(self.keys.timezone)
        skip: tuple[dict[str, tuple[str | None, ...]], ...] = ()
        for prefix, part in parts:
            for key, entries in merged.items():
                stated: Entries[str, Any] = getattr(part, key)
                entries.update({name: tuple(each) if isinstance(each, list) else each for name, each in stated.items()})
                origins |= {(key, name): self.document.place((*prefix, key, name)) for name in stated}
            for name, way in self._ways(prefix, part, origins):
                merged["columns"].pop(name, None)
                made[name] = way
            for name in part.columns:
                made.pop(name, None)
            days += tuple(part.days)
            stated_shape = {key: getattr(part, key) for key in Shape.model_fields if key in part.model_fields_set}
            shape = shape.model_copy(update=stated_shape)
            origins |= {(key,): self.document.value_place((*prefix, key)) for key in stated_shape}
            if isinstance(part, RecordKeys) and part.types:
                merged["values"]["type"] = {**merged["values"].get("type", {}), **part.types}
            if part.timezone:
                zone.lay(part.timezone)
                origins |= self._zone_places((*prefix, "timezone"), part.timezone)
            year = part.year or year
            if part.skip:
                skip = tuple({name: tuple(choices) for name, choices in each.items()} for each in part.skip)
                origins["skip",] = self.document.place((*prefix, "skip"))
        return Section(
            **merged,
            made=made,
            days=days,
            timezone=zone.name,
            year=declared_year(year) if year else None,
            zones=zone.columns,
            zone_header=zone.header,
            skip=skip,
            origins=origins,
            shape=shape,
        )

    def _zone_places(self, path: KeyPath, stated: str | dict[str, str]) -> dict[tuple[str, ...], Place]:
        if isinstance(stated, str):
            return {("timezone",): self.document.value_place(path)}
        return {("timezone", name): self.document.value_place((*path, name)) for name in stated}

    def _ways(
        self, prefix: KeyPath, part: TableKeys, origins: dict[tuple[str, ...], Place]
    ) -> Iterator[tuple[str, Made]]:
        """Yield the columns that one part makes of several headers; refuse one that is made in two ways."""
        seen = dict.fromkeys(part.columns, "columns")
        for key, name, way in ways(part):
            place = self.document.place((*prefix, key, name))
            if seen.setdefault(name, key) != key:
                raise MappingError("mapping_made_twice", place, name=name, first=seen[name], second=key)
            origins["columns", name] = place
            yield name, way


def ways(part: TableKeys) -> Iterator[tuple[str, str, Made]]:
    """Yield the columns that are made of several headers: the key that says so, the name, and how."""
    for name, headers in part.first_of.items():
        yield "first_of", name, Made("first_of", tuple((header,) for header in headers))
    for name, pieces in part.join.items():
        yield "join", name, Made("join", tuple(tuple(piece) for piece in pieces))
    for name, counted in part.parts.items():
        yield "parts", name, Made("parts", tuple(tuple(each) for each in counted.values()), tuple(counted))


def mapping_schema() -> dict[str, Any]:
    """Return the JSON Schema of a mapping file, for editors that complete and check it."""
    return MappingKeys.model_json_schema(by_alias=True)


def _unanswered(path: str | Path) -> list[ChecklistError]:
    """Return an error for each question mark that `inspect` wrote in place of a value and that still stands there."""
    lines = Path(path).read_text(encoding="utf-8-sig").splitlines()
    found = ((number, _QUESTION.match(line)) for number, line in enumerate(lines, start=1))
    return [
        MappingError("mapping_unanswered", Place(str(path), number, mark.end("before") + 1))
        for number, mark in found
        if mark
    ]


def load_mapping(path: str | Path) -> MappingFile:
    """Read and check a mapping file; raises `MappingError` with file, line and column."""
    # Headers and values of an export are text whatever they look like: 007 is no seven here either.
    try:
        document = read_yaml(path, MappingError, scalars="text")
    except MappingError as error:
        if error.code == "yaml_syntax" and (unanswered := _unanswered(path)):
            raise grouped(unanswered) from None
        raise
    try:
        keys = MappingKeys.model_validate({} if document.data is None else document.data)
    except ValidationError as error:
        raise validation_errors(error, document, MappingError, model=MappingKeys) from None
    spans = keys.spans
    if spans and spans.first and spans.last and spans.last < spans.first:
        raise MappingError("mapping_spans_reversed", document.place(("spans",)), first=spans.first, last=spans.last)
    return MappingFile(keys, document)
