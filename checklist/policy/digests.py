"""What a rule asks, as one short figure: equal in two audits exactly if the rule asked the same in both."""

from __future__ import annotations

import hashlib
import json
import re
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from checklist.model import RuleVersion
    from checklist.model.tables import Sort

_SAYS = frozenset({"rule", "title", "basis", "why", "advice", "weight", "threshold", "modality", "informational"})
"""What a rule says of itself, or how it weighs, rather than what it asks."""


def digest(
    kind: str,
    versions: Sequence[RuleVersion],
    groups: Mapping[str, Sequence[str]],
    sorts: Mapping[str, Mapping[str, Sort]] | None = None,
) -> str:
    """Return the SHA-256, in hex, of what a rule asks: its kind, figures, conditions, and when each version holds."""
    asked = [
        _plain(
            {name: value for name, value in version.parameters.model_dump(by_alias=True).items() if name not in _SAYS}
        )
        for version in versions
    ]
    # A group of types may come to mean others while its name stays.
    words = set(_words(asked))
    meant = {name: sorted(types) for name, types in groups.items() if name in words}
    # So may a column of the company's own, by what it is declared to hold.
    named = {part for word in words for part in re.findall(r"\w+", word)} | {*_names(asked)}
    declared = [(table, name, sort) for table, own in (sorts or {}).items() for name, sort in own.items()]
    held = {f"{table}.{name}": sort for table, name, sort in declared if name in named}
    text = json.dumps([kind, asked, meant, *([held] if held else [])], ensure_ascii=True, sort_keys=True)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _words(value: Any) -> Iterator[str]:
    """Yield every text that stands anywhere in parameters."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from _words(each)
    elif isinstance(value, list):
        for each in value:
            yield from _words(each)


def _names(value: Any) -> Iterator[str]:
    """Yield every name under which something stands in parameters: a condition names its columns so."""
    if isinstance(value, dict):
        yield from value
    for each in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _names(each)


def _plain(value: Any) -> Any:  # whatever parameters are made of
    if isinstance(value, BaseModel):
        return _plain(value.model_dump(by_alias=True))
    if isinstance(value, dict):
        return {str(name): _plain(each) for name, each in value.items()}
    if isinstance(value, (set, frozenset)):
        return sorted(json.dumps(_plain(each), sort_keys=True) for each in value)
    if isinstance(value, (list, tuple)):
        return [_plain(each) for each in value]
    return value if value is None or isinstance(value, (bool, int, float, str)) else str(value)
