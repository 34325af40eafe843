"""What columns a SELECT has, and the places where Spark wants them named: unions by name, stars with replacements."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlglot import exp

from checklist.engine.spark.failing import StatementError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    Columns = Callable[[str], list[str]]


def with_names(select: exp.Query, columns: Columns) -> exp.Query:
    """Return a SELECT without `UNION BY NAME`, `* REPLACE` and `ORDER BY ALL`; `columns` tells a table's columns."""
    for union in list(select.find_all(exp.Union)):
        if union.args.get("by_name"):
            _align(union, columns)
    for star in list(select.find_all(exp.Star)):
        if star.args.get("replace") or star.args.get("except_"):
            _spell_out(star, columns)
    for order in list(select.find_all(exp.Order)):
        if len(order.expressions) == 1 and _is_all(order.expressions[0]):
            count = len(names_of(order.parent, columns, _tables_in(order.parent)))
            order.set("expressions", [exp.Ordered(this=exp.Literal.number(n + 1)) for n in range(count)])
    return select


def _is_all(ordered: exp.Expr) -> bool:
    return ordered.name.upper() == "ALL" and not ordered.this.args.get("quoted")


def names_of(select: exp.Expr | None, columns: Columns, tables: Mapping[str, exp.Expr]) -> list[str]:
    """Return the names of a SELECT's columns, in their order; `tables` are the WITH tables it may read."""
    if isinstance(select, exp.Subquery):
        return names_of(select.this, columns, tables)
    if isinstance(select, exp.SetOperation):
        left = names_of(select.left, columns, tables)
        if not select.args.get("by_name"):
            return left
        return left + [name for name in names_of(select.right, columns, tables) if not _among(name, left)]
    if isinstance(select, exp.Values):
        return [each.name for each in select.args["alias"].columns]
    if not isinstance(select, exp.Select):
        raise StatementError("a table without names of its columns")
    own = dict(tables) | {each.alias: each.this for each in select.ctes}
    found: list[str] = []
    for each in select.expressions:
        if isinstance(each, exp.Star):
            left_out = {name.name.casefold() for name in each.args.get("except_") or ()}
            names = [name for source in _sources(select) for name in _source_names(source, columns, own)]
            found += [name for name in names if name.casefold() not in left_out]
        elif isinstance(each, exp.Column) and isinstance(each.this, exp.Star):
            found += [
                name
                for source in _sources(select)
                if source.alias_or_name == each.table
                for name in _source_names(source, columns, own)
            ]
        else:
            found.append(each.alias_or_name)
    return found


def _sources(select: exp.Select) -> list[exp.Expr]:
    start = select.args.get("from_")
    joins = [join.this for join in select.args.get("joins") or ()]
    return ([start.this] if start else []) + joins


def _source_names(source: exp.Expr, columns: Columns, tables: Mapping[str, exp.Expr]) -> list[str]:
    alias = source.args.get("alias")
    if alias is not None and alias.columns:
        return [each.name for each in alias.columns]
    if isinstance(source, exp.Table):
        if source.name in tables:
            return names_of(tables[source.name], columns, tables)
        return columns(source.name)
    return names_of(source, columns, tables)


def _tables_in(node: exp.Expr | None) -> dict[str, exp.Expr]:
    """Return the WITH tables that a node can read: those of every SELECT around it."""
    found: dict[str, exp.Expr] = {}
    while node is not None:
        if isinstance(node, exp.Query):
            found = {each.alias: each.this for each in node.ctes} | found
        node = node.parent
    return found


def _among(name: str, names: list[str]) -> bool:
    return name.casefold() in {each.casefold() for each in names}


def _align(union: exp.Union, columns: Columns) -> None:
    """Give both sides of a union by name all columns of both, in one order; what a side lacks is NULL there."""
    tables = _tables_in(union)
    sides = [names_of(side, columns, tables) for side in (union.left, union.right)]
    every = sides[0] + [name for name in sides[1] if not _among(name, sides[0])]
    for key, side, names in zip(("this", "expression"), (union.left, union.right), sides, strict=True):
        if names == every:
            continue
        spelt = [
            exp.column(name, quoted=True) if _among(name, names) else exp.alias_(exp.null(), name, quoted=True)
            for name in every
        ]
        union.set(key, exp.select(*spelt).from_(exp.Subquery(this=side.copy(), alias=_alias("side"))))
    union.set("by_name", None)


def _spell_out(star: exp.Star, columns: Columns) -> None:
    """Write out a star that leaves columns out or replaces some of them."""
    select = star.find_ancestor(exp.Select)
    assert select is not None  # noqa: S101  # a star with replacements stands in a SELECT
    tables = _tables_in(select)
    left_out = {each.name.casefold() for each in star.args.get("except_") or ()}
    replaced = {each.alias.casefold(): each for each in star.args.get("replace") or ()}
    names = [name for source in _sources(select) for name in _source_names(source, columns, tables)]
    spelt = [
        replaced.get(name.casefold(), exp.column(name, quoted=True)).copy()
        for name in names
        if name.casefold() not in left_out
    ]
    at = next(n for n, each in enumerate(select.expressions) if each is star or star in each.find_all(exp.Star))
    select.set("expressions", [*select.expressions[:at], *spelt, *select.expressions[at + 1 :]])


def _alias(name: str) -> exp.TableAlias:
    return exp.TableAlias(this=exp.to_identifier(name))
