"""Pages serve everyone: by keyboard alone, and without a complaint from axe, in the light and in the dark."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from tests.browser.conftest import Site

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("which", ["team", "worst", "best"])
def test_axe_finds_nothing(site: Site, opened: Callable[..., Page], which: str, language: str, scheme: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    name = "index.html" if which == "team" else getattr(site, which)
    page = opened(site.address(name if language == "zh" else f"{language}/{name}"), scheme=scheme, bypass_csp=True)
    page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
    result = Axe().run(page)
    found = [
        f"{each['id']}: {node['target']} {node.get('failureSummary', '')}"
        for each in result.response["violations"]
        for node in each["nodes"]
    ]
    assert found == []


def shown_reps(page: Page) -> list[str]:
    """Return the reps of the matrix from top to bottom as they are seen."""
    rows = page.evaluate(
        "[...document.querySelectorAll('.matrix tbody tr')].filter(each => each.checkVisibility())"
        ".map(each => [each.getBoundingClientRect().top, each.dataset.score, each.dataset.name, each.dataset.team])"
    )
    return [(score, name, team) for _, score, name, team in sorted(rows)]  # type: ignore[misc]


def test_the_matrix_is_narrowed_and_sorted_by_keyboard_without_a_script(
    site: Site, opened: Callable[..., Page]
) -> None:
    page = opened(site.address("index.html"))
    everyone = shown_reps(page)
    page.focus("#team-all")
    page.keyboard.press("ArrowRight")
    assert page.evaluate("document.activeElement.id") == "team-0"
    team = shown_reps(page)
    assert 0 < len(team) < len(everyone)
    assert {each[2] for each in team} == {"0"}
    page.focus("#team-0")
    page.keyboard.press("ArrowLeft")
    assert shown_reps(page) == everyone
    page.focus("#verdict-all")
    page.keyboard.press("ArrowRight")
    assert 0 < len(shown_reps(page)) < len(everyone)
    page.keyboard.press("ArrowLeft")
    page.focus("#sort-need")
    page.keyboard.press("ArrowRight")
    by_score = [int(each[0]) for each in shown_reps(page)]
    assert by_score == sorted(by_score)
    page.keyboard.press("ArrowRight")
    by_name = [int(each[1]) for each in shown_reps(page)]
    assert by_name == sorted(by_name)
    assert len(by_name) == len(everyone)
    head = page.evaluate("document.querySelector('.matrix thead tr').getBoundingClientRect().top")
    assert head < page.evaluate(
        "Math.min(...[...document.querySelectorAll('.matrix tbody tr')].map(e => e.getBoundingClientRect().top))"
    )


def test_everything_that_acts_is_reached_by_tab_and_shows_where_it_is(site: Site, opened: Callable[..., Page]) -> None:
    page = opened(site.address(site.worst))
    acting = page.evaluate("document.querySelectorAll('a[href], summary, .scroll[tabindex]').length")
    seen = 0
    for _ in range(acting + 5):
        page.keyboard.press("Tab")
        outline = page.evaluate(
            "document.activeElement === document.body ? null : getComputedStyle(document.activeElement).outlineStyle"
        )
        if outline is None:
            break
        assert outline == "solid"
        seen += 1
    folded = page.evaluate("[...document.querySelectorAll('details:not([open]) .scroll')].length")
    assert seen == acting - folded


def test_a_rule_is_folded_and_unfolded_by_keyboard_and_a_loss_leads_to_its_proof(
    site: Site, opened: Callable[..., Page]
) -> None:
    page = opened(site.address(site.worst))
    rule = page.locator("details.rule").first
    rule.locator("summary").focus()
    page.keyboard.press("Enter")
    assert rule.get_attribute("open") is None
    page.keyboard.press("Space")
    assert rule.get_attribute("open") is not None
    link = page.locator(".bars a").last
    target = link.get_attribute("href")
    link.focus()
    page.keyboard.press("Enter")
    assert target
    assert page.locator(target).bounding_box()["y"] < 900  # type: ignore[index]


def test_a_reader_of_either_language_comes_to_the_other_and_back(site: Site, opened: Callable[..., Page]) -> None:
    page = opened(site.address(site.worst))
    page.click("text=English")
    assert page.locator("html").get_attribute("lang") == "en"
    page.click("text=中文")
    assert page.locator("html").get_attribute("lang") == "zh-Hans"
    page.click("nav a >> nth=0")
    assert page.locator("body.team").count() == 1
