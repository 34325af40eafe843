"""Decide how a column of times is read: by what its cells are written like, counted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from checklist.engine import SQL, literal
from checklist.model import InputError, Sentence
from checklist.records.values import orders, written
from checklist.records.values.reading import Questions
from checklist.records.values.times import (
    EPOCH_MS,
    EPOCH_S,
    PLAIN,
    PLAIN_OFFSET,
    SERIAL,
    Clock,
    Counted,
    PlainTimes,
    Times,
    WrittenTimes,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from checklist.records.values.orders import Where
    from checklist.records.years import Year

# Ten digits that count seconds from 2030 on can be a day and its hour as well: 2030010112.
_HOURS = "(19|20|21)[0-9]{2}(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])([01][0-9]|2[0-3])"
_COUNTS = {"excel": SERIAL, "epoch_s": EPOCH_S, "epoch_ms": EPOCH_MS}
_FORMS = {
    "iso": "(?:19|20|21)[0-9]{2}[-/.][0-9]",
    "chinese": "[年月时点上下星周]",
    "english": "(?i)[a-z]{3}",
    "compact": "^[0-9]{8}",
}


def _like(text: SQL, pattern: str) -> str:
    return f"regexp_full_match({text}, {literal(pattern)})"


def first_questions(cell: SQL) -> Questions:
    """Return what is asked of every column of times: whether all of it is plain, without a blank around it."""
    return Questions(
        {
            "cells": SQL(f"count({cell})"),
            "plain": SQL(f"count(*) FILTER ({_like(cell, PLAIN)})"),
            "clocks": SQL(f"bool_or(strlen({cell}) > 10)"),
        }
    )


def questions(alias: SQL, text: SQL) -> Questions:
    """Return what is asked of a column that is not all plain: how many cells each reading fits."""
    own, spaced, plain_so, written_so = (SQL(f"{alias}_{each}") for each in ("text", "spaced", "plain", "written"))
    # What is neither is looked at once more.
    rest = SQL(f"{alias}_rest")
    yearless = f"({written.is_yearless(rest)})"
    fits = {
        "cells": f"count({own})",
        "offset": f"count(*) FILTER ({_like(own, PLAIN_OFFSET)})",
        "plain": f"count(*) FILTER ({_like(own, PLAIN)})",
        "written": f"count(*) FILTER ({plain_so} OR {written_so})",
        "hours": f"count(*) FILTER ({_like(own, _HOURS)})",
        "clocks": f"bool_or(strlen({own}) > 10)",
    }
    fits |= {form: f"count(*) FILTER ({_like(own, pattern)})" for form, pattern in _COUNTS.items()}
    fits |= {
        f"form_{name}": f"bool_or({written_so} AND regexp_matches({spaced}, {literal(pattern)}))"
        for name, pattern in _FORMS.items()
    }
    fits["form_iso"] = f"bool_or({plain_so}) OR {fits['form_iso']}"
    fits |= {
        "yearless": f"count(*) FILTER ({yearless})",
        "yearless_at": f"min(CASE WHEN {yearless} THEN {orders.sample(rest)} END)",
        "yearless_months": f"histogram(CASE WHEN {yearless} THEN {written.month_of(rest)} END)",
    }
    figures = orders.questions(alias, rest)
    return Questions(
        {**{name: SQL(sql) for name, sql in fits.items()}, **figures.asked},
        (
            (own, text),
            (plain_so, SQL(f"({_like(own, PLAIN)} OR {_like(own, PLAIN_OFFSET)})")),
            (spaced, SQL(f"CASE WHEN NOT {plain_so} THEN {written.spaced(own)} END")),
            (written_so, written.is_written(spaced, is_spaced=True)),
            (rest, SQL(f"CASE WHEN NOT ({plain_so} OR {written_so}) THEN {own} END")),
            *figures.levels,
        ),
    )


def plain_reading(clock: Clock, told: Mapping[str, Any], zone: Sentence | str) -> Times | None:
    """Return the reading of a column that is all plain and without offsets; None where it is not."""
    if told["plain"] < told["cells"]:
        return None
    return PlainTimes(rule=_rule(["iso"], zone if told["clocks"] else None), clock=clock, offsets=False, naive=True)


def reading(
    column: str, where: Where, clock: Clock, told: Mapping[str, Any], zone: Sentence | str, year: Year | None
) -> Times:
    """Return the reading that most cells fit. Raises `InputError` where as many fit another, or dates are unclear."""
    if told["offset"] + told["plain"] == told["cells"]:
        rule = _rule(["iso"], zone if told["clocks"] else None)
        return PlainTimes(rule=rule, clock=clock, offsets=told["offset"] > 0, naive=told["plain"] > 0)
    forms = _forms(column, where, told, year)
    counts = {"written": told["written"] + (told["three"] if forms.three else 0)} | {f: told[f] for f in _COUNTS}
    if forms.year:
        counts["written"] += told["yearless"] + (told["two"] if forms.two else 0)
    best = max(counts.values())
    fitting = [name for name, count in counts.items() if count == best]
    if best and len(fitting) > 1:
        first, second = (_short(name) for name in fitting[:2])
        raise InputError("column_undecided", where(None), column=column, count=best, first=first, second=second)
    chosen = fitting[0] if best else "written"
    if chosen == "epoch_s" and told["hours"] == best:
        raise InputError("column_two_readings", where(None), column=column, first=chosen, second="%Y%m%d%H")
    if chosen == "written":
        shapes = [name for name in _FORMS if told[f"form_{name}"]]
        shapes += [each for each in (forms.three, "yearless" if forms.year else None) if each]
        return WrittenTimes(rule=_rule(shapes or ["iso"], zone), clock=clock, forms=forms)
    rule = Sentence(f"reading.{chosen}", {"zone": zone} if chosen == "excel" else {})
    return Counted(rule=rule, clock=clock, form=chosen)


def _forms(column: str, where: Where, told: Mapping[str, Any], year: Year | None) -> written.Forms:
    """Return what the column tells of its dates that could be meant in several ways."""
    three = orders.order_of(orders.DATES, column, where, told)
    whole = max(told["written"] + told["three"], *(told[form] for form in _COUNTS))
    if told["yearless"] + told["two"] == 0 or (year is None and told["yearless"] + told["two"] < max(whole, 1)):
        return written.Forms(three)
    if year is None:
        line, value = orders.sampled(told["yearless_at"] or told["two_at"])
        raise InputError("date_without_year", where(line), column=column, value=value)
    two = orders.order_of(orders.DAYS, column, where, told)
    months = {*(told["yearless_months"] or {}), *((told[f"{two}_months"] or {}) if two else {})}
    year.check(column, where(None), months)
    return written.Forms(three, two, year)


def _short(name: str) -> Sentence:
    return Sentence(f"reading.short.{name}")


def _rule(forms: list[str], zone: Sentence | str | None) -> Sentence:
    if zone is None:
        return Sentence("reading.days", {"forms": [Sentence(f"reading.day_form.{form}") for form in forms]})
    return Sentence("reading.times", {"forms": [Sentence(f"reading.form.{form}") for form in forms], "zone": zone})
