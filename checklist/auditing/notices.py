"""What a reader of the report must know about the data before believing any figure."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from checklist.auditing.unread import asked_words
from checklist.engine import literal
from checklist.kinds import kinds
from checklist.model import Notice, Sentence

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from checklist.auditing.preparing import Ready
    from checklist.kinds import Context
    from checklist.model import Rule

_QUIET_DAYS = 2
_NAMED = 20
_LATE_DAYS = 31
_OF_THE_PERIOD = frozenset({"log_outside_period", "no_records_in_period", "no_records_but_spanned", "log_ends_early"})


def data_notices(ready: Ready) -> Iterator[Notice]:
    """Yield the notices that the inputs and the period call for."""
    session, period, given = ready.session, ready.period, ready.loaded.given
    counted = "count(DISTINCT record_key)" if ready.loaded.several else "count(*)"
    first, last, count = session.rows(f"SELECT min(day), max(day), {counted} FROM records")[0]
    spans_to = ready.loaded.spans[1] if ready.loaded.spans else None
    if ready.empty and count and spans_to is not None and spans_to >= period.first:
        yield _notice("no_records_but_spanned", period=period.label, to=spans_to)
    elif count == 0:
        yield _notice("no_records", as_of=period.as_of)
    elif last < period.first or first > period.last:
        yield _notice("log_outside_period", first=first, last=last, period=period.label)
    elif ready.empty:
        yield _notice("no_records_in_period", first=first, last=last, period=period.label)
    else:
        yield from ends_early(ready, last)
    if ready.span_first is not None and period.first < ready.span_first <= period.last:
        yield _notice("log_starts_late", first=ready.span_first, period=period.label)
    late = _late_types(ready)
    if late:
        yield _notice("type_starts_late", count=len(late), days=_LATE_DAYS, types=late[:_NAMED])
    unseen = session.value(f"SELECT {counted} FROM loaded_records") - count
    if unseen:
        yield _notice("records_unseen", count=unseen, as_of=period.as_of)
    yield from _people(ready, counted)
    if "customers" not in given and any(kinds()[rule.kind].asks_care for rule in ready.request.policy.rules):
        yield _notice("care_inferred")


def _people(ready: Ready, counted: str) -> Iterator[Notice]:
    """Yield what is to be known of who is judged: records of nobody, reps whom no roster lists."""
    session = ready.session
    if ready.unread.nobody:
        nobody = session.value(f"SELECT {counted} FROM records WHERE rep_id IS NULL")
        if nobody:
            yield _notice("records_of_nobody", count=nobody)
    if "reps" not in ready.loaded.given:
        yield _notice("no_roster")
    else:
        strangers = [row[0] for row in session.rows("SELECT rep_id FROM judged WHERE NOT on_roster ORDER BY rep_id")]
        if strangers:
            yield _notice("not_on_roster", count=len(strangers), reps=strangers[:_NAMED])


def keyless_notices(ready: Ready, rule: Rule, contexts: list[Context]) -> Iterator[Notice]:
    """Yield a notice where records of the period want an answer but name nothing to match it by."""
    for version, context in zip(rule.versions, contexts, strict=True):
        keyless = kinds()[rule.kind].keyless(version.parameters, context)
        if keyless is None:
            continue
        column, select = keyless
        counted = "count(DISTINCT record_key)" if context.several else "count(*)"
        count = ready.session.value(
            f"SELECT {counted} FROM ({select}) k WHERE day BETWEEN {literal(ready.period.first)} "
            f"AND {literal(ready.period.last)} AND rep_id IN (SELECT rep_id FROM judged)"
        )
        if count:
            yield _notice("empty_key", rule=rule.id, count=count, column=column)


def ahead_notices(ready: Ready) -> Iterator[Notice]:
    """Yield what is to be said of the data where only the days after it are looked at: no record can be in them."""
    yield from (each for each in ready.notices if each.code not in _OF_THE_PERIOD)
    last = ready.session.value("SELECT max(day) FROM records")
    if last is not None:
        yield from ends_early(ready, last)


def ends_early(ready: Ready, last: date) -> Iterator[Notice]:
    """Yield a notice where working days follow the log's last record, and nobody says when the log ends."""
    quiet = _quiet_days(ready, last)
    if quiet >= _QUIET_DAYS and not (ready.loaded.spans and ready.loaded.spans[1]):
        yield _notice("log_ends_early", last=last, days=quiet, as_of=ready.period.as_of)


def distinct(notices: Iterable[Notice]) -> tuple[Notice, ...]:
    """Return the notices once each, in a stable order."""
    unique: dict[tuple[str, str], Notice] = {}
    for notice in notices:
        unique.setdefault((notice.code, repr(notice.sentence)), notice)
    return tuple(unique[key] for key in sorted(unique))


def _late_types(ready: Ready) -> list[str]:
    """Return the types that rules ask about and of which the first record stands long after the log's first."""
    asked = asked_words(ready.request.policy, "type")
    rows = ready.session.rows(
        "SELECT type, CAST(min(occurred_at) AS DATE) FROM loaded_records GROUP BY type ORDER BY type"
    )
    first = min((day for _, day in rows), default=date.max)
    return [word for word, day in rows if word in asked and (day - first).days > _LATE_DAYS]


def _quiet_days(ready: Ready, last: date) -> int:
    """Return how many working days lie after the log's last record, up to `as_of`."""
    until = min(ready.period.as_of, ready.period.last)
    days = (last + timedelta(days=n) for n in range(1, max(0, (until - last).days) + 1))
    return sum(bool(ready.calendar.is_working_day(day)) for day in days)


def _notice(code: str, **values: object) -> Notice:
    return Notice(code, Sentence(f"notice.{code}", values))
