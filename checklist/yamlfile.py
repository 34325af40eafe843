"""Read YAML that people write by hand, so that every complaint about it can name its line and column.

    document = read_yaml(path, PolicyError)
    try:
        pack = Pack.model_validate(document.data)
    except ValidationError as error:
        raise validation_errors(error, document, PolicyError, model=Pack) from None
    raise PolicyError("unknown_kind", document.value_place(("rules", 0, "kind")), kind=...)

The scalars are those of YAML 1.2's core: `yes`, `no`, `on`, `off` and `09:00` are text, and so is a number
with leading zeros (`007`), in base 8 or 16, or not finite. `2026-10-31` is a day. Names before a colon are
always text. Whoever needs every value as it was written (`version: 1.10`) asks for `scalars="text"`, or for
one value's `source`.
"""

from __future__ import annotations

import hashlib
import math
import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NoReturn

import yaml

from checklist.model.errors import ChecklistError, Place
from checklist.yamlerrors import did_you_mean, validation_errors

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["YamlDocument", "did_you_mean", "from_text", "read_yaml", "validation_errors"]

KeyPath = tuple[str | int, ...]
Position = tuple[int, int]

_MAX_BYTES = 5_000_000
_MAX_DEPTH = 50
_MAX_DIGITS = 40
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_NULL = re.compile(r"~|null|Null|NULL|")
_BOOLEAN = re.compile(r"true|True|TRUE|false|False|FALSE")
_WHOLE = re.compile(r"[-+]?(0|[1-9][0-9]*)")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|(0|[1-9][0-9]*)(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True, slots=True)
class YamlDocument:
    """One YAML file as plain values, with the place of each name and value in it."""

    path: str
    data: Any
    _keys: dict[KeyPath, Position]
    _values: dict[KeyPath, Position]
    _sources: dict[KeyPath, str]

    def place(self, path: Sequence[str | int] = ()) -> Place:
        """Return where the node at `path` stands (a named value: its name), or the nearest node above it."""
        return self._nearest(tuple(path), self._keys)

    def value_place(self, path: Sequence[str | int] = ()) -> Place:
        """Return where the value at `path` begins, after its name."""
        return self._nearest(tuple(path), self._values)

    def source(self, path: Sequence[str | int]) -> str | None:
        """Return a scalar as it was written (without quotes), or None where no scalar stands."""
        return self._sources.get(tuple(path))

    def digest(self) -> str:
        """Return a hash of all that it says, and where: two files of one hash read alike, slips and all."""
        told = repr((self.path, self.data, self._keys, self._values, self._sources))
        return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()

    def _nearest(self, path: KeyPath, positions: dict[KeyPath, Position]) -> Place:
        while path and path not in positions:
            path = path[:-1]
        line, column = positions.get(path, (1, 1))
        return Place(self.path, line, column)


