"""A small world: who did what, who had whom in care, and the days that are judged; and its files."""

from __future__ import annotations

import csv
import functools
import json
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import holidays

from tests.oracle.named import GROUPS, Rule, types_asked, values_asked
from tests.oracle.vocabulary import GENERIC_TYPES, KNOWN_TYPES, KNOWN_VALUES, OTHER, folded

if TYPE_CHECKING:
    from pathlib import Path

Row = dict[str, str]
DAY = timedelta(days=1)
CALENDAR_KNOWN_TO = date(2026, 12, 31)
WORKING_HOURS = ((9, 12), (13, 18))
ATTRIBUTES = ("note", "budget", "cost", "sales", "channel")
ITEMS = ("quiz", "skill", "ethics", "dress")
# A row of the log may say which file it stands in; one that does not stands in the first.
FILE = "@file"
FIRST_FILE = "records.csv"
EVERYTHING = "all"
DEFAULT_HISTORY = 90
LOWEST_HEADERS = {
    "records": ("rep_id", "type", "occurred_at"),
    "reps": ("rep_id",),
    "customers": ("customer_id", "rep_id"),
    "attestations": ("rep_id", "item", "assessor", "assessed_on"),
    "absences": ("rep_id", "from", "to"),
}


class UnknownDayError(Exception):
    """The calendar cannot tell whether this day is a working day."""

    def __init__(self, day: date) -> None:
        super().__init__(day)
        self.day = day


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
class Line:
    """One row of a table and what its file shows.

    "A column is shown for a row if its header is in that row's input."
    """

    row: Row
    file: str
    columns: frozenset[str]

    def __getitem__(self, column: str) -> str:
        return self.row.get(column, "").strip()


@dataclass(frozen=True)
class Record(Line):
    """One row of what a rep did, with its times read."""

    when: Moment
    logged: Moment | None

    @property
    def rep(self) -> str:
        return self["rep_id"]

    @property
    def of_nobody(self) -> bool:
        """Whether it is "a log row with a type, a time and a customer or case, but no rep"."""
        return self.rep == ""

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


def next_working_day(country: str | None, day: date) -> date:
    """The first working day after a day."""
    day += DAY
    while not is_working_day(country, day):
        day += DAY
    return day


