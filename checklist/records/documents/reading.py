"""Read a folder of documents into a table of rows: one a document, its headings the columns."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from checklist.engine import SQL, identifier, literal, render, render_file
from checklist.model import Notice, Sentence
from checklist.records.documents.gathering import Document, gather, unknown_headings
from checklist.records.documents.vocabulary import TAKEN, Vocabulary, load_vocabulary
from checklist.records.raw import Cells, Raw

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from checklist.engine import Session
    from checklist.records.api import Source
    from checklist.records.documents import Documents

_FOLDER = Path(__file__).parent
_AT_ONCE = 100
_SHOWN = 20
_MOST_OWN = 200
_LONGEST_OWN = 60
_BELONGS_TO = ("customer_id", "case_id", "plan_id", "problem_id")
_TYPED = {"occurred_at": ("DATE", Cells.DAY), "modified_at": ("TIMESTAMPTZ", Cells.INSTANT)}
# As `key` compares names: small letters, one blank for all that is neither letter nor digit.
_KEY = r"trim(regexp_replace(lower({{ c }}), '[^\p{L}\p{N}\p{M}]+', ' ', 'g'))"


@dataclass(frozen=True, slots=True)
class _Row:
    """One document's cells by column, and the day it counts for, with where that day is from."""

    cells: dict[str, Any]
    by_saving: bool


def read(session: Session, source: Source, documents: Documents, name: str, zone: str) -> Raw:
    """Read all documents at a path. `zone` tells on which day an office program saved one.

    A row's line is its document's number among them; `Raw.documents` has the paths and lines. Whose each document is
    comes from the roster, which must be loaded when the rows are read.
    """
    vocabulary = load_vocabulary(documents.vocabulary)
    found, sha256 = gather(session, source.path, vocabulary)
    own = _own_columns(found, vocabulary)
    rows = [_row(each, own, ZoneInfo(zone)) for each in found]
    columns = _columns(rows, vocabulary, own)
    _insert(session, name, found, rows, columns)
    view = f"{name}_reps"
    keys = {"id_key": render(_KEY, c=SQL("rep_id")), "name_key": render(_KEY, c=SQL("name"))}
    # The roster is looked up when the rows are read, which is later.
    session.run("CREATE TABLE IF NOT EXISTS loaded_reps (rep_id VARCHAR, name VARCHAR)")
    session.run(render_file(_FOLDER / "reps.sql", view=view, documents=name, **keys))
    cells = ", ".join(f"{_cell(column)} AS c{at}" for at, column in enumerate(columns))
    return Raw(
        relation=SQL(f"(SELECT line, {cells} FROM {identifier(view)} WHERE code IS NULL)"),
        broken=SQL(
            f"(SELECT line, code, expected, CAST(NULL AS INTEGER) AS found, CAST(NULL AS VARCHAR) AS lead "
            f"FROM {identifier(view)} WHERE code IS NOT NULL)"
        ),
        headers=columns,
        cells=tuple(_TYPED[column][1] if column in _TYPED else Cells.TEXT for column in columns),
        sha256=sha256,
        scratch=(name,),
        documents=tuple((each.path, each.line) for each in found),
        notices=tuple(_notices(source.path, found, rows)),
    )


def _own_columns(found: list[Document], vocabulary: Vocabulary) -> dict[str, str]:
    """Return the column of each heading that nobody knows: its own name, unless that is taken."""
    used = {name.casefold() for names in vocabulary.contents.values() for name in names}
    used |= {*TAKEN, *_BELONGS_TO, "text", "topic", "period"}
    columns: dict[str, str] = {}
    for heading in unknown_headings(found):
        taken = heading.casefold() in used or len(heading) > _LONGEST_OWN or "\n" in heading
        if not taken and len(columns) < _MOST_OWN:
            columns[heading] = heading
            used.add(heading.casefold())
    return columns


def _row(document: Document, own: dict[str, str], zone: ZoneInfo) -> _Row:
    if document.reason is not None or document.identity is None or document.parsed is None:
        return _Row({}, by_saving=False)
    identity, contents, parsed = document.identity, document.contents, document.parsed
    moment = parsed.saved or parsed.made
    day = identity.day or (moment.astimezone(zone).date() if moment else None)
    if day is None:
        document.reason = ("document_no_day", "")
    cells: dict[str, Any] = {name: "\n".join(filter(None, texts)) for name, texts in contents.attributes.items()}
    cells |= document.figures
    loose = list(filter(None, [cells.get("text", ""), *contents.unknown.get("", ())]))
    for heading, texts in contents.unknown.items():
        text = "\n".join(filter(None, texts))
        if heading in own:
            cells[own[heading]] = text
        elif heading:
            loose.append(f"{heading}: {text}")
    for label in _BELONGS_TO:
        stated = [text.strip() for text in contents.identity.get(label, ()) if text.strip()]
        if stated:
            cells[label] = stated[0]
    cells |= {
        "type": identity.type,
        "occurred_at": day,
        "modified_at": parsed.saved,
        "period": identity.month,
        "topic": contents.title or None,
        "text": "\n".join(loose) or None,
        # The rep stands between the two, once it is known.
        "record_id": (identity.type, _of_what(cells, identity.month, day)),
    }
    return _Row(cells, by_saving=identity.day is None)


