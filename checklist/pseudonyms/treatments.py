"""What becomes of each field of every type that an audit holds, and of the blanks of its sentences.

`keep`: it says nothing out of the data. `nested`: one of these types, or several. The others are those of
`replacing`; any other word is the role of what is named.
"""

from __future__ import annotations

from typing import Any

from checklist.model import (
    Acceptance,
    Audit,
    CalendarSettings,
    Cause,
    ChapterScore,
    Clause,
    CustomerWeeks,
    Deviation,
    Earlier,
    EarlierCard,
    Evidence,
    Finding,
    GateResult,
    InputSummary,
    Notice,
    Period,
    Place,
    Policy,
    Reject,
    RepActivity,
    Rule,
    RuleVersion,
    Scorecard,
    SkippedRule,
    Stop,
    Upcoming,
    Waiver,
    WaiverUse,
)
from checklist.model.tables import IDS

BY_BLANK = {
    "rep": "rep",
    "reps": "rep",
    "customer": "customer",
    "record": "record",
    "case": "case",
    "id": "waiver",
    "ids": "identity",
    "word": "word",
}
"""The blanks of sentences that hold names of one sort only."""

BY_SENTENCE = {
    ("gate.min_score_team", "team"): "team",
    ("gate.no_score_team", "team"): "team",
}
"""The same, where other sentences use the blank otherwise."""

SUBJECTS: dict[str, str] = {**IDS, "record": "record"}


def _all(*names: str, by: str = "keep", **others: str) -> dict[str, str]:
    return dict.fromkeys(names, by) | others


TREATMENTS: dict[type[Any], dict[str, str]] = {
    Audit: _all(
        *("version", "period", "score", "deviation_count", "omitted_deviations"),
        policy="nested", inputs="nested", notices="nested", scorecards="nested", deviations="nested",
        rejects="nested", waivers="nested", upcoming="nested", history="nested", activity="by_rep",
        team_scores="by_team", gate="nested",
        requirements="by_rule", causes="nested", possible="nested",
    ),
    Cause: _all(
        *("kind", "name", "records", "units", "findings", "only"),
        key="cause", word="word_of_cause", path="path", reps="rep", decides="rep", lone_rep="rep",
        sentence="sentence", line="sentence", write="lines",
    ),
    InputSummary: _all(
        *("table", "rows", "records", "rejects", "skipped", "duplicates", "files", "files_left_out"),
        path="path", sha256="hash",
    ),
    Notice: _all("code", sentence="sentence"),
    Reject: _all("table", "line", path="path", reason="sentence"),
    Scorecard: _all(
        *("score", "grade", "verdict", "scored", "applicable", "chapters"),
        rep_id="rep", name="nothing", team="team", manager="manager", findings="nested",
    ),
    Finding: _all(
        *("rule", "clause", "outcome", "expected", "met", "pending", "pending_in_period", "unknown", "waived"),
        *("score", "points_lost", "omitted_deviations"),
        rep_id="rep", reason="sentence", waivers="waiver", causes="causes",
    ),
    ChapterScore: _all("chapter", "score", "failing", "undecided"),
    Deviation: _all(
        *("rule", "clause", "due_on", "missing"),
        id="identity", rep_id="rep", subject="subject", sentence="sentence", evidence="nested", waiver="waiver",
        cause="cause",
    ),
    Evidence: _all("line", "occurred_at", path="path", record_id="record"),
    Upcoming: _all(
        *("rule", "clause", "due_on", "count", "overdue", "unknown"),
        rep_id="rep", subject="subject", sentence="sentence",
    ),
    WaiverUse: _all("due", "waived", "unknown", waiver="nested"),
    Waiver: _all(
        *("rule", "first", "last", "approved_on", "expires"),
        id="waiver", reps="rep", customers="customer", teams="team", reason="free", approved_by="approver",
        places="nested",
    ),
    Earlier: _all(
        *("period", "pack", "policy_version", "policy_sha256", "score", "deviations", "verdicts"), cards="by_rep"
    ),
    EarlierCard: _all("score", "verdict", "points_lost", "deviations", rep_id="rep"),
    GateResult: _all(
        "state", "compared", stops="nested", blocking="findings", accepted="by_identity", notes="sentences"
    ),
    Stop: _all("condition", "state", sentence="sentence", findings="findings"),
    Acceptance: _all(
        *("rule", "due_on", "approved_on", "expires"),
        id="identity", rep_id="rep", subject="subject", reason="free", approved_by="approver",
    ),
    RepActivity: _all("first", "records", "days", "weeks", "more_customers", "rules", customers="nested"),
    CustomerWeeks: _all("grade", "contacts", "last_on", customer_id="customer", name="nothing"),
    Period: _all("first", "last", "as_of", "label"),
    # The policy is the company's own text, not its data; only where it lies is nobody's business.
    Policy: _all(
        *("id", "version", "title", "timezone", "groups", "grades", "chapters", "items", "sha256", "settings"),
        *("tailoring", "parameters", "parameter_titles", "fields", "sorts", "history_days"),
        path="path", calendar="nested", clauses="nested", skipped="nested",
    ),
    CalendarSettings: _all("country", "subdivision", "weekend", "workday", file="path", place="nested"),
    SkippedRule: _all("rule", "clause", "title", "reason", left_out="nothing"),
    Clause: _all(
        *("id", "chapter", "source", "modality", "title", "text", "weight", "truncated"), rules="nested", place="nested"
    ),
    Rule: _all(
        *("id", "clause", "kind", "modality", "title", "advice", "basis", "why", "threshold", "weight"),
        *("informational", "sha256"), versions="nested", place="nested",
    ),
    RuleVersion: _all("parameters", "effective_from", "effective_to", "applies_to", place="nested"),
    Place: _all("line", "column", path="path"),
}  # fmt: skip
