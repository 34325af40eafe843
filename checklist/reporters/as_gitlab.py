"""A code quality report for GitLab: one entry a deviation, its fingerprint the deviation's identity."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Literal

from checklist.reporters.issues import Weight, issues
from checklist.reporters.reading import Reading
from checklist.reporters.text import visible

if TYPE_CHECKING:
    from collections.abc import Iterator

    from checklist.model import Audit
    from checklist.reporters.issues import Issue
    from checklist.reporters.options import Options
    from checklist.wording import Wording

FORMAT = "gitlab"
SUFFIX = ".json"
KIND: Literal["file"] = "file"

MOST = 50_000
"""How many entries are listed, the worst of them: a report far larger is not taken."""


def render(audit: Audit, wording: Wording, options: Options) -> Iterator[str]:
    """Yield the list, one entry a line."""
    reading = Reading(audit, wording)
    yield "["
    between = "\n "
    for each in issues(reading)[:MOST]:
        yield between + json.dumps(_entry(each, reading, options.folder), ensure_ascii=False)
        between = ",\n "
    yield "\n]\n"


def _entry(each: Issue, reading: Reading, folder: str | None) -> dict[str, Any]:
    binding = reading.binding(each.deviation.rule)
    severity = {
        Weight.STOPS: "critical" if binding else "major",
        Weight.FAILS: "major" if binding else "minor",
        Weight.LOOK: "info",
    }[each.weight]
    excuse = "" if each.excuse is None else f" {each.excuse}"
    return {
        "description": f"{each.message}{excuse}",
        "check_name": each.deviation.rule,
        "fingerprint": each.deviation.id,
        "severity": severity,
        "location": {"path": visible(each.spot.relative(folder)), "lines": {"begin": each.spot.line}},
    }
