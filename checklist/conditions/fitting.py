"""What a column's sort cannot bear: a bound of another sort, a pattern over numbers, a day that is a word."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from pydantic_core import PydanticCustomError

from checklist.conditions.models import Condition, Test, check_number
from checklist.model import Sentence
from checklist.model.tables import Sort

SortOf = Callable[[str], Sort | None]
"""Tells what a table's column is read as: None for one of the company's own that nobody has declared."""

_BOUNDS = ("above", "below", "at_least", "at_most", "between")
_EQUALITIES = ("is", "not", "one_of")
_OF_TEXTS = ("matches", "contains", "min_length")
_MOMENTS = (Sort.DAY, Sort.TIME)


@dataclass(frozen=True, slots=True)
class Misfit:
    """Something in a rule that no data can give a meaning: its place among the parameters, and what is said of it."""

    place: tuple[str | int, ...]
    code: str
    values: Mapping[str, Any]

    @classmethod
    def of(cls, place: tuple[str | int, ...], error: PydanticCustomError) -> Misfit:
        """Return what a check of one value complains of, at its place."""
        return cls(place, error.type, error.context or {})


def condition_misfits(condition: Condition, sort_of: SortOf) -> Iterator[Misfit]:
    """Yield each test that the sort of its column cannot bear."""
    for field, test in condition.tests.items():
        written = {"is": test}
        if isinstance(test, Test):
            written = {name.rstrip("_"): getattr(test, name) for name in Test.model_fields}
        for misfit in test_misfits(field, sort_of(field), written):
            yield Misfit((field, *misfit.place), misfit.code, misfit.values)
    for name, parts in (("all", condition.all_), ("any", condition.any_)):
        for index, part in enumerate(parts or ()):
            for misfit in condition_misfits(part, sort_of):
                yield Misfit((name, index, *misfit.place), misfit.code, misfit.values)
    if condition.not_ is not None:
        for misfit in condition_misfits(condition.not_, sort_of):
            yield Misfit(("not", *misfit.place), misfit.code, misfit.values)


def test_misfits(field: str, sort: Sort | None, tests: Mapping[str, Any]) -> Iterator[Misfit]:
    """Yield each test of a field, by its name, that a column of this sort cannot bear. None stands for no test."""
    seen = sort
    for name, given in tests.items():
        for value in given if isinstance(given, (list, tuple)) else [given]:
            if value is None:
                continue
            if name in _BOUNDS and seen is None:
                # Whatever the column holds, it cannot be a number to one bound and a day to another.
                seen = Sort.DAY if isinstance(value, date) else Sort.NUMBER
            if not _bears(seen if name in _BOUNDS else sort, name, value):
                values = {"field": field, "test": name, "value": value}
                values["sort"] = Sentence(f"takes.{(seen or Sort.TEXT).name.lower()}")
                yield Misfit((name,), "test_misfit", values)
                break
            if name in _EQUALITIES and not field.endswith("_id"):
                try:
                    check_number(value)
                except PydanticCustomError as error:
                    yield Misfit.of((name,), error)


def _bears(sort: Sort | None, name: str, value: Any) -> bool:  # what may stand in a test
    if name in _BOUNDS:
        return sort in _MOMENTS if isinstance(value, date) else sort is Sort.NUMBER
    if name in _OF_TEXTS:
        return sort is not Sort.NUMBER and sort not in _MOMENTS
    return sort is None or name not in _EQUALITIES or _may_equal(sort, value)


def _may_equal(sort: Sort, value: Any) -> bool:  # a scalar
    """Tell whether a column of this sort can ever equal a value."""
    if sort is Sort.NUMBER:
        return not isinstance(value, (bool, date)) and (not isinstance(value, str) or _is_number(value))
    if sort in _MOMENTS:
        return isinstance(value, date) or (isinstance(value, str) and _is_moment(value))
    return True


def _is_number(text: str) -> bool:
    try:
        return Decimal(text.replace("_", "")).is_finite()
    except InvalidOperation:
        return False


def _is_moment(text: str) -> bool:
    try:
        return bool(datetime.fromisoformat(text))
    except ValueError:
        return False
