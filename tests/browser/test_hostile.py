"""Whatever a log holds is only ever text: nothing runs, nothing is asked for, and the layout holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from checklist.reporters.slugs import rep_page_name
from tests.browser.conftest import HOSTILE
from tests.browser.looking import FAULTS

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from tests.browser.conftest import Site

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("number", [None, *range(len(HOSTILE))])
def test_hostile_text_is_inert(hostile_site: Site, opened: Callable[..., Page], number: int | None, width: int) -> None:
    name = "index.html" if number is None else rep_page_name(f"R{number}")
    page = opened(hostile_site.address(name), width)
    page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
    assert page.evaluate("[window.broken === undefined, document.scripts.length, document.images.length]") == [
        True,
        0,
        0,
    ]
    assert page.evaluate("document.querySelectorAll('h1').length") == 1
    assert page.heard == []  # type: ignore[attr-defined]
    faults = page.evaluate(FAULTS)
    # Marks heaped on a letter reach over the lines around it wherever they stand; all else keeps its place.
    assert [each for each in faults if "̸" not in each and "็" not in each] == []
