"""What every kind's reading shares: presence, employment, care, working time, who counts as the same rep."""

from __future__ import annotations

import calendar
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from tests.oracle.conditions import column_cause, truth
from tests.oracle.truth import FALSE, TRUE, Cause, Truth, told, unsure
from tests.oracle.vocabulary import LEAVE_WORDS, folded
from tests.oracle.world import DAY, EVERYTHING, WORKING_HOURS, Record, Row, World, read_day

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator

Rule = dict[str, Any]
NOBODY = Cause("nobody", "")
SPAN = Cause("span", "")
HISTORY = Cause("history", "")


@dataclass(frozen=True)
class Unit:
    """One expectation of a rep.

    `due` is None where the calendar cannot date it. `arises` is the day that `effective` looks at.
    `state` is True for met, False for unmet, None for unknown, and then `causes` says why. `surely` is what the sure
    records alone would say. A unit that is `dropped` may not exist, and is met if it does.
    `trigger` is set where a duty of this period may fall due after it. A cadence's units know their
    `stretch` and their `place` in it, so that neighbours can be told. `subject` names a deviation. What is `final`, no
    later record and no leave could have changed.
    """

    due: date | None
    arises: date
    state: bool | None
    causes: frozenset[Cause] = frozenset()
    surely: bool = False
    dropped: bool = False
    subject: dict[str, str] = field(default_factory=dict)
    trigger: date | None = None
    stretch: Hashable = None
    place: int = 0
    final: bool = False

    @property
    def met(self) -> bool:
        return self.state is True

    @property
    def unknown(self) -> bool:
        return self.state is None


def undated(arises: date, subject: dict[str, str]) -> Unit:
    """A duty whose deadline the calendar cannot date: it is still open."""
    return Unit(None, arises, state=False, subject=subject, trigger=arises)


def settled(
    world: World,
    due: date,
    arises: date,
    met: Truth,
    *,
    exists: Truth = TRUE,
    doubts: Iterable[Cause] = (),
    surely: bool | None = None,
    final: bool = False,
    spanned: bool = True,
    **more: Any,
) -> Unit:
    """Settle a unit: "an expectation is met or unmet only if it is so whatever the unread would say; else unknown".

    `met` is what the records say. `doubts` leave what is unmet unknown; so does "what falls due after the span's end
    (attested aside), unless it is met"; and what falls due before its first day, as "what lies outside cannot be shown
    and is held against nobody". Nothing of this touches what is `final`. "A unit that may not exist is dropped where it
    is met, and unknown where it is not."
    """
    known = (met.value is True) if surely is None else surely
    outside = spanned and not world.span_from <= due <= world.span_to
    why = set(doubts) | ({SPAN} if outside else set())
    state, causes = met.value, set(met.causes)
    if state is not True and not final:
        causes |= why
        if state is False and why:
            state = None
    dropped = exists.value is None and state is True
    if exists.value is None and not dropped:
        state = None
        causes |= exists.causes
    return Unit(
        due,
        arises,
        state,
        frozenset(causes) if state is None else frozenset(),
        known,
        dropped,
        final=final or not spanned,
        **more,
    )


def days_of(first: date, last: date) -> Iterator[date]:
    """Every day from the first to the last, both included."""
    day = first
    while day <= last:
        yield day
        if day == date.max:
            return
        day += DAY


def plus_months(day: date, months: int) -> date:
    """The same day of a later month, or that month's last day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def duration(text: str) -> tuple[int, str]:
    """Read '7 days' as (7, 'day')."""
    amount, unit = text.split()
    return int(amount), unit.removesuffix("s")


def midnight(day: date) -> datetime:
    """The instant at which a day begins."""
    return datetime.combine(day, time())


# Reps: who is employed, there, and judged


def roster_row(world: World, rep: str) -> Row | None:
    """The rep's row on the roster, if there is one."""
    return next((row for row in world.reps or [] if row["rep_id"] == rep), None)


def employment(world: World, rep: str) -> tuple[date, date]:
    """The first and last day of employment; open where the roster says nothing."""
    row = roster_row(world, rep) or {}
    joined, left = read_day(row.get("joined_on", "")), read_day(row.get("left_on", ""))
    return joined or date.min, left or date.max


def employed(world: World, rep: str, day: date) -> bool:
    joined, left = employment(world, rep)
    return joined <= day <= left


