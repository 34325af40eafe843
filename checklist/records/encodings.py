"""Which characters a text file's bytes stand for, and a copy of it in UTF-8.

A mark at the start decides; then strict UTF-8, then strict GB18030, over the whole file. Nothing is guessed from
frequencies: a file that fits neither, or fits both in different lines, is refused until its encoding is named.
"""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING

from checklist.model import InputError, Place
from checklist.records.scanning import CHUNK, opened, writing

if TYPE_CHECKING:
    from pathlib import Path

UTF8 = "utf-8"
CHINESE = "gb18030"
_MARKS = (
    (b"\xff\xfe\0\0", "utf-32-le"),
    (b"\0\0\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
    (b"\x84\x31\x95\x33", CHINESE),
)
_MARK = "\ufeff"
# Of the characters of a table at least so many are ASCII, if it is UTF-16: its delimiters, digits and line ends.
_LEAST_ASCII = 0.05
_FEWEST_ASCII = 3
# Bytes that GB18030 uses for rare characters only, and UTF-8 in every other Chinese one.
_UNLIKELY = re.compile(rb"[\x80-\xa0]")
_UTF8_CHINESE = re.compile(rb"[\xe3-\xe9\xef][\x80-\xbf]{2}")


def canonical(name: str) -> str | None:
    """Return an encoding's one name, None where no encoding of text is called so."""
    try:
        found = codecs.lookup(name)
        "".encode(found.name)
    except (LookupError, ValueError):
        return None
    plain = found.name.removesuffix("-sig").replace("_", "-")
    # What calls itself GB2312 or GBK is mostly a part of GB18030, and what is beyond them is there too.
    return CHINESE if plain in ("gb2312", "gbk", "cp936", CHINESE) else plain


def of_head(head: bytes) -> str | None:
    """Return the encoding that a file's first bytes show; None where they are, as far as they go, UTF-8."""
    for mark, name in _MARKS:
        if head.startswith(mark):
            return name
    wide = _without_mark(head) if b"\0" in head else None
    if wide:
        return wide
    try:
        codecs.getincrementaldecoder(UTF8)().decode(head, final=len(head) < CHUNK)
    except UnicodeDecodeError:
        return CHINESE
    return None


def _without_mark(head: bytes) -> str | None:
    """Return which UTF-16 a text without a mark is: every other byte of its ASCII characters is 0."""
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if min(even, odd) > 0 or max(even, odd) < max(_FEWEST_ASCII, _LEAST_ASCII * len(head) / 2):
        return None
    name = "utf-16-le" if odd else "utf-16-be"
    try:
        text = codecs.getincrementaldecoder(name)().decode(head, final=len(head) < CHUNK)
    except UnicodeDecodeError:
        return None
    return name if "\n" in text or "\r" in text else None


def transcode(path: str, target: Path, encoding: str, *, declared: bool) -> None:
    """Write a copy of a text file in UTF-8, chunk by chunk. Raises `InputError` with the first line that does not fit.

    Unless the encoding was `declared`, a file with lines of UTF-8 among others is refused: it mixes encodings.
    """
    decoder = codecs.getincrementaldecoder(encoding)()
    suspicious = _Mixture(path) if encoding == CHINESE and not declared else None
    line = 1
    with opened(path) as file, writing(path, target) as copy:
        first = True
        while True:
            chunk = file.read(CHUNK)
            try:
                text = decoder.decode(chunk, final=not chunk)
            except UnicodeError as error:
                raise _misfit(path, line + _lines_before(error, encoding), encoding, declared=declared) from None
            if suspicious:
                suspicious.look(chunk)
            copy.write((text.removeprefix(_MARK) if first else text).encode(UTF8, "surrogatepass"))
            line += text.count("\n")
            first = first and not text
            if not chunk:
                return


def _lines_before(error: UnicodeError, encoding: str) -> int:
    if not isinstance(error, UnicodeDecodeError):
        return 0
    return error.object[: error.start].decode(encoding, "replace").count("\n")


def _misfit(path: str, line: int, encoding: str, *, declared: bool) -> InputError:
    """Return what is wrong with a file that is not in the encoding it was taken for."""
    if declared:
        return InputError("encoding_wrong", Place(path, line), encoding=encoding)
    if encoding != CHINESE:
        return InputError("encoding_broken", Place(path, line), encoding=encoding)
    other = _first_other(path)
    with opened(path) as file:
        misfit = next((each for number, each in enumerate(file, start=1) if number == line), b"")
    if _is_utf8(misfit) and other != line:
        return InputError("encoding_mixed", Place(path, max(line, other)), first=min(line, other))
    return InputError("encoding_unknown", Place(path, line))


def _first_other(path: str) -> int:
    """Return the first line that is no UTF-8."""
    with opened(path) as file:
        return next((number for number, line in enumerate(file, start=1) if not _is_utf8(line)), 1)


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode(UTF8)
    except UnicodeDecodeError:
        return False
    return True


class _Mixture:
    """Looks, chunk by chunk, for a line of Chinese in UTF-8 within a file of GB18030."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._rest = b""
        self._line = 1

    def look(self, chunk: bytes) -> None:
        lines, _, rest = (self._rest + chunk).rpartition(b"\n") if chunk else (self._rest, b"", b"")
        found = _UNLIKELY.search(lines)
        while found:
            start, end = lines.rfind(b"\n", 0, found.start()) + 1, lines.find(b"\n", found.start())
            end = end if end >= 0 else len(lines)
            if _UTF8_CHINESE.search(lines, start, end) and _is_utf8(lines[start:end]):
                line, other = self._line + lines.count(b"\n", 0, start), _first_other(self._path)
                raise InputError("encoding_mixed", Place(self._path, max(line, other)), first=min(line, other))
            found = _UNLIKELY.search(lines, end)
        self._line += lines.count(b"\n") + 1
        self._rest = rest[-CHUNK:]
