"""SQL text from templates in which every value becomes a literal: no text from outside is ever SQL."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

    from jinja2 import Environment, Template


class SQL(str):
    """SQL that this program wrote itself. Only such text passes into a template unquoted."""

    __slots__ = ()


def literal(value: Any) -> SQL:
    """Render a Python value as a SQL literal; SQL of our own passes through.

    Text is quoted with doubled quotes and loses NUL characters, which no engine stores. Numbers are exact
    decimals, so that 0.1 means a tenth. Lists become parenthesised lists for `IN`.
    """
    if isinstance(value, SQL):
        return value
    if value is None:
        return SQL("NULL")
    if isinstance(value, bool):
        return SQL("TRUE" if value else "FALSE")
    if isinstance(value, int):
        return SQL(str(value))
    if isinstance(value, Fraction):
        return SQL(f"({value.numerator}/{value.denominator})") if value.denominator != 1 else SQL(value.numerator)
    if isinstance(value, (float, Decimal)):
        return SQL(format(Decimal(str(value)), "f"))
    if isinstance(value, datetime):
        return SQL(f"TIMESTAMP '{value.isoformat(sep=' ')}'")
    if isinstance(value, date):
        return SQL(f"DATE '{value.isoformat()}'")
    if isinstance(value, (list, tuple, set, frozenset)):
        items = sorted(value) if isinstance(value, (set, frozenset)) else value
        return SQL("(" + ", ".join(literal(item) for item in items) + ")") if items else SQL("(NULL)")
    if isinstance(value, str):
        return SQL("'" + value.replace("\0", "").replace("'", "''") + "'")
    raise TypeError(f"no SQL literal for {type(value).__name__}")


def identifier(name: str) -> SQL:
    """Render a column or table name, always quoted."""
    return SQL('"' + name.replace("\0", "").replace('"', '""') + '"')


@cache
def _environment() -> Environment:
    from jinja2 import Environment, StrictUndefined

    # SQL is no HTML: what makes it safe is that `finalize` renders every value as a literal.
    environment = Environment(finalize=literal, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)  # noqa: S701
    environment.filters["identifier"] = identifier
    return environment


@cache
def _template(text: str) -> Template:
    """Compile a template once: a pack renders the same few many times."""
    return _environment().from_string(text)


def render(template: str, /, **values: Any) -> SQL:
    """Fill a SQL template: `{{ value }}` is a literal, `{{ name | identifier }}` a quoted name."""
    return SQL(_template(template).render(**values).strip())


def render_file(path: Path, /, **values: Any) -> SQL:
    """Fill the SQL template at `path`."""
    return render(path.read_text(encoding="utf-8"), **values)