def leave_on(world: World, rep: str, day: date) -> Iterator[Row]:
    """The absences of a rep that take in a day."""
    for row in world.absences or []:
        if row["rep_id"] == rep and date.fromisoformat(row["from"]) <= day <= date.fromisoformat(row["to"]):
            yield row


def absent(world: World, rep: str, day: date) -> bool:
    """Whether leave was granted for a day: "refused, withdrawn and pending spans are none"."""
    return any(row.get("status", "") in ("", "granted") for row in leave_on(world, rep, day))


def perhaps_absent(world: World, rep: str, day: date) -> set[Cause]:
    """Why it is open whether a rep was absent: "an unknown word there makes what is unmet on those days unknown"."""
    if absent(world, rep, day):
        return set()
    unknown = [row["status"] for row in leave_on(world, rep, day) if row.get("status", "") not in LEAVE_WORDS]
    return {Cause("value", f"absences.status: {word}") for word in unknown}


def present(world: World, rep: str, day: date) -> bool:
    """ "A day is present when the rep is employed, not absent, and no earlier than the log's span." """
    return world.span_from <= day and employed(world, rep, day) and not absent(world, rep, day)


def present_at_work(world: World, rep: str, day: date) -> bool:
    return present(world, rep, day) and world.works(day)


def reps_judged(world: World) -> list[str]:
    """Everyone employed on a day of the period, and whoever is in the log but not on the roster."""
    first, last = world.period
    logged = {record.rep for record in world.seen} - {""}
    listed = {row["rep_id"] for row in world.reps or []}
    there = {rep for rep in listed if any(employed(world, rep, day) for day in days_of(first, last))}
    return sorted(there | (logged - listed))


# Care


@dataclass(frozen=True)
class Stretch:
    """One stretch of care: these days, both included; `row` is what the customers file says of it."""

    customer: str
    rep: str
    first: date
    last: date
    row: Row = field(hash=False, compare=False, default_factory=dict)

    def holds(self, day: date) -> bool:
        return self.first <= day <= self.last


def stretches_on_file(world: World) -> list[Stretch]:
    """The stretches of care that the customers file states; none without it."""
    return [
        Stretch(
            row["customer_id"],
            row["rep_id"],
            read_day(row.get("in_care_from", "")) or date.min,
            read_day(row.get("in_care_to", "")) or date.max,
            row,
        )
        for row in world.customers or []
    ]


def stretches_inferred(world: World) -> list[Stretch]:
    """Care as the log shows it (version 1's): from a rep's first record to the day before another's first later one.

    "Records of nobody make none."
    """
    found = []
    somebodys = [record for record in world.seen if not record.of_nobody]
    pairs = {(record.rep, record["customer_id"]) for record in somebodys if record["customer_id"]}
    for rep, customer in sorted(pairs):
        of_customer = [record for record in somebodys if record["customer_id"] == customer]
        first = next(record for record in of_customer if record.rep == rep)
        later = [record.day for record in of_customer if record.rep != rep and not record.when.not_after(first.when)]
        last = min(later) - DAY if later else date.max
        if first.day <= last:
            found.append(Stretch(customer, rep, first.day, last))
    return found


def in_care(world: World, customer: str, rep: str, day: date) -> bool:
    """Whether, by the customers file, the rep has the customer in care on this day."""
    return customer != "" and any(
        stretch.customer == customer and stretch.rep == rep and stretch.holds(day)
        for stretch in stretches_on_file(world)
    )


def rep_counts(world: World, by: str, rep: str, customer: Truth | str, record: Record) -> Truth:
    """Whether the rep who made this record is one who may do so, for `rep` and this customer.

    A record of nobody "answers `by: anyone`, and is a doubtful answer to units of its own customer, case or column".
    After a handover the rep who then has the customer in care counts as the same; where the file does not show whose
    customer it was, that stays open.
    """
    if by == "anyone":
        return TRUE
    if record.of_nobody:
        return unsure([NOBODY])
    if by == "someone_else":
        return told(record.rep != rep)
    if record.rep == rep:
        return TRUE
    if isinstance(customer, Truth):
        return customer if any(stretch.rep == record.rep for stretch in stretches_on_file(world)) else FALSE
    return told(in_care(world, customer, record.rep, record.day))


