"""Look at exports: what is in them, how they would be read, what stands in the way; nothing is judged."""

from checklist.inspecting.mapping_text import mapping_lines
from checklist.inspecting.results import (
    Closeness,
    ColumnSeen,
    FileSeen,
    Gap,
    Inspection,
    Overview,
    Suggestion,
    WordsSeen,
)
from checklist.inspecting.run import inspect

__all__ = [
    "Closeness",
    "ColumnSeen",
    "FileSeen",
    "Gap",
    "Inspection",
    "Overview",
    "Suggestion",
    "WordsSeen",
    "inspect",
    "mapping_lines",
]
