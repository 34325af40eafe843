"""A pack's own SQL: parsed and checked before it runs, and bounded in time while it does."""

from __future__ import annotations

import json
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from checklist.engine import DatabaseError, Session
from checklist.kinds import kinds
from checklist.model import QueryError, ResourceError
from checklist.model.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from checklist.model import Rule

QUERY_SECONDS = 60.0
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


def check_query(session: Session, rule: Rule) -> None:
    """Refuse SQL of the pack's own that is not one SELECT over the views. Raises `QueryError` with the rule's place."""
    for version in rule.versions:
        sql = kinds()[rule.kind].own_sql(version.parameters)
        problem = None if sql is None else refusal(session.syntax_tree(sql), frozenset(VIEWS))
        if problem is not None:
            code, values = problem
            raise QueryError(code, version.place, rule=rule.id, **values)


def columns_of(session: Session, sql: str) -> dict[str, str]:
    """Return the columns that a query of the pack's own yields, each with its type. It is bound and not run."""
    return {name.lower(): type_ for name, type_ in session.columns(f"(\n{sql}\n)")}


@contextmanager
def run_with_bounds(session: Session, rule: Rule) -> Iterator[None]:
    """Run a rule; what SQL of the pack's own does wrong becomes a `QueryError` with its place."""
    if all(kinds()[rule.kind].own_sql(version.parameters) is None for version in rule.versions):
        yield
        return
    try:
        with session.time_limit(QUERY_SECONDS):
            yield
    except ResourceError as error:
        if error.code != "memory_exceeded":
            raise
        raise QueryError("query_memory", rule.place, rule=rule.id, limit=error.values["limit"]) from None
    except DatabaseError as error:
        detail = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
        raise QueryError("query_failed", rule.place, rule=rule.id, detail=detail) from None


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
