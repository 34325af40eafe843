"""Texts: what blanks are, what the small letter of a capital is, and what a regular expression finds."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from sqlglot import exp

from checklist.engine.spark.casting import call, matching
from checklist.engine.spark.failing import StatementError
from checklist.engine.spark.patterns import java_pattern

if TYPE_CHECKING:
    from collections.abc import Callable

BLANKS = " \u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
"""What DuckDB trims: every space there is, where Spark trims the plain one."""


# Capitals whose small letter Java writes as two, or by what stands beside it. (Of the letters that Unicode has taken in
# since 2024, in scripts of which no log was ever seen, DuckDB knows no small ones yet, and Spark does.)
CAPITALS, SMALL = "\u0130\u03a3", "i\u03c3"


def _lowered(node: exp.Lower) -> exp.Expr:
    return call("LOWER", call("TRANSLATE", node.this, CAPITALS, SMALL))


def _trimmed(node: exp.Trim) -> exp.Expr:
    given = node.expression
    if given is not None and not isinstance(given, exp.Literal):
        raise StatementError("trim is translated with characters that are written out")
    side = str(node.args.get("position") or "BOTH").upper()
    return exp.Trim(
        this=node.this.copy(), expression=exp.Literal.string(given.name if given else BLANKS), position=side
    )


def _pattern(node: exp.Expr | None) -> str:
    if not isinstance(node, exp.Literal):
        raise StatementError("a regular expression is translated where it is written out")
    return java_pattern(node.name)


def _found(node: exp.RegexpLike) -> exp.Expr:
    if node.args.get("flag") is not None:
        raise StatementError("regexp_matches is translated without options")
    return matching(node.this, _pattern(node.expression))


def _wholly(node: exp.Anonymous) -> exp.Expr:
    value, pattern = node.expressions
    return matching(value, rf"\A(?:{_pattern(pattern)})\z")


def _replaced(node: exp.RegexpReplace) -> exp.Expr:
    modifiers = node.args.get("modifiers")
    if modifiers is None or modifiers.name != "g":
        raise StatementError("regexp_replace is translated with 'g' only")
    new = node.args.get("replacement")
    if not isinstance(new, exp.Literal) or re.search(r"[\\$]", new.name):
        raise StatementError("regexp_replace is translated with a plain replacement")
    return call("REGEXP_REPLACE", node.this, _pattern(node.expression), new.name)


def _like(node: exp.Like) -> exp.Expr:
    if not isinstance(node.expression, exp.Literal) or "\\" in node.expression.name:
        raise StatementError("LIKE is translated with a pattern that is written out, without a backslash")
    return node


def _joined(node: exp.GroupConcat) -> exp.Expr:
    """Join texts in a given order only: without one, they come as they happen to."""
    if node.find(exp.Order) is None:
        raise StatementError("string_agg is translated with an ORDER BY only")
    return node


RULES: dict[type[exp.Expr], Callable[[Any], exp.Expr]] = {
    exp.Lower: _lowered,
    exp.Trim: _trimmed,
    exp.RegexpLike: _found,
    exp.RegexpReplace: _replaced,
    exp.Like: _like,
    exp.GroupConcat: _joined,
}
NAMED: dict[str, Callable[[exp.Anonymous], exp.Expr]] = {"regexp_full_match": _wholly}
