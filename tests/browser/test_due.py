"""Pages of what falls due hold at every width, in both languages, in the light and in the dark, and serve everyone."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from checklist.api import make_request, sources_of
from checklist.auditing import run_due
from checklist.demo import LOGS, build
from checklist.reporters import Options
from checklist.reporters.due import DUE
from checklist.reporters.slugs import rep_page_name
from checklist.wording import LANGUAGES, Wording
from tests.browser.looking import FAULTS

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Page

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def lists(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pages of the demo firm's duties, a folder a language."""
    firm, folder = tmp_path_factory.mktemp("firm"), tmp_path_factory.mktemp("due")
    build(firm)
    tables = (str(firm / f"{name}.csv") for name in ("roster", "customers", "attestations", "absences"))
    logs = [str(firm / name) for name in LOGS]
    found = run_due(make_request("sales-management", sources_of(logs, *tables), as_of=date(2026, 10, 31)))
    for language in LANGUAGES:
        DUE.write("html", found, Wording(language), Options(), str(folder / language))
    return folder


@pytest.mark.parametrize("width", [320, 768, 1280, 2560])
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["index.html", rep_page_name("R07")])
def test_what_is_due_is_shown_whole_at_every_width(
    lists: Path, opened: Callable[..., Page], name: str, language: str, width: int
) -> None:
    page = opened((lists / language / name).as_uri(), width)
    assert page.evaluate(FAULTS) == []
    narrow = "[...document.querySelectorAll('td, th')].filter(e => e.innerText.length > 8 && e.clientWidth < 60).length"
    assert page.evaluate(narrow) == 0
    assert page.heard == []  # type: ignore[attr-defined]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", ["index.html", rep_page_name("R07")])
def test_axe_finds_nothing(lists: Path, opened: Callable[..., Page], name: str, scheme: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    page = opened((lists / "zh" / name).as_uri(), scheme=scheme, bypass_csp=True)
    found = [f"{each['id']}: {each['help']}" for each in Axe().run(page).response["violations"]]
    assert found == []
