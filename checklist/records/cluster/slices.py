"""What a worker does with its slice of a table: tell its cells, answer what is asked of them, yield typed rows."""

from __future__ import annotations

import pickle
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from checklist.model import ChecklistError
from checklist.model.tables import RECORDS
from checklist.records.asking import together
from checklist.records.cluster.telling import Told, written
from checklist.records.cluster.working import BATCH, FILE, REJECT, TYPED, database, records_select, tell
from checklist.records.loading import load_table
from checklist.records.rejects import Rejects
from checklist.records.typed_columns import cells_list

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from checklist.engine import Database
    from checklist.records.planning import Plan
    from checklist.records.values.deciding import Decided

# So many rows are looked at in one go: many enough for a database, few enough for a worker's memory.
_ROWS = 200_000


class _Packed:
    """Work as it goes to the workers."""

    __slots__ = ()

    def packed(self) -> bytes:
        """Return the work as bytes."""
        return pickle.dumps(self)


@dataclass(frozen=True, slots=True)
class Query(_Packed):
    """What is asked of a relation's rows, and the columns of the answer, each an aggregate."""

    relation: str
    query: str
    asked: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Typing(_Packed):
    """How a relation's rows are read."""

    relation: str
    plan: Plan
    decided: Mapping[str, Decided]
    attributes: tuple[str, ...]


def read_cells(payload: bytes, batches: Iterable[Any]) -> Iterator[Any]:
    """Yield every row's cells as `c0`, `c1`, …, times and days as such, all else as text; and its content's hash."""
    del payload
    with database() as session:
        for table in _pieces(batches):
            session.register("reading_piece", table.rename_columns([f"f{at}" for at in range(table.num_columns)]))
            cells = cells_list(session.columns("reading_piece"))
            texts = (f"coalesce(chr(31) || CAST(c{at} AS VARCHAR), chr(30))" for at in range(table.num_columns))
            rows = f"SELECT *, md5(concat({', '.join(texts)})) AS row_hash FROM (SELECT {cells} FROM reading_piece)"
            yield from session.batches(rows, BATCH)


def answer(payload: bytes, batches: Iterable[Any]) -> Iterator[Any]:
    """Yield the answer for the rows of this slice."""
    import pyarrow as pa

    asked: Query = pickle.loads(payload)  # noqa: S301  # our own, out of the process that started this work
    with database() as session:
        answers = []
        for table in _pieces(batches):
            session.register(asked.relation, table)
            answers.append(session.rows(asked.query)[0])
    if answers:
        yield pa.record_batch({"told": [written(together(asked.asked, answers))]})


def read_rows(payload: bytes, batches: Iterable[Any]) -> Iterator[Any]:
    """Yield what must be told of the rows of this slice, its rejects, and its typed rows."""
    typing: Typing = pickle.loads(payload)  # noqa: S301  # our own, out of the process that started this work
    with database() as session:
        for table in _pieces(batches):
            session.register(typing.relation, table)
            yield from _typed(session, typing)


def _typed(session: Database, typing: Typing) -> Iterator[Any]:
    plan, file_id = typing.plan, typing.plan.file_id
    decided = {file_id: typing.decided}
    load_table(session, RECORDS, [plan], typing.attributes, decided)
    rejects = Rejects(session, [plan], decided)
    try:
        rejects.take(RECORDS, [plan])
    except ChecklistError as error:
        yield from tell(session, file_id, FILE, [(0, Told().failing(TYPED, error))])
        return
    told = Told(counts=rejects.counts[file_id], total=rejects.totals.get(file_id))
    yield from tell(session, file_id, FILE, [(0, told)])
    yield from tell(session, file_id, REJECT, [(each.line, each) for each in rejects.listed()])
    yield from session.batches(records_select(typing.attributes), BATCH)


def _pieces(batches: Iterable[Any]) -> Iterator[Any]:
    """Yield batches as Arrow tables of a good size."""
    import pyarrow as pa

    waiting: list[Any] = []
    for batch in batches:
        waiting.append(batch)
        if sum(each.num_rows for each in waiting) >= _ROWS:
            yield pa.Table.from_batches(waiting)
            waiting = []
    if any(each.num_rows for each in waiting):
        yield pa.Table.from_batches(waiting)
