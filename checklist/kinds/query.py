"""Query: anything else. A pack's own SELECT over the tables, one row an expectation."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, ClassVar

from pydantic import Field

from checklist.engine import SQL
from checklist.kinds.base import Context, Kind, Needs, Parameters
from checklist.model import Sentence
from checklist.model.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from checklist.conditions import Groups

VIEWS = (*TABLES, "days", "params")
_TABLE_FUNCTIONS = frozenset({"unnest", "range", "generate_series"})
# Whatever looks at the clock, at chance, at the machine or at the settings would make an audit unrepeatable.
_REFUSED = frozenset(
    {
        "now", "current_timestamp", "current_date", "current_time", "get_current_time", "get_current_timestamp",
        "today", "transaction_timestamp", "statement_timestamp", "localtime", "localtimestamp", "current_localtime",
        "current_localtimestamp", "random", "gen_random_uuid", "uuid", "uuidv4", "uuidv7", "setseed", "getenv",
        "getvariable", "current_setting", "nextval", "currval", "current_database", "current_schema",
        "current_schemas", "current_query", "txid_current", "version", "pg_backend_pid", "write_log", "error",
        "read_text", "read_blob", "glob", "query", "query_table", "current_user", "session_user", "user",
    }
)  # fmt: skip


class QueryParameters(Parameters):
    """The SELECT, and the types and columns it rests on, so that an export without them is not judged."""

    sql: str = Field(min_length=1, max_length=20_000)
    needs_types: list[str] = Field(default_factory=list, description="types of which one must be shown")
    needs_columns: dict[str, list[str]] = Field(default_factory=dict, description="columns by table that must be shown")


class Query(Kind):
    """Each row of the SELECT is one expectation: `rep_id, subject, due_on, met, evidence`."""

    name = "query"
    parameters = QueryParameters
    subject: ClassVar[tuple[str, ...]] = ("subject",)

    def needs(self, parameters: QueryParameters, groups: Groups) -> Needs:
        """Rest on what the rule names."""
        from checklist.kinds.base import TypesNeeded

        needs = Needs()
        if parameters.needs_types:
            needs.types.append(TypesNeeded(frozenset(parameters.needs_types)))
        for table, names in parameters.needs_columns.items():
            needs.columns.update((table, name) for name in names)
            if table != "records":
                needs.tables.add(table)
        return needs

    def own_fields(self, parameters: QueryParameters) -> Iterator[tuple[tuple[str | int, ...], str, str]]:
        """Yield the columns the rule names."""
        for table, names in parameters.needs_columns.items():
            for name in names:
                yield ("needs_columns", table), table, name

    def values(self, parameters: QueryParameters, context: Context) -> dict[str, Any]:
        """Fill the template. The text was checked by `refusal` before anything runs it."""
        return {"sql": SQL(parameters.sql.strip().rstrip(";"))}

    def sentence(self, parameters: QueryParameters, row: dict[str, Any]) -> Sentence:
        """Say which subject the query reports."""
        return Sentence("deviation.query", {"subject": row["subject"] or row["rep_id"]})

    def reminder(self, parameters: QueryParameters, row: dict[str, Any]) -> Sentence:
        """Say what the query names, and by when."""
        return Sentence("reminder.query", {"subject": row["subject"] or row["rep_id"], "due": row["due"]})

    def requirement(self, parameters: QueryParameters) -> Sentence:
        """Say that the pack's own query judges."""
        return Sentence("requirement.query")


def refusal(syntax_tree: str, known_tables: frozenset[str]) -> tuple[str, dict[str, Any]] | None:
    """Return the error code and values for a query that may not run, or None.

    It must be one SELECT over the views and its own WITH tables, with no function that looks at the clock,
    chance, files or settings. `syntax_tree` is the engine's own reading of it, as JSON.
    """
    document = json.loads(syntax_tree)
    if document.get("error"):
        return "query_syntax", {"detail": str(document.get("error_message", "")).splitlines()[0]}
    statements = document.get("statements", [])
    if len(statements) != 1:
        return "query_one_select", {}
    own = {str(entry["key"]).lower() for entry in _entries(statements[0])}
    for node in _nodes(statements[0]):
        kind = node.get("type")
        name = str(node.get("table_name", "")).lower()
        if kind == "BASE_TABLE" and (node.get("schema_name") or node.get("catalog_name")):
            return "query_table", {
                "name": f"{node.get('schema_name') or node.get('catalog_name')}.{name}",
                "views": VIEWS,
            }
        if kind == "BASE_TABLE" and name not in known_tables and name not in own:
            return "query_table", {"name": name, "views": VIEWS}
        function = str(node.get("function_name", "")).lower()
        if kind == "TABLE_FUNCTION":
            called = str((node.get("function") or {}).get("function_name", "")).lower()
            if called not in _TABLE_FUNCTIONS:
                return "query_function", {"name": called}
        if function in _REFUSED or function.startswith(("pragma_", "duckdb_", "pg_", "read_", "write_")):
            return "query_function", {"name": function}
    return None


def _nodes(node: Any) -> Iterator[dict[str, Any]]:  # JSON
    if isinstance(node, dict):
        yield node
        for value in node.values():
            yield from _nodes(value)
    elif isinstance(node, list):
        for value in node:
            yield from _nodes(value)


def _entries(node: Any) -> Iterator[dict[str, Any]]:  # JSON
    for each in _nodes(node):
        tables = each.get("cte_map")
        if isinstance(tables, dict):
            yield from tables.get("map", [])