@dataclass(frozen=True)
class World:
    """All an audit is given. Absent files are None; a file has the columns that its rows name.

    Of the log each row may name its file, and each file has columns of its own. `covers` and `covers_values` are named
    by the mapping: shown in full; `completes` is `covers: all`, or the types that a profile covers. `types` and
    `values` are the mapping's words. `policy` is all that is asked, the rules beside the one judged too.
    """

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
    covers_values: tuple[tuple[str, tuple[str, ...]], ...] = ()
    completes: tuple[str, ...] = ()
    types: tuple[tuple[str, str], ...] = ()
    values: tuple[tuple[str, str, str], ...] = ()
    history: int = DEFAULT_HISTORY
    policy: tuple[Rule, ...] = ()

    # The tables

    def table(self, name: str) -> list[Row] | None:
        """Return the rows of a table, or None where its file is absent."""
        rows: list[Row] | None = getattr(self, name)
        return rows

    def columns(self, table: str, file: str | None = None) -> tuple[str, ...]:
        """Name the columns whose header is in a table's file, or in any of its files; none without a file."""
        rows = self.table(table)
        if rows is None:
            return ()
        found = dict.fromkeys(LOWEST_HEADERS[table])
        for row in rows:
            if file in (None, row.get(FILE, FIRST_FILE)):
                found.update(dict.fromkeys(row))
        return tuple(column for column in found if column != FILE)

    @functools.cached_property
    def files(self) -> dict[str, frozenset[str]]:
        """The files of the log, each with the columns that it shows."""
        names = dict.fromkeys(row.get(FILE, FIRST_FILE) for row in self.records)
        return {name: frozenset(self.columns("records", name)) for name in names}

    def line(self, table: str, row: Row) -> Line:
        """A row of a table other than the log."""
        return Line(row, table, frozenset(self.columns(table)))

    def mapped(self, row: Row) -> Row:
        """A row of the log in the words that the mapping makes of it."""
        words = [("type", *pair) for pair in self.types] + list(self.values)
        meant = {column: new for column, word, new in words if folded(row.get(column, "")) == folded(word)}
        return {**row, **meant}

    @functools.cached_property
    def everything(self) -> list[Record]:
        """Every record of the input, whatever its day."""
        read = []
        for row in self.records:
            when = Moment.read(row["occurred_at"])
            assert when is not None
            file = row.get(FILE, FIRST_FILE)
            read.append(Record(self.mapped(row), file, self.files[file], when, Moment.read(row.get("logged_at", ""))))
        return sorted(read, key=lambda record: record.order)

    @functools.cached_property
    def seen(self) -> list[Record]:
        """The records up to the end of `as_of`, earliest first."""
        return [record for record in self.everything if record.day <= self.as_of]

    # The span

    @functools.cached_property
    def span_from(self) -> date:
        """The first day the log can show: version 1's, which moves over no day off."""
        declared = read_day((self.spans or {}).get("from", ""))
        return declared or min((record.day for record in self.everything), default=date.max)

    @functools.cached_property
    def span_to(self) -> date:
        """The last day the log can show.

        "Its end is the day before the second working day after the last record in all inputs (those after `as_of`
        included), but no later than `as_of`"; the mapping's `spans` says otherwise.
        """
        declared = read_day((self.spans or {}).get("to", ""))
        if declared is None:
            last = max((record.day for record in self.everything), default=self.as_of)
            try:
                second = next_working_day(self.country, next_working_day(self.country, last))
            except UnknownDayError:
                # It lies behind every day that the calendar knows, and so behind `as_of`.
                return self.as_of
            declared = second - DAY
        return min(declared, self.as_of)

    # The words

    @functools.cached_property
    def types_shown(self) -> set[str]:
        """ "A type is shown if it occurs anywhere in the input (whatever the period), or `covers` names it." """
        return {folded(word) for word in (*(record["type"] for record in self.everything), *self.covers)}

    @functools.cached_property
    def _types_asked(self) -> set[str]:
        return {folded(word) for word in types_asked(self.policy)}

    def is_unread_type(self, word: str) -> bool:
        """Whether a word in the type column says nothing.

        It does "if no rule of the policy (skipped ones too) asks about it, it is not declared `other`, and the
        program's own vocabulary does not know it or knows it as generic".
        """
        word = folded(word)
        known = word in KNOWN_TYPES and word not in GENERIC_TYPES
        return not (known or word == OTHER or word in self._types_asked)

    @functools.cached_property
    def words_read(self) -> dict[str, set[str]]:
        """Of each column of a closed vocabulary the words that the program, the mapping or a rule knows."""
        return {
            column: {
                *known,
                *(folded(meant) for name, _, meant in self.values if name == column),
                *(folded(word) for word in values_asked(self.policy, column)),
                *(folded(word) for name, words in self.covers_values if name == column for word in words),
            }
            for column, known in KNOWN_VALUES.items()
        }

    def is_unread_value(self, column: str, word: str) -> bool:
        """ "A word there that neither the program, nor the mapping, nor any rule knows is an unread value." """
        return column in self.words_read and word != "" and folded(word) not in self.words_read[column]

    @functools.cached_property
    def _reps_by_type(self) -> dict[str, set[str]]:
        found: dict[str, set[str]] = {}
        for record in self.everything:
            found.setdefault(folded(record["type"]), set()).update({record.rep} - {""})
        return found

    def is_several_reps_word(self, word: str) -> bool:
        """Whether "at least two reps use the word (one, in a log of one rep)"."""
        reps = set().union(*self._reps_by_type.values())
        return len(self._reps_by_type.get(folded(word), ())) >= min(2, len(reps))

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
    pack: dict[str, Any] = {} if world.history == DEFAULT_HISTORY else {"history": f"{world.history} days"}
    return {
        **pack,
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
        writer = csv.DictWriter(file, columns, restval="", extrasaction="ignore")
        writer.writeheader()
        writer.writerows(rows)
    return path


def mapping_of(world: World) -> dict[str, Any]:
    """Build the mapping: its words, what it covers, what it spans."""
    settings: dict[str, Any] = {}
    if world.spans:
        settings["spans"] = world.spans
    if world.completes:
        # What a profile covers stands in no mapping.
        assert world.completes == (EVERYTHING,)
        settings["covers"] = EVERYTHING
    elif world.covers_values:
        settings["covers"] = {"type": list(world.covers)} | {name: list(words) for name, words in world.covers_values}
    elif world.covers:
        settings["covers"] = list(world.covers)
    if world.types:
        settings["types"] = dict(world.types)
    for column, word, meant in world.values:
        settings.setdefault("values", {}).setdefault(column, {})[word] = meant
    return settings


def write(world: World, rules: list[dict[str, Any]], folder: Path) -> dict[str, Any]:
    """Write a world and its rules to a folder; return the arguments that audit it."""
    policy = folder / "policy.yaml"
    policy.write_text(json.dumps(policy_of(world, rules), ensure_ascii=False, indent=1), encoding="utf-8")
    mapping = folder / "mapping.yaml"
    settings = mapping_of(world)
    mapping.write_text(json.dumps(settings, ensure_ascii=False), encoding="utf-8")
    first, last = world.period
    files = world.files or {FIRST_FILE: frozenset()}
    arguments: dict[str, Any] = {
        "policy": policy,
        "records": [
            write_table(
                folder / file,
                world.columns("records", file),
                [row for row in world.records if row.get(FILE, FIRST_FILE) == file],
            )
            for file in files
        ],
        "mapping": mapping if settings else None,
        "period": f"{first}..{last}",
        "as_of": str(world.as_of),
    }
    if world.completes and world.covers:
        arguments["covers"] = list(world.covers)
    tables = {
        "reps": "roster",
        "customers": "customers",
        "attestations": "attestations",
        "absences": "absences",
    }
    for table, argument in tables.items():
        rows = world.table(table)
        if rows is not None:
            arguments[argument] = write_table(folder / f"{argument}.csv", world.columns(table), rows)
    return arguments
