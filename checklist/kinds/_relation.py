"""What a relation's operands are (numbers, texts, days, times, spans of time), and the relation as SQL."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from pydantic_core import PydanticCustomError

from checklist.conditions import moment
from checklist.engine import SQL, literal
from checklist.kinds._expression import ARITHMETIC, COMPARISON, refuse, span_of, written
from checklist.model import Sentence
from checklist.model.tables import Sort

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from checklist.conditions import SortOf
    from checklist.kinds._expression import Expression

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_TIME = re.compile(r"\d{4}-\d{2}-\d{2}[ T]\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?")
_ORDER = (ast.Lt, ast.LtE, ast.Gt, ast.GtE)
_NEGATED = {"=": "<>", "<>": "=", "<": ">=", ">=": "<", ">": "<=", "<=": ">"}


class Operand(StrEnum):
    """What an operand is. A column of the company's own that holds days or times is a time: each value says which."""

    NUMBER = "number"
    TEXT = "text"
    DAY = "day"
    TIME = "time"
    SPAN = "duration"


_CANONICAL = {
    Sort.NUMBER: Operand.NUMBER,
    Sort.DAY: Operand.DAY,
    Sort.TIME: Operand.TIME,
    Sort.TEXT: Operand.TEXT,
    Sort.ANSWER: Operand.TEXT,
}
_MOMENTS = frozenset({Operand.DAY, Operand.TIME})


@dataclass(frozen=True, slots=True)
class Moment:
    """A day or time as SQL: when it begins, whether it is known to the day only, and in what it was moved."""

    at: SQL
    day_only: SQL
    by_clock: bool = False
    by_days: bool = False

    @property
    def ends(self) -> SQL:
        """The instant by which it is over."""
        if self.day_only == "FALSE":
            return self.at
        return SQL(f"CASE WHEN {self.day_only} THEN {self.at} + INTERVAL 1 DAY ELSE {self.at} END")

    @property
    def day(self) -> SQL:
        """The day on which it begins."""
        return SQL(f"CAST({self.at} AS DATE)")


