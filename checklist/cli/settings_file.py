"""The settings file: `checklist.toml`, or `[tool.checklist]` of a `pyproject.toml`, the nearest one upward."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from checklist.model.errors import Place, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

OWN, SHARED = "checklist.toml", "pyproject.toml"
_TABLE = ("tool", "checklist")
_MARK = re.compile(r"tool\s*\.\s*[\"']?checklist")
_AT = re.compile(r"\s*\(at (?:line (\d+), column (\d+)|end of document)\)")
_HEADER = re.compile(r"\s*\[\[?\s*([^\]]+?)\s*\]")
_KEY = re.compile(r"""\s*((?:[\w-]+|"[^"]*"|'[^']*')(?:\s*\.\s*(?:[\w-]+|"[^"]*"|'[^']*'))*)\s*=""")
_MOST_BYTES = 1_000_000


@dataclass(frozen=True, slots=True)
class SettingsFile:
    """A settings file as read; `table` is where in it the settings stand."""

    path: Path
    text: str
    table: tuple[str, ...]
    data: dict[str, Any]

    def place(self, *keys: str) -> Place:
        """Return where a setting stands, or the nearest thing above it."""
        wanted = (*self.table, *keys)
        best, found = -1, (1, 1)
        for path, position in _positions(self.text):
            shared = _shared(path, wanted)
            if shared == len(path) and shared > best:
                best, found = shared, position
        return Place(str(self.path), *found)


def find_settings(start: Path) -> SettingsFile | None:
    """Return the nearest settings at or above a folder: a file of our own before a shared one."""
    for folder in (start, *start.parents):
        for name in (OWN, SHARED):
            if (folder / name).is_file():
                found = read_settings(folder / name, demanded=name == OWN)
                if found is not None:
                    return found
    return None


def read_settings(path: Path, *, demanded: bool = True) -> SettingsFile | None:
    """Read a file's settings; None where a shared one has none and none are demanded."""
    text = _text(path)
    shared = path.name == SHARED
    if shared and not demanded and not _MARK.search(text):
        return None
    try:
        data: Any = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise UsageError("settings_syntax", _where(path, text, str(error)), detail=_AT.sub("", str(error))) from None
    except RecursionError:
        raise UsageError("settings_syntax", Place(str(path)), detail="nesting") from None
    table = _TABLE if shared else ()
    for name in table:
        data = data.get(name) if isinstance(data, dict) else None
    if data is None and not demanded:
        return None
    if not isinstance(data, dict):
        raise UsageError("settings_none", Place(str(path)))
    return SettingsFile(path, text, table, data)


def _text(path: Path) -> str:
    try:
        with path.open("rb") as opened:
            content = opened.read(_MOST_BYTES + 1)
    except FileNotFoundError:
        raise UsageError("file_missing", Place(str(path))) from None
    except IsADirectoryError:
        raise UsageError("file_is_folder", Place(str(path))) from None
    except (OSError, ValueError) as error:
        detail = getattr(error, "strerror", None) or error
        raise UsageError("file_unreadable", Place(str(path)), detail=detail) from None
    if len(content) > _MOST_BYTES:
        raise UsageError("yaml_too_large", Place(str(path)), limit=_MOST_BYTES // 1_000_000)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UsageError("yaml_encoding", Place(str(path), content.count(b"\n", 0, error.start) + 1)) from None


def _where(path: Path, text: str, message: str) -> Place:
    found = _AT.search(message)
    if found is None or found.group(1) is None:
        return Place(str(path), text.count("\n") + 1, 1)
    return Place(str(path), int(found.group(1)), int(found.group(2)))


def _positions(text: str) -> Iterator[tuple[tuple[str, ...], tuple[int, int]]]:
    """Yield the path of each key that begins a line, and of each table, with its line and column."""
    table: tuple[str, ...] = ()
    for number, line in enumerate(text.splitlines(), start=1):
        column = len(line) - len(line.lstrip()) + 1
        if header := _HEADER.match(line):
            table = _parts(header.group(1))
            yield table, (number, column)
        elif key := _KEY.match(line):
            yield (*table, *_parts(key.group(1))), (number, column)


def _parts(dotted: str) -> tuple[str, ...]:
    return tuple(part.strip().strip("\"'") for part in re.findall(r"\"[^\"]*\"|'[^']*'|[^.]+", dotted))


def _shared(path: Sequence[str], wanted: Sequence[str]) -> int:
    """Count the names that two paths share from the start."""
    count = 0
    for one, other in zip(path, wanted, strict=False):
        if one != other:
            break
        count += 1
    return count
