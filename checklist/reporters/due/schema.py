"""The JSON Schema of what falls due next as JSON."""

from __future__ import annotations

from typing import Any

from checklist.reporters.schemas import COUNT, DAY, SHA256, TEXT, TEXT_OR_NONE, closed_object, list_of
from checklist.wire.audit import Upcoming
from checklist.wire.parts import schema_of

DUE_SCHEMA = "checklist-due/2"


def due_schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) that every to-do list as JSON keeps to."""
    rep = {"rep_id": TEXT, "name": TEXT_OR_NONE, "team": TEXT_OR_NONE, "manager": TEXT_OR_NONE}
    reason = {"rule": TEXT, "clause": TEXT, "reason_code": TEXT, "reason": TEXT}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:checklist:due:2",
        "title": "What a sales policy asks of each rep next",
        **closed_object(
            {
                "schema": {"const": DUE_SCHEMA},
                "tool": closed_object({"version": TEXT}),
                "language": {"enum": ["zh", "en"]},
                "policy": closed_object(
                    {"pack": TEXT, "version": TEXT, "title": TEXT, "sha256": SHA256, "extends": TEXT_OR_NONE}
                ),
                "as_of": DAY | {"description": "The last day whose records were seen"},
                "until": DAY | {"description": "The last day looked ahead to"},
                "notices": list_of(closed_object({"code": TEXT, "message": TEXT})),
                "summary": closed_object(dict.fromkeys(("reps", "upcoming", "overdue", "omitted"), COUNT)),
                "reps": list_of(
                    closed_object({**rep, "omitted": COUNT | {"description": "What the cap on the list left out"}}),
                    "Everyone employed on a day looked ahead to, with or without anything to do",
                ),
                "upcoming": list_of(schema_of(Upcoming), "By rep; those overdue first, then by day"),
                "not_checked": list_of(closed_object(reason), "Rules of which the inputs cannot tell what falls due"),
            }
        ),
    }
