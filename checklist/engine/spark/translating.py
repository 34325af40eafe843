"""Statements written as DuckDB reads them, said in Spark's words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import sqlglot
from sqlglot import exp

from checklist.engine.spark.failing import StatementError
from checklist.engine.spark.naming import with_names
from checklist.engine.spark.rewriting import rewritten, spoken

if TYPE_CHECKING:
    from collections.abc import Callable


_CREATING = re.compile(r'\ACREATE OR REPLACE (?:TEMP )?(?:TABLE|VIEW) (?:"(?:[^"]|"")*"|\w+) AS\s+')


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement: as it was written, as Spark reads it, the tables it reads, and what it creates, if anything.

    `select` is the SELECT as it was written, without the words that create something of it.
    """

    select: str
    sql: str
    reads: frozenset[str]
    creates: str | None = None
    is_table: bool = False


def split(script: str) -> list[str]:
    """Return the statements of a script as they were written."""
    parts, first = [], 0
    for token in sqlglot.tokenize(script, read="duckdb"):
        if token.token_type.name == "SEMICOLON":
            parts.append(script[first : token.start])
            first = token.end + 1
    parts.append(script[first:])
    return [part.strip() for part in parts if part.strip()]


def _with_spans_apart(text: str) -> str:
    """Return a statement with parentheses around each `INTERVAL 1 DAY`.

    Without them the parser takes `day - INTERVAL 1 DAY + 3 * INTERVAL 1 MONTH` for one span that is taken away.
    """
    tokens = sqlglot.tokenize(text, read="duckdb")
    parts, first = [], 0
    for start, _, unit in zip(tokens, tokens[1:], tokens[2:], strict=False):
        if start.token_type.name == "INTERVAL" and unit.text.isalpha():
            parts += [text[first : start.start], "(", text[start.start : unit.end + 1], ")"]
            first = unit.end + 1
    return "".join([*parts, text[first:]])


def translate(text: str, columns: Callable[[str], list[str]], view: Callable[[str], str]) -> Statement:
    """Return a statement for Spark: `columns` tells the names of a table's columns, `view` the view that holds it."""
    try:
        tree = sqlglot.parse_one(_with_spans_apart(text), read="duckdb")
        created = tree if isinstance(tree, exp.Create) else None
        select = tree.expression if created is not None else tree
        if not isinstance(select, exp.Query):
            raise StatementError(f"no SELECT: {text[:60]}")
        written = _CREATING.sub("", text) if created else text
        tables = [each for each in select.find_all(exp.Table) if each.name and not _is_own(each)]
        reads = frozenset(each.name for each in tables)
        select = with_names(select, columns)
        for each in select.find_all(exp.Table):
            if each.name and not _is_own(each):
                _redirect(each, view(each.name))
        sql = spoken(rewritten(select))
    except sqlglot.errors.SqlglotError as error:
        raise StatementError(str(error).splitlines()[0]) from None
    if created is None:
        return Statement(written, sql, reads)
    return Statement(written, sql, reads, created.this.name, is_table=created.kind == "TABLE")


def _redirect(table: exp.Table, view: str) -> None:
    """Read a table from the view that holds it now, under the name by which it is spoken of."""
    if not table.alias:
        table.set("alias", exp.TableAlias(this=exp.to_identifier(table.name)))
    table.set("this", exp.to_identifier(view))


def _is_own(table: exp.Table) -> bool:
    """Tell whether a name is that of a WITH table which can be seen from where it stands."""
    passed: exp.Expr | None = None
    node = table.parent
    while node is not None:
        if isinstance(node, exp.CTE):
            passed = node
        elif isinstance(node, exp.Query):
            for each in node.ctes:
                if each is passed:
                    break  # within its own definition it is not there yet, nor are those behind it
                if each.alias == table.name:
                    return True
        node = node.parent
    return False
