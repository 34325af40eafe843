"""What pipelines show of an audit: each listed deviation as one issue at one place, the worst first."""

from __future__ import annotations

import os
from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING
from urllib.parse import quote

from checklist.model import Outcome
from checklist.reporters.text import one_line
from checklist.scoring import stands

if TYPE_CHECKING:
    from checklist.model import Audit, Deviation, Finding
    from checklist.reporters.reading import Reading

_RELATED = 5
NOWHERE = "records"
"""Stands for the place of an issue where no file was read at all."""


class Weight(IntEnum):
    """How much an issue weighs: it stops the gate; it fails a rule that may fail; it is for a person to look at."""

    STOPS = 0
    FAILS = 1
    LOOK = 2


@dataclass(frozen=True, slots=True)
class Spot:
    """A line of a file that was read. `path` is as it was given."""

    path: str
    line: int

    def relative(self, folder: str | None) -> str:
        """Return the path as a code host knows it: relative to `folder`, with forward slashes."""
        path = self.path
        if folder is not None and os.path.isabs(path):  # noqa: PTH117  # pure text: the file need not be there
            inside = os.path.relpath(path, folder)
            path = path if inside.startswith("..") else inside
        return os.path.normpath(path).replace(os.sep, "/")

    def uri(self, folder: str | None) -> str:
        """Return the path as a relative reference (of a file elsewhere, a whole `file:` one), percent-encoded."""
        path = self.relative(folder)
        shown = quote(path.encode("utf-8", "surrogatepass"), safe="/")
        return f"file://{shown}" if path.startswith("/") else shown


@dataclass(frozen=True, slots=True)
class Issue:
    """One deviation as a pipeline shows it. `excuse` says by whose word it stands, if by anyone's."""

    deviation: Deviation
    weight: Weight
    message: str
    spot: Spot
    related: tuple[Spot, ...]
    excuse: str | None
    known: bool


def issues(reading: Reading) -> list[Issue]:
    """Return the listed deviations, those that stop the gate first, then by the points their finding cost."""
    audit = reading.audit
    findings = {(card.rep_id, each.rule): each for card in audit.scorecards for each in card.findings}
    blocking = blocking_findings(reading)
    waivers = {use.waiver.id: use.waiver for use in audit.waivers}
    accepted = audit.gate.accepted if audit.gate is not None else {}
    anywhere = next((each.path for each in audit.inputs if each.table == "records"), NOWHERE)
    found = []
    for each in audit.deviations:
        key = (each.rep_id, each.rule)
        excuse = None
        given = waivers.get(each.waiver or "") or accepted.get(each.id)
        if given is not None:
            until = str(given.expires or "")
            values = {"reason": given.reason, "approver": given.approved_by, "day": given.approved_on, "until": until}
            excuse = one_line(reading.wording.text("pipelines.excuse" if until else "pipelines.excuse_open", **values))
        elif each.waiver is not None:
            excuse = one_line(each.waiver)
        message = reading.wording.text("pipelines.message", rep=each.rep_id, said=reading.wording.say(each.sentence))
        spots = [Spot(seen.path, max(1, seen.line)) for seen in each.evidence] or [Spot(anywhere, 1)]
        found.append(
            Issue(
                deviation=each,
                weight=_weight(reading, findings.get(key), excused=excuse is not None, blocking=key in blocking),
                message=one_line(message),
                spot=spots[0],
                related=tuple(spots[1 : 1 + _RELATED]),
                excuse=excuse,
                known=each.id in accepted,
            )
        )
    lost = {key: each.points_lost or 0 for key, each in findings.items()}
    return sorted(
        found,
        key=lambda issue: (issue.weight, -lost.get((issue.deviation.rep_id, issue.deviation.rule), 0)),
    )


def _weight(reading: Reading, finding: Finding | None, *, excused: bool, blocking: bool) -> Weight:
    if excused or finding is None or finding.outcome is not Outcome.FAIL or reading.informational(finding.rule):
        return Weight.LOOK if not blocking or excused else Weight.STOPS
    return Weight.STOPS if blocking else Weight.FAILS


def blocking_findings(reading: Reading) -> frozenset[tuple[str, str]]:
    """Return the findings that stop the gate; without a gate, the binding ones that fail."""
    if reading.audit.gate is not None:
        return reading.audit.gate.blocking
    return frozenset(
        (card.rep_id, each.rule)
        for card in reading.audit.scorecards
        for each in failing(reading, card.findings)
        if reading.binding(each.rule)
    )


def failing(reading: Reading, findings: tuple[Finding, ...]) -> list[Finding]:
    """Return the findings that fail once waived units are set aside, signals for review left out."""
    return [
        each
        for each in findings
        if each.outcome is Outcome.FAIL
        and not reading.informational(each.rule)
        and stands(each, reading.rules[each.rule])
    ]


def left_out(audit: Audit, unlisted: int) -> int:
    """Return how many deviations a report does not list, by the audit's own cap and by the report's."""
    return audit.omitted_deviations + unlisted
