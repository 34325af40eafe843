"""Spans of time as policies write them: `24 hours`, `7 days`, `1 workday`, `12 months`."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import AfterValidator
from pydantic_core import PydanticCustomError, core_schema

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
    from pydantic.json_schema import JsonSchemaValue

UNITS = ("minute", "hour", "day", "workday", "workhour", "week", "month", "year")
_PATTERN = re.compile(r"\s*(0|[1-9]\d{0,5})\s+([a-z]+?)s?\s*")
_LONGEST = 101 * 366  # a hundred years, generously reckoned
_LONGEST_HOLIDAY = 14
_MONTHS = {"month": 1, "year": 12}
_WHOLE_DAYS = {"day", "workday"}


@dataclass(frozen=True, slots=True)
class Duration:
    """An amount of one unit. Minutes and hours run on the clock, workhours and workdays by the calendar.

    `0 days` and `0 workdays` end with the day itself.
    """

    amount: int
    unit: str

    @classmethod
    def parse(cls, text: object) -> Duration:
        """Read `7 days`. Raises `ValueError` for anything else, and for more than a hundred years."""
        match = _PATTERN.fullmatch(text) if isinstance(text, str) else None
        if match is None or match[2] not in UNITS or (match[1] == "0" and match[2] not in _WHOLE_DAYS):
            raise ValueError(f"no duration: {text!r}")
        amount, unit = int(match[1]), match[2]
        found = cls(amount * 7, "day") if unit == "week" else cls(amount, unit)
        if found.reach > _LONGEST:
            raise ValueError(f"beyond a hundred years: {text!r}")
        return found

    @property
    def seconds(self) -> int:
        """The length in seconds, for minutes, hours and workhours."""
        return self.amount * (60 if self.unit == "minute" else 3600)

    @property
    def by_clock(self) -> bool:
        """Whether it runs on the clock, whatever the calendar says."""
        return self.unit in {"minute", "hour"}

    @property
    def by_calendar(self) -> bool:
        """Whether it counts working time."""
        return self.unit in {"workday", "workhour"}

    def after(self, day: date) -> date:
        """Return the day this long after `day`, for days, months and years; a month's end stays one."""
        if self.unit == "day":
            return day + timedelta(days=self.amount)
        months = day.year * 12 + day.month - 1 + self.amount * _MONTHS[self.unit]
        year, month = divmod(months, 12)
        return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))

    @property
    def reach(self) -> int:
        """Return a generous upper bound in days, so that tables of days are laid out far enough.

        Hours run through working days alone, and a deadline moves over a long holiday.
        """
        per_unit = {"minute": 0, "hour": 0, "day": 1, "workday": 3, "workhour": 1, "month": 31, "year": 366}
        return _LONGEST_HOLIDAY + self.amount * per_unit[self.unit] + 3 * (self.seconds // 86400)

    def __str__(self) -> str:
        return f"{self.amount} {self.unit}{'' if self.amount == 1 else 's'}"

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        """Let a policy's models hold durations, written as text."""
        return core_schema.no_info_plain_validator_function(
            cls._validate, serialization=core_schema.to_string_ser_schema()
        )

    @classmethod
    def _validate(cls, value: object) -> Duration:
        if isinstance(value, Duration):
            return value
        try:
            return cls.parse(value)
        except ValueError:
            raise PydanticCustomError("duration", "not a duration", {"value": str(value)}) from None

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        """Describe a duration to editors."""
        units = "|".join(UNITS)
        return {
            "type": "string",
            "pattern": rf"^\s*([1-9]\d{{0,5}}\s+({units})|0\s+(work)?day)s?\s*$|\$\{{",
            "examples": ["24 hours", "7 days", "1 workday", "4 workhours", "12 months"],
        }


def _lasting(value: Duration) -> Duration:
    if value.amount == 0:
        raise PydanticCustomError("duration", "not a duration", {"value": str(value)})
    return value


SomeTime = Annotated[Duration, AfterValidator(_lasting)]
"""A duration of more than nothing."""
