"""The parts that inputs are read in: a file each, or a sheet, numbered before any of them is opened."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from checklist.engine import literal
from checklist.model import InputError, Place
from checklist.model.tables import TABLES
from checklist.records import checks, formats
from checklist.records.asking import asking
from checklist.records.layout import layout_of
from checklist.records.mapping import Section
from checklist.records.planning import plan
from checklist.records.profiles.applying import apply
from checklist.records.profiles.guessing import settling

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from checklist.engine import Session
    from checklist.records.api import Source
    from checklist.records.layout import Layout
    from checklist.records.mapping import MappingFile
    from checklist.records.planning import Plan
    from checklist.records.profiles.guessing import Settle
    from checklist.records.raw import Raw

# Begins the names of all tables that only the reading itself needs.
_PREFIX = "reading_"


@dataclass(frozen=True, slots=True)
class Part:
    """One file, or one sheet of it: all that must be known to read it.

    `layout` is how its table lies there, `zone` where times without one are, `profile` the product that it is asked
    to be read as, and `asked` where that is asked.
    """

    file_id: int
    source: Source
    section: Section
    layout: Layout
    zone: str
    profile: str | None = None
    asked: Place | None = None

    @property
    def name(self) -> str:
        """What begins the names of the tables that its reading makes."""
        return f"{_PREFIX}{self.file_id}"


def parts_of(
    session: Session,
    sources: Sequence[Source],
    mapping: MappingFile | None,
    profile: str | None,
    encoding: str | None,
    timezone: str,
) -> list[Part]:
    """Return every part of the inputs, in the order of tables and paths.

    Raises `MappingError` for a mapping that cannot mean anything, `InputError` for an input that is given twice.
    """
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
    parts: list[Part] = []
    for source, section in zip(ordered, sections, strict=True):
        key = (source.table, _identity(source.path) if source.frame is None else f"{len(parts)}")
        if key in seen:
            raise InputError("input_twice", Place(source.path))
        seen.add(key)
        for sheet in dict.fromkeys(section.shape.sheet or [""]):
            layout = layout_of(source.table, section, encoding, sheet or None)
            asked = None if source.documents else wanted
            parts.append(Part(len(parts), source, section, layout, section.timezone or timezone, asked, place))
    return parts


def read_part(session: Session, part: Part) -> Plan:
    """Read a part's cells, and give its headers their columns."""
    raw = _read(session, part)
    return planned(part, raw, settling(raw, asking(session), session.rows))


def planned(part: Part, raw: Raw, settle: Settle) -> Plan:
    """Give the headers of a part that was read their columns; `settle` chooses among those in common use."""
    source = replace(part.source, path=f"{part.source.path}:{raw.sheet}") if raw.sheet else part.source
    table = TABLES[source.table]
    applied = apply(part.section, table, raw.headers, settle, part.profile, part.asked)
    return plan(part.file_id, source, table, applied, raw)


def list_files(session: Session, plans: Iterable[Plan]) -> None:
    """Make the table `files`, which says what a row's `file_id` stands for."""
    rows = "; ".join(
        f"INSERT INTO files VALUES ({each.file_id}, {literal(each.table.name)}, {literal(each.source.path)})"
        for each in plans
    )
    session.run(f"CREATE OR REPLACE TABLE files (file_id INTEGER, table_name VARCHAR, path VARCHAR); {rows}")


def _read(session: Session, part: Part) -> Raw:
    source = part.source
    if source.database is not None:
        from checklist.records.databases.reading import read as read_database  # only where one is read

        return read_database(session, source, source.database, part.name, part.zone)
    if source.files:
        from checklist.records.partitions import read as read_partitions  # likewise

        return read_partitions(session, source, part.name)
    if source.documents is not None:
        from checklist.records.documents.reading import read as read_documents  # likewise

        return read_documents(session, source, source.documents, part.name, part.zone)
    return formats.read(session, source, part.name, part.layout)


def _identity(path: str) -> str:
    """Return what is the same for all names of one file."""
    try:
        return os.path.realpath(path)
    except (OSError, ValueError):
        return path  # whoever reads it says what is wrong with it
