"""An input's bytes as its reader needs them: unpacked, and text in UTF-8, in a folder that goes with the reading."""

from __future__ import annotations

import gzip
import zipfile
import zlib
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path, PurePath
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from checklist.model import InputError, Place
from checklist.records.scanning import CHUNK, first_bytes, opened, writing

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from checklist.model import Notice

GZIP = b"\x1f\x8b"
# An export shrinks to a tenth or so; what unpacks to hundreds of times its size is no export.
FREE = 64 * CHUNK
RATIO = 200
_MOST_ENTRIES = 10_000
_TAIL = 1 << 16


@dataclass(frozen=True, slots=True)
class Look:
    """What an input shows before it is read: where its bytes lie, the suffix of its name, its first megabyte."""

    path: str
    suffix: str
    head: bytes

    @property
    def text(self) -> str:
        """The first few thousand characters, without the blanks before them, if it is text."""
        from checklist.records.encodings import of_head

        return self.head[:8192].decode(of_head(self.head) or "utf-8", "replace").lstrip("\ufeff \t\r\n")

    @property
    def members(self) -> frozenset[str]:
        """The names of what an archive holds; none where it is none, is cut short, or holds beyond all measure."""
        try:
            if not self.head.startswith((b"PK\3\4", b"PK\5\6")) or _entries(self.path) > _MOST_ENTRIES:
                return frozenset()
            with zipfile.ZipFile(self.path) as archive:
                return frozenset(archive.namelist())
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
            return frozenset()


def _entries(path: str) -> int:
    """Return how many members an archive says it has, without reading them."""
    with Path(path).open("rb") as file:
        file.seek(0, 2)
        file.seek(-min(file.tell(), _TAIL), 2)
        tail = file.read()
    at = tail.rfind(b"PK\5\6")
    return int.from_bytes(tail[at + 10 : at + 12], "little") if at >= 0 else 0


@contextmanager
def unpacked(path: str) -> Iterator[Look]:
    """Look at an input, unpacked if it is packed. Errors name it as it was given."""
    head = first_bytes(path)
    name = PurePath(path)
    with ExitStack() as stack:
        if head.startswith(GZIP):
            folder = stack.enter_context(TemporaryDirectory(prefix="checklist-"))
            target = Path(folder) / "unpacked"
            _gunzip(path, target)
            name = name.with_suffix("") if name.suffix.lower() in (".gz", ".gzip") else name
            stack.enter_context(naming(str(target), path))
            path, head = str(target), first_bytes(str(target))
            if head.startswith(GZIP):
                raise InputError("archive_nested", Place(path))
        yield Look(path, name.suffix.lower(), head)


@contextmanager
def naming(path: str, shown: str) -> Iterator[None]:
    """Let errors about the file at `path` name it as `shown`."""
    try:
        yield
    except InputError as error:
        if error.place and (error.place.path == path or error.place.path.startswith(f"{path}:")):
            error.place = replace(error.place, path=shown + error.place.path.removeprefix(path))
        raise


def renamed(notices: Iterable[Notice], path: str, shown: str) -> tuple[Notice, ...]:
    """Return notices about the file at `path`, or a sheet of it, as being about `shown`."""
    found = []
    for each in notices:
        told = str(each.sentence.values.get("path", ""))
        if told == path or told.startswith(f"{path}:"):
            values = {**each.sentence.values, "path": shown + told.removeprefix(path)}
            each = replace(each, sentence=replace(each.sentence, values=values))  # noqa: PLW2901  # as it is to be read
        found.append(each)
    return tuple(found)


def _gunzip(path: str, target: Path) -> None:
    place = Place(path)
    limit = max(FREE, RATIO * Path(path).stat().st_size)
    size = 0
    with opened(path) as packed, writing(path, target) as copy:
        for chunk in _chunks(gzip.GzipFile(fileobj=packed), place):
            size += len(chunk)
            if size > limit:
                raise InputError("archive_bomb", place, limit=RATIO)
            copy.write(chunk)


def _chunks(file: gzip.GzipFile, place: Place) -> Iterator[bytes]:
    try:
        while chunk := file.read(CHUNK):
            yield chunk
    except (EOFError, gzip.BadGzipFile, zlib.error):
        raise InputError("archive_broken", place) from None
