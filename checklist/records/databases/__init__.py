"""Databases as inputs: addresses, passwords that are never shown, one SELECT each."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from checklist.model import UsageError
from checklist.records.databases.address import Address, is_address, parse_address, shown_address
from checklist.records.databases.query import fingerprint

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from checklist.records.api import Source

__all__ = ["Address", "Database", "is_address", "shown_address", "with_databases"]


@dataclass(frozen=True, slots=True)
class Database:
    """What to read: a database and the query that reads it; without one, reading is refused."""

    address: Address = field(repr=False)
    query: str

    @property
    def path(self) -> str:
        """What reports show: the address without its password, and a short name of the query."""
        return f"{self.address.shown}#{fingerprint(self.query)}" if self.query else self.address.shown


def with_databases(
    sources: Iterable[Source], queries: Mapping[str, str], password_file: str | None = None
) -> list[Source]:
    """Return the inputs, those that are addresses of databases with the query of their table.

    Raises `UsageError` where a query has no database to go to.
    """
    found = []
    unused = set(queries)
    for each in sources:
        if each.frame is None and is_address(each.path):
            query = queries.get(each.table, "").strip()
            database = Database(parse_address(each.path, password_file), query)
            unused.discard(each.table)
            found.append(replace(each, path=database.path, database=database))
        else:
            found.append(each)
    if unused:
        raise UsageError("query_unused", table=min(unused))
    return found
