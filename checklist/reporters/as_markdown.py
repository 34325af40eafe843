"""The audit as a summary for chat and mail: what cannot be told, the sums, who needs help with what.

Short however large the firm: what is cut says how much it leaves out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from checklist.model import Outcome, Verdict
from checklist.reporters import figures
from checklist.reporters.commands import explain, input_words
from checklist.reporters.markdown import block, code, escaped, table
from checklist.reporters.reading import SYMBOLS, Reading, excused
from checklist.reporters.text import fitted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from checklist.model import Audit, Finding, Scorecard
    from checklist.reporters.options import Options
    from checklist.reporters.reading import RuleTally
    from checklist.wording import Wording

FORMAT = "markdown"
SUFFIX = ".md"
KIND: Literal["file"] = "file"

UNKNOWNS_LISTED = 5
REPS_LISTED = 10
CAUSES_LISTED = 3
TALLIES_LISTED = 5
NOTICES_LISTED = 8
_WIDEST = 160
"""No text out of the data takes more columns than these: a chat window is narrow."""


def render(audit: Audit, wording: Wording, options: Options) -> Iterator[str]:
    """Yield the summary part by part."""
    summary = _Summary(Reading(audit, wording), options)
    yield summary.title()
    if options.verbosity < 0:
        yield "\n" + summary.sums()
        return
    for part in (
        *(summary.unknown, summary.sums, summary.possible, summary.attention),
        *(summary.rules, summary.signals, summary.gaps, summary.waivers),
        *(summary.notices, summary.foot),
    ):
        text = part()
        if text:
            yield "\n" + text


class _Summary:
    """The parts of the summary, each a text or nothing."""

    def __init__(self, reading: Reading, options: Options) -> None:
        self.reading = reading
        self.audit = reading.audit
        self.text = reading.wording.text
        self.options = options

    def _short(self, text: str) -> str:
        return escaped(fitted(" ".join(text.split()), _WIDEST))

    def _list(self, title: str, items: list[str], listed: int) -> str:
        """Return a titled list, cut with a word on what is left out; nothing for no items."""
        if not items:
            return ""
        shown = [*items[:listed], *self._more(len(items) - listed)]
        return f"### {title}\n\n" + "".join(f"- {item}\n" for item in shown)

    def _more(self, count: int) -> list[str]:
        return [escaped(self.text("terminal.more", count=figures.count(count)))] if count > 0 else []

    def title(self) -> str:
        """Say what was judged by what, and what must be known before anything else."""
        policy, period, value = self.audit.policy, self.audit.period, self.reading.wording.value
        days = {"first": period.first, "last": period.last}
        title = value(policy.title) or policy.id
        head = self.text("markdown.head", policy=title, version=policy.version, **days)
        branding = self.options.branding
        over = [value(each) for each in (branding.company, branding.confidentiality)] if branding else []
        warning = [f"**{escaped(self.reading.warning)}**"] if self.reading.warning else []
        return (
            "\n\n".join([f"## {self._short(head)}", *(f"*{self._short(each)}*" for each in over if each), *warning])
            + "\n"
        )

    def unknown(self) -> str:
        """Say what cannot be told, how much hangs on it, and what settles it."""
        items = []
        for each in self.reading.unknowns(self.reading.findings):
            values = {"unknown": each.sentence, "touches": self.reading.touches(each)}
            line, write = self.reading.settles(each)
            written = self.text("markdown.separator").join(map(code, write))
            said = self._short(self.text("markdown.unknown", **values))
            items.append(f"{said}\n  - {escaped(line)} {written}".rstrip())
        listed = len(items) if self.options.verbosity > 0 else UNKNOWNS_LISTED
        return self._list(self.reading.unknown_title, items, listed)

    def sums(self) -> str:
        """Say what it comes to."""
        verdicts = self.reading.verdicts()
        tally = self.text("list.separator").join(
            f"{self._verdict(each)} **{figures.count(verdicts[each])}**"
            for each in (Verdict.NON_COMPLIANT, Verdict.UNDECIDED, Verdict.COMPLIANT)
        )
        sums = self.text("terminal.sum", reps=figures.count(len(self.audit.scorecards)), verdicts=tally)
        score = f"**{figures.tenths(self.audit.score)}**"
        deviations = figures.count(self.audit.deviation_count)
        totals = self.text("markdown.totals", score=score, deviations=deviations, as_of=self.audit.period.as_of)
        return f"{sums}\n\n{totals}\n"

    def possible(self) -> str:
        """Say which rules may not be met, so far as anything tells, the one with most at stake first."""
        items = []
        for tally in self.reading.possible_tallies():
            counts = {"count": figures.count(tally.count), "reps": figures.count(tally.reps)}
            said = escaped(self.text("terminal.possible_tally", **counts))
            items.append(f"{self._short(self.reading.rule_title(tally.rule))} {code(tally.rule)}: {said}")
        count = figures.count(len(self.audit.possible))
        return self._list(self.text("terminal.possible", count=count), items, TALLIES_LISTED)

    def _verdict(self, verdict: Verdict) -> str:
        return f"{SYMBOLS[verdict]} {self.text(f'verdict.{verdict}')}"

    def attention(self) -> str:
        """Name those who need help, with what, and the points that would win back."""
        cards = [card for card in self.reading.by_need() if self._needs_help(card)]
        if not cards:
            return ""
        columns = ("rep", "team", "verdict", "score", "win_back", "causes")
        header = [self.text(f"markdown.{name}") for name in columns]
        rows = [self._row(card) for card in cards[:REPS_LISTED]]
        left = len(cards) - REPS_LISTED
        more = f"\n{escaped(self.text('markdown.more_reps', count=figures.count(left)))}\n" if left > 0 else ""
        return f"### {self.text('markdown.attention')}\n\n{table(header, rows, right=(3, 4))}{more}"

    def _needs_help(self, card: Scorecard) -> bool:
        """Tell whether a rep is not compliant, or falls short in something and of the best grade."""
        best = max(self.audit.policy.grades, key=lambda grade: grade[1], default=(None, 0))[0]
        return card.verdict is not Verdict.COMPLIANT or (card.grade != best and bool(self._causes(card)))

    def _causes(self, card: Scorecard) -> list[Finding]:
        return [each for each in self.reading.failing(card) if not excused(each)]

    def _row(self, card: Scorecard) -> list[str]:
        name = f"{self._short(card.name)} {code(card.rep_id, in_table=True)}" if card.name else ""
        change = self.reading.change(card)
        score = f"{figures.tenths(card.score)} {escaped(card.grade or '')}".strip()
        return [
            name or code(card.rep_id, in_table=True),
            self._short(card.team or ""),
            self._verdict(card.verdict),
            score if change is None else f"{score} ({figures.signed_tenths(change)})",
            figures.NOTHING if card.score is None else figures.tenths(figures.FULL - card.score),
            self._cause_text(card),
        ]

    def _cause_text(self, card: Scorecard) -> str:
        """Say which rules cost the rep most, or what keeps the verdict open."""
        causes = self._causes(card)
        said = [
            f"{self._short(self.reading.rule_title(each.rule))} −{figures.tenths(each.points_lost or 0)}"
            for each in causes[:CAUSES_LISTED]
        ]
        doubts = self.reading.open_questions(card)
        if not said and doubts:
            return escaped(self.text("html.why_undecided", count=len(doubts)))
        return self.text("markdown.separator").join([*said, *self._more(len(causes) - CAUSES_LISTED)])

    def rules(self) -> str:
        """Name the rules that fail for most reps."""
        tallies = self.reading.tallies() if len(self.audit.scorecards) > 1 else []
        return self._list(self.text("terminal.rules"), [self._tally(each) for each in tallies], TALLIES_LISTED)

    def signals(self) -> str:
        """Name the signals that ask for a second look."""
        tallies = self.reading.tallies(informational=True)
        return self._list(self.text("terminal.signals"), [self._tally(each) for each in tallies], TALLIES_LISTED)

    def _tally(self, tally: RuleTally) -> str:
        failing, judged = figures.count(tally.failing), figures.count(tally.judged)
        count = self.text("terminal.tally", failing=failing, judged=judged)
        return f"{self._short(self.reading.rule_title(tally.rule))} {code(tally.rule)}: {escaped(count)}"

    def gaps(self) -> str:
        """Say how much was not judged, what cannot be told aside, and why."""
        gaps = self.reading.gaps()
        total = figures.count(sum(gap.findings for gap in gaps))
        every = figures.count(len(self.reading.findings))
        items = []
        for gap in gaps:
            key = "terminal.gap_error" if gap.outcome is Outcome.ERROR else "terminal.gap"
            line = self.text(key, reason=gap.reason, rules=len(gap.rules), reps=figures.count(len(gap.reps)))
            items.append(f"{SYMBOLS[gap.outcome]} {self._short(line)}")
        return self._list(self.text(self.reading.gaps_title, count=total, every=every), items, TALLIES_LISTED)

    def waivers(self) -> str:
        """Say how much is waived, by whose approval."""
        used = [use for use in self.audit.waivers if use.waived]
        units = figures.count(sum(each.waived for card in self.audit.scorecards for each in card.findings))
        items = []
        for use in used:
            waiver, covered = use.waiver, self.text("terminal.waiver_units", units=figures.count(use.waived))
            days = {"day": waiver.approved_on, "expires": waiver.expires}
            approved = self.text("terminal.waiver_approved", approver=waiver.approved_by, **days)
            said = self._short(f"{self.reading.rule_title(waiver.rule)}: {covered}; {approved}")
            items.append(f"{code(waiver.id)} {said}")
        return self._list(self.text("terminal.waivers", count=len(used), units=units), items, TALLIES_LISTED)

    def notices(self) -> str:
        """Say what the reader must know about the data."""
        items = [self._short(each) for each in self.reading.notices(folded=self.options.verbosity <= 0)]
        return self._list(self.text("terminal.notices"), items, NOTICES_LISTED)

    def foot(self) -> str:
        """Give the command that shows why, for the worst rep's costliest rule, and what the report rests on."""
        policy = self.audit.policy
        version = self.text("markdown.made_by", version=self.audit.version, policy=policy.id, sha256=policy.sha256[:12])
        failing = next(((card, found[0]) for card in self.reading.by_need() if (found := self._causes(card))), None)
        if failing is None or self.reading.pseudonymous:
            return f"{self._short(version)}\n"
        card, finding = failing
        command = explain(finding.rule, card.rep_id, input_words(self.audit, self.options.arguments))
        return f"{self.text('markdown.explain')}\n\n{block(command)}\n{self._short(version)}\n"
