"""Frozen types that every layer speaks, and the one tree of errors."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from checklist.model.activity import CustomerWeeks, RepActivity
    from checklist.model.causes import Cause
    from checklist.model.errors import (
        BaselineError,
        CalendarError,
        ChecklistError,
        EngineError,
        ErrorGroup,
        InputError,
        MappingError,
        Place,
        PolicyError,
        QueryError,
        ResourceError,
        UsageError,
        WaiverError,
    )
    from checklist.model.gate import Acceptance, GateResult, GateState, Stop
    from checklist.model.results import (
        Audit,
        ChapterScore,
        Deviation,
        Evidence,
        Finding,
        InputSummary,
        Notice,
        Outcome,
        Period,
        Reject,
        Scorecard,
        Upcoming,
        Verdict,
    )
    from checklist.model.rules import (
        CalendarSettings,
        Chapter,
        Clause,
        Modality,
        Policy,
        Rule,
        RuleVersion,
        Setting,
        SkippedRule,
    )
    from checklist.model.text import Bilingual, Sentence
    from checklist.model.trend import Because, Earlier, EarlierCard
    from checklist.model.unit import JudgedUnit, Told, Unit
    from checklist.model.waivers import Waiver, WaiverFile, WaiverUse

__all__ = [
    "Acceptance",
    "Audit",
    "BaselineError",
    "Because",
    "Bilingual",
    "CalendarError",
    "CalendarSettings",
    "Cause",
    "Chapter",
    "ChapterScore",
    "ChecklistError",
    "Clause",
    "CustomerWeeks",
    "Deviation",
    "Earlier",
    "EarlierCard",
    "EngineError",
    "ErrorGroup",
    "Evidence",
    "Finding",
    "GateResult",
    "GateState",
    "InputError",
    "InputSummary",
    "JudgedUnit",
    "MappingError",
    "Modality",
    "Notice",
    "Outcome",
    "Period",
    "Place",
    "Policy",
    "PolicyError",
    "QueryError",
    "Reject",
    "RepActivity",
    "ResourceError",
    "Rule",
    "RuleVersion",
    "Scorecard",
    "Sentence",
    "Setting",
    "SkippedRule",
    "Stop",
    "Told",
    "Unit",
    "Upcoming",
    "UsageError",
    "Verdict",
    "Waiver",
    "WaiverError",
    "WaiverFile",
    "WaiverUse",
]

# Those that every run needs come first; none of them imports another.
_MODULES = ("errors", "text", "results", "causes", "rules", "waivers", "unit", "trend", "gate", "activity")


def __getattr__(name: str) -> Any:
    """Import a type's module when it is first asked for: errors are all that a short answer needs."""
    if name in __all__:
        for module in _MODULES:
            found = getattr(import_module(f"{__name__}.{module}"), name, None)
            if found is not None:
                globals()[name] = found
                return found
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
