"""The audit as web pages: one for the team, one for each rep. No script, no request, ready to print."""

from __future__ import annotations

import base64
import hashlib
from typing import TYPE_CHECKING, Any, Literal

from checklist.assets import folder
from checklist.reporters import figures
from checklist.reporters.reading import Reading
from checklist.reporters.rep_page import RepPages
from checklist.reporters.slugs import rep_page_name
from checklist.reporters.team_page import team_page
from checklist.reporters.text import visible

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jinja2 import Environment

    from checklist.model import Audit
    from checklist.reporters.options import Options
    from checklist.wording import Wording

FORMAT = "html"
SHOWS_ACTIVITY = True
SUFFIX = ""
KIND: Literal["folder"] = "folder"

_LANGUAGE_TAGS = {"zh": "zh-Hans", "en": "en"}


def render(audit: Audit, wording: Wording, options: Options) -> Iterator[tuple[str, bytes]]:  # noqa: ARG001
    """Yield the team's page, then each rep's own, which holds nothing about another."""
    reading = Reading(audit, wording)
    environment = _environment(reading)
    environment.globals["audit"] = {
        "policy": wording.value(audit.policy.title) or audit.policy.id,
        "version": audit.policy.version,
        "sha256": audit.policy.sha256,
        "period": audit.period,
        "program": audit.version,
    }
    team = environment.get_template("team.html")
    yield "index.html", _page(team.render(team=team_page(reading)))
    template = environment.get_template("rep.html")
    pages = RepPages(reading)
    for card in audit.scorecards:
        yield rep_page_name(card.rep_id), _page(template.render(rep=pages.page(card)))


def _environment(reading: Reading) -> Environment:
    """Return the templates' surroundings: everything escaped, nothing hidden, an unknown name a fault."""
    import jinja2  # only these pages need it, and start-up is part of speed
    import markupsafe  # comes with it

    def shown(value: Any) -> Any:  # whatever a template puts out
        if isinstance(value, markupsafe.Markup):
            return value
        return "" if value is None else visible(str(value))

    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(folder("reports") / "html"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        finalize=shown,
    )
    wording = reading.wording
    style = (folder("reports") / "html" / "style.css").read_text(encoding="utf-8")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    environment.globals.update(
        t=wording.text,
        table_name=reading.table,
        language=_LANGUAGE_TAGS[wording.language],
        style=markupsafe.Markup(style),  # noqa: S704  # our own file, whose hash the policy names
        style_digest=digest,
    )
    environment.filters.update(tenths=figures.tenths, n=figures.count)
    return environment


def _page(text: str) -> bytes:
    return text.encode("utf-8", "backslashreplace")
