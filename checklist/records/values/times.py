"""Readings of columns of times and days."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from checklist.conditions.folding import even_text
from checklist.engine import SQL, literal, render, render_file
from checklist.records.raw import Cells
from checklist.records.values import written
from checklist.records.values.orders import AMBIGUOUS
from checklist.records.values.reading import OUTSIDE, Reading
from checklist.records.values.zones import instant
from checklist.records.years import Year

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_FOLDER = Path(__file__).parent
# Years beyond these are slips of a finger or of a spreadsheet, and no calendar reaches them.
_DAY = "(19|20|21)[0-9]{2}(-[0-9]{1,2}-[0-9]{1,2}|/[0-9]{1,2}/[0-9]{1,2})"
_CLOCK = "[ T][0-9]{1,2}:[0-9]{2}(:[0-9]{2}([.][0-9]{1,9})?)?"
_OFFSET = " ?(Z|[+-](0[0-9]|1[0-4])(:?[0-5][0-9])?)"
PLAIN = _DAY + f"({_CLOCK})?"
PLAIN_OFFSET = _DAY + _CLOCK + _OFFSET
# Numbers that can be times: each of these is of one length, so that no number is of two.
EPOCH_S, EPOCH_MS = "[0-9]{10}", "[0-9]{13}"
SERIAL = "([2-7][0-9]{4}|80000)([.][0-9]*)?"
EPOCHS = {"epoch_s": 1000, "epoch_ms": 1}
# The day that a spreadsheet counts from; its first has a leap day in 1900 that never was.
SERIALS = {"excel": "1899-12-30", "excel_1904": "1904-01-01"}
SPECIAL = (*EPOCHS, *SERIALS)
_YEARS = "BETWEEN 1900 AND 2199"
_BEHIND = re.compile("%[HIMSf]%p")
# A year that has every day.
_LEAP = Year(2024)


@dataclass(frozen=True, slots=True)
class Clock:
    """Where times stand: the zone of those without an offset, and the policy's, into which all are moved.

    `rows` are the zones by which rows are told apart, where `row_zone` is the text that names a row's own.
    """

    zone: str
    policy_zone: str
    row_zone: SQL | None = None
    rows: Mapping[str, str] = field(default_factory=dict)

    @property
    def moves(self) -> bool:
        """Tell whether times without an offset are moved at all."""
        return self.row_zone is not None or self.zone != self.policy_zone

    def moved(self, time: SQL) -> SQL:
        """Return a time without an offset, moved from its zone to the policy's; NULL where its row names none."""
        if self.row_zone is None:
            return self.local(instant(time, self.zone)) if self.moves else time
        cases = [f"WHEN {literal(text)} THEN {instant(time, zone)}" for text, zone in sorted(self.rows.items())]
        return (
            self.local(SQL(f"CASE {self.row_zone} {' '.join(cases)} END")) if cases else SQL("CAST(NULL AS TIMESTAMP)")
        )

    def local(self, when: SQL) -> SQL:
        """Return an instant as a time in the policy's zone."""
        return render("timezone({{ to }}, {{ instant }})", to=self.policy_zone, instant=when)


@dataclass(frozen=True, slots=True, kw_only=True)
class Times(Reading):
    """What all readings of times share: the clock by which they are placed."""

    clock: Clock

    def faults(self, text: SQL, parts: SQL) -> list[tuple[SQL, str]]:
        """Return what is wrong with a time: no rows without a zone that is known."""
        del text, parts
        return []

    def _zone_fault(self, lacks_offset: str) -> list[tuple[SQL, str]]:
        if self.clock.row_zone is None:
            return []
        known = literal(sorted(self.clock.rows))
        return [(SQL(f"{lacks_offset} AND coalesce({self.clock.row_zone}, '') NOT IN {known}"), "zone_unknown")]


@dataclass(frozen=True, slots=True, kw_only=True)
class NativeTimes(Times):
    """Times and days that a typed format holds."""

    cells: Cells

    def value(self, text: SQL, parts: SQL) -> SQL:
        """Return the time of a typed cell."""
        del parts
        if self.cells is Cells.INSTANT:
            time = self.clock.local(text)
        else:
            time = SQL(f"CAST({text} AS TIMESTAMP)")
            time = self.clock.moved(time) if self.cells is Cells.TIME else time
        return SQL(f"CASE WHEN isfinite({text}) AND year({text}) {_YEARS} THEN {time} END")

    def day_precise(self, text: SQL, parts: SQL) -> SQL:
        """Tell whether the column holds days."""
        del text, parts
        return literal(self.cells is Cells.DAY)

    def faults(self, text: SQL, parts: SQL) -> list[tuple[SQL, str]]:
        """Return what is wrong with a typed time."""
        del parts
        return self._zone_fault(f"isfinite({text})") if self.cells is Cells.TIME else []


