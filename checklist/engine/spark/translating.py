"""Statements written as DuckDB reads them, said in Spark's words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import sqlglot
from sqlglot import exp

from checklist.engine.spark.failing import StatementError

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement: as it was written, as Spark reads it, the tables it reads, and what it creates, if anything."""

    source: str
    sql: str
    reads: frozenset[str]
    creates: str | None = None
    is_table: bool = False


def translate(sql: str, columns: Callable[[str], list[str]]) -> list[Statement]:
    """Return the statements of a script for Spark; `columns` tells the columns of a table that is there."""
    try:
        trees = [tree for tree in sqlglot.parse(sql, read="duckdb") if tree is not None]
    except sqlglot.errors.SqlglotError as error:
        raise StatementError(str(error).splitlines()[0]) from None
    return [_statement(tree, columns) for tree in trees]


def _statement(tree: exp.Expr, columns: Callable[[str], list[str]]) -> Statement:
    del columns
    source = tree.sql(dialect="duckdb")
    select = tree.expression if isinstance(tree, exp.Create) else tree
    if not isinstance(select, exp.Query):
        raise StatementError(f"no SELECT: {source[:60]}")
    reads = _reads(select)
    sql = select.sql(dialect="spark")
    if not isinstance(tree, exp.Create):
        return Statement(source, sql, reads)
    return Statement(source, sql, reads, tree.this.name, is_table=tree.kind == "TABLE")


def _reads(select: exp.Expr) -> frozenset[str]:
    """Return the tables that a SELECT names and does not make itself."""
    own = {each.alias for each in select.find_all(exp.CTE)}
    return frozenset(each.name for each in select.find_all(exp.Table) if each.name and each.name not in own)
