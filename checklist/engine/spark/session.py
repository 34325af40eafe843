"""A session on Spark: tables as settled views, statements translated, what is small computed beside it."""

from __future__ import annotations

import secrets
import threading
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, Self

from checklist.engine.spark.failing import StatementError, explained, quiet
from checklist.engine.spark.storage import Storage
from checklist.engine.spark.translating import split, translate, understand
from checklist.engine.spark.views import Views
from checklist.engine.spark.working import on_workers, worked
from checklist.engine.sql import identifier
from checklist.model import EngineError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from checklist.engine.database import Database
    from checklist.engine.spark.translating import Statement

STAYING = ("loaded_", "reading_", "presence")
"""How the names of tables begin that Spark keeps however few their rows are: all that is judged is made of them."""
BROUGHT_HOME = 100_000
"""How many rows a table made of them may have to be fetched: what is made of it is then made here."""

RECORDS_A_PART = 50_000
"""How many records are worth a part of their own where rows are shuffled."""
COMPILED_FROM = 100_000
"""How many records are judged faster as statements are interpreted than by programs compiled for each."""
INTERPRETED = {
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.codegen.factoryMode": "NO_CODEGEN",
    "spark.sql.adaptive.enabled": "false",
}

PATIENCE = 60
"""How many times as long as on one machine a query may take on data that no one machine holds."""