def read_yaml(
    path: str | Path, error_class: type[ChecklistError], *, scalars: Literal["core", "text"] = "core"
) -> YamlDocument:
    """Read the YAML file at `path`; whatever is wrong with it is raised as `error_class` with its place."""
    shown = str(path)
    try:
        with Path(path).open("rb") as file:
            content = file.read(_MAX_BYTES + 1)
    except FileNotFoundError:
        raise error_class("file_missing", Place(shown)) from None
    except IsADirectoryError:
        raise error_class("file_is_folder", Place(shown)) from None
    except (OSError, ValueError) as error:
        detail = getattr(error, "strerror", None) or error
        raise error_class("file_unreadable", Place(shown), detail=detail) from None
    if len(content) > _MAX_BYTES:
        raise error_class("yaml_too_large", Place(shown), limit=_MAX_BYTES // 1_000_000)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise error_class("yaml_encoding", Place(shown, line)) from None
    return from_text(text, shown, error_class, scalars=scalars)


def from_text(
    text: str, path: str, error_class: type[ChecklistError], *, scalars: Literal["core", "text"] = "core"
) -> YamlDocument:
    """Read YAML from text; `path` is what places show."""
    return _Builder(text, path, error_class, scalars).document()


class _Builder:
    """Turns one document's parsing events into plain values, and notes where each stood.

    It reads events rather than composed nodes: nesting is then bounded before it costs anything, and an alias
    is refused before it can multiply.
    """

    def __init__(self, text: str, path: str, error_class: type[ChecklistError], scalars: str) -> None:
        self.text = text
        self.path = path
        self.error_class = error_class
        self.scalar = _core_scalar if scalars == "core" else _text_scalar
        self.keys: dict[KeyPath, Position] = {(): (1, 1)}
        self.values: dict[KeyPath, Position] = {}
        self.sources: dict[KeyPath, str] = {}

    def document(self) -> YamlDocument:
        loader = None
        try:
            loader = _LOADER(self.text)
            loader.get_event()
            data = None
            if not loader.check_event(yaml.StreamEndEvent):
                loader.get_event()
                data = self.node(loader, loader.get_event(), ())
                loader.get_event()
                if not loader.check_event(yaml.StreamEndEvent):
                    self.fail("yaml_several_documents", loader.peek_event())
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            place = Place(self.path, mark.line + 1, mark.column + 1) if mark else Place(self.path)
            raise self.error_class("yaml_syntax", place, detail=error.problem or error.context) from None
        except (yaml.reader.ReaderError, UnicodeEncodeError) as error:
            before = getattr(error, "position", None) or getattr(error, "start", 0)
            line = self.text.count("\n", 0, before) + 1
            raise self.error_class("yaml_syntax", Place(self.path, line), detail=error.reason) from None
        finally:
            if loader is not None:
                loader.dispose()
        return YamlDocument(self.path, data, self.keys, self.values, self.sources)

    def node(self, loader: Any, event: Any, path: KeyPath) -> Any:
        """Return the value that begins with `event`, and note its place."""
        if isinstance(event, yaml.AliasEvent) or event.anchor is not None:
            self.fail("yaml_alias", event)
        if event.tag is not None and event.tag != "!":
            self.fail("yaml_tag", event)
        if len(path) > _MAX_DEPTH:
            self.fail("yaml_too_deep", event, limit=_MAX_DEPTH)
        position = _position(event)
        self.values[path] = position
        self.keys.setdefault(path, position)
        if isinstance(event, yaml.ScalarEvent):
            self.sources[path] = event.value
            return self.scalar(event.value) if event.implicit[0] else event.value
        if isinstance(event, yaml.SequenceStartEvent):
            items: list[Any] = []
            while not isinstance(event := loader.get_event(), yaml.SequenceEndEvent):
                items.append(self.node(loader, event, (*path, len(items))))
            return items
        return self.mapping(loader, path)

    def mapping(self, loader: Any, path: KeyPath) -> dict[str, Any]:
        """Return the names and values up to the mapping's end."""
        entries: dict[str, Any] = {}
        while not isinstance(event := loader.get_event(), yaml.MappingEndEvent):
            if not isinstance(event, yaml.ScalarEvent):
                self.fail("yaml_alias" if isinstance(event, yaml.AliasEvent) else "yaml_key", event)
            if event.anchor is not None:
                self.fail("yaml_alias", event)
            key = (*path, event.value)
            if event.value in entries:
                self.fail("yaml_duplicate_key", event, name=event.value, first_line=self.keys[key][0])
            self.keys[key] = _position(event)
            entries[event.value] = self.node(loader, loader.get_event(), key)
        return entries

    def fail(self, code: str, event: Any, **values: Any) -> NoReturn:
        raise self.error_class(code, Place(self.path, *_position(event)), **values)


def _position(event: Any) -> Position:
    """Return line and column, counted from 1."""
    return event.start_mark.line + 1, event.start_mark.column + 1


def _core_scalar(text: str) -> str | int | float | bool | date | None:
    """Return what an unquoted scalar means by YAML 1.2's core rules, with the exceptions the module names."""
    if _NULL.fullmatch(text):
        return None
    if _BOOLEAN.fullmatch(text):
        return text.lower() == "true"
    if _DAY.fullmatch(text):
        with suppress(ValueError):
            return date.fromisoformat(text)
    elif len(text) <= _MAX_DIGITS:
        if _WHOLE.fullmatch(text):
            return int(text)
        if _FLOAT.fullmatch(text) and math.isfinite(number := float(text)):
            return number
    return text


def _text_scalar(text: str) -> str | None:
    """Return an unquoted scalar as it is written; only a null is no text."""
    return None if _NULL.fullmatch(text) else text
