"""A case's world: its tables as rows of text, written as the files of an audit."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from checklist.calendars import parse_span
from checklist.model import ChecklistError, PolicyError, Sentence
from checklist.model.tables import TABLES
from checklist.records import Source, load_mapping

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from pathlib import Path

    from checklist.casebook.models import CaseModel, Inputs
    from checklist.model import Place
    from checklist.records import MappingFile
    from checklist.yamlfile import YamlDocument

KeyPath = tuple[str | int, ...]
MAX_REPEAT = 1000


@dataclass(frozen=True, slots=True)
class CaseTable:
    """One table of a case: its headers, its rows as text, and where each row stands in the cases file."""

    headers: tuple[str, ...]
    rows: tuple[dict[str, str], ...]
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class World:
    """What one case audits: tables, period, and what the log is said to cover."""

    tables: dict[str, CaseTable]
    period: str
    as_of: date
    covers: tuple[str, ...]
    spans: tuple[date | None, date | None]

    def write(self, folder: Path) -> tuple[list[Source], MappingFile]:
        """Write the tables as files into `folder` and return them as an audit's inputs."""
        sources = []
        for name, table in self.tables.items():
            path = folder / f"{name}.csv"
            with path.open("w", encoding="utf-8", newline="") as file:
                writer = csv.writer(file, lineterminator="\n")
                writer.writerow(table.headers)
                writer.writerows([row.get(header, "") for header in table.headers] for row in table.rows)
            sources.append(Source(name, str(path)))
        ends = zip(("from", "to"), self.spans, strict=True)
        said = ", ".join(f"{name}: {day}" for name, day in ends if day is not None)
        mapping = folder / "mapping.yaml"
        mapping.write_text(f"spans: {{{said}}}\n", encoding="utf-8")
        return sources, load_mapping(mapping)


def make_world(model: CaseModel, defaults: Inputs, document: YamlDocument, index: int) -> World:
    """Return a case's world: its own parts, and the file's defaults for those it leaves out."""

    def part(name: str) -> tuple[Any, KeyPath]:
        if name in model.model_fields_set:
            return getattr(model, name), ("cases", index, name)
        return getattr(defaults, name), ("defaults", name)

    shown: dict[Any, list[str]] = {**defaults.columns, **model.columns}
    every: dict[Any, dict[str, Any]] = {**defaults.every, **model.every}
    tables = {}
    for name in TABLES:
        rows, path = part(name)
        if rows is None and name != "records":
            continue
        origin: KeyPath = ("cases", index) if name in model.every else ("defaults",)
        usual = {
            column: _text(document, (*origin, "every", name, column), value)
            for column, value in every.get(name, {}).items()
        }
        tables[name] = _table(name, rows or [], path, usual, shown.get(name, []), document)
    period, period_path = part("period")
    here = document.place(("cases", index))
    if period is None:
        raise PolicyError("yaml_missing_field", here, field="period")
    try:
        last = parse_span(period)[1]
    except ChecklistError as error:
        detail = Sentence(f"error.{error.code}", error.values)
        raise PolicyError("case_refused", document.value_place(period_path), detail=detail) from None
    spans, _ = part("spans")
    covers, _ = part("covers")
    as_of, _ = part("as_of")
    return World(
        tables=tables,
        period=period,
        as_of=as_of or last,
        # A case shows all that it is about, unless it says what its export covers.
        covers=("all",) if covers is None else tuple(covers),
        # What a case does not say did not happen: its log ends with the last day that is seen.
        spans=(None if spans is None else spans.from_, (spans and spans.to) or as_of or last),
    )


def _table(
    name: str,
    rows: list[dict[str, Any]],
    path: KeyPath,
    usual: dict[str, str],
    shown: list[str],
    document: YamlDocument,
) -> CaseTable:
    headers = dict.fromkeys((*TABLES[name].required, *shown, *usual))
    made: list[dict[str, str]] = []
    places: list[Place] = []
    for number, row in enumerate(rows):
        here = (*path, number)
        headers.update(dict.fromkeys(column for column in row if column != "repeat"))
        for each in _rows(row, here, document):
            made.append({**usual, **each})
            places.append(document.place(here))
    if name == "records":
        headers["record_id"] = None
        for number, each in enumerate(made, start=1):
            # So that a case can name any of its records: the first is 1, the second 2.
            each.setdefault("record_id", str(number))
    return CaseTable(tuple(headers), tuple(made), tuple(places))


def _rows(row: dict[str, Any], path: KeyPath, document: YamlDocument) -> Iterator[dict[str, str]]:
    """Yield the rows that one stands for: one for each value of a list, and each as often as `repeat` says."""
    times = row.get("repeat", 1)
    if isinstance(times, bool) or not isinstance(times, int) or not 1 <= times <= MAX_REPEAT:
        raise PolicyError("case_repeat", document.value_place((*path, "repeat")), limit=MAX_REPEAT)
    lists = [name for name, value in row.items() if isinstance(value, list)]
    if len(lists) > 1:
        raise PolicyError("case_two_lists", document.value_place((*path, lists[1])), first=lists[0], second=lists[1])
    single = {
        name: _text(document, (*path, name), value)
        for name, value in row.items()
        if name != "repeat" and name not in lists
    }
    for name in lists or [""]:
        values = [{}] if not name else [
            {name: _text(document, (*path, name, number), value)} for number, value in enumerate(row[name])
        ]  # fmt: skip
        for each in values:
            for _ in range(times):
                yield {**single, **each}


def _text(document: YamlDocument, path: KeyPath, value: Any) -> str:
    """Return a cell as it was written; a null is a blank."""
    return "" if value is None else document.source(path) or ""
