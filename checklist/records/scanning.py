"""Look at a text file's bytes once: its hash, its line ends, and what a reader of rows must beware of."""

from __future__ import annotations

import hashlib
import stat
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, cast

from checklist.model import InputError, Place

if TYPE_CHECKING:
    from collections.abc import Iterator
    from io import FileIO

CHUNK = 1 << 20
# Blanks other than the space, each with its rarest byte, which is found many times faster than the whole.
_BLANKS = (
    (b"\t", b"\t"),
    (b"\v", b"\v"),
    (b"\f", b"\f"),
    (b"\xc2", b"\xc2\xa0"),
    (b"\xe3", b"\xe3\x80\x80"),
)
_MARK = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class FileFacts:
    """What the bytes of a text file tell before anyone reads its rows.

    `lines` counts physical lines. `uniform` says that all of them end alike, in LF or in CR LF. `odd_blanks`
    says that blanks other than the space occur, `quoted_breaks` that a line may break within quotes, `backslashes`
    that the text may hold characters written by their number.
    """

    sha256: str
    lines: int
    uniform: bool
    carriage_returns: bool
    odd_blanks: bool
    quoted_breaks: bool
    backslashes: bool
    byte_order_mark: bool


@contextmanager
def opened(path: str) -> Iterator[BinaryIO]:
    """Open an input, or say why it cannot be opened."""
    place = Place(path)
    try:
        mode = Path(path).stat().st_mode
        # A pipe that nobody writes to would be waited for without end, and a device read without end.
        if not stat.S_ISREG(mode) and not stat.S_ISDIR(mode):
            raise InputError("file_special", place)
        file = Path(path).open("rb")  # noqa: SIM115  # closed below; only opening may fail in these ways
    except FileNotFoundError:
        raise InputError("file_missing", place) from None
    except IsADirectoryError:
        raise InputError("file_is_folder", place) from None
    except (OSError, ValueError) as error:
        raise InputError("file_unreadable", place, detail=getattr(error, "strerror", None) or error) from None
    with file:
        yield file


@contextmanager
def writing(path: str, target: Path) -> Iterator[BinaryIO]:
    """Open a file for a copy of the input at `path`, or say why there is no room for it."""
    try:
        with target.open("wb") as copy:
            yield copy
    except OSError as error:
        raise InputError("copy_unwritable", Place(path), detail=error.strerror or error) from None


def pattern(path: str) -> str:
    """Return a path so that the database opens that very file, whatever characters its name has."""
    full = str(Path(path).absolute())
    return "".join(f"[{character}]" if character in "*?[" else character for character in full)


def sha256(path: str) -> str:
    """Return the hash of a file's bytes."""
    with opened(path) as file:
        return hashlib.file_digest(cast("FileIO", file), "sha256").hexdigest()


def first_bytes(path: str) -> bytes:
    """Return a file's first megabyte. Raises `InputError` where it cannot be opened or is empty."""
    with opened(path) as file:
        head = file.read(CHUNK)
    if not head.removeprefix(_MARK):
        raise InputError("file_empty", Place(path))
    return head


def scan(path: str, *, quotes: bool = True) -> FileFacts:
    """Read a text file's bytes once. Raises `InputError` where it is no text.

    `quoted_breaks` is only looked for where `quotes` mean something.
    """
    digest = hashlib.sha256()
    counts = _Counts(quotes=quotes)
    with opened(path) as file:
        while chunk := file.read(CHUNK):
            digest.update(chunk)
            counts.add(chunk, path)
    return FileFacts(
        sha256=digest.hexdigest(),
        lines=counts.lines,
        uniform=counts.returns in (0, counts.pairs) and counts.pairs in (0, counts.feeds),
        carriage_returns=counts.returns > 0,
        odd_blanks=counts.odd_blanks,
        quoted_breaks=counts.quoted_breaks,
        backslashes=counts.backslashes,
        byte_order_mark=counts.mark,
    )


class _Counts:
    """Counts line ends chunk by chunk: LF, CR, and pairs of both, which a chunk's edge may part."""

    def __init__(self, *, quotes: bool) -> None:
        self.look_within_quotes = quotes
        self.backslashes = False
        self.size = self.feeds = self.returns = self.pairs = self.quotes = 0
        self.mark = self.odd_blanks = self.quoted_breaks = False
        self.tail = b""

    def add(self, chunk: bytes, path: str) -> None:
        self.mark = self.mark or (self.size == 0 and chunk.startswith(_MARK))
        if b"\0" in chunk:
            line = self.feeds + chunk[: chunk.index(b"\0")].count(b"\n") + 1
            raise InputError("nul_bytes", Place(path, line))
        self.feeds += chunk.count(b"\n")
        if b"\r" in chunk:
            self.returns += chunk.count(b"\r")
            self.pairs += chunk.count(b"\r\n")
        self.pairs += self.tail.endswith(b"\r") and chunk.startswith(b"\n")
        if not self.odd_blanks:
            edge = self.tail + chunk[:2]
            self.odd_blanks = any((rare in chunk and blank in chunk) or blank in edge for rare, blank in _BLANKS)
        self.backslashes = self.backslashes or b"\\" in chunk
        if self.look_within_quotes and not self.quoted_breaks:
            self._look_within_quotes(chunk)
        self.size += len(chunk)
        self.tail = chunk[-2:]

    def _look_within_quotes(self, chunk: bytes) -> None:
        if b'"' in chunk:
            # Between an odd quote and the next lies a quoted text; a doubled quote opens and closes at once.
            pieces = chunk.split(b'"')
            within = b"".join(pieces[1 - self.quotes % 2 :: 2])
            self.quoted_breaks = b"\n" in within or b"\r" in within
            self.quotes += len(pieces) - 1
        elif self.quotes % 2:
            self.quoted_breaks = b"\n" in chunk or b"\r" in chunk

    @property
    def lines(self) -> int:
        ends = self.feeds + self.returns - self.pairs
        return ends + (not self.tail.endswith((b"\n", b"\r")))


def even_out(path: str, target: Path, skip: int) -> None:
    """Copy a text file without its first `skip` bytes and with every line ending in LF alone."""
    pending = b""
    with opened(path) as file, writing(path, target) as copy:
        file.seek(skip)
        while chunk := file.read(CHUNK):
            chunk = pending + chunk  # a pair of CR and LF that the edge parted
            pending = b"\r" if chunk.endswith(b"\r") else b""
            chunk = chunk[: len(chunk) - len(pending)]
            copy.write(chunk.replace(b"\r\n", b"\n").replace(b"\r", b"\n"))
        copy.write(pending and b"\n")


def encoding_fault(path: str) -> InputError | None:
    """Return the error that names the first line that is no UTF-8, or None if all are."""
    with opened(path) as file:
        for number, line in enumerate(file, start=1):
            try:
                line.decode("utf-8")
            except UnicodeDecodeError:
                return InputError("not_utf8", Place(path, number))
    return None
