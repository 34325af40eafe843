"""JSON as text: written so that it compares line by line and hides nothing, read so that nothing in it surprises."""

from __future__ import annotations

import json
import re
from collections import Counter
from math import isinf
from pathlib import Path
from typing import TYPE_CHECKING, Any

from checklist.model.errors import Place, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_encode = json.JSONEncoder(ensure_ascii=False, allow_nan=False).encode
_UNSEEN = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")


class _RepeatedKeyError(ValueError):
    """An object of a document that names a field twice."""


def encoded(value: Any) -> str:  # anything JSON holds
    """Encode a value; characters that a terminal or an editor would obey or hide are spelt as escapes."""
    return shown(_encode(value))


def shown(text: str) -> str:
    """Return JSON in which every character that a terminal or an editor would obey or hide is spelt as an escape."""
    if (text.isascii() and "\x7f" not in text) or text.isprintable():  # asked first, because it is much faster
        return text
    return _UNSEEN.sub(lambda match: f"\\u{ord(match.group()):04x}", text)


def item_lines(items: Iterable[str], indent: str) -> Iterator[str]:
    """Yield the items of a list, encoded already, one a line."""
    between = f"\n{indent} "
    for item in items:
        yield between + item
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
        yield from item_lines(map(encoded, items), " ")
        yield "]"
        between = ",\n"
    yield "\n}\n"


def text_of(path: str) -> str:
    """Return the text of a JSON file. Raises `UsageError` with the place where it cannot be read."""
    try:
        return Path(path).read_bytes().decode("utf-8-sig")
    except IsADirectoryError:
        raise UsageError("file_is_folder", Place(path)) from None
    except FileNotFoundError:
        raise UsageError("file_missing", Place(path)) from None
    except UnicodeDecodeError:
        raise UsageError("audit_not_json", Place(path)) from None
    except (OSError, ValueError) as error:
        raise UsageError("file_unreadable", Place(path), detail=getattr(error, "strerror", None) or error) from None


def read_json(path: str) -> Any:  # whatever JSON holds
    """Return what a JSON file holds. Raises `UsageError` with the place where it cannot be read to its end."""
    return parsed(text_of(path), path)


def parsed(text: str, path: str) -> Any:  # whatever JSON holds
    """Return what the JSON of the file at `path` holds. Raises `UsageError` where it is broken or ambiguous."""
    try:
        return json.loads(text, parse_constant=_no_number, parse_float=_finite, object_pairs_hook=_object)
    except json.JSONDecodeError as error:
        raise UsageError("audit_not_json", Place(path, error.lineno, error.colno)) from None
    except _RepeatedKeyError as error:
        raise UsageError("json_key_twice", Place(path), name=str(error)[:200]) from None
    except (ValueError, RecursionError):
        raise UsageError("audit_not_json", Place(path)) from None


def _no_number(name: str) -> Any:
    raise ValueError(name)


def _finite(digits: str) -> float:
    number = float(digits)
    if isinf(number):
        raise ValueError(digits)
    return number


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) < len(pairs):
        raise _RepeatedKeyError(Counter(key for key, _ in pairs).most_common(1)[0][0])
    return made
