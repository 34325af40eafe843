"""What the team's page shows: where the firm stands, who needs help with what, what the data lacks.

A large firm's page lists its teams, and each team has pages of its own, so that none grows heavy.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from checklist.model import Outcome, Verdict
from checklist.reporters import charts, figures
from checklist.reporters.localised import LocalWording
from checklist.reporters.matrix import chapters_of, filter_style, row, teams_of
from checklist.reporters.reading import SYMBOLS, PossibleTally, Reading, RuleTally, excused
from checklist.reporters.slugs import rep_page_name, team_page_name
from checklist.reporters.standing import TONES, change_of, firm_change, headline
from checklist.reporters.unknown_view import unknown_view
from checklist.reporters.waived import all_waivers

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from checklist.model import Scorecard

UNKNOWNS_LISTED = 50
ATTENTION_LISTED = 10
DECIDED_LISTED = 10
CAUSES_LISTED = 3
RULES_LISTED = 15
REJECTS_LISTED = 20
REPS_ON_A_PAGE = 200
TEAMS_FILTERED = 40

_ORDER = (Verdict.NON_COMPLIANT, Verdict.UNDECIDED, Verdict.COMPLIANT)


class TeamPages:
    """The pages about more than one rep: one for the firm, and for a large firm some for each team."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.wording = reading.wording if isinstance(reading.wording, LocalWording) else LocalWording(reading.wording)
        self.cards = reading.by_need()
        self.chapters = chapters_of(reading)
        self.teams = teams_of(self.cards)
        self.paged = len(self.cards) > REPS_ON_A_PAGE
        self.filtered = not self.paged and 1 < len(self.teams) <= TEAMS_FILTERED
        self.filter_style = filter_style(len(self.teams)) if self.filtered else ""
        self._pages = self._parts() if self.paged else []
        self._page_of = {card.rep_id: name for name, _, _, cards in self._pages for card in cards}

    def page_of(self, card: Scorecard) -> str:
        """Return the page that a rep's page leads back to."""
        return self._page_of.get(card.rep_id, "index.html")

    def pages(self) -> Iterator[tuple[str, dict[str, Any]]]:
        """Yield each page's file name and what its template fills in, the firm's first."""
        yield "index.html", self._firm()
        for name, team, part, cards in self._pages:
            yield name, self._team(name, team, part, cards)

    def _parts(self) -> list[tuple[str, str | None, int, list[Scorecard]]]:
        """Return the pages of a large firm: name, team, which part of it, and its reps."""
        parts = []
        for team, cards in self.teams.items():
            for part, start in enumerate(range(0, len(cards), REPS_ON_A_PAGE), start=1):
                parts.append((team_page_name(team or "", part), team, part, cards[start : start + REPS_ON_A_PAGE]))
        return parts

    def _firm(self) -> dict[str, Any]:
        reading, audit = self.reading, self.reading.audit
        tallies = reading.tallies()
        gaps = reading.gaps()
        unknowns = self._unknowns()
        scores = [card.score for card in self.cards if card.score is not None]
        return self._shared(self.cards, audit.score) | {
            "name": None,
            "part": None,
            "href": None,
            "change": firm_change(reading, self.wording),
            "deviations": audit.deviation_count,
            "unknowns": unknowns[:UNKNOWNS_LISTED],
            "unknowns_more": max(0, len(unknowns) - UNKNOWNS_LISTED),
            "possible": [self._possible(tally) for tally in reading.possible_tallies()],
            "possible_count": len(audit.possible),
            "notices": reading.alike(),
            "gaps": [
                {
                    "reason": gap.reason,
                    "rules": [reading.rule_title(rule) for rule in gap.rules],
                    "reps": len(gap.reps),
                    "everyone": len(gap.reps) == len(self.cards),
                    "fault": gap.outcome is Outcome.ERROR,
                }
                for gap in gaps
            ],
            "unjudged": sum(gap.findings for gap in gaps),
            "rows": [] if self.paged else self._rows(self.cards),
            "parts": [self._summary(name, team, part, cards) for name, team, part, cards in self._pages],
            "filter": [team for team in self.teams if team] if self.filtered else [],
            "teamless": bool(self.filtered and None in self.teams),
            "rules": [_rule(reading, tally) for tally in tallies[:RULES_LISTED]],
            "rules_more": max(0, len(tallies) - RULES_LISTED),
            "strip": charts.strip(scores),
            "trend": charts.trend(charts.firm_points(reading, self.wording)),
            "waivers": all_waivers(reading),
            "settings": [
                {
                    "name": self.wording.value(each.title) or each.parameter,
                    "parameter": each.parameter,
                    "pack": self.wording.value(each.pack_value),
                    "value": self.wording.value(each.value),
                }
                for each in audit.policy.settings
            ],
            "extends": audit.policy.tailoring,
            "skipped": [
                {"rule": self.wording.value(each.title) or each.rule, "reason": self.wording.value(each.reason)}
                for each in audit.policy.skipped
            ],
            "inputs": [(reading.table(each.table), each) for each in audit.inputs],
            "rejects": [
                {"place": f"{each.path}:{each.line}", "reason": reading.say(each.reason)}
                for each in audit.rejects[:REJECTS_LISTED]
            ],
            "rejects_more": max(0, sum(each.rejects for each in audit.inputs) - REJECTS_LISTED),
        }

    def _unknowns(self) -> list[dict[str, Any]]:
        """Return what cannot be told, with those whose verdicts it would decide."""
        reading = self.reading
        names = {card.rep_id: headline(card)["name"] for card in self.cards}
        return [
            unknown_view(reading, each, reading.touches(each, deciding=False))
            | {
                "decides": [{"name": names[rep], "href": rep_page_name(rep)} for rep in each.decides[:DECIDED_LISTED]],
                "more": max(0, len(each.decides) - DECIDED_LISTED),
            }
            for each in reading.unknowns(reading.findings)
        ]

    def _possible(self, tally: PossibleTally) -> dict[str, Any]:
        """Return a rule that may not be met, so far as anything tells."""
        return {
            "id": tally.rule,
            "title": self.reading.rule_title(tally.rule),
            "clause": self.reading.rules[tally.rule].clause,
            "reps": tally.reps,
            "count": tally.count,
        }

    def _team(self, name: str, team: str | None, part: int, cards: list[Scorecard]) -> dict[str, Any]:
        """Return what a team's own page fills in: who needs help, and the matrix."""
        siblings = [each for each in self._pages if each[1] == team]
        return self._shared(cards, None) | {
            "name": team or self.wording.text("html.no_team"),
            "part": part if len(siblings) > 1 else None,
            "href": name,
            "rows": self._rows(cards),
            "parts": [self._summary(*each) for each in siblings] if len(siblings) > 1 else [],
            "filter": [],
            "teamless": False,
            "strip": charts.strip([card.score for card in cards if card.score is not None]),
        }

    def _shared(self, cards: Sequence[Scorecard], score: int | None) -> dict[str, Any]:
        """Return what every page about several reps shows."""
        attention = [card for card in cards if _needs_attention(self.reading, card)]
        return {
            "reps": len(cards),
            "score": score,
            "verdicts": _verdicts(cards),
            "attention": [self._attention(card) for card in attention[:ATTENTION_LISTED]],
            "attention_more": max(0, len(attention) - ATTENTION_LISTED),
            "chapters": self.chapters,
        }

    def _summary(self, name: str, team: str | None, part: int, cards: list[Scorecard]) -> dict[str, Any]:
        """Return one line of the list of teams."""
        strip = charts.strip([card.score for card in cards if card.score is not None])
        return {
            "href": name,
            "name": team or self.wording.text("html.no_team"),
            "part": part if len(self.teams[team]) > REPS_ON_A_PAGE else None,
            "reps": len(cards),
            "verdicts": _verdicts(cards),
            "score": self.reading.audit.team_scores.get(team) if team else None,
            "median": None if strip is None else strip["median"],
            "lowest": None if strip is None else strip["lowest"],
        }

    def _rows(self, cards: Sequence[Scorecard]) -> list[dict[str, Any]]:
        """Return the matrix: a row a rep, with its place in each order that the page can be sorted in."""
        places = {team: place for place, team in enumerate(self.teams)}
        by_score = sorted(cards, key=lambda card: (card.score is None, card.score or 0, card.rep_id))
        by_name = sorted(cards, key=lambda card: (card.name or card.rep_id, card.rep_id))
        score_place = {card.rep_id: place for place, card in enumerate(by_score, start=1)}
        name_place = {card.rep_id: place for place, card in enumerate(by_name, start=1)}
        return [
            row(card, self.chapters)
            | {
                "change": change_of(self.reading, card, self.wording),
                "place_team": places[card.team or None],
                "place_score": score_place[card.rep_id],
                "place_name": name_place[card.rep_id],
            }
            for card in cards
        ]

    def _attention(self, card: Scorecard) -> dict[str, Any]:
        """Return who needs help, with what, and how many points that would win back."""
        reading = self.reading
        failing = [each for each in reading.failing(card) if not excused(each)]
        return headline(card) | {
            "href": rep_page_name(card.rep_id),
            "lost": None if card.score is None else figures.FULL - card.score,
            "change": change_of(reading, card, self.wording),
            "causes": [
                {
                    "title": reading.rule_title(each.rule),
                    "points": each.points_lost or 0,
                    "met": each.met,
                    "expected": each.expected,
                    "unknown": each.unknown,
                    "binding": reading.binding(each.rule),
                }
                for each in failing[:CAUSES_LISTED]
            ],
            "more": max(0, len(failing) - CAUSES_LISTED),
        }


