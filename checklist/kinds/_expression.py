"""Relations between columns: `valid_until <= occurred_at + 20 days`, parsed so that nothing else gets through."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass

from pydantic_core import PydanticCustomError

from checklist.conditions import check_number
from checklist.model.duration import UNITS, Duration

_MAX_LENGTH = 1000
_MAX_DEPTH = 50
ARITHMETIC = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/"}
COMPARISON = {ast.Eq: "=", ast.NotEq: "<>", ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">="}
_TOKEN = re.compile(
    r"""(?P<quoted>'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")"""
    r"""|(?P<prefix>\b[A-Za-z]{1,2}(?=['"]))"""
    rf"""|(?P<span>(?<![\w.])\d+\s+(?:{"|".join(UNITS)})s?\b)"""
    r"""|(?P<equals>(?<![<>=!])=(?!=))"""
)
_SPAN_UNITS = "minutes, hours, days, weeks, months, years"


@dataclass(frozen=True, slots=True)
class Expression:
    """A parsed relation and the columns it reads. In its tree, a span of time stands as bytes: `b"20 days"`."""

    text: str
    tree: ast.expr
    columns: tuple[str, ...]


def span_of(node: ast.expr) -> Duration | None:
    """Return the span of time that stands here, if one does."""
    if isinstance(node, ast.Constant) and isinstance(node.value, bytes):
        return Duration.parse(node.value.decode())
    return None


def written(node: ast.expr) -> str:
    """Return a part of a relation as its author writes it."""
    return re.sub(r"b'(\d+\s+\w+)'", r"\1", ast.unparse(node))


def parse_expression(text: str) -> Expression:
    """Read a relation of columns, numbers, text, spans of time, arithmetic, comparison, `and`, `or`, `not`.

    Raises `PydanticCustomError` for anything else.
    """
    if len(text) > _MAX_LENGTH:
        raise refuse(text, text[:20])

    def spelt(match: re.Match[str]) -> str:
        if match["prefix"] and match["prefix"] not in {"or", "in", "is"}:
            raise refuse(text, match[0])
        if match["span"]:
            return repr(match["span"].encode())
        return "==" if match["equals"] else match[0]

    try:
        tree = ast.parse(_TOKEN.sub(spelt, text).strip(), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise refuse(text, text) from None
    _check(tree, text, truth=True, depth=0)
    names = dict.fromkeys(node.id for node in ast.walk(tree) if isinstance(node, ast.Name))
    return Expression(text, tree, tuple(names))


def refuse(text: str, part: str) -> PydanticCustomError:
    """Return the error for a part that has no place in a relation."""
    return PydanticCustomError("expression", "not a relation", {"value": text, "part": part})


def _check(node: ast.expr, text: str, *, truth: bool, depth: int) -> None:
    """Refuse whatever is no relation; a truth is wanted at the top and under and/or/not, a value elsewhere."""
    parts: list[ast.expr] = []
    inner = False
    if isinstance(node, ast.BoolOp) and truth:
        parts, inner = node.values, True
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not) and truth:
        parts, inner = [node.operand], True
    elif isinstance(node, ast.Compare) and truth and all(type(op) in COMPARISON for op in node.ops):
        parts = [node.left, *node.comparators]
    elif isinstance(node, ast.BinOp) and not truth and type(node.op) in ARITHMETIC:
        parts = [node.left, node.right]
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, (ast.USub, ast.UAdd)) and not truth:
        parts = [node.operand]
    elif isinstance(node, ast.Constant) and not truth:
        _check_constant(node, text)
    elif not (isinstance(node, ast.Name) and not truth):
        raise refuse(text, written(node))
    if depth > _MAX_DEPTH:
        raise refuse(text, text[:20])
    for part in parts:
        _check(part, text, truth=inner, depth=depth + 1)


def _check_constant(node: ast.Constant, text: str) -> None:
    if type(node.value) in {int, float}:
        check_number(node.value)
    elif isinstance(node.value, bytes):
        try:
            span = Duration.parse(node.value.decode())
        except ValueError:
            raise refuse(text, node.value.decode()) from None
        if span.by_calendar:
            raise PydanticCustomError("duration_unit", "unit", {"value": str(span), "units": _SPAN_UNITS})
        if span.amount == 0:
            raise refuse(text, str(span))
    elif not isinstance(node.value, str):
        raise refuse(text, written(node))
