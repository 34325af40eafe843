"""Put a report where it is wanted, whole or not at all.

Everything is written beside its target and moved in place, so that an interrupted run leaves the old
report as it was, and nobody ever reads half a report.
"""

from __future__ import annotations

import errno
import glob
import os
import secrets
import shutil
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from checklist.model import Place, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_Piece = TypeVar("_Piece")

_MARKER = ".checklist-report"
"""Lies in every folder that was written here: only such a folder, or an empty one, is ever replaced."""


def write_file(path: str, pieces: Iterable[str | bytes]) -> Path:
    """Write one file. A device or a pipe, which cannot be replaced, is written straight."""
    with _refusals(path):
        target = _target(path)
        if target.exists() and not target.is_file() and not target.is_dir():
            with target.open("wb") as opened:
                _pour(opened, _rendered(pieces), "utf-8")
        else:
            _replace_all([(target, pieces)], "utf-8")
    return Path(path)


@contextmanager
def fresh_file(path: str) -> Iterator[str]:
    """Yield a name beside the target for someone else to write a file to; it is moved in place once that is done."""
    with _refusals(path):
        target = _target(path)
        if target.is_dir():
            raise IsADirectoryError(None, os.strerror(errno.EISDIR), path)
    fresh = _beside(target, "new")
    try:
        yield str(fresh)
        with _refusals(path):
            fresh.replace(target)
    finally:
        for left in fresh.parent.glob(f"{glob.escape(fresh.name)}*"):
            left.unlink(missing_ok=True)


def write_tables(path: str, tables: Iterable[tuple[str, Iterable[str]]], suffix: str) -> Path:
    """Write the tables of a data set, none in place before all are written.

    A path with the format's suffix takes the principal table, the others stand beside it as
    `<stem>.<name><suffix>`; any other path is a folder that takes each under its name. They begin with
    a byte order mark: without it a spreadsheet program takes Chinese for something else.
    """
    whole = Path(path)
    with _refusals(path):
        files: list[tuple[Path, Iterable[str | bytes]]] = []
        for name, pieces in _rendered(tables):
            place = _table_place(whole, name, suffix, first=not files)
            files.append((_target(str(place)), pieces))
        _replace_all(files, "utf-8-sig")
    return whole


def table_places(whole: Path, names: Iterable[str], suffix: str) -> list[Path]:
    """Return where `write_tables` puts tables of these names."""
    return [_table_place(whole, name, suffix, first=not number) for number, name in enumerate(names)]


def _table_place(whole: Path, name: str, suffix: str, *, first: bool) -> Path:
    if whole.suffix.lower() != suffix:
        return whole / f"{name}{suffix}"
    return whole if first else whole.with_name(f"{whole.stem}.{name}{suffix}")


def write_folder(path: str, files: Iterable[tuple[str, bytes]]) -> Path:
    """Write a folder of files in place of the one that is there; return the first file."""
    _refuse_foreign(path)
    first: str | None = None
    with _refusals(path):
        target = _target(path)
        fresh, stale = _beside(target, "new"), _beside(target, "old")
        fresh.mkdir()
        try:
            (fresh / _MARKER).write_text("1\n", encoding="utf-8")
            for name, content in _rendered(files):
                first = first or name
                (fresh / name).parent.mkdir(parents=True, exist_ok=True)
                (fresh / name).write_bytes(content)
            _swap(fresh, target, stale)
        finally:
            shutil.rmtree(fresh, ignore_errors=True)
    shutil.rmtree(stale, ignore_errors=True)
    return Path(path) / (first or "")


def refuse_unwritable(path: str, *, folder: bool) -> None:
    """Refuse what cannot be written now: a place without permission, a folder that is not ours."""
    if folder:
        _refuse_foreign(path)
    with _refusals(path):
        target = Path(os.path.realpath(path))
        if folder and target.exists() and not target.is_dir():
            raise NotADirectoryError(None, os.strerror(errno.ENOTDIR), path)
        above = target if target.is_dir() and not folder else target.parent
        while not above.exists():
            above = above.parent
        if not above.is_dir() or not os.access(above, os.W_OK | os.X_OK):
            raise PermissionError(None, os.strerror(errno.EACCES), path)


def _rendered(pieces: Iterable[_Piece]) -> Iterator[_Piece]:
    """Yield what a report renders. What goes wrong in it is our own fault, not the target's."""
    try:
        yield from pieces
    except OSError as fault:
        raise RuntimeError("the report could not be rendered") from fault


def _target(path: str) -> Path:
    """Return where the report really goes: behind links, so that they stay; folders on the way are made."""
    target = Path(os.path.realpath(path))
    target.parent.mkdir(parents=True, exist_ok=True)
    return target


def _beside(target: Path, what: str) -> Path:
    """Return a hidden name beside the target that nothing else has."""
    return target.with_name(f".{target.name[:100]}.{secrets.token_hex(6)}.{what}")


def _replace_all(files: Iterable[tuple[Path, Iterable[str | bytes]]], encoding: str) -> None:
    """Write every file beside its target, and only then move them all in place."""
    ready: list[tuple[Path, Path]] = []
    try:
        for target, pieces in files:
            if target.is_dir():
                raise IsADirectoryError(None, os.strerror(errno.EISDIR), str(target))
            fresh = _beside(target, "new")
            ready.append((fresh, target))
            with fresh.open("xb") as opened:
                _pour(opened, _rendered(pieces), encoding)
            if target.exists():
                shutil.copymode(target, fresh)
        for fresh, target in ready:
            fresh.replace(target)
    finally:
        for fresh, _ in ready:
            with suppress(OSError):
                fresh.unlink(missing_ok=True)


def _pour(opened: object, pieces: Iterable[str | bytes], encoding: str) -> None:
    """Write the pieces. A file name that is no valid text is spelt out rather than refused."""
    write = opened.write  # type: ignore[attr-defined]
    if encoding == "utf-8-sig":
        write(b"\xef\xbb\xbf")
    for piece in pieces:
        write(piece if isinstance(piece, bytes) else piece.encode("utf-8", "backslashreplace"))


def _swap(fresh: Path, target: Path, stale: Path) -> None:
    """Move the old folder aside and the new one in; if that fails, the old one moves back."""
    replaced = target.exists()
    if replaced:
        target.rename(stale)
    try:
        fresh.rename(target)
    except BaseException:
        if replaced:
            stale.rename(target)
        raise


def _refuse_foreign(path: str) -> None:
    """Refuse to replace a folder that holds anything but an earlier report."""
    target = Path(os.path.realpath(path))
    with _refusals(path):
        foreign = target.is_dir() and not (target / _MARKER).is_file() and any(target.iterdir())
    if foreign:
        raise UsageError("output_not_ours", Place(path))


@contextmanager
def _refusals(path: str) -> Iterator[None]:
    """Turn what the system refuses into an error that names the target and the system's reason."""
    try:
        yield
    except OSError as refusal:
        reason = refusal.strerror or str(refusal)
        raise UsageError("output_unwritable", Place(path), reason=reason) from refusal
