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
from checklist.reporters import charts, figures
from checklist.reporters.followup import follow_up_map
from checklist.reporters.localised import LocalWording
from checklist.reporters.rule_view import RuleViews, shorten
from checklist.reporters.slugs import rep_table_name
from checklist.reporters.standing import change_of, headline
from checklist.reporters.stylesheet import quoted
from checklist.reporters.unknown_view import ForRep
from checklist.reporters.waived import waivers_for

if TYPE_CHECKING:
    from checklist.model import Scorecard, Upcoming
    from checklist.reporters.reading import Reading
    from checklist.wording import Wording

STEPS_LISTED = 3
UPCOMING_LISTED = 12

_REST = (Outcome.NOT_APPLICABLE, Outcome.PENDING, Outcome.NOT_CHECKED, Outcome.ERROR)


def label_style(wording: Wording) -> str:
    """Return the style that says, on a narrow screen, what each cell of the evidence is."""
    labels = "".join(
        f".evidence td:nth-child({column})::before{{content:{quoted(wording.text(key))}}}"
        for column, key in enumerate(("html.due_on", "html.shows", "html.evidence"), start=1)
    )
    return f"@media screen and (max-width:48rem){{{labels}}}"


class RepPages:
    """The pages of one audit's reps; what they share is worked out once."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.wording = reading.wording if isinstance(reading.wording, LocalWording) else LocalWording(reading.wording)
        self.rules = RuleViews(reading)
        self._upcoming: dict[str, list[Upcoming]] = {}
        for each in reading.audit.upcoming:
            self._upcoming.setdefault(each.rep_id, []).append(each)

    def page(self, card: Scorecard) -> dict[str, Any]:
        """Return what the template of a rep's page fills in."""
        anchors = {id(finding): f"rule-{place}" for place, finding in enumerate(card.findings, start=1)}
        reading, rules = self.reading, self.rules
        named = self._named(card)
        told = ForRep(reading, card, named)
        failing = [rules.whole(each, told.say(each.reason), anchors[id(each)]) for each in reading.failing(card)]
        signals = [rules.whole(each, told.say(each.reason), anchors[id(each)]) for each in reading.signals(card)]
        possible = [rules.possible(each, told.say(each.reason)) for each in card.findings if reading.possible(each)]
        lines: dict[Outcome, list[dict[str, Any]]] = {}
        for each in card.findings:
            if each.outcome is not Outcome.FAIL:
                lines.setdefault(each.outcome, []).append(rules.line(each, told.say(each.reason)))
        activity = reading.audit.activity.get(card.rep_id)
        listed = any(rule["deviations"] for rule in (*failing, *signals))
        return headline(card) | {
            "unknowns": told.unknowns(),
            "why": self._why(card),
            "change": change_of(reading, card, self.wording),
            "lost": None if card.score is None else figures.FULL - card.score,
            "losses": self._losses(card, anchors),
            "steps": _steps(failing),
            "upcoming": self._next(card, told),
            "upcoming_more": max(0, len(self._upcoming.get(card.rep_id, ())) - UPCOMING_LISTED),
            "failing": failing,
            "signals": signals,
            "possible": possible,
            "possible_count": sum(rule["count"] for rule in possible),
            "table": rep_table_name(card.rep_id) if listed else None,
            "left_out": sum(rule["left_out"] for rule in (*failing, *signals)),
            "folder": shorten([*failing, *signals, *possible]),
            "passed": lines.get(Outcome.PASS, []),
            "rest": [(outcome.value, lines[outcome]) for outcome in _REST if outcome in lines],
            "chapters": [
                {
                    "key": each,
                    "id": each.chapter,
                    "title": reading.chapter_title(each.chapter),
                    "score": each.score,
                    "failing": each.failing,
                    "undecided": each.undecided,
                }
                for each in card.chapters
            ],
            "trend": charts.trend(charts.rep_points(reading, card, self.wording)),
            "year": None if activity is None else charts.heat_map(activity, self.wording),
            "follow_up": None if activity is None else follow_up_map(activity, reading, self.wording),
            "waivers": waivers_for(reading, card),
            "notices": self._notices,
            "inputs": self._inputs(named),
        }

    def _losses(self, card: Scorecard, anchors: dict[int, str]) -> list[dict[str, Any]]:
        """Return the rules that cost points, the dearest first: together they are 100 less the score."""
        lost = sorted((each for each in card.findings if each.points_lost), key=lambda each: -(each.points_lost or 0))
        most = max((each.points_lost or 0 for each in lost), default=0)
        return [
            {
                "key": (each.rule, anchors[id(each)], each.points_lost, most),
                "anchor": anchors[id(each)],
                "title": self.reading.rule_title(each.rule),
                "clause": each.clause,
                "points": each.points_lost,
                "share": f"{100 * (each.points_lost or 0) / most:.1f}",
            }
            for each in lost
        ]

    def _next(self, card: Scorecard, told: ForRep) -> list[dict[str, Any]]:
        """Return what falls due next, what is overdue first."""
        return [
            {
                "due_on": each.due_on,
                "overdue": each.overdue,
                "text": told.say(each.sentence),
                "title": self.reading.rule_title(each.rule),
                "clause": each.clause,
                "count": each.count,
            }
            for each in self._upcoming.get(card.rep_id, [])[:UPCOMING_LISTED]
        ]

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

    @cached_property
    def _notices(self) -> list[str]:
        """The notices fit for any rep's eyes."""
        audit = self.reading.audit
        known = frozenset({audit.period.label, *self.reading.rules})
        return [self.reading.say(each.sentence) for each in audit.notices if _impersonal(each.sentence, known)]

    def _named(self, card: Scorecard) -> frozenset[str]:
        """Return the files that hold evidence for this rep."""
        return frozenset(
            seen.path
            for finding in card.findings
            for shown in (*self.reading.deviations(finding), *self.reading.possible(finding))
            for seen in shown.evidence
        )

    def _inputs(self, named: frozenset[str]) -> list[dict[str, Any]]:
        """Return every input by what it is, and by its name only if it is one of these."""
        return [
            {
                "key": (place, each.path in named),
                "table": self.reading.table(each.table),
                "path": each.path if each.path in named else None,
                "sha256": each.sha256,
                "rows": each.rows,
            }
            for place, each in enumerate(self.reading.audit.inputs)
        ]


def _steps(failing: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return what would help most, the same advice once."""
    steps: dict[str, dict[str, Any]] = {}
    for rule in failing:
        if rule["advice"] and not rule["excused"]:
            steps.setdefault(rule["advice"], rule)
    return list(steps.values())[:STEPS_LISTED]


def _impersonal(value: Any, known: frozenset[str]) -> bool:  # whatever fills a sentence
    """Tell whether a sentence names nothing out of the data: only figures, days and known words."""
    if isinstance(value, Sentence):
        return all(_impersonal(each, known) for each in value.values.values())
    if isinstance(value, str):
        return value in known
    return value is None or isinstance(value, (bool, int, float, Fraction, date, Bilingual))
