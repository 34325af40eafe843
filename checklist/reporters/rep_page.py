"""What a rep's page shows: the verdict, where each point went, what to do next, and every proof.

Nothing on it is about another rep: a notice is shown only if it names nothing out of the data, and of the
input files only those are named that hold evidence for this rep.
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Any

from checklist.model import Bilingual, Outcome, Sentence, Verdict
from checklist.reporters import figures
from checklist.reporters.reading import SYMBOLS, Reading, excused
from checklist.reporters.team_page import headline
from checklist.reporters.text import moment
from checklist.reporters.waived import waivers_for

if TYPE_CHECKING:
    from checklist.model import Deviation, Finding, Scorecard

DEVIATIONS_LISTED = 20
STEPS_LISTED = 3


class RepPages:
    """The pages of one audit's reps; what they share is worked out once."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.wording = reading.wording

    def page(self, card: Scorecard) -> dict[str, Any]:
        """Return what the template of a rep's page fills in."""
        places = {id(finding): place for place, finding in enumerate(card.findings)}
        reading = self.reading
        failing = [self._rule(each, places) for each in reading.failing(card)]
        by_outcome = {
            outcome: [self._rule(each, places) for each in card.findings if each.outcome is outcome]
            for outcome in (
                *(Outcome.PASS, Outcome.PENDING, Outcome.NOT_APPLICABLE),
                *(Outcome.NOT_CHECKED, Outcome.ERROR),
            )
        }
        lost = sorted((each for each in card.findings if each.points_lost), key=lambda each: -(each.points_lost or 0))
        most = max((each.points_lost or 0 for each in lost), default=0)
        return headline(card) | {
            "why": self._why(card),
            "lost": None if card.score is None else figures.FULL - card.score,
            "losses": [
                {
                    "anchor": _anchor(each, places),
                    "title": reading.rule_title(each.rule),
                    "clause": each.clause,
                    "points": each.points_lost,
                    "share": f"{100 * (each.points_lost or 0) / most:.1f}",
                }
                for each in lost
            ],
            "steps": _steps(failing),
            "failing": failing,
            "signals": [self._rule(each, places) for each in reading.signals(card)],
            "passed": by_outcome[Outcome.PASS],
            "rest": [
                (outcome.value, SYMBOLS[outcome], by_outcome[outcome])
                for outcome in (
                    *(Outcome.NOT_CHECKED, Outcome.ERROR),
                    *(Outcome.PENDING, Outcome.NOT_APPLICABLE),
                )
                if by_outcome[outcome]
            ],
            "chapters": [
                {
                    "id": each.chapter,
                    "title": reading.chapter_title(each.chapter),
                    "score": each.score,
                    "failing": each.failing,
                    "undecided": each.undecided,
                }
                for each in card.chapters
            ],
            "waivers": waivers_for(reading, card),
            "notices": self._notices,
            "inputs": self._inputs(card),
        }

    def _why(self, card: Scorecard) -> str:
        """Say in a sentence what the verdict rests on."""
        if card.verdict is Verdict.NON_COMPLIANT:
            return self.wording.text("html.why_non_compliant", count=len(self.reading.against(card)))
        if card.verdict is Verdict.COMPLIANT:
            return self.wording.text("html.why_compliant")
        doubts = len(self.reading.open_questions(card))
        if doubts:
            return self.wording.text("html.why_undecided", count=doubts)
        return self.wording.text("html.why_nothing_scored")

    def _rule(self, finding: Finding, places: dict[int, int]) -> dict[str, Any]:
        """Return all a reader needs to know about one rule and this rep."""
        reading, value = self.reading, self.wording.value
        rule = reading.rules.get(finding.rule)
        clause = reading.clauses.get(finding.clause)
        shown: list[dict[str, Any]] = []
        more = 0
        if finding.outcome is Outcome.FAIL:
            deviations = reading.deviations(finding)
            shown = [self._deviation(each) for each in deviations[:DEVIATIONS_LISTED]]
            more = max(0, len(deviations) - DEVIATIONS_LISTED) + finding.omitted_deviations
        return {
            "anchor": _anchor(finding, places),
            "id": finding.rule,
            "title": reading.rule_title(finding.rule),
            "clause": finding.clause,
            "source": clause.source if clause else "",
            "clause_title": reading.clause_title(finding.clause),
            "clause_text": value(clause.text) if clause else "",
            "truncated": bool(clause and clause.truncated),
            "modality": rule.modality.value if rule else None,
            "binding": reading.binding(finding.rule),
            "outcome": finding.outcome.value,
            "symbol": SYMBOLS[finding.outcome],
            "points": finding.points_lost or 0,
            "expected": finding.expected,
            "met": finding.met,
            "missing": finding.expected - finding.met,
            "share": figures.percent(finding.met, finding.expected),
            "asked": reading.requirement(finding.rule),
            "required": self._required(rule.threshold if rule else Fraction(1)),
            "pending": finding.pending,
            "waived": finding.waived,
            "waivers": finding.waivers,
            "excused": excused(finding),
            "reason": reading.say(finding.reason) if finding.reason else "",
            "advice": value(rule.advice) if rule else "",
            "basis": (rule.basis if rule else None) or "",
            "why": value(rule.why) if rule else "",
            "deviations": shown,
            "more": more,
        }

    def _required(self, threshold: Fraction) -> str:
        """Say how much of what fell due has to be met."""
        if threshold == 1:
            return self.wording.text("html.required_all")
        return self.wording.text("html.required_share", share=figures.fraction_percent(threshold))

    def _deviation(self, deviation: Deviation) -> dict[str, Any]:
        return {
            "due_on": str(deviation.due_on),
            "message": self.wording.say(deviation.sentence),
            "missing": deviation.missing,
            "waiver": deviation.waiver,
            "evidence": [
                {
                    "place": f"{each.path}:{each.line}",
                    "record_id": each.record_id,
                    "occurred_at": moment(each.occurred_at),
                }
                for each in deviation.evidence
            ],
        }

    @cached_property
    def _notices(self) -> list[str]:
        """The notices fit for any rep's eyes."""
        audit = self.reading.audit
        known = frozenset({audit.period.label, *self.reading.rules})
        return [self.reading.say(each.sentence) for each in audit.notices if _impersonal(each.sentence, known)]

    def _inputs(self, card: Scorecard) -> list[dict[str, Any]]:
        """Return every input by what it is, and by its name only if it holds evidence for this rep."""
        named = {
            seen.path
            for finding in card.findings
            for deviation in self.reading.deviations(finding)
            for seen in deviation.evidence
        }
        return [
            {
                "table": self.reading.table(each.table),
                "path": each.path if each.path in named else None,
                "sha256": each.sha256,
                "rows": each.rows,
            }
            for each in self.reading.audit.inputs
        ]


def _steps(failing: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return what would help most, the same advice once."""
    steps: dict[str, dict[str, Any]] = {}
    for rule in failing:
        if rule["advice"] and not rule["excused"]:
            steps.setdefault(rule["advice"], rule)
    return list(steps.values())[:STEPS_LISTED]


def _anchor(finding: Finding, places: dict[int, int]) -> str:
    """Return where on the page a rule stands."""
    return f"rule-{places[id(finding)] + 1}"


def _impersonal(value: Any, known: frozenset[str]) -> bool:  # whatever fills a sentence
    """Tell whether a sentence names nothing out of the data: only figures, days and known words."""
    if isinstance(value, Sentence):
        return all(_impersonal(each, known) for each in value.values.values())
    if isinstance(value, str):
        return value in known
    return value is None or isinstance(value, (bool, int, float, Fraction, date, Bilingual))
