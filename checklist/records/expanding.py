"""Turn what inputs were given into files: folders, patterns, and standard input."""

from __future__ import annotations

import glob
import os
import shutil
import sys
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path, PurePath
from tempfile import TemporaryDirectory
from typing import IO, TYPE_CHECKING

from checklist.model import InputError, Notice, Place, Sentence
from checklist.model.tables import RECORDS
from checklist.records import partitions
from checklist.records.formats import suffixes
from checklist.records.scanning import writing

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from checklist.records.api import Source
    from checklist.records.partitions import Months

STDIN = "-"
_SHOWN = "<stdin>"
_STREAMS = ("/dev/stdin", "/dev/fd/", "/proc/self/fd/")
_PACKED = (".gz", ".gzip")
_LISTED = 20
_PARTED = RECORDS.name


@contextmanager
def expanded(
    sources: Sequence[Source], months: Months | None = None, *, together: bool = True
) -> Iterator[tuple[list[Source], list[Notice]]]:
    """Yield one source a file, in the order of their paths, and what must be said of files passed over.

    A folder stands for the files in it that are of a known kind by their names, one level deep, and for the Parquet
    files in its folders called `name=value`, which are one input `together`; a pattern such as `exports/*.csv` for
    those that fit it; `-` for standard input, of which a copy is kept until the block ends. With `months`, files of a
    folder or a pattern whose names tell of another month are left out.
    """
    found: list[Source] = []
    notices: list[Notice] = []
    with TemporaryDirectory(prefix="checklist-") as folder:
        for number, source in enumerate(sources):
            if source.frame is not None or source.database is not None or source.documents is not None:
                found.append(source)
            elif source.path == STDIN or source.path.startswith(_STREAMS):
                found.append(_spooled(source, Path(folder) / str(number)))
            elif os.path.isdir(source.path):  # noqa: PTH112  # which says no where it may not look
                found += _folder(source, notices, months, together=together)
            elif not os.path.lexists(source.path) and glob.has_magic(source.path):
                found += _pattern(source, notices, months)
            else:
                found.append(source)
        yield found, notices


def _folder(source: Source, notices: list[Notice], months: Months | None, *, together: bool) -> list[Source]:
    place = Place(source.path)
    try:
        entries = sorted(Path(source.path).iterdir())
        parted = partitions.files_of(Path(source.path)) if source.table == _PARTED else []
    except OSError as error:
        raise InputError("file_unreadable", place, detail=error.strerror or error) from None
    kept = [entry for entry in entries if is_named_as_table(entry) and entry.is_file()]
    tops = {entry.relative_to(source.path).parts[0] for entry in parted}
    notices += passed_over(source, [each.name for each in entries if each not in kept and each.name not in tops])
    if not kept and not parted:
        raise InputError("folder_empty", place, known=sorted(suffixes()))
    if together and not parted and len(kept) > 1 and all(_is_month(entry) for entry in kept):
        kept, parted = [], kept
    kept, left = _of_months(source, kept, months)
    parted, parted_left = _of_months(source, parted, months)
    if left or parted_left:
        notices.append(_cut(source, [*kept, *parted], left + parted_left, months))
    found = [replace(source, path=str(entry)) for entry in kept]
    if parted and together:
        found.append(replace(source, files=tuple(map(str, parted)), left_out=parted_left))
    elif parted:
        found += [replace(source, path=str(entry)) for entry in parted]
    return found


def _is_month(entry: Path) -> bool:
    return partitions.is_parquet(entry) and partitions.month_of(entry.name) is not None


def _of_months(source: Source, entries: list[Path], months: Months | None) -> tuple[list[Path], int]:
    """Return the files of the months to be read, and how many are of others. Folders above say nothing."""
    if months is None:
        return entries, 0
    top = Path(source.path) if Path(source.path).is_dir() else None
    told = {entry: entry.relative_to(top).as_posix() if top else entry.name for entry in entries}
    kept = [entry for entry in entries if months.has(partitions.month_of(told[entry]))]
    if entries and not kept:
        first, last = f"{months.first:%Y-%m}", f"{months.last:%Y-%m}"
        raise InputError("look_back_nothing", Place(source.path), first=first, last=last)
    return kept, len(entries) - len(kept)


def _cut(source: Source, kept: list[Path], left: int, months: Months | None) -> Notice:
    """Say which months were read, and that the others were not."""
    assert months is not None  # noqa: S101  # else nothing is left out
    values = {"path": source.path, "first": f"{months.first:%Y-%m}", "last": f"{months.last:%Y-%m}"}
    return Notice("months_left_out", Sentence("notice.months_left_out", values | {"read": len(kept), "count": left}))


def is_named_as_table(entry: PurePath) -> bool:
    """Tell whether a file in a folder is one of data by its name; programs keep others beside it."""
    name = entry.with_suffix("") if entry.suffix.lower() in _PACKED else entry
    temporary = entry.name.startswith((".", "~$"))
    return not temporary and name.suffix.lower() in suffixes()


def _pattern(source: Source, notices: list[Notice], months: Months | None) -> list[Source]:
    entries = sorted(glob.glob(source.path, recursive=True))  # noqa: PTH207  # the pattern may begin at the root
    kept = [entry for entry in entries if not Path(entry).is_dir() and not Path(entry).name.startswith("~$")]
    notices += passed_over(source, [entry for entry in entries if entry not in kept])
    if not kept:
        raise InputError("pattern_empty", Place(source.path))
    read, left = _of_months(source, [Path(entry) for entry in kept], months)
    if left:
        notices.append(_cut(source, read, left, months))
    return [replace(source, path=str(entry)) for entry in read] if left else [replace(source, path=p) for p in kept]


def passed_over(source: Source, names: list[str]) -> list[Notice]:
    """Say which files that an input stands for were passed over."""
    if not names:
        return []
    values = {"path": source.path, "count": len(names), "names": names[:_LISTED]}
    return [Notice("files_passed_over", Sentence("notice.files_passed_over", values))]


def _spooled(source: Source, target: Path) -> Source:
    """Copy a stream that can be read but once."""
    shown = _SHOWN if source.path in (STDIN, "/dev/stdin") else source.path
    try:
        if shown == _SHOWN:
            if sys.stdin is None or sys.stdin.isatty():
                raise InputError("stdin_terminal", Place(shown))
            _copy(sys.stdin.buffer, shown, target)
        else:
            with Path(source.path).open("rb") as stream:
                _copy(stream, shown, target)
    except (OSError, ValueError) as error:
        raise InputError("file_unreadable", Place(shown), detail=getattr(error, "strerror", None) or error) from None
    return replace(source, path=shown, file=str(target))


def _copy(stream: IO[bytes], shown: str, target: Path) -> None:
    with writing(shown, target) as copy:
        shutil.copyfileobj(stream, copy, 1 << 20)
