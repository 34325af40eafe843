"""One reading's place among those kept: found by the content of its files and all that changes how they are read."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from checklist.engine import DatabaseError, identifier, literal
from checklist.model import ChecklistError
from checklist.model.tables import TABLES
from checklist.records.api import Loaded
from checklist.records.cache import place
from checklist.records.plain import packed, unpacked
from checklist.records.scanning import pattern, sha256
from checklist.version import __version__

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from checklist.engine import Session
    from checklist.records.api import Source
    from checklist.records.mapping import MappingFile

FORMAT = 2
SMALLEST = 20_000_000
"""Inputs of fewer bytes in all are read faster than anyone waits."""

_TABLES = (*(f"loaded_{name}" for name in TABLES), "files")
_PACKAGE = Path(__file__).parent.parent
# The words that readings are folded to lie where conditions compare them.
_WORDS = _PACKAGE.parent / "conditions"
_Facts = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Cached:
    """Where one reading is kept, or may be: `choices` are all that changes it but the bytes of its files.

    `facts` are each file's size, time and number when it was looked at: only files that stayed as they were are kept.
    """

    folder: Path
    choices: str
    files: tuple[tuple[str, str, str], ...]
    facts: tuple[_Facts, ...]

    def taken(self, session: Session) -> Loaded | None:
        """Lay the tables into the session and return what was told of them; None where nothing whole is kept."""
        try:
            if not any(self.folder.glob(f"{self.choices}-*")):
                return None  # nothing like it was ever read: no need to look at the files
            entry = self._entry([sha256(real) for _, _, real in self.files])
            if not place.is_own(entry):
                return None
            loaded = _read(session, entry)
        except (OSError, ChecklistError, DatabaseError, ValueError, TypeError, KeyError, RecursionError):
            return None
        place.used(entry)
        return loaded

    def keep(self, session: Session, loaded: Loaded, hashes: Mapping[tuple[str, str], str]) -> None:
        """Keep the session's tables and what was told of them; `hashes` are those of the inputs as they were read."""
        try:
            if self.facts != tuple(_facts(real) for _, _, real in self.files):
                return
            entry = self._entry([hashes[table, path] for table, path, _ in self.files])
            told = packed(loaded)
            size = sum(facts[0] for facts in self.facts)
            made = place.unfinished(self.folder, entry.name)
        except (OSError, KeyError, TypeError):
            return
        try:
            if shutil.disk_usage(made).free > size:
                _write(session, made, {"entry": entry.name, "loaded": told})
                if place.size_of(made) <= place.MOST_BYTES:
                    place.finish(made, entry)
        except (OSError, ChecklistError, DatabaseError):
            pass  # no room for it, on disk or in memory
        finally:
            place.remove(made)
        with suppress(OSError):
            place.tidy(self.folder)

    def _entry(self, hashes: Sequence[str]) -> Path:
        return self.folder / f"{self.choices}-{_digest(list(hashes))}"


def cached(session: Session, files: Sequence[Source], mapping: MappingFile | None, **choices: Any) -> Cached | None:
    """Return the place of a reading; None where it is not worth one, or its inputs are more than files.

    `choices` are all further things that change what is read or told.
    """
    folder = place.folder()
    if folder is None or any(each.frame is not None or each.database or each.documents or each.files for each in files):
        return None
    named = tuple((each.table, each.path, each.file or each.path) for each in files)
    try:
        facts = tuple(_facts(real) for _, _, real in named)
        size = sum(each[0] for each in facts)
        if not SMALLEST <= size <= place.MOST_BYTES:
            return None
        told = [
            [FORMAT, __version__, _code(), session.value("SELECT version()")],
            [[table, path, os.path.realpath(real) if real == path else None] for table, path, real in named],
            [each[0] for each in facts],
            None if mapping is None else mapping.document.digest(),
            packed(choices),
        ]
    except (OSError, ValueError, TypeError):
        return None
    return Cached(folder, _digest(told), named, facts)


def _facts(path: str) -> _Facts:
    found = Path(path).stat()
    return found.st_size, found.st_mtime_ns, found.st_ino


def _digest(told: Any) -> str:
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()[:32]


@cache
def _code() -> str:
    """Return the hash of all that reads: another version of it may read otherwise."""
    digest = hashlib.sha256()
    for path in sorted((*_PACKAGE.rglob("*"), *_WORDS.rglob("*"))):
        if path.suffix in (".py", ".sql", ".yaml"):
            digest.update(f"{path.relative_to(_PACKAGE.parent)}\0".encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()


def _write(session: Session, made: Path, told: dict[str, Any]) -> None:
    tables = {}
    for name in _TABLES:
        path = made / f"{name}.parquet"
        session.run(f"COPY {identifier(name)} TO {literal(str(path))} (FORMAT parquet, COMPRESSION snappy)")
        tables[name] = [session.columns(identifier(name)), sha256(str(path))]
    content = json.dumps({"tables": tables, **told}).encode("ascii")
    (made / place.MARK).write_bytes(b"%s\n%s" % (hashlib.sha256(content).hexdigest().encode("ascii"), content))


def _read(session: Session, entry: Path) -> Loaded:
    """Lay an entry's tables into the session. Raises `ValueError` where a byte or a name is not what was written."""
    seal, _, content = (entry / place.MARK).read_bytes().partition(b"\n")
    if hashlib.sha256(content).hexdigest() != seal.decode("ascii"):
        raise ValueError(entry.name)
    kept = json.loads(content)
    if kept["entry"] != entry.name:
        raise ValueError(entry.name)
    for name in _TABLES:
        columns, digest = kept["tables"][name]
        path = str(entry / f"{name}.parquet")
        if sha256(path) != digest:
            raise ValueError(name)
        session.create(name, f"SELECT * FROM read_parquet({literal(pattern(path))})")
        if [list(each) for each in session.columns(identifier(name))] != columns:
            raise ValueError(name)
    loaded = unpacked(kept["loaded"])
    if not isinstance(loaded, Loaded):
        raise TypeError(entry.name)
    return loaded
