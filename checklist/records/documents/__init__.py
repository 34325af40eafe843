"""Plans and reports written as documents: their headings become the columns of records."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Documents:
    """Says that an input is a folder of documents, or one; `vocabulary` is a file of words of one's own."""

    vocabulary: str | None = None
