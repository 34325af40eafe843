"""A rule explained as JSON, described by the schema `checklist-explain/2`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from checklist.reporters.explanation.schema import EXPLAIN_SCHEMA
from checklist.wire.jsontext import document

if TYPE_CHECKING:
    from collections.abc import Iterator

    from checklist.auditing import Expectation, Explained, Explanation
    from checklist.model import Evidence
    from checklist.reporters.options import Options
    from checklist.wording import Wording

FORMAT = "json"
SUFFIX = ".json"
KIND: Literal["file"] = "file"


def render(explained: Explained, wording: Wording, options: Options) -> Iterator[str]:  # noqa: ARG001  # one text for all
    """Yield the document piece by piece."""
    rule, clause, period = explained.rule, explained.clause, explained.period
    value = wording.value
    head = (
        ("schema", EXPLAIN_SCHEMA),
        ("tool", {"version": explained.version}),
        ("language", wording.language),
        (
            "policy",
            {"pack": explained.policy.id, "version": explained.policy.version, "sha256": explained.policy.sha256},
        ),
        (
            "clause",
            {"clause": clause.id, "source": clause.source, "title": value(clause.title), "text": value(clause.text)},
        ),
        (
            "rule",
            {
                "rule": rule.id,
                "kind": rule.kind,
                "title": value(rule.title),
                "modality": rule.modality.value,
                "weight": float(rule.weight),
                "threshold": float(rule.threshold),
                "why": value(rule.why),
                "advice": value(rule.advice),
                "versions": [
                    {"asks": wording.say(each.asked), "figures": each.figures, "from": each.first, "to": each.last}
                    for each in explained.versions
                ],
            },
        ),
        (
            "period",
            None if period is None else {"from": str(period.first), "to": str(period.last), "as_of": str(period.as_of)},
        ),
        ("deviation", None if explained.deviation is None else explained.deviation.id),
    )
    reps = (_rep(each, wording) for each in explained.explanations)
    expectations = (
        {"rep_id": one.finding.rep_id, **_expectation(each, wording)}
        for one in explained.explanations
        for each in one.expectations
    )
    yield from document(head, (("reps", reps), ("expectations", expectations)))


def _rep(each: Explanation, wording: Wording) -> dict[str, Any]:
    finding = each.finding
    return {
        "rep_id": finding.rep_id,
        "outcome": finding.outcome.value,
        "expected": finding.expected,
        "met": finding.met,
        "unknown": finding.unknown,
        "pending": finding.pending,
        "waived": finding.waived,
        "reason": None if finding.reason is None else wording.say(finding.reason),
        "omitted": each.omitted,
    }


def _expectation(each: Expectation, wording: Wording) -> dict[str, Any]:
    return {
        "state": each.state,
        "units": each.units,
        "first_due": _day(each.first_due),
        "last_due": _day(each.last_due),
        "subject": dict(sorted(each.subject.items())),
        "trigger": each.trigger,
        "deadline": each.deadline,
        "answer": each.answer,
        "message": None if each.sentence is None else wording.say(each.sentence),
        "cause": each.cause,
        "line": None if each.line is None else wording.say(each.line),
        "deviation": each.deviation,
        "waiver": each.waiver,
        "waived": each.waived,
        "late": None if each.late is None else {**_evidence(each.late), "days": each.late_days},
        "evidence": [_evidence(seen) for seen in each.evidence],
        "days": None if each.days is None else {"from": str(each.days.first), "letters": each.days.letters},
    }


def _day(day: Any) -> str | None:
    return None if day is None else str(day)


def _evidence(seen: Evidence) -> dict[str, Any]:
    return {"path": seen.path, "line": seen.line, "record_id": seen.record_id, "occurred_at": seen.occurred_at}
