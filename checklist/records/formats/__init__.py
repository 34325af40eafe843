"""One module a format: `SUFFIXES` and `read`. A new format is a new file here; nothing else names it."""

from __future__ import annotations

import pkgutil
from functools import cache
from importlib import import_module
from pathlib import PurePath
from typing import TYPE_CHECKING, Protocol, cast

from checklist.model import InputError, Place
from checklist.records.form_csv import read_form
from checklist.records.scanning import opened

if TYPE_CHECKING:
    from checklist.engine import Session
    from checklist.records.api import Source
    from checklist.records.raw import Raw


class Format(Protocol):
    """What a format's module offers. `name` begins the names of all tables that it makes in the session."""

    SUFFIXES: tuple[str, ...]

    def read(self, session: Session, source: Source, name: str) -> Raw:
        """Return the rows of `source`; raises `InputError` where they cannot be read."""


@cache
def formats() -> dict[str, Format]:
    """Return every format by suffix; frames in memory, which have none, stand under the empty text."""
    found: dict[str, Format] = {}
    for module in pkgutil.iter_modules(__path__):
        each = cast("Format", import_module(f"{__name__}.{module.name}"))
        found |= dict.fromkeys(each.SUFFIXES, each)
    return found


def read(session: Session, source: Source, name: str) -> Raw:
    """Read one input with the reader of its format."""
    if source.frame is not None:
        return formats()[""].read(session, source, name)
    with opened(source.path):
        suffix = PurePath(source.path).suffix.lower()
    reader = formats().get(suffix) if suffix else None
    if reader is None:
        known = sorted(each for each in formats() if each)
        raise InputError("format_unknown", Place(source.path), suffix=suffix, known=known)
    return read_form(session, source, name) or reader.read(session, source, name)
