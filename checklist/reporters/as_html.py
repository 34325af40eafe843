"""The audit as web pages: one for the team, one for each rep. No script, no request, ready to print.

Each language has pages of its own: the first stands at the top of the folder, a further one in a folder of
its name, and every page links to itself in the others. Beside a rep's page lies a table of all the rep's
deviations.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from checklist.reporters.as_csv import deviations_of
from checklist.reporters.localised import LocalWording
from checklist.reporters.reading import Reading
from checklist.reporters.rep_page import RepPages, label_style
from checklist.reporters.sharing import shared
from checklist.reporters.site import Site
from checklist.reporters.slugs import rep_page_name, rep_table_name
from checklist.reporters.team_page import TeamPages
from checklist.wording import Wording

if TYPE_CHECKING:
    from collections.abc import Iterator

    from checklist.model import Audit, Scorecard
    from checklist.reporters.options import Options

FORMAT = "html"
SUFFIX = ""
KIND: Literal["folder"] = "folder"
SHOWS_ACTIVITY = True
SHOWS_UPCOMING = True


def render(audit: Audit, wording: Wording, options: Options, *, printed: bool = False) -> Iterator[tuple[str, bytes]]:
    """Yield the team's page, then each rep's own, which holds nothing about another; the same in each language."""
    languages = options.languages or (wording.language,)
    for place, language in enumerate(languages):
        spoken = wording if language == wording.language else Wording(language)
        folder = f"{language}/" if place else ""
        for name, content in _pages(audit, spoken, options, languages, printed=printed):
            yield folder + name, content


def _pages(
    audit: Audit, wording: Wording, options: Options, languages: tuple[str, ...], *, printed: bool
) -> Iterator[tuple[str, bytes]]:
    reading = Reading(audit, LocalWording(wording))
    plain = Reading(audit, wording)
    teams = TeamPages(reading)
    styles = {"team": teams.filter_style, "rep": label_style(wording)}
    site = Site(reading, options, languages, styles, printed=printed)
    for name, context in teams.pages():
        yield name, site.page("team", name, team=context)
    yield from site.files()
    pages = RepPages(reading)

    def made(card: Scorecard) -> tuple[bytes, bytes]:
        page = pages.page(card) | {"overview": teams.page_of(card)}
        table = deviations_of(plain, card) if page["table"] else b""
        return site.page("rep", rep_page_name(card.rep_id), rep=page), table

    for card, (page, table) in zip(audit.scorecards, shared(audit.scorecards, made), strict=True):
        yield rep_page_name(card.rep_id), page
        if table:
            yield rep_table_name(card.rep_id), table
