"""Relations between columns: `cost + marketing_expense <= expected_sales`, read safely and turned into SQL."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from pydantic_core import PydanticCustomError

from checklist.engine import SQL, literal

if TYPE_CHECKING:
    from collections.abc import Mapping

_MAX_LENGTH = 1000
_ARITHMETIC = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/"}
_COMPARISON = {ast.Eq: "=", ast.NotEq: "<>", ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">="}
_SINGLE_EQUALS = re.compile(r"(?<![<>=!])=(?!=)")


@dataclass(frozen=True, slots=True)
class Expression:
    """A parsed relation: the columns it reads, and its SQL."""

    tree: ast.expr
    columns: tuple[str, ...]
    numeric: frozenset[str]

    def sql(self, columns: Mapping[str, SQL], numbers: Mapping[str, SQL]) -> SQL:
        """Render it; `columns` are read as text where compared with text, `numbers` as exact decimals elsewhere."""
        return _render(self.tree, columns, numbers)


def divisors(expression: Expression, numbers: Mapping[str, SQL]) -> list[SQL]:
    """Return what the relation divides by: where one of them is nothing, the whole has no value."""
    nodes = (node for node in ast.walk(expression.tree) if isinstance(node, ast.BinOp))
    return [_value(node.right, numbers) for node in nodes if isinstance(node.op, ast.Div)]


def parse_expression(text: str) -> Expression:
    """Read a relation of columns, numbers, text, arithmetic, comparison, `and`, `or`, `not`; nothing else."""
    if len(text) > _MAX_LENGTH:
        raise _refuse(text, text[:20])
    try:
        tree = ast.parse(_SINGLE_EQUALS.sub("==", text).strip(), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise _refuse(text, text) from None
    names: dict[str, None] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Name):
            names[node.id] = None
    _check(tree, text, truth=True)
    texts = {
        name.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Compare)
        for left, right in zip([node.left, *node.comparators], node.comparators, strict=False)
        for name, other in ((left, right), (right, left))
        if isinstance(name, ast.Name) and _is_text(other)
    }
    return Expression(tree, tuple(names), frozenset(names) - texts)


def _refuse(text: str, part: str) -> PydanticCustomError:
    return PydanticCustomError("expression", "not a relation", {"value": text, "part": part})


def _check(node: ast.expr, text: str, *, truth: bool) -> None:
    """Refuse whatever is no relation; a truth is wanted at the top and under and/or/not, a value elsewhere."""
    if isinstance(node, ast.BoolOp) and truth:
        for value in node.values:
            _check(value, text, truth=True)
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not) and truth:
        _check(node.operand, text, truth=True)
    elif isinstance(node, ast.Compare) and truth and all(type(op) in _COMPARISON for op in node.ops):
        for value in (node.left, *node.comparators):
            _check(value, text, truth=False)
    elif isinstance(node, ast.BinOp) and not truth and type(node.op) in _ARITHMETIC:
        _check(node.left, text, truth=False)
        _check(node.right, text, truth=False)
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, (ast.USub, ast.UAdd)) and not truth:
        _check(node.operand, text, truth=False)
    elif isinstance(node, ast.Constant) and not truth and type(node.value) in {int, float, str}:
        return
    elif not (isinstance(node, ast.Name) and not truth):
        raise _refuse(text, ast.unparse(node))


def _is_text(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def _render(node: ast.expr, columns: Mapping[str, SQL], numbers: Mapping[str, SQL]) -> SQL:
    if isinstance(node, ast.BoolOp):
        word = " AND " if isinstance(node.op, ast.And) else " OR "
        return SQL("(" + word.join(f"coalesce({_render(v, columns, numbers)}, FALSE)" for v in node.values) + ")")
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        return SQL(f"(NOT {_render(node.operand, columns, numbers)})")
    if isinstance(node, ast.Compare):
        sides = [node.left, *node.comparators]
        parts = []
        for left, operator, right in zip(sides, node.ops, sides[1:], strict=False):
            # A column beside a quoted text is compared as text, every other pair as numbers.
            reading = columns if _is_text(left) or _is_text(right) else numbers
            symbol = _COMPARISON[type(operator)]
            parts.append(f"({_value(left, reading)} {symbol} {_value(right, reading)})")
        return SQL("(" + " AND ".join(parts) + ")")
    return _value(node, numbers)


def _value(node: ast.expr, reading: Mapping[str, SQL]) -> SQL:
    if isinstance(node, ast.Name):
        return reading[node.id]
    if isinstance(node, ast.Constant):
        if isinstance(node.value, str):
            return literal(node.value)
        return SQL(f"CAST({literal(Decimal(str(node.value)))} AS DECIMAL(18, 6))")
    if isinstance(node, ast.UnaryOp):
        return SQL(f"({'-' if isinstance(node.op, ast.USub) else ''}{_value(node.operand, reading)})")
    assert isinstance(node, ast.BinOp)  # noqa: S101  # what _check lets through
    left, right = _value(node.left, reading), _value(node.right, reading)
    if isinstance(node.op, ast.Div):
        # Dividing by nothing has no value, so the relation is not met.
        return SQL(f"(CAST({left} AS DOUBLE) / nullif(CAST({right} AS DOUBLE), 0))")
    symbol = _ARITHMETIC[type(node.op)]
    return SQL(f"(CAST({left} AS DECIMAL(38, 6)) {symbol} CAST({right} AS DECIMAL(38, 6)))")