@dataclass(frozen=True, slots=True)
class Relation:
    """A relation of which every operand has its sort.

    `columns` are those it reads as the engine holds them, `own` those of the company's own, which are texts until
    they are read, and `day_flags` what tells of a time whether it is known to the day only.
    """

    expression: Expression
    sorts: Mapping[str, Operand]
    columns: Mapping[str, SQL]
    own: frozenset[str]
    day_flags: Mapping[str, SQL]

    def holds(self) -> SQL:
        """Return the two-valued test that it holds: a blank or unreadable operand, or a division by nothing, does not.

        `not` is moved inwards to the comparisons, so that a day keeps the benefit of the doubt under it.
        """
        tests = [f"{self._read(name)} IS NOT NULL" for name in self.columns]
        tests += [f"coalesce(TRY({divisor} <> 0), FALSE)" for divisor in self._divisors()]
        filled = " AND ".join(tests) or "TRUE"
        truth = self._truth(self.expression.tree, negated=False)
        return SQL(f"({filled} AND coalesce(TRY({truth}), FALSE))")

    def unreadable(self) -> dict[str, SQL]:
        """Return, for each column that may be, the test that it is filled with what cannot be read as its sort."""
        return {
            name: SQL(f"({column} IS NOT NULL AND {self._read(name)} IS NULL)")
            for name, column in self.columns.items()
            if name in self.own and self.sorts[name] is not Operand.TEXT
        }

    def _read(self, name: str) -> SQL:
        """Return a column's value read as its sort, NULL where it is none."""
        column = self.columns[name]
        if name not in self.own or self.sorts[name] is Operand.TEXT:
            return column
        if self.sorts[name] is Operand.NUMBER:
            return SQL(f"TRY_CAST({column} AS DECIMAL(18, 6))")
        return moment(column)

    def _divisors(self) -> list[SQL]:
        """Return what is divided by: where one of them is nothing, the whole has no value."""
        nodes = (node for node in ast.walk(self.expression.tree) if isinstance(node, ast.BinOp))
        return [self._number(node.right) for node in nodes if isinstance(node.op, ast.Div)]

    def _truth(self, node: ast.expr, *, negated: bool) -> SQL:
        if isinstance(node, ast.BoolOp):
            word = " AND " if isinstance(node.op, ast.And) is not negated else " OR "
            return SQL("(" + word.join(self._truth(value, negated=negated) for value in node.values) + ")")
        if isinstance(node, ast.UnaryOp):
            return self._truth(node.operand, negated=not negated)
        assert isinstance(node, ast.Compare)  # noqa: S101  # what parsing lets through
        sides = [node.left, *node.comparators]
        parts = []
        for left, operator, right in zip(sides, node.ops, sides[1:], strict=False):
            symbol = COMPARISON[type(operator)]
            parts.append(self._compared(left, _NEGATED[symbol] if negated else symbol, right))
        word = " OR " if negated else " AND "
        return SQL("(" + word.join(f"coalesce({part}, FALSE)" for part in parts) + ")")

    def _compared(self, left: ast.expr, symbol: str, right: ast.expr) -> SQL:
        left, right = balanced(left, right)
        sort = _common(left, right, self.sorts)
        if sort in _MOMENTS:
            return _ordered(self._moment(left), symbol, self._moment(right))
        value = self._text if sort is Operand.TEXT else self._number
        return SQL(f"({value(left)} {symbol} {value(right)})")

    def _text(self, node: ast.expr) -> SQL:
        return self.columns[node.id] if isinstance(node, ast.Name) else literal(_constant(node))

    def _number(self, node: ast.expr) -> SQL:
        if isinstance(node, ast.Name):
            return self._read(node.id)
        if isinstance(node, ast.UnaryOp):
            return SQL(f"({'-' if isinstance(node.op, ast.USub) else ''}{self._number(node.operand)})")
        if not isinstance(node, ast.BinOp):
            return SQL(f"CAST({literal(Decimal(str(_constant(node))))} AS DECIMAL(18, 6))")
        left, right = self._number(node.left), self._number(node.right)
        if isinstance(node.op, ast.Div):
            # Dividing by nothing has no value, so the relation is not met.
            return SQL(f"(CAST({left} AS DOUBLE) / nullif(CAST({right} AS DOUBLE), 0))")
        symbol = ARITHMETIC[type(node.op)]
        return SQL(f"(CAST({left} AS DECIMAL(38, 6)) {symbol} CAST({right} AS DECIMAL(38, 6)))")

    def _moment(self, node: ast.expr) -> Moment:
        if isinstance(node, ast.Name):
            day_only = SQL("TRUE") if self.sorts[node.id] is Operand.DAY else self.day_flags.get(node.id, SQL("FALSE"))
            if node.id in self.own:
                day_only = SQL(f"NOT contains(CAST({self.columns[node.id]} AS VARCHAR), ':')")
            return Moment(SQL(f"CAST({self._read(node.id)} AS TIMESTAMP)"), day_only)
        if isinstance(node, ast.Constant):
            said = _day_or_time(node)
            precise = isinstance(said, datetime)
            return Moment(SQL(f"CAST({literal(said)} AS TIMESTAMP)"), SQL("FALSE" if precise else "TRUE"))
        assert isinstance(node, ast.BinOp)  # noqa: S101  # what finding the sorts lets through
        base, span = (node.left, span_of(node.right)) if span_of(node.right) else (node.right, span_of(node.left))
        assert span is not None  # noqa: S101  # as above
        moment = self._moment(base)
        amount, unit = (span.seconds, "SECOND") if span.by_clock else (span.amount, span.unit.upper())
        moved = SQL(f"({moment.at} {ARITHMETIC[type(node.op)]} {amount} * INTERVAL 1 {unit})")
        return Moment(moved, moment.day_only, moment.by_clock or span.by_clock, moment.by_days or not span.by_clock)