def _verdicts(cards: Sequence[Scorecard]) -> list[dict[str, Any]]:
    """Return how many reps have each verdict, with the place of each in a bar of 100."""
    counts = {verdict: sum(card.verdict is verdict for card in cards) for verdict in _ORDER}
    total = len(cards) or 1
    shown, start = [], 0
    for verdict in _ORDER:
        end = start + counts[verdict]
        left, right = 100 * start / total, 100 * end / total
        shown.append(
            {
                "verdict": verdict.value,
                "symbol": SYMBOLS[verdict],
                "tone": TONES[verdict],
                "count": counts[verdict],
                "start": f"{left:.2f}",
                "length": f"{right - left:.2f}",
            }
        )
        start = end
    return shown


def _needs_attention(reading: Reading, card: Scorecard) -> bool:
    """Tell whether a rep needs help: something fails, and it costs the verdict or the best grade."""
    best = max(reading.audit.policy.grades, key=lambda grade: grade[1], default=(None, None))[0]
    if card.verdict is not Verdict.NON_COMPLIANT and card.grade is not None and card.grade == best:
        return False
    return any(not excused(each) for each in reading.failing(card))


def _rule(reading: Reading, tally: RuleTally) -> dict[str, Any]:
    """Return one of the rules that fail for most reps."""
    rule = reading.rules[tally.rule]
    return {
        "id": tally.rule,
        "title": reading.rule_title(tally.rule),
        "clause": rule.clause,
        "failing": tally.failing,
        "judged": tally.judged,
        "share": f"{100 * tally.failing / tally.judged:.1f}",
        "points": tally.points,
    }
