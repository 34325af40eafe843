"""The embedded database: a `Session` in process, locked down before a pack's own SQL."""

from __future__ import annotations

import secrets
import signal
import tempfile
import threading
from contextlib import ExitStack, contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self
from weakref import WeakSet

import duckdb

from checklist.engine.interrupts import told_of_interrupts
from checklist.engine.limits import limit_reached
from checklist.engine.sql import identifier, literal
from checklist.model import ResourceError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from duckdb import DuckDBPyConnection

DatabaseError = duckdb.Error
_KEPT = "kept"
_A_MOMENT = 1.0

MOST_THREADS = 8
"""How many threads work side by side at most: each takes memory of its own, and in Python they wait for each other."""


class Database:
    """A private in-memory database. It never fetches extensions and never looks at the caller's variables.

    Threads may work in it side by side: each has a connection of its own, and all see the same tables. What is
    registered is seen by the thread that made the database alone.
    """

    def __init__(self, threads: int | None = None, memory_limit: str | None = None) -> None:
        try:
            # What does not fit into memory spills there, never into the folder the user stands in.
            self._spill = Path(tempfile.gettempdir()) / f"checklist-{secrets.token_hex(8)}"
        except OSError as error:
            raise ResourceError("temporary_missing", detail=error.strerror or error) from None
        config: dict[str, Any] = {
            "python_enable_replacements": False,
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
            "preserve_insertion_order": True,
            "temp_directory": str(self._spill),
        }
        if threads:
            config["threads"] = threads
        self._stated = memory_limit
        if memory_limit:
            config["memory_limit"] = memory_limit
        self._first = duckdb.connect(":memory:", config=config)
        self._own = threading.local()
        self._own.connection = self._first
        self._connecting = threading.Lock()
        self._connections = WeakSet([self._first])
        self._told = ExitStack()
        self._interrupted: int | None = None
        self._told_so = threading.Event()
        # Its own bar of progress would run through ours, and through reports; connections to come have none.
        self.run("SET TimeZone = 'UTC'; SET GLOBAL TimeZone = 'UTC'; SET enable_progress_bar = false")
        self.threads = min(int(self.value("SELECT current_setting('threads')")), MOST_THREADS)

    def __enter__(self) -> Self:
        self._told.enter_context(told_of_interrupts(self._interrupt))
        return self

    def __exit__(self, *_: object) -> None:
        self._told.close()
        self._first.close()

    @property
    def _connection(self) -> DuckDBPyConnection:
        """The connection of this thread, which goes with it: a connection is for one statement at a time."""
        found: DuckDBPyConnection | None = getattr(self._own, "connection", None)
        if found is None:
            with self._connecting:
                found = self._own.connection = self._first.cursor()
                self._connections.add(found)
        return found

    def interrupt(self) -> None:
        """Stop, for good, what any thread does here; those that work beside the first begin nothing more."""
        self._interrupt(signal.SIGINT)

    def _interrupt(self, number: int) -> None:
        self._interrupted = number
        self._told_so.set()
        with self._connecting:
            for each in self._connections:
                each.interrupt()

    def _memory_limit(self) -> str:
        """Return the memory that may be taken, as it was stated, else the machine's share of it."""
        return self._stated or str(self._connection.execute("SELECT current_setting('memory_limit')").fetchall()[0][0])

    @contextmanager
    def _obeying(self) -> Iterator[None]:
        """Let an interrupt be one, and a limit one: the database tells of both as of failures.

        It takes the interrupt away from Python, which would have left with the number of the signal. Of threads,
        Python tells none but the main one: the others look before they begin.
        """
        if self._connection is not self._first:
            self._leave_if_interrupted()
        try:
            yield
        except (RuntimeError, DatabaseError) as error:
            if isinstance(error, RuntimeError):
                # The database saw a signal by itself, perhaps before the thread that listens for signals told of it.
                self._told_so.wait(_A_MOMENT)
            self._leave_if_interrupted()
            reached = limit_reached(error, self._spill, self._memory_limit)
            if reached is not None:
                raise reached from None
            raise

    def _leave_if_interrupted(self) -> None:
        if self._interrupted == signal.SIGINT:
            raise KeyboardInterrupt from None
        if self._interrupted is not None:
            raise SystemExit(128 + self._interrupted) from None

    def run(self, sql: str) -> None:
        """Execute statements for their effect."""
        with self._obeying():
            self._connection.execute(sql).fetchall()

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """Return a query's rows as tuples."""
        with self._obeying():
            return self._connection.execute(sql).fetchall()

    def named_rows(self, sql: str) -> tuple[list[str], list[tuple[Any, ...]]]:
        """Return the names of a query's columns, and its rows."""
        with self._obeying():
            result = self._connection.execute(sql)
            return [column[0] for column in result.description], result.fetchall()

    def dicts(self, sql: str) -> list[dict[str, Any]]:
        """Return a query's rows by column name."""
        names, rows = self.named_rows(sql)
        return [dict(zip(names, row, strict=True)) for row in rows]

    def value(self, sql: str) -> Any:
        """Return the single value of a query."""
        return self.rows(sql)[0][0]

    def arrow(self, sql: str) -> Any:
        """Return a query's rows as an Arrow table (needs pyarrow)."""
        with self._obeying():
            return self._connection.sql(sql).to_arrow_table()

    def batches(self, sql: str, rows: int) -> Iterator[Any]:
        """Yield a query's rows as Arrow batches of no more than `rows` (needs pyarrow)."""
        with self._obeying():
            yield from self._connection.sql(sql).to_arrow_reader(rows)

    def register(self, name: str, frame: Any) -> None:
        """Make an Arrow table, pandas or Polars frame readable under `name`."""
        self._connection.register(name, frame)

    def unregister(self, name: str) -> None:
        """Let go of what was registered under `name`."""
        self._connection.unregister(name)

    def columns(self, relation: str) -> list[tuple[str, str]]:
        """Return the (name, type) of each column of a table or a parenthesised query."""
        return [(row[0], row[1]) for row in self.rows(f"DESCRIBE SELECT * FROM {relation}")]

    def create(self, table: str, select: str) -> None:
        """Keep the rows of a SELECT as a table of that name."""
        self.run(f"CREATE OR REPLACE TABLE {identifier(table)} AS {select}")

    def drop(self, tables: Iterable[str]) -> None:
        """Let go of tables that `create` kept."""
        for table in tables:
            self.run(f"DROP TABLE IF EXISTS {identifier(table)}")

    def attach(self, path: str) -> None:
        """Open a new database file, for `keep` to write to. Comes before `lock`, after which no file is opened."""
        self.run(f"ATTACH {literal(path)} AS {_KEPT}")

    def keep(self, tables: Iterable[str]) -> None:
        """Write tables and views, as they now are, to the database file as tables of the same names; close it."""
        for name in map(identifier, tables):
            self.run(f"CREATE TABLE {_KEPT}.{name} AS SELECT * FROM {name}")
        self.run(f"DETACH {_KEPT}")

    def lock(self) -> None:
        """Cut the database off from files, network and settings, for good."""
        self.run("SET enable_external_access = false")
        self.run("SET lock_configuration = true")

    @contextmanager
    def time_limit(self, seconds: float) -> Iterator[None]:
        """Interrupt whatever runs inside once `seconds` have passed."""
        timer = threading.Timer(seconds, self._connection.interrupt)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()

    def syntax_tree(self, sql: str) -> str:
        """Return the parsed statement(s) of a pack's query as JSON, without running anything."""
        return str(self.value(f"SELECT json_serialize_sql({literal(sql)})"))


@cache
def pattern_fault(pattern: str) -> str | None:
    """Return what the database finds wrong with a regular expression, None where it reads it."""
    with Database(threads=1) as database:
        try:
            database.run(f"SELECT regexp_matches('', {literal(pattern)})")
        except DatabaseError as error:
            return str(error).partition("Error: ")[2] or str(error)
    return None
