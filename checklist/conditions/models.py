"""Conditions as policies write them: field -> test, combined by `all`, `any` and `not`."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Discriminator, Field, Tag, field_validator, model_validator
from pydantic_core import PydanticCustomError

from checklist.model.tables import TableName

Scalar = bool | int | float | date | str
Bound = int | float | date
_UNPORTABLE = re.compile(r"\(\?[=!<]|\\[1-9]")


def check_pattern(pattern: str) -> str:
    """Return a regular expression if every engine reads it; no look-around, no back-references."""
    try:
        re.compile(pattern)
    except re.error:
        raise PydanticCustomError("pattern", "not a regular expression", {"value": pattern}) from None
    if _UNPORTABLE.search(pattern):
        raise PydanticCustomError("pattern", "look-around is not portable", {"value": pattern})
    return pattern


def as_bound(value: object) -> object:
    """Read a day written as text, so that a quoted day still compares as a day."""
    if isinstance(value, str):
        try:
            return date.fromisoformat(value.strip())
        except ValueError:
            raise PydanticCustomError("bound", "a number or a day", {"value": value}) from None
    return value


class Test(BaseModel):
    """What a field must satisfy; several tests must all hold. A blank field is not `is`, and is `not`."""

    __test__ = False
    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    is_: Scalar | list[Scalar] | None = Field(None, alias="is", description="equal to it, or to one of them")
    not_: Scalar | list[Scalar] | None = Field(None, alias="not", description="equal to none of them; or blank")
    above: Bound | None = None
    below: Bound | None = None
    at_least: Bound | None = None
    at_most: Bound | None = None
    between: tuple[Bound, Bound] | None = Field(None, description="from the first to the second, both included")
    matches: str | None = Field(None, description="a regular expression found somewhere in the text")
    contains: Scalar | list[Scalar] | None = Field(None, description="each of them stands in the text")
    present: bool | None = None
    blank: bool | None = None

    @field_validator("above", "below", "at_least", "at_most", mode="before")
    @classmethod
    def _bound(cls, value: object) -> object:
        return as_bound(value)

    @field_validator("between", mode="before")
    @classmethod
    def _bounds(cls, value: object) -> object:
        return [as_bound(each) for each in value] if isinstance(value, list) else value

    @field_validator("matches")
    @classmethod
    def _pattern(cls, value: str | None) -> str | None:
        return None if value is None else check_pattern(value)

    @model_validator(mode="after")
    def _not_empty(self) -> Test:
        if not self.model_fields_set:
            raise PydanticCustomError("empty_test", "no test", {})
        return self


def _shape(value: object) -> str:
    if isinstance(value, (dict, Test)):
        return "test"
    return "list" if isinstance(value, list) else "scalar"


FieldTest = Annotated[
    Annotated[Scalar, Tag("scalar")] | Annotated[list[Scalar], Tag("list")] | Annotated[Test, Tag("test")],
    Discriminator(_shape),
]


class Condition(BaseModel):
    """Fields and their tests, all of which must hold; `all`, `any`, `not` combine further conditions."""

    model_config = ConfigDict(extra="allow", frozen=True, populate_by_name=True)
    __pydantic_extra__: dict[str, FieldTest]

    group: str | list[str] | None = Field(None, description="a group of types named in pack.yaml")
    all_: list[Condition] | None = Field(None, alias="all")
    any_: list[Condition] | None = Field(None, alias="any")
    not_: Condition | None = Field(None, alias="not")

    @property
    def tests(self) -> dict[str, Any]:
        """The fields tested here and their tests, in the order written."""
        return dict(self.__pydantic_extra__ or {})

    @property
    def groups(self) -> list[str]:
        """The groups named here."""
        return [self.group] if isinstance(self.group, str) else list(self.group or [])


class Selector(Condition):
    """Which rows a rule looks at: records by default, or the rows of another table.

    A text or a list of texts is short for `type`.
    """

    table: TableName = "records"
    at: str | None = Field(None, description="the column that dates a row of another table")

    @model_validator(mode="before")
    @classmethod
    def _short_form(cls, value: object) -> object:
        return {"type": value} if isinstance(value, (str, list)) else value


Condition.model_rebuild()
