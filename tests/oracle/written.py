"""Read a written date and time by hand, piece after piece: what the program's one pattern must agree with."""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, date, datetime, timedelta, timezone
from typing import NamedTuple

MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
# Short forms of weekdays beside their first three letters and their whole names.
MORE_DAYS = {"tues": 1, "thur": 3, "thurs": 3}
PARTS = (
    "上午",
    "下午",
    "凌晨",
    "早上",
    "早晨",
    "清晨",
    "早",
    "中午",
    "傍晚",
    "晚上",
    "夜里",
    "深夜",
    "夜间",
    "晚间",
    "晚",
)


class Read(NamedTuple):
    """What was read: a naive time or one with its offset, and whether a clock was given."""

    time: datetime
    clocked: bool


class _No(Exception):  # noqa: N818  # it is no error: the text is just no time
    """The text is no written time."""


class _Text:
    def __init__(self, text: str) -> None:
        self.rest = text

    def take(self, pattern: str) -> str | None:
        match = re.match(pattern, self.rest, re.IGNORECASE)
        if match is None:
            return None
        self.rest = self.rest[match.end() :]
        return match[0]

    def need(self, pattern: str) -> str:
        taken = self.take(pattern)
        if taken is None:
            raise _No
        return taken

    def one(self, names: dict[str, int]) -> int | None:
        word = re.match(r"[a-z]+", self.rest, re.IGNORECASE)
        if word and word[0].lower() in names:
            self.rest = self.rest[word.end() :]
            return names[word[0].lower()]
        return None


def _named(names: tuple[str, ...]) -> dict[str, int]:
    return {short: at for at, name in enumerate(names) for short in (name, name[:3])}


_MONTHS = _named(MONTHS) | {"sept": 8}
_DAYS = _named(DAYS) | MORE_DAYS


def read(text: str) -> Read | None:
    """Return what a text means, or None."""
    text = re.sub(r"\s+", " ", unicodedata.normalize("NFKC", text)).strip()
    try:
        return _read(_Text(text))
    except (_No, ValueError, OverflowError):
        return None


def _read(text: _Text) -> Read:
    wanted = [text.one(_DAYS)]
    if wanted[0] is not None:
        text.take(",")
        text.need(" ")
    day, loose = _date(text)
    wanted.append(_weekday(text))
    loose = loose or text.rest.startswith(PARTS) or wanted[1] is not None
    if any(each is not None and each != day.weekday() for each in wanted):
        raise _No
    if not text.rest:
        return Read(datetime(day.year, day.month, day.day), clocked=False)  # noqa: DTZ001
    if not text.take(", ?| |t") and not loose:
        raise _No
    text.take(" ")
    time = datetime(day.year, day.month, day.day) + _clock(text)  # noqa: DTZ001
    zone = _zone(text)
    if text.rest:
        raise _No
    return Read(time if zone is None else time.replace(tzinfo=timezone(zone)), clocked=True)


def _date(text: _Text) -> tuple[date, bool]:
    """Return the day, and whether what follows may touch it."""
    if re.match(r"(19|20|21)\d\d", text.rest):
        if re.match(r"\d{8}", text.rest):
            digits = text.need(r"\d{8}")
            return date(int(digits[:4]), int(digits[4:6]), int(digits[6:])), bool(re.match(r"\d{6}$", text.rest))
        year = int(text.need(r"\d{4}"))
        mark = text.need(r"[-/.]| ?年 ?")
        month = int(text.need(r"\d{1,2}"))
        text.need(" ?月 ?" if "年" in mark else re.escape(mark))
        day = int(text.need(r"\d{1,2}"))
        if "年" in mark:
            text.need(" ?[日号]")
        return date(year, month, day), "年" in mark
    number = text.take(r"\d{1,2}")
    if number:
        text.take("st|nd|rd|th")
        text.need("[ -]")
    month_at = text.one(_MONTHS)
    if month_at is None:
        raise _No
    text.take(r"[.]")
    if number:
        text.take(",")
        text.need("[ -]")
    else:
        text.need(" ")
        number = text.need(r"\d{1,2}")
        text.take("st|nd|rd|th")
        text.take(",")
        text.need(" ")
    return date(int(text.need(r"(19|20|21)\d\d")), month_at + 1, int(number)), False


