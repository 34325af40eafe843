"""What a rep's log holds, day by day and customer by customer: for a look at the whole, never for a score."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

WORKING, OFF, AWAY, UNSEEN = "w", "o", "a", "-"
"""What a day was for a rep: a working day, a day off, a day of absence, or outside what log and roster span."""


@dataclass(frozen=True, slots=True)
class CustomerWeeks:
    """One customer in a rep's care, over the last weeks.

    `contacts` has a number for each week: how many records follow the customer up in it, or None where the
    customer was not in the rep's care on any day of it. `last_on` is the day of the last such record up to
    `as_of`, or None where the log shows none.
    """

    customer_id: str
    name: str | None
    grade: str | None
    contacts: tuple[int | None, ...]
    last_on: date | None


@dataclass(frozen=True, slots=True)
class RepActivity:
    """One rep's year up to `as_of`, and the weeks of the customers in the rep's care on that day.

    `first` is the Monday 52 weeks before that of `as_of`'s week; `records` counts the rep's records of each
    day from it to `as_of`, and `days` has a letter for each: what the day was. `weeks` are the Mondays that
    the customers' contacts are about; `customers` are those left alone longest first, `more_customers` how
    many are not listed; `rules` are those whose records count as following up.
    """

    first: date
    records: tuple[int, ...]
    days: str
    weeks: tuple[date, ...] = ()
    customers: tuple[CustomerWeeks, ...] = ()
    more_customers: int = 0
    rules: tuple[str, ...] = ()
