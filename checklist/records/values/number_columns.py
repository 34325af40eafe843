"""Decide how a column of numbers is read: amounts, ratings, durations, each by its own column."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from checklist.conditions.folding import even
from checklist.engine import SQL, literal
from checklist.model import InputError, Place, Sentence
from checklist.model.tables import NUMBERS
from checklist.records.values.durations import THREE_PARTS, TWO_PARTS, Durations
from checklist.records.values.numbers import (
    COMMA,
    OWN_AMOUNT,
    PLAIN_NUMBER,
    POINT,
    Amounts,
    OwnAmounts,
    PlainNumbers,
    Ratings,
    amount_parts,
    currency,
    rating_family,
    rating_parts,
    well_formed,
)
from checklist.records.values.reading import Questions, Reading

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

CLOCKWISE = {"h:mm": "hours", "mm:ss": "minutes"}
# What a mapping may declare of columns of numbers.
NUMBER_FORMATS: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(NUMBERS, (POINT, COMMA)),
    "duration_minutes": tuple(CLOCKWISE),
    "rating": (),
}


def first_questions(cell: SQL) -> Questions:
    """Return what is asked of every column of numbers: whether all of it is plain, without a blank around it."""
    return Questions({"cells": SQL(f"count({cell})"), "plain": SQL(f"count(*) FILTER ({_plain(cell)})")})


def _plain(text: SQL) -> str:
    return f"regexp_full_match({text}, {literal(PLAIN_NUMBER)})"


def plain_reading(*, minutes: bool) -> Reading:
    """Return the reading of plain numbers."""
    return PlainNumbers(rule=Sentence("reading.minutes" if minutes else "reading.numbers"))


def amount_questions(alias: SQL, text: SQL, declared: Sequence[str]) -> Questions:
    """Return what is asked of a column of amounts: which marks fit, and which currencies occur."""
    point, comma, named = (SQL(f"{alias}_{each}") for each in ("point", "comma", "named"))
    own = SQL(f"{alias}_text")
    by_marks = comma if COMMA in declared else point
    return Questions(
        {
            "point": SQL(f"count(*) FILTER ({well_formed(point)})"),
            "comma": SQL(f"count(*) FILTER ({well_formed(comma)})"),
            "currencies": SQL(f"histogram({named})"),
        },
        (
            (own, text),
            (point, amount_parts(own, POINT)),
            (comma, amount_parts(own, COMMA)),
            (named, SQL(f"CASE WHEN {well_formed(by_marks)} THEN {currency(by_marks)} END")),
        ),
    )


def amounts(column: str, place: Place, told: Mapping[str, Any], declared: Sequence[str]) -> Reading:
    """Return the reading of an amount's column. Raises `InputError` where its marks or currencies are unclear.

    A comma before the fraction is only read where it is declared.
    """
    if not declared and told["comma"] > told["point"]:
        raise InputError("number_ambiguous", place, column=column, first=COMMA, second=POINT)
    chosen = _commonest(column, place, told["currencies"] or {})
    marks = COMMA if COMMA in declared else POINT
    rule = Sentence("reading.amounts_in", {"currency": chosen, "marks": marks})
    return Amounts(rule=rule if chosen else Sentence("reading.amounts", {"marks": marks}), marks=marks, currency=chosen)


def rating_questions(alias: SQL, text: SQL) -> Questions:
    """Return what is asked of a column of ratings: how many cells are of each family."""
    own, parts = SQL(f"{alias}_text"), SQL(f"{alias}_parts")
    family = f"CASE WHEN {_plain(own)} THEN 'number' ELSE {rating_family(parts)} END"
    return Questions({"families": SQL(f"histogram({family})")}, ((own, text), (parts, rating_parts(own))))


def ratings(column: str, place: Place, told: Mapping[str, Any]) -> Reading:
    """Return the reading of ratings that most cells fit. Raises `InputError` where as many fit another."""
    chosen = _commonest(column, place, told["families"] or {}) or "number"
    names = {"number": "reading.ratings", "stars": "reading.stars", "%": "reading.percent"}
    highest = chosen.removeprefix("/")
    rule = Sentence(names[chosen]) if chosen in names else Sentence("reading.out_of", {"highest": highest})
    return Ratings(rule=rule, family=chosen)


def duration_questions(alias: SQL, text: SQL) -> Questions:
    """Return what is asked of a column of durations: how its clocks are written."""
    own = SQL(f"{alias}_text")
    return Questions(
        {
            "two": SQL(f"count(*) FILTER (regexp_full_match({own}, {literal(TWO_PARTS)}))"),
            "three": SQL(f"count(*) FILTER (regexp_full_match({own}, {literal(THREE_PARTS)}))"),
        },
        ((own, text),),
    )


def durations(column: str, place: Place, told: Mapping[str, Any], unit: str | None, clockwise: str | None) -> Reading:
    """Return the reading of durations.

    `unit` is that of plain numbers, `clockwise` what a clock of two parts is declared to show. Undeclared it shows
    hours and minutes, unless the column counts seconds; beside clocks of three parts it may be either, and
    `InputError` is raised.
    """
    counted = unit in ("seconds", "milliseconds")
    if told["two"] and told["three"] and clockwise is None and unit in (None, "minutes"):
        raise InputError("duration_ambiguous", place, column=column)
    shown = CLOCKWISE[clockwise] if clockwise else ("minutes" if counted else "hours")
    key = "reading.durations_clock" if told["two"] else "reading.durations"
    values: dict[str, Any] = {"unit": Sentence(f"reading.unit.{unit or 'minutes'}")}
    if told["two"]:
        values["clock"] = Sentence(f"reading.clock.{shown}")
    return Durations(rule=Sentence(key, values), unit=unit or "minutes", sexagesimal=shown)


def all_sums(text: SQL) -> SQL:
    """Return an aggregate that tells whether all texts are sums of money, NULL where there is none."""
    return SQL(f"bool_and(regexp_full_match({text}, {literal(OWN_AMOUNT)}))")


def own_questions(alias: SQL, text: SQL) -> Questions:
    """Return what is asked of a table's own column: whether all texts are sums, or plain, and in what currencies."""
    own, parts = SQL(f"{alias}_text"), SQL(f"{alias}_parts")
    return Questions(
        {
            "sums": all_sums(own),
            "all_plain": SQL(f"bool_and({_plain(own)})"),
            "currencies": SQL(f"histogram({currency(parts)})"),
        },
        ((own, even(text)), (parts, amount_parts(own, POINT))),
    )


def own(told: Mapping[str, Any], *, figures: bool) -> Reading:
    """Return the reading of a table's own column: as sums only where every text is one, and of one currency at most.

    An attribute that holds `figures` is read text by text.
    """
    sums = (figures or told["sums"]) and not told["all_plain"] and len(told["currencies"] or {}) <= 1
    return (
        OwnAmounts(rule=Sentence("reading.sums"), figures=figures) if sums else Reading(rule=Sentence("reading.text"))
    )


def _commonest(column: str, place: Place, counts: Mapping[str, int]) -> str | None:
    """Return what occurs most. Raises `InputError` where two things occur as often."""
    if not counts:
        return None
    best = max(counts.values())
    found = sorted(name for name, count in counts.items() if count == best)
    if len(found) > 1:
        values = {"column": column, "count": best, "first": found[0], "second": found[1]}
        raise InputError("column_mixed", place, **values)
    return found[0]
