"""What judging asks of an engine, whichever it is: run SQL, fetch rows, keep a SELECT's rows as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable
    from contextlib import AbstractContextManager


class Session(Protocol):
    """Tables under names, and SQL over them, written as DuckDB reads it; other engines translate it.

    Names are the session's own: nobody else sees them, and they go with the session. What a statement gives is a
    function of the tables it reads, so that an engine may run it once, later, or once more.
    """

    threads: int
    """How many threads may ask at once; where it is one, it is that in which the session was made."""

    def interrupt(self) -> None:
        """Stop, for good, what other threads do here."""

    def run(self, sql: str) -> None:
        """Execute statements for their effect."""

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """Return a query's rows as tuples."""

    def dicts(self, sql: str) -> list[dict[str, Any]]:
        """Return a query's rows by column name."""

    def value(self, sql: str) -> Any:
        """Return the single value of a query."""

    def columns(self, relation: str) -> list[tuple[str, str]]:
        """Return the (name, type) of each column of a table or a parenthesised query."""

    def create(self, table: str, select: str) -> None:
        """Keep the rows of a SELECT as a table of that name, in place of one that has it."""

    def register(self, name: str, frame: Any) -> None:
        """Make an Arrow table (or any frame that the engine takes) readable under `name`."""

    def unregister(self, name: str) -> None:
        """Let go of what was registered under `name`."""

    def drop(self, tables: Iterable[str]) -> None:
        """Let go of tables that `create` kept; one that is not there is no matter."""

    def attach(self, path: str) -> None:
        """Open a new database file, for `keep` to write to."""

    def keep(self, tables: Iterable[str]) -> None:
        """Write tables and views, as they now are, to the database file as tables of the same names; close it."""

    def lock(self) -> None:
        """Cut the session off from files, network and settings, for good."""

    def time_limit(self, seconds: float) -> AbstractContextManager[None]:
        """Interrupt whatever runs inside once `seconds` have passed."""

    def syntax_tree(self, sql: str) -> str:
        """Return the parsed statement(s) of a pack's query as JSON, without running anything."""
