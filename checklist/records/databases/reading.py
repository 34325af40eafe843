"""Read a database's rows: every column as text or as the time it is, in an order that only the content decides."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from checklist.engine import SQL, DatabaseError, identifier, render_file
from checklist.model import InputError, Notice, Place, Sentence
from checklist.records.databases.query import checked
from checklist.records.databases.servers import QUERY_SECONDS, Refused, servers
from checklist.records.headers import check_names, header_name
from checklist.records.raw import Cells, Raw

if TYPE_CHECKING:
    from collections.abc import Sequence

    from checklist.engine import Session
    from checklist.records.api import Source
    from checklist.records.databases import Database
    from checklist.records.databases.servers import Connection, Server

_FOLDER = Path(__file__).parent
_TIMEOUT = re.compile(r"statement timeout|max_statement_time|maximum statement execution time", re.IGNORECASE)
_TYPES = {Cells.TIME: "TIMESTAMP", Cells.INSTANT: "TIMESTAMPTZ", Cells.DAY: "DATE"}


def read(session: Session, source: Source, database: Database, name: str, zone: str) -> Raw:
    """Read what a query yields. A row's line is its number in the order of all columns.

    `zone` is where times without one are. The hash is that of the rows' content, whatever order they came in.
    """
    place = Place(source.path)
    server = servers()[database.address.server]
    if not database.query:
        raise InputError("query_missing", place, table=source.table)
    query = checked(database.query, server.DIALECT, place)
    try:
        with server.opened(database.address, zone) as connection:
            columns = connection.columns(f"SELECT * FROM (\n{query}\n) checklist_rows WHERE 1 = 0")
            headers = tuple(header_name(column) for column, _ in columns)
            check_names(headers, place)
            _take(session, name, connection, _select(server, query, columns))
    except ImportError as error:
        library = (error.name or "adbc_driver_manager").partition(".")[0].replace("_", "-")
        raise InputError("needs_library", place, library=library, extra="databases") from None
    except Refused as refused:
        detail = database.address.mask(refused.detail)
        raise InputError(_code(refused), place, detail=detail, seconds=QUERY_SECONDS) from None
    relation, cells, notices = _settled(session, name, source.path, columns)
    return Raw(
        relation=relation,
        headers=headers,
        cells=cells,
        sha256=_digest(session, name, headers),
        scratch=(name,),
        notices=(*_said(source.path, in_address=database.address.in_address), *notices),
    )


def _said(path: str, *, in_address: bool) -> list[Notice]:
    codes = ["database_rows", *(["password_in_address"] if in_address else [])]
    return [Notice(code, Sentence(f"notice.{code}", {"path": path})) for code in codes]


def _select(server: Server, query: str, columns: Sequence[tuple[str, Cells | None]]) -> str:
    from sqlglot import expressions

    quoted = [expressions.to_identifier(column, quoted=True).sql(server.DIALECT) for column, _ in columns]
    texts = [
        f"{server.as_text(column, cells)} AS c{at}"
        for at, (column, (_, cells)) in enumerate(zip(quoted, columns, strict=True))
    ]
    return f"SELECT {', '.join(texts)} FROM (\n{query}\n) checklist_rows"


def _take(session: Session, name: str, connection: Connection, select: str) -> None:
    """Keep the rows as they come, batch by batch."""
    view = f"{name}_rows"
    session.register(view, connection.rows(select))
    try:
        session.create(name, f"SELECT * FROM {identifier(view)} ORDER BY ALL")
    except DatabaseError as error:
        raise connection.failed(str(error)) from None
    finally:
        session.unregister(view)


def _code(refused: Refused) -> str:
    return "database_timeout" if _TIMEOUT.search(refused.detail) else refused.code


def _settled(
    session: Session, name: str, path: str, columns: Sequence[tuple[str, Cells | None]]
) -> tuple[SQL, tuple[Cells, ...], tuple[Notice, ...]]:
    """Turn a column of times or days into such where every cell is one; else it stays text, to be rejected by row.

    MySQL's day 0000-00-00 stands for none: it becomes a blank, which is said.
    """
    kinds = [cells or Cells.TEXT for _, cells in columns]
    timed: list[dict[str, Any]] = [
        {"at": at, "type": SQL(_TYPES[kind]), "instant": kind is Cells.INSTANT}
        for at, kind in enumerate(kinds)
        if kind is not Cells.TEXT
    ]
    counted = session.rows(render_file(_FOLDER / "counts.sql", name=name, timed=timed))[0] if timed else ()
    notices = []
    for each, zeros, unread in zip(timed, counted[::2], counted[1::2], strict=True):
        at = each["at"]
        each["whole"] = not unread
        if unread:
            kinds[at] = Cells.TEXT
        if zeros:
            values = {"path": path, "column": columns[at][0], "count": zeros}
            notices.append(Notice("zero_dates", Sentence("notice.zero_dates", values)))
    timed_by_place = {each["at"]: each for each in timed}
    relation = render_file(_FOLDER / "typed.sql", name=name, columns=range(len(kinds)), timed=timed_by_place)
    return relation, tuple(kinds), tuple(notices)


def _digest(session: Session, name: str, headers: Sequence[str]) -> str:
    """Return the hash of the headers and of every row, taken in pieces so that it needs little memory."""
    cells = ", ".join(f"coalesce(chr(31) || c{at}, chr(30))" for at in range(len(headers)))
    pieces = session.rows(
        f"SELECT sha256(string_agg(row_hash, '' ORDER BY line)) FROM (SELECT rowid AS line, md5(concat({cells})) "
        f"AS row_hash FROM {identifier(name)}) GROUP BY line // 10000 ORDER BY line // 10000"
    )
    digest = hashlib.sha256("\x1f".join(headers).encode())
    for (piece,) in pieces:
        digest.update(piece.encode())
    return digest.hexdigest()
