"""Read every input of an audit into the session's tables: map, normalise, reject, deduplicate, count."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from checklist.engine import SQL, identifier, literal, render_file
from checklist.model import ChecklistError, InputError, InputSummary, Notice, Place, Sentence, UsageError
from checklist.records import alike, checks, duplicates, formats
from checklist.records.api import HeaderMapping, Loaded, Source
from checklist.records.encodings import canonical
from checklist.records.expanding import expanded
from checklist.records.forms import check_forms
from checklist.records.layout import layout_of
from checklist.records.mapping import MappingFile, Section
from checklist.records.planning import Plan, notices, plan, refuse
from checklist.records.profiles import telling
from checklist.records.profiles.applying import apply
from checklist.records.rejects import Counts, Rejects
from checklist.records.spreading import own_files, spread
from checklist.records.tables import RECORDS, REPS, TABLES, Table
from checklist.records.typed import typed_select
from checklist.records.values.deciding import decide, rules

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from checklist.engine import Session
    from checklist.records.layout import Layout
    from checklist.records.raw import Raw
    from checklist.records.values.deciding import Decided

    Look = Callable[[Sequence[Plan], Mapping[int, Mapping[str, Decided]]], None]

_FOLDER = Path(__file__).parent
# Begins the names of all tables that only the reading itself needs.
_PREFIX = "reading_"


def load(  # noqa: PLR0913  # each input and each choice has its own name
    session: Session,
    sources: Sequence[Source],
    *,
    mapping: MappingFile | None,
    timezone: str,
    covers: Sequence[str] = (),
    max_rejects: int | None = None,
    scales: Mapping[str, int | None] | None = None,
    profile: str | None = None,
    encoding: str | None = None,
    look: Look | None = None,
) -> Loaded:
    """Read all sources into `loaded_records`, `loaded_reps`, `loaded_customers` and so on, one for each table.

    A table without an input is there, and empty. Times become naive times in `timezone`. Raises `InputError` or
    `MappingError` where an input cannot be trusted, and where more than `max_rejects` rows could not be read.
    `profile` names the product that the inputs come from, or `none`; without it, the mapping says so, or the headers.
    Forms are checked by `scales`: the items asked, each with its highest rating (None: yes or no). `encoding` is
    that of every text file that does not show its own by a mark; without it, it is found out. `look` may look
    at how every file would be read, and at its rows as they stand, before any row is read.
    """
    if encoding is not None and canonical(encoding) is None:
        raise UsageError("encoding_name", value=encoding)
    with expanded(sources) as (files, passed):
        plans = _plans(session, files, mapping, profile, encoding, timezone)
    decided = _decided(session, plans, timezone, look)
    unnamed = _unnamed(session, plans)
    rejects = Rejects(session, plans, decided)
    dropped: dict[int, int] = {}
    said: list[Notice] = []
    attributes: dict[str, tuple[str, ...]] = {}
    # Whose a document is stands on the roster.
    for name, table in sorted(TABLES.items(), key=lambda each: each[1] is not REPS):
        own = [each for each in plans if each.table is table]
        attributes[name] = _attributes(own)
        _load_table(session, table, own, attributes[name], decided)
        if own:
            rejects.take(table, own)
            _drop(session, (scratch for each in own for scratch in each.raw.scratch))
        if own and table is RECORDS:
            spread(session, own)
            dropped, said = duplicates.settle(session, attributes[name])
        if own:
            session.run(f"UPDATE {identifier(f'loaded_{name}')} SET row_id = rowid")
    rejects.enforce(max_rejects)
    checks.check_tables(session, plans)
    check_forms(session, plans, scales)
    types = session.rows("SELECT type, count(*) FROM loaded_records GROUP BY type ORDER BY type")
    return Loaded(
        given=frozenset(each.table.name for each in plans),
        columns={
            name: frozenset(column for each in plans if each.table is table for column in each.columns)
            for name, table in TABLES.items()
        },
        attributes=attributes,
        types=dict(types),
        covers=_covers(mapping, covers, plans),
        spans=mapping.spans if mapping else None,
        inputs=tuple(_summary(each, rejects.counts[each.file_id], dropped) for each in plans),
        rejects=rejects.listed(),
        notices=(
            *passed,
            *(notice for each in plans for notice in each.raw.notices),
            *notices(plans),
            *telling.notices(session, plans),
            *rejects.notices(),
            *unnamed,
            *(each.notice for own in decided.values() for each in own.values() if each.notice),
            *alike.notices(session),
            *said,
        ),
        headers=tuple(header for each in plans for header in _headers(each)),
        rules=tuple(rule for each in plans for rule in rules(each, decided[each.file_id])),
    )


def _plans(
    session: Session,
    sources: Sequence[Source],
    mapping: MappingFile | None,
    profile: str | None,
    encoding: str | None,
    timezone: str,
) -> list[Plan]:
    """Read every source's cells and give its headers their columns."""
    order = list(TABLES)
    ordered = sorted(sources, key=lambda source: (order.index(source.table), source.path))
    # A mapping speaks of an export's headers; a document's are read by their own vocabulary.
    sections = [
        mapping.section(each.table, each.path) if mapping and each.documents is None else Section() for each in ordered
    ]
    checks.check_sections(session, sections)
    wanted, place = profile, None
    if wanted is None and mapping is not None and mapping.keys.profile:
        wanted, place = mapping.keys.profile, mapping.document.value_place(("profile",))
    seen: set[tuple[str, str]] = set()
    plans: list[Plan] = []
    for source, section in zip(ordered, sections, strict=True):
        key = (source.table, _identity(source.path) if source.frame is None else f"{len(plans)}")
        if key in seen:
            raise InputError("input_twice", Place(source.path))
        seen.add(key)
        for sheet in dict.fromkeys(section.shape.sheet or [""]):
            file_id = len(plans)
            layout = layout_of(source.table, section, encoding, sheet or None)
            raw = _read(session, source, f"{_PREFIX}{file_id}", layout, section.timezone or timezone)
            shown = replace(source, path=f"{source.path}:{raw.sheet}") if raw.sheet else source
            table = TABLES[source.table]
            asked = None if source.documents else wanted
            plans.append(plan(file_id, shown, table, apply(section, table, raw.headers, asked, place), raw))
    rows = "; ".join(
        f"INSERT INTO files VALUES ({each.file_id}, {literal(each.table.name)}, {literal(each.source.path)})"
        for each in plans
    )
    session.run(f"CREATE OR REPLACE TEMP TABLE files (file_id INTEGER, table_name VARCHAR, path VARCHAR); {rows}")
    return plans


