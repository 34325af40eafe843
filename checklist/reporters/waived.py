"""Waivers as reports show them: what each excuses, for whom, why, by whose approval and until when."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from checklist.model import Scorecard, Waiver, WaiverUse
    from checklist.reporters.reading import Reading


def waivers_for(reading: Reading, card: Scorecard) -> list[dict[str, Any]]:
    """Return the waivers that cover part of a rep's findings, without whom else they are for."""
    used = {waiver for finding in card.findings for waiver in finding.waivers}
    return [_shown(reading, use) for use in reading.audit.waivers if use.waiver.id in used]


def all_waivers(reading: Reading) -> list[dict[str, Any]]:
    """Return every waiver in the order of its file, with its scope and how many missed expectations it covers."""
    return [
        _shown(reading, use) | {"scope": list(scope_of(reading, use.waiver)), "units": use.waived}
        for use in reading.audit.waivers
    ]


def _shown(reading: Reading, use: WaiverUse) -> dict[str, Any]:
    waiver = use.waiver
    return {
        "id": waiver.id,
        "rule": reading.rule_title(waiver.rule),
        "scope": [],
        "reason": waiver.reason,
        "approved_by": waiver.approved_by,
        "approved_on": waiver.approved_on,
        "expires": waiver.expires,
        "units": None,
    }


def scope_of(reading: Reading, waiver: Waiver) -> Iterator[str]:
    """Say for whom, for what and for which due days a waiver holds."""
    text = reading.wording.text
    if waiver.reps:
        yield text("html.waiver_reps", names=waiver.reps)
    if waiver.customers:
        yield text("html.waiver_customers", names=waiver.customers)
    if waiver.teams:
        yield text("html.waiver_teams", names=waiver.teams)
    if not (waiver.reps or waiver.customers or waiver.teams):
        yield text("html.waiver_everyone")
    yield text("html.waiver_days", first=waiver.holds_from, last=waiver.holds_to)
