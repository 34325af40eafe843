"""Real pages of a small firm in a real browser: Debian's Chromium, headless, driven by Playwright."""

from __future__ import annotations

import csv
import shutil
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from checklist.api import make_request, sources_of
from checklist.auditing import run
from checklist.demo import LOGS, build
from checklist.model import Audit, Bilingual, Earlier, EarlierCard, Period, Verdict
from checklist.reporters import Options, write
from checklist.reporters.branding import Branding
from checklist.reporters.slugs import rep_page_name
from checklist.wording import Wording

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

PACK = """\
pack: small
version: 1.0.0
title: {zh: 小公司制度, en: A small policy}
timezone: Asia/Shanghai
calendar: {country: CN}
grades: {A: 90, B: 0}
clauses:
  - clause: "1.1.1"
    modality: must
    title: {zh: 跟进, en: Follow up}
    text: {zh: 每周跟进客户。, en: Follow up with customers every week.}
    rules:
      - {rule: weekly, kind: cadence, of: {type: call}, within: 7 days, advice: {zh: 先打电话, en: Call first}}
      - {rule: noted, kind: content, of: {type: call}, require: [{field: text, min_length: 20000}, {field: topic}]}
"""
HOSTILE = [
    "<script>window.broken = 1</script>",
    "<svg onload='window.broken = 1'><animate onbegin='window.broken = 1' attributeName=x dur=1s></svg>",
    "]]>--><img src=x onerror='window.broken = 1'>",
    "</style></title></details></main><h1>broken</h1>",
    "{{ 7 * 7 }}{% for %}",
    "javascript:window.broken=1",
    "\u202etxet desrever\u2066\u2067",
    "=cmd|' /C calc'!A0",
    "👩‍👩‍👧‍👦🏳️‍🌈👍🏽" * 5,
    "ก็็็็็็็็็็็็็็็" + "̸̡̢͓͓̣" * 20,
    "长" * 10_000,
    "W" * 10_000,
]
"""What a log may hold: scripts, drawings, ends of everything, turned text, formulas, emoji, texts without end."""


@dataclass(frozen=True, slots=True)
class Site:
    """Written pages: their folder, and the names of those worth a look."""

    folder: Path
    worst: str
    best: str

    def address(self, name: str) -> str:
        """Return where a browser finds a page."""
        return (self.folder / name).as_uri()


def audited(folder: Path) -> Audit:
    """Return the audit of the demo firm's month, with earlier periods made up."""
    build(folder)
    tables = (str(folder / f"{name}.csv") for name in ("roster", "customers", "attestations", "absences"))
    logs = [str(folder / name) for name in LOGS]
    request = make_request(
        "sales-management", sources_of(logs, *tables), period="2026-10", as_of=date(2026, 10, 31), activity=True
    )
    found = run(request)
    return replace(found, history=tuple(earlier(found, months) for months in range(11, 0, -1)))


def earlier(audit: Audit, months: int) -> Earlier:
    """Return what the audit may have come to some months before."""
    first = date(2026, 10, 1)
    for _ in range(months):
        first = (first - timedelta(days=1)).replace(day=1)
    last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    cards = {
        card.rep_id: EarlierCard(
            card.rep_id, None if card.score is None else max(0, card.score - 17 * (months % 4)), Verdict.NON_COMPLIANT
        )
        for card in audit.scorecards
    }
    return Earlier(
        Period(first, last, last, f"{first:%Y-%m}"),
        audit.policy.id,
        "0.9.0" if months > 6 else audit.policy.version,
        "00" * 32 if months > 6 else audit.policy.sha256,
        (audit.score or 0) - 9 * (months % 5),
        500,
        {Verdict.NON_COMPLIANT: 9, Verdict.COMPLIANT: 3},
        cards,
    )


@pytest.fixture(scope="session")
def firm(tmp_path_factory: pytest.TempPathFactory) -> Audit:
    return audited(tmp_path_factory.mktemp("firm"))


@pytest.fixture(scope="session")
def site(firm: Audit, tmp_path_factory: pytest.TempPathFactory) -> Site:
    """Both languages' pages, Chinese at the top and English beside."""
    return written(firm, tmp_path_factory.mktemp("pages") / "site", languages=("zh", "en"), branding=BRAND)


BRAND = Branding(
    Bilingual("远航贸易", "Yuanhang Trading"), None, "#0b5394", "#8ab8e6", Bilingual("内部资料", "Confidential")
)


def written(audit: Audit, folder: Path, **options: Any) -> Site:
    write("html", audit, Wording("zh"), Options(**options), str(folder))
    scored = sorted((card for card in audit.scorecards if card.score is not None), key=lambda card: card.score or 0)
    return Site(folder, rep_page_name(scored[0].rep_id), rep_page_name(scored[-1].rep_id))


@pytest.fixture(scope="session")
def hostile_site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The pages of a firm whose log, roster and customers are full of hostile text."""
    folder = tmp_path_factory.mktemp("hostile")
    (folder / "pack.yaml").write_text(PACK, encoding="utf-8")
    with (folder / "roster.csv").open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(("rep_id", "name", "team", "manager"))
        rows.writerows((f"R{number}", text, text[:300], text) for number, text in enumerate(HOSTILE))
    with (folder / "customers.csv").open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(("customer_id", "rep_id", "name", "grade", "in_care_from"))
        rows.writerows((text, f"R{number}", text, "A", "2026-09-01") for number, text in enumerate(HOSTILE))
    with (folder / "records.csv").open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(("record_id", "rep_id", "type", "occurred_at", "customer_id", "text", "topic"))
        for number, text in enumerate(HOSTILE):
            rows.writerow((f"{number}{text}", f"R{number}", "call", "2026-10-06 10:00", text, text, ""))
    request = make_request(
        str(folder / "pack.yaml"),
        sources_of(str(folder / "records.csv"), str(folder / "roster.csv"), str(folder / "customers.csv")),
        period="2026-10",
        as_of=date(2026, 10, 31),
    )
    return written(run(request), folder / "site")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    from playwright.sync_api import sync_playwright

    path = shutil.which("chromium")
    assert path, "Chromium is missing: run `make test-pages`, which installs it"
    with sync_playwright() as playwright:
        # Nothing here comes from outside, and a sandbox cannot be had as root in a container.
        quiet = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars"]
        browser = playwright.chromium.launch(executable_path=path, args=quiet)
        yield browser
        browser.close()


@pytest.fixture
def opened(chromium: Browser) -> Iterator[Callable[..., Page]]:
    """Open an address in a window of that width; whatever it says or asks for ends up in `page.heard`."""
    contexts = []

    def opening(address: str, width: int = 1280, *, scheme: str = "light", **options: Any) -> Page:
        context = chromium.new_context(
            viewport={"width": width, "height": 900},
            color_scheme=scheme,  # type: ignore[arg-type]  # light or dark
            reduced_motion="reduce",
            **options,
        )
        contexts.append(context)
        page = context.new_page()
        heard: list[str] = []
        page.on("console", lambda message: heard.append(f"console: {message.text}"))
        page.on("pageerror", lambda error: heard.append(f"error: {error}"))
        page.on("dialog", lambda dialog: heard.append(f"dialog: {dialog.message}"))
        page.on("request", lambda request: heard.append(f"request: {request.url}"))
        page.goto(address)
        page.heard = [each for each in heard if each != f"request: {address}"]  # type: ignore[attr-defined]
        return page

    yield opening
    for context in contexts:
        context.close()
