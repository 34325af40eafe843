"""An audit made easy to look things up in: titles by id, deviations by finding, who needs help with what."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from checklist.model import Modality, Outcome, Verdict
from checklist.reporters import figures

if TYPE_CHECKING:
    from checklist.model import Audit, Clause, Deviation, Finding, Rule, Scorecard, Sentence
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
        """Return why rules were not judged, the reason that concerns most findings first."""
        gaps: dict[tuple[Outcome, str], Gap] = {}
        for card in self.audit.scorecards:
            for each in card.findings:
                if each.outcome in UNJUDGED:
                    reason = self.say(each.reason) if each.reason else ""
                    gap = gaps.setdefault((each.outcome, reason), Gap(each.outcome, reason))
                    gap.rules[each.rule] = None
                    gap.reps.add(each.rep_id)
                    gap.findings += 1
        return sorted(gaps.values(), key=lambda gap: (-gap.findings, gap.outcome, gap.reason))

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
