"""The year of dates that are written without one: as a mapping declares it, else as a sheet's name or a title says."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from checklist.engine import SQL
from checklist.model import InputError, Place
from checklist.records.mentions import months, without_days

if TYPE_CHECKING:
    from collections.abc import Iterable

DECLARED = r"(19|20|21)\d{2}(-(0[1-9]|1[0-2]))?"
"""A mapping's `year`: 2026, or 2026-12 for the twelve months from December 2026 on."""

_YEAR = re.compile(r"(?<!\d)((?:19|20|21)\d\d)(?!\d)")
_MONTHS = 12


@dataclass(frozen=True, slots=True)
class Year:
    """Twelve months: dates without a year lie in them, from `first` (a month) on.

    `within` are the months that a title speaks of; it says nothing of a date in any other. Whoever declares the first
    month knows that the dates run over the new year, or that they do not: it is `certain`.
    """

    year: int
    first: int = 1
    within: frozenset[int] = frozenset()
    certain: bool = False

    def of(self, month: str) -> SQL:
        """Return SQL for the year of a month's dates, as text."""
        if self.first == 1:
            return SQL(f"'{self.year}'")
        return SQL(f"CASE WHEN {month} >= {self.first} THEN '{self.year}' ELSE '{self.year + 1}' END")

    def check(self, column: str, place: Place, found: Iterable[int]) -> None:
        """Raise `InputError` where dates in these months may lie in two years, or outside of what a title speaks of."""
        own = set(found)
        if self.within and own - self.within:
            raise InputError("date_outside_title", place, column=column, year=self.year, month=min(own - self.within))
        # Where both ends of the year are filled and a gap lies between, the dates may run over the new year.
        if not self.certain and {1, _MONTHS} <= own and len(own) < _MONTHS:
            first = next(month for month in range(_MONTHS, 0, -1) if month not in own) + 1
            raise InputError(
                "date_over_new_year", place, column=column, year=self.year, first=f"{self.year}-{first:02}"
            )


def declared_year(text: str) -> Year:
    """Return the year that a mapping declares."""
    year, _, month = text.partition("-")
    return Year(int(year), int(month or 1), certain=bool(month))


def year_of_titles(titles: Iterable[str]) -> Year | None:
    """Return the one year that a file's titles speak of; a whole day in them is when somebody printed it."""
    texts = [without_days(title) for title in titles]
    named = {month for text in texts for month in months(text)}
    years = {int(month[:4]) for month in named} | {int(each) for text in texts for each in _YEAR.findall(text)}
    if len(years) != 1:
        return None
    return Year(years.pop(), within=frozenset(int(month[5:]) for month in named))