class Cluster(Storage):
    """A `Session` on Spark, with the embedded database beside it for what is small.

    A name is *here* when the embedded database has it too: a table that is made of such alone is made here, and sent
    when Spark first reads it; a query of such alone is answered here. All else is Spark's. What it makes of records
    comes here if it is small, as are the units of most rules; else it is settled there.
    """

    def __init__(self, spark: Any, local: Database, address: str = "Spark") -> None:
        super().__init__(spark, address)
        self._local = local
        self._views = Views(spark, address)
        self._here: set[str] = set()
        self._names: dict[str, list[str]] = {}
        self._large = False
        self.threads = 1

    def __enter__(self) -> Self:
        return self

    def __exit__(self, _: object, error: BaseException | None, __: object) -> None:
        """Let go of everything that was kept; a Spark that is gone is not asked, for nobody would answer."""
        if isinstance(error, EngineError):
            return
        self._views.close()

    def interrupt(self) -> None:
        """Do nothing: no other thread ever works here."""

    def send(self, tables: Sequence[str]) -> None:
        """Take over small tables of the embedded database: they stay here, and are sent once Spark reads them."""
        for name in tables:
            self._is_here(name)

    def hashes(self, name: str, column: str) -> list[str]:
        """Return 256 hashes of a column of hashes, in Spark's own words: no worker holds more than a 65,536th of it."""
        own = f"sha2(listagg({column}, '') WITHIN GROUP (ORDER BY {column}), 256)"
        parts = f"left({column}, 4) AS piece, left({column}, 2) AS larger"
        pieces = f"SELECT {parts}, {own} AS own FROM {self._view(name)} GROUP BY 1, 2"
        larger = "sha2(listagg(own, '') WITHIN GROUP (ORDER BY piece), 256)"
        with worked(self._address):
            found = self.spark.sql(f"SELECT {larger} FROM ({pieces}) GROUP BY larger ORDER BY larger").collect()
        return [str(each[0]) for each in found]

    def frame(self, name: str) -> Any:
        """Return the frame of what is kept under a name."""
        return self.spark.table(self._view(name))

    def work(self, name: str, rows: Any, function: str, payload: bytes, schema: str) -> None:
        """Keep under a name what a function of this program, `module:name`, makes on the workers of a frame's rows."""
        with explained(self._address):
            frame = on_workers(rows, function, payload, schema)
        self._put(name, frame, kept=True)

    def run(self, sql: str) -> None:
        """Make the tables and views that statements create, each here where it is made of what is here."""
        for text in split(sql):
            statement = understand(text)
            if statement.creates is None:
                raise StatementError(f"not a statement for Spark: {text[:60]}")
            self._make(statement.creates, statement)

    def create(self, table: str, select: str) -> None:
        """Keep the rows of a SELECT as a table of that name."""
        self.run(f"CREATE OR REPLACE TABLE {identifier(table)} AS {select}")

    def _make(self, name: str, statement: Statement) -> None:
        # A row for every rep and day is large, though what it is made of is small.
        if statement.reads <= self._here and name != "presence":
            self._local.create(name, statement.select)
            self._is_here(name)
            return
        with self._spoken(statement) as frame:
            if not statement.is_table:
                self._put(name, frame)
            elif name.startswith(STAYING):
                self._put(name, self._views.settled(frame))
            else:
                self._bring(name, frame)

    def fit(self, records: int) -> None:
        """Have a small log judged in few parts, without programs compiled for each statement: those take longer."""
        parts = "spark.sql.shuffle.partitions"
        with explained(self._address):
            self.spark.conf.set(parts, str(min(int(self.spark.conf.get(parts)), 1 + records // RECORDS_A_PART)))
            if records <= COMPILED_FROM:
                for name, value in INTERPRETED.items():
                    self.spark.conf.set(name, value)

    def _bring(self, name: str, frame: Any) -> None:
        """Fetch a table if it is small; where one was not, later ones are settled before anyone looks."""
        if self._large:
            frame = self._views.settled(frame)
        with worked(self._address):
            found = frame.limit(BROUGHT_HOME + 1).toArrow()
        if found.num_rows <= BROUGHT_HOME:
            self._local.register(f"sent_{name}", found)
            self._local.create(name, f"SELECT * FROM sent_{name}")
            self._local.unregister(f"sent_{name}")
            self._is_here(name)
            return
        if not self._large:
            self._large = True
            frame = self._views.settled(frame)
        self._put(name, frame)

    @contextmanager
    def _spoken(self, statement: Statement, *, run: bool = True) -> Iterator[Any]:
        """Yield the frame of a SELECT; the views that it reads beside go, once what is made of it is settled.

        Where it is only described nothing is to `run`: what is read twice then need not be settled.
        """
        spoken = translate(statement, self._columns_of, self._view, self._views.fresh)
        made = []
        for step in spoken.before:
            with explained(self._address):
                frame = self.spark.sql(step.select)
            self._views.make(step.view, self._views.settled(frame) if step.kept and run else frame)
            made.append(step.view)
        with explained(self._address):
            frame = self.spark.sql(spoken.sql)
        yield frame
        self._views.drop(made)

    def _put(self, name: str, frame: Any, *, kept: bool = False) -> None:
        """Have Spark hold a table: what stood under its name goes, here and there."""
        self._here.discard(name)
        self._views.put(name, frame, kept=kept)
        self._names.pop(name, None)

    def _is_here(self, name: str) -> None:
        """Have the embedded database hold a table: what Spark has under its name goes."""
        self._forget(name)
        self._here.add(name)

    def _forget(self, name: str) -> None:
        """Let go of what Spark has under a name."""
        self._views.forget(name)
        self._names.pop(name, None)

    def _view(self, name: str) -> str:
        """Return the view that holds a table, sent now if it was only here so far."""
        view = self._views.get(name)
        if view is None and name in self._here:
            sent = self._sent(self._local.arrow(f"SELECT * FROM {identifier(name)}"))
            view = self._views.put(name, sent, kept=True)
        return view or name

    def _sent(self, table: Any) -> Any:
        with explained(self._address):
            if table.num_rows:
                return self.spark.createDataFrame(table)
            # Of nothing, Spark cannot tell the columns.
            from pyspark.sql.pandas.types import from_arrow_schema

            return self.spark.createDataFrame([], from_arrow_schema(table.schema, prefer_timestamp_ntz=True))

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
        statement = understand(sql)
        if statement.reads <= self._here:
            return self._local.named_rows(sql)
        with self._spoken(statement) as frame, worked(self._address):
            found = frame.toArrow()
        columns = [column.to_pylist() for column in found.columns]
        return list(found.column_names), list(zip(*columns, strict=True))

    def columns(self, relation: str) -> list[tuple[str, str]]:
        """Return the (name, type) of each column of a table or a parenthesised query."""
        statement = understand(f"SELECT * FROM {relation}")
        if statement.reads <= self._here:
            return self._local.columns(relation)
        with self._spoken(statement, run=False) as frame, explained(self._address):
            return [(str(name), str(kind)) for name, kind in frame.dtypes]

    def _columns_of(self, name: str) -> list[str]:
        """Return the names of a table's columns."""
        if name not in self._names:
            self._names[name] = [column for column, _ in self.columns(identifier(name))]
        return self._names[name]

    def register(self, name: str, frame: Any) -> None:
        """Send an Arrow table, and make it readable under `name`."""
        self._put(name, self._sent(frame), kept=True)

    def unregister(self, name: str) -> None:
        """Let go of what was registered under `name`."""
        self._here.discard(name)
        self._forget(name)

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
        """Stop the jobs started inside once they took far longer than `seconds`, which are meant for one machine."""
        mark = f"checklist-{secrets.token_hex(4)}"
        timer = threading.Timer(seconds * PATIENCE, self._interrupt, [mark])
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
