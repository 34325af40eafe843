"""The first sheet: what was judged by what, what it comes to, and what must be known before believing it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from checklist.model import Outcome, Verdict
from checklist.reporters import figures
from checklist.reporters.reading import SYMBOLS
from checklist.reporters.text import columns
from checklist.reporters.workbook.people import VERDICT_TONES, cause

if TYPE_CHECKING:
    from checklist.reporters.workbook.book import Book

_WIDTHS = (28, 16, 16, 16, 16, 16, 16, 16)
_WIDE = sum(_WIDTHS)
_LINE = 15
_ORDER = (Verdict.NON_COMPLIANT, Verdict.UNDECIDED, Verdict.COMPLIANT)
_LOGO_PIXELS = 40
_SPARE = (None, None)
UNKNOWNS_LISTED = 5
REPS_LISTED = 10


def summary(book: Book) -> None:
    """Write the sheet."""
    made = _Summary(book)
    made.head()
    made.unknown()
    made.sums()
    made.attention()
    made.teams()
    made.notices()
    made.gaps()
    made.settings()


class _Summary:
    """Writes from top to bottom; `row` is the next free row."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self.reading = book.reading
        self.audit = book.reading.audit
        self.text = book.text
        self.value = book.reading.wording.value
        self.sheet = book.sheet(book.text("xlsx.sheet.summary"), tab=book.brand.colour)
        self.sheet.hide_gridlines(2)
        for place, width in enumerate(_WIDTHS):
            self.sheet.set_column(place, place, width)
        self.row = 0

    def _across(self, text: str, style: Any, *, height: float = _LINE) -> None:
        """Write a text over the whole width, as high as its lines need."""
        lines = sum(math.ceil(columns(line) / _WIDE) or 1 for line in text.split("\n"))
        self.sheet.set_row(self.row, height * lines + 2)
        self.sheet.merge_range(self.row, 0, self.row, len(_WIDTHS) - 1, "", style)
        self.book.write(self.sheet, self.row, 0, text, style)
        self.row += 1

    def _title(self, text: str) -> None:
        self.row += 1
        self._across(text, self.book.format(bold=True, font_size=13, font_color=self.book.brand.colour), height=18)

    def _cells(self, values: list[Any], styles: list[Any]) -> None:
        for place, (value, style) in enumerate(zip(values, styles, strict=True)):
            self.book.write(self.sheet, self.row, place, value, style)
        self.row += 1

    def _pair(self, label: str, value: Any, style: Any = None) -> None:
        self.book.write(self.sheet, self.row, 0, label, self.book.body(font_color="#4A5563"))
        style = style or self.book.body()
        self.sheet.merge_range(self.row, 1, self.row, len(_WIDTHS) - 1, "", style)
        self.book.write(self.sheet, self.row, 1, value, style)
        self.row += 1

    def head(self) -> None:
        """Say what this is, for whom, what must be known before anything else, and by what it was judged."""
        policy, period, text = self.audit.policy, self.audit.period, self.text
        title = text("xlsx.document", policy=self.value(policy.title) or policy.id, version=policy.version)
        style = self.book.format(bold=True, font_size=16)
        if self.book.brand.logo is not None:
            self.sheet.set_row(self.row, _LOGO_PIXELS)
            self.book.logo(self.sheet, self.row, 0, _LOGO_PIXELS)
            self.row += 1
        self._across(title, style, height=22)
        for each in (self.book.brand.company, self.book.brand.confidentiality):
            if self.value(each):
                self._across(self.value(each), self.book.format(italic=True))
        if self.reading.warning:
            self._across(f"! {self.reading.warning}", self.book.format(bold=True, text_wrap=True))
        self.row += 1
        self._pair(text("xlsx.period"), text("span.between", first=period.first, last=period.last))
        self._pair(text("csv.as_of"), str(period.as_of))
        pack = f"{policy.id} {policy.version}" + (f" ← {policy.tailoring}" if policy.tailoring else "")
        self._pair(text("xlsx.policy"), pack)
        self._pair("sha256", policy.sha256)
        self._pair(text("xlsx.program"), f"checklist {self.audit.version}")

    def unknown(self) -> None:
        """Say what cannot be told, how much hangs on it, and what settles it: the whole list has a sheet of its own."""
        unknowns = self.reading.unknowns(self.reading.findings)
        if not unknowns:
            return
        self._title(self.reading.unknown_title)
        for each in unknowns[:UNKNOWNS_LISTED]:
            values = {"unknown": each.sentence, "touches": self.reading.touches(each)}
            line, write = self.reading.settles(each)
            said = [f"? {self.text('markdown.unknown', **values)}", line, *write]
            self._across("\n".join(said), self.book.format(text_wrap=True))
        if len(unknowns) > UNKNOWNS_LISTED:
            more = self.text("terminal.more", count=figures.count(len(unknowns) - UNKNOWNS_LISTED))
            self._across(more, self.book.format())

    def sums(self) -> None:
        """Say how many reps have each verdict, and the firm's score."""
        audit, text = self.audit, self.text
        verdicts = self.reading.verdicts()
        self._title(text("xlsx.sums"))
        self._pair(text("xlsx.reps"), len(audit.scorecards), self._number("#,##0"))
        for each in _ORDER:
            share = figures.percent(verdicts[each], len(audit.scorecards))
            shown = f"{figures.count(verdicts[each])}  ({share})"
            self._pair(f"{SYMBOLS[each]} {text(f'verdict.{each}')}", shown, self.book.toned(VERDICT_TONES[each]))
        score = figures.NOTHING if audit.score is None else audit.score / 10
        self._pair(text("xlsx.firm_score"), score, self._number("0.0", bold=True))
        before = audit.history[-1] if audit.history else None
        if before is not None and before.score is not None and audit.score is not None:
            change = text(
                "xlsx.since", change=figures.signed_tenths(audit.score - before.score), **_days(before.period)
            )
            self._pair(text("xlsx.change"), change)
        self._pair(text("xlsx.deviations"), audit.deviation_count, self._number("#,##0"))
        if audit.omitted_deviations:
            self._pair("", text("xlsx.omitted", count=figures.count(audit.omitted_deviations)))

    def _number(self, shape: str, **more: Any) -> Any:
        return self.book.body(num_format=shape, align="left", **more)

    def attention(self) -> None:
        """Name those in most need of help, with what costs each of them most."""
        reading, text = self.reading, self.text
        cards = [card for card in reading.by_need() if card.verdict is not Verdict.COMPLIANT and reading.failing(card)]
        if not cards:
            return
        self._title(text("markdown.attention"))
        names = ("rep", "team", "verdict", "score", "win_back", "causes")
        headers = [*(text(f"markdown.{name}") for name in names), *_SPARE]
        self._merged(headers, [self.book.header()] * len(headers))
        points = self.book.body(num_format="0.0", align="left")
        for card in cards[:REPS_LISTED]:
            score = [figures.NOTHING] * 2 if card.score is None else [card.score / 10, (figures.FULL - card.score) / 10]
            name = f"{card.name} · {card.rep_id}" if card.name else card.rep_id
            verdict = f"{SYMBOLS[card.verdict]} {text(f'verdict.{card.verdict}')}"
            row = [name, card.team, verdict, *score, cause(self.book, reading.failing(card)[0]), *_SPARE]
            body = self.book.body()
            styles = [body, body, self.book.toned(VERDICT_TONES[card.verdict]), points, points, body, body, body]
            self._merged(row, styles)
        if len(cards) > REPS_LISTED:
            more = text("markdown.more_reps", count=figures.count(len(cards) - REPS_LISTED))
            self._across(more, self.book.format())

    def _merged(self, values: list[Any], styles: list[Any]) -> None:
        """Write a row whose last text runs over the columns to its right."""
        first = len(values) - 1 - len(_SPARE)
        self.sheet.merge_range(self.row, first, self.row, len(values) - 1, "", styles[first])
        self._cells(values[: first + 1], styles[: first + 1])

    def teams(self) -> None:
        """Set the teams side by side."""
        teams: dict[str, list[Verdict]] = {}
        for card in self.audit.scorecards:
            if card.team:
                teams.setdefault(card.team, []).append(card.verdict)
        if len(teams) < 2:  # noqa: PLR2004  # one has nothing to be compared with
            return
        self._title(self.text("xlsx.teams"))
        names = ("team", "reps", *_ORDER, "team_score")
        headers = [self.text(f"verdict.{each}" if isinstance(each, Verdict) else f"xlsx.{each}") for each in names]
        self._cells(headers, [self.book.header()] * len(names))
        counted = self.book.body(num_format="#,##0", align="left")
        styles = [self.book.body(), *[counted] * 4, self.book.body(num_format="0.0", align="left")]
        for team, verdicts in sorted(teams.items()):
            score = self.audit.team_scores.get(team)
            counts = [verdicts.count(each) for each in _ORDER]
            self._cells([team, len(verdicts), *counts, figures.NOTHING if score is None else score / 10], styles)

    def notices(self) -> None:
        """Say what must be known about the data and the policy."""
        lines = self.reading.notices(folded=False)
        if not lines:
            return
        self._title(self.text("terminal.notices"))
        for line in lines:
            self._across(f"! {line}", self.book.format(text_wrap=True))

    def gaps(self) -> None:
        """Say what was not judged, what cannot be told aside, and why."""
        gaps = self.reading.gaps()
        if not gaps:
            return
        total = figures.count(sum(gap.findings for gap in gaps))
        every = figures.count(len(self.reading.findings))
        self._title(self.text(self.reading.gaps_title, count=total, every=every))
        for gap in gaps:
            key = "terminal.gap_error" if gap.outcome is Outcome.ERROR else "terminal.gap"
            line = self.text(key, reason=gap.reason, rules=len(gap.rules), reps=figures.count(len(gap.reps)))
            self._across(f"{SYMBOLS[gap.outcome]} {line}", self.book.format(text_wrap=True))

    def settings(self) -> None:
        """Say what the company asks otherwise than the pack."""
        policy = self.audit.policy
        if policy.tailoring is None or not (policy.settings or policy.skipped):
            return
        self._title(self.text("terminal.tailoring", pack=policy.tailoring))
        wrapped = self.book.format(text_wrap=True)
        for each in policy.settings:
            values = {"pack": self.value(each.pack_value), "value": self.value(each.value)}
            self._across(
                self.text("terminal.setting", name=self.value(each.title) or each.parameter, **values), wrapped
            )
        for skip in policy.skipped:
            rule = self.value(skip.title) or skip.rule
            self._across(self.text("terminal.skipped", rule=rule, reason=self.value(skip.reason)), wrapped)


def _days(period: Any) -> dict[str, Any]:
    return {"first": period.first, "last": period.last}
