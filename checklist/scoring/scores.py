"""Findings into scores: rule -> clause -> chapter -> total, each the weighted mean of what was scored below.

All arithmetic is exact (integers and fractions); only what is shown is rounded, always down, so that 100
means 100. The points each rule lost add up to 100 minus the shown score.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING

from checklist.model import ChapterScore, Finding, Modality, Outcome, Scorecard, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from checklist.model import Clause, Policy, Rule

_SCORED = (Outcome.PASS, Outcome.FAIL)
_UNSETTLED = (Outcome.ERROR, Outcome.NOT_CHECKED)
_TENTHS = 1000  # a hundred points, in tenths
_FULL = 10_000  # a finding's whole score, in ten-thousandths


@dataclass(frozen=True, slots=True)
class Rep:
    """Who a scorecard is for."""

    rep_id: str
    name: str | None
    team: str | None
    manager: str | None


class Scorer:
    """Score any rep's findings by one policy."""

    def __init__(self, policy: Policy) -> None:
        self._policy = policy
        self._rules: dict[str, Rule] = {rule.id: rule for rule in policy.rules}
        self._clauses: dict[str, Clause] = {clause.id: clause for clause in policy.clauses}
        self._chapter_weights = {chapter.id: chapter.weight for chapter in policy.chapters}
        self._shares: dict[frozenset[str], dict[str, Fraction]] = {}

    def scorecard(self, rep: Rep, findings: Iterable[Finding]) -> tuple[Scorecard, Fraction | None]:
        """Return a rep's scorecard, and the exact total behind its shown score."""
        judged = tuple(findings)
        ratios = {f.rule: ratio for f in judged if (ratio := self._ratio(f)) is not None}
        shares = self._shares_of(frozenset(ratios))
        lost = {rule: shares[rule] * (1 - ratio) for rule, ratio in ratios.items() if ratio < 1 and shares[rule]}
        total = 1 - sum(lost.values(), Fraction(0)) if ratios else None
        shown = None if total is None else total * _TENTHS // 1
        points = {} if shown is None else largest_remainder(lost, _TENTHS - shown)
        scored = tuple(
            replace(
                finding,
                score=ratios[finding.rule] * _FULL // 1 if finding.rule in ratios else None,
                points_lost=points.get(finding.rule, 0) if finding.rule in ratios else None,
            )
            for finding in judged
        )
        applicable = sum(
            not self._rules[f.rule].informational and f.outcome is not Outcome.NOT_APPLICABLE for f in judged
        )
        card = Scorecard(
            rep_id=rep.rep_id,
            name=rep.name,
            team=rep.team,
            manager=rep.manager,
            score=shown,
            grade=self._grade(total),
            verdict=self._verdict(judged, scored=bool(ratios)),
            scored=len(ratios),
            applicable=applicable,
            findings=scored,
            chapters=tuple(self._chapters(judged, ratios, shares)),
        )
        return card, total

    def _ratio(self, finding: Finding) -> Fraction | None:
        """Return the share met of what the threshold asks, without waived units; None where nothing is scored."""
        rule = self._rules[finding.rule]
        expected = finding.expected - finding.waived
        if rule.informational or rule.weight == 0 or finding.outcome not in _SCORED or expected <= 0:
            return None
        if finding.left_open:
            return None
        if self._clauses[rule.clause].weight == 0 or self._chapter_weights[self._clauses[rule.clause].chapter] == 0:
            return None
        return min(Fraction(1), Fraction(finding.met, expected) / rule.threshold)

    def _shares_of(self, scored: frozenset[str]) -> dict[str, Fraction]:
        """Return each scored rule's share of the total. Reps with the same rules scored share the reckoning."""
        if scored not in self._shares:
            in_clause: dict[str, Fraction] = {}
            for rule in scored:
                clause = self._rules[rule].clause
                in_clause[clause] = in_clause.get(clause, Fraction(0)) + self._rules[rule].weight
            in_chapter: dict[str, Fraction] = {}
            for clause in in_clause:
                chapter = self._clauses[clause].chapter
                in_chapter[chapter] = in_chapter.get(chapter, Fraction(0)) + self._clauses[clause].weight
            whole = sum((self._chapter_weights[chapter] for chapter in in_chapter), Fraction(0))
            self._shares[scored] = {
                name: rule.weight
                / in_clause[rule.clause]
                * self._clauses[rule.clause].weight
                / in_chapter[self._clauses[rule.clause].chapter]
                * self._chapter_weights[self._clauses[rule.clause].chapter]
                / whole
                for name in scored
                for rule in (self._rules[name],)
            }
        return self._shares[scored]

    def _chapters(
        self, findings: tuple[Finding, ...], ratios: Mapping[str, Fraction], shares: Mapping[str, Fraction]
    ) -> Iterable[ChapterScore]:
        """Yield each chapter's own score: its rules' shares, scaled to the chapter."""
        for chapter in self._policy.chapters:
            inside = [f for f in findings if self._clauses[f.clause].chapter == chapter.id]
            counted = [f.rule for f in inside if f.rule in ratios]
            weight = sum((shares[rule] for rule in counted), Fraction(0))
            score = sum((shares[rule] * ratios[rule] for rule in counted), Fraction(0)) / weight if weight else None
            scoring = [f for f in inside if not self._rules[f.rule].informational]
            yield ChapterScore(
                chapter=chapter.id,
                score=None if score is None else score * _TENTHS // 1,
                failing=sum(f.outcome is Outcome.FAIL and stands(f, self._rules[f.rule]) for f in scoring),
                undecided=sum(f.outcome in (*_UNSETTLED, Outcome.PENDING) or f.left_open for f in scoring),
            )

    def _verdict(self, findings: tuple[Finding, ...], *, scored: bool) -> Verdict:
        undecided = not scored
        for finding in findings:
            rule = self._rules[finding.rule]
            if rule.informational or rule.modality is Modality.SHOULD:
                continue
            if finding.outcome is Outcome.FAIL and stands(finding, rule):
                return Verdict.NON_COMPLIANT
            due_soon = finding.outcome is Outcome.PENDING and finding.pending_in_period > 0
            if finding.outcome in _UNSETTLED or finding.left_open or due_soon:
                undecided = True
        return Verdict.UNDECIDED if undecided else Verdict.COMPLIANT

    def _grade(self, total: Fraction | None) -> str | None:
        if total is None:
            return None
        return next((name for name, bound in self._policy.grades if total * 100 >= bound), None)


