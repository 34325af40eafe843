"""The JSON Schema of the audit as JSON, closed wherever the document is."""

from __future__ import annotations

from typing import Any

from checklist.model import Modality, Outcome, Verdict

AUDIT_SCHEMA = "checklist-audit/1"

_TEXT = {"type": "string"}
_TEXT_OR_NONE = {"type": ["string", "null"]}
_COUNT = {"type": "integer", "minimum": 0}
_FLAG = {"type": "boolean"}
_DAY = {"type": "string", "format": "date"}
_SHA256 = {"type": "string", "pattern": "^[0-9a-f]*$", "description": "SHA-256 of the content, in hex"}
_SCORE = {
    "type": ["number", "null"],
    "minimum": 0,
    "maximum": 100,
    "description": "Out of 100, rounded down to one decimal; null where nothing was scored",
}


def _object(properties: dict[str, Any], description: str = "") -> dict[str, Any]:
    """Return the schema of an object with exactly these fields."""
    schema = {"type": "object", "properties": properties, "required": list(properties)}
    return schema | {"additionalProperties": False} | ({"description": description} if description else {})


def _list(items: dict[str, Any], description: str = "") -> dict[str, Any]:
    """Return the schema of a list of such items."""
    return {"type": "array", "items": items} | ({"description": description} if description else {})


def _one_of(values: Any, description: str) -> dict[str, Any]:  # an enumeration
    """Return the schema of one value of an enumeration."""
    return {"enum": [each.value for each in values], "description": description}


def audit_schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) that every audit as JSON keeps to."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:checklist:audit:1",
        "title": "An audit of sales records against a sales policy",
        **_object(
            {
                "schema": {"const": AUDIT_SCHEMA},
                "tool": _object({"version": _TEXT}),
                "language": {"enum": ["zh", "en"], "description": "Language of titles, messages and reasons"},
                "policy": _policy(),
                "period": _object(
                    {"from": _DAY, "to": _DAY, "as_of": _DAY},
                    "The days judged, both inclusive; records after `as_of` were not seen",
                ),
                "inputs": _list(_input(), "Every file read; rows = records + rejects + skipped + duplicates"),
                "notices": _list(_object({"code": _TEXT, "message": _TEXT})),
                "summary": _object(
                    {
                        "reps": _COUNT,
                        "compliant": _COUNT,
                        "non_compliant": _COUNT,
                        "undecided": _COUNT,
                        "score": _SCORE,
                        "deviations": _COUNT | {"description": "All of them, listed or not"},
                    }
                ),
                "scorecards": _list(_scorecard(), "By rep"),
                "deviations": _list(_deviation(), "By rep, rule, due day, subject"),
                "waivers": _list(_waiver(), "Every waiver given, in the order of its file"),
                "omitted_deviations": _COUNT | {"description": "Deviations left out by the cap on the list"},
                "rejects": _list(_reject(), "The first rows that could not be read; `inputs` counts them all"),
            }
        ),
    }


def _policy() -> dict[str, Any]:
    anything = {"description": "A parameter's value"}
    rule = {
        "rule": _TEXT,
        "clause": _TEXT,
        "chapter": _TEXT,
        "kind": _TEXT,
        "title": _TEXT,
        "modality": _one_of(Modality, "How a failure weighs"),
        "weight": {"type": "number", "minimum": 0},
        "threshold": {"type": "number", "exclusiveMinimum": 0, "maximum": 1},
        "informational": _FLAG | {"description": "A signal for review: never scored"},
    }
    return _object(
        {
            "pack": _TEXT,
            "version": _TEXT,
            "title": _TEXT,
            "sha256": _SHA256,
            "tailoring": {
                "type": "object",
                "additionalProperties": _object({"pack": anything, "value": anything}),
                "description": "Parameters of the company's own, beside the pack's",
            },
            "extends": _TEXT_OR_NONE | {"description": "The pack, with its version, that a tailoring is laid over"},
            "skipped": _list(_object({"rule": _TEXT, "reason": _TEXT}), "Rules the company does not apply"),
            "chapters": _list(_object({"chapter": _TEXT, "title": _TEXT})),
            "rules": _list(_object(rule), "What was judged, in the order of the policy"),
        }
    )


