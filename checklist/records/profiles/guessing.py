"""Choose, by a file's cells, which header in common use is read into which column; ask where that is open."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import TYPE_CHECKING, Any

from checklist.engine import SQL, literal
from checklist.model.tables import ABSENCES, RECORDS, Sort
from checklist.records import cells
from checklist.records.plain import known
from checklist.records.profiles.names import fold
from checklist.records.proposing import proposed

if TYPE_CHECKING:
    from checklist.model.tables import Table
    from checklist.records.asking import Ask
    from checklist.records.raw import Raw

    Rows = Callable[[str], Sequence[Sequence[Any]]]

_HAPPENED = "occurred_at"
_TIMES = (Sort.TIME, Sort.DAY)
# So many rows that differ are shown, each text so long at most.
_SHOWN, _LONGEST = 3, 40
# What a cell of days or times looks like, whichever way round it is written: a look, no reading.
_CLOCK = "([上下]午 ?)?[0-9]{1,2}[:：][0-9]{2}([:：][0-9]{2})?([.][0-9]+)?( ?[AaPp][.]?[Mm][.]?)?"
# An absence may begin or end with half a day.
_HALF = "[上下]午|[AaPp][.]?[Mm][.]?"
_MONTH = "(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*[.]?"
_DAY = (
    "([0-9]{4}[-/.][0-9]{1,2}[-/.][0-9]{1,2}|[0-9]{1,2}[-/.][0-9]{1,2}[-/.]([0-9]{4}|[0-9]{2})"
    "|([0-9]{2,4} ?年 ?)?[0-9]{1,2} ?月 ?[0-9]{1,2} ?[日号]?|(19|20)[0-9]{2}(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])"
    f"|[0-9]{{1,2}}[ -]{_MONTH}[ ,-]+[0-9]{{2,4}}|{_MONTH} [0-9]{{1,2}},? [0-9]{{4}})"
)
_AFTER = "([T ,(（]*[0-9:：.+Z apmAPM上下午凌晨早中傍晚时点分秒半星期周一二三四五六日天)）-]*)?"
_LIKE_TIMES = f"(?i){_DAY}{_AFTER}|{_CLOCK}"
_NO_CLOCK = "(?i)[^:：时点]*|.*[T ]0{1,2}:00(:00([.]0+)?)?( ?(Z|[+-]00(:?00)?))?"
# Counts of seconds or days are times only under a header that says so; spans of time are none under any.
_COUNTS = "[0-9]{10}|[0-9]{13}|[34][0-9]{4}([.][0-9]+)?"
_NAMES_TIME = re.compile(r"(date|time|day|stamp|_at|_on|_ts|At|On|日期|时间|时刻|日)$", re.IGNORECASE)
_NAMES_SPAN = re.compile(r"时长|耗时|用时|duration|length|minutes|seconds|hours", re.IGNORECASE)
# What is left of a day's header and of its clock's once their own words are off is the same.
_STEM_OF_DAY, _STEM_OF_CLOCK = (
    re.compile("date|day|日期|日$"),
    re.compile("time|clock|half|时间段|时间|时段|时刻|钟点|半天|上下午"),
)


@dataclass(frozen=True, slots=True)
class Open:
    """What a file's headers alone do not settle.

    `columns` are those that nothing declared, each with the headers in common use for it: those of one tier are
    rivals, those of a later tier stand in only where no earlier one is there. `free` are all headers that nothing
    declared. `entered` is a time of entry that a product's export falls back on for the time of the deed.
    """

    table: Table
    columns: Mapping[str, Sequence[Sequence[str]]]
    free: Sequence[str]
    entered: str | None = None


@known
@dataclass(frozen=True, slots=True)
class Guess:
    """A column that names in common use gave its header, or a day's and its clock's; `others` were left for it."""

    column: str
    headers: tuple[str, ...]
    others: tuple[str, ...] = ()


@known
@dataclass(frozen=True, slots=True)
class Question:
    """A column that several headers may be meant for: an error's code, and what fills its sentence."""

    code: str
    values: dict[str, Any]

    @property
    def column(self) -> str:
        """The column that is asked for."""
        return str(self.values["column"])


@known
@dataclass(frozen=True, slots=True)
class Settled:
    """What was chosen, and what must be asked; the same wherever the file's rows are."""

    guesses: tuple[Guess, ...] = ()
    questions: tuple[Question, ...] = ()