def stands(finding: Finding, rule: Rule) -> bool:
    """Tell whether a failure still stands once its waived units are set aside."""
    if finding.waived == 0:
        return True
    left = finding.expected - finding.waived
    return not finding.left_open and finding.met < rule.threshold * left


def largest_remainder(parts: Mapping[str, Fraction], whole: int) -> dict[str, int]:
    """Share `whole` tenths among parts of 1 in proportion, in whole tenths that add up exactly.

    Each gets its own rounded down; what is left goes to the largest remainders, in the order given where
    they tie. Nothing goes to a part without a remainder.
    """
    exact = {name: part * _TENTHS for name, part in parts.items()}
    shared = {name: value // 1 for name, value in exact.items()}
    left = whole - sum(shared.values())
    by_remainder = sorted(exact, key=lambda name: shared[name] - exact[name])
    for name in by_remainder[:left]:
        shared[name] += 1
    return shared


def firm_score(totals: Iterable[Fraction | None]) -> int | None:
    """Return the mean of the reps' exact totals in tenths of a point, rounded down; None without any."""
    known = [total for total in totals if total is not None]
    return sum(known, Fraction(0)) * _TENTHS // len(known) if known else None


def team_scores(scored: Iterable[tuple[Scorecard, Fraction | None]]) -> dict[str, int | None]:
    """Return each team's mean of its reps' exact totals, in tenths of a point, rounded down; None without any."""
    totals: dict[str, list[Fraction | None]] = {}
    for card, total in scored:
        if card.team is not None:
            totals.setdefault(card.team, []).append(total)
    return {team: firm_score(each) for team, each in sorted(totals.items())}
