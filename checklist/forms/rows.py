"""What a form asks: one row for each person and item, person by person.

One long sheet rather than a sheet a person: a manager writes the assessor and the day once and fills them down
over everybody, filters to one item to rate people against each other, and prints the lot in one go; on a sheet
a person each of these is done over and over.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from checklist.model import UsageError
from checklist.policy.items import AskedItem, asked_items
from checklist.records.form_layout import COLUMNS, heading
from checklist.reporters.text import cell

if TYPE_CHECKING:
    from collections.abc import Sequence

    from checklist.model import Policy

BLANK_PEOPLE = 10


@dataclass(frozen=True, slots=True)
class FormRow:
    """One question about one person, without an answer. `person` counts the people from 0."""

    person: int
    rep_id: str
    name: str
    asked: AskedItem

    def texts(self, languages: tuple[str, ...]) -> dict[str, str]:
        """Return the cells that are there before anyone fills them in, none of which reads as a formula."""
        question = "\n".join(dict.fromkeys(self.asked.question.in_language(each) for each in languages))
        texts = {
            "rep_id": self.rep_id,
            "name": self.name,
            "item": self.asked.item,
            "clause": self.asked.clause,
            "question": question,
        }
        return {column: cell(text) for column, text in texts.items()}


def form_rows(policy: Policy, people: Sequence[tuple[str, str | None]] | None) -> list[FormRow]:
    """Return the rows of a form; without people, with room for some whose ids are to be filled in."""
    items = list(asked_items(policy).values())
    if not items:
        raise UsageError("form_no_items", policy=policy.id)
    known = [("", "")] * BLANK_PEOPLE if people is None else [(rep_id, name or "") for rep_id, name in people]
    return [FormRow(number, rep_id, name, item) for number, (rep_id, name) in enumerate(known) for item in items]


def headings(languages: tuple[str, ...]) -> list[str]:
    """Return the header of a form."""
    return [heading(column, languages) for column in COLUMNS]
