"""Frames in memory: Arrow tables, pandas and Polars frames, and whatever else speaks Arrow's interface."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from checklist.engine import DatabaseError, identifier, render
from checklist.model import InputError, Place
from checklist.records.headers import check_names, header_name
from checklist.records.raw import Raw
from checklist.records.typed_columns import cells_list, kinds

if TYPE_CHECKING:
    from checklist.engine import Session
    from checklist.records.api import Source
    from checklist.records.layout import Layout
    from checklist.records.unpacking import Look

SUFFIXES = ()
TEXT = False


def recognises(look: Look) -> int:  # noqa: ARG001  # a frame is no file
    """Say no: a frame is no file."""
    return 0


def read(session: Session, source: Source, name: str, layout: Layout) -> Raw:  # noqa: ARG001  # its header is known
    """Read a frame; a row's line is its number. The hash is that of its Arrow stream."""
    place = Place(source.path)
    table = _arrow(source)
    headers = tuple(header_name(str(header)) for header in table.column_names)
    check_names(headers, place)
    view = f"{name}_frame"
    try:
        session.register(view, table.rename_columns([f"f{at}" for at in range(len(headers))]))
        columns = session.columns(identifier(view))
        session.create(
            name,
            render("SELECT {{ cells }} FROM {{ view | identifier }}", cells=cells_list(columns), view=view),
        )
        session.run(render("DROP VIEW {{ view | identifier }}", view=view))
    except DatabaseError as error:
        raise InputError("frame_unreadable", place, detail=str(error).partition("\n")[0]) from None
    relation = render("(SELECT rowid + 1 AS line, * FROM {{ name | identifier }})", name=name)
    return Raw(relation=relation, headers=headers, cells=kinds(columns), sha256=_digest(table), scratch=(name,))


def _arrow(source: Source) -> Any:
    """Return the frame as an Arrow table without its index."""
    try:
        import pyarrow as pa  # only needed, and only installed, where frames are used
    except ImportError:
        raise InputError("frame_needs_arrow", Place(source.path)) from None
    frame: Any = source.frame
    try:
        if isinstance(frame, pa.Table):
            return frame
        if type(frame).__module__.partition(".")[0] == "pandas":
            check_names((header_name(str(header)) for header in frame.columns), Place(source.path))
            return pa.Table.from_pandas(frame, preserve_index=False)
        return pa.table(frame)
    except (pa.ArrowException, TypeError, ValueError) as error:
        raise InputError("frame_unreadable", Place(source.path), detail=str(error).partition("\n")[0]) from None


def _digest(table: Any) -> str:
    import pyarrow as pa

    plain = table.replace_schema_metadata(None).combine_chunks()
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, plain.schema) as stream:
        stream.write_table(plain)
    return hashlib.sha256(sink.getvalue()).hexdigest()
