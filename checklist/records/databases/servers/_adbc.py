"""What the ADBC drivers have in common: columns, rows, and whose fault a failure is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from checklist.records.databases.servers import Refused
from checklist.records.databases.servers._arrow import cells

if TYPE_CHECKING:
    from collections.abc import Callable

    from checklist.records.raw import Cells


class AdbcConnection:
    """A connection of one of the drivers; `words` makes a server's message fit to be shown."""

    def __init__(self, connection: Any, words: Callable[[str], str]) -> None:
        self._connection = connection
        self._words = words
        # A cursor that is let go closes the rows it gave.
        self._cursors: list[Any] = []

    def columns(self, sql: str) -> list[tuple[str, Cells | None]]:
        """Return a query's columns without its rows."""
        return [(each.name, cells(each.type)) for each in self._read(sql).schema]

    def rows(self, sql: str) -> Any:
        """Return a query's rows, batch by batch."""
        return self._read(sql)

    def failed(self, text: str) -> Refused:
        """Tell an error of the query, which the server found late, from a connection that broke."""
        _, refused, words = text.partition(" ERROR: ")
        words = words.strip().partition("\n")[0]
        if refused:
            return Refused("database_query_failed", words)
        return Refused("database_lost", next((line for line in map(self._words, text.splitlines()) if line), ""))

    def _read(self, sql: str) -> Any:
        cursor = self._connection.cursor()
        self._cursors.append(cursor)
        try:
            cursor.execute(sql)
            return cursor.fetch_record_batch()
        except (OSError, ValueError, self._connection.Error) as error:
            raise Refused("database_query_failed", self._words(str(error))) from None
