"""Read single texts, out of documents and forms, by the very code that reads the columns of a log."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from checklist.conditions.folding import even
from checklist.engine import SQL, literal
from checklist.model import Sentence
from checklist.records.values.numbers import (
    PLAIN_NUMBER,
    Amounts,
    Ratings,
    currency,
    plain_text,
    rating_family,
    rating_parts,
)
from checklist.records.values.orders import AMBIGUOUS
from checklist.records.values.reading import Answers, meant
from checklist.records.values.times import Clock, WrittenTimes

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from checklist.engine import Session
    from checklist.records.values.reading import Reading

# Days have no zone.
_CLOCK = Clock(zone="UTC", policy_zone="UTC")
_RULE = Sentence("reading.text")
_AT_ONCE = 1000


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure that a text states, as a plain decimal; it is `bare` where no unit stands behind it."""

    number: str
    currency: str | None
    bare: bool


def days(session: Session, texts: Iterable[str]) -> dict[str, date]:
    """Return the day that each text is, a time on it aside; what is no day, or could be two, is not there."""
    times = WrittenTimes(rule=_RULE, clock=_CLOCK)
    value = SQL(f"CAST({times.value(SQL('t'), SQL('x'))} AS DATE)")
    return _read(session, texts, times, value, days_only=True)


def ambiguous(session: Session, texts: Iterable[str]) -> set[str]:
    """Return the texts that are days in two readings."""
    return set(_read(session, texts, None, SQL(f"CASE WHEN regexp_full_match(t, {literal(AMBIGUOUS)}) THEN TRUE END")))


def figures(session: Session, texts: Iterable[str]) -> dict[str, Figure]:
    """Return the figure that each text states; what states none is not there."""
    amounts = Amounts(rule=_RULE)
    bare = "x.multiple = '' AND x.after = '' AND x.counted = ''"
    number = plain_text(amounts.value(SQL("t"), SQL("x")))
    value = SQL(f"CASE WHEN {number} IS NOT NULL THEN [{number}, {currency(SQL('x'))}, CAST({bare} AS VARCHAR)] END")
    found = _read(session, texts, amounts, value)
    return {text: Figure(number, code, bare == "true") for text, (number, code, bare) in found.items()}


def ratings(session: Session, texts: Iterable[str]) -> dict[str, str]:
    """Return the rating that each text gives, as a plain number, each by the family that it is of itself."""
    families = ["number", "stars", "%"]
    cases = " ".join(
        f"WHEN f = {literal(family)} THEN {Ratings(rule=_RULE, family=family).value(SQL('t'), SQL('x'))}"
        for family in families
    )
    out_of = "try_cast(x.figure AS DECIMAL(18,6))"
    within = f"{out_of} <= try_cast(x.highest AS DECIMAL(18,6))"
    value = f"CASE {cases} WHEN starts_with(f, '/') AND {within} THEN {out_of} END"
    family = f"CASE WHEN regexp_full_match(t, {literal(PLAIN_NUMBER)}) THEN 'number' ELSE {rating_family(SQL('x'))} END"
    number = plain_text(SQL(f"list_transform([{family}], lambda f: {value})[1]"))
    return _read(session, texts, None, number, parts=rating_parts(SQL("t")))


def answers(session: Session, texts: Iterable[str]) -> dict[str, str]:
    """Return `yes` or `no` for each text that says so."""
    return _read(session, texts, None, Answers(rule=_RULE).value(SQL("t"), SQL("x")))


def _read(
    session: Session,
    texts: Iterable[str],
    reading: Reading | None,
    value: SQL,
    *,
    parts: SQL | None = None,
    days_only: bool = False,
) -> dict[str, Any]:
    """Return what texts mean by an expression over the even text `t` and its parts `x`."""
    taken = parts or (reading.parsed(SQL("t")) if reading else None) or SQL("NULL")
    wanted = sorted({text for text in texts if text.strip()})
    found: dict[str, Any] = {}
    for at in range(0, len(wanted), _AT_ONCE):
        rows = ", ".join(f"({literal(text)})" for text in wanted[at : at + _AT_ONCE])
        own = f"SELECT own, {meant(even(SQL('own')), days=days_only)} AS t FROM (VALUES {rows}) given(own)"
        told = f"SELECT own, {value} AS value FROM (SELECT own, t, {taken} AS x FROM ({own}))"
        found |= {text: each for text, each in session.rows(told) if each is not None}
    return found
