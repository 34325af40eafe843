"""Casts and what may fail: the same texts are numbers and days to both engines, and the same figures round alike."""

from __future__ import annotations

from typing import Any

from sqlglot import exp

from checklist.engine.spark.failing import StatementError
from checklist.model.tables import NUMBERS

_BLANK = r"[ \t\n\x0B\f\r]*"
_DIGITS = "[0-9]+(?:_[0-9]+)*"
NUMBER = rf"\A{_BLANK}[+-]?(?:{_DIGITS}(?:[.](?:{_DIGITS})?)?|[.]{_DIGITS})(?:[eE][+-]?0*[0-9]{{1,4}})?{_BLANK}\z"
"""A text that DuckDB reads as a decimal; Java would also take digits of other scripts, and not every underscore."""
_TIME = r"[ ]*(?:[01]?[0-9]|2[0-4]):[0-5]?[0-9](?::[0-5]?[0-9](?:[.][0-9]+)?)?(?:[ Z+-].*)?"
DAY = rf"\A{_BLANK}(-?[0-9]{{1,6}})([-/ \\])([0-9]{{1,2}})\2([0-9]{{1,2}})(?:{_BLANK}|[ T]{_TIME})\z"
"""A text that DuckDB reads as a day, with or without a time behind it."""
_WORDS = {"epoch": "1970-01-01", "infinity": "294247-01-01", "-infinity": "-290000-01-01"}
_INTEGERS = ("TINYINT", "SMALLINT", "INT", "BIGINT", "INT128", "UBIGINT", "UINT", "USMALLINT", "UTINYINT")
_MOST_DIGITS = 18
_ARITHMETIC: dict[type[exp.Expr], str] = {exp.Add: "TRY_ADD", exp.Sub: "TRY_SUBTRACT", exp.Mul: "TRY_MULTIPLY"}


def double(value: exp.Expr) -> exp.Expr:
    """Return a value as a floating-point number."""
    return exp.Cast(this=value.copy(), to=exp.DataType.build("DOUBLE"))


def text(value: exp.Expr) -> exp.Expr:
    """Return a value as text."""
    return exp.Cast(this=value.copy(), to=exp.DataType.build("VARCHAR"))


def call(name: str, *values: Any) -> exp.Anonymous:
    """Return a call of one of Spark's own functions; Python's texts and numbers become literals."""
    return exp.Anonymous(this=name, expressions=[_argument(each) for each in values])


def _argument(value: Any) -> exp.Expr:
    if isinstance(value, exp.Expr):
        return value.copy()
    return exp.Literal.string(value) if isinstance(value, str) else exp.Literal.number(value)


def safe_cast(value: exp.Expr, kind: exp.DataType) -> exp.Expr:
    """Return Spark's own cast that gives NULL for what is no such value."""
    return exp.TryCast(this=value.copy(), to=kind.copy(), safe=True)


def matching(value: exp.Expr, pattern: str) -> exp.Expr:
    """Return the test that a Java pattern is found in a text."""
    return call("REGEXP_LIKE", value, pattern)


def inside(node: exp.Expr) -> exp.Expr:
    """Return what stands in parentheses, however many."""
    while isinstance(node, exp.Paren):
        node = node.this
    return node


def cast(node: exp.Cast) -> exp.Expr:
    """Round where DuckDB rounds: Spark cuts figures off at the point, and rounds quotients by their shortest text."""
    kind, value = node.to, inside(node.this)
    if kind.is_type("DECIMAL") and isinstance(value, exp.Div):
        return _rounded(value, kind)
    if kind.is_type(*_INTEGERS):
        if kind.is_type("INT128", "UBIGINT", "UINT", "USMALLINT", "UTINYINT"):
            raise StatementError(f"{kind.sql(dialect='duckdb')} is not a type of Spark's")
        if isinstance(value, exp.Div):
            return exp.Cast(this=call("BROUND", value), to=kind.copy())
        if _is_figure(value):
            return exp.Cast(this=call("ROUND", value), to=kind.copy())
    return node


