"""Findings into scores: rule -> clause -> chapter -> total, each the weighted mean of what was scored below.

All arithmetic is exact: each rep's shares are whole numbers over one common denominator. Only what is shown is
rounded, always down, so that 100 means 100. The points each rule lost add up to 100 minus the shown score.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from math import gcd, lcm
from typing import TYPE_CHECKING

from checklist.model import ChapterScore, Finding, Modality, Outcome, Scorecard, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from checklist.model import Clause, Policy, Rule

_SCORED = (Outcome.PASS, Outcome.FAIL)
_UNSETTLED = (Outcome.ERROR, Outcome.NOT_CHECKED)
_OPEN = (*_UNSETTLED, Outcome.PENDING)
_TENTHS = 1000  # a hundred points, in tenths
_FULL = 10_000  # a finding's whole score, in ten-thousandths


@dataclass(frozen=True, slots=True)
class Rep:
    """Who a scorecard is for."""

    rep_id: str
    name: str | None
    team: str | None
    manager: str | None


@dataclass(frozen=True, slots=True)
class _Shares:
    """Each scored rule's share of a total, in parts of `whole`, and each chapter's."""

    whole: int
    rules: Mapping[str, int]
    chapters: Mapping[str, int]


class Scorer:
    """Score any rep's findings by one policy."""

    def __init__(self, policy: Policy) -> None:
        self._policy = policy
        self._rules: dict[str, Rule] = {rule.id: rule for rule in policy.rules}
        self._clauses: dict[str, Clause] = {clause.id: clause for clause in policy.clauses}
        self._chapter_weights = {chapter.id: chapter.weight for chapter in policy.chapters}
        self._chapter_of = {rule.id: self._clauses[rule.clause].chapter for rule in policy.rules}
        self._weighing = {rule.id for rule in policy.rules if self._weighs(rule)}
        self._ratios: dict[tuple[str, int, int], tuple[int, int]] = {}
        self._shares: dict[frozenset[str], _Shares] = {}

    def scorecard(self, rep: Rep, findings: Iterable[Finding]) -> tuple[Scorecard, Fraction | None]:
        """Return a rep's scorecard, and the exact total behind its shown score."""
        judged = tuple(findings)
        ratios = {f.rule: ratio for f in judged if (ratio := self._ratio(f)) is not None}
        shares = self._shares_of(frozenset(ratios))
        short = {rule: (of - met, of) for rule, (met, of) in ratios.items() if met < of}
        # From here on every share is counted in parts of `whole`, so that what is lost of each is a whole number.
        scale = lcm(*(of for _, of in short.values()))
        whole = shares.whole * scale
        lost = {rule: shares.rules[rule] * missed * (scale // of) for rule, (missed, of) in short.items()}
        total = Fraction(whole - sum(lost.values()), whole) if ratios else None
        shown = None if total is None else total.numerator * _TENTHS // total.denominator
        points = {} if shown is None else largest_remainder(lost, whole, _TENTHS - shown)
        scored = tuple(
            replace(
                finding,
                score=ratio[0] * _FULL // ratio[1],
                points_lost=points.get(finding.rule, 0),
            )
            if (ratio := ratios.get(finding.rule)) is not None
            else finding
            for finding in judged
        )
        applicable = sum(
            f.outcome is not Outcome.NOT_APPLICABLE and not self._rules[f.rule].informational for f in judged
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
            chapters=tuple(self._chapters(judged, shares, scale, lost)),
        )
        return card, total

    def _weighs(self, rule: Rule) -> bool:
        """Tell whether anything of a rule, its clause or its chapter can move a score."""
        clause = self._clauses[rule.clause]
        weights = (rule.weight, clause.weight, self._chapter_weights[clause.chapter])
        return not rule.informational and all(weights)

    def _ratio(self, finding: Finding) -> tuple[int, int] | None:
        """Return the share met of what the threshold asks, without waived units, as the two numbers of a fraction.

        None where nothing is scored.
        """
        expected = finding.expected - finding.waived
        if finding.rule not in self._weighing or finding.outcome not in _SCORED or expected <= 0 or finding.left_open:
            return None
        key = (finding.rule, finding.met, expected)
        if key not in self._ratios:
            threshold = self._rules[finding.rule].threshold
            met, of = finding.met * threshold.denominator, expected * threshold.numerator
            common = gcd(met, of)
            self._ratios[key] = (1, 1) if met >= of else (met // common, of // common)
        return self._ratios[key]

    def _shares_of(self, scored: frozenset[str]) -> _Shares:
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
            all_chapters = sum((self._chapter_weights[chapter] for chapter in in_chapter), Fraction(0))
            exact = {
                name: rule.weight
                / in_clause[rule.clause]
                * self._clauses[rule.clause].weight
                / in_chapter[self._chapter_of[name]]
                * self._chapter_weights[self._chapter_of[name]]
                / all_chapters
                for name in scored
                for rule in (self._rules[name],)
            }
            whole = lcm(*(share.denominator for share in exact.values()))
            rules = {name: share.numerator * (whole // share.denominator) for name, share in exact.items()}
            chapters: dict[str, int] = {}
            for name, share in rules.items():
                chapters[self._chapter_of[name]] = chapters.get(self._chapter_of[name], 0) + share
            self._shares[scored] = _Shares(whole, rules, chapters)
        return self._shares[scored]

    def _chapters(
        self, findings: tuple[Finding, ...], shares: _Shares, scale: int, lost: Mapping[str, int]
    ) -> Iterable[ChapterScore]:
        """Yield each chapter's own score: what is left of its rules' shares, scaled to the chapter."""
        left = {chapter: share * scale for chapter, share in shares.chapters.items()}
        for rule, missed in lost.items():
            left[self._chapter_of[rule]] -= missed
        failing, undecided = dict.fromkeys(self._chapter_weights, 0), dict.fromkeys(self._chapter_weights, 0)
        for finding in findings:
            rule_of = self._rules[finding.rule]
            if rule_of.informational:
                continue
            chapter = self._chapter_of[finding.rule]
            failing[chapter] += finding.outcome is Outcome.FAIL and stands(finding, rule_of)
            undecided[chapter] += finding.outcome in _OPEN or finding.left_open
        for chapter in failing:
            weight = shares.chapters.get(chapter, 0) * scale
            yield ChapterScore(
                chapter=chapter,
                score=left[chapter] * _TENTHS // weight if weight else None,
                failing=failing[chapter],
                undecided=undecided[chapter],
            )

    def _verdict(self, findings: tuple[Finding, ...], *, scored: bool) -> Verdict:
        undecided = not scored
        for finding in findings:
            rule = self._rules[finding.rule]
            if _binding(rule) and finding.outcome is Outcome.FAIL and stands(finding, rule):
                return Verdict.NON_COMPLIANT
            undecided = undecided or keeps_open(finding, rule)
        return Verdict.UNDECIDED if undecided else Verdict.COMPLIANT

    def _grade(self, total: Fraction | None) -> str | None:
        if total is None:
            return None
        return next((name for name, bound in self._policy.grades if total * 100 >= bound), None)


def _binding(rule: Rule) -> bool:
    return not rule.informational and rule.modality is not Modality.SHOULD


def keeps_open(finding: Finding, rule: Rule) -> bool:
    """Tell whether a finding leaves its rep's verdict open: the rule decides verdicts, and nothing decides the rule."""
    due_soon = finding.outcome is Outcome.PENDING and finding.pending_in_period > 0
    return _binding(rule) and (finding.outcome in _UNSETTLED or finding.left_open or due_soon)


def stands(finding: Finding, rule: Rule) -> bool:
    """Tell whether a failure still stands once its waived units are set aside."""
    if finding.waived == 0:
        return True
    left = finding.expected - finding.waived
    return not finding.left_open and finding.met < rule.threshold * left


def largest_remainder(parts: Mapping[str, int], whole: int, tenths: int) -> dict[str, int]:
    """Share `tenths` among parts of `whole` in proportion, in whole tenths that add up exactly.

    Each gets its own rounded down; what is left goes to the largest remainders, in the order given where
    they tie. Nothing goes to a part without a remainder.
    """
    shared = {name: part * _TENTHS // whole for name, part in parts.items()}
    left = tenths - sum(shared.values())
    by_remainder = sorted(parts, key=lambda name: -(parts[name] * _TENTHS % whole))
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
