"""Hold what was found against what a case expects, exactly: nothing may be missing, nothing too much."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from checklist.casebook.loading import ExpectedUnit
from checklist.model import Outcome, Sentence

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from checklist.casebook.loading import Case
    from checklist.model import Deviation, Finding

_COUNTS = ("expected", "met", "pending")
_MEANINGS = {
    "passing": frozenset({Outcome.PASS}),
    "failing": frozenset({Outcome.FAIL}),
    "undecided": frozenset({Outcome.PENDING, Outcome.NOT_APPLICABLE, Outcome.NOT_CHECKED}),
}


@dataclass(frozen=True, slots=True)
class CaseResult:
    """How a case went: a sentence for each difference; none means that it passed."""

    differences: tuple[Sentence, ...]

    @property
    def passed(self) -> bool:
        """Whether what was found is exactly what was expected."""
        return not self.differences


def compare(case: Case, findings: Sequence[Finding], deviations: Iterable[Deviation]) -> CaseResult:
    """Compare a case's expectations with the findings and deviations of its rule."""
    by_rep = {finding.rep_id: finding for finding in findings}
    found: dict[str, list[ExpectedUnit]] = {}
    for each in deviations:
        unit = ExpectedUnit(tuple(sorted(each.subject.items())), each.due_on.isoformat(), each.missing)
        found.setdefault(each.rep_id, []).append(unit)
    differences: list[Sentence] = []
    for rep in sorted(case.expect.keys() | by_rep.keys()):
        if rep not in by_rep:
            differences.append(Sentence("casebook.rep_missing", {"rep": rep}))
        elif rep not in case.expect:
            said = finding_text(by_rep[rep], found.get(rep, []))
            differences.append(Sentence("casebook.rep_unexpected", {"rep": rep, "found": said}))
        else:
            differences.extend(_finding(case, by_rep[rep]))
            differences.extend(_deviations(rep, case.deviations[rep], found.get(rep, [])))
    outcomes = {finding.outcome for finding in findings}
    if not outcomes & _MEANINGS[case.shows]:
        values = {"shows": case.shows, "found": sorted(outcome.value for outcome in outcomes)}
        differences.append(Sentence("casebook.shows_other", values))
    return CaseResult(tuple(differences))


def _finding(case: Case, finding: Finding) -> Iterator[Sentence]:
    wanted = case.expect[finding.rep_id]
    pairs = [("outcome", wanted.outcome, finding.outcome.value)]
    pairs += [(name, getattr(wanted, name), getattr(finding, name)) for name in _COUNTS]
    if wanted.reason is not None:
        code = "" if finding.reason is None else finding.reason.key.rpartition(".")[2]
        pairs.append(("reason", wanted.reason, code))
    for name, expected, found in pairs:
        if expected != found:
            values = {"rep": finding.rep_id, "field": name, "expected": expected, "found": found}
            yield Sentence("casebook.differs", values)


def _deviations(rep: str, wanted: Sequence[ExpectedUnit], found: Sequence[ExpectedUnit]) -> Iterator[Sentence]:
    expected, actual = Counter(wanted), Counter(found)
    for key, rest in (("missing", expected - actual), ("unexpected", actual - expected)):
        for unit in sorted(rest.elements(), key=lambda each: (each.due_on, each.subject)):
            yield Sentence(f"casebook.deviation_{key}", {"rep": rep, "deviation": unit_text(unit)})


def unit_text(unit: ExpectedUnit) -> str:
    """Return a deviation as it would stand in a cases file."""
    missing = f", missing: {unit.missing}" if unit.missing != 1 else ""
    return "{" + "".join(f"{name}: {value}, " for name, value in unit.subject) + f"due_on: {unit.due_on}{missing}" + "}"


def finding_text(finding: Finding, units: Sequence[ExpectedUnit]) -> str:
    """Return a finding as it would stand in a cases file."""
    parts = [f"outcome: {finding.outcome.value}"]
    parts += [f"{name}: {value}" for name in _COUNTS if (value := getattr(finding, name))]
    if units:
        parts.append(f"deviations: [{', '.join(unit_text(unit) for unit in units)}]")
    return "{" + ", ".join(parts) + "}"
