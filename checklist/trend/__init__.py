"""Earlier audits: read back from their JSON, kept as a history, and compared."""

from checklist.trend.comparing import AuditChange, PolicyChange, RepChange, RuleChange, compare
from checklist.trend.history import History

__all__ = [
    "AuditChange",
    "History",
    "PolicyChange",
    "RepChange",
    "RuleChange",
    "compare",
]
