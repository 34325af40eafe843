"""What a reading told, as plain JSON and back again: every value of its very type, or not at all."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from checklist.model import Bilingual, InputSummary, Notice, Place, Reject, Sentence
from checklist.records.api import ColumnRule, Coverage, HeaderMapping, Loaded

_TYPES: dict[str, type[Any]] = {
    each.__name__: each
    for each in (Bilingual, ColumnRule, Coverage, HeaderMapping, InputSummary, Loaded, Notice, Place, Reject, Sentence)
}
_SAME = (type(None), bool, int, float, str)


def known(kind: type[Any]) -> type[Any]:
    """Let values of a dataclass be packed as well, by its own name."""
    _TYPES[kind.__name__] = kind
    return kind


def packed(value: Any) -> Any:
    """Return a value as JSON has it. Raises `TypeError` for one that would not come back as it was."""
    if type(value) in _SAME:
        return value
    if type(value) is list:
        return [packed(each) for each in value]
    if type(value) is tuple:
        return {"tuple": [packed(each) for each in value]}
    if type(value) is frozenset:
        return {"set": sorted(value)}
    if type(value) is dict:
        return {"dict": [[packed(key), packed(each)] for key, each in value.items()]}
    if type(value) in (date, datetime):
        return {type(value).__name__: value.isoformat()}
    if type(value) is Decimal:
        return {"Decimal": str(value)}
    name = type(value).__name__
    if is_dataclass(value) and _TYPES.get(name) is type(value):
        return {name: [packed(getattr(value, field.name)) for field in fields(value)]}
    raise TypeError(name)


def unpacked(plain: Any) -> Any:
    """Return the value that was packed. Raises `ValueError`, `TypeError` or `KeyError` for what never was one."""
    if isinstance(plain, list):
        return [unpacked(each) for each in plain]
    if not isinstance(plain, dict):
        return plain
    ((name, inner),) = plain.items()
    if name in _TYPES:
        return _TYPES[name](*(unpacked(each) for each in inner))
    return _MADE[name](inner)


_MADE: dict[str, Any] = {
    "tuple": lambda inner: tuple(unpacked(each) for each in inner),
    "set": frozenset,
    "dict": lambda inner: {unpacked(key): unpacked(each) for key, each in inner},
    "date": date.fromisoformat,
    "datetime": datetime.fromisoformat,
    "Decimal": Decimal,
}
