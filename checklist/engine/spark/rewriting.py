"""Where the same words mean something else to Spark: each such expression said so that it means the same.

Whatever is neither rewritten here nor known to mean the same is refused: a difference nobody looked at would be a
finding nobody can trust.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlglot import exp

from checklist.engine.spark import casting, dates, texts
from checklist.engine.spark.failing import StatementError

Rewrite = Callable[[Any], exp.Expr]

# Functions and aggregates that mean the same to both, over the types that tables here have.
SAME: tuple[type[exp.Expr], ...] = (
    exp.Abs, exp.And, exp.Case, exp.Ceil, exp.Coalesce, exp.ConcatWs, exp.Contains, exp.Count, exp.DenseRank,
    exp.EndsWith, exp.Exists, exp.Floor, exp.Hour, exp.If, exp.Lag, exp.Lead, exp.Left,
    exp.Length,
    exp.LogicalAnd, exp.LogicalOr, exp.Max, exp.Min, exp.Minute, exp.Month, exp.Nullif, exp.Or, exp.Quarter, exp.Rank,
    exp.Replace, exp.Right, exp.RowNumber, exp.StartsWith, exp.StrPosition, exp.Substring, exp.Sum, exp.Day, exp.Year,
    exp.Translate, exp.Concat, exp.Second, exp.FirstValue, exp.LastValue,
)  # fmt: skip
_SHARED_NAMES = frozenset({"try_add", "try_subtract", "try_multiply"})


def _divided(node: exp.Div) -> exp.Expr:
    """Divide in floating point, as DuckDB does; by zero, Spark refuses where DuckDB has infinity."""
    return exp.Div(this=casting.double(node.this), expression=casting.double(node.expression))


def _averaged(node: exp.Avg) -> exp.Expr:
    """Average exact numbers as DuckDB does: the exact sum in its smallest unit, divided once.

    To the last bit, that holds for sums below nine thousand million.
    """
    if node.find(exp.Div) or isinstance(node.this, exp.Distinct):
        raise StatementError(f"{node.sql(dialect='duckdb')} is not translated: it may come out otherwise on Spark")
    exact = exp.Sum(this=exp.cast(node.this.copy(), "DECIMAL(18, 6)"))
    units = exp.Mul(this=exact, expression=exp.Literal.number(1_000_000))
    count = exp.Mul(this=exp.Count(this=node.this.copy()), expression=exp.Literal.number(1_000_000))
    return exp.Div(
        this=casting.double(units), expression=casting.double(exp.Nullif(this=count, expression=exp.Literal.number(0)))
    )


def _listed(node: exp.ArrayAgg) -> exp.Expr:
    """Collect in an order, blanks too: Spark's own list has no order and leaves blanks out."""
    order = node.this if isinstance(node.this, exp.Order) else None
    if order is None or len(order.expressions) != 1 or order.expressions[0].args.get("desc"):
        raise StatementError("list() is translated with one ascending ORDER BY only")
    pair = exp.Anonymous(this="STRUCT", expressions=[order.expressions[0].this.copy(), order.this.copy()])
    collected = exp.Anonymous(this="ARRAY_SORT", expressions=[exp.Anonymous(this="COLLECT_LIST", expressions=[pair])])
    each = exp.to_identifier("pair")
    return exp.Anonymous(
        this="TRANSFORM",
        expressions=[
            collected,
            exp.Lambda(this=exp.Dot(this=each.copy(), expression=exp.to_identifier("col2")), expressions=[each]),
        ],
    )


def _counted_up(node: exp.Table) -> exp.Expr:
    """Read the rows of `range(n) t(name)`."""
    if not isinstance(node.this, exp.GenerateSeries):
        return node
    series = node.this
    upto = series.args.get("end")
    if series.args.get("step") is not None or upto is None or not series.args.get("is_end_exclusive"):
        raise StatementError("only range(n) is translated")
    numbers = exp.Anonymous(this="RANGE", expressions=[series.args["start"].copy(), upto.copy()])
    return exp.Table(this=numbers, alias=node.args.get("alias"))


def _extreme(node: Any) -> exp.Expr:
    """Leave a single value as it is: Spark's `greatest` wants two."""
    alone: exp.Expr = node if node.expressions else node.this.copy()
    return alone


def _same(node: exp.Expr) -> exp.Expr:
    return node


def _named(node: exp.Anonymous) -> exp.Expr:
    name = str(node.this).lower()
    if name in _SHARED_NAMES:
        return node
    if name in texts.NAMED:
        return texts.NAMED[name](node)
    if name in dates.NAMED:
        return dates.NAMED[name](node)
    raise StatementError(f"{name}() is not translated: it may come out otherwise on Spark")


RULES: dict[type[exp.Expr], Rewrite] = {
    exp.Div: _divided,
    exp.Avg: _averaged,
    exp.ArrayAgg: _listed,
    exp.Table: _counted_up,
    exp.GenerateSeries: _same,
    exp.Greatest: _extreme,
    exp.Least: _extreme,
    exp.Anonymous: _named,
    exp.Cast: casting.cast,
    exp.TryCast: casting.try_cast,
    exp.Try: casting.tried,
    exp.Typeof: casting.typed,
    **texts.RULES,
    **dates.RULES,
}
"""How each kind of expression is said; what is no function and not among them means the same to both."""

_REFUSED = (
    exp.IntervalSpan,
    exp.Pivot,
    exp.Lateral,
    exp.Unnest,
    exp.TableSample,
    exp.SimilarTo,
    exp.RegexpILike,
    exp.Glob,
    exp.ILike,
)


def rewritten(select: exp.Query) -> exp.Query:
    """Return the SELECT with every expression said as Spark must read it. Raises `StatementError` for unknown ones."""
    for node in reversed(list(select.walk(bfs=True))):
        rule = RULES.get(type(node))
        if rule is not None:
            new = rule(node)
            if new is not node:
                node.replace(new)
        elif isinstance(node, _REFUSED) or (isinstance(node, exp.Func) and not isinstance(node, SAME)):
            name = node.sql_name().lower() if isinstance(node, exp.Func) else node.key
            raise StatementError(f"{name}() is not translated: it may come out otherwise on Spark")
    return select


def spoken(select: exp.Expr) -> str:
    """Return the SELECT as Spark's text."""
    return select.sql(dialect="spark", identify=True, comments=False)