def _read(session: Session, source: Source, name: str, layout: Layout, zone: str) -> Raw:
    """Read one input's cells; `zone` is where times without one are."""
    if source.database is not None:
        from checklist.records.databases.reading import read as read_database  # only where one is read

        return read_database(session, source, source.database, name, zone)
    if source.documents is not None:
        from checklist.records.documents.reading import read as read_documents  # likewise

        return read_documents(session, source, source.documents, name, zone)
    return formats.read(session, source, name, layout)


def _identity(path: str) -> str:
    """Return what is the same for all names of one file."""
    try:
        return os.path.realpath(path)
    except (OSError, ValueError):
        return path  # whoever reads it says what is wrong with it


def _decided(
    session: Session, plans: Sequence[Plan], timezone: str, look: Look | None
) -> dict[int, dict[str, Decided]]:
    """Decide how every column is read; whoever looks sees the plans even where that cannot be decided."""
    try:
        for each in plans:
            refuse(each)
        decided = {each.file_id: decide(session, each, timezone) for each in plans}
    except ChecklistError:
        if look is not None:
            look(plans, {})
        raise
    if look is not None:
        look(plans, decided)
    return decided


def _covers(mapping: MappingFile | None, covers: Sequence[str], plans: Sequence[Plan]) -> tuple[str, ...]:
    """Return the types that the inputs would show: by the mapping, by who asks, by the products they come from."""
    stated = [*(mapping.keys.covers if mapping else ()), *covers]
    return tuple(sorted({*stated, *(name for each in plans for name in each.applied.covers)}))


def _unnamed(session: Session, plans: Sequence[Plan]) -> list[Notice]:
    """Say where cells stand under no header: they cannot be read into any column."""
    found = []
    for each in plans:
        blank = [position for position, header in enumerate(each.raw.headers) if not header]
        if not blank:
            continue
        counts = ", ".join(f"count(c{position}) > 0" for position in blank)
        for position, filled in zip(blank, session.rows(f"SELECT {counts} FROM {each.raw.relation}")[0], strict=True):
            if filled:
                values = {"path": each.source.path, "position": position + 1}
                found.append(Notice("column_unnamed", Sentence("notice.column_unnamed", values)))
    return found


def _attributes(plans: Sequence[Plan]) -> tuple[str, ...]:
    """Return the columns beyond the canonical ones; one name in two cases is one column."""
    names: dict[str, str] = {}
    for name in sorted({name for each in plans for name in each.attributes}):
        names.setdefault(name.casefold(), name)
    return tuple(names.values())


def _load_table(
    session: Session,
    table: Table,
    plans: Sequence[Plan],
    attributes: tuple[str, ...],
    decided: Mapping[int, Mapping[str, Decided]],
) -> None:
    """Make a table of every row that could be split into cells, those with a problem last."""
    session.run(
        render_file(
            _FOLDER / ("records.sql" if table is RECORDS else "others.sql"),
            table=f"loaded_{table.name}",
            selects=[typed_select(each, attributes, decided[each.file_id]) for each in plans],
            columns=[(column.name, SQL(column.sort.sql_type)) for column in table.columns],
            attributes=attributes,
            content=duplicates.content(attributes) if table is RECORDS else None,
        )
    )


def _drop(session: Session, tables: Iterable[str]) -> None:
    statements = [f"DROP TABLE IF EXISTS {identifier(name)}" for name in tables]
    if statements:
        session.run("; ".join(statements))


def _summary(each: Plan, counts: Counts, dropped: Mapping[int, int]) -> InputSummary:
    duplicates_dropped = sum(dropped.get(file_id, 0) for file_id in own_files(each))
    return InputSummary(
        table=each.table.name,
        path=each.source.path,
        sha256=each.raw.sha256,
        rows=counts.rows,
        records=counts.rows - counts.rejects - counts.skipped - duplicates_dropped,
        rejects=counts.rejects,
        skipped=counts.skipped,
        duplicates=duplicates_dropped,
    )


def _headers(each: Plan) -> list[HeaderMapping]:
    columns: dict[int, list[str]] = {}
    for name, position in each.positions.items():
        columns.setdefault(position, []).append(name)
    return [
        HeaderMapping(each.source.path, header, column)
        for position, header in enumerate(each.raw.headers)
        for column in columns.get(position, [None])
    ]
