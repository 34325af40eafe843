"""Readings of columns of durations, all in minutes, to the millionth."""

from __future__ import annotations

import re
from dataclasses import dataclass

from checklist.engine import SQL, literal
from checklist.records.values.numbers import PLAIN_NUMBER
from checklist.records.values.reading import Reading

_N = "([0-9]+(?:[.][0-9]+)?)"
_COLON = "([0-9]{1,4}):([0-5][0-9])(?::([0-5][0-9](?:[.][0-9]{1,6})?))?"
_ISO = f"p(?:([0-9]+)d)?(?:t(?:{_N}h)?(?:{_N}m)?(?:{_N}s)?)?"
_WORDS = (
    f"(?:{_N} ?(?:hours?|hrs?|h|个小时|小时|个钟头|时))?,? ?(?:{_N} ?(?:minutes?|mins?|m|分钟|分))?,? ?"
    f"(?:{_N} ?(?:seconds?|secs?|s|秒钟|秒))?,? ?(?:{_N} ?(?:milliseconds?|ms|毫秒))?"
)
_PATTERN = f"(?i)^(?:{_COLON}|{_ISO}|{_WORDS}|{_N})[.]?$"
_NAMES = (
    "first", "second", "third", "iso_d", "iso_h", "iso_m", "iso_s", "word_h", "word_m", "word_s", "word_ms", "plain",
)  # fmt: skip
TWO_PARTS, THREE_PARTS = "[0-9]{1,4}:[0-5][0-9]", "[0-9]{1,4}:[0-5][0-9]:[0-5][0-9]([.][0-9]{1,6})?"
# How many microseconds.
UNITS = {"hours": 3_600_000_000, "minutes": 60_000_000, "seconds": 1_000_000, "milliseconds": 1_000}
# Units that a header names at its end, the longer words first: 毫秒 is no 秒.
_BY_HEADER = (
    ("milliseconds", r"milli ?seconds?|毫秒|(?<![a-z])ms"),
    ("seconds", r"seconds?|秒|(?<![a-z])secs?"),
    ("hours", r"hours?|小时|(?<![a-z])hrs?"),
    ("minutes", r"minutes?|分钟|(?<![a-z])mins?"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Durations(Reading):
    """Durations. `unit` is that of plain numbers; `sexagesimal` that of the first part of two with a colon."""

    unit: str = "minutes"
    sexagesimal: str = "hours"

    def parsed(self, text: SQL) -> SQL | None:
        """Return a duration's parts."""
        return parts_of(text)

    def value(self, text: SQL, parts: SQL) -> SQL:
        """Return a duration in minutes, rounded half up in its sixth digit, without a float on the way."""
        hours, minutes, seconds = UNITS["hours"], UNITS["minutes"], UNITS["seconds"]
        below = minutes if self.sexagesimal == "hours" else seconds
        terms = [
            (f"CASE WHEN {parts}.third = '' THEN {parts}.first END", UNITS[self.sexagesimal]),
            (f"CASE WHEN {parts}.third = '' THEN {parts}.second END", below),
            (f"CASE WHEN {parts}.third <> '' THEN {parts}.first END", hours),
            (f"CASE WHEN {parts}.third <> '' THEN {parts}.second END", minutes),
            (f"{parts}.third", seconds),
            (f"{parts}.iso_d", 24 * hours),
            *((f"{parts}.{way}_h", hours) for way in ("iso", "word")),
            *((f"{parts}.{way}_m", minutes) for way in ("iso", "word")),
            *((f"{parts}.{way}_s", seconds) for way in ("iso", "word")),
            (f"{parts}.word_ms", UNITS["milliseconds"]),
            (f"{parts}.plain", UNITS[self.unit]),
        ]
        total = " + ".join(counted(SQL(f"nullif({term}, '')"), unit) for term, unit in terms)
        said = " || ".join(f"{parts}.{name}" for name in _NAMES)
        plain = (
            f"WHEN regexp_full_match({text}, {literal(PLAIN_NUMBER)}) THEN try_cast({text} AS DECIMAL(18,6)) "
            if self.unit == "minutes"
            else ""
        )
        return SQL(f"CASE {plain}WHEN ({said}) <> '' THEN {in_minutes(SQL(total))} END")


def counted(text: SQL, unit: int) -> SQL:
    """Return a figure's microseconds, 0 where there is none, NULL where it is too long; one is `unit` of them."""
    figure = f"CASE WHEN {text} IS NULL THEN 0 ELSE try_cast({text} AS DECIMAL(18,6)) END"
    return SQL(f"CAST({figure} AS DECIMAL(18,6)) * CAST({unit} AS DECIMAL(20,0))")


def in_minutes(microseconds: SQL) -> SQL:
    """Return a span in minutes, rounded half up in its sixth digit, NULL where it is out of all bounds."""
    millionths = f"(CAST(round({microseconds}) AS HUGEINT) + 30) // 60"
    return SQL(f"TRY(CAST(CAST({millionths} AS DECIMAL(32,0)) * CAST(0.000001 AS DECIMAL(6,6)) AS DECIMAL(18,6)))")


def parts_of(text: SQL) -> SQL:
    """Return a text's parts as a duration, all empty where it is none."""
    names = ", ".join(literal(name) for name in _NAMES)
    return SQL(f"regexp_extract({text}, {literal(_PATTERN)}, [{names}])")


def unit_by_header(header: str) -> str | None:
    """Return the unit that a header names its figures in: `通话时长(秒)`, `CallDurationInSeconds`, `duration_ms`."""
    name = header.strip().lower()
    for unit, pattern in _BY_HEADER:
        if re.search(rf"(?:{pattern})\s*[)）\]】]?$", name):
            return unit
    return None