def sorts(expression: Expression, sort_of: SortOf) -> dict[str, Operand]:
    """Return the sort of each column that a relation reads, from the table's, else from what it stands beside.

    A column of the company's own that stays open is a number where it is put in order or reckoned with, else a
    text. Raises `PydanticCustomError` where operands of different sorts meet.
    """
    found: dict[str, Operand] = {}
    for name in expression.columns:
        sort = sort_of(name)
        if sort is not None:
            found[name] = _CANONICAL[sort]
    pairs = list(_pairs(expression.tree))
    _spread(pairs, found)
    for left, right, operator in pairs:
        if isinstance(operator, _ORDER):
            _assume(left, Operand.NUMBER, found)
            _assume(right, Operand.NUMBER, found)
            _spread(pairs, found)
    for name in expression.columns:
        if name not in found:
            found[name] = Operand.TEXT
            _spread(pairs, found)
    for node in reversed(list(ast.walk(expression.tree))):
        if isinstance(node, ast.UnaryOp) and not isinstance(node.op, ast.Not) and _sort(node, found) is None:
            raise refuse(expression.text, written(node))
        if isinstance(node, ast.BinOp) and _sort(node, found) is None:
            raise _differ(expression, node.left, node.right, found)
    for left, right, _ in pairs:
        if _common(left, right, found) in {None, Operand.SPAN}:
            raise _differ(expression, left, right, found)
    return found


def balanced(left: ast.expr, right: ast.expr) -> tuple[ast.expr, ast.expr]:
    """Return the sides of a comparison; `a - b` beside a span of time becomes `a` beside `b` and the span."""
    if span_of(right) and isinstance(left, ast.BinOp) and isinstance(left.op, ast.Sub) and not span_of(left.right):
        return left.left, ast.BinOp(left.right, ast.Add(), right)
    if span_of(left) and isinstance(right, ast.BinOp) and isinstance(right.op, ast.Sub) and not span_of(right.right):
        return ast.BinOp(right.right, ast.Add(), left), right.left
    return left, right


Pair = tuple[ast.expr, ast.expr, ast.cmpop]


def _pairs(tree: ast.expr) -> Iterator[Pair]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Compare):
            sides = [node.left, *node.comparators]
            for left, operator, right in zip(sides, node.ops, sides[1:], strict=False):
                yield (*balanced(left, right), operator)


def _spread(pairs: list[Pair], found: dict[str, Operand]) -> None:
    """Give open columns the sorts of what they are compared and reckoned with, until nothing changes."""
    before = -1
    while before != len(found):
        before = len(found)
        for left, right, _ in pairs:
            for side, other in ((left, right), (right, left)):
                for node in ast.walk(side):
                    _spread_within(node, found)
                sort = _sort(other, found)
                if sort is None and isinstance(other, ast.Constant):
                    # A quoted day beside a column that may be one says that it is.
                    sort = Operand.TIME
                if sort is not None:
                    _assume(side, Operand.TIME if sort in _MOMENTS else sort, found)


def _spread_within(node: ast.AST, found: dict[str, Operand]) -> None:
    if isinstance(node, ast.UnaryOp):
        _assume(node.operand, Operand.NUMBER, found)
    elif isinstance(node, ast.BinOp):
        sort = Operand.TIME if span_of(node.right) or span_of(node.left) else Operand.NUMBER
        _assume(node.left, sort, found)
        _assume(node.right, sort, found)


def _assume(node: ast.expr, sort: Operand, found: dict[str, Operand]) -> None:
    if isinstance(node, ast.Name) and sort is not Operand.SPAN:
        found.setdefault(node.id, sort)


