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
from checklist.engine.spark.sharing import meant, redirect, set_apart

if TYPE_CHECKING:
    from collections.abc import Callable

    from checklist.engine.spark.sharing import Step

_CREATING = re.compile(r'\ACREATE OR REPLACE (?:TABLE|VIEW) (?:"(?:[^"]|"")*"|\w+) AS\s+')


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement as it was written: its SELECT, the tables that reads, and what is created of it, if anything.

    `tree` is the SELECT as it was understood: `translate` changes it, and serves once.
    """

    select: str
    tree: exp.Query
    reads: frozenset[str]
    creates: str | None = None
    is_table: bool = False


@dataclass(frozen=True, slots=True)
class Translation:
    """A SELECT in Spark's words, and the views that it reads beside, in the order in which they are to be made."""

    sql: str
    before: tuple[Step, ...] = ()


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


def understand(text: str) -> Statement:
    """Read a statement. Raises `StatementError` where it is none, or makes anything but a table or view of a SELECT."""
    try:
        tree = sqlglot.parse_one(_with_spans_apart(text), read="duckdb")
    except sqlglot.errors.SqlglotError as error:
        raise StatementError(str(error).splitlines()[0]) from None
    created = tree if isinstance(tree, exp.Create) else None
    select = tree.expression if created is not None else tree
    if not isinstance(select, exp.Query):
        raise StatementError(f"no SELECT: {text[:60]}")
    reads = frozenset(each.name for each in _read(select))
    if created is None:
        return Statement(text, select, reads)
    return Statement(_CREATING.sub("", text), select, reads, created.this.name, created.kind == "TABLE")


def translate(
    statement: Statement, columns: Callable[[str], list[str]], view: Callable[[str], str], fresh: Callable[[], str]
) -> Translation:
    """Say a SELECT in Spark's words: `columns` tells the names of a table's columns, `view` the view that holds it.

    `fresh` names the views that it reads beside: its WITH tables, where one of them is read more than once.
    """
    try:
        select = with_names(statement.tree, columns)
        for each in _read(select):
            redirect(each, view(each.name))
        select = rewritten(select)
        steps = set_apart(select, fresh)
        return Translation(spoken(select), tuple(steps))
    except sqlglot.errors.SqlglotError as error:
        raise StatementError(str(error).splitlines()[0]) from None


def _read(select: exp.Query) -> list[exp.Table]:
    """Return where a SELECT reads tables that are not its own."""
    return [each for each in select.find_all(exp.Table) if each.name and meant(each) is None]
