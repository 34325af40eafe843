"""What falls due next, for people, calendars and programs: one file a format, found by walking this folder."""

from checklist.reporters.family import Family

DUE = Family("checklist.reporters.due")

__all__ = ["DUE"]
