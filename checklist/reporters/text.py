"""Text out of logs, made safe to show: nothing hidden, nothing that steers a terminal or a spreadsheet.

Also how wide text is on a terminal, where a Chinese character takes two columns.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_HIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff"
    "\ud800-\udfff\U000e0000-\U000e007f]"
)
"""Control characters but tab and line ends, turners of the direction of writing, lone surrogates, tags."""

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What makes a spreadsheet program take a cell for a formula; full-width signs do so in Chinese Excel."""

_JOINED = re.compile("[\u1160-\u11ff\ud7b0-\ud7ff]")
"""Vowels and finals of Korean, drawn within the syllable that their initial begins."""

_OPENING = frozenset("（《〈「『【〔“‘([{")
_CLOSING = frozenset("，。、；：？！）》〉」』】〕”’…,.;:?!)]}%％")
_WIDE = frozenset("WF")
_DOUBLE = 2


def visible(text: str) -> str:
    """Spell out every hidden character as an escape: a reader sees it, and no program obeys it."""
    return _HIDDEN.sub(_spelt, text)


def _spelt(match: re.Match[str]) -> str:
    code = ord(match.group())
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"  # noqa: PLR2004  # one byte


def one_line(text: str) -> str:
    """Return the text on one line, nothing hidden in it."""
    return visible(" ".join(text.split()))


def moment(time: str) -> str:
    """Return an ISO day or time as people write it, with a space for the `T`."""
    return time[:10] + time[10:].replace("T", " ", 1)


def cell(text: str) -> str:
    """Return the text as a spreadsheet cell that is never taken for a formula."""
    text = visible(text)
    return f"'{text}" if text.startswith(_FORMULA) else text


@lru_cache(maxsize=8192)
def _columns(character: str) -> int:
    if unicodedata.category(character) in {"Mn", "Me", "Cf"} or _JOINED.match(character):
        return 0
    return _DOUBLE if unicodedata.east_asian_width(character) in _WIDE else 1


def columns(text: str) -> int:
    """Count the terminal columns the text takes."""
    return len(text) if text.isascii() else sum(map(_columns, text))


def fitted(text: str, width: int, ellipsis: str = "…") -> str:
    """Return the text, shortened to `width` columns if it is longer."""
    if columns(text) <= width:
        return text
    room = width - columns(ellipsis)
    kept = []
    for character in text:
        room -= _columns(character)
        if room < 0:
            break
        kept.append(character)
    return "".join(kept).rstrip() + ellipsis


def wrapped(text: str, width: int) -> list[str]:
    """Break one line into lines of at most `width` columns.

    Lines break at spaces and between Chinese characters, but none begins with a closing mark or ends with
    an opening one. A word, an id or a path longer than a line stays whole.
    """
    lines = [""]
    used = 0
    for atom in _atoms(text):
        size = columns(atom.rstrip())
        if used and used + size > width:
            lines[-1] = lines[-1].rstrip()
            lines.append("")
            used = 0
        lines[-1] += atom
        used += columns(atom)
    return [line.rstrip() for line in lines]


def paragraphs(parts: Iterable[Iterable[str]]) -> Iterator[str]:
    """Yield the lines of each part, with a blank line before every later one that has any."""
    for number, part in enumerate(parts):
        lines = list(part)
        if number and lines:
            yield "\n"
        for line in lines:
            yield line + "\n"


def _atoms(text: str) -> list[str]:
    """Split a line into what must stay together: words with the space after them, Chinese characters."""
    atoms: list[str] = []
    for character in text:
        before = atoms[-1][-1] if atoms else " "
        wide = _DOUBLE in {_columns(before), _columns(character)}
        apart = wide and before not in _OPENING and character not in _CLOSING
        if atoms and (character == " " or not (apart or before == " ")):
            atoms[-1] += character
        else:
            atoms.append(character)
    return atoms
