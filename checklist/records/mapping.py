"""The mapping file: how an export's headers, values and formats become the names of this program."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from fnmatch import fnmatchcase
from pathlib import PurePath
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from checklist.model import MappingError
from checklist.yamlfile import read_yaml, validation_errors

if TYPE_CHECKING:
    from collections.abc import Mapping as Entries
    from pathlib import Path

    from checklist.model import Place
    from checklist.yamlfile import KeyPath, YamlDocument


def _listed(value: object) -> object:
    return [value] if isinstance(value, str) or value is None else value


Names = Annotated[list[str], BeforeValidator(_listed)]
Choices = Annotated[list[str | None], BeforeValidator(_listed)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class TableKeys(_Strict):
    """What may be said of one table's files."""

    columns: dict[str, Names] = {}
    values: dict[str, dict[str, str | None]] = {}
    constants: dict[str, str] = {}
    formats: dict[str, Names] = {}
    timezone: str | None = None
    skip: list[dict[str, Choices]] = []


class RecordKeys(TableKeys):
    """Records have types besides."""

    types: dict[str, str] = {}


class FileKeys(RecordKeys):
    """What holds for the files whose name matches; it goes before what holds for their table."""

    match: str


class Spans(_Strict):
    """The days that the log covers, where its own first record does not tell."""

    first: date | None = Field(default=None, alias="from")
    last: date | None = Field(default=None, alias="to")


class MappingKeys(RecordKeys):
    """The whole file: what holds for records, and the parts for single files and other tables."""

    covers: Names = []
    spans: Spans | None = None
    files: list[FileKeys] = []
    tables: dict[Literal["reps", "customers", "attestations", "absences"], TableKeys] = {}


@dataclass(frozen=True, slots=True)
class Section:
    """What a mapping says about one file. `origins` tells where in the mapping file each part stands."""

    columns: dict[str, tuple[str, ...]] = field(default_factory=dict)
    values: dict[str, dict[str, str | None]] = field(default_factory=dict)
    constants: dict[str, str] = field(default_factory=dict)
    formats: dict[str, tuple[str, ...]] = field(default_factory=dict)
    timezone: str | None = None
    skip: tuple[dict[str, tuple[str | None, ...]], ...] = ()
    origins: dict[tuple[str, ...], Place] = field(default_factory=dict)


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
        merged: dict[str, dict[str, Any]] = {"columns": {}, "values": {}, "constants": {}, "formats": {}}
        origins: dict[tuple[str, ...], Place] = {}
        timezone = self.keys.timezone
        skip: tuple[dict[str, tuple[str | None, ...]], ...] = ()
        for prefix, part in parts:
            for key, entries in merged.items():
                stated: Entries[str, Any] = getattr(part, key)
                entries.update({name: tuple(each) if isinstance(each, list) else each for name, each in stated.items()})
                origins |= {(key, name): self.document.place((*prefix, key, name)) for name in stated}
            if isinstance(part, RecordKeys) and part.types:
                merged["values"]["type"] = {**merged["values"].get("type", {}), **part.types}
            if part.timezone:
                timezone = part.timezone
                origins["timezone",] = self.document.value_place((*prefix, "timezone"))
            if part.skip:
                skip = tuple({name: tuple(choices) for name, choices in each.items()} for each in part.skip)
                origins["skip",] = self.document.place((*prefix, "skip"))
        return Section(**merged, timezone=timezone, skip=skip, origins=origins)


def mapping_schema() -> dict[str, Any]:
    """Return the JSON Schema of a mapping file, for editors that complete and check it."""
    return MappingKeys.model_json_schema(by_alias=True)


def load_mapping(path: str | Path) -> MappingFile:
    """Read and check a mapping file; raises `MappingError` with file, line and column."""
    # Headers and values of an export are text whatever they look like: 007 is no seven here either.
    document = read_yaml(path, MappingError, scalars="text")
    try:
        keys = MappingKeys.model_validate({} if document.data is None else document.data)
    except ValidationError as error:
        raise validation_errors(error, document, MappingError, model=MappingKeys) from None
    spans = keys.spans
    if spans and spans.first and spans.last and spans.last < spans.first:
        raise MappingError("mapping_spans_reversed", document.place(("spans",)), first=spans.first, last=spans.last)
    return MappingFile(keys, document)