def _rounded(value: exp.Expr, kind: exp.DataType) -> exp.Expr:
    """Return a quotient as a decimal, rounded as DuckDB does: scaled up first, in floating point, then once."""
    width, scale = (int(each.name) for each in kind.expressions)
    if width > _MOST_DIGITS:
        raise StatementError(f"a quotient is cast to at most {_MOST_DIGITS} digits")
    whole = exp.Cast(
        this=call(
            "ROUND", exp.Mul(this=exp.Paren(this=value.copy()), expression=double(exp.Literal.number(10**scale)))
        ),
        to=exp.DataType.build("BIGINT"),
    )
    unit = exp.Cast(
        this=exp.Literal.string(f"{10**-scale:.{scale}f}"), to=exp.DataType.build(f"DECIMAL({scale + 1}, {scale})")
    )
    return exp.Cast(this=exp.Mul(this=whole, expression=unit), to=kind.copy())


def _is_figure(value: exp.Expr) -> bool:
    """Tell whether a value may have decimals."""
    if isinstance(value, exp.Literal):
        return not value.is_string and "." in value.name
    if isinstance(value, exp.Column):
        return value.name.lower() in NUMBERS
    return isinstance(value, (exp.Add, exp.Sub, exp.Mul, exp.Sum, exp.Neg, exp.Coalesce)) and any(
        _is_figure(each) for each in value.find_all(exp.Literal, exp.Column)
    )


def try_cast(node: exp.TryCast) -> exp.Expr:
    """Read as a number or a day what DuckDB reads as one, and nothing else."""
    said = text(node.this)
    if node.to.is_type("DECIMAL"):
        plain = call("REPLACE", said, "_", "")
        return _when(matching(said, NUMBER), safe_cast(plain, node.to))
    if node.to.is_type("DATE"):
        parts = [call("REGEXP_EXTRACT", said, DAY, number) for number in (1, 3, 4)]
        year = exp.Case(
            ifs=[
                exp.If(
                    this=call("STARTSWITH", parts[0], "-"),
                    true=call("CONCAT", "-", call("LPAD", call("SUBSTRING", parts[0], 2), 4, "0")),
                )
            ],
            default=exp.Case(
                ifs=[
                    exp.If(
                        this=exp.LT(this=call("LENGTH", parts[0]), expression=exp.Literal.number(4)),
                        true=call("LPAD", parts[0], 4, "0"),
                    )
                ],
                default=parts[0].copy(),
            ),
        )
        day = safe_cast(call("CONCAT", year, "-", parts[1], "-", parts[2]), node.to)
        found = exp.Case(ifs=[exp.If(this=matching(said, DAY), true=day)])
        for word, meant in _WORDS.items():
            same = matching(said, rf"(?i)\A{_BLANK}{word}{_BLANK}\z")
            found.append("ifs", exp.If(this=same, true=exp.cast(exp.Literal.string(meant), "DATE")))
        return found
    if node.to.is_type("BIGINT", "INT"):
        return _when(matching(said, rf"\A{_BLANK}[+-]?[0-9]+{_BLANK}\z"), safe_cast(said, node.to))
    raise StatementError(f"TRY_CAST to {node.to.sql(dialect='duckdb')} is not translated")


def _when(condition: exp.Expr, value: exp.Expr) -> exp.Expr:
    return exp.Case(ifs=[exp.If(this=condition, true=value)])


def tried(node: exp.Try) -> exp.Expr:
    """Return NULL where any part of an expression overflows, as DuckDB does, and not only where it matters."""
    value = node.this.copy()
    root = exp.Paren(this=value)
    for each in reversed(list(root.walk(bfs=True))):
        name = _ARITHMETIC.get(type(each))
        if name is not None:
            each.replace(exp.Anonymous(this=name, expressions=[each.this.copy(), each.expression.copy()]))
        elif type(each) is exp.Cast:
            each.replace(safe_cast(each.this, each.to))
    risky = (exp.Anonymous, exp.TryCast)
    walk = root.walk(prune=lambda each: isinstance(each, risky))
    fallible = [each for each in walk if isinstance(each, risky)]
    if not fallible:
        return root
    sound = [exp.Not(this=exp.Is(this=each.copy(), expression=exp.null())) for each in fallible]
    return _when(exp.and_(*sound), root)


def typed(node: exp.Typeof) -> exp.Expr:
    """Return the name of a type as DuckDB writes it, as far as anyone asks: in capitals."""
    return call("UPPER", exp.Anonymous(this="TYPEOF", expressions=[node.this.copy()]))
