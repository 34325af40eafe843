"""The JSON Schema of a rule explained as JSON."""

from __future__ import annotations

from typing import Any

from checklist.model import Modality, Outcome
from checklist.reporters.schemas import COUNT, DAY, SHA256, TEXT, TEXT_OR_NONE, closed_object, list_of, one_of

EXPLAIN_SCHEMA = "checklist-explain/2"

_DAY_OR_NONE = {"type": ["string", "null"], "format": "date"}


def explain_schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) that every explanation as JSON keeps to."""
    version = {
        "asks": TEXT,
        "figures": {"type": "object", "additionalProperties": TEXT},
        "from": _DAY_OR_NONE,
        "to": _DAY_OR_NONE,
    }
    rule = {
        "rule": TEXT,
        "kind": TEXT,
        "title": TEXT,
        "modality": one_of(Modality, "How a failure weighs"),
        "weight": {"type": "number", "minimum": 0},
        "threshold": {"type": "number", "exclusiveMinimum": 0, "maximum": 1},
        "why": TEXT,
        "advice": TEXT,
        "versions": list_of(closed_object(version)),
    }
    rep = {
        "rep_id": TEXT,
        "outcome": one_of(Outcome, "What became of the rule for this rep in this period"),
        **dict.fromkeys(("expected", "met", "unknown", "pending", "waived"), COUNT),
        "reason": TEXT_OR_NONE,
        "omitted": COUNT | {"description": "Expectations that the cap on the list left out"},
    }
    seen = {"path": TEXT, "line": COUNT, "record_id": TEXT_OR_NONE, "occurred_at": TEXT}
    days = {
        "from": DAY,
        "letters": TEXT
        | {"description": "One a day: w working, . off, a absent, x outside employment or the log, ? not known"},
    }
    expectation = {
        "rep_id": TEXT,
        "state": {"enum": ["met", "unmet", "unknown", "pending"]},
        "units": COUNT,
        "first_due": _DAY_OR_NONE,
        "last_due": _DAY_OR_NONE,
        "subject": {"type": "object", "additionalProperties": TEXT},
        "trigger": TEXT_OR_NONE,
        "deadline": TEXT_OR_NONE,
        "answer": TEXT_OR_NONE,
        "message": TEXT_OR_NONE | {"description": "Of an unmet one what the log shows, of an unknown one why it is so"},
        "cause": TEXT_OR_NONE | {"description": "Of an unknown one: the key of what leaves it so"},
        "line": TEXT_OR_NONE | {"description": "Of an unknown one: what settles it"},
        "deviation": TEXT_OR_NONE,
        "waiver": TEXT_OR_NONE,
        "waived": COUNT,
        "late": _or_none(closed_object({**seen, "days": {"type": ["integer", "null"], "minimum": 0}})),
        "evidence": list_of(closed_object(seen)),
        "days": _or_none(closed_object(days)),
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:checklist:explain:2",
        "title": "A rule, what it asks, and every expectation of it",
        **closed_object(
            {
                "schema": {"const": EXPLAIN_SCHEMA},
                "tool": closed_object({"version": TEXT}),
                "language": {"enum": ["zh", "en"]},
                "policy": closed_object({"pack": TEXT, "version": TEXT, "sha256": SHA256}),
                "clause": closed_object(dict.fromkeys(("clause", "source", "title", "text"), TEXT)),
                "rule": closed_object(rule),
                "period": _or_none(closed_object({"from": DAY, "to": DAY, "as_of": DAY})),
                "deviation": TEXT_OR_NONE,
                "reps": list_of(closed_object(rep)),
                "expectations": list_of(closed_object(expectation), "By rep, in the order in which they fall due"),
            }
        ),
    }


def _or_none(schema: dict[str, Any]) -> dict[str, Any]:
    return {"anyOf": [schema, {"type": "null"}]}
