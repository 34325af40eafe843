"""What a worker does: read a file with this program's own reader, and yield its rows and what is to be told of it."""

from __future__ import annotations

import os
import pickle
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from checklist.engine import SQL, Database, DatabaseError, literal, render
from checklist.model import ChecklistError, InputError, Place
from checklist.model.tables import RECORDS
from checklist.records import accounting, duplicates
from checklist.records.asking import asking
from checklist.records.cluster.telling import Seen, Told, written
from checklist.records.loading import load_table
from checklist.records.parts import read_part
from checklist.records.rejects import Rejects
from checklist.records.values.deciding import decide

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from checklist.records.parts import Part
    from checklist.records.planning import Plan

# How far the reading of a file had come when it failed; of several files the least counts, as on one machine.
READ, DECIDED, TYPED = 1, 2, 3
FILE, REJECT = "file", "reject"
# Rows of this many go to Spark at once.
BATCH = 10_000
_GIGABYTE = 1 << 30

_TYPES = {"VARCHAR": "string", "TIMESTAMP": "timestamp_ntz", "DECIMAL(18,6)": "decimal(18,6)", "BOOLEAN": "boolean"}
_FIELDS = [
    ("part", "VARCHAR"),
    ("told", "VARCHAR"),
    ("file_id", "INTEGER"),
    ("line", "BIGINT"),
    *RECORDS.stored,
    ("record_key", "VARCHAR"),
    ("content", "VARCHAR"),
    ("attributes", "MAP(VARCHAR, VARCHAR)"),
]
SCHEMA = ", ".join(
    f"`{name}` {'map<string, string>' if name == 'attributes' else _TYPES.get(sql_type, sql_type.lower())}"
    for name, sql_type in _FIELDS
)
"""What workers yield, as Spark calls it. A row of records has no `part`; any other tells of a file."""


@dataclass(frozen=True, slots=True)
class Task:
    """The files that workers read, and the zone that times are placed in."""

    parts: tuple[Part, ...]
    timezone: str

    def packed(self) -> bytes:
        """Return the task as it goes to the workers."""
        return pickle.dumps(self)


def read_files(payload: bytes, batches: Iterable[Any]) -> Iterator[Any]:
    """Read the files whose numbers come; each lies where this worker can open it."""
    task: Task = pickle.loads(payload)  # noqa: S301  # our own, out of the process that started this work
    for batch in batches:
        for number in batch.column(0).to_pylist():
            yield from _read(task.parts[number], task.timezone)


def read_contents(payload: bytes, batches: Iterable[Any]) -> Iterator[Any]:
    """Read the files whose paths and bytes come."""
    task: Task = pickle.loads(payload)  # noqa: S301  # our own, out of the process that started this work
    by_path: dict[str, list[Part]] = {}
    for each in task.parts:
        by_path.setdefault(each.source.path, []).append(each)
    for batch in batches:
        for path, content in zip(batch.column(0).to_pylist(), batch.column(1), strict=True):
            with TemporaryDirectory(prefix="checklist-") as folder:
                copy = Path(folder) / f"file{Path(path).suffix}"
                copy.write_bytes(content.as_buffer())
                for part in by_path.get(path, ()):
                    here = replace(part, source=replace(part.source, file=str(copy)))
                    yield from _read(here, task.timezone)


def records_select(attributes: tuple[str, ...]) -> SQL:
    """Return the rows of `loaded_records` as workers yield them: whatever columns a file has, the schema is the same.

    The hash of its content goes with every row that has an id: by it copies are known.
    """
    content = SQL(f"CASE WHEN record_id IS NOT NULL THEN md5({duplicates.content(attributes)}) END")
    entries = ", ".join(
        render("{{ key }}: CAST({{ name | identifier }} AS VARCHAR)", key=name.casefold(), name=name)
        for name in attributes
    )
    return _select({"content": content, "attributes": SQL(f"MAP {{{entries}}}")}, "loaded_records")


