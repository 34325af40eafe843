"""A folder of Parquet parted by month: one input, whose files are read in the order of their paths.

Such a folder holds folders called `name=value` (`month=2026-10/part-0.parquet`, `year=2026/month=10/…`), or files whose
names have a month each. A row's line carries, until it is loaded, the number of its file in the upper bits.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, cast

from checklist.engine import SQL, DatabaseError, identifier, literal, render
from checklist.model import InputError, Place
from checklist.records.headers import check_names, header_name
from checklist.records.raw import PARTS, Raw
from checklist.records.scanning import opened, pattern
from checklist.records.typed_columns import cells_list, kinds

if TYPE_CHECKING:
    from collections.abc import Sequence
    from io import FileIO

    from checklist.engine import Session
    from checklist.records.api import Source

SUFFIXES = (".parquet", ".pq")
_PARTITION = re.compile(r"[^=/]+=[^=/]*")
_MONTH = re.compile(r"(?<!\d)(\d{4})[-_]?(0[1-9]|1[0-2])(?!\d)")
_YEAR_AND_MONTH = re.compile(r"year=(\d{4})/month=0?([1-9]|1[0-2])(?!\d)")
_DEEPEST = 4


@dataclass(frozen=True, slots=True)
class Months:
    """The months that are to be read, by their first days: from the earliest of the history to that of the last day."""

    first: date
    last: date

    def has(self, month: date | None) -> bool:
        """Tell whether a month is to be read; what bears no month in its name is."""
        return month is None or self.first <= month <= self.last


def files_of(folder: Path) -> list[Path]:
    """Return the files of a folder parted by `name=value`, in the order of their paths; none where it is no such."""
    found: list[Path] = []
    for entry in sorted(folder.iterdir()):
        if _PARTITION.fullmatch(entry.name) and entry.is_dir():
            found += _below(entry, _DEEPEST)
    return found


def _below(folder: Path, depth: int) -> list[Path]:
    found: list[Path] = []
    for entry in sorted(folder.iterdir()):
        if entry.is_dir():
            if depth > 1 and _PARTITION.fullmatch(entry.name):
                found += _below(entry, depth - 1)
        elif is_parquet(entry):
            found.append(entry)
    return found


def is_parquet(entry: Path) -> bool:
    """Tell a Parquet file by its name; engines leave others beside it, which begin with a dot or a line."""
    return entry.suffix.lower() in SUFFIXES and not entry.name.startswith((".", "_")) and entry.is_file()


def month_of(path: str) -> date | None:
    """Return the month that a path's folders or name say, if they say just one."""
    found = {(int(year), int(month)) for year, month in _YEAR_AND_MONTH.findall(path)}
    found = found or {(int(year), int(month)) for year, month in _MONTH.findall(path)}
    told = {each for each in found if each[0] > 0}
    return date(*told.pop(), 1) if len(told) == 1 else None


def read(session: Session, source: Source, name: str) -> Raw:
    """Read the files of a parted folder as one table, each column under its name.

    The rows stay where they are: such folders are large, and columns are read out of them as fast as out of a copy.
    """
    paths = SQL("[" + ", ".join(literal(pattern(path)) for path in source.files) + "]")
    scan = (
        "read_parquet({{ paths }}, union_by_name = true, file_row_number = {{ numbered }}, hive_partitioning = false)"
    )
    try:
        columns = session.columns(render(scan, paths=paths, numbered=False))
        headers = tuple(header_name(header) for header, _ in columns)
        check_names(headers, Place(source.path))
        select = render(
            "SELECT (CAST(file_index AS BIGINT) << {{ bits }}) + file_row_number + 1 AS line, {{ cells }} "
            "FROM {{ scan }}",
            bits=PARTS,
            cells=cells_list(columns),
            scan=render(scan, paths=paths, numbered=True),
        )
        session.run(f"CREATE OR REPLACE VIEW {identifier(name)} AS {select}")
    except DatabaseError as error:
        detail = str(error).partition("\n")[0]
        raise InputError("parquet_unreadable", Place(source.path), detail=detail) from None
    return Raw(
        relation=identifier(name),
        headers=headers,
        cells=kinds(columns),
        sha256=_digest(source.path, source.files),
        parts=source.files,
    )


def _digest(folder: str, paths: Sequence[str]) -> str:
    """Return the hash over the names and hashes of the files, which is that of a folder of documents, too."""
    digest = hashlib.sha256()
    for path in paths:
        with opened(path) as file:
            own = hashlib.file_digest(cast("FileIO", file), "sha256").digest()
        digest.update(str(Path(path).relative_to(folder)).encode("utf-8", "surrogateescape") + b"\0")
        digest.update(own)
    return digest.hexdigest()
