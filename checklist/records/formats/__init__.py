"""One module a format, known by what a file's bytes say, whatever its name. A new format is a new file here.

Nothing else names it: every module is asked how surely it recognises a file, and the surest reads it.
"""

from __future__ import annotations

import pkgutil
from dataclasses import replace
from functools import cache
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Protocol, cast

from checklist.model import InputError, Notice, Place, Sentence
from checklist.records.encodings import CHINESE, UTF8, canonical, of_head, transcode
from checklist.records.form_csv import read_form
from checklist.records.scanning import sha256
from checklist.records.unpacking import Look, naming, renamed, unpacked

if TYPE_CHECKING:
    from checklist.engine import Session
    from checklist.records.api import Source
    from checklist.records.layout import Layout
    from checklist.records.raw import Raw

# How a format's bytes begin that no reader here knows, so that a refusal can say what the file is.
_OTHERS = (
    (b"%PDF-", "PDF"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF87a", "GIF"),
    (b"GIF89a", "GIF"),
    (b"PK\3\4", "ZIP"),
    (b"PK\5\6", "ZIP"),
    (b"Rar!\x1a", "RAR"),
    (b"7z\xbc\xaf\x27\x1c", "7-Zip"),
    (b"BZh91AY&SY", "bzip2"),
    (b"\xfd7zXZ", "xz"),
    (b"\x28\xb5\x2f\xfd", "Zstandard"),
    (b"SQLite format 3\0", "SQLite"),
    (b"\x7fELF", "ELF"),
    (b"{\\rtf", "RTF"),
)


class Format(Protocol):
    """What a format's module offers. `name` begins the names of all tables that it makes in the session.

    `SUFFIXES` are those that its files commonly bear: in a folder, a file of any other name is passed over. A
    reader of text (`TEXT`) is handed text in UTF-8, whatever the file's own encoding.
    """

    SUFFIXES: tuple[str, ...]
    TEXT: bool

    def recognises(self, look: Look) -> int:
        """Return how surely a file is of this format: 0 not at all, 1 by default, 2 by its text, 3 by its bytes."""

    def read(self, session: Session, source: Source, name: str, layout: Layout) -> Raw:
        """Return the rows of `source`; raises `InputError` where they cannot be read."""


@cache
def formats() -> dict[str, Format]:
    """Return every format by its module's name."""
    return {
        module.name: cast("Format", import_module(f"{__name__}.{module.name}"))
        for module in pkgutil.iter_modules(__path__)
    }


def suffixes() -> frozenset[str]:
    """Return the suffixes that files of any format commonly bear."""
    return frozenset(suffix for each in formats().values() for suffix in each.SUFFIXES)


def read(session: Session, source: Source, name: str, layout: Layout) -> Raw:
    """Read one input with the reader of its format."""
    if source.frame is not None:
        return formats()["frames"].read(session, source, name, layout)
    place = source.file or source.path
    with naming(place, source.path), unpacked(place) as look:
        reader = _reader(look, source.path)
        inner = replace(source, path=look.path)
        if reader.TEXT:
            raw = _read_text(reader, session, inner, name, layout, look)
        else:
            raw = reader.read(session, inner, name, layout)
    if look.path == source.path:
        return raw
    notices = renamed(raw.notices, look.path, source.path)
    return replace(raw, sha256=sha256(place), place=None, notices=notices)


def _reader(look: Look, path: str) -> Format:
    sureness = {name: each.recognises(look) for name, each in formats().items()}
    best = max(sureness, key=lambda name: (sureness[name], name))
    kind = next((kind for start, kind in _OTHERS if look.head.startswith(start)), None)
    if kind and sureness[best] <= 1:
        raise InputError("file_binary", Place(path), kind=kind)
    return formats()[best]


def _read_text(  # each names one thing
    reader: Format, session: Session, source: Source, name: str, layout: Layout, look: Look
) -> Raw:
    """Read a text file as it is, if it is UTF-8, else a copy that is; the encoding was declared or is found out."""
    declared = layout.encoding is not None
    shown = of_head(look.head)
    encoding = shown if shown != CHINESE and shown else canonical(layout.encoding) if layout.encoding else shown
    if encoding in (None, UTF8):
        try:
            return replace(_table(reader, session, source, name, layout), encoding=UTF8)
        except InputError as error:
            if error.code != "not_utf8" or declared:
                raise
        encoding = CHINESE
    with TemporaryDirectory(prefix="checklist-") as folder:
        copy = Path(folder) / f"text{look.suffix}"
        transcode(source.path, copy, encoding or CHINESE, declared=declared)
        with naming(str(copy), source.path):
            raw = _table(reader, session, replace(source, path=str(copy)), name, layout)
    notices = renamed(raw.notices, str(copy), source.path)
    if declared and shown is None and not look.head.isascii():
        values = {"path": source.path, "encoding": layout.encoding}
        notices += (Notice("encoding_doubtful", Sentence("notice.encoding_doubtful", values)),)
    if encoding == CHINESE and not declared:
        said = Sentence("notice.read_as", {"path": source.path, "encoding": "GB18030"})
        notices += (Notice("read_as", said),)
    return replace(raw, encoding=encoding, sha256=sha256(source.path), place=None, notices=notices)


def _table(reader: Format, session: Session, source: Source, name: str, layout: Layout) -> Raw:
    return read_form(session, source, name) or reader.read(session, source, name, layout)
