"""The words that the program knows by itself: types, and the closed vocabularies of status and direction."""

from __future__ import annotations

FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}

# Words that the program knows to mean anything: a call is no visit, but a task may be one.
GENERIC_TYPES = frozenset({"task", "activity", "event", "跟进"})
# "The types that profiles map to and that the shipped packs use": here those of the shipped packs.
KNOWN_TYPES = frozenset((
    "answer", "call", "competitor_analysis", "complaint", "consultation", "deal_closed", "email", "entertainment",
    "feedback", "feedback_report", "gift", "handover_note", "improvement", "inquiry", "internal_meeting",
    "internal_share", "learning", "market_research", "market_size_study", "meeting", "message", "needs",
    "negotiation", "opportunity", "pitch", "problem", "problem_handling", "problem_report", "progress", "promotion",
    "proposal", "prospect_analysis", "question", "quotation", "sales_plan", "sales_summary", "service_follow_up",
    "strengths_analysis", "survey", "survey_review", "violation", "visit", "weekly_report",
))  # fmt: skip
OTHER = "other"
# "`status` and `direction` are closed vocabularies."
KNOWN_VALUES = {
    "status": frozenset({"planned", "done", "cancelled", "not_held", "confirmed", OTHER}),
    "direction": frozenset({"inbound", "outbound", OTHER}),
}


def folded(text: str) -> str:
    """Text as it is compared: "comparison folds case, width and blanks"."""
    return " ".join(text.translate(FULL_WIDTH).lower().split())


# What is said of leave: whether it was granted.
LEAVE_WORDS = ("", "granted", "refused", "withdrawn", "pending")
