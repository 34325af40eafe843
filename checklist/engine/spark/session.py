"""A session on Spark: tables as cached views, statements translated, what is small computed beside it."""

from __future__ import annotations

import secrets
import threading
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, Self

from checklist.engine.spark.failing import StatementError, explained, quiet
from checklist.engine.spark.translating import Statement, translate
from checklist.engine.spark.working import on_workers, worked
from checklist.engine.sql import identifier
from checklist.model import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from checklist.engine.database import Database

LOADED = ("loaded_reps", "loaded_customers", "loaded_attestations", "loaded_absences")


class Cluster:
    """A `Session` on Spark, with the embedded database beside it for what is small.

    A name is *here* when the embedded database has it too: a table that is made of such alone is made here, and sent;
    a query of such alone is answered here. All else is Spark's. A created table is a view that is kept in memory or
    on disk where it was computed; where a worker is lost, what it held is computed anew from the lineage, alike.
    """

    def __init__(self, spark: Any, local: Database) -> None:
        self.spark = spark
        self._local = local
        self._here: set[str] = set()
        self._kept: dict[str, list[Any]] = {}
        self._address = "Spark"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """Let go of everything that was kept; a Spark that is gone has let go of it already."""
        with suppress(Exception), quiet():
            for name, frames in self._kept.items():
                self.spark.catalog.dropTempView(name)
                for frame in frames:
                    frame.unpersist()

    def send(self, tables: Sequence[str]) -> None:
        """Send small tables of the embedded database, which stay here too."""
        for name in tables:
            self.register(name, self._local.arrow(f"SELECT * FROM {identifier(name)}"))
        self._here.update(tables)

    def numbers(self, count: int, most: int) -> Any:
        """Return a frame of the numbers from 0 on, each a task of its own unless there are more than `most`."""
        return self.spark.range(0, count, 1, max(1, min(count, most)))

    def work(self, name: str, rows: Any, function: str, payload: bytes, schema: str) -> None:
        """Keep under a name what a function of this program, `module:name`, makes on the workers of a frame's rows."""
        with explained(self._address):
            frame = on_workers(rows, function, payload, schema)
        self._keep(name, frame, reads=frozenset())

    def run(self, sql: str) -> None:
        """Make the tables and views that statements create, each here where it is made of what is here."""
        for statement in self._translated(sql):
            if statement.creates is None:
                raise StatementError(f"not a statement for Spark: {sql[:60]}")
            self._make(statement)

    def create(self, table: str, select: str) -> None:
        """Keep the rows of a SELECT as a table of that name."""
        self.run(f"CREATE OR REPLACE TEMP TABLE {identifier(table)} AS {select}")

    def _make(self, statement: Statement) -> None:
        name = str(statement.creates)
        if statement.reads <= self._here:
            self._local.run(statement.source)
            self._here.add(name)
            self._keep(name, self._frame(self._local.arrow(f"SELECT * FROM {identifier(name)}")), reads=frozenset())
            return
        self._here.discard(name)
        with explained(self._address):
            frame = self.spark.sql(statement.sql)
        self._keep(name, frame, reads=statement.reads, cached=statement.is_table)

    def _keep(self, name: str, frame: Any, *, reads: frozenset[str], cached: bool = True) -> None:
        """Put a frame under a name; what stood there goes, unless the new one is made of it."""
        with explained(self._address):
            before = self._kept.pop(name, [])
            if cached:
                from pyspark import StorageLevel

                frame = frame.persist(StorageLevel.MEMORY_AND_DISK)
            frame.createOrReplaceTempView(f"`{name}`" if not name.isidentifier() else name)
            if name not in reads:
                for each in before:
                    each.unpersist()
                before = []
            self._kept[name] = [*before, frame] if cached else before

    def _frame(self, table: Any) -> Any:
        with explained(self._address):
            return self.spark.createDataFrame(table)

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """Return a query's rows as tuples."""
        return self._fetched(sql)[1]

    def dicts(self, sql: str) -> list[dict[str, Any]]:
        """Return a query's rows by column name."""
        names, rows = self._fetched(sql)
        return [dict(zip(names, row, strict=True)) for row in rows]

    def value(self, sql: str) -> Any:
        """Return the single value of a query."""
        return self.rows(sql)[0][0]

    def _fetched(self, sql: str) -> tuple[list[str], list[tuple[Any, ...]]]:
        (statement,) = self._translated(sql)
        if statement.reads <= self._here:
            found = self._local.dicts(sql)
            names = list(found[0]) if found else []
            return names, self._local.rows(sql) if found else []
        with worked(self._address):
            frame = self.spark.sql(statement.sql)
            return list(frame.columns), [tuple(row) for row in frame.collect()]

    def columns(self, relation: str) -> list[tuple[str, str]]:
        """Return the (name, type) of each column of a table or a parenthesised query."""
        (statement,) = self._translated(f"SELECT * FROM {relation}")
        with explained(self._address):
            return [(str(name), str(kind)) for name, kind in self.spark.sql(statement.sql).dtypes]

    def _translated(self, sql: str) -> list[Statement]:
        return translate(sql, lambda relation: [name for name, _ in self.columns(relation)])

    def register(self, name: str, frame: Any) -> None:
        """Send an Arrow table, and make it readable under `name`."""
        self._here.discard(name)
        self._keep(name, self._frame(frame), reads=frozenset())

    def unregister(self, name: str) -> None:
        """Let go of what was registered under `name`."""
        with explained(self._address):
            self.spark.catalog.dropTempView(name)
            for frame in self._kept.pop(name, []):
                frame.unpersist()

    def drop(self, tables: Iterable[str]) -> None:
        """Let go of tables that `create` kept, here and there."""
        for name in tables:
            if name in self._here:
                self._here.discard(name)
                self._local.drop([name])
            self.unregister(name)

    def attach(self, path: str) -> None:
        """Refuse: the tables of a cluster go into no database file."""
        raise UsageError("engine_lacks", what=f"--database {path}", engine="spark")

    def keep(self, tables: Iterable[str]) -> None:
        """Refuse: the tables of a cluster go into no database file."""
        raise UsageError("engine_lacks", what=", ".join(tables), engine="spark")

    def lock(self) -> None:
        """Lock the database beside it; Spark itself is only ever given SELECTs over the session's own views."""
        self._local.lock()

    @contextmanager
    def time_limit(self, seconds: float) -> Iterator[None]:
        """Stop the jobs started inside once `seconds` have passed."""
        mark = f"checklist-{secrets.token_hex(4)}"
        timer = threading.Timer(seconds, self._interrupt, [mark])
        timer.daemon = True
        with suppress(Exception), quiet():
            self.spark.addTag(mark)
        timer.start()
        try:
            yield
        finally:
            timer.cancel()
            with suppress(Exception), quiet():
                self.spark.removeTag(mark)

    def _interrupt(self, mark: str) -> None:
        with suppress(Exception), quiet():
            self.spark.interruptTag(mark)

    def syntax_tree(self, sql: str) -> str:
        """Return the parsed statement(s) of a pack's query as JSON: one grammar holds for every engine."""
        return self._local.syntax_tree(sql)
