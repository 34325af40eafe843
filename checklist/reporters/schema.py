"""The JSON Schema of the audit as JSON, closed wherever the document is."""

from __future__ import annotations

from typing import Any

from checklist.model import Modality, Outcome, Verdict
from checklist.reporters.gate_json import gate_schema
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

AUDIT_SCHEMA = "checklist-audit/1"


def audit_schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) that every audit as JSON keeps to."""
    schema = _audit()
    schema["properties"]["gate"] = gate_schema()  # the one field that not every audit has
    return schema


def _audit() -> dict[str, Any]:
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:checklist:audit:1",
        "title": "An audit of sales records against a sales policy",
        **closed_object(
            {
                "schema": {"const": AUDIT_SCHEMA},
                "tool": closed_object({"version": TEXT}),
                "language": {"enum": ["zh", "en"], "description": "Language of titles, messages and reasons"},
                "policy": _policy(),
                "period": closed_object(
                    {"from": DAY, "to": DAY, "as_of": DAY},
                    "The days judged, both inclusive; records after `as_of` were not seen",
                ),
                "inputs": list_of(_input(), "Every file read; rows = records + rejects + skipped + duplicates"),
                "notices": list_of(closed_object({"code": TEXT, "message": TEXT})),
                "summary": closed_object(
                    {
                        "reps": COUNT,
                        "compliant": COUNT,
                        "non_compliant": COUNT,
                        "undecided": COUNT,
                        "score": SCORE,
                        "deviations": COUNT | {"description": "All of them, listed or not"},
                    }
                ),
                "scorecards": list_of(_scorecard(), "By rep"),
                "deviations": list_of(_deviation(), "By rep, rule, due day, subject"),
                "waivers": list_of(_waiver(), "Every waiver given, in the order of its file"),
                "upcoming": list_of(upcoming_schema(), "What falls due next, by rep; those overdue first, then by day"),
                "history": list_of(_earlier(), "Earlier periods, the oldest first"),
                "omitted_deviations": COUNT | {"description": "Deviations left out by the cap on the list"},
                "rejects": list_of(_reject(), "The first rows that could not be read; `inputs` counts them all"),
            }
        ),
    }


def _policy() -> dict[str, Any]:
    anything = {"description": "A parameter's value"}
    rule = {
        "rule": TEXT,
        "clause": TEXT,
        "chapter": TEXT,
        "kind": TEXT,
        "title": TEXT,
        "modality": one_of(Modality, "How a failure weighs"),
        "weight": {"type": "number", "minimum": 0},
        "threshold": {"type": "number", "exclusiveMinimum": 0, "maximum": 1},
        "informational": FLAG | {"description": "A signal for review: never scored"},
        "sha256": SHA256 | {"description": "SHA-256 of all that the rule asks"},
    }
    return closed_object(
        {
            "pack": TEXT,
            "version": TEXT,
            "title": TEXT,
            "sha256": SHA256,
            "tailoring": {
                "type": "object",
                "additionalProperties": closed_object({"pack": anything, "value": anything}),
                "description": "Parameters of the company's own, beside the pack's",
            },
            "extends": TEXT_OR_NONE | {"description": "The pack, with its version, that a tailoring is laid over"},
            "skipped": list_of(closed_object({"rule": TEXT, "reason": TEXT}), "Rules the company does not apply"),
            "chapters": list_of(closed_object({"chapter": TEXT, "title": TEXT})),
            "rules": list_of(closed_object(rule), "What was judged, in the order of the policy"),
        }
    )


def _input() -> dict[str, Any]:
    counts = dict.fromkeys(("rows", "records", "rejects", "skipped", "duplicates"), COUNT)
    made = closed_object({"table": TEXT, "path": TEXT, "sha256": SHA256, **counts})
    # Only a folder parted by month has these.
    made["properties"] |= dict.fromkeys(("files", "files_left_out"), COUNT)
    return made


def _scorecard() -> dict[str, Any]:
    chapter = {"chapter": TEXT, "score": SCORE, "failing": COUNT, "undecided": COUNT}
    return closed_object(
        {
            "rep_id": TEXT,
            "name": TEXT_OR_NONE,
            "team": TEXT_OR_NONE,
            "manager": TEXT_OR_NONE,
            "score": SCORE,
            "grade": TEXT_OR_NONE,
            "verdict": one_of(Verdict, "Undecided where a binding rule could not be judged"),
            "basis": closed_object({"scored": COUNT, "applicable": COUNT}, "How much of the policy the score rests on"),
            "chapters": list_of(closed_object(chapter)),
            "findings": list_of(_finding(), "One for every rule, by clause then rule"),
        }
    )


def _finding() -> dict[str, Any]:
    return closed_object(
        {
            "rule": TEXT,
            "clause": TEXT,
            "outcome": one_of(Outcome, "What became of the rule for this rep in this period"),
            "expected": COUNT | {"description": "Expectations that fell due in the period, up to `as_of`"},
            "met": COUNT,
            "pending": COUNT | {"description": "Expectations not due yet"},
            "pending_in_period": COUNT | {"description": "Those of them that fall due in the period"},
            "waived": COUNT,
            "score": {"type": ["number", "null"], "minimum": 0, "maximum": 1},
            "points_lost": SCORE | {"description": "Of the rep's 100; over all rules 100 − score exactly"},
            "informational": FLAG,
            "reason_code": TEXT_OR_NONE,
            "reason": TEXT_OR_NONE,
            "waivers": list_of(TEXT, "Ids of the waivers that cover part of it"),
            "omitted_deviations": COUNT,
        }
    )


def _deviation() -> dict[str, Any]:
    evidence = {
        "path": TEXT,
        "line": {"type": "integer", "minimum": 0},
        "record_id": TEXT_OR_NONE,
        "occurred_at": TEXT,
    }
    return closed_object(
        {
            "id": TEXT | {"description": "Stable under reordering, renamed files and a new export"},
            "rule": TEXT,
            "clause": TEXT,
            "rep_id": TEXT,
            "subject": {"type": "object", "additionalProperties": TEXT},
            "due_on": DAY,
            "missing": COUNT | {"description": "Expectations it stands for in this period"},
            "message": TEXT,
            "evidence": list_of(closed_object(evidence)),
            "waiver": TEXT_OR_NONE,
        }
    )


def _waiver() -> dict[str, Any]:
    return closed_object(
        {
            "id": TEXT,
            "rule": TEXT,
            "reps": list_of(TEXT, "Whom it names; with none, and no teams, everyone"),
            "customers": list_of(TEXT),
            "teams": list_of(TEXT),
            "from": DAY | {"description": "The first due day it covers"},
            "to": DAY | {"description": "The last due day it covers"},
            "reason": TEXT,
            "approved_by": TEXT,
            "approved_on": DAY,
            "expires": DAY,
            "due": COUNT | {"description": "Expectations of its scope that fell due in the period"},
            "waived": COUNT | {"description": "Those of them that were missed and are waived"},
        }
    )


def upcoming_schema() -> dict[str, Any]:
    """Return the schema of one of those things that fall due next."""
    return closed_object(
        {
            "rep_id": TEXT,
            "rule": TEXT,
            "clause": TEXT,
            "due_on": {
                "type": ["string", "null"],
                "format": "date",
                "description": "The last day to meet it; if overdue, the day since which it is; null where no calendar "
                "tells it yet",
            },
            "overdue": FLAG,
            "count": COUNT | {"description": "Expectations that one thing to do stands for"},
            "subject": {"type": "object", "additionalProperties": TEXT},
            "message": TEXT,
        }
    )


def _earlier() -> dict[str, Any]:
    rep = {
        "rep_id": TEXT,
        "score": SCORE,
        "verdict": one_of(Verdict, "As of then"),
        "deviations": COUNT,
        "points_lost": {"type": "object", "additionalProperties": {"type": "number"}},
    }
    counts = {each.value: COUNT for each in Verdict}
    return closed_object(
        {
            "period": closed_object({"from": DAY, "to": DAY, "as_of": DAY}),
            "policy": closed_object({"pack": TEXT, "version": TEXT, "sha256": SHA256}),
            "summary": closed_object({"reps": COUNT, **counts, "score": SCORE, "deviations": COUNT}),
            "reps": list_of(closed_object(rep), "By rep"),
        }
    )


def _reject() -> dict[str, Any]:
    return closed_object({"table": TEXT, "path": TEXT, "line": COUNT, "reason_code": TEXT, "reason": TEXT})
