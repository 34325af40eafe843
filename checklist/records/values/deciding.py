"""Decide, once a column and from all of its cells, how they are read.

A file's columns are looked at in two passes at most: a cheap one, after which plain columns are settled, and one that
counts, for all others, how many cells each reading fits. Counts alone decide, so the order of rows changes nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from checklist.engine import SQL
from checklist.model import ChecklistError, InputError, Notice, Place, Sentence
from checklist.model.errors import errors_of, grouped
from checklist.model.tables import Sort
from checklist.records.api import ColumnRule
from checklist.records.asking import Ask, asking
from checklist.records.raw import Cells
from checklist.records.values import cleaning, number_columns, time_columns
from checklist.records.values.cleaning import Cleaning
from checklist.records.values.columns import Subject, clock_of, subjects
from checklist.records.values.durations import unit_by_header
from checklist.records.values.numbers import FIGURES
from checklist.records.values.reading import Answers, Questions, Reading
from checklist.records.values.times import Clock, DeclaredTimes, NativeTimes, has_year, months_of
from checklist.records.years import year_of_titles

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from checklist.engine import Session
    from checklist.records.planning import Plan

T = TypeVar("T")
_TIMES = (Sort.TIME, Sort.DAY)
# A table's own column is looked at whole only where its first texts are no other than sums of money.
_FIRST_TEXTS = 500
# Headers of codes: their texts are no sums, whatever commas part them.
_CODE = re.compile(
    r"(编码|编号|代码|号码|\S号|型号|规格|版本|电话|手机|传真|邮编|证件)$"
    r"|(code|number|phone|mobile|sku|version|model)$|(^|[\s_.-])(id|no)\.?$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Decided:
    """One column: where its text comes from, what is taken off it, how it is read, and what must be said of that.

    It is `plain` where its cells need no more than to be trimmed.
    """

    subject: Subject
    reading: Reading
    cleaning: Cleaning
    plain: bool
    notice: Notice | None = None


def decide(session: Session, plan: Plan, policy_zone: str, ask: Ask | None = None) -> dict[str, Decided]:
    """Return how each of a file's columns is read, by its name.

    Its rows are asked through `ask`; without it they are in the session. Raises `InputError`, or a group of them, where
    two readings fit a column alike.
    """
    deciding = _Deciding(session, plan, policy_zone, ask or asking(session))
    columns = subjects(plan, policy_zone)
    sums = deciding.begin_as_sums(columns)
    first = deciding.told(columns, {name: deciding.first_questions(each) for name, each in columns.items()})
    settled = {name: deciding.settled(each, first.get(name, {}), sums=name in sums) for name, each in columns.items()}
    closer = deciding.told(
        columns,
        {
            name: deciding.closer_questions(each, first.get(name, {}), settled=settled[name] is not None)
            for name, each in columns.items()
        },
    )
    decided = {}
    errors: list[ChecklistError] = []
    for name, each in columns.items():
        told = first.get(name, {}) | closer.get(name, {})
        reading, notice = settled[name], None
        try:
            if reading is None:
                reading, notice = deciding.reading(each, told)
        except ChecklistError as error:
            errors += errors_of(error)
            continue
        plain = settled[name] is not None and each.column.sort is not Sort.ANSWER and not plan.section.formats.get(name)
        decided[name] = Decided(each, reading, deciding.cleaning(each, told, plain=plain), plain, notice)
    if errors:
        raise grouped(errors)
    return decided


def rules(plan: Plan, decided: Mapping[str, Decided]) -> Iterator[ColumnRule]:
    """Yield what was decided, for people."""
    for name, each in decided.items():
        yield ColumnRule(plan.table.name, plan.source.path, name, each.subject.header, each.reading.rule)


class _Deciding:
    """What is asked of one file's columns, and what follows from the answers."""

    def __init__(self, session: Session, plan: Plan, policy_zone: str, ask: Ask) -> None:
        self._session = session
        self._ask = ask
        self._plan = plan
        self._policy_zone = policy_zone
        self._place = Place(plan.source.path, plan.raw.header_line)
        self._year = plan.section.year or year_of_titles(plan.raw.titles)

    def told(self, columns: Mapping[str, Subject], questions: Mapping[str, Questions]) -> dict[str, dict[str, Any]]:
        """Return the answers to aggregates, each over its column's `alias`: the cell as it stands."""
        asked = [(name, key, sql) for name, own in questions.items() for key, sql in own.asked.items()]
        if not asked:
            return {}
        cells = ", ".join(f"{each.cell} AS {each.alias}" for name, each in columns.items() if questions[name].asked)
        rows = f"SELECT line, {cells} FROM {self._plan.raw.relation}"
        for depth in range(max(len(own.levels) for own in questions.values())):
            level = [own.levels[depth] for own in questions.values() if depth < len(own.levels)]
            rows = f"SELECT *, {', '.join(f'{sql} AS {alias}' for alias, sql in level)} FROM ({rows})"
        aggregates = [sql for _, _, sql in asked]
        found = self._ask(f"SELECT {', '.join(aggregates)} FROM ({rows})", aggregates)
        told: dict[str, dict[str, Any]] = {}
        for (name, key, _), value in zip(asked, found, strict=True):
            told.setdefault(name, {})[key] = value
        return told

    def first_questions(self, subject: Subject) -> Questions:
        """Return what a column is asked first: whether it is all plain, or what its texts might need."""
        sort = subject.column.sort
        if subject.cells is not Cells.TEXT:
            return Questions()
        if sort is Sort.TEXT:
            return cleaning.first_questions(subject.alias, named=subject.named)
        if sort is Sort.ANSWER or self._declared(subject):
            return Questions()
        if sort in _TIMES:
            return time_columns.first_questions(subject.alias)
        return number_columns.first_questions(subject.alias)

    def settled(self, subject: Subject, told: Mapping[str, Any], *, sums: bool) -> Reading | None:
        """Return the reading of a column that need not be looked at more closely, else None.

        `sums` says that all its first texts are sums of money.
        """
        sort = subject.column.sort
        if sort in _TIMES:
            return self._settled_times(subject, told)
        if sort is Sort.NUMBER:
            plain = bool(told) and told["plain"] == told["cells"] and self._unit(subject) in (None, "minutes")
            return number_columns.plain_reading(minutes=subject.name == "duration_minutes") if plain else None
        if sort is Sort.ANSWER:
            return Answers(rule=Sentence("reading.answers"))
        return None if sums else Reading(rule=Sentence("reading.text"))

    def closer_questions(self, subject: Subject, told: Mapping[str, Any], *, settled: bool) -> Questions:
        """Return what a column is asked that the first questions left open."""
        sort, alias = subject.column.sort, subject.alias
        if sort is Sort.TEXT and subject.named:
            return cleaning.closer_questions(alias) if told.get("unusual") else Questions()
        if settled:
            return Questions()
        text = subject.meaning(subject.trimmed(alias), self.cleaning(subject, told, plain=False))
        if sort in _TIMES and self._declared(subject):
            return Questions(
                {"months": months_of(SQL(f"{alias}_text"), self._declared(subject))}, ((SQL(f"{alias}_text"), text),)
            )
        if sort in _TIMES:
            return time_columns.questions(alias, text)
        if sort is Sort.TEXT:
            return number_columns.own_questions(alias, text)
        if subject.name == "rating":
            return number_columns.rating_questions(alias, text)
        if subject.name == "duration_minutes":
            return number_columns.duration_questions(alias, text)
        return number_columns.amount_questions(alias, text, self._declared(subject))

    def reading(self, subject: Subject, told: Mapping[str, Any]) -> tuple[Reading, Notice | None]:
        """Return the reading that the closer answers tell, and what must be said of it."""
        sort, name = subject.column.sort, subject.name
        if sort in _TIMES:
            clock, zone = clock_of(self._session, self._ask, self._plan, name, self._policy_zone)
            if self._declared(subject):
                return self._declared_times(subject, clock, told["months"], zone), None
            return time_columns.reading(name, partial(self._where, name), clock, told, zone, self._year), None
        if sort is Sort.TEXT:
            return number_columns.own(told, figures=name in FIGURES), None
        if name == "rating":
            return number_columns.ratings(name, self._place, told), None
        if name == "duration_minutes":
            return self._durations(subject, told)
        return number_columns.amounts(name, self._place, told, self._declared(subject)), None

    def cleaning(self, subject: Subject, told: Mapping[str, Any], *, plain: bool) -> Cleaning:
        """Return what a column's texts need; where times and numbers are not all plain, it may be anything."""
        if subject.cells is not Cells.TEXT:
            return Cleaning()
        if subject.column.sort is not Sort.TEXT:
            return Cleaning(wrapped=not plain, evened=not plain)
        return Cleaning(*(bool(told.get(key)) for key in ("wrapped", "odd", "wide")))

    def _declared(self, subject: Subject) -> tuple[str, ...]:
        return self._plan.section.formats.get(subject.name, ())

    def _settled_times(self, subject: Subject, told: Mapping[str, Any]) -> Reading | None:
        clock, zone = clock_of(self._session, self._ask, self._plan, subject.name, self._policy_zone)
        formats = self._declared(subject)
        if subject.cells is not Cells.TEXT:
            rule = Sentence(f"reading.typed_{subject.cells.value}", {"zone": zone})
            return NativeTimes(rule=rule, clock=clock, cells=subject.cells)
        if formats:
            return self._declared_times(subject, clock, {}, zone) if all(map(has_year, formats)) else None
        return time_columns.plain_reading(clock, told, zone)

    def _declared_times(
        self, subject: Subject, clock: Clock, months: Mapping[int, int] | None, zone: Sentence | str
    ) -> Reading:
        """Return the reading of declared formats. Raises `InputError` where nothing tells the year of one without."""
        name, formats = subject.name, self._declared(subject)
        if months and self._year is None:
            raise InputError("date_without_year", self._place, column=name, value=", ".join(formats))
        if months and self._year is not None:
            self._year.check(name, self._place, months)
        rule = Sentence("reading.declared_times", {"formats": formats, "zone": zone})
        return DeclaredTimes(rule=rule, clock=clock, formats=formats, year=self._year)

    def _where(self, column: str, line: int | None) -> Place:
        """Return the place of a column's cell in a line, or of the header."""
        if line is None:
            return self._place
        position = self._plan.positions.get(column)
        if self._plan.raw.place and position is not None:
            return self._plan.raw.place(line, position)
        return Place(*self._plan.whereabouts(line))

    def _unit(self, subject: Subject) -> str | None:
        """Return in which unit a duration's header counts; what several headers make is in minutes already."""
        named = subject.name == "duration_minutes" and subject.header is not None
        return unit_by_header(subject.header or "") if named else None

    def _durations(self, subject: Subject, told: Mapping[str, Any]) -> tuple[Reading, Notice | None]:
        made = self._plan.made.get(subject.name)
        unit, declared = self._unit(subject), next(iter(self._declared(subject)), None)
        if declared is None and made is not None and {"seconds", "milliseconds"} & set(made.units):
            declared = "mm:ss"
        reading = number_columns.durations(subject.name, self._place, told, unit, declared)
        if not told["two"] or declared or unit not in (None, "minutes"):
            return reading, None
        values = {"path": self._plan.source.path, "column": subject.name, "count": told["two"]}
        return reading, Notice("durations_as_hours", Sentence("notice.durations_as_hours", values))

    def begin_as_sums(self, columns: Mapping[str, Subject]) -> frozenset[str]:
        """Return the table's own columns whose first texts are all sums of money."""
        names = [name for name, each in columns.items() if self._may_be_sums(each)]
        if not names:
            return frozenset()
        asked = [
            f"(SELECT {number_columns.all_sums(SQL('text'))} FROM (SELECT {columns[name].source} AS text "
            f"FROM {self._plan.raw.relation} WHERE text IS NOT NULL LIMIT {_FIRST_TEXTS}))"
            for name in names
        ]
        found = self._ask(f"SELECT {', '.join(asked)}", asked)
        return frozenset(name for name, sums in zip(names, found, strict=True) if sums or name in FIGURES)

    def _may_be_sums(self, subject: Subject) -> bool:
        """Tell whether a column is one of a table's own, of texts, and not called a column of codes."""
        own = subject.cells is Cells.TEXT and not self._plan.table.has(subject.column.name)
        return own and not _CODE.search(subject.header or subject.name)