@dataclass(frozen=True, slots=True, kw_only=True)
class PlainTimes(Times):
    """A column that holds nothing but plain ISO forms, told by looking at every cell before."""

    offsets: bool
    naive: bool

    def value(self, text: SQL, parts: SQL) -> SQL:
        """Return an ISO text's time."""
        del parts
        return plain_time(text, self.clock, offsets=self.offsets, naive=self.naive)

    def day_precise(self, text: SQL, parts: SQL) -> SQL:
        """Tell whether a text has no clock."""
        del parts
        return SQL(f"(strlen({text}) <= 10)")

    def faults(self, text: SQL, parts: SQL) -> list[tuple[SQL, str]]:
        """Return what is wrong with an ISO time."""
        del parts
        cast = f"try_cast({text} AS TIMESTAMP) IS NOT NULL"
        return self._zone_fault(f"{cast} AND NOT regexp_full_match({text}, {literal(PLAIN_OFFSET)})")


def plain_time(text: SQL, clock: Clock, *, offsets: bool, naive: bool) -> SQL:
    """Return the time of a text in one of the plain ISO forms, which it is known to have."""
    return render_file(
        _FOLDER / "plain_time.sql",
        cell=text,
        naive=naive,
        offsets=offsets,
        offset_form=PLAIN_OFFSET,
        moves=clock.moves,
        moved=clock.moved(SQL(f"try_cast({text} AS TIMESTAMP)")),
        local=clock.local(SQL(f"try_cast(regexp_replace({text}, ' (Z|[+-][0-9:]+)$', '\\1') AS TIMESTAMPTZ)")),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenTimes(Times):
    """Dates and times in any of the forms that have one meaning each in their column, told apart cell by cell."""

    forms: written.Forms = written.PLAIN_FORMS

    def parsed(self, text: SQL) -> SQL | None:
        """Return what a text says that is no plain ISO form."""
        plain = f"regexp_full_match({text}, {literal(PLAIN)}) OR regexp_full_match({text}, {literal(PLAIN_OFFSET)})"
        return SQL(f"CASE WHEN NOT ({plain}) THEN {written.taken_apart(text, self.forms)} END")

    def value(self, text: SQL, parts: SQL) -> SQL:
        """Return a written text's time."""
        shifted = self.clock.local(SQL(f"timezone('UTC', {parts}.time - to_minutes({parts}.minutes))"))
        plain = plain_time(text, self.clock, offsets=True, naive=True)
        return SQL(
            f"CASE WHEN {parts} IS NULL THEN {plain} WHEN {parts}.zoned THEN {_bounded(shifted)} "
            f"WHEN {parts}.clocked THEN {_bounded(self.clock.moved(SQL(f'{parts}.time')))} ELSE {parts}.time END"
        )

    def day_precise(self, text: SQL, parts: SQL) -> SQL:
        """Tell whether a text has no clock."""
        return SQL(f"CASE WHEN {parts} IS NULL THEN strlen({text}) <= 10 ELSE NOT {parts}.clocked END")

    def faults(self, text: SQL, parts: SQL) -> list[tuple[SQL, str]]:
        """Return what is wrong with a written time."""
        no_offset = (
            f"CASE WHEN {parts} IS NULL THEN try_cast({text} AS TIMESTAMP) IS NOT NULL "
            f"AND NOT regexp_full_match({text}, {literal(PLAIN_OFFSET)}) "
            f"ELSE {parts}.time IS NOT NULL AND NOT {parts}.zoned END"
        )
        numbers = f"{EPOCH_S}|{EPOCH_MS}|{SERIAL}"
        return [
            *self._zone_fault(no_offset),
            *((SQL(f"{parts}.fault = {literal(code)}"), code) for code in ("weekday_contradicts", "clock_unclear")),
            (SQL(f"{parts}.clocked IS NULL AND {written.is_incomplete(text)}"), "date_incomplete"),
            (SQL(f"regexp_full_match({text}, {literal(numbers)})"), OUTSIDE),
        ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted(Times):
    """Numbers that count seconds, milliseconds or days: `form` says which."""

    form: str

    def value(self, text: SQL, parts: SQL) -> SQL:
        """Return a number's time."""
        del parts
        pattern = {"epoch_s": EPOCH_S, "epoch_ms": EPOCH_MS}.get(self.form, SERIAL)
        when = f"regexp_full_match({text}, {literal(pattern)})"
        return SQL(f"CASE WHEN {when} THEN {_bounded(declared(text, self.form, self.clock))} END")

    def day_precise(self, text: SQL, parts: SQL) -> SQL:
        """Tell whether a number counts whole days."""
        del parts
        return whole_days(text) if self.form in SERIALS else literal(False)  # noqa: FBT003  # a SQL literal

    def faults(self, text: SQL, parts: SQL) -> list[tuple[SQL, str]]:
        """Return what is wrong with what is no such number."""
        del parts
        others = f"{EPOCH_S}|{EPOCH_MS}|{SERIAL}|{PLAIN}|{PLAIN_OFFSET}|{AMBIGUOUS}"
        return [
            *self._zone_fault(f"regexp_full_match({text}, {literal(SERIAL)})" if self.form in SERIALS else "FALSE"),
            (
                SQL(f"regexp_full_match({text}, {literal(others)}) OR {written.is_written(text)}"),
                OUTSIDE,
            ),
        ]


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclaredTimes(Times):
    """Times in the formats that a mapping declares, and in no other; `year` is that of formats without one."""

    formats: tuple[str, ...]
    year: Year | None = None

    def value(self, text: SQL, parts: SQL) -> SQL:
        """Return the time by the first format that fits."""
        del parts
        cases = [
            f"WHEN year({_parsed(text, form, self.year)}) {_YEARS} THEN {declared(text, form, self.clock, self.year)}"
            for form in self.formats
        ]
        return SQL(f"CASE {' '.join(cases)} END")

    def day_precise(self, text: SQL, parts: SQL) -> SQL:
        """Tell whether the format that fits has no clock."""
        del parts
        cases = [
            f"WHEN {_parsed(text, form, self.year)} IS NOT NULL THEN {_says_day(text, form)}" for form in self.formats
        ]
        return SQL(f"CASE {' '.join(cases)} END")

    def faults(self, text: SQL, parts: SQL) -> list[tuple[SQL, str]]:
        """Return what is wrong with a time of a declared format."""
        del parts
        parsed = [f"{_parsed(text, form, self.year)} IS NOT NULL" for form in self.formats if not _has_zone(form)]
        return self._zone_fault(f"({' OR '.join(parsed) or 'FALSE'})")


def has_time(form: str) -> bool:
    """Tell whether a declared format says more than the day."""
    return form in EPOCHS or any(code in form for code in ("%H", "%I", "%c", "%X"))


def has_year(form: str) -> bool:
    """Tell whether a declared format has a year of its own."""
    return form in SPECIAL or any(code in form for code in ("%Y", "%y", "%c", "%x", "%D", "%F", "%G", "%s"))


def months_of(text: SQL, forms: Sequence[str]) -> SQL:
    """Return an aggregate: how many dates without a year lie in each month, by declared formats."""
    found = ", ".join(f"month({_parsed(text, form, _LEAP)})" for form in forms if not has_year(form))
    return SQL(f"histogram(coalesce({found}, NULL))")


def declared(text: SQL, form: str, clock: Clock, year: Year | None = None) -> SQL:
    """Return a text's time by one declared format."""
    parsed = _parsed(text, form, year)
    if form in EPOCHS:
        return clock.local(SQL(f"timezone('UTC', {parsed})"))
    if form in SERIALS:
        return SQL(f"CASE WHEN {whole_days(text)} THEN {parsed} ELSE {clock.moved(parsed)} END")
    if _has_zone(form):
        return clock.local(parsed)
    return clock.moved(parsed) if has_time(form) else parsed


def whole_days(text: SQL) -> SQL:
    """Tell whether a serial number has no fraction."""
    return SQL(f"(NOT regexp_matches({text}, '[.].*[1-9]'))")


def _parsed(text: SQL, form: str, year: Year | None = None) -> SQL:
    if form in EPOCHS:
        template = (
            "CASE WHEN regexp_full_match({{ c }}, '[0-9]{1,15}') THEN epoch_ms(CAST({{ c }} AS BIGINT) * {{ f }}) END"
        )
        return render(template, c=text, f=EPOCHS[form])
    if form in SERIALS:
        return render_file(_FOLDER / "serial.sql", cell=text, first=SERIALS[form])
    form = even_text(form)
    if "," in form:
        # A comma of full width has its blank within.
        text, form = SQL(f"replace({text}, ', ', ',')"), form.replace(", ", ",")
    if "%p" in form:
        # The halves of a day bear Chinese names in Chinese exports; whether a blank stands before AM says nothing.
        text = SQL(f"replace(replace({text}, '上午', 'AM'), '下午', 'PM')")
        after = re.sub(r"(?<=%[HIMSf]) *%p", "%p", form)
        if _BEHIND.search(after):
            text = SQL(f"regexp_replace({text}, '(?i)([0-9]) *([ap])[.]?m\\b[.]?', '\\1\\2M', 'g')")
        form = after
    if has_year(form):
        return render("try_strptime({{ c }}, {{ form }})", c=text, form=form)
    if year is None:
        return SQL("CAST(NULL AS TIMESTAMP)")
    month = SQL(f"month({_in_year(text, form, SQL(literal(str(_LEAP.year))))})")
    return _in_year(text, form, year.of(month))


def _in_year(text: SQL, form: str, year: SQL) -> SQL:
    return render("try_strptime(concat({{ year }}, ' ', {{ c }}), {{ form }})", year=year, c=text, form=f"%Y {form}")


def _says_day(text: SQL, form: str) -> SQL:
    return whole_days(text) if form in SERIALS else literal(not has_time(form))


def _has_zone(form: str) -> bool:
    return form in EPOCHS or "%z" in form or "%Z" in form


def _bounded(time: SQL) -> SQL:
    return SQL(f"CASE WHEN year({time}) {_YEARS} THEN {time} END")
