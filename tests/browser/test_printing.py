"""Printed on A4: everything open, no table cut off, no controls, a sensible number of pages."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.browser.looking import FAULTS

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from tests.browser.conftest import Site

pytestmark = pytest.mark.browser
PRINTABLE = 688
"""A4 less its margins of 14 mm, in CSS pixels."""


def printed_pages(page: Page) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", page.pdf(prefer_css_page_size=True)))


@pytest.mark.parametrize(("which", "most"), [("team", 5), ("best", 6)])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_page_prints_on_few_sheets(
    site: Site, opened: Callable[..., Page], which: str, most: int, language: str
) -> None:
    name = "index.html" if which == "team" else site.best
    page = opened(site.address(name if language == "zh" else f"{language}/{name}"))
    assert 1 < printed_pages(page) <= most


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("which", ["team", "worst", "best"])
def test_what_is_folded_on_the_screen_is_open_on_paper_and_no_table_is_cut_off(
    site: Site, opened: Callable[..., Page], which: str, language: str
) -> None:
    name = "index.html" if which == "team" else getattr(site, which)
    page = opened(site.address(name if language == "zh" else f"{language}/{name}"), PRINTABLE)
    page.emulate_media(media="print")
    # A function that asks again by itself: the page's policy lets none be made of text later on.
    page.evaluate(
        """() => new Promise((seen, failed) => {
            setTimeout(() => failed(new Error("something folded is still not to be seen")), 5000)
            const all = () => [...document.querySelectorAll('details:not([open]) :is(p, li, td)')]
            const look = () => all().every(each => each.checkVisibility({contentVisibilityAuto: true}))
                ? seen() : setTimeout(look, 20)
            look()
        })"""
    )
    cut = page.evaluate(
        "[...document.querySelectorAll('.scroll')].filter(each => each.scrollWidth > each.clientWidth + 1)"
        ".map(each => each.innerText.slice(0, 60))"
    )
    assert cut == []
    assert page.evaluate(FAULTS) == []
    controls = page.evaluate(
        "[...document.querySelectorAll('nav, .tools, .more')].filter(e => e.checkVisibility()).length"
    )
    assert controls == 0


def test_paper_is_light_on_a_dark_screen_and_heads_repeat(site: Site, opened: Callable[..., Page]) -> None:
    page = opened(site.address(site.worst), scheme="dark")
    page.emulate_media(media="print")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert page.evaluate("getComputedStyle(document.querySelector('thead')).display") == "table-header-group"
    assert page.evaluate("getComputedStyle(document.querySelector('.evidence tr')).breakInside") == "avoid"


def test_a_reps_paper_has_room_to_sign(site: Site, opened: Callable[..., Page]) -> None:
    page = opened(site.address(site.best))
    assert not page.locator(".sign").is_visible()
    page.emulate_media(media="print")
    assert page.locator(".sign").is_visible()
