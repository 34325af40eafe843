"""Days and times: an interval makes a time of a day, weeks are ISO weeks, and labels are written out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlglot import exp

from checklist.engine.spark.casting import call, inside
from checklist.engine.spark.failing import StatementError

if TYPE_CHECKING:
    from collections.abc import Callable

_UNITS = {"WEEK": ("DAY", 7), "QUARTER": ("MONTH", 3), "DECADE": ("YEAR", 10)}
_KNOWN = {"MICROSECOND", "MILLISECOND", "SECOND", "MINUTE", "HOUR", "DAY", "MONTH", "YEAR"}
_TRUNCATED = {"WEEK", "MONTH", "QUARTER", "YEAR"}
_FINE = {"HOUR", "MINUTE", "SECOND"}


def time(value: exp.Expr) -> exp.Expr:
    """Return a day or a time as a time without a zone."""
    return exp.Cast(this=value.copy(), to=exp.DataType.build("TIMESTAMPNTZ"))


def day(value: exp.Expr) -> exp.Expr:
    """Return the day of a time."""
    return exp.Cast(this=value.copy(), to=exp.DataType.build("DATE"))


def _interval(node: exp.Interval) -> exp.Expr:
    unit = str(node.unit).upper().removesuffix("S") if node.unit is not None else ""
    amount = node.this
    if unit in _UNITS:
        unit, factor = _UNITS[unit]
        amount = exp.Literal.string(str(int(amount.name) * factor))
    if unit not in _KNOWN or not isinstance(amount, exp.Literal):
        raise StatementError(f"{node.sql(dialect='duckdb')} is not translated")
    return exp.Interval(this=exp.Literal.string(amount.name), unit=exp.var(unit))


def _is_interval(node: exp.Expr) -> bool:
    node = inside(node)
    if isinstance(node, (exp.Mul, exp.Add, exp.Sub)):
        return (_is_interval(node.this) and (isinstance(node, exp.Mul) or _is_interval(node.expression))) or (
            isinstance(node, exp.Mul) and _is_interval(node.expression)
        )
    return isinstance(node, exp.Interval)


def _multiplied(node: exp.Mul) -> exp.Expr:
    """Fold so many times an interval into one."""
    sides = inside(node.this), inside(node.expression)
    for number, span in (sides, sides[::-1]):
        if isinstance(span, exp.Interval):
            negative = isinstance(number, exp.Neg)
            figure = number.this if negative else number
            if isinstance(figure, exp.Literal) and figure.name.isdigit():
                amount = int(figure.name) * int(span.this.name) * (-1 if negative else 1)
                return exp.Interval(this=exp.Literal.string(str(amount)), unit=span.args["unit"].copy())
    return node


def _moved(node: Any) -> exp.Expr:
    """Move by an interval: what comes of it is a time, of a day too."""
    moved: exp.Expr = node
    if _is_interval(node.expression) and not _is_interval(node.this):
        moved = type(node)(this=time(node.this), expression=node.expression.copy())
    return moved


def _truncated(node: Any) -> exp.Expr:
    unit = str(node.unit).upper().strip("'")
    if unit in _TRUNCATED:
        return time(call("TRUNC", day(node.this), unit))
    if unit == "DAY":
        return time(day(node.this))
    if unit in _FINE:
        return time(call("DATE_TRUNC", unit, time(node.this)))
    raise StatementError(f"date_trunc('{unit.lower()}') is not translated")


def _between(node: exp.DateDiff) -> exp.Expr:
    if str(node.unit).upper().strip("'") != "DAY":
        raise StatementError("date_diff is translated by days only")
    days = call("DATEDIFF", day(node.this), day(node.expression))
    return exp.Cast(this=days, to=exp.DataType.build("BIGINT"))


def _weekday(node: Any) -> exp.Expr:
    """Count from Sunday, which is nought."""
    return exp.Paren(this=exp.Sub(this=call("DAYOFWEEK", node.this), expression=exp.Literal.number(1)))


def _iso_weekday(node: Any) -> exp.Expr:
    """Count from Monday, which is one."""
    return exp.Paren(this=exp.Add(this=call("WEEKDAY", node.this), expression=exp.Literal.number(1)))


def _week(node: Any) -> exp.Expr:
    return call("WEEKOFYEAR", node.this)


def _padded(value: exp.Expr, width: int) -> exp.Expr:
    return call("LPAD", exp.Cast(this=value, to=exp.DataType.build("VARCHAR")), width, "0")


_SPELT: dict[str, Callable[[exp.Expr], exp.Expr]] = {
    "Y": lambda at: exp.Cast(this=call("YEAR", at), to=exp.DataType.build("VARCHAR")),
    "m": lambda at: _padded(call("MONTH", at), 2),
    "d": lambda at: _padded(call("DAY", at), 2),
    "H": lambda at: _padded(call("HOUR", at), 2),
    "M": lambda at: _padded(call("MINUTE", at), 2),
    "G": lambda at: _padded(call("YEAR", call("DATE_ADD", call("TRUNC", day(at), "WEEK"), 3)), 4),
    "V": lambda at: _padded(call("WEEKOFYEAR", at), 2),
}


def _written(node: exp.TimeToStr) -> exp.Expr:
    """Write a time out part by part: Spark's own patterns know no ISO weeks."""
    form = node.args.get("format")
    if not isinstance(form, exp.Literal):
        raise StatementError("strftime is translated with a format that is written out")
    parts: list[exp.Expr] = []
    letters = iter(form.name)
    for letter in letters:
        if letter != "%":
            parts.append(exp.Literal.string(letter))
            continue
        code = next(letters, "")
        if code not in _SPELT:
            raise StatementError(f"strftime's %{code} is not translated")
        parts.append(_SPELT[code](node.this))
    return exp.Anonymous(this="CONCAT", expressions=parts)


def _microsecond(node: exp.Anonymous) -> exp.Expr:
    """Count a minute's microseconds."""
    seconds = exp.Extract(this=exp.var("SECOND"), expression=node.expressions[0].copy())
    return exp.Cast(
        this=exp.Mul(this=seconds, expression=exp.Literal.number(1_000_000)), to=exp.DataType.build("BIGINT")
    )


def _bare(node: exp.Paren) -> exp.Expr:
    """Leave a span without parentheses: as a window's edge, Spark wants it bare."""
    return node.this.copy() if isinstance(node.this, exp.Interval) else node


RULES: dict[type[exp.Expr], Callable[[Any], exp.Expr]] = {
    exp.Paren: _bare,
    exp.Interval: _interval,
    exp.Mul: _multiplied,
    exp.Add: _moved,
    exp.Sub: _moved,
    exp.TimestampTrunc: _truncated,
    exp.DateTrunc: _truncated,
    exp.DateDiff: _between,
    exp.DayOfWeek: _weekday,
    exp.DayOfWeekIso: _iso_weekday,
    exp.Week: _week,
    exp.WeekOfYear: _week,
    exp.TimeToStr: _written,
}
NAMED: dict[str, Callable[[exp.Anonymous], exp.Expr]] = {"microsecond": _microsecond}
