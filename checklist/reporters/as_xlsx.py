"""The audit as a workbook to work in: summary, every rep chapter by chapter, lists to filter, a sheet a team."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from checklist.reporters.reading import Reading
from checklist.reporters.workbook.book import Book
from checklist.reporters.workbook.lists import lists
from checklist.reporters.workbook.people import matrix, teams
from checklist.reporters.workbook.summary import summary

if TYPE_CHECKING:
    from collections.abc import Iterator

    from checklist.model import Audit
    from checklist.reporters.options import Options
    from checklist.wording import Wording

FORMAT = "xlsx"
SUFFIX = ".xlsx"
KIND: Literal["file"] = "file"
SHOWS_UPCOMING = True


def render(audit: Audit, wording: Wording, options: Options) -> Iterator[bytes]:
    """Yield the workbook's bytes."""
    book = Book(Reading(audit, wording), options)
    summary(book)
    matrix(book)
    lists(book)
    teams(book)
    yield from book.pieces()