def _weekday(text: _Text) -> int | None:
    before = text.rest
    text.take(",")
    text.take(" ")
    opened = text.take("[(] ?")
    chinese = text.take("(星期|周|礼拜)[一二三四五六日天]")
    found = "一二三四五六日".find(chinese[-1].replace("天", "日")) if chinese else text.one(_DAYS)
    if found is None or bool(text.take(" ?[)]") if opened else False) != bool(opened):
        text.rest = before
        return None
    return found


def _clock(text: _Text) -> timedelta:
    if re.match(r"\d{6}(?!\d)", text.rest):
        digits = text.need(r"\d{6}")
        return _span(int(digits[:2]), int(digits[2:4]), int(digits[4:]), 0)
    part = text.take("|".join(PARTS) + "|am|pm|a[.]m[.]|p[.]m[.]") or ""
    text.take(" ")
    hour, minute, second, micro = int(text.need(r"\d{1,2}")), 0, 0, 0
    bare, colon = False, bool(text.take(":"))
    if colon:
        minute = int(text.need(r"\d\d"))
        if text.take(":"):
            second = int(text.need(r"\d\d"))
            if text.take("[.,]"):
                micro = int(text.need(r"\d{1,9}").ljust(6, "0")[:6])
    elif text.take(" ?[时点]"):
        if text.take(" ?半"):
            minute = 30
        elif not text.take(" ?整") and re.match(r" ?\d", text.rest):
            text.take(" ")
            minute = int(text.need(r"\d{1,2}"))
            if text.take("分") and re.match(r" ?\d{1,2} ?秒", text.rest):
                text.take(" ")
                second = int(text.need(r"\d{1,2}"))
                text.need(" ?秒")
    else:
        bare = True
    after = text.take(" ?(am|pm|a[.]m[.]|p[.]m[.])")
    if after and part:
        raise _No
    part = (part or (after or "").strip()).lower().replace(".", "")
    if bare and not part:
        raise _No
    return _span(_hour(part, hour, colon=colon), minute, second, micro)


def _hour(part: str, hour: int, *, colon: bool) -> int:  # a table of customs
    match part:
        case "":
            return hour
        case "am" | "上午" if hour < 12:
            return hour
        case "am" if hour == 12:
            return 0
        case "上午" if hour == 12 and colon:
            return 0
        case "pm" | "下午" if 1 <= hour <= 23:
            return hour if hour >= 12 else hour + 12
        case "凌晨" if hour in {*range(7), 12}:
            return hour % 12
        case "早上" | "早晨" | "清晨" | "早" if 4 <= hour <= 11:
            return hour
        case "中午" if hour in {11, 12, 13, 14, 1, 2}:
            return hour if hour > 2 else hour + 12
        case "傍晚" if hour in {*range(4, 9), *range(16, 21)}:
            return hour if hour > 8 else hour + 12
        case "晚上" | "夜里" | "深夜" | "夜间" | "晚间" | "晚" if hour in {*range(5, 12), *range(17, 24)}:
            return hour if hour > 11 else hour + 12
    raise _No


def _span(hour: int, minute: int, second: int, micro: int) -> timedelta:
    span = timedelta(hours=hour, minutes=minute, seconds=second, microseconds=micro)
    if minute > 59 or second > 59 or span > timedelta(days=1) or hour > 24:
        raise _No
    return span


def _zone(text: _Text) -> timedelta | None:
    before = text.rest
    text.take(" ")
    name = text.take("utc|gmt|ut|z")
    zone = timedelta(0) if name else None
    if name is None or name.lower() in ("utc", "gmt"):
        sign = text.take("[+-]")
        if sign:
            hours, minutes = text.need("0[0-9]|1[0-4]"), text.take(":?[0-5][0-9]") or "0"
            zone = timedelta(hours=int(hours), minutes=int(minutes.lstrip(":"))) * (-1 if sign == "-" else 1)
    if zone is None:
        text.rest = before
        return None
    text.take(r" ?[(][^()]{1,40}[)]")
    return zone


def in_utc(time: datetime) -> datetime:
    """Return a time with an offset as a naive time in UTC, any other as it is."""
    return time if time.tzinfo is None else time.astimezone(UTC).replace(tzinfo=None)
