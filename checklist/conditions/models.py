"""Conditions as policies write them: field -> test, combined by `all`, `any` and `not`."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Discriminator,
    Field,
    Tag,
    field_validator,
    model_validator,
)
from pydantic_core import PydanticCustomError

from checklist.engine import pattern_fault
from checklist.model.tables import TableName

_TOO_LARGE, _SMALLEST = 10**12, Decimal("0.000001")


def check_number(value: Any) -> Any:  # a number, or whatever else may stand beside one
    """Return a value unless it is a number that the engine cannot hold: it has twelve digits, and six decimals."""
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        exact = Decimal(str(value))
        if not exact.is_finite() or abs(exact) >= _TOO_LARGE or exact != exact.quantize(_SMALLEST):
            raise PydanticCustomError("number_too_long", "too long", {"value": value})
    return value


def check_pattern(pattern: str) -> str:
    """Return a regular expression if the engine reads it; it knows no look-around and no back-references."""
    detail = pattern_fault(pattern)
    if detail is not None:
        raise PydanticCustomError("pattern", "not a regular expression", {"value": pattern, "detail": detail})
    return pattern


Scalar = bool | int | float | date | str
Number = Annotated[int | float, AfterValidator(check_number)]
Bound = Annotated[int | float | date, AfterValidator(check_number)]


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
