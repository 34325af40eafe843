"""JUnit XML for pipelines: a suite a rep, a case a rule that was judged, in the shape that every reader takes.

A failed case is one that stops the gate (of an audit without a gate: every rule that fails), so that a
pipeline shows red where the gate does and nowhere else. A rule that could not be judged, or fails without
stopping anything, is no case: the oldest schema has no skipped ones, and a passed one would be untrue. Each
is named, with why, in its suite's output.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal
from xml.sax.saxutils import escape, quoteattr

from checklist.model import GateState, Outcome
from checklist.reporters import figures
from checklist.reporters.commands import explain, input_words
from checklist.reporters.issues import blocking_findings, failing
from checklist.reporters.reading import Reading
from checklist.reporters.text import one_line, visible

if TYPE_CHECKING:
    from collections.abc import Iterator

    from checklist.model import Audit, Finding, Scorecard, Stop
    from checklist.reporters.options import Options
    from checklist.wording import Wording

FORMAT = "junit"
SUFFIX = ".xml"
KIND: Literal["file"] = "file"

CASES = 60_000
"""How many cases a report has at most (GitLab takes 30 MB a file): those that passed give way first."""

BYTES = 8_000_000
"""How much text says what failed before only its first line does."""

_LISTED = 10
_WITHIN_FINDINGS = frozenset({"fail_on", "min_share", "strict", "error"})
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(slots=True)
class _Case:
    """One case as XML, and whether it failed or could not be told."""

    text: str
    failed: bool = False
    error: bool = False


@dataclass(slots=True)
class _Suite:
    name: str
    properties: list[tuple[str, str]]
    cases: list[_Case] = field(default_factory=list)
    said: list[str] = field(default_factory=list)


def render(audit: Audit, wording: Wording, options: Options) -> Iterator[str]:
    """Yield the report, a suite at a time."""
    report = _Report(Reading(audit, wording), options)
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n'
    for number, suite in enumerate(report.suites()):
        yield from report.written(suite, number)
    yield "</testsuites>\n"


class _Report:
    """One report: what fails in it, and how much room is left to say so."""

    def __init__(self, reading: Reading, options: Options) -> None:
        self._reading = reading
        self._audit = reading.audit
        self._inputs = input_words(reading.audit, options.arguments)
        self._package = _line(self._audit.policy.id) or "policy"
        self._room = BYTES
        self._cases_left = CASES
        self._names: set[str] = set()
        cards = self._audit.scorecards
        self._brief = sum(len(card.findings) for card in cards) > CASES
        if self._audit.gate is None:
            self._blocking = frozenset(
                (card.rep_id, each.rule) for card in cards for each in failing(reading, card.findings)
            )
            self._open: frozenset[tuple[str, str]] = frozenset()
        else:
            self._blocking = blocking_findings(reading)
            undecided = (stop for stop in self._audit.gate.stops if stop.condition in {"strict", "error"})
            self._open = frozenset(key for stop in undecided for key in stop.findings)

    def suites(self) -> Iterator[_Suite]:
        """Yield the gate's own suite where there is a gate, then one a rep."""
        if self._audit.gate is not None:
            yield self._gate()
        for card in self._audit.scorecards:
            yield self._rep(card)

    def _gate(self) -> _Suite:
        """Return the conditions that no single finding shows; one that passed if none of them stops the gate."""
        gate = self._audit.gate
        stops = (
            ()
            if gate is None
            else tuple(each for each in gate.stops if each.condition not in _WITHIN_FINDINGS or not each.findings)
        )
        suite = _Suite(_once("gate", self._names), self._properties())
        names: set[str] = set()
        for stop in stops:
            suite.cases.append(self._condition(stop, names))
        if not stops:
            suite.cases.append(_Case(self._case("gate", "conditions", "")))
        suite.said = [self._reading.wording.say(each) for each in (gate.notes if gate is not None else ())]
        suite.said += map(self._reading.settling, self._reading.unknowns(self._reading.findings))
        suite.said += [self._reading.say(notice.sentence) for notice in self._audit.notices]
        return suite

    def _condition(self, stop: Stop, names: set[str]) -> _Case:
        message = self._reading.wording.say(stop.sentence)
        name = _once(f"{stop.condition} {message}", names)
        tag = "failure" if stop.state is GateState.NOT_MET else "error"
        body = f"<{tag} type={_attribute(stop.condition)} message={_attribute(message)}/>"
        return _Case(self._case("gate", name, body), failed=tag == "failure", error=tag == "error")

    def _rep(self, card: Scorecard) -> _Suite:
        text = self._reading.wording.text
        properties = self._properties()
        for name, value in (("name", card.name), ("team", card.team), ("verdict", text(f"verdict.{card.verdict}"))):
            if value:
                properties.append((name, value))
        properties.append(("score", figures.tenths(card.score)))
        suite = _Suite(_once(card.rep_id, self._names), properties)
        passed = unlisted = 0
        for each in card.findings:
            key = (card.rep_id, each.rule)
            if (key in self._blocking or key in self._open) and self._cases_left <= 0:
                unlisted += 1
            elif key in self._blocking or key in self._open:
                self._cases_left -= 1
                suite.cases.append(self._stopping(suite.name, each, failed=key in self._blocking))
            elif each.outcome is Outcome.PASS:
                passed += 1
                if not self._brief:
                    suite.cases.append(_Case(self._case(suite.name, self._name(each), "")))
            elif each.outcome is not Outcome.NOT_APPLICABLE:
                suite.said.append(self._aside(each))
        if unlisted:
            suite.said.append(text("pipelines.more", count=figures.count(unlisted)))
        if self._brief:
            suite.properties.append(("passed", str(passed)))
        return suite

    def _properties(self) -> list[tuple[str, str]]:
        policy, period = self._audit.policy, self._audit.period
        return [
            ("policy", f"{policy.id} {policy.version}"),
            ("period", f"{period.first}..{period.last}"),
            ("as_of", str(period.as_of)),
            ("tool", f"checklist {self._audit.version}"),
        ]

    def _name(self, finding: Finding) -> str:
        title = self._reading.rule_title(finding.rule)
        return " ".join(dict.fromkeys((finding.clause, finding.rule, title)))

    def _stopping(self, owner: str, finding: Finding, *, failed: bool) -> _Case:
        """Return a finding that stops the gate, with the records that show it, while there is room."""
        message = self._figures(finding)
        tag = "failure" if failed else "error"
        lines = [message]
        if self._room > 0:
            deviations = [each for each in self._reading.deviations(finding) if each.waiver is None]
            for each in deviations[:_LISTED]:
                lines.append(f"{each.due_on} {self._reading.wording.say(each.sentence)} [{each.id}]")
                lines += [f"  {seen.path}:{seen.line} {seen.record_id or ''}" for seen in each.evidence[:3]]
            more = len(deviations) - _LISTED + finding.omitted_deviations
            if more > 0:
                lines.append(self._reading.wording.text("terminal.more", count=figures.count(more)))
            rule = self._reading.rules[finding.rule]
            advice = self._reading.wording.value(rule.advice) if rule.advice is not None else ""
            lines += [advice] if advice else []
            lines.append(explain(finding.rule, finding.rep_id, self._inputs))
        body = escape("\n".join(_line(line) for line in lines))
        self._room -= len(body.encode())
        kind = self._reading.rules[finding.rule].modality.value if failed else finding.outcome.value
        body = f"<{tag} type={_attribute(kind)} message={_attribute(message)}>{body}</{tag}>"
        return _Case(self._case(owner, self._name(finding), body), failed=failed, error=not failed)

    def _figures(self, finding: Finding) -> str:
        text = self._reading.wording.text
        met = text("pipelines.met", met=figures.count(finding.met), expected=figures.count(finding.expected))
        if finding.reason is not None:
            return f"{met} {self._reading.say(finding.reason)}"
        return met

    def _aside(self, finding: Finding) -> str:
        """Return why a finding is no case: what became of it, its figures, and the reason."""
        outcome = self._reading.wording.text(f"outcome.{finding.outcome}")
        waived = ""
        if finding.waived:
            waived = " " + self._reading.wording.text("pipelines.waived", waived=finding.waived)
        return f"{self._name(finding)}: {outcome}, {self._figures(finding)}{waived}"

    def _case(self, owner: str, name: str, body: str) -> str:
        names = f"classname={_attribute(f'{self._package}.{_line(owner)}')} name={_attribute(name)}"
        return f'  <testcase {names} time="0"' + (f">{body}</testcase>\n" if body else "/>\n")

    def written(self, suite: _Suite, number: int) -> Iterator[str]:
        """Yield a suite as XML."""
        figures_ = f'tests="{len(suite.cases)}" failures="{sum(each.failed for each in suite.cases)}" errors='
        yield (
            f' <testsuite package={_attribute(self._package)} id="{number}" name={_attribute(suite.name)} {figures_}'
            f'"{sum(each.error for each in suite.cases)}" time="0" timestamp="{self._audit.period.as_of}T00:00:00"'
            ' hostname="localhost">\n  <properties>\n'
        )
        for key, value in suite.properties:
            yield f"   <property name={_attribute(key)} value={_attribute(value)}/>\n"
        yield "  </properties>\n"
        yield from (each.text for each in suite.cases)
        yield f"  <system-out>{escape(_lines(suite.said))}</system-out>\n  <system-err/>\n </testsuite>\n"


def _once(name: str, taken: set[str]) -> str:
    """Return a name that no other has: readers join or drop what is named alike."""
    wanted = _line(name) or "–"
    found, number = wanted, 2
    while found in taken:
        found, number = f"{wanted} ({number})", number + 1
    taken.add(found)
    return found


def _line(text: str) -> str:
    """Return a text on one line, of characters that XML can hold."""
    return _NO_XML.sub(lambda match: f"\\u{ord(match.group()):04x}", one_line(text))


def _lines(texts: list[str]) -> str:
    return "\n".join(_line(each) for each in texts)


def _attribute(text: str) -> str:
    return quoteattr(_line(visible(text)))
