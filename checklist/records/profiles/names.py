"""When two header names are the same name: width, case, blanks and marks aside."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from checklist.records.headers import MARKS

_BRACKETS = re.compile(r"\s*[(\[【]\s*([^()\[\]【】]+?)\s*[)\]】]$")
_BETWEEN = re.compile(r"[\s_\-\ufeff]+")
# What may stand in brackets behind a name: in what its figures are counted. Those of time are known by their word here.
_TIMES = {
    "hours": ("h", "hr", "hrs", "hour", "hours", "小时", "时"),
    "minutes": ("m", "min", "mins", "minute", "minutes", "分钟", "分"),
    "seconds": ("s", "sec", "secs", "second", "seconds", "秒"),
    "milliseconds": ("ms", "millisecond", "milliseconds", "毫秒"),
}
_MONEY = ("元", "人民币", "¥", "￥", "rmb", "cny", "usd", "eur", "gbp", "hkd", "$", "€", "£", "元人民币")
_UNITS = {word: unit for unit, words in _TIMES.items() for word in words} | dict.fromkeys(_MONEY, "")


def _marked(name: str) -> tuple[str, str]:
    """Return a name without marks and the unit behind it, and that unit ("" for none, or for money)."""
    text = (
        MARKS.sub("", unicodedata.normalize("NFKC", name).casefold().strip("\ufeff \t\r\n")).strip().rstrip(":").strip()
    )
    brackets = _BRACKETS.search(text)
    if brackets and brackets[1] in _UNITS and brackets.start():
        return MARKS.sub("", text[: brackets.start()]).strip(), _UNITS[brackets[1]]
    return text, ""


@lru_cache(maxsize=8192)
def fold(name: str) -> str:
    """Return what is equal for two spellings of one header name.

    Full-width letters, case, blanks, `_` and `-`, a colon at the end, the `*` or (必填) of a required column and a
    unit in brackets (`时长（分钟）`) make no difference; any other word in brackets does.
    """
    return _BETWEEN.sub("", _marked(name)[0])


def unit_of(name: str) -> str | None:
    """Return in which unit of time a header's figures are counted, if it says so in brackets."""
    return _marked(name)[1] or None
