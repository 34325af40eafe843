"""Write lines of a mapping file, as messages and `inspect` propose them: each text is read back as that very text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from checklist.model.tables import RECORDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from checklist.model.tables import Table

# What a YAML reader takes as it stands within quotes; all else is written by its number.
_PLAIN_RANGES = ((0x20, 0x7E), (0xA0, 0x2027), (0x202A, 0xD7FF), (0xE000, 0xFEFE), (0xFF00, 0xFFFD))
_BASIC_PLANE, _BYTE = 0x10000, 0x100
_NOT_TEXT = {"null", "true", "false", "yes", "no", "on", "off", "y", "n"}


def plain(character: str) -> bool:
    """Tell whether a character may stand in a YAML file as it is."""
    code = ord(character)
    return any(first <= code <= last for first, last in _PLAIN_RANGES) or code >= _BASIC_PLANE


def quoted(text: str) -> str:
    """Return a text as a YAML scalar that is read as that very text."""
    if text.isidentifier() and text.lower() not in _NOT_TEXT and all(map(plain, text)):
        return text
    return '"' + "".join(_escaped(character) for character in text) + '"'


def _escaped(character: str) -> str:
    if character in '"\\':
        return f"\\{character}"
    if plain(character):
        return character
    return f"\\x{ord(character):02x}" if ord(character) < _BYTE else f"\\u{ord(character):04x}"


def listed(texts: Iterable[str | None]) -> str:
    """Return texts as a YAML list in one line; None is a blank."""
    return "[" + ", ".join("null" if text is None else quoted(text) for text in texts) + "]"


def flow(entries: Mapping[str, str]) -> str:
    """Return names and their texts as a YAML mapping in one line."""
    return "{" + ", ".join(f"{quoted(name)}: {quoted(text)}" for name, text in entries.items()) + "}"


def proposed(table: Table, column: str, headers: Sequence[str]) -> str:
    """Return the line that reads a column from a header, or from a day's and its clock's."""
    if len(headers) == 1:
        line = f"columns: {flow({column: headers[0]})}"
    else:
        line = f"join: {{{quoted(column)}: {listed(headers)}}}"
    return line if table is RECORDS else f"tables: {{{table.name}: {{{line}}}}}"


def exactly(name: str) -> str:
    """Return a pattern of file names that matches this very name."""
    return "".join(f"[{character}]" if character in "*?[" else character for character in name)
