"""The sheets about people: every rep chapter by chapter, and for each team who needs help with what."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from checklist.model import Outcome, Verdict
from checklist.reporters import figures
from checklist.reporters.reading import SYMBOLS, excused
from checklist.reporters.workbook.table import Column, Table, Toned

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from checklist.model import ChapterScore, Finding, Scorecard
    from checklist.reporters.workbook.book import Book

VERDICT_TONES = {Verdict.NON_COMPLIANT: "bad", Verdict.UNDECIDED: "doubt", Verdict.COMPLIANT: "good"}
TEAMS_WITH_SHEETS = 100
CAUSES_LISTED = 5
STEPS_LISTED = 3
_BAR = "#C9D6EA"


def matrix(book: Book) -> None:
    """Write every rep's verdict and score, and a symbol and a number for each chapter."""
    sheets = _People(book)
    columns = [*sheets.rep_columns(), *sheets.chapter_columns()]
    rows = ([*sheets.rep(card), *sheets.chapters(card)] for card in book.reading.by_need())
    Table(book, book.text("xlsx.sheet.matrix"), columns, frozen=2).write(rows, sheets.finish)


def teams(book: Book) -> None:
    """Write a sheet a team, with what cost each rep most, what to do, and room for a comment."""
    sheets = _People(book)
    by_team: dict[str | None, list[Scorecard]] = {}
    for card in book.reading.by_need():
        by_team.setdefault(card.team or None, []).append(card)
    ordered = sorted(by_team.items(), key=lambda each: (each[0] is None, each[0] or ""))
    for team, cards in ordered[:TEAMS_WITH_SHEETS]:
        title = team if team is not None else book.text("xlsx.sheet.no_team")
        rows = ([*sheets.rep(card), *sheets.help(card), None] for card in cards)
        Table(book, title, [*sheets.rep_columns(), *sheets.help_columns()], frozen=2, tab=book.brand.colour).write(
            rows, sheets.finish
        )


class _People:
    def __init__(self, book: Book) -> None:
        self.book = book
        self.reading = book.reading
        self.text = book.text
        used = {each.chapter for card in self.reading.audit.scorecards for each in card.chapters}
        known = [chapter.id for chapter in self.reading.audit.policy.chapters if chapter.id in used]
        self._chapters = [*known, *sorted(used - set(known))]
        self._verdicts = {each: f"{SYMBOLS[each]} {self.text(f'verdict.{each}')}" for each in Verdict}
        self._changes = bool(self.reading.audit.history)

    def rep_columns(self) -> list[Column]:
        text = self.text
        change = [Column(text("xlsx.change"), "change", 9)] if self._changes else []
        return [
            *(Column(text(f"csv.{name}")) for name in ("rep_id", "name", "team", "manager")),
            Column(text("xlsx.verdict")),
            Column(text("xlsx.score"), "points", 10),
            *change,
            Column(text("xlsx.grade"), "short", 9),
            Column(text("xlsx.win_back"), "points", 11),
            Column(text("xlsx.failing"), "count", 10),
            Column(text("xlsx.scored"), "short", 12),
        ]

    def rep(self, card: Scorecard) -> list[Any]:
        change = self.reading.change(card)
        return [
            *(card.rep_id, card.name, card.team, card.manager),
            self._verdicts[card.verdict],
            figures.NOTHING if card.score is None else card.score / 10,
            *([None if change is None else change / 10] if self._changes else []),
            card.grade,
            None if card.score is None else (figures.FULL - card.score) / 10,
            len(self._failing(card)),
            self.text("xlsx.of", scored=card.scored, applicable=card.applicable),
        ]

    def _failing(self, card: Scorecard) -> list[Finding]:
        return [each for each in self.reading.failing(card) if not excused(each)]

    def chapter_columns(self) -> list[Column]:
        titles = (f"{chapter} {self.reading.chapter_title(chapter)}".strip() for chapter in self._chapters)
        return [Column(title, "points", 13) for title in titles]

    def chapters(self, card: Scorecard) -> Iterator[Toned]:
        scores = {each.chapter: each for each in card.chapters}
        for chapter in self._chapters:
            yield _toned(scores.get(chapter))

    def help_columns(self) -> list[Column]:
        return [
            Column(self.text("markdown.causes"), "wrapped", 60),
            Column(self.text("xlsx.steps"), "wrapped", 46),
            Column(self.text("xlsx.comment"), "wrapped", 40, 30),
        ]

    def help(self, card: Scorecard) -> list[str]:
        """Return what cost a rep most, rule by rule, and what would help most."""
        failing = self._failing(card)
        causes = [cause(self.book, each) for each in failing[:CAUSES_LISTED]]
        if len(failing) > CAUSES_LISTED:
            causes.append(self.text("terminal.more", count=len(failing) - CAUSES_LISTED))
        doubts = self.reading.open_questions(card)
        if card.verdict is Verdict.UNDECIDED and doubts:
            causes.append(self.text("html.why_undecided", count=len(doubts)))
        return ["\n".join(causes), "\n".join(self._steps(failing))]

    def _steps(self, failing: Sequence[Finding]) -> list[str]:
        value, rules = self.reading.wording.value, self.reading.rules
        advice = dict.fromkeys(value(rules[each.rule].advice) for each in failing if each.rule in rules)
        return [each for each in advice if each][:STEPS_LISTED]

    def finish(self, sheet: Any, last: int) -> None:
        """Colour the verdicts by what they say, and draw a bar in each score."""
        for verdict, tone in VERDICT_TONES.items():
            condition = {"type": "cell", "criteria": "==", "value": f'"{self._verdicts[verdict]}"'}
            sheet.conditional_format(1, 4, last, 4, condition | {"format": self.book.condition(tone)})
        bar = {"type": "data_bar", "bar_color": _BAR}
        ends = {"min_type": "num", "max_type": "num", "min_value": 0, "max_value": 100}
        sheet.conditional_format(1, 5, last, 5, bar | ends)


def cause(book: Book, finding: Finding) -> str:
    """Say what a failed rule cost, how much of it was met, and how much of it cannot be told."""
    return book.text(
        "xlsx.cause_unknown" if finding.unknown else "xlsx.cause",
        title=book.reading.rule_title(finding.rule),
        points=figures.tenths(finding.points_lost or 0),
        met=figures.count(finding.met),
        expected=figures.count(finding.expected),
        unknown=figures.count(finding.unknown),
    )


def _toned(chapter: ChapterScore | None) -> Toned:
    """Return one cell of the matrix, told as the team's page tells it."""
    score = None if chapter is None or chapter.score is None else chapter.score / 10
    if chapter is None:
        return Toned(None, "none", figures.NOTHING)
    if chapter.failing:
        return Toned(score, "bad", SYMBOLS[Outcome.FAIL])
    if chapter.undecided:
        return Toned(score, "doubt", SYMBOLS[Outcome.NOT_CHECKED])
    if score is None:
        return Toned(None, "none", SYMBOLS[Outcome.NOT_APPLICABLE])
    return Toned(score, "good", SYMBOLS[Outcome.PASS])
