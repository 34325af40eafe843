"""A small world: who did what, who had whom in care, and the days that are judged; and its files."""

from __future__ import annotations

import csv
import functools
import json
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import holidays

if TYPE_CHECKING:
    from pathlib import Path

Row = dict[str, str]
DAY = timedelta(days=1)
CALENDAR_KNOWN_TO = date(2026, 12, 31)
WORKING_HOURS = ((9, 12), (13, 18))
GROUPS = {"follow_up": ("call", "visit", "message"), "paper": ("quote", "order")}
ATTRIBUTES = ("note", "budget", "cost", "sales", "channel")
ITEMS = ("quiz", "skill", "ethics", "dress")
LOWEST_HEADERS = {
    "records": ("rep_id", "type", "occurred_at"),
    "reps": ("rep_id",),
    "customers": ("customer_id", "rep_id"),
    "attestations": ("rep_id", "item", "assessor", "assessed_on"),
    "absences": ("rep_id", "from", "to"),
}


class UnknownDayError(Exception):
    """The calendar cannot tell whether this day is a working day."""


@dataclass(frozen=True)
class Moment:
    """When something happened: an instant, or (day-precise) somewhere from `start` to `end`."""

    start: datetime
    end: datetime

    @classmethod
    def read(cls, text: str) -> Moment | None:
        """Read an ISO day or time; blank is None."""
        if not text.strip():
            return None
        start = datetime.fromisoformat(text.strip())
        is_day = len(text.strip()) == len("2026-10-01")
        return cls(start, start + DAY if is_day else start)

    @property
    def day(self) -> date:
        return self.start.date()

    @property
    def day_precise(self) -> bool:
        return self.end != self.start

    def not_after(self, other: Moment) -> bool:
        """Whether this stands at or before the other; by day where either knows only its day."""
        if self.day_precise or other.day_precise:
            return self.day <= other.day
        return self.start <= other.start


@dataclass(frozen=True)
class Record:
    """One row of what a rep did, with its times read."""

    row: Row
    when: Moment
    logged: Moment | None

    def __getitem__(self, column: str) -> str:
        return self.row.get(column, "").strip()

    @property
    def rep(self) -> str:
        return self["rep_id"]

    @property
    def day(self) -> date:
        return self.when.day

    @property
    def order(self) -> tuple[datetime, str, str, str]:
        """Earlier first; at one time by rep, type and id: the order of rows must say nothing."""
        return self.when.start, self.rep, self["type"], self["record_id"]


def read_day(text: str) -> date | None:
    """Read an ISO day; blank is None."""
    return date.fromisoformat(text.strip()) if text.strip() else None


@functools.cache
def _country(country: str) -> Any:  # holidays carries no types
    return holidays.country_holidays(country, years=range(2024, 2027))


@functools.cache
def is_working_day(country: str | None, day: date) -> bool:
    """Whether the company works on this day."""
    if country is None:
        return day.isoweekday() <= 5
    if day > CALENDAR_KNOWN_TO:
        raise UnknownDayError(day)
    return bool(_country(country).is_working_day(day))


@dataclass(frozen=True)
class World:
    """All an audit is given. Absent files are None; a file has the columns that its rows name."""

    records: list[Row]
    period: tuple[date, date]
    as_of: date
    reps: list[Row] | None = None
    customers: list[Row] | None = None
    attestations: list[Row] | None = None
    absences: list[Row] | None = None
    spans: dict[str, str] | None = None
    covers: tuple[str, ...] = ()
    country: str | None = "CN"

    def table(self, name: str) -> list[Row] | None:
        """Return the rows of a table, or None where its file is absent."""
        rows: list[Row] | None = getattr(self, name)
        return rows

    def columns(self, table: str) -> tuple[str, ...]:
        """Name the columns whose header is in the table's file; none without a file."""
        rows = self.table(table)
        if rows is None:
            return ()
        found = dict.fromkeys(LOWEST_HEADERS[table])
        for row in rows:
            found.update(dict.fromkeys(row))
        return tuple(found)

    @functools.cached_property
    def everything(self) -> list[Record]:
        """Every record of the input, whatever its day."""
        read = []
        for row in self.records:
            when = Moment.read(row["occurred_at"])
            assert when is not None
            read.append(Record(row, when, Moment.read(row.get("logged_at", ""))))
        return sorted(read, key=lambda record: record.order)

    @functools.cached_property
    def seen(self) -> list[Record]:
        """The records up to the end of `as_of`, earliest first."""
        return [record for record in self.everything if record.day <= self.as_of]

    @functools.cached_property
    def span_from(self) -> date:
        """The first day the log can show."""
        declared = read_day((self.spans or {}).get("from", ""))
        return declared or min((record.day for record in self.everything), default=date.max)

    @functools.cached_property
    def span_to(self) -> date:
        """The last day that counts as shown: the future too, unless the log is said to end before `as_of`."""
        declared = read_day((self.spans or {}).get("to", ""))
        return declared if declared and declared < self.as_of else date.max

    def works(self, day: date) -> bool:
        """Whether the company works on this day."""
        return is_working_day(self.country, day)


def policy_of(world: World, rules: list[dict[str, Any]]) -> dict[str, Any]:
    """Build the single-file pack that holds these rules."""
    calendar: dict[str, Any] = {"workday": ["09:00-12:00", "13:00-18:00"]}
    if world.country:
        calendar["country"] = world.country
    titled = [{"title": rule["rule"], **rule} for rule in rules]
    clause = {
        "clause": "1.1.1",
        "modality": "must",
        "title": "A clause",
        "text": "A clause.",
        "rules": titled,
    }
    return {
        "pack": "worlds",
        "version": "1.0.0",
        "title": "Worlds",
        "timezone": "Asia/Shanghai",
        "calendar": calendar,
        "groups": {name: list(types) for name, types in GROUPS.items()},
        "items": {item: item for item in ITEMS},
        "fields": {"records": list(ATTRIBUTES), "customers": [], "reps": []},
        "clauses": [clause],
    }


def write_table(path: Path, columns: tuple[str, ...], rows: list[Row]) -> Path:
    """Write rows as CSV under these headers."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, restval="")
        writer.writeheader()
        writer.writerows(rows)
    return path


def write(world: World, rules: list[dict[str, Any]], folder: Path) -> dict[str, Any]:
    """Write a world and its rules to a folder; return the arguments that audit it."""
    policy = folder / "policy.yaml"
    policy.write_text(json.dumps(policy_of(world, rules), ensure_ascii=False, indent=1), encoding="utf-8")
    mapping = folder / "mapping.yaml"
    settings: dict[str, Any] = {}
    if world.spans:
        settings["spans"] = world.spans
    if world.covers:
        settings["covers"] = list(world.covers)
    mapping.write_text(json.dumps(settings), encoding="utf-8")
    first, last = world.period
    arguments: dict[str, Any] = {
        "policy": policy,
        "records": [write_table(folder / "records.csv", world.columns("records"), world.records)],
        "mapping": mapping if settings else None,
        "period": f"{first}..{last}",
        "as_of": str(world.as_of),
    }
    files = {
        "reps": "roster",
        "customers": "customers",
        "attestations": "attestations",
        "absences": "absences",
    }
    for table, argument in files.items():
        rows = world.table(table)
        if rows is not None:
            arguments[argument] = write_table(folder / f"{argument}.csv", world.columns(table), rows)
    return arguments
