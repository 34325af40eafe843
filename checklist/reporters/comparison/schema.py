"""The JSON Schema of a comparison as JSON."""

from __future__ import annotations

from typing import Any

from checklist.model import Because, Outcome, Verdict
from checklist.reporters.schemas import (
    COUNT,
    DAY,
    FLAG,
    SCORE,
    SHA256,
    TEXT,
    TEXT_OR_NONE,
    closed_object,
    list_of,
    one_of,
)

COMPARE_SCHEMA = "checklist-compare/2"

_POINTS = {"type": ["number", "null"], "minimum": -100, "maximum": 100}


def compare_schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) that every comparison as JSON keeps to."""
    summary = {"reps": COUNT, **{each.value: COUNT for each in Verdict}, "score": SCORE, "deviations": COUNT}
    audit = closed_object(
        {
            "tool": closed_object({"version": TEXT}),
            "policy": closed_object({"pack": TEXT, "version": TEXT, "sha256": SHA256}),
            "period": closed_object({"from": DAY, "to": DAY, "as_of": DAY}),
            "summary": closed_object(summary),
        }
    )
    anything = {"description": "A parameter's value"}
    verdict = one_of(Verdict, "What the findings came to")
    rule = {
        "rule": TEXT,
        "points": _POINTS | {"description": "What its change adds to the rep's score"},
        "because": {
            "enum": [each.value for each in Because],
            "description": "The log shows something else; the rule is new, gone or other; it was checked in one of the "
            "two only; or only its share changed",
        },
        "outcome": _pair({"enum": [*(each.value for each in Outcome), None]}),
        "expected": _pair({"type": ["integer", "null"], "minimum": 0}),
        "met": _pair({"type": ["integer", "null"], "minimum": 0}),
        "unknown": _pair({"type": ["integer", "null"], "minimum": 0}),
    }
    rep = {
        "rep_id": TEXT,
        "name": TEXT_OR_NONE,
        "points": _POINTS | {"description": "How far the score rose; the rules' points add up to it"},
        "score": _pair(SCORE),
        "verdict": _pair(verdict),
        "deviations": _pair(COUNT),
        "rules": list_of(closed_object(rule), "Those that move most first"),
    }
    person = closed_object({"rep_id": TEXT, "name": TEXT_OR_NONE, "score": SCORE, "verdict": verdict})
    policy = {
        "same": FLAG,
        "parameters": {"type": "object", "additionalProperties": closed_object({"old": anything, "new": anything})},
        "added": list_of(TEXT),
        "removed": list_of(TEXT),
        "reweighed": list_of(TEXT, "Rules that bind or weigh otherwise, or want another share met"),
        "asks_otherwise": list_of(TEXT, "Rules whose figures or conditions changed"),
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:checklist:compare:2",
        "title": "What changed between two audits",
        **closed_object(
            {
                "schema": {"const": COMPARE_SCHEMA},
                "old": audit,
                "new": audit,
                "policy": closed_object(policy),
                "points": _POINTS | {"description": "How far the firm's score rose"},
                "reps": list_of(closed_object(rep), "Reps judged both times, the furthest fall first"),
                "come": list_of(person, "Judged only the second time"),
                "gone": list_of(person, "Judged only the first time"),
            }
        ),
    }


def _pair(items: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of a figure before and after."""
    return list_of(items, "Before, after") | {"minItems": 2, "maxItems": 2}
