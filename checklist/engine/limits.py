"""The limits of a machine: how much memory may be taken, and what is said where memory or disk run out."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import duckdb

from checklist.model import ResourceError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_AMOUNT = re.compile(r"\s*([1-9]\d{0,5}(?:\.\d{1,3})?)\s*([KMGT]i?B)\s*", re.IGNORECASE)
_SPILLING = ("max_temp_directory_size", "failed to offload", "temp_directory")
_FULL = ("no space left", "could not write", "file too large", "disk quota exceeded")


def memory_amount(text: str) -> str:
    """Return an amount of memory such as `8GB` or `512 MiB` as the database takes it. Raises `UsageError`."""
    match = _AMOUNT.fullmatch(text)
    if match is None:
        raise UsageError("memory_amount", value=text)
    return f"{match[1]}{match[2]}"


def limit_reached(error: Exception, spill: Path, limit: Callable[[], str]) -> ResourceError | None:
    """Return what a failure of the database means, if it is one of memory or of disk, else None.

    `spill` is the folder that the database spills to, `limit` tells the memory that it may take.
    """
    said = str(error).casefold()
    if isinstance(error, duckdb.OutOfMemoryException):
        # It only says so where a folder was full: without one it never came to spilling.
        if any(word in said for word in _SPILLING):
            return ResourceError("temporary_full", folder=str(spill.parent))
        return ResourceError("memory_exceeded", limit=limit())
    if isinstance(error, duckdb.IOException):
        ours = str(spill).casefold() in said
        if any(word in said for word in _FULL):
            return ResourceError("temporary_full", folder=str(spill.parent)) if ours else None
        if ours:
            return ResourceError("temporary_unwritable", folder=str(spill.parent))
    return None
