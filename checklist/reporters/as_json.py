"""The audit as JSON: what scripts rely on, described by the schema `checklist-audit/1`.

Every finding and every deviation stands on a line of its own, so that two audits compare line by line and
a large one can be read as it comes.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, Literal

from checklist.model import Evidence, Verdict
from checklist.reporters import figures
from checklist.reporters.courses import earlier_item, upcoming_items
from checklist.reporters.gate_json import gate_item
from checklist.reporters.jsontext import encoded, item_lines
from checklist.reporters.reading import Reading
from checklist.reporters.schema import AUDIT_SCHEMA
from checklist.reporters.waived import waiver_items

if TYPE_CHECKING:
    from collections.abc import Iterator

    from checklist.model import Audit, Deviation, Finding, Rule, Scorecard
    from checklist.reporters.options import Options
    from checklist.wording import Wording

FORMAT = "json"
SUFFIX = ".json"
KIND: Literal["file"] = "file"
SHOWS_UPCOMING = True

REJECTS_LISTED = 100

_NULL = "null"


def render(audit: Audit, wording: Wording, options: Options) -> Iterator[str]:  # noqa: ARG001  # one text for all
    """Yield the document piece by piece."""
    reading = Reading(audit, wording)
    yield "{\n"
    for name, value in _head(reading):
        yield f" {encoded(name)}: {encoded(value)},\n"
    if audit.gate is not None:
        yield f' "gate": {encoded(gate_item(audit.gate, wording))},\n'
    yield from _lists(audit, reading)
    yield f' "omitted_deviations": {audit.omitted_deviations},\n'
    yield ' "rejects": ['
    yield from item_lines(_reject_items(reading), " ")
    yield "]\n}\n"


@lru_cache(maxsize=4096)
def _word(text: str) -> str:
    """Encode a text that many findings share."""
    return encoded(text)


def _head(reading: Reading) -> Iterator[tuple[str, Any]]:
    """Yield everything that stands before the scorecards."""
    audit = reading.audit
    policy = audit.policy
    value = reading.wording.value
    verdicts = reading.verdicts()
    yield "schema", AUDIT_SCHEMA
    yield "tool", {"version": audit.version}
    yield "language", reading.wording.language
    yield (
        "policy",
        {
            "pack": policy.id,
            "version": policy.version,
            "title": value(policy.title),
            "sha256": policy.sha256,
            "tailoring": {
                setting.parameter: {"pack": _plain(setting.pack_value), "value": _plain(setting.value)}
                for setting in policy.settings
            },
            "extends": policy.tailoring,
            "skipped": [{"rule": each.rule, "reason": value(each.reason)} for each in policy.skipped],
            "chapters": [{"chapter": each.id, "title": value(each.title)} for each in policy.chapters],
            "rules": [_rule(reading, rule) for rule in policy.rules],
        },
    )
    period = audit.period
    yield (
        "period",
        {"from": str(period.first), "to": str(period.last), "as_of": str(period.as_of)},
    )
    yield (
        "inputs",
        [
            {
                "table": each.table,
                "path": each.path,
                "sha256": each.sha256,
                "rows": each.rows,
                "records": each.records,
                "rejects": each.rejects,
                "skipped": each.skipped,
                "duplicates": each.duplicates,
                **({} if each.files is None else {"files": each.files, "files_left_out": each.files_left_out}),
            }
            for each in audit.inputs
        ],
    )
    yield "notices", [{"code": each.code, "message": reading.say(each.sentence)} for each in audit.notices]
    yield (
        "summary",
        {
            "reps": len(audit.scorecards),
            "compliant": verdicts[Verdict.COMPLIANT],
            "non_compliant": verdicts[Verdict.NON_COMPLIANT],
            "undecided": verdicts[Verdict.UNDECIDED],
            "score": figures.tenths_number(audit.score),
            "deviations": audit.deviation_count,
        },
    )


def _rule(reading: Reading, rule: Rule) -> dict[str, Any]:
    """Return what a rule is, once for all findings."""
    return {
        "rule": rule.id,
        "clause": rule.clause,
        "chapter": reading.chapter_of(rule.clause),
        "kind": rule.kind,
        "title": reading.rule_title(rule.id),
        "modality": rule.modality.value,
        "weight": float(rule.weight),
        "threshold": float(rule.threshold),
        "informational": rule.informational,
        "sha256": rule.sha256,
    }


def _plain(value: Any) -> Any:  # a parameter of a pack
    """Return a parameter as JSON can hold it."""
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    return [_plain(each) for each in value] if isinstance(value, (list, tuple)) else str(value)


def _lists(audit: Audit, reading: Reading) -> Iterator[str]:
    """Yield the scorecards, each with its findings, and the deviations."""
    yield ' "scorecards": ['
    between = "\n  "
    for card in audit.scorecards:
        head = encoded(_scorecard(card))[:-1]
        findings = ",\n    ".join(_finding(each, reading) for each in card.findings)
        findings = f"\n    {findings}\n   " if findings else ""
        yield f'{between}{head},\n   "findings": [{findings}]}}'
        between = ",\n  "
    yield "\n ],\n" if audit.scorecards else "],\n"
    yield ' "deviations": ['
    yield from item_lines((_deviation(each, reading) for each in audit.deviations), " ")
    yield "],\n"
    for name, items in (
        ("waivers", waiver_items(reading)),
        ("upcoming", upcoming_items(audit.upcoming, reading.wording)),
        ("history", map(earlier_item, audit.history)),
    ):
        yield f' "{name}": ['
        yield from item_lines(items, " ")
        yield "],\n"


def _scorecard(card: Scorecard) -> dict[str, Any]:
    return {
        "rep_id": card.rep_id,
        "name": card.name,
        "team": card.team,
        "manager": card.manager,
        "score": figures.tenths_number(card.score),
        "grade": card.grade,
        "verdict": card.verdict.value,
        "basis": {"scored": card.scored, "applicable": card.applicable},
        "chapters": [
            {
                "chapter": each.chapter,
                "score": figures.tenths_number(each.score),
                "failing": each.failing,
                "undecided": each.undecided,
            }
            for each in card.chapters
        ],
    }


def _finding(finding: Finding, reading: Reading) -> str:
    """Return a finding as JSON, put together by hand: most of a large document is findings."""
    reason = finding.reason
    score, lost = figures.share_number(finding.score), figures.tenths_number(finding.points_lost)
    return (
        f'{{"rule": {_word(finding.rule)}, "clause": {_word(finding.clause)}, '
        f'"outcome": "{finding.outcome.value}", "expected": {finding.expected}, "met": {finding.met}, '
        f'"pending": {finding.pending}, "pending_in_period": {finding.pending_in_period}, '
        f'"waived": {finding.waived}, "score": {_NULL if score is None else score}, '
        f'"points_lost": {_NULL if lost is None else lost}, '
        f'"informational": {"true" if reading.informational(finding.rule) else "false"}, '
        f'"reason_code": {_word(reason.key.rpartition(".")[2]) if reason else _NULL}, '
        f'"reason": {_word(reading.say(reason)) if reason else _NULL}, '
        f'"waivers": {encoded(finding.waivers) if finding.waivers else "[]"}, '
        f'"omitted_deviations": {finding.omitted_deviations}}}'
    )


def _deviation(deviation: Deviation, reading: Reading) -> dict[str, Any]:
    return {
        "id": deviation.id,
        "rule": deviation.rule,
        "clause": deviation.clause,
        "rep_id": deviation.rep_id,
        "subject": dict(sorted(deviation.subject.items())),
        "due_on": str(deviation.due_on),
        "missing": deviation.missing,
        "message": reading.wording.say(deviation.sentence),
        "evidence": [_evidence(each) for each in deviation.evidence],
        "waiver": deviation.waiver,
    }


def _evidence(evidence: Evidence) -> dict[str, Any]:
    return {
        "path": evidence.path,
        "line": evidence.line,
        "record_id": evidence.record_id,
        "occurred_at": evidence.occurred_at,
    }


def _reject_items(reading: Reading) -> Iterator[dict[str, Any]]:
    """Yield the first rows that could not be read; the inputs count them all."""
    for reject in reading.audit.rejects[:REJECTS_LISTED]:
        yield {
            "table": reject.table,
            "path": reject.path,
            "line": reject.line,
            "reason_code": reject.reason.key.rpartition(".")[2],
            "reason": reading.say(reject.reason),
        }
