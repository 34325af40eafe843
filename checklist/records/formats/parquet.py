"""Parquet: times and days as they are typed, all else as text; a row's line is its number."""

from __future__ import annotations

from typing import TYPE_CHECKING

from checklist.engine import DatabaseError, identifier, render
from checklist.model import InputError, Place
from checklist.records.headers import check_names, header_name
from checklist.records.raw import Raw
from checklist.records.scanning import pattern, sha256
from checklist.records.typed_columns import cells_list, kinds

if TYPE_CHECKING:
    from checklist.engine import Session
    from checklist.records.api import Source
    from checklist.records.layout import Layout
    from checklist.records.unpacking import Look

SUFFIXES = (".parquet", ".pq")
TEXT = False


def recognises(look: Look) -> int:
    """Know the format by the name it begins with."""
    return 3 if look.head.startswith((b"PAR1", b"PARE")) else 0


def read(session: Session, source: Source, name: str, layout: Layout) -> Raw:  # noqa: ARG001  # its header is known
    """Read a Parquet file."""
    path = source.path
    scan = "read_parquet({{ path }}, file_row_number = {{ numbered }}, hive_partitioning = false)"
    try:
        columns = session.columns(render(scan, path=pattern(path), numbered=False))
        headers = tuple(header_name(header) for header, _ in columns)
        check_names(headers, Place(path))
        select = render(
            "SELECT file_row_number + 1 AS line, {{ cells }} FROM {{ scan }}",
            cells=cells_list(columns),
            scan=render(scan, path=pattern(path), numbered=True),
        )
        session.create(name, select)
    except DatabaseError as error:
        detail = str(error).partition("\n")[0]
        raise InputError("parquet_unreadable", Place(path), detail=detail) from None
    return Raw(
        relation=identifier(name),
        headers=headers,
        cells=kinds(columns),
        sha256=sha256(path),
        scratch=(name,),
    )