def _of_what(cells: dict[str, Any], month: str | None, day: date | None) -> str:
    """Return what tells a rep's documents of one kind apart: the month, the case or customer, the day."""
    belongs = [cells[name] for name in ("case_id", "problem_id", "customer_id") if cells.get(name)]
    return month or (belongs[0] if belongs else str(day))


def _columns(rows: list[_Row], vocabulary: Vocabulary, own: dict[str, str]) -> tuple[str, ...]:
    """Return the columns that some document has, in an order that no file's name decides."""
    shown = {name for row in rows for name in row.cells}
    first = ("rep_id", "type", "occurred_at", "record_id", "modified_at", "period", "topic", "text", *_BELONGS_TO)
    known = sorted({name for names in vocabulary.contents.values() for name in names} - set(first))
    return tuple(
        name
        for name in (*first, *known, *sorted(own.values()))
        if name in ("rep_id", "type", "occurred_at", "record_id") or name in shown
    )


def _cell(column: str) -> str:
    if column == "rep_id":
        return "rep_id"
    if column == "record_id":
        return "kind || ':' || rep_id || ':' || of_what"
    return str(identifier(f"d_{column}"))


def _insert(session: Session, name: str, found: list[Document], rows: list[_Row], columns: tuple[str, ...]) -> None:
    """Put the documents into a table, a hundred at a time."""
    filled = [column for column in columns if column not in ("rep_id", "record_id")]
    types = [f"{identifier(f'd_{column}')} {_TYPED[column][0] if column in _TYPED else 'VARCHAR'}" for column in filled]
    session.run(
        f"CREATE OR REPLACE TABLE {identifier(name)} (line BIGINT, code VARCHAR, expected VARCHAR, "
        "declared VARCHAR[][], mentioned VARCHAR[], alone VARCHAR, stated_text VARCHAR, kind VARCHAR, "
        f"of_what VARCHAR{''.join(f', {each}' for each in types)})"
    )
    values = [
        _values(line, document, row, filled) for line, (document, row) in enumerate(zip(found, rows, strict=True), 1)
    ]
    for at in range(0, len(values), _AT_ONCE):
        session.run(f"INSERT INTO {identifier(name)} VALUES {', '.join(values[at : at + _AT_ONCE])}")


def _values(line: int, document: Document, row: _Row, columns: Sequence[str]) -> str:
    code, detail = document.reason or (None, None)
    identity = document.identity
    declared = identity.declared if identity else ()
    kind, of_what = row.cells.get("record_id", (None, None))
    stated = ", ".join(each[0] for each in declared) or (identity.alone if identity else None)
    cells = [
        str(line),
        literal(code),
        literal(detail),
        "[" + ", ".join(map(_list, declared)) + "]",
        _list(identity.mentioned if identity else ()),
        literal(identity.alone if identity else None),
        literal(stated or ""),
        literal(kind),
        literal(of_what),
        *(_literal(row.cells.get(column)) for column in columns),
    ]
    return f"({', '.join(cells)})"


def _list(texts: Sequence[str]) -> str:
    return "[" + ", ".join(literal(text) for text in texts) + "]"


def _literal(value: str | date | datetime | None) -> str:
    if value is None or value == "":
        return "NULL"
    return literal(value if isinstance(value, str) else value.isoformat())


def _notices(path: str, found: list[Document], rows: list[_Row]) -> list[Notice]:
    read = [(document, row) for document, row in zip(found, rows, strict=True) if document.reason is None]
    said = []
    unknown = list(unknown_headings(found))
    if unknown:
        said.append(("documents_unknown", {"count": len(unknown), "headings": unknown[:_SHOWN]}))
    saved = [document.path for document, row in read if row.by_saving]
    if saved:
        said.append(("documents_saved", {"count": len(saved), "files": saved[:_SHOWN]}))
    unread = [f"{document.path}: {attribute}" for document, _ in read for attribute, _ in document.unread]
    if unread:
        said.append(("documents_unread", {"count": len(unread), "figures": unread[:_SHOWN]}))
    return [Notice(code, Sentence(f"notice.{code}", {"path": path, **values})) for code, values in said]
