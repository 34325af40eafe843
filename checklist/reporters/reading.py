"""An audit made easy to look things up in: titles by id, deviations by finding, who needs help with what."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from checklist.model import Modality, Outcome, Sentence, Verdict
from checklist.model.causes import CauseKind
from checklist.reporters import figures
from checklist.reporters.text import fitted

if TYPE_CHECKING:
    from collections.abc import Iterable

    from checklist.model import Audit, Cause, Clause, Deviation, Finding, Rule, Scorecard
    from checklist.wording import Wording

UNJUDGED = (Outcome.ERROR, Outcome.NOT_CHECKED)
"""Outcomes that say nothing about the rep, only about what the data could not show."""

SYMBOLS = {
    Verdict.COMPLIANT: "✓",
    Verdict.NON_COMPLIANT: "✗",
    Verdict.UNDECIDED: "?",
    Outcome.PASS: "✓",
    Outcome.FAIL: "✗",
    Outcome.PENDING: "○",
    Outcome.NOT_APPLICABLE: "–",
    Outcome.NOT_CHECKED: "?",
    Outcome.ERROR: "!",
}
"""What stands beside each word, so that nothing is told by colour alone."""

_NEED = {Verdict.NON_COMPLIANT: 0, Verdict.UNDECIDED: 1, Verdict.COMPLIANT: 2}


_ITEMS_NAMED = 3
_ITEM_WIDEST = 32


@dataclass(slots=True)
class Gap:
    """One reason why rules were not judged, with the rules and reps it concerns."""

    outcome: Outcome
    reason: str
    rules: dict[str, None] = field(default_factory=dict)
    reps: set[str] = field(default_factory=set)
    findings: int = 0


@dataclass(frozen=True, slots=True)
class RuleTally:
    """How many reps a rule was judged for, how many of them it fails for, and the points it cost them."""

    rule: str
    judged: int
    failing: int
    points: int


@dataclass(frozen=True, slots=True)
class Unknown:
    """Something that the data cannot tell: what it touches of the findings looked at, and what settles it.

    Its `causes` are one, or all judgements that are missing. `units` are the expectations that hang on it: of a rule
    that is not checked as a whole there are none.
    """

    causes: tuple[Cause, ...]
    sentence: Sentence
    findings: int
    rules: int
    reps: int
    units: int
    only: int

    @property
    def line(self) -> Sentence:
        """What settles it, in words: of judgements that are missing, the same for each."""
        return self.causes[0].line

    @property
    def write(self) -> tuple[str, ...]:
        """What is to be written, if anything: any one of these settles it."""
        return self.causes[0].write

    @property
    def records(self) -> int:
        """How many records it is about."""
        return sum(each.records for each in self.causes)

    @property
    def decides(self) -> tuple[str, ...]:
        """The reps whose verdicts it would decide."""
        return tuple(sorted({rep for each in self.causes for rep in each.decides}))

    @property
    def weight(self) -> tuple[int, int]:
        """What hangs on it, in the order in which an audit lists causes."""
        return self.only, self.findings


@dataclass(frozen=True, slots=True)
class PossibleTally:
    """How many possible shortfalls of a rule are listed, of how many reps, and how many expectations they hold."""

    rule: str
    count: int
    reps: int
    units: int


class Reading:
    """Look-ups over one audit, in one language."""

    def __init__(self, audit: Audit, wording: Wording) -> None:
        self.audit = audit
        self.wording = wording
        self.rules: dict[str, Rule] = {rule.id: rule for rule in audit.policy.rules}
        self.clauses: dict[str, Clause] = {clause.id: clause for clause in audit.policy.clauses}
        self._chapters = {chapter.id: chapter.title for chapter in audit.policy.chapters}
        self._deviations: dict[tuple[str, str], list[Deviation]] = defaultdict(list)
        for deviation in audit.deviations:
            self._deviations[deviation.rep_id, deviation.rule].append(deviation)
        self._possible: dict[tuple[str, str], list[Deviation]] = defaultdict(list)
        for each in audit.possible:
            self._possible[each.rep_id, each.rule].append(each)
        self.causes: dict[str, Cause] = {cause.key: cause for cause in audit.causes}
        self._said: dict[int, str] = {}

    def say(self, sentence: Sentence) -> str:
        """Say a sentence of the audit; one that many findings share is put together once."""
        said = self._said.get(id(sentence))
        if said is None:
            said = self._said[id(sentence)] = self.wording.say(sentence)
        return said

    def rule_title(self, rule: str) -> str:
        """Return a rule's title, or its id where it has none."""
        known = self.rules.get(rule)
        return (known and self.wording.value(known.title)) or rule

    def clause_title(self, clause: str) -> str:
        """Return a clause's title, or nothing where it has none."""
        known = self.clauses.get(clause)
        return self.wording.value(known.title) if known else ""

    def chapter_of(self, clause: str) -> str:
        """Return the chapter that a clause belongs to."""
        known = self.clauses.get(clause)
        return known.chapter if known else ""

    def chapter_title(self, chapter: str) -> str:
        """Return a chapter's title, or nothing where it has none."""
        title = self._chapters.get(chapter)
        return self.wording.value(title) if title else ""

    def requirement(self, rule: str) -> str:
        """Return in words what a rule asks, or nothing where the audit does not carry it."""
        sentence = self.audit.requirements.get(rule)
        return self.say(sentence) if sentence else ""

    def deviations(self, finding: Finding) -> list[Deviation]:
        """Return the listed deviations of a finding."""
        return self._deviations.get((finding.rep_id, finding.rule), [])

    def possible(self, finding: Finding) -> list[Deviation]:
        """Return the possible shortfalls of a finding: what is unknown alone keeps them from being missed."""
        return self._possible.get((finding.rep_id, finding.rule), [])

    def why_unknown(self, shortfall: Deviation) -> list[str | None]:
        """Return what keeps a possible shortfall from being judged, and what settles it."""
        cause = self.causes.get(shortfall.cause or "")
        return [None, None] if cause is None else [self.say(cause.sentence), self.say(cause.line)]

    def possible_tallies(self) -> list[PossibleTally]:
        """Return the rules that have possible shortfalls, the one with most units first."""
        count = Counter(each.rule for each in self.audit.possible)
        reps = Counter(rule for _, rule in self._possible)
        units: Counter[str] = Counter()
        for each in self.audit.possible:
            units[each.rule] += each.missing
        tallies = (PossibleTally(rule, count[rule], reps[rule], units[rule]) for rule in self.rules if count[rule])
        return sorted(tallies, key=lambda tally: -tally.units)

    @property
    def findings(self) -> list[Finding]:
        """Every finding, rep by rep."""
        return [each for card in self.audit.scorecards for each in card.findings]

    def in_doubt(self, finding: Finding) -> bool:
        """Tell whether something that the audit says cannot be told has a part in a finding."""
        return any(key in self.causes for key, _ in finding.causes)

    def unknowns(self, findings: Iterable[Finding]) -> list[Unknown]:
        """Return what cannot be told of these findings, in the audit's order, judgements that are missing as one."""
        touched: dict[str, list[Finding]] = defaultdict(list)
        units: Counter[str] = Counter()
        for finding in findings:
            for key, number in finding.causes:
                touched[key].append(finding)
                units[key] += number
        groups = [(each,) for each in self.audit.causes if each.key in touched and not _judgement(each)]
        found = [self._unknown(group, touched, units) for group in groups]
        missing = tuple(each for each in self.audit.causes if each.key in touched and _judgement(each))
        if missing:
            folded = self._unknown(missing, touched, units)
            lighter = (place for place, each in enumerate(found) if each.weight < folded.weight)
            found.insert(next(lighter, len(found)), folded)
        return found

    def _unknown(self, causes: tuple[Cause, ...], touched: dict[str, list[Finding]], units: Counter[str]) -> Unknown:
        keys = {each.key for each in causes}
        findings = {(each.rep_id, each.rule): each for key in keys for each in touched[key]}
        sentence = causes[0].sentence
        if len(causes) > 1:
            titles = self.audit.policy.items
            items = [self.wording.value(titles.get(each.word, each.word)) for each in causes[:_ITEMS_NAMED]]
            items = [f"“{fitted(item, _ITEM_WIDEST)}”" for item in items]
            key = "terminal.judgements_more" if len(causes) > _ITEMS_NAMED else "terminal.judgements"
            sentence = Sentence(key, {"count": len(causes), "items": items})
        return Unknown(
            causes=causes,
            sentence=sentence,
            findings=len(findings),
            rules=len({rule for _, rule in findings}),
            reps=len({rep for rep, _ in findings}),
            units=sum(units[key] for key in keys),
            only=sum({key for key, _ in each.causes} <= keys for each in findings.values()),
        )

    @property
    def unknown_title(self) -> str:
        """What stands above the list of what cannot be told: how much of all it touches."""
        every = self.findings
        count = figures.count(sum(map(self.in_doubt, every)))
        return self.wording.text("terminal.unknown", count=count, every=figures.count(len(every)))

    def touches(self, unknown: Unknown, *, deciding: bool = True) -> str:
        """Say how much hangs on something that cannot be told; whose verdicts do, a page may tell by name."""
        text = self.wording.text
        said = [text("terminal.touches", findings=figures.count(unknown.findings), reps=figures.count(unknown.reps))]
        if unknown.records:
            said.append(text("terminal.touches_records", records=figures.count(unknown.records)))
        if unknown.decides and deciding:
            said.append(text("terminal.touches_decides", count=figures.count(len(unknown.decides))))
        said += [text("terminal.touches_lone", rep=each.lone_rep) for each in unknown.causes if each.lone_rep]
        return text("markdown.separator").join(said)

    def settles(self, unknown: Unknown) -> tuple[str, tuple[str, ...]]:
        """Say what settles it; what is to be written in a file stands by itself, to be copied, if the words end so."""
        line, write = self.wording.say(unknown.line), unknown.write
        if not write or write[0].startswith("--") or not line.endswith(write[-1]):
            return line, ()
        return line[: line.index(write[0])].rstrip(), write

    def settling(self, unknown: Unknown) -> str:
        """Say on one line what cannot be told and what settles it."""
        return self.wording.text("terminal.settling", unknown=unknown.sentence, line=unknown.line)

    def alike(self) -> list[list[str]]:
        """Return what to know about the data, notices of one sort together, as sentences."""
        alike: dict[str, list[str]] = defaultdict(list)
        for notice in self.audit.notices:
            alike[notice.code].append(self.say(notice.sentence))
        return list(alike.values())

    def notices(self, *, folded: bool) -> list[str]:
        """Return what to know about the data: each notice, or the first of each sort, with how many are alike."""
        if not folded:
            return [each for sort in self.alike() for each in sort]
        return [
            self.wording.text("terminal.alike", notice=first, count=figures.count(len(more))) if more else first
            for first, *more in self.alike()
        ]

    def binding(self, rule: str) -> bool:
        """Tell whether the rule decides the verdict: it must, or must not, and is more than a signal."""
        known = self.rules.get(rule)
        return bool(known and known.modality is not Modality.SHOULD and not known.informational)

    def informational(self, rule: str) -> bool:
        """Tell whether the rule is only a signal for review."""
        known = self.rules.get(rule)
        return bool(known and known.informational)

    def failing(self, card: Scorecard) -> list[Finding]:
        """Return the failed findings that count, signals aside, the one that costs most first."""
        failed = [each for each in card.findings if each.outcome is Outcome.FAIL and not self.informational(each.rule)]
        return sorted(failed, key=lambda each: (-(each.points_lost or 0), not self.binding(each.rule)))

    def signals(self, card: Scorecard) -> list[Finding]:
        """Return the failed findings that only ask for a second look."""
        return [each for each in card.findings if each.outcome is Outcome.FAIL and self.informational(each.rule)]

    def against(self, card: Scorecard) -> list[Finding]:
        """Return the findings that make a rep non-compliant: binding rules that fail, waivers aside."""
        return [each for each in self.failing(card) if self.binding(each.rule) and not excused(each)]

    def open_questions(self, card: Scorecard) -> list[Finding]:
        """Return the findings that keep a verdict open: binding rules that could not be judged yet."""
        return [
            each
            for each in card.findings
            if self.binding(each.rule)
            and (
                each.outcome in UNJUDGED
                or each.left_open
                or (each.outcome is Outcome.PENDING and each.pending_in_period > 0)
            )
        ]

    def by_need(self) -> list[Scorecard]:
        """Return the scorecards, those in most need of help first."""
        return sorted(
            self.audit.scorecards,
            key=lambda card: (_NEED[card.verdict], card.score is None, card.score or 0, card.rep_id),
        )

    def verdicts(self) -> Counter[Verdict]:
        """Count the reps of each verdict."""
        return Counter(card.verdict for card in self.audit.scorecards)

    def change(self, card: Scorecard) -> int | None:
        """Return by how many tenths of a point a rep's score has changed since the last earlier period."""
        before = self.audit.history[-1].cards.get(card.rep_id) if self.audit.history else None
        return None if before is None or before.score is None or card.score is None else card.score - before.score

    @property
    def warning(self) -> str | None:
        """What stands before every figure: that the log holds nothing of the period, that rows could not be read."""
        empty = next((each for each in self.audit.notices if each.empty), None)
        said = [] if empty is None else [self.wording.text("list.empty_period", reason=self.say(empty.sentence))]
        rejects = sum(each.rejects for each in self.audit.inputs)
        if rejects:
            rows = sum(each.rows for each in self.audit.inputs)
            counts = {"rejects": figures.count(rejects), "rows": figures.count(rows)}
            said.append(self.wording.text("list.rejected_rows", **counts))
        return " ".join(said) or None

    @property
    def pseudonymous(self) -> bool:
        """Whether names are pseudonyms, so that no command in the report would find them in the data."""
        return any(notice.code == "pseudonymised" for notice in self.audit.notices)

    def gaps(self) -> list[Gap]:
        """Return why rules were not judged, what cannot be told aside; the reason of most findings comes first."""
        gaps: dict[tuple[Outcome, str], Gap] = {}
        for each in self.findings:
            if each.outcome in UNJUDGED and not self.in_doubt(each):
                reason = self.say(each.reason) if each.reason else ""
                gap = gaps.setdefault((each.outcome, reason), Gap(each.outcome, reason))
                gap.rules[each.rule] = None
                gap.reps.add(each.rep_id)
                gap.findings += 1
        return sorted(gaps.values(), key=lambda gap: (-gap.findings, gap.outcome, gap.reason))

    @property
    def gaps_title(self) -> str:
        """The key of what stands above those reasons, after what cannot be told or without it."""
        return "terminal.gaps_besides" if any(map(self.in_doubt, self.findings)) else "terminal.gaps"

    def table(self, table: str) -> str:
        """Return what people call an input table."""
        key = f"table.{table}"
        return self.wording.text(key) if self.wording.has(key) else table

    def tallies(self, *, informational: bool = False) -> list[RuleTally]:
        """Return the rules (or the signals) that fail for any rep, the one that fails for most first."""
        judged: Counter[str] = Counter()
        failing: Counter[str] = Counter()
        points: Counter[str] = Counter()
        for card in self.audit.scorecards:
            for each in card.findings:
                if each.outcome in {Outcome.PASS, Outcome.FAIL}:
                    judged[each.rule] += 1
                    failing[each.rule] += each.outcome is Outcome.FAIL
                    points[each.rule] += each.points_lost or 0
        return sorted(
            (
                RuleTally(rule, judged[rule], failing[rule], points[rule])
                for rule in self.rules
                if failing[rule] and self.informational(rule) is informational
            ),
            key=lambda tally: (-tally.failing, -tally.points),
        )


def excused(finding: Finding) -> bool:
    """Tell whether waivers cover all of a failure: what they leave is whole, or nothing."""
    return bool(finding.waived) and finding.score in {None, 10_000}


def _judgement(cause: Cause) -> bool:
    """Tell whether a cause is a judgement that is missing: each item has its own, and all are settled alike."""
    return cause.kind is CauseKind.JUDGEMENT
