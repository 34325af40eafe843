"""An audit run once more, beside the report of the first run: whatever it now says otherwise."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

_HEAD = ("policy", "period", "summary", "waivers", "omitted_deviations")
_PLACES = ("path", "line")


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that comes out otherwise: which part of the report, of whom or what, and both sides (None: nothing)."""

    part: str
    name: str
    was: Any
    now: Any


def differences(was: dict[str, Any], now: dict[str, Any]) -> Iterator[Difference]:
    """Yield what differs between two audits as JSON, but for where in which file something stands.

    Where the first is of an older form, its findings have fewer fields; only these are compared.
    """
    if was["schema"] != now["schema"]:
        now = now | {"scorecards": _within(now["scorecards"], was["scorecards"])}
    for part in _HEAD:
        if was.get(part) != now.get(part):
            yield Difference(part, "", was.get(part), now.get(part))
    for part, key in (("scorecards", "rep_id"), ("deviations", "id")):
        before, after = (_by(key, document[part]) for document in (was, now))
        for name in sorted(before.keys() | after.keys()):
            if before.get(name) != after.get(name):
                yield Difference(part, name, before.get(name), after.get(name))


def _within(value: Any, like: Any) -> Any:
    """Return a part of a document without the fields that the same part of another does not have."""
    if isinstance(value, dict) and isinstance(like, dict):
        return {name: _within(each, like[name]) for name, each in value.items() if name in like}
    if isinstance(value, list) and isinstance(like, list) and like:
        return [_within(each, like[0]) for each in value]
    return value


def _by(key: str, items: list[dict[str, Any]]) -> dict[str, Any]:
    """Return items by what names them; of several under one name, all."""
    named: dict[str, Any] = {}
    for each in items:
        named.setdefault(str(each.get(key, "")), []).append(_placeless(each))
    return {name: found[0] if len(found) == 1 else found for name, found in named.items()}


def _placeless(item: dict[str, Any]) -> dict[str, Any]:
    """Return an item without where its evidence stands: files may be renamed, and rows may move."""
    if "evidence" not in item:
        return item
    bare = [{name: value for name, value in each.items() if name not in _PLACES} for each in item["evidence"]]
    return item | {"evidence": sorted(bare, key=str)}
