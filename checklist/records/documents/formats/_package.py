"""What office documents have in common: a zip archive that may be a trap, and what it says of itself."""

from __future__ import annotations

import zipfile
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from checklist.records.documents.blocks import Unreadable

if TYPE_CHECKING:
    from pathlib import Path

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
# A plan is text; pictures in it hardly shrink. What unpacks beyond this is no plan.
_MOST_BYTES = 100_000_000
_MOST_TEXT = 20_000_000
_MOST_MEMBERS = 5_000
_DATES = "{http://purl.org/dc/terms/}"


@dataclass(frozen=True, slots=True)
class Package:
    """What an office document's archive shows before it is read."""

    names: frozenset[str]
    saved: datetime | None
    made: datetime | None


def open_package(path: Path, main: str) -> Package:
    """Look into an office document whose text is the member `main`. Raises `Unreadable` for what is none, or a trap."""
    head = path.read_bytes()[: 1 << 20] if path.stat().st_size < _MOST_BYTES else b""
    if not head:
        raise Unreadable("document_too_large" if path.stat().st_size else "document_empty")
    if head.startswith(_OLE):
        raise Unreadable("document_protected" if _ENCRYPTED in head else "document_legacy")
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
            sizes = {each.filename: each.file_size for each in members}
            if len(members) > _MOST_MEMBERS or sum(sizes.values()) > _MOST_BYTES or sizes.get(main, 0) > _MOST_TEXT:
                raise Unreadable("document_too_large")
            if main not in sizes:
                raise Unreadable("document_broken", main)
            core = archive.read("docProps/core.xml") if sizes.get("docProps/core.xml", 0) else b""
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError) as error:
        raise Unreadable("document_broken", str(error).partition("\n")[0]) from None
    saved, made = _dates(core)
    return Package(frozenset(sizes), saved, made)


def _dates(core: bytes) -> tuple[datetime | None, datetime | None]:
    """Return when the document was last saved and first made, as it says itself."""
    # Entities could unfold without end; these properties have none.
    if not core or len(core) > 1 << 16 or b"<!DOCTYPE" in core or b"<!ENTITY" in core:
        return None, None
    try:
        tree = ET.fromstring(core)  # noqa: S314  # without entities, and small
    except ET.ParseError:
        return None, None
    return _instant(tree.findtext(f"{_DATES}modified")), _instant(tree.findtext(f"{_DATES}created"))


def _instant(text: str | None) -> datetime | None:
    try:
        moment = datetime.fromisoformat((text or "").strip())
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
