"""The one path: policy x records x period -> Audit."""

from checklist.auditing.explaining import Expectation, Explanation, explain, find_deviation, rule_sql
from checklist.auditing.preparing import Ready, Request, prepare
from checklist.auditing.run import judge_rule, run

__all__ = [
    "Expectation",
    "Explanation",
    "Ready",
    "Request",
    "explain",
    "find_deviation",
    "judge_rule",
    "prepare",
    "rule_sql",
    "run",
]
