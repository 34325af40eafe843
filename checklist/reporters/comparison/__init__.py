"""Two audits beside each other: one file a format, found by walking this folder."""

from checklist.reporters.family import Family

COMPARISON = Family("checklist.reporters.comparison")

__all__ = ["COMPARISON"]
