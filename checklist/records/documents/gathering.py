"""Read every document of a folder: one row each, or the reason why it is none."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass, field
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from checklist.model import InputError, Place
from checklist.records.documents.blocks import Parsed, Unreadable
from checklist.records.documents.contents import Contents, take_apart
from checklist.records.documents.figures import Read, figure, read_texts
from checklist.records.documents.formats import DocumentFormat, document_formats
from checklist.records.documents.identifying import Identity, identify

if TYPE_CHECKING:
    from collections.abc import Iterator

    from checklist.engine import Session
    from checklist.records.documents.vocabulary import Vocabulary

_MOST_FILES = 10_000
_MOST_CHARACTERS = 1_000_000
# What other programs, or older ones, write: the same can be saved as what is read.
_OTHERS = (".doc", ".docm", ".dot", ".dotx", ".rtf", ".wps", ".odt", ".pdf", ".xls", ".xlsm", ".xlsb", ".et", ".ods")
# Office programs and systems leave such files about; nobody wrote them.
_NOT_WRITTEN = ("~$", ".", "thumbs.db", "desktop.ini")


@dataclass(slots=True)
class Document:
    """One file: its row, or `reason` (a code and what of the file fits into its sentence)."""

    path: str
    line: int = 1
    reason: tuple[str, str] | None = None
    parsed: Parsed | None = None
    contents: Contents = field(default_factory=Contents)
    identity: Identity | None = None
    figures: dict[str, str] = field(default_factory=dict)
    unread: list[tuple[str, str]] = field(default_factory=list)


def files_of(path: str) -> list[str]:
    """Return the files of a folder and the folders in it, or the one file, sorted; raises `InputError`."""
    root = Path(path)
    if not root.is_dir():
        if not root.exists():
            raise InputError("file_missing", Place(path))
        return [path]
    found = sorted(
        (os.path.join(folder, name) for folder, _, names in os.walk(path, onerror=_stop) for name in names),  # noqa: PTH118  # the path stays as it was given
        key=lambda each: (each.casefold(), each),
    )
    wanted = [each for each in found if not PurePath(each).name.casefold().startswith(_NOT_WRITTEN)]
    if not wanted:
        raise InputError("documents_none", Place(path))
    if len(wanted) > _MOST_FILES:
        raise InputError("documents_too_many", Place(path), count=len(wanted), limit=_MOST_FILES)
    return wanted


def _stop(error: OSError) -> None:
    raise InputError("file_unreadable", Place(str(error.filename)), detail=error.strerror) from None


def gather(session: Session, path: str, vocabulary: Vocabulary) -> tuple[list[Document], str]:
    """Return the documents at a path, and their hash."""
    found = [_read(each, vocabulary) for each in files_of(path)]
    whole = [each for each in found if each.reason is None]
    read = read_texts(session, [(each.path, each.contents) for each in whole], vocabulary)
    for each in whole:
        try:
            each.identity = identify(each.path, each.contents, vocabulary, read)
            _figures(each, vocabulary, read)
        except Unreadable as unreadable:
            each.reason = (unreadable.code, unreadable.found)
    return found, digest_of(path)


def digest_of(path: str) -> str:
    """Return the hash of a file; that of a folder is over the names and hashes of the files in it."""
    files = files_of(path)
    if files == [path]:
        return _hash(path).hex()
    digest = hashlib.sha256()
    for each in files:
        digest.update(os.path.relpath(each, path).encode("utf-8", "surrogateescape") + b"\0")
        digest.update(_hash(each))
    return digest.hexdigest()


def _hash(path: str) -> bytes:
    try:
        with Path(path).open("rb") as file:
            return hashlib.file_digest(file, "sha256").digest()
    except OSError:
        return b"unreadable"


def _read(path: str, vocabulary: Vocabulary) -> Document:
    document = Document(path)
    try:
        document.parsed = _reader(path).parse(Path(path))
        document.contents = _contents(document.parsed, vocabulary)
        document.line = document.parsed.blocks[0].line if document.parsed.blocks else 1
    except Unreadable as unreadable:
        document.reason = (unreadable.code, unreadable.found)
    except OSError as error:
        document.reason = ("document_broken", error.strerror or str(error))
    except ImportError as error:
        library = {"docx": "python-docx", "markdown_it": "markdown-it-py"}.get((error.name or "").partition(".")[0])
        raise InputError("needs_library", Place(path), library=library or error.name, extra="documents") from None
    return document


def _reader(path: str) -> DocumentFormat:
    """Return what reads a file, by its suffix."""
    suffix = PurePath(path).suffix.lower()
    reader = document_formats().get(suffix)
    if reader is None:
        raise Unreadable("document_legacy" if suffix in _OTHERS else "document_format", suffix or PurePath(path).name)
    if not Path(path).is_file():
        raise Unreadable("document_broken", PurePath(path).name)
    return reader


def _contents(parsed: Parsed, vocabulary: Vocabulary) -> Contents:
    if not parsed.blocks and not parsed.front:
        raise Unreadable("document_empty")
    contents = take_apart(parsed.blocks, vocabulary)
    for name, value in parsed.front.items():
        label = vocabulary.label(name)
        if label is not None:
            contents.identity.setdefault(label, []).append(value)
        for attribute in vocabulary.meaning(name):
            contents.attributes.setdefault(attribute, []).append(value)
    if sum(len(text) for texts in contents.attributes.values() for text in texts) > _MOST_CHARACTERS:
        raise Unreadable("document_too_large")
    return contents


def _figures(document: Document, vocabulary: Vocabulary, known: Read) -> None:
    """Write figures as plain numbers; where a text is none, it stays."""
    for attribute in sorted(vocabulary.figures & document.contents.attributes.keys()):
        texts = [text for text in document.contents.attributes[attribute] if text.strip()]
        read = {figure(text, document.contents.units.get(attribute, ""), known) for text in texts}
        single = read.pop() if len(read) == 1 else None
        if single is not None:
            document.figures[attribute] = single
        elif texts:
            document.unread.append((attribute, texts[0]))


def unknown_headings(documents: list[Document]) -> Iterator[str]:
    """Yield the headings that nobody knows, the most frequent first."""
    counts: dict[str, int] = {}
    for each in documents:
        for heading in each.contents.unknown if each.reason is None else ():
            if heading:
                counts[heading] = counts.get(heading, 0) + 1
    yield from sorted(counts, key=lambda heading: (-counts[heading], heading))
