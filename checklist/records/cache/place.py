"""Where readings are kept: a folder of the user's own, bounded, of which every part may be deleted at any time."""

from __future__ import annotations

import os
import re
import secrets
import shutil
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

VARIABLE = "CHECKLIST_CACHE"
"""Names the folder, where it is not to be the usual one."""
MOST_BYTES = 4 << 30
"""All that is kept at most; what was used longest ago goes first."""
MARK = "reading.json"
"""Every whole entry has it; it is as old as the entry's last use."""

_ENTRY = re.compile(r"[0-9a-f]{32}-[0-9a-f]{32}")
_UNFINISHED = re.compile(r"[0-9a-f]{32}-[0-9a-f]{32}[.][0-9a-f]{16}[.]part")
# Whoever still writes after so many seconds does not write any more.
_ABANDONED = 86_400
_OTHERS_WRITE = 0o022


def folder() -> Path | None:
    """Return the folder, whether it is there or not; None where this user has no place for such things."""
    named = os.environ.get(VARIABLE)
    if named:
        return Path(named)
    if sys.platform == "win32":
        local = os.environ.get("LOCALAPPDATA")
        return Path(local) / "checklist" / "Cache" if local else None
    shared = os.environ.get("XDG_CACHE_HOME", "")
    if Path(shared).is_absolute():
        return Path(shared) / "checklist"
    try:
        home = Path.home()
    except RuntimeError:
        return None
    return home / ("Library/Caches" if sys.platform == "darwin" else ".cache") / "checklist"


def unfinished(kept: Path, name: str) -> Path:
    """Make an empty folder beside an entry's place, which only this user may look into."""
    kept.mkdir(mode=0o700, parents=True, exist_ok=True)
    made = kept / f"{name}.{secrets.token_hex(8)}.part"
    made.mkdir(mode=0o700)
    return made


def is_own(entry: Path) -> bool:
    """Tell whether an entry is this user's, and nobody else could have written to it."""
    found = entry.lstat()
    if not hasattr(os, "geteuid"):
        return entry.is_dir()
    return entry.is_dir() and found.st_uid == os.geteuid() and not found.st_mode & _OTHERS_WRITE


def finish(made: Path, entry: Path) -> None:
    """Put what was written in the entry's place, in place of one that is there: it may be broken."""
    if entry.exists():
        remove(entry)
    with suppress(OSError):  # another process was faster, and wrote the same
        made.rename(entry)


def remove(entry: Path) -> None:
    """Take an entry away: its name first, so that nobody meets half of it."""
    gone = entry if entry.name.endswith(".part") else entry.with_name(f"{entry.name}.{secrets.token_hex(8)}.part")
    with suppress(OSError):
        if gone != entry:
            entry.rename(gone)
        shutil.rmtree(gone, ignore_errors=True)


def used(entry: Path) -> None:
    """Note that an entry was used now."""
    with suppress(OSError):
        os.utime(entry / MARK)


def tidy(kept: Path) -> None:
    """Take away what was left unfinished, and what was used longest ago until the rest is within bounds."""
    ages = sorted(_entries(kept), reverse=True)
    size = 0
    for _, entry in ages:
        size += size_of(entry)
        if size > MOST_BYTES:
            remove(entry)


def size_of(entry: Path) -> int:
    """Return how many bytes an entry takes."""
    total = 0
    with suppress(OSError):
        total = sum(each.stat().st_size for each in entry.iterdir())
    return total


def _entries(kept: Path) -> Iterator[tuple[float, Path]]:
    """Yield each entry with the time of its last use; what is nobody's any more is removed."""
    for entry in kept.iterdir():
        try:
            if _ENTRY.fullmatch(entry.name) and is_own(entry):
                yield (entry / MARK).stat().st_mtime, entry
            elif _UNFINISHED.fullmatch(entry.name) and is_own(entry) and _abandoned(entry):
                remove(entry)
        except FileNotFoundError:
            remove(entry)


def _abandoned(entry: Path) -> bool:
    return time.time() - entry.stat().st_mtime > _ABANDONED
