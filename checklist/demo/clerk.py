"""How a rep's records come to be: each is written down some time after it happened, and then numbered."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from checklist.demo import words
from checklist.demo.people import LAST, Rep, chance_of

if TYPE_CHECKING:
    from random import Random

    from checklist.demo.firm import Care

Row = dict[str, str]
FOLLOW_UPS = ("call", "message", "visit", "email")
_EXPORTED = datetime.combine(LAST, time(23, 50))
_BACKLOG_HOUR = time(21, 10)


class Clerk:
    """Writes one rep's records. `days` are those on which the rep is present, in order."""

    def __init__(self, rep: Rep, days: list[date]) -> None:
        self.rep = rep
        self.days = days
        self.rows: list[Row] = []
        self._entry = chance_of("entry", rep.rep_id)
        self._backlog = 0

    def chance(self, *names: str) -> Random:
        """Return a stream of chance for one purpose, so that no duty disturbs another."""
        return chance_of(*names, self.rep.rep_id)

    def keeps(self, duty: str, chance: Random) -> bool:
        """Draw whether the rep keeps a duty this time."""
        return self.rep.keeps(duty, chance)

    def day(self, index: int) -> date | None:
        """Return the rep's index-th day at work, or None beyond the log."""
        return self.days[index] if 0 <= index < len(self.days) else None

    def month(self, first: date) -> list[int]:
        """Return the indexes of the days at work in a month."""
        return [i for i, day in enumerate(self.days) if (day.year, day.month) == (first.year, first.month)]

    def write(
        self, kind: str, when: datetime, care: Care | None = None, items: Row | None = None, **values: str
    ) -> None:
        """Write down a record with the items of its document, unless it is entered after the export."""
        row = {"rep_id": self.rep.rep_id, "type": kind, "occurred_at": clock(when), **values, **(items or {})}
        if care is not None:
            row["customer_id"] = care.customer_id
        logged = self._logged(kind, when, care, row)
        row["logged_at"] = row["modified_at"] = clock(logged)
        if logged <= _EXPORTED:
            self.rows.append(row)

    def fill(self, duty: str, names: tuple[str, ...], chance: Random) -> Row:
        """Return a document's items, some left blank or half said where the duty is neglected."""
        return {
            name: words.one_of("phrases", name, chance)
            if self.keeps(duty, chance)
            else words.one_of("careless", "items", chance)
            for name in names
        }

    def _logged(self, kind: str, when: datetime, care: Care | None, row: Row) -> datetime:
        """Return when a record is entered; one who lets entries pile up writes them all in one evening."""
        pile = self.rep.writes_up_from
        if pile and when.date() >= pile and kind in FOLLOW_UPS and care is not None and not care.key:
            evening = datetime.combine(self.days[-2], _BACKLOG_HOUR)
            if when < evening:
                self._backlog += 1
                row["text"] = words.copied_note()
                return evening + timedelta(seconds=25 * self._backlog)
        if self.keeps("entry", self._entry):
            return when + timedelta(minutes=self._entry.randint(4, 300))
        return when + timedelta(minutes=self._entry.randint(30 * 60, 110 * 60))


def clock(when: datetime) -> str:
    """Return a time as exports write it."""
    return when.isoformat(sep=" ", timespec="seconds")


def during(day: date, chance: Random, earliest: int = 9, latest: int = 17) -> datetime:
    """Return a time within the working hours of a day, the noon break left out."""
    hour = chance.choice([hour for hour in range(earliest, latest + 1) if hour != 12])  # noqa: PLR2004
    return datetime.combine(day, time(hour, chance.randrange(60), chance.randrange(60)))
