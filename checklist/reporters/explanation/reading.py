"""What an explanation says, in one language: the same lines for a terminal and for Markdown."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from checklist.reporters.text import moment

if TYPE_CHECKING:
    from collections.abc import Iterator

    from checklist.auditing import Expectation, Explained, Explanation
    from checklist.model import Evidence
    from checklist.wording import Wording

MARKS = {"met": "✓", "unmet": "✗", "pending": "○", "unknown": "?"}
_LETTERS = ("w", ".", "a", "x", "?")
_WEEK = 7


class ExplainedReading:
    """Look-ups over one explained rule, in one language."""

    def __init__(self, explained: Explained, wording: Wording) -> None:
        self.explained = explained
        self.wording = wording

    def clause(self) -> str:
        """Return the clause that the rule checks, with how binding it is."""
        clause, rule = self.explained.clause, self.explained.rule
        modality = self.wording.text(f"modality.{rule.modality.value}")
        return f"{clause.id} [{modality}] {self.wording.value(clause.title)} {clause.source}".rstrip()

    def rule(self) -> str:
        """Return the rule's id, what sort of question it asks, and its title."""
        rule = self.explained.rule
        return f"{rule.id} ({self.wording.text(f'kind.{rule.kind}')}) {self.wording.value(rule.title)}".rstrip()

    def meaning(self) -> Iterator[str]:
        """Yield what the rule asks, version by version, with its figures, and why, and what to do."""
        text, rule = self.wording.text, self.explained.rule
        for version in self.explained.versions:
            span = f" [{version.first or ''}..{version.last or ''}]" if version.first or version.last else ""
            yield self.wording.say(version.asked) + span
            yield from (f"  {name}: {value}" for name, value in version.figures.items())
        if rule.threshold != 1:
            yield text("explain.threshold", share=f"{float(rule.threshold * 100):g}%")
        for key, said in (("why", self.wording.value(rule.why)), ("advice", self.wording.value(rule.advice))):
            if said:
                yield text(f"cli.policy.show.{key}") + said

    def head(self, each: Explanation) -> str:
        """Return what became of the rule for a rep."""
        period, finding = self.explained.period, each.finding
        return self.wording.text(
            "cli.explain.head_unknown" if finding.unknown else "cli.explain.head",
            rep=finding.rep_id,
            period=period.label if period else "",
            as_of=period.as_of if period else "",
            outcome=self.wording.text(f"outcome.{finding.outcome.value}"),
            met=finding.met,
            expected=finding.expected,
            unknown=finding.unknown,
            pending=finding.pending,
        )

    def settling(self, each: Explanation) -> list[str]:
        """Return once for all of a rep's unknown expectations why they are so, each with the line that settles it."""
        lines = [
            self.wording.text("explain.settle", cause=one.sentence, line=one.line)
            for one in each.expectations
            if one.line is not None
        ]
        return list(dict.fromkeys(lines))

    def due(self, each: Expectation) -> str:
        """Return the day, or the days, on which an expectation falls due."""
        if each.first_due is None:
            return self.wording.text("cli.explain.undated")
        if each.last_due is not None and each.last_due != each.first_due:
            return f"{each.first_due}..{each.last_due}"
        return str(each.first_due)

    def state(self, each: Expectation) -> str:
        """Return how many units are met, unmet or open, and what of them is waived."""
        said = self.wording.text(f"cli.explain.state.{each.state}", units=each.units)
        if each.waived and each.waiver:
            said += self.wording.text("explain.waived", units=each.waived, waiver=each.waiver)
        elif each.waived:
            said += self.wording.text("explain.waived_in_part", units=each.waived)
        return said

    def about(self, each: Expectation) -> list[str]:
        """Return whom or what an expectation is about, its trigger, deadline and answer."""
        parts = [f"{name}={value}" for name, value in each.subject.items()]
        for name in ("trigger", "deadline", "answer"):
            value = getattr(each, name)
            if value is not None:
                key = "last" if name == "answer" and each.state != "met" else name
                parts.append(self.wording.text(f"cli.explain.{key}", value=value))
        return parts

    def details(self, each: Expectation) -> Iterator[str]:
        """Yield what the log shows of an unmet expectation or why it is unknown, the near miss, the days in between."""
        if each.sentence is not None:
            said = self.wording.say(each.sentence)
            yield said if each.deviation is None else f"{each.deviation}  {said}"
        if each.late is not None:
            key = "explain.late_same_day" if not each.late_days else "explain.late"
            yield self.wording.text(key, record=self.place(each.late), days=each.late_days)
        if each.days is not None:
            yield self.wording.text("explain.days", strip=self.strip(each.days))

    def place(self, evidence: Evidence) -> str:
        """Return a record with the file and line where it stands."""
        place = f"{evidence.path}:{evidence.line}"
        return " ".join(part for part in (place, evidence.record_id, moment(evidence.occurred_at)) if part)

    def strip(self, days: Any) -> str:  # the days of an expectation
        """Return the days that an expectation waited, one letter each, a gap between weeks."""
        parts, week = [], ""
        for number, letter in enumerate(days.letters):
            day = days.first + timedelta(days=number)
            if week and day.isoweekday() == 1:
                parts.append(week)
                week = ""
            week += letter
        parts.append(week)
        last = days.first + timedelta(days=len(days.letters) - 1)
        return f"{days.first} {' '.join(parts)} {last}"

    def legend(self) -> str:
        """Return what the letters of the strips mean."""
        parts = [f"{letter} {self.wording.text(f'explain.day.{_NAMES[letter]}')}" for letter in _LETTERS]
        return self.wording.text("explain.legend", letters=parts)

    def has_strips(self) -> bool:
        """Tell whether any expectation has a strip of days."""
        return any(each.days for one in self.explained.explanations for each in one.expectations)


_NAMES = {"w": "working", ".": "off", "a": "away", "x": "outside", "?": "unknown"}
