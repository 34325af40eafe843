"""JSON that compares line by line, in which nothing hides."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_encode = json.JSONEncoder(ensure_ascii=False, allow_nan=False).encode
_UNSEEN = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")


def encoded(value: Any) -> str:  # anything JSON holds
    """Encode a value; characters that a terminal or an editor would obey or hide are spelt as escapes."""
    return _UNSEEN.sub(lambda match: f"\\u{ord(match.group()):04x}", _encode(value))


def item_lines(items: Iterable[Any], indent: str) -> Iterator[str]:
    """Yield the items of a list, one a line."""
    between = f"\n{indent} "
    for item in items:
        yield between + encoded(item)
        between = f",\n{indent} "
    if between.startswith(","):
        yield f"\n{indent}"


def document(head: Iterable[tuple[str, Any]], lists: Iterable[tuple[str, Iterable[Any]]]) -> Iterator[str]:
    """Yield a document: the fields of its head, each on a line, then its lists, each item on a line."""
    between = "{\n"
    for name, value in head:
        yield f"{between} {encoded(name)}: {encoded(value)}"
        between = ",\n"
    for name, items in lists:
        yield f"{between} {encoded(name)}: ["
        yield from item_lines(items, " ")
        yield "]"
        between = ",\n"
    yield "\n}\n"
