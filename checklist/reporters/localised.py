"""Days and numbers as a language's readers write them, for pages that people read rather than programs."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from checklist.wording import Wording

if TYPE_CHECKING:
    from checklist.model import Sentence

_LOCALES = {"zh": "zh_Hans_CN", "en": "en"}
_PLAIN = 1_000


class LocalWording(Wording):
    """The sentences of a language with its own days and numbers in them: 2026年10月14日, Oct 14, 2026."""

    def __init__(self, wording: Wording) -> None:
        super().__init__(wording.language)
        self._entries = wording._entries  # noqa: SLF001  # the same sentences, otherwise filled
        self.locale = _LOCALES[wording.language]
        self._said: dict[str, str] = {}

    def text(self, key: str, **values: Any) -> str:
        """Return the sentence under `key`. Most on a page have no blanks, and are put together once."""
        if values:
            return super().text(key, **values)
        said = self._said.get(key)
        if said is None:
            said = self._said[key] = super().text(key)
        return said

    def value(self, value: Any) -> str:
        """Render one value for people; only days and times differ from what programs are told."""
        if isinstance(value, datetime):
            return f"{_day(value.date(), self.locale)} {value:%H:%M}"
        if isinstance(value, date):
            return _day(value, self.locale)
        return super().value(value)

    def say(self, sentence: Sentence) -> str:
        """Return a sentence filled with its values; spans of time in full, where programs are told `7 d`."""
        unit = sentence.key.removeprefix("duration.")
        if unit == sentence.key:
            return super().say(sentence)
        return self.text(f"duration_in_full.{unit}", **sentence.values)

    def number(self, number: int) -> str:
        """Return a count with its thousands set apart."""
        return str(number) if 0 <= number < _PLAIN else _number(number, self.locale)

    def day(self, day: date) -> str:
        """Return a day in full."""
        return _day(day, self.locale)

    def month(self, day: date) -> str:
        """Return the short name of a day's month."""
        return _written(day, "LLL", self.locale)

    def month_of_year(self, day: date) -> str:
        """Return a day's month with its year."""
        return _skeleton(day, "yMMM", self.locale)

    def short_day(self, day: date) -> str:
        """Return a day without its year."""
        return _skeleton(day, "MMMd", self.locale)

    def ago(self, day: date, now: date) -> str:
        """Return how many days ago a day was: 3天前, 3 days ago."""
        return self.text("html.today") if day == now else _ago((now - day).days, self.locale)

    def weekday(self, day: date) -> str:
        """Return the short name of a day's weekday."""
        return _written(day, "ccc", self.locale)


@lru_cache(maxsize=4096)
def _day(day: date, locale: str) -> str:
    from babel.dates import format_date  # only pages need it, and start-up is part of speed

    return format_date(day, "medium", locale=locale)


@lru_cache(maxsize=1024)
def _written(day: date, pattern: str, locale: str) -> str:
    from babel.dates import format_date

    return format_date(day, pattern, locale=locale)


@lru_cache(maxsize=1024)
def _skeleton(day: date, skeleton: str, locale: str) -> str:
    from babel.dates import format_skeleton

    return format_skeleton(skeleton, day, locale=locale)


@lru_cache(maxsize=1024)
def _ago(days: int, locale: str) -> str:
    from babel.dates import format_timedelta

    return format_timedelta(timedelta(days=-days), "day", threshold=float("inf"), add_direction=True, locale=locale)


@lru_cache(maxsize=4096)
def _number(number: int, locale: str) -> str:
    from babel.numbers import format_decimal

    return format_decimal(number, locale=locale)