def _sort(node: ast.expr, found: Mapping[str, Operand]) -> Operand | None:
    """Return what a value is, None where it is open, or (once every column has its sort) where it is nothing."""
    if isinstance(node, ast.Name):
        return found.get(node.id)
    if isinstance(node, ast.Constant):
        if isinstance(node.value, bytes):
            return Operand.SPAN
        if isinstance(node.value, str):
            return Operand.TEXT if _day_or_time(node) is None else None
        return Operand.NUMBER
    if isinstance(node, ast.UnaryOp):
        return Operand.NUMBER if _sort(node.operand, found) is Operand.NUMBER else None
    assert isinstance(node, ast.BinOp)  # noqa: S101  # what parsing lets through
    left, right = _sort(node.left, found), _sort(node.right, found)
    if left is right is Operand.NUMBER:
        return Operand.NUMBER
    # A quoted day is one where something is reckoned with it.
    left = Operand.DAY if _day_or_time(node.left) else left
    right = Operand.DAY if _day_or_time(node.right) else right
    adds, takes = isinstance(node.op, ast.Add), isinstance(node.op, ast.Sub)
    if takes and left in _MOMENTS and right in _MOMENTS:
        return Operand.SPAN
    if span_of(node.right) and (adds or takes) and left in _MOMENTS:
        return left
    return right if span_of(node.left) and adds and right in _MOMENTS else None


def _common(left: ast.expr, right: ast.expr, found: Mapping[str, Operand]) -> Operand | None:
    """Return the sort in which two sides are compared, None where they differ."""
    one, other = _sort(left, found), _sort(right, found)
    quoted = [_day_or_time(side) is not None for side in (left, right)]
    if all(quoted):
        return Operand.DAY
    if any(quoted):
        # A quoted day is a text beside a text.
        sort = other if quoted[0] else one
        return sort if sort is Operand.TEXT or sort in _MOMENTS else None
    if one in _MOMENTS and other in _MOMENTS:
        return Operand.TIME
    return one if one is other else None


def _day_or_time(node: ast.expr) -> date | None:
    """Return the day or time that a quoted text is, if it is one."""
    value = _constant(node)
    if not isinstance(value, str):
        return None
    try:
        if _DAY.fullmatch(value):
            return date.fromisoformat(value)
        return datetime.fromisoformat(value) if _TIME.fullmatch(value) else None
    except ValueError:
        return None


def _constant(node: ast.expr) -> Any:  # what Python holds in a constant
    return node.value if isinstance(node, ast.Constant) else None


def _differ(
    expression: Expression, left: ast.expr, right: ast.expr, found: Mapping[str, Operand]
) -> PydanticCustomError:
    left_sort, right_sort = (Sentence(f"takes.{_said(side, found)}") for side in (left, right))
    return PydanticCustomError(
        "sorts_differ",
        "sorts differ",
        {
            "value": expression.text,
            "left": written(left),
            "left_sort": left_sort,
            "right": written(right),
            "right_sort": right_sort,
        },
    )


def _said(node: ast.expr, found: Mapping[str, Operand]) -> str:
    return _sort(node, found) or (Operand.DAY if _day_or_time(node) is not None else Operand.NUMBER)


def _ordered(left: Moment, symbol: str, right: Moment) -> SQL:
    """Compare two moments.

    What was moved by minutes or hours is compared by the clock, and a day gets the benefit of the doubt: it may be
    any of its moments. Otherwise the order is by day, wherever one of the two is known to the day only or was moved
    by days, weeks, months or years: a span of days ends with its last day.
    """
    if left.by_clock or right.by_clock:
        within = {
            "<": f"{left.at} < {right.ends}",
            "<=": f"{left.at} <= {right.ends}",
            ">": f"{left.ends} > {right.at}",
            ">=": f"{left.ends} >= {right.at}",
            "=": f"{left.at} <= {right.ends} AND {left.ends} >= {right.at}",
            "<>": f"{left.day_only} OR {right.day_only} OR {left.at} <> {right.at}",
        }
        return SQL(f"({within[symbol]})")
    by_day = f"{left.day} {symbol} {right.day}"
    if left.by_days or right.by_days or "TRUE" in {left.day_only, right.day_only}:
        return SQL(f"({by_day})")
    exact = f"{left.at} {symbol} {right.at}"
    if left.day_only == right.day_only == "FALSE":
        return SQL(f"({exact})")
    return SQL(f"(CASE WHEN {left.day_only} OR {right.day_only} THEN {by_day} ELSE {exact} END)")
