"""A comparison as JSON, described by the schema `checklist-compare/2`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from checklist.reporters import figures
from checklist.reporters.comparison.schema import COMPARE_SCHEMA
from checklist.wire.jsontext import document

if TYPE_CHECKING:
    from collections.abc import Iterator

    from checklist.reporters.options import Options
    from checklist.trend import AuditChange, RepChange
    from checklist.wire.audit import AuditDocument, Scorecard
    from checklist.wording import Wording

FORMAT = "json"
SUFFIX = ".json"
KIND: Literal["file"] = "file"


def render(change: AuditChange, wording: Wording, options: Options) -> Iterator[str]:  # noqa: ARG001  # one text for all
    """Yield the document piece by piece."""
    policy = change.policy
    head = (
        ("schema", COMPARE_SCHEMA),
        ("old", _audit(change.old)),
        ("new", _audit(change.new)),
        (
            "policy",
            {
                "same": policy.same,
                "parameters": {name: {"old": old, "new": new} for name, (old, new) in policy.parameters.items()},
                "added": policy.added,
                "removed": policy.removed,
                "reweighed": policy.reweighed,
                "asks_otherwise": policy.asks_otherwise,
            },
        ),
        ("points", figures.tenths_number(change.points)),
    )
    lists = (
        ("reps", map(_rep, change.reps)),
        ("come", (_person(card) for card in change.come)),
        ("gone", (_person(card) for card in change.gone)),
    )
    yield from document(head, lists)


def _audit(audit: AuditDocument) -> dict[str, Any]:
    return {
        "tool": {"version": audit.tool.version},
        "policy": {"pack": audit.policy.pack, "version": audit.policy.version, "sha256": audit.policy.sha256},
        "period": {"from": str(audit.period.first), "to": str(audit.period.to), "as_of": str(audit.period.as_of)},
        "summary": {
            "reps": audit.summary.reps,
            **{verdict.value: count for verdict, count in audit.verdicts().items()},
            "score": figures.tenths_number(audit.summary.score),
            "deviations": audit.summary.deviations,
        },
    }


def _rep(each: RepChange) -> dict[str, Any]:
    return {
        "rep_id": each.rep_id,
        "name": each.name,
        "points": figures.tenths_number(each.points),
        "score": [figures.tenths_number(card.score) for card in (each.before, each.after)],
        "verdict": [card.verdict.value for card in (each.before, each.after)],
        "deviations": each.deviations,
        "rules": [
            {
                "rule": rule.rule,
                "points": figures.tenths_number(rule.points),
                "because": rule.because.value,
                "outcome": [None if one is None else one.outcome.value for one in (rule.before, rule.after)],
                "expected": [None if one is None else one.expected for one in (rule.before, rule.after)],
                "met": [None if one is None else one.met for one in (rule.before, rule.after)],
                "unknown": [None if one is None else one.unknown for one in (rule.before, rule.after)],
            }
            for rule in each.rules
        ],
    }


def _person(card: Scorecard) -> dict[str, Any]:
    return {
        "rep_id": card.rep_id,
        "name": card.name,
        "score": figures.tenths_number(card.score),
        "verdict": card.verdict.value,
    }
