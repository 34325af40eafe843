"""What became of a gate, as JSON: for scripts that want to know which condition stopped it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from checklist.model import GateState
from checklist.reporters.schemas import FLAG, TEXT, closed_object, list_of, one_of

if TYPE_CHECKING:
    from checklist.model import GateResult
    from checklist.wording import Wording


def gate_item(gate: GateResult, wording: Wording) -> dict[str, Any]:
    """Return the gate as data: the conditions that stop it with the findings that show them, and what is accepted."""
    return {
        "state": gate.state.value,
        "stops": [
            {
                "condition": stop.condition,
                "state": stop.state.value,
                "message": wording.say(stop.sentence),
                "findings": [{"rep_id": rep, "rule": rule} for rep, rule in stop.findings],
            }
            for stop in gate.stops
        ],
        "notes": [wording.say(note) for note in gate.notes],
        "baseline": gate.compared,
        "accepted": sorted(gate.accepted),
    }


def gate_schema() -> dict[str, Any]:
    """Return the schema of the gate; an audit without one has no such field."""
    finding = closed_object({"rep_id": TEXT, "rule": TEXT})
    stop = closed_object(
        {
            "condition": TEXT | {"description": "Which condition: fail_on, min_score, ratchet, strict, no_record, …"},
            "state": one_of(GateState, "Whether the condition is not met, or cannot be told"),
            "message": TEXT,
            "findings": list_of(finding, "The findings that show it, the worst first"),
        }
    )
    return closed_object(
        {
            "state": one_of(GateState, "Whether the gate is met"),
            "stops": list_of(stop),
            "notes": list_of(TEXT),
            "baseline": FLAG | {"description": "Whether a baseline was given"},
            "accepted": list_of(TEXT, "Identities of the deviations of this audit that the baseline accepts"),
        },
        "What became of the gate; only where there was one",
    )
