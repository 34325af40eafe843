"""One rule and one rep, as a page shows them: the clause in its own words, what is asked, found and to be done."""

from __future__ import annotations

from fractions import Fraction
from itertools import takewhile
from typing import TYPE_CHECKING, Any

from checklist.reporters import figures
from checklist.reporters.reading import excused
from checklist.reporters.text import moment

if TYPE_CHECKING:
    from checklist.model import Deviation, Finding
    from checklist.reporters.reading import Reading

DEVIATIONS_LISTED = 20
_LINES_KEPT = 20_000


class RuleViews:
    """Rules as pages show them; what is alike for every rep is worked out once."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self._fixed: dict[str, dict[str, Any]] = {}
        self._lines: dict[tuple[Any, ...], dict[str, Any]] = {}

    def line(self, finding: Finding, reason: str) -> dict[str, Any]:
        """Return a rule in a line: its title, what fell due and was met, or the reason why nothing is said of it."""
        key = (finding.rule, finding.outcome, finding.expected, finding.met, finding.unknown, finding.pending, reason)
        line = self._lines.get(key)
        if line is None:
            if len(self._lines) >= _LINES_KEPT:
                self._lines.clear()
            line = self._lines[key] = self._line(finding, key, reason)
        return line

    def _line(self, finding: Finding, key: tuple[Any, ...], reason: str) -> dict[str, Any]:
        return {
            "key": key,
            "title": self.reading.rule_title(finding.rule),
            "clause": finding.clause,
            "outcome": finding.outcome.value,
            "expected": finding.expected,
            "met": finding.met,
            "unknown": finding.unknown,
            "pending": finding.pending,
            "reason": reason,
        }

    def whole(self, finding: Finding, reason: str, anchor: str) -> dict[str, Any]:
        """Return all a reader needs to know about one rule and this rep."""
        fixed = self._fixed.get(finding.rule)
        if fixed is None:
            fixed = self._fixed[finding.rule] = self._about(finding)
        deviations = self.reading.deviations(finding)
        listed = len(deviations)
        shown = [self._deviation(each) for each in deviations[:DEVIATIONS_LISTED]]
        return (
            fixed
            | self.line(finding, reason)
            | {
                "anchor": anchor,
                "points": finding.points_lost or 0,
                "missing": finding.expected - finding.met,
                "share": figures.percent(finding.met, finding.expected),
                "waived": finding.waived,
                "waivers": finding.waivers,
                "excused": excused(finding),
                "deviations": shown,
                "rows": _rows(shown),
                "more": max(0, listed - DEVIATIONS_LISTED),
                "left_out": finding.omitted_deviations,
            }
        )

    def possible(self, finding: Finding, reason: str) -> dict[str, Any]:
        """Return a rule that may not be met: the shortfalls that what is unknown alone keeps from being missed."""
        listed = self.reading.possible(finding)
        shown = [self._deviation(each) for each in listed[:DEVIATIONS_LISTED]]
        return self.line(finding, reason) | {
            "count": len(listed),
            "deviations": shown,
            "rows": _rows(shown),
            "more": max(0, len(listed) - DEVIATIONS_LISTED),
        }

    def _about(self, finding: Finding) -> dict[str, Any]:
        """Return what a rule is, whoever it is judged for."""
        reading, value = self.reading, self.reading.wording.value
        rule = reading.rules.get(finding.rule)
        clause = reading.clauses.get(finding.clause)
        return {
            "id": finding.rule,
            "source": clause.source if clause else "",
            "clause_title": reading.clause_title(finding.clause),
            "clause_text": value(clause.text) if clause else "",
            "truncated": bool(clause and clause.truncated),
            "modality": rule.modality.value if rule else None,
            "binding": reading.binding(finding.rule),
            "asked": reading.requirement(finding.rule),
            "required": self._required(rule.threshold if rule else Fraction(1)),
            "advice": value(rule.advice) if rule else "",
            "basis": (rule.basis if rule else None) or "",
            "why": value(rule.why) if rule else "",
        }

    def _required(self, threshold: Fraction) -> str:
        """Say how much of what fell due has to be met."""
        wording = self.reading.wording
        if threshold == 1:
            return wording.text("html.required_all")
        return wording.text("html.required_share", share=figures.fraction_percent(threshold))

    def _deviation(self, deviation: Deviation) -> dict[str, Any]:
        return {
            "due_on": deviation.due_on,
            "message": self.reading.wording.say(deviation.sentence),
            "missing": deviation.missing,
            "waiver": deviation.waiver,
            "evidence": [
                {
                    "path": each.path,
                    "place": f"{each.path}:{each.line}",
                    "record_id": each.record_id,
                    "occurred_at": moment(each.occurred_at),
                }
                for each in deviation.evidence
            ],
        }


def _rows(deviations: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the deviations in rows: what one record lacks on one day is told together, with its evidence once."""
    rows: list[dict[str, Any]] = []
    for each in deviations:
        if rows and (rows[-1]["due_on"], rows[-1]["evidence"]) == (each["due_on"], each["evidence"]):
            rows[-1]["deviations"].append(each)
        else:
            rows.append({"due_on": each["due_on"], "evidence": each["evidence"], "deviations": [each]})
    return rows


def shorten(rules: list[dict[str, Any]]) -> str:
    """Give each proof the place to show, less the folder that all of these rules' files lie in, and return that."""
    seen = [one for rule in rules for each in rule["deviations"] for one in each["evidence"]]
    paths = [one["path"] for one in seen]
    first, last = min(paths, default=""), max(paths, default="")  # what these two share, all between them share
    alike = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(first, last, strict=False)))
    folder = first[: first.rfind("/", 0, alike) + 1]
    for one in seen:
        one["shown"] = one["place"][len(folder) :]
    return folder
