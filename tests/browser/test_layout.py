"""Pages hold at every width, in both languages, in the light and in the dark, and say nothing to the console."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.browser.conftest import written
from tests.browser.looking import FAULTS
from tests.browser.serving import served

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Page

    from checklist.model import Audit
    from tests.browser.conftest import Site

pytestmark = pytest.mark.browser
WIDTHS = (320, 768, 1280, 2560)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("which", ["team", "worst", "best"])
def test_nothing_is_cut_off_or_lies_over_something_else(
    site: Site, opened: Callable[..., Page], which: str, language: str, width: int
) -> None:
    name = "index.html" if which == "team" else getattr(site, which)
    page = opened(site.address(name if language == "zh" else f"{language}/{name}"), width)
    assert page.evaluate(FAULTS) == []
    page.evaluate("document.querySelectorAll('details').forEach(each => each.open = !each.open)")
    assert page.evaluate(FAULTS) == []
    assert page.heard == []  # type: ignore[attr-defined]


@pytest.mark.parametrize("which", ["team", "worst"])
def test_the_dark_differs_in_colours_alone(site: Site, opened: Callable[..., Page], which: str) -> None:
    name = "index.html" if which == "team" else getattr(site, which)
    light, dark = (opened(site.address(name), scheme=scheme) for scheme in ("light", "dark"))
    sizes = [page.evaluate("[document.body.scrollWidth, document.body.scrollHeight]") for page in (light, dark)]
    grounds = [page.evaluate("getComputedStyle(document.body).backgroundColor") for page in (light, dark)]
    assert sizes[0] == sizes[1]
    assert grounds == ["rgb(244, 246, 249)", "rgb(16, 20, 26)"]
    assert dark.heard == []  # type: ignore[attr-defined]


def test_a_table_too_wide_for_the_window_can_be_moved_sideways(site: Site, opened: Callable[..., Page]) -> None:
    page = opened(site.address("index.html"), 320)
    table = page.locator(".scroll", has=page.locator(".matrix"))
    table.evaluate("each => each.scrollLeft = 10000")
    moved = table.evaluate("each => each.scrollLeft")
    assert moved > 0


def test_styles_beside_the_pages_serve_where_a_server_forbids_those_within(
    firm: Audit, opened: Callable[..., Page], tmp_path: Path
) -> None:
    site = written(firm, tmp_path / "external", assets="external")
    # What Jenkins sends with its artifacts, but for the sandbox, which this window has not.
    with served(site.folder, "default-src 'none'; img-src 'self'; style-src 'self';") as address:
        for name, kind in (("index.html", "team"), (site.worst, "rep")):
            page = opened(f"{address}/{name}")
            assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(244, 246, 249)"
            assert page.evaluate(FAULTS) == []
            assert page.heard == [f"request: {address}/{kind}.css"]  # type: ignore[attr-defined]
