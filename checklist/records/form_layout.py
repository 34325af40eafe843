"""The columns of the manager's form, under the headings that people read, in either language or both."""

from __future__ import annotations

from functools import cache

from checklist.model.tables import ATTESTATIONS
from checklist.wording import LANGUAGES, Wording

COLUMNS = (
    "rep_id", "name", "item", "clause", "question", "answer", "assessor", "assessed_on", "valid_until", "note",
)  # fmt: skip
FILLED = ("answer", "assessor", "assessed_on", "valid_until", "note")
"""What the manager fills in; the rest says what is asked about whom."""

NEEDED = tuple(name for name in COLUMNS if name in {*ATTESTATIONS.required, "answer"})
"""What an answer is worth nothing without."""

_BETWEEN = " / "


def heading(column: str, languages: tuple[str, ...]) -> str:
    """Return a column's heading in one language or several."""
    return _BETWEEN.join(dict.fromkeys(Wording(each).text(f"form.column.{column}") for each in languages))


def column_of(text: str) -> str | None:
    """Return the column that a heading names, in whatever language or both, or None."""
    parts = {part.strip().casefold() for part in text.split("/")}
    return next((column for column, names in _names().items() if parts <= names), None)


def sheet_name(language: str) -> str:
    """Return the name of the sheet to be filled in."""
    return Wording(language).text("form.sheet")


def is_sheet(name: str) -> bool:
    """Tell whether a sheet bears the form's name, in whatever language."""
    return name in {sheet_name(each) for each in LANGUAGES}


@cache
def _names() -> dict[str, frozenset[str]]:
    return {
        column: frozenset(
            {column, *(Wording(each).text(f"form.column.{column}").strip().casefold() for each in LANGUAGES)}
        )
        for column in COLUMNS
    }
