"""The query that reads a database: one SELECT, which changes nothing."""

from __future__ import annotations

import hashlib
import logging
from typing import TYPE_CHECKING

from checklist.model import InputError

if TYPE_CHECKING:
    from checklist.model import Place

_SHOWN = 12


def fingerprint(query: str) -> str:
    """Return a short name of a query, to tell inputs from one database apart."""
    return hashlib.sha256(query.strip().encode()).hexdigest()[:_SHOWN]


def checked(query: str, dialect: str, place: Place) -> str:
    """Return a query without its closing semicolon. Raises `InputError` where it is anything but one SELECT.

    `dialect` is what sqlglot calls the server's SQL. The session is read-only besides; this says so sooner.
    """
    try:
        import sqlglot  # only needed, and only installed, where databases are read
        from sqlglot import expressions
    except ImportError:
        raise InputError("needs_library", place, library="sqlglot", extra="databases") from None
    # What it cannot parse is refused below, in the reader's language.
    logging.getLogger("sqlglot").setLevel(logging.CRITICAL)
    try:
        tokens = sqlglot.tokenize(query, read=dialect)
        trees = [each for each in sqlglot.parse(query, read=dialect) if each is not None]
    except sqlglot.errors.SqlglotError as error:
        found = getattr(error, "errors", None) or [{}]
        detail = found[0].get("description") or str(error).partition("\n")[0]
        raise InputError("query_unreadable", place, detail=detail) from None
    statements = [each for each in trees if not isinstance(each, expressions.Semicolon)]
    if len(statements) > 1:
        raise InputError("query_several", place)
    changes = (expressions.DML, expressions.Create, expressions.Into, expressions.Lock, expressions.Command)
    # MySQL runs what stands in a comment that begins with an exclamation mark.
    run = any(comment.lstrip("M").startswith("!") for token in tokens for comment in token.comments)
    if run or not statements or not isinstance(statements[0], expressions.Query) or statements[0].find(*changes):
        raise InputError("query_not_select", place)
    end = next((token.start for token in tokens if token.token_type is sqlglot.TokenType.SEMICOLON), len(query))
    return query[:end]