def _input() -> dict[str, Any]:
    counts = dict.fromkeys(("rows", "records", "rejects", "skipped", "duplicates"), _COUNT)
    return _object({"table": _TEXT, "path": _TEXT, "sha256": _SHA256, **counts})


def _scorecard() -> dict[str, Any]:
    chapter = {"chapter": _TEXT, "score": _SCORE, "failing": _COUNT, "undecided": _COUNT}
    return _object(
        {
            "rep_id": _TEXT,
            "name": _TEXT_OR_NONE,
            "team": _TEXT_OR_NONE,
            "manager": _TEXT_OR_NONE,
            "score": _SCORE,
            "grade": _TEXT_OR_NONE,
            "verdict": _one_of(Verdict, "Undecided where a binding rule could not be judged"),
            "basis": _object({"scored": _COUNT, "applicable": _COUNT}, "How much of the policy the score rests on"),
            "chapters": _list(_object(chapter)),
            "findings": _list(_finding(), "One for every rule, by clause then rule"),
        }
    )


def _finding() -> dict[str, Any]:
    return _object(
        {
            "rule": _TEXT,
            "clause": _TEXT,
            "outcome": _one_of(Outcome, "What became of the rule for this rep in this period"),
            "expected": _COUNT | {"description": "Expectations that fell due in the period, up to `as_of`"},
            "met": _COUNT,
            "pending": _COUNT | {"description": "Expectations not due yet"},
            "pending_in_period": _COUNT | {"description": "Those of them that fall due in the period"},
            "waived": _COUNT,
            "score": {"type": ["number", "null"], "minimum": 0, "maximum": 1},
            "points_lost": _SCORE | {"description": "Of the rep's 100; over all rules 100 − score exactly"},
            "informational": _FLAG,
            "reason_code": _TEXT_OR_NONE,
            "reason": _TEXT_OR_NONE,
            "waivers": _list(_TEXT, "Ids of the waivers that cover part of it"),
            "omitted_deviations": _COUNT,
        }
    )


def _deviation() -> dict[str, Any]:
    evidence = {
        "path": _TEXT,
        "line": {"type": "integer", "minimum": 0},
        "record_id": _TEXT_OR_NONE,
        "occurred_at": _TEXT,
    }
    return _object(
        {
            "id": _TEXT | {"description": "Stable under reordering, renamed files and a new export"},
            "rule": _TEXT,
            "clause": _TEXT,
            "rep_id": _TEXT,
            "subject": {"type": "object", "additionalProperties": _TEXT},
            "due_on": _DAY,
            "missing": _COUNT | {"description": "Expectations it stands for in this period"},
            "message": _TEXT,
            "evidence": _list(_object(evidence)),
            "waiver": _TEXT_OR_NONE,
        }
    )


def _waiver() -> dict[str, Any]:
    return _object(
        {
            "id": _TEXT,
            "rule": _TEXT,
            "reps": _list(_TEXT, "Whom it names; with none, and no teams, everyone"),
            "customers": _list(_TEXT),
            "teams": _list(_TEXT),
            "from": _DAY | {"description": "The first due day it covers"},
            "to": _DAY | {"description": "The last due day it covers"},
            "reason": _TEXT,
            "approved_by": _TEXT,
            "approved_on": _DAY,
            "expires": _DAY,
            "due": _COUNT | {"description": "Expectations of its scope that fell due in the period"},
            "waived": _COUNT | {"description": "Those of them that were missed and are waived"},
        }
    )


def _reject() -> dict[str, Any]:
    return _object({"table": _TEXT, "path": _TEXT, "line": _COUNT, "reason_code": _TEXT, "reason": _TEXT})
