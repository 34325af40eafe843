"""A figure as people write it in a plan: 12,000 元, ￥1.2万, about 300 thousand; and days and months."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from decimal import Decimal

_SCALES = {
    "千": 10**3, "万": 10**4, "十万": 10**5, "百万": 10**6, "千万": 10**7, "亿": 10**8,
    "k": 10**3, "thousand": 10**3, "m": 10**6, "million": 10**6,
}  # fmt: skip
_COUNTED = (
    "元|圆|块|人民币|rmb|cny|usd|eur|美元|欧元|yuan|dollars?|euros?|家|个|户|名|位|件|台|套|吨|customers?|prospects?"
)
_FIGURE = re.compile(
    r"(?:约|大约|大概|预计|about|approx\.?|approximately|circa|ca\.)?\s*"
    r"(?:rmb|cny|usd|eur|[¥$€])?\s*"
    r"(?P<number>[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?)\s*"
    rf"(?P<scale>{'|'.join(sorted(_SCALES, key=len, reverse=True))})?\s*"
    rf"(?P<unit>{_COUNTED})?(?:整|左右)?(?:/[\w件台套吨个]+)?\s*[.。;；]?",
    re.IGNORECASE,
)
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
AMBIGUOUS_DAY = re.compile(r"\d{1,2}[-/.]\d{1,2}[-/.](\d{4}|\d{2})")
_CLOCK = re.compile(r"[ T]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?\s*(Z|[+-]\d{2}:?\d{2})?$")


def figure(text: str, unit: str = "") -> str | None:
    """Return the one figure that a text states, as a plain decimal in the unit itself, or None.

    It may stand in a line of its own above lines without digits, or before a remark in brackets. `unit` is the one
    in the heading's brackets: it counts where the text names none.
    """
    lines = [unicodedata.normalize("NFKC", line).strip() for line in text.splitlines() if line.strip()]
    found = [match for match in map(_one, lines) if match]
    others = [line for line in lines if not _one(line)]
    if len(found) != 1 or any(any(sign.isdigit() for sign in line) for line in others):
        return None
    number = Decimal(found[0]["number"].replace(",", ""))
    scale = found[0]["scale"] or ("" if found[0]["unit"] else _scale_of(unit))
    number *= _SCALES.get(scale.lower(), 1) if scale else 1
    return format(number.normalize(), "f") if number else "0"


def _one(line: str) -> re.Match[str] | None:
    without_remark = re.sub(r"\s*\([^()\d]*\)\s*$", "", line)
    return _FIGURE.fullmatch(without_remark)


def _scale_of(unit: str) -> str:
    match = re.match(rf"({'|'.join(sorted(_SCALES, key=len, reverse=True))})(?:{_COUNTED})?$", unit, re.IGNORECASE)
    return match[1] if match else ""


def days(text: str) -> list[date]:
    """Return every whole day that a text names, in a form that leaves no doubt."""
    plain = unicodedata.normalize("NFKC", text)
    return [day for form in (_DAY, _COMPACT_DAY) for match in form.finditer(plain) if (day := _day(match))]


def one_day(text: str) -> date | None:
    """Return the day that a text consists of, with or without a clock time; None for anything else."""
    plain = _CLOCK.sub("", unicodedata.normalize("NFKC", text).strip())
    match = _DAY.fullmatch(plain) or _COMPACT_DAY.fullmatch(plain)
    return _day(match) if match else None


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
