"""A rule explained: one file a format, found by walking this folder."""

from checklist.reporters.family import Family

EXPLANATION = Family("checklist.reporters.explanation")

__all__ = ["EXPLANATION"]
