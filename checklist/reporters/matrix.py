"""Every rep, chapter by chapter: a symbol and a number in each cell, never colour alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from checklist.model import Outcome
from checklist.reporters.reading import SYMBOLS, Reading
from checklist.reporters.slugs import rep_page_name
from checklist.reporters.standing import headline

if TYPE_CHECKING:
    from collections.abc import Sequence

    from checklist.model import ChapterScore, Scorecard


def teams_of(cards: Sequence[Scorecard]) -> dict[str | None, list[Scorecard]]:
    """Return the teams by name, reps without one last, each with its reps in the order given."""
    teams: dict[str | None, list[Scorecard]] = {}
    for card in cards:
        teams.setdefault(card.team or None, []).append(card)
    return dict(sorted(teams.items(), key=lambda each: (each[0] is None, each[0] or "")))


def filter_style(teams: int) -> str:
    """Return the style that leaves only the rows of the team that is chosen."""
    hidden = (f'.view:has(#team-{place}:checked) tr[data-team]:not([data-team="{place}"])' for place in range(teams))
    return ",".join(hidden) + "{display:none}"


def chapters_of(reading: Reading) -> list[dict[str, str]]:
    """Return the chapters that any scorecard has, in the order of the policy."""
    used = {each.chapter: None for card in reading.audit.scorecards for each in card.chapters}
    order = {chapter.id: place for place, chapter in enumerate(reading.audit.policy.chapters)}
    return [
        {"id": chapter, "title": reading.chapter_title(chapter)}
        for chapter in sorted(used, key=lambda chapter: order.get(chapter, len(order)))
    ]


def row(card: Scorecard, chapters: list[dict[str, str]]) -> dict[str, Any]:
    """Return one rep's row."""
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
