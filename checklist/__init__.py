"""Judge exported sales records against a sales policy, and prove every figure.

`checklist.audit(policy=…, records=…, period=…)` runs one audit and gives an `Audit` whose scorecards,
findings and deviations can be read as Arrow, pandas or Polars, or written in any report format.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from checklist.version import __version__

if TYPE_CHECKING:
    from checklist.api import AuditResult, audit

__all__ = ["AuditResult", "__version__", "audit"]


def __getattr__(name: str) -> Any:
    """Import the engine only when an audit is asked for: `import checklist` costs nothing."""
    if name in {"audit", "AuditResult"}:
        from checklist import api  # start-up is part of speed

        return getattr(api, name)
    raise AttributeError(f"module 'checklist' has no attribute {name!r}")
