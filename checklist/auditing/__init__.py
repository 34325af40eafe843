"""The one path: policy x records x period -> Audit."""

from checklist.auditing.ahead import HORIZON, Ahead, look_ahead
from checklist.auditing.binding import unbound_queries
from checklist.auditing.coverage import ClauseCoverage, Coverage, Decided, coverage
from checklist.auditing.due import DueList, run_due
from checklist.auditing.explained import Explained, about
from checklist.auditing.explaining import EXPECTATIONS, Expectation, Explanation, explain, find_deviation, rule_sql
from checklist.auditing.movement import Cause, Effect, Movement, effect_of
from checklist.auditing.notices import distinct
from checklist.auditing.preparing import Ready, Request, keep_tables, prepare
from checklist.auditing.run import judge_rule, run, run_each

__all__ = [
    "EXPECTATIONS",
    "HORIZON",
    "Ahead",
    "Cause",
    "ClauseCoverage",
    "Coverage",
    "Decided",
    "DueList",
    "Effect",
    "Expectation",
    "Explained",
    "Explanation",
    "Movement",
    "Ready",
    "Request",
    "about",
    "coverage",
    "distinct",
    "effect_of",
    "explain",
    "find_deviation",
    "judge_rule",
    "keep_tables",
    "look_ahead",
    "prepare",
    "rule_sql",
    "run",
    "run_due",
    "run_each",
    "unbound_queries",
]
