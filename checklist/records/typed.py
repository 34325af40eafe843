"""One file's rows as typed columns, each with what is wrong with it, in one SELECT."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from checklist.engine import SQL, identifier, literal, render_file
from checklist.model.tables import ABSENCES, IDS, Column, Sort
from checklist.records import cells, leave
from checklist.records.totals import TOTAL, total_row
from checklist.records.values.columns import row_zone

if TYPE_CHECKING:
    from collections.abc import Mapping

    from checklist.records.planning import Plan
    from checklist.records.values.deciding import Decided

_FOLDER = Path(__file__).parent
# Parts the code of a problem from its column and value.
SEPARATOR = "\x1f"
_REASONS = {"rep_id": "no_rep", "type": "no_type", "occurred_at": "no_time"}
# Who a record without a rep may still be of use to.
_NOBODY_NAMES = ("customer_id", "case_id")
_BAD = {
    Sort.TIME: "bad_time",
    Sort.DAY: "bad_day",
    Sort.NUMBER: "bad_number",
    Sort.ANSWER: "bad_answer",
}
# Pairs of days that a row must not turn round: a stretch that ends before it begins.
_ORDERED = {
    "reps": ("joined_on", "left_on"),
    "customers": ("in_care_from", "in_care_to"),
    "absences": ("from", "to"),
}


@dataclass(frozen=True, slots=True)
class _Cell:
    """One column of one file: how its text reads, the parts it is taken into, what it means, what can be wrong."""

    column: Column
    source: SQL
    text: SQL
    parsed: SQL | None
    value: SQL
    day_precise: SQL
    faults: list[tuple[SQL, str]]


def typed_select(plan: Plan, attributes: tuple[str, ...], decided: Mapping[str, Decided]) -> SQL:
    """Return the SELECT of one file's rows, each column as it was decided.

    It yields `file_id`, `line`, the table's canonical columns, `attributes` (NULL where the file has none of that
    name), the flags of its times, and `problem`: NULL, `skip`, or a code, a column
    and a value.
    """
    columns = [*plan.table.columns, *(Column(name) for name in attributes)]
    own = {name.casefold(): name for name in plan.columns}
    shown = {
        number: _cell(column, decided[own[column.name.casefold()]], number)
        for number, column in enumerate(columns)
        if column.name.casefold() in own
    }
    position = {column.name: number for number, column in enumerate(columns) if number in shown}
    output = [
        {
            "name": column.name,
            "value": SQL(f"v{number}" if number in shown else f"CAST(NULL AS {column.sort.sql_type})"),
        }
        for number, column in enumerate(columns)
    ]
    flags = [
        {"name": flag, "value": SQL(f"p{position[name]}" if name in position else "CAST(NULL AS BOOLEAN)")}
        for name, flag in plan.table.day_flags.items()
    ]
    return render_file(
        _FOLDER / "typed.sql",
        file_id=plan.file_id,
        relation=plan.raw.relation,
        row_zone=row_zone(plan),
        cells=[{"number": number, "cell": cell} for number, cell in shown.items()],
        output=[*output, *flags],
        skips=_skips(plan, shown),
        problems=[_total(plan, shown), *_problems(plan, shown, position)],
        separator=SEPARATOR,
    )


def _cell(column: Column, decided: Decided, number: int) -> _Cell:
    text, parts, reading = SQL(f"t{number}"), SQL(f"x{number}"), decided.reading
    value = reading.value(text, parts)
    return _Cell(
        column=column,
        source=decided.subject.source,
        text=decided.subject.meaning(SQL(f"s{number}"), decided.cleaning, plain=decided.plain),
        parsed=reading.parsed(text),
        value=SQL(f"CAST({value} AS DATE)") if column.sort is Sort.DAY else value,
        day_precise=reading.day_precise(text, parts),
        faults=reading.faults(text, parts),
    )


def _skips(plan: Plan, shown: dict[int, _Cell]) -> list[SQL]:
    """Return the conditions of declared skips; each names one or more columns, all of which must fit."""
    number = {cell.column.name.casefold(): number for number, cell in shown.items()}
    conditions = []
    for entry in plan.section.skip:
        if all(name.casefold() in number for name in entry):
            parts = [
                cells.one_of(SQL(f"CAST(t{number[name.casefold()]} AS VARCHAR)"), choices)
                for name, choices in entry.items()
            ]
            conditions.append(SQL(" AND ".join(parts)))
    return conditions


def _total(plan: Plan, shown: dict[int, _Cell]) -> dict[str, object]:
    """Return under which condition a row is a total, blank, a header once more or a footer."""
    texts = {number: SQL(f"CAST(t{number} AS VARCHAR)") for number in shown}
    needed = [number for number, cell in shown.items() if cell.column.required]
    named = [texts[number] for number in needed if shown[number].column.sort is Sort.TEXT]
    read = [SQL(f"v{number}") for number in needed if shown[number].column.sort is not Sort.TEXT]
    places = {name.casefold(): place for name, place in plan.positions.items()}
    placed = [number for number, cell in shown.items() if cell.column.name.casefold() in places]
    placed.sort(key=lambda number: places[shown[number].column.name.casefold()])
    standing = [(texts[number], plan.raw.headers[places[shown[number].column.name.casefold()]]) for number in placed]
    building = {name.casefold() for name in plan.made}
    made = [texts[number] for number, cell in shown.items() if cell.column.name.casefold() in building]
    condition = total_row(plan, named, read, standing, made)
    return {"when": condition, "code": TOTAL, "column": "", "value": SQL("''")}


def _problems(plan: Plan, shown: dict[int, _Cell], position: dict[str, int]) -> list[dict[str, object]]:
    """Return what makes a row unreadable, the gravest first: condition, code, column, value."""
    missing: list[dict[str, object]] = []
    wrong: list[dict[str, object]] = []
    for number, cell in shown.items():
        column, text, value = cell.column, SQL(f"t{number}"), SQL(f"v{number}")
        if column.required:
            code = _REASONS.get(column.name, "no_value") if plan.table.name == "records" else "no_value"
            blank = SQL(f"{text} IS NULL")
            if plan.table.name == "records" and column.name == "rep_id":
                # Without a rep a row is a record of nobody, as long as it names a customer or a case.
                named = [f"t{position[name]} IS NULL" for name in _NOBODY_NAMES if name in position]
                blank = SQL(" AND ".join([blank, *named]))
            missing.append({"when": blank, "code": code, "column": column.name, "value": SQL("''")})
        if column.name in IDS:
            wrong.append({"when": cells.corrupted(text), "code": "id_corrupted", "column": column.name, "value": text})
        if column.sort is Sort.TEXT:
            continue
        unread = SQL(f"{text} IS NOT NULL AND {value} IS NULL")
        # Only of a cell that cannot be read it is asked why.
        why = "".join(f"WHEN {when} THEN {literal(code)} " for when, code in cell.faults)
        bad = literal(_BAD[column.sort])
        code = SQL(f"CASE {why}ELSE {bad} END") if why else bad
        wrong.append({"when": unread, "code": code, "column": column.name, "value": SQL(f"CAST({text} AS VARCHAR)")})
    stated = [(name, SQL(f"t{position[name]}")) for name in leave.STATUS if name in position]
    granted = leave.problems(stated) if plan.table is ABSENCES else []
    return [*granted, *missing, *wrong, *_contradictions(plan.table.name, position)]


def _contradictions(table: str, position: dict[str, int]) -> list[dict[str, object]]:
    found: list[dict[str, object]] = []
    first, last = _ORDERED.get(table, ("", ""))
    if first in position and last in position:
        begins, ends = f"v{position[first]}", f"v{position[last]}"
        condition = SQL(f"{begins} > {ends}")
        if table == "absences":
            # A day in the place of a time holds until its end.
            condition = SQL(f"CASE WHEN p{position[last]} THEN CAST({begins} AS DATE) ELSE {begins} END > {ends}")
        found.append(
            {
                "when": condition,
                "code": "days_reversed",
                "column": last,
                "value": SQL(f"CAST(v{position[last]} AS VARCHAR)"),
            }
        )
    if table == "attestations":
        values = [f"v{position[name]}" for name in ("rating", "answer") if name in position]
        condition = SQL(
            f"coalesce({', '.join(f'CAST({value} AS VARCHAR)' for value in values)}, NULL) IS NULL"
            if values
            else "TRUE"
        )
        found.append({"when": condition, "code": "no_judgement", "column": "rating", "value": SQL("''")})
    return found


def output_columns(plan: Plan, attributes: tuple[str, ...]) -> SQL:
    """Return the table's columns in their order, as a list for a SELECT."""
    names = [column.name for column in plan.table.columns] + list(attributes)
    return SQL(", ".join(identifier(name) for name in names))
