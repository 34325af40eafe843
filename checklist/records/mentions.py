"""The days and months that a longer text mentions: a title, the name of a sheet or of a file."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH_NAME = r"(?P<name>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_DAY = re.compile(r"(?<!\d)(?P<y>(?:19|20|21)\d\d)\s*[-/.年_]\s*(?P<m>\d{1,2})\s*[-/.月_]\s*(?P<d>\d{1,2})\s*日?(?!\d)")
_COMPACT_DAY = re.compile(r"(?<!\d)(?P<y>(?:19|20|21)\d\d)(?P<m>\d\d)(?P<d>\d\d)(?!\d)")
_MONTH = (
    re.compile(r"(?<!\d)(?P<y>(?:19|20|21)\d\d)\s*[-/.年_]\s*(?P<m>\d{1,2})\s*月?份?(?![\d])"),
    re.compile(r"(?<!\d)(?P<y>(?:19|20|21)\d\d)(?P<m>0[1-9]|1[0-2])(?!\d)"),
    re.compile(rf"(?<![a-z]){_MONTH_NAME}[\s_-]*(?P<y>(?:19|20|21)\d\d)(?!\d)", re.IGNORECASE),
    re.compile(rf"(?<!\d)(?P<y>(?:19|20|21)\d\d)[\s_-]*{_MONTH_NAME}(?![a-z])", re.IGNORECASE),
)
_BARE_MONTH = re.compile(r"(?<!\d)(?:1[0-2]|0?[1-9])月份?")


def days(text: str) -> list[date]:
    """Return every whole day that a text names, in a form that leaves no doubt."""
    plain = unicodedata.normalize("NFKC", text)
    return [day for form in (_DAY, _COMPACT_DAY) for match in form.finditer(plain) if (day := _day(match))]


def months(text: str) -> list[str]:
    """Return every month that a text names with its year, as 2026-10; a whole day names none."""
    plain = without_days(unicodedata.normalize("NFKC", text))
    found = []
    for form in _MONTH:
        for match in form.finditer(plain):
            named = match.groupdict()
            month = _MONTHS.index(named["name"].lower()) + 1 if named.get("name") else int(named["m"])
            if 1 <= month <= len(_MONTHS):
                found.append(f"{match['y']}-{month:02}")
        plain = form.sub(" ", plain)
    return found


def without_days(text: str) -> str:
    """Return a text without the whole days in it."""
    return _COMPACT_DAY.sub(" ", _DAY.sub(" ", text))


def without_months(text: str) -> str:
    """Return a text without the days and months in it, a month without its year included."""
    plain = without_days(unicodedata.normalize("NFKC", text))
    for form in _MONTH:
        plain = form.sub(" ", plain)
    return _BARE_MONTH.sub(" ", plain)


def _day(match: re.Match[str]) -> date | None:
    try:
        return date(int(match["y"]), int(match["m"]), int(match["d"]))
    except ValueError:
        return None