def _select(values: dict[str, SQL], table: str) -> SQL:
    own = {*dict(RECORDS.stored), "file_id", "line", "record_key"} if table else set()
    columns = ", ".join(
        f"CAST({values.get(name) or (name if name in own else 'NULL')} AS {sql_type}) AS {name}"
        for name, sql_type in _FIELDS
    )
    return SQL(f"SELECT {columns}" + (f" FROM {table}" if table else ""))


@contextmanager
def database() -> Iterator[Database]:
    """Open a database for one file, which takes no more of the machine than its share of the processors."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    share = max(_GIGABYTE, memory * 8 // 10 // (os.cpu_count() or 1))
    with Database(threads=1, memory_limit=f"{share}B") as session:
        yield session


def _read(part: Part, timezone: str) -> Iterator[Any]:
    """Yield what must be told of a file, its rejects, and its rows."""
    with database() as session:
        reading = _Reading(session, part, timezone)
        reading.run()
        yield from reading.batches()


class _Reading:
    """The reading of one file, as far as it comes."""

    def __init__(self, session: Database, part: Part, timezone: str) -> None:
        self._session = session
        self._part = part
        self._timezone = timezone
        self._rows: SQL | None = None
        self._rejects: Rejects | None = None
        self._told = Told()
        self._step = READ

    def run(self) -> None:
        """Read the file; what keeps it from being read is told."""
        place = Place(self._part.source.path)
        try:
            self._load()
        except ChecklistError as error:
            self._told = self._told.failing(self._step, error)
        except DatabaseError as error:
            failed = InputError("file_unreadable", place, detail=str(error).partition("\n")[0])
            self._told = self._told.failing(self._step, failed)

    def _load(self) -> None:
        session, file_id, source = self._session, self._part.file_id, self._part.source
        if not os.path.lexists(source.file or source.path):
            raise InputError("spark_path_unseen", Place(source.path))
        plan = read_part(session, self._part)
        self._told = Told(_seen(plan), plan.applied.settled)
        if plan.missing or plan.questions:
            return  # whoever asked makes the same plan, and refuses it
        self._step = DECIDED
        decided = {file_id: decide(session, plan, self._timezone)}
        columns = accounting.columns_of(asking(session), plan, decided[file_id])
        self._step = TYPED
        attributes = accounting.attributes_of([plan])
        load_table(session, RECORDS, [plan], attributes, decided)
        self._rejects = rejects = Rejects(session, [plan], decided)
        rejects.take(RECORDS, [plan])
        self._told = replace(
            self._told, columns=columns, counts=rejects.counts[file_id], total=rejects.totals.get(file_id)
        )
        self._rows = records_select(attributes)

    def batches(self) -> Iterator[Any]:
        """Yield Arrow batches of the schema."""
        yield from tell(self._session, self._part.file_id, FILE, [(0, self._told)])
        if self._rows is not None and self._rejects is not None:
            listed = [(each.line, each) for each in self._rejects.listed()]
            yield from tell(self._session, self._part.file_id, REJECT, listed)
            yield from self._session.batches(self._rows, BATCH)


def tell(session: Database, file_id: int, part: str, lines: Iterable[tuple[int, Any]]) -> Iterator[Any]:
    """Yield batches that tell of a file, each with the line it is about."""
    for line, value in lines:
        values = {"part": part, "told": written(value), "file_id": file_id, "line": line}
        yield from session.batches(_select({name: literal(each) for name, each in values.items()}, ""), BATCH)


def _seen(plan: Plan) -> Seen:
    raw = plan.raw
    return Seen(
        headers=raw.headers,
        cells=tuple(each.value for each in raw.cells),
        sha256=raw.sha256,
        header_line=raw.header_line,
        form=raw.form,
        sheet=raw.sheet,
        encoding=raw.encoding,
        notices=raw.notices,
    )
