"""Files on storage that only the cluster reaches: listed, and read, through Spark itself."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from checklist.engine import DatabaseError
from checklist.model import InputError, Place
from checklist.model.tables import RECORDS
from checklist.records.databases.address import is_address as is_database
from checklist.records.expanding import is_named_as_table, passed_over
from checklist.records.formats import suffixes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from checklist.engine.spark import Cluster
    from checklist.model import Notice
    from checklist.records.api import Source

# As s3a://bucket/log.csv is written, or file:/data as Spark itself writes it; a letter alone is a drive.
_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:/.*")
MOST_BYTES = 2_000_000_000
"""Spark hands on a file as one value, and no value is larger."""


@dataclass(frozen=True, slots=True)
class Addressed:
    """The files found at addresses, the addresses as they were given, and what must be said of files passed over."""

    files: tuple[Source, ...] = ()
    given: tuple[str, ...] = ()
    notices: tuple[Notice, ...] = ()


def is_address(path: str) -> bool:
    """Tell whether a path begins with the name of a storage."""
    return _ADDRESS.fullmatch(path) is not None and not is_database(path)


def addressed(session: Cluster, sources: Sequence[Source]) -> tuple[list[Source], Addressed]:
    """Part the logs at addresses from the other inputs, and list the files that each stands for.

    A folder or a pattern stands for the files in it that are of a known kind by their names. Raises `InputError` where
    there is none, and for a file that is too large for Spark to hand on.
    """
    others: list[Source] = []
    found = Addressed()
    for source in sources:
        if source.table != RECORDS.name or source.frame is not None or not is_address(source.path):
            others.append(source)
            continue
        listed = _listed(session, source.path)
        name = PurePosixPath(source.path).name
        alone = len(listed) == 1 and PurePosixPath(next(iter(listed))).name == name
        kept = {path: size for path, size in listed.items() if alone or is_named_as_table(PurePosixPath(path))}
        if not kept:
            raise InputError("folder_empty", Place(source.path), known=sorted(suffixes()))
        for path, size in kept.items():
            if size > MOST_BYTES:
                raise InputError("spark_file_too_large", Place(path), size=size, limit=MOST_BYTES)
        found = Addressed(
            (*found.files, *(replace(source, path=path) for path in kept)),
            (*found.given, source.path),
            (*found.notices, *passed_over(source, sorted(listed.keys() - kept.keys()))),
        )
    return others, found


def _listed(session: Cluster, path: str) -> dict[str, int]:
    try:
        return dict(sorted(session.listed(path)))
    except DatabaseError as error:
        raise InputError("spark_path_refused", Place(path), detail=str(error)) from None
