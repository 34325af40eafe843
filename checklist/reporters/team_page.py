"""What the team's page shows: where the firm stands, who needs help with what, what the data lacks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from checklist.model import Outcome, Verdict
from checklist.reporters import figures
from checklist.reporters.reading import SYMBOLS, Reading, RuleTally, excused
from checklist.reporters.slugs import rep_page_name
from checklist.reporters.waived import all_waivers

if TYPE_CHECKING:
    from checklist.model import ChapterScore, Scorecard

ATTENTION_LISTED = 10
CAUSES_LISTED = 3
RULES_LISTED = 15
REJECTS_LISTED = 20

TONES = {Verdict.COMPLIANT: "good", Verdict.NON_COMPLIANT: "bad", Verdict.UNDECIDED: "doubt"}
_ORDER = (Verdict.NON_COMPLIANT, Verdict.UNDECIDED, Verdict.COMPLIANT)


def team_page(reading: Reading) -> dict[str, Any]:
    """Return what the template of the team's page fills in."""
    audit = reading.audit
    cards = reading.by_need()
    attention = [card for card in cards if _needs_attention(reading, card)]
    tallies = reading.tallies()
    gaps = reading.gaps()
    chapters = _chapters(reading)
    return {
        "reps": len(cards),
        "score": audit.score,
        "deviations": audit.deviation_count,
        "verdicts": _verdicts(reading),
        "notices": [reading.say(notice.sentence) for notice in audit.notices],
        "gaps": [
            {
                "reason": gap.reason,
                "rules": [reading.rule_title(rule) for rule in gap.rules],
                "reps": len(gap.reps),
                "everyone": len(gap.reps) == len(cards),
                "fault": gap.outcome is Outcome.ERROR,
            }
            for gap in gaps
        ],
        "unjudged": sum(gap.findings for gap in gaps),
        "attention": [_attention(reading, card) for card in attention[:ATTENTION_LISTED]],
        "attention_more": max(0, len(attention) - ATTENTION_LISTED),
        "chapters": chapters,
        "rows": [_row(card, chapters) for card in cards],
        "rules": [_rule(reading, tally) for tally in tallies[:RULES_LISTED]],
        "rules_more": max(0, len(tallies) - RULES_LISTED),
        "waivers": all_waivers(reading),
        "settings": [
            {
                "name": reading.wording.value(each.title) or each.parameter,
                "parameter": each.parameter,
                "pack": reading.wording.value(each.pack_value),
                "value": reading.wording.value(each.value),
            }
            for each in audit.policy.settings
        ],
        "extends": audit.policy.tailoring,
        "skipped": [
            {"rule": reading.wording.value(each.title) or each.rule, "reason": reading.wording.value(each.reason)}
            for each in audit.policy.skipped
        ],
        "inputs": audit.inputs,
        "rejects": [
            {"place": f"{each.path}:{each.line}", "reason": reading.say(each.reason)}
            for each in audit.rejects[:REJECTS_LISTED]
        ],
        "rejects_more": max(0, sum(each.rejects for each in audit.inputs) - REJECTS_LISTED),
    }


def headline(card: Scorecard) -> dict[str, Any]:
    """Return who a scorecard is about and what it comes to."""
    return {
        "id": card.rep_id,
        "name": card.name or card.rep_id,
        "named": bool(card.name),
        "team": card.team,
        "manager": card.manager,
        "score": card.score,
        "grade": card.grade,
        "verdict": card.verdict.value,
        "symbol": SYMBOLS[card.verdict],
        "tone": TONES[card.verdict],
        "scored": card.scored,
        "applicable": card.applicable,
    }


def _verdicts(reading: Reading) -> list[dict[str, Any]]:
    """Return how many reps have each verdict, with the place of each in a bar of 100."""
    counts = reading.verdicts()
    total = sum(counts.values()) or 1
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


def _attention(reading: Reading, card: Scorecard) -> dict[str, Any]:
    """Return who needs help, with what, and how many points that would win back."""
    failing = [each for each in reading.failing(card) if not excused(each)]
    return headline(card) | {
        "href": rep_page_name(card.rep_id),
        "lost": None if card.score is None else figures.FULL - card.score,
        "causes": [
            {
                "title": reading.rule_title(each.rule),
                "points": each.points_lost or 0,
                "met": each.met,
                "expected": each.expected,
                "binding": reading.binding(each.rule),
            }
            for each in failing[:CAUSES_LISTED]
        ],
        "more": max(0, len(failing) - CAUSES_LISTED),
    }


def _chapters(reading: Reading) -> list[dict[str, str]]:
    """Return the chapters that any scorecard has, in the order of the policy."""
    used = {each.chapter: None for card in reading.audit.scorecards for each in card.chapters}
    order = {chapter.id: place for place, chapter in enumerate(reading.audit.policy.chapters)}
    return [
        {"id": chapter, "title": reading.chapter_title(chapter)}
        for chapter in sorted(used, key=lambda chapter: order.get(chapter, len(order)))
    ]


def _row(card: Scorecard, chapters: list[dict[str, str]]) -> dict[str, Any]:
    """Return one rep's row of the matrix."""
    scores = {each.chapter: each for each in card.chapters}
    cells = [_cell(scores.get(chapter["id"])) for chapter in chapters]
    return headline(card) | {"href": rep_page_name(card.rep_id), "cells": cells}


def _cell(chapter: ChapterScore | None) -> dict[str, Any]:
    """Return one cell: a symbol and a number, and in words what they mean."""
    if chapter is None:
        return {"tone": "none", "symbol": "–", "score": None, "failing": 0, "undecided": 0}
    if chapter.failing:
        tone, symbol = "bad", SYMBOLS[Outcome.FAIL]
    elif chapter.undecided:
        tone, symbol = "doubt", SYMBOLS[Outcome.NOT_CHECKED]
    elif chapter.score is None:
        tone, symbol = "none", SYMBOLS[Outcome.NOT_APPLICABLE]
    else:
        tone, symbol = "good", SYMBOLS[Outcome.PASS]
    return {
        "tone": tone,
        "symbol": symbol,
        "score": chapter.score,
        "failing": chapter.failing,
        "undecided": chapter.undecided,
    }


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
