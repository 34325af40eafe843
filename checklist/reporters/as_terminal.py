"""The audit as a summary to read at once: what cannot be told, who needs help with what, what was read.

On a terminal, lines are fitted to its width. In a pipe every line is whole and plain, for `grep` and logs.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Literal

from checklist.model import Outcome, Verdict
from checklist.reporters import figures
from checklist.reporters.commands import explain, input_words, quoted
from checklist.reporters.paint import Cell, Paint
from checklist.reporters.reading import SYMBOLS, UNJUDGED, Reading
from checklist.reporters.text import one_line, paragraphs

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from checklist.model import Audit, Finding, InputSummary, Scorecard
    from checklist.reporters.options import Options
    from checklist.reporters.reading import RuleTally
    from checklist.wording import Wording

FORMAT = "terminal"
SUFFIX = ".txt"
KIND: Literal["file"] = "file"

UNKNOWNS_LISTED = 5
REPS_IN_FULL = 5
REPS_LISTED = 15
RULES_LISTED = 3
GAPS_LISTED = 5
TALLIES_LISTED = 5

_STYLES = {Verdict.COMPLIANT: "good", Verdict.NON_COMPLIANT: "bad", Verdict.UNDECIDED: "doubt"}


def render(audit: Audit, wording: Wording, options: Options) -> Iterator[str]:
    """Yield the summary line by line."""
    summary = _Summary(Reading(audit, wording), Paint(options), options)
    title, sums = summary.title(), summary.sums()
    unknown = list(summary.unknown()) if options.verbosity >= 0 else []
    parts: list[Iterable[str]] = [title, unknown, sums] if unknown else [[*title, *sums]]
    if options.verbosity >= 0:
        parts += [summary.possible(), summary.reps(), summary.rules(), summary.signals(), summary.gaps()]
        parts += [summary.waivers(), summary.tailoring(), summary.rows(), summary.notices(), summary.foot()]
    yield from paragraphs(parts)


class _Summary:
    """The parts of the summary, each a run of lines."""

    def __init__(self, reading: Reading, paint: Paint, options: Options) -> None:
        self.reading = reading
        self.audit = reading.audit
        self.text = reading.wording.text
        self.paint = paint
        self.arguments = options.arguments
        self.everything = options.verbosity > 0

    def title(self) -> Iterator[str]:
        """Say what was judged by what, and what must be known before anything else."""
        policy, period = self.audit.policy, self.audit.period
        title = one_line(self.reading.wording.value(policy.title) or policy.id)
        version = one_line(policy.version)
        head = self.text("terminal.head", policy=title, version=version, first=period.first, last=period.last)
        yield from self.paint.lines(head, "", "bold")
        if self.reading.warning:
            yield from self.paint.lines(f"! {one_line(self.reading.warning)}", "", "doubt")

    def unknown(self) -> Iterator[str]:
        """Say what cannot be told, how much hangs on it, and what settles it, on lines that can be copied whole."""
        unknowns = self.reading.unknowns(self.reading.findings)
        if not unknowns:
            return
        yield from self.paint.lines(self.reading.unknown_title, "", "bold")
        shown = unknowns if self.everything else unknowns[:UNKNOWNS_LISTED]
        for each in shown:
            yield from self.paint.lines(f"? {one_line(self.reading.wording.say(each.sentence))}", "  ", "doubt")
            yield from self.paint.lines(one_line(self.reading.touches(each)), "    ", "faint")
            line, write = self.reading.settles(each)
            yield from self.paint.lines(one_line(line), "    ")
            yield from (f"      {one_line(part)}" for part in write)
        yield from self._more(len(unknowns), len(shown), "  ")

    def sums(self) -> Iterator[str]:
        """Say what it comes to."""
        verdicts = self.reading.verdicts()
        tally = self.text("list.separator").join(
            self.paint.styled(f"{self._verdict(each)} {figures.count(verdicts[each])}", _STYLES[each])
            for each in (Verdict.NON_COMPLIANT, Verdict.UNDECIDED, Verdict.COMPLIANT)
        )
        yield self.text("terminal.sum", reps=figures.count(len(self.audit.scorecards)), verdicts=tally)
        yield self.text(
            "terminal.totals",
            score=self.paint.symbol(figures.tenths(self.audit.score)),
            deviations=figures.count(self.audit.deviation_count),
            as_of=self.audit.period.as_of,
        )

    def possible(self) -> Iterator[str]:
        """Say which rules may not be met, so far as anything tells, the one with most at stake first."""
        tallies = self.reading.possible_tallies()
        if not tallies:
            return
        count = figures.count(len(self.audit.possible))
        yield from self.paint.lines(self.text("terminal.possible", count=count), "", "bold")
        shown = tallies if self.everything else tallies[:TALLIES_LISTED]
        rows = []
        for tally in shown:
            counts = {"count": figures.count(tally.count), "reps": figures.count(tally.reps)}
            rows.append([Cell(self.text("terminal.possible_tally", **counts)), *self._rule(tally.rule)])
        yield from self.paint.rows(rows, "  ")
        yield from self._more(len(tallies), len(shown), "  ")

    def _verdict(self, verdict: Verdict) -> str:
        return f"{self.paint.symbol(SYMBOLS[verdict])} {self.text(f'verdict.{verdict}')}"

    def _title(self, title: str) -> str:
        return self.paint.styled(title, "bold")

    def _more(self, every: int, shown: int, indent: str) -> list[str]:
        """Return the line that says how many are left out, if any."""
        return [f"{indent}{self.text('terminal.more', count=every - shown)}"] if every > shown else []

    def reps(self) -> Iterator[str]:
        """Name the reps, those in most need of help first."""
        cards = self.reading.by_need()
        listed = cards if self.everything else cards[:REPS_LISTED]
        if not listed:
            return
        yield self._title(self.text("terminal.reps"))
        lines = self.paint.rows([self._rep(card) for card in listed], "  ")
        in_full = listed if self.everything else listed[:REPS_IN_FULL]
        details = self._details(in_full)
        for card, line in zip(listed, lines, strict=True):
            yield line
            yield from details.get(card.rep_id, ())
        if len(cards) > len(listed):
            yield f"  {self.text('terminal.more_reps', count=figures.count(len(cards) - len(listed)))}"

    def _rep(self, card: Scorecard) -> list[Cell]:
        """Return one rep's verdict, score, its change since the period before, grade, and what they rest on."""
        name = one_line(" · ".join(part for part in (card.name, card.team) if part))
        basis = self.text("terminal.basis", scored=card.scored, applicable=card.applicable)
        change = self.reading.change(card)
        return [
            Cell(self._verdict(card.verdict), _STYLES[card.verdict]),
            Cell(one_line(card.rep_id)),
            Cell(name, gives=True),
            Cell(self.paint.symbol(figures.tenths(card.score)), "bold", right=True),
            Cell(
                "" if change is None else self.paint.signed(figures.signed_tenths(change)), _change(change), right=True
            ),
            Cell(one_line(card.grade or "")),
            Cell(basis, "faint", gives=True),
        ]

    def _details(self, cards: list[Scorecard]) -> dict[str, list[str]]:
        """Return what stands below each rep: the rules that cost most, all in line, and what is left open."""
        lost = {card.rep_id: self._failing(card) for card in cards}
        lines = iter(self.paint.rows([self._lost(each) for found in lost.values() for each in found], "      "))
        return {card.rep_id: [*islice(lines, len(lost[card.rep_id])), *self._after(card)] for card in cards}

    def _failing(self, card: Scorecard) -> list[Finding]:
        failing = self.reading.failing(card)
        return failing if self.everything else failing[:RULES_LISTED]

    def _after(self, card: Scorecard) -> Iterator[str]:
        """Say how many rules are left out, which keep the verdict open, and the command that shows why."""
        failing = self.reading.failing(card)
        yield from self._more(len(failing), len(self._failing(card)), "      ")
        doubts = self.reading.open_questions(card)
        if card.verdict is Verdict.UNDECIDED and doubts:
            unjudged = sum(each.outcome in UNJUDGED or each.left_open for each in doubts)
            yield "      " + self.text("terminal.undecided", unjudged=unjudged, pending=len(doubts) - unjudged)
        if failing and not self.reading.pseudonymous:
            command = explain(failing[0].rule, card.rep_id, self.paint.ellipsis)
            yield "      " + self.paint.styled(command, "faint")

    def _lost(self, finding: Finding) -> list[Cell]:
        """Return one failed rule: the points it cost, its title, what the records show, its id."""
        title, rule = self._rule(finding.rule)
        if finding.waived:
            waived = self.text("terminal.waived", title=title.text, waived=figures.count(finding.waived))
            title = Cell(waived, gives=True)
        return [
            Cell(f"{self.paint.minus}{figures.tenths(finding.points_lost or 0)}", "bad", right=True),
            title,
            rule,
            Cell(self._met(finding), "faint"),
        ]

    def _met(self, finding: Finding) -> str:
        """Say how much of what fell due is met, and how much of it cannot be told."""
        values = {"met": figures.count(finding.met), "expected": figures.count(finding.expected)}
        if finding.unknown:
            return self.text("terminal.met_unknown", unknown=figures.count(finding.unknown), **values)
        return self.text("terminal.met", **values)

    def _rule(self, rule: str) -> list[Cell]:
        """Return a rule's title and its id."""
        title = one_line(self.reading.rule_title(rule))
        return [Cell(title, gives=True), Cell(one_line(rule) if rule != title else "", "faint")]

    def rules(self) -> Iterator[str]:
        """Name the rules that fail for most reps."""
        if len(self.audit.scorecards) > 1:
            yield from self._tallies("terminal.rules", self.reading.tallies())

    def signals(self) -> Iterator[str]:
        """Name the signals that ask for a second look."""
        yield from self._tallies("terminal.signals", self.reading.tallies(informational=True))

    def _tallies(self, title: str, tallies: list[RuleTally]) -> Iterator[str]:
        if not tallies:
            return
        yield self._title(self.text(title))
        shown = tallies if self.everything else tallies[:TALLIES_LISTED]
        rows = []
        for tally in shown:
            failing, judged = figures.count(tally.failing), figures.count(tally.judged)
            count = self.text("terminal.tally", failing=failing, judged=judged)
            rows.append([Cell(count), *self._rule(tally.rule)])
        yield from self.paint.rows(rows, "  ")
        yield from self._more(len(tallies), len(shown), "  ")
        if not self.reading.pseudonymous:
            yield "  " + self.paint.styled(f"checklist explain {quoted(shown[0].rule)} {self.paint.ellipsis}", "faint")

    def gaps(self) -> Iterator[str]:
        """Say how much was not judged, what cannot be told aside, and why."""
        gaps = self.reading.gaps()
        if not gaps:
            return
        total = figures.count(sum(gap.findings for gap in gaps))
        every = figures.count(len(self.reading.findings))
        yield self._title(self.text(self.reading.gaps_title, count=total, every=every))
        shown = gaps if self.everything else gaps[:GAPS_LISTED]
        for gap in shown:
            key = "terminal.gap_error" if gap.outcome is Outcome.ERROR else "terminal.gap"
            reps = figures.count(len(gap.reps))
            line = self.text(key, reason=one_line(gap.reason), rules=len(gap.rules), reps=reps)
            yield from self.paint.lines(f"{self.paint.symbol(SYMBOLS[gap.outcome])} {line}", "  ")
        yield from self._more(len(gaps), len(shown), "  ")

    def waivers(self) -> Iterator[str]:
        """Name the waivers in use: what they excuse, how much of it, by whose approval and until when."""
        used = [use for use in self.audit.waivers if use.waived]
        if not used:
            return
        units = figures.count(sum(each.waived for card in self.audit.scorecards for each in card.findings))
        yield self._title(self.text("terminal.waivers", count=len(used), units=units))
        shown = used if self.everything else used[:TALLIES_LISTED]
        rows = []
        for use in shown:
            waiver = use.waiver
            days = {"day": waiver.approved_on, "expires": waiver.expires}
            approved = self.text("terminal.waiver_approved", approver=one_line(waiver.approved_by), **days)
            covered = self.text("terminal.waiver_units", units=figures.count(use.waived))
            rows.append([Cell(one_line(waiver.id)), *self._rule(waiver.rule), Cell(covered), Cell(approved, "faint")])
        yield from self.paint.rows(rows, "  ")
        yield from self._more(len(used), len(shown), "  ")

    def tailoring(self) -> Iterator[str]:
        """Say what the company asks otherwise than the pack: its own figures beside the pack's, and what it skips."""
        policy = self.audit.policy
        if policy.tailoring is None:
            return
        yield self._title(self.text("terminal.tailoring", pack=one_line(policy.tailoring)))
        value = self.reading.wording.value
        for each in policy.settings:
            name = one_line(value(each.title) or each.parameter)
            figures = {"pack": one_line(value(each.pack_value)), "value": one_line(value(each.value))}
            yield from self.paint.lines(self.text("terminal.setting", name=name, **figures), "  ")
        for skip in policy.skipped:
            rule, reason = one_line(value(skip.title) or skip.rule), one_line(value(skip.reason))
            yield from self.paint.lines(self.text("terminal.skipped", rule=rule, reason=reason), "  ")

    def rows(self) -> Iterator[str]:
        """Account for every row of the inputs, table by table."""
        if not self.audit.inputs:
            return
        yield self._title(self.text("terminal.rows"))
        tables: dict[str, list[InputSummary]] = {}
        for each in self.audit.inputs:
            tables.setdefault(each.table, []).append(each)
        names = ("records", "rejects", "skipped", "duplicates")
        for table, files in tables.items():
            sums = {name: sum(getattr(each, name) for each in files) for name in ("rows", *names)}
            parts = [
                self.text(f"balance.{name}", count=figures.count(sums[name]))
                for name in names
                if sums[name] or name == "records"
            ]
            values = {"rows": figures.count(sums["rows"]), "files": figures.count(len(files))}
            name = one_line(self.reading.table(table))
            line = self.text("terminal.balance", table=name, parts=" + ".join(parts), **values)
            yield from self.paint.lines(line, "  ")

    def notices(self) -> Iterator[str]:
        """Say what the reader must know about the data and the policy."""
        if not self.audit.notices:
            return
        yield self._title(self.text("terminal.notices"))
        for notice in self.reading.notices(folded=not self.everything):
            yield from self.paint.lines(f"! {one_line(notice)}", "  ")

    def foot(self) -> Iterator[str]:
        """Say what the dots in the suggested commands stand for, on a line that can be copied whole."""
        failing = any(self.reading.failing(card) for card in self.audit.scorecards)
        if self.reading.pseudonymous or not (failing or self.reading.tallies(informational=True)):
            return
        words = input_words(self.audit, self.arguments)
        yield from self.paint.lines(self.text("terminal.dots", dots=self.paint.ellipsis), "", "faint")
        yield "  " + self.paint.styled(words, "faint")


def _change(points: int | None) -> str:
    """Return the style of a change."""
    return "good" if points and points > 0 else "bad" if points else "faint"