Settle = Callable[[Open], Settled]


def settling(raw: Raw, ask: Ask, rows: Rows) -> Settle:
    """Return what settles a file's open headers by its cells, asked through `ask`; `rows` shows single rows."""
    return lambda left: _Settling(raw, ask, rows, left).settled()


@dataclass
class _Settling:
    """The choice for one file."""

    raw: Raw
    ask: Ask
    rows: Rows
    left: Open
    told: dict[tuple[str, ...], int] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)

    def settled(self) -> Settled:
        """Return the choice for every column, the questions last."""
        if not self.left.columns and self.left.entered is None:
            return Settled()
        self._look()
        guesses: list[Guess] = []
        questions: list[Question] = []
        for column, tiers in self.left.columns.items():
            rivals = next((found for tier in tiers if (found := self._there(column, tier))), [])
            if not rivals:
                continue
            first, *others = rivals
            differing = [each for each in others if self.told["differ", column, first, each]]
            if differing:
                questions.append(self._differing(column, [first, *differing]))
                continue
            clock = self._clock_of(column, first)
            headers = (first,) if clock is None else (first, clock)
            self.used.update(headers)
            guesses.append(Guess(column, headers))
        entered = self._entered(guesses)
        unread = [] if entered is None else self._unread_times()
        if unread:
            guesses = [each for each in guesses if each.column != _HAPPENED]
            questions.append(self._entry(str(entered), unread))
        return Settled(tuple(self._with_others(each) for each in guesses), tuple(questions))

    def _there(self, column: str, tier: Sequence[str]) -> list[str]:
        """Return the headers of one tier that are free and not blank in all rows; a clock alone tells no time."""
        return [
            each
            for each in tier
            if each not in self.used
            and (self.told["filled", each] or not self.told["rows",])
            and not (self._timed(column) and self._clocks_only(each))
        ]

    def _with_others(self, guess: Guess) -> Guess:
        tiers = self.left.columns[guess.column]
        others = (each for tier in tiers for each in tier if each not in self.used and self.told["filled", each])
        return Guess(guess.column, guess.headers, tuple(dict.fromkeys(others)))

    # What the cells are asked, all in one pass.

    def _look(self) -> None:
        asked: dict[tuple[str, ...], str] = {("rows",): "count(*)"}
        headers = {each for tiers in self.left.columns.values() for tier in tiers for each in tier}
        timed = {each for name, tiers in self.left.columns.items() if self._timed(name) for t in tiers for each in t}
        clocks = {each for header in timed for each in self._partners(header)}
        for each in sorted(headers | clocks):
            asked["filled", each] = f"count({self._text(each)})"
        clock = f"{_CLOCK}|{_HALF}" if self.left.table is ABSENCES else _CLOCK
        for each in sorted(timed | clocks):
            asked["clocks", each] = f"count(*) FILTER ({self._matches(each, clock)})"
        for each in sorted(header for header in timed if self._partners(header)):
            asked["days", each] = f"count(*) FILTER ({self._matches(each, _NO_CLOCK)})"
        for name, tiers in self.left.columns.items():
            for tier in tiers:
                for one, other in combinations(tier, 2):
                    asked["differ", name, one, other] = f"count(*) FILTER ({self._differ(name, one, other)})"
        self._ask(asked)

    def _ask(self, asked: Mapping[tuple[str, ...], str]) -> None:
        aggregates = list(asked.values())
        found = self.ask(f"SELECT {', '.join(aggregates)} FROM {self.raw.relation}", aggregates)
        self.told |= dict(zip(asked, found, strict=True))

    def _cell(self, header: str) -> SQL:
        position = self.raw.headers.index(header)
        return cells.typed_text(SQL(f"c{position}"), self.raw.cells[position], "UTC")

    def _text(self, header: str) -> SQL:
        return cells.text(self._cell(header), spaces_only=self.raw.spaces_only)

    def _matches(self, header: str, pattern: str) -> str:
        return f"regexp_full_match({self._text(header)}, {literal(pattern)})"

    def _differ(self, column: str, one: str, other: str) -> str:
        """Tell whether two headers say different things in a row; of a time, one may say no more than the day."""
        first, second = (f"lower({self._text(each)})" for each in (one, other))
        if self._timed(column):
            return f"NOT starts_with({first}, {second}) AND NOT starts_with({second}, {first})"
        return f"{first} <> {second}"

    # A day and its clock, and the time of entry.

    def _timed(self, column: str) -> bool:
        canonical = self.left.table.column(column)
        return canonical is not None and canonical.sort in _TIMES

    def _clocks_only(self, header: str) -> bool:
        return bool(self.told["filled", header]) and self.told["clocks", header] == self.told["filled", header]

    def _partners(self, header: str) -> list[str]:
        """Return the headers that name the clock to a day's header: appointment_time to appointment_date."""
        stem, changed = _STEM_OF_DAY.subn("", fold(header))
        if not changed:
            return []
        return [each for each in self.left.free if _STEM_OF_CLOCK.subn("", fold(each)) == (stem, 1)]

    def _clock_of(self, column: str, header: str) -> str | None:
        """Return the header of the clock that belongs to a column of days, where its table tells times."""
        canonical = self.left.table.column(column)
        days = self.told.get(("days", header))
        if canonical is None or canonical.sort is not Sort.TIME or days != self.told["filled", header]:
            return None
        free = (each for each in self._partners(header) if each not in self.used and self._clocks_only(each))
        return next(free, None)

    def _entered(self, guesses: Sequence[Guess]) -> str | None:
        """Return the header of a time of entry that would be read as the time of the deed."""
        if self.left.table is not RECORDS:
            return None
        later = {each for tier in self.left.columns.get(_HAPPENED, ())[1:] for each in tier}
        chosen = (each.headers[0] for each in guesses if each.column == _HAPPENED and each.headers[0] in later)
        return self.left.entered or next(chosen, None)

    def _unread_times(self) -> list[str]:
        """Return the headers that nothing reads and that hold days or times in most of their cells."""
        unread = [each for each in self.left.free if each not in self.used and not _NAMES_SPAN.search(each)]
        if not unread:
            return []
        asked: dict[tuple[str, ...], str] = {("filled", each): f"count({self._text(each)})" for each in unread}
        for each in unread:
            pattern = f"{_LIKE_TIMES}|{_COUNTS}" if _NAMES_TIME.search(each) else _LIKE_TIMES
            asked["times", each] = f"count(*) FILTER ({self._matches(each, pattern)})"
        self._ask(asked)
        return [each for each in unread if 0 < self.told["filled", each] <= 2 * self.told["times", each]]

    # What is asked.

    def _differing(self, column: str, headers: Sequence[str]) -> Question:
        first, *others = headers
        differing = " OR ".join(f"{self._shown(first)} <> {self._shown(each)}" for each in others)
        line = proposed(self.left.table, column, [first])
        samples = self._samples(headers, differing)
        return Question("guess_undecided", _values(column, headers, samples, line))

    def _entry(self, entered: str, unread: Sequence[str]) -> Question:
        filled = " OR ".join(f"{self._shown(each)} IS NOT NULL" for each in unread)
        line = proposed(self.left.table, _HAPPENED, self._day_and_clock(unread))
        own = proposed(self.left.table, _HAPPENED, [entered])
        values = _values(_HAPPENED, unread, self._samples([entered, *unread], filled), line)
        return Question("guess_entry", values | {"entered": entered, "own": own})

    def _day_and_clock(self, unread: Sequence[str]) -> list[str]:
        for each in unread:
            partner = next((other for other in self._partners(each) if other in unread), None)
            if partner is not None:
                return [each, partner]
        return [unread[0]]

    def _shown(self, header: str) -> str:
        """Return a cell as it is shown, by SQL that every engine reads."""
        return f"CAST(c{self.raw.headers.index(header)} AS VARCHAR)"

    def _samples(self, headers: Sequence[str], where: str) -> list[str]:
        texts = ", ".join(self._shown(each) for each in headers)
        found = self.rows(f"SELECT {texts} FROM {self.raw.relation} WHERE {where} ORDER BY line LIMIT {_SHOWN}")
        return [
            " | ".join(f"{header}: {_short(text)}" for header, text in zip(headers, row, strict=True)) for row in found
        ]


def _values(column: str, headers: Sequence[str], samples: list[str], line: str) -> dict[str, Any]:
    return {"column": column, "headers": list(headers), "samples": samples, "line": line}


def _short(text: object) -> str:
    shown = "" if text is None else " ".join(str(text).split())
    return shown if len(shown) <= _LONGEST else shown[: _LONGEST - 1] + "…"
