"""The audit as PDF, to be printed, filed or handed out: the pages of the web report, sheet for sheet.

A folder takes the team's pages and a document a rep, which holds nothing about another. One file takes
everything, for firms that one can leaf through.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Literal

from checklist.model import UsageError
from checklist.reporters import as_html
from checklist.reporters.printing import Printer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from checklist.model import Audit
    from checklist.reporters.options import Options
    from checklist.wording import Wording

FORMAT = "pdf"
SUFFIX = ".pdf"
KIND: Literal["files"] = "files"
SHOWS_ACTIVITY = True
SHOWS_UPCOMING = True

REPS_IN_ONE = 20
"""More reps than these make a file that nobody leafs through, and take more memory than a report may."""

_PAGE = ".html"


def render(audit: Audit, wording: Wording, options: Options) -> Iterator[tuple[str, bytes]]:
    """Yield the team's pages, then each rep's own, each a document."""
    printer = _printer(wording, options)
    for name, page in _pages(audit, wording, options):
        yield name.removesuffix(_PAGE) + SUFFIX, printer.document(page)


def whole(audit: Audit, wording: Wording, options: Options) -> Iterator[bytes]:
    """Yield everything as one document: the team's pages, then each rep's."""
    if len(audit.scorecards) > REPS_IN_ONE:
        raise UsageError("pdf_too_many_reps", count=len(audit.scorecards), limit=REPS_IN_ONE)
    yield _printer(wording, options).whole(_pages(audit, wording, options))


def _printer(wording: Wording, options: Options) -> Printer:
    branding = options.branding
    return Printer(wording.value(branding.confidentiality) if branding else "")


def _pages(audit: Audit, wording: Wording, options: Options) -> Iterator[tuple[str, str]]:
    """Yield the pages of the web report, which hold all that they show."""
    for name, content in as_html.render(audit, wording, replace(options, assets="inline"), printed=True):
        if name.endswith(_PAGE):
            yield name, content.decode()
