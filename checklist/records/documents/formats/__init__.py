"""One module a kind of document: `SUFFIXES` and `parse`. A new kind is a new file here; nothing else names it."""

from __future__ import annotations

import pkgutil
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Protocol, cast

if TYPE_CHECKING:
    from pathlib import Path

    from checklist.records.documents.blocks import Parsed


class DocumentFormat(Protocol):
    """What a module offers."""

    SUFFIXES: tuple[str, ...]

    def parse(self, path: Path) -> Parsed:
        """Return a document's blocks; raises `Unreadable`, and `ImportError` where its library is missing."""


@cache
def document_formats() -> dict[str, DocumentFormat]:
    """Return every kind of document by its suffix."""
    modules = [each.name for each in pkgutil.iter_modules(__path__) if not each.name.startswith("_")]
    found = [cast("DocumentFormat", import_module(f"{__name__}.{name}")) for name in modules]
    return {suffix: each for each in found for suffix in each.SUFFIXES}