def customer_of(record: Record) -> Truth | str:
    """The customer of a record; open where its file does not show the column."""
    return record["customer_id"] if "customer_id" in record.columns else unsure([column_cause(record, "customer_id")])


# Records


def owing(world: World, selector: Rule) -> list[tuple[Record, Truth]]:
    """The records that a selector takes, for sure or perhaps, as triggers: what is owed for them.

    A record of nobody "is no trigger", and one of an unread type is doubtful "as an answer and as what ends a duty"
    alone: as a trigger it is of none of the types asked for.
    """
    found = [
        (record, truth(world, record, selector, open_types=False)) for record in world.seen if not record.of_nobody
    ]
    return [(record, taken) for record, taken in found if taken.value is not False]


def answering(world: World, selector: Rule, *, by_rep: bool) -> list[tuple[Record, Truth]]:
    """The records that a selector takes, for sure or perhaps, as answers to units keyed by the rep or by a thing.

    A record of an unread type is doubtful "for units keyed by customer, case or column, and for those keyed by rep
    where at least two reps use the word". A record of nobody "bears on nothing keyed by rep".
    """
    found = [
        (
            record,
            truth(world, record, selector, open_types=not by_rep or world.is_several_reps_word(record["type"])),
        )
        for record in world.seen
        if not (by_rep and record.of_nobody)
    ]
    return [(record, taken) for record, taken in found if taken.value is not False]


def types_not_shown(world: World, types: set[str], rules_own: set[str] | None = None) -> set[Cause]:
    """The answering types that the log cannot show, where it shows some: what is unmet is then unknown.

    "`covers: all`, and a profile's `covers`, complete the answers of a rule of which at least one answering type
    occurs": of all of the rule's own, where these are those of one value that it counts apart.
    """
    missing = {word for word in types if folded(word) not in world.types_shown}
    occurring = {folded(record["type"]) for record in world.everything}
    if {folded(word) for word in rules_own or types} & occurring:
        missing = {word for word in missing if not is_completed(world, word)}
    return {Cause("type", word) for word in missing}


def is_completed(world: World, word: str) -> bool:
    """Whether `covers: all` or a profile's `covers` completes a type."""
    return EVERYTHING in world.completes or folded(word) in {folded(name) for name in world.completes}


def key_column(same: str) -> str:
    return {"customer": "customer_id", "case": "case_id", "rep": "rep_id"}.get(same, same)


# Working time. `rep` limits working days to those on which that rep is present.


def counts_as_working(world: World, day: date, rep: str | None) -> bool:
    """ "Days before the span are no working days in anyone's deadline." """
    if rep is None:
        return world.span_from <= day and world.works(day)
    return present_at_work(world, rep, day)


def last_possible(world: World, rep: str | None) -> date:
    """The last day on which a rep may yet be present."""
    return date.max if rep is None else employment(world, rep)[1]


def nth_working_day(world: World, after: date, count: int, rep: str | None = None) -> date | None:
    """The count-th working day after a day; None if there will be none."""
    last, day = last_possible(world, rep), after
    while count:
        day += DAY
        if day > last:
            return None
        count -= counts_as_working(world, day, rep)
    return day


def after_working_hours(world: World, start: datetime, hours: int, rep: str | None) -> datetime | None:
    """The earliest instant by which so many working hours have passed since `start`."""
    left, last = timedelta(hours=hours), last_possible(world, rep)
    day = start.date()
    while day <= last:
        if counts_as_working(world, day, rep):
            for opens, closes in WORKING_HOURS:
                begin = max(start, midnight(day) + timedelta(hours=opens))
                end = midnight(day) + timedelta(hours=closes)
                if end > begin and end - begin >= left:
                    return begin + left
                left -= max(end - begin, timedelta())
        day += DAY
    return None


def clock(count: int, unit: str) -> timedelta | None:
    """A duration that runs on the clock, or None if it is counted in days."""
    return {"minute": timedelta(minutes=count), "hour": timedelta(hours=count)}.get(unit)


def whole_days(count: int, unit: str) -> int | None:
    """A duration in calendar days, or None if it is counted otherwise."""
    return {"day": count, "week": 7 * count}.get(unit)


def due_day(deadline: datetime) -> date:
    """The day a deadline falls on; midnight belongs to the day that ends there."""
    return (deadline - timedelta(microseconds=1)).date()
