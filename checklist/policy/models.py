"""The shape of a pack's files: what may stand in them, for checking and for editors' completion."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, create_model, field_validator, model_validator
from pydantic_core import PydanticCustomError

from checklist.conditions import Condition
from checklist.kinds import kinds
from checklist.model import Bilingual
from checklist.model.duration import Duration
from checklist.model.tables import Sort, TableName

_NAME = r"^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$"
_CLOCK = r"^([01]\d|2[0-4]):[0-5]\d-([01]\d|2[0-4]):[0-5]\d$"
Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]


def _numbered(value: object) -> object:
    return value if isinstance(value, bool) or not isinstance(value, (int, float, date)) else str(value)


Numbering = Annotated[str, BeforeValidator(_numbered)]
Weight = Annotated[int | float, Field(ge=0, le=1_000_000)]


ColumnSort = Literal["text", "number", "day", "time"]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class Texts(_Strict):
    """A text in Chinese and English."""

    zh: str = ""
    en: str = ""


def _texts(value: object) -> object:
    return {"zh": value, "en": value} if isinstance(value, str) else value


class Text(Texts):
    """A text in both languages, or one plain text that serves for both."""

    @model_validator(mode="before")
    @classmethod
    def _plain(cls, value: object) -> object:
        return _texts(value)

    @property
    def bilingual(self) -> Bilingual:
        """The text as the rest of the program speaks it."""
        return Bilingual(self.zh, self.en)


class Effective(_Strict):
    """The days on which duties under a rule arise, both included."""

    from_: date | None = Field(None, alias="from")
    to: date | None = None

    @model_validator(mode="after")
    def _order(self) -> Effective:
        if self.from_ is not None and self.to is not None and self.to < self.from_:
            raise PydanticCustomError("effective_reversed", "reversed", {"first": self.from_, "last": self.to})
        return self


class Tenure(_Strict):
    """How long a rep has been with the company on the due day."""

    at_least: Duration | None = None
    above: Duration | None = None
    at_most: Duration | None = None
    below: Duration | None = None

    @model_validator(mode="after")
    def _days(self) -> Tenure:
        for name in self.model_fields_set:
            span = getattr(self, name)
            if span is not None and span.unit not in {"day", "month", "year"}:
                values = {"value": str(span), "units": "days, months, years"}
                raise PydanticCustomError("duration_unit", "unit", values)
        return self


class AppliesTo(Condition):
    """Which reps a rule holds for: a condition on the roster, and the time they have been with the company."""

    tenure: Tenure | None = None


class RuleHead(_Strict):
    """What every rule may say, whatever its kind."""

    rule: str = Field(pattern=_NAME, description="the rule's id, unique in the pack")
    kind: str
    title: Text | None = None
    basis: Literal["document", "default"] | None = None
    why: Text | None = Field(None, description="why this figure, where the document gives none")
    advice: Text | None = Field(None, description="what the rep does to come right")
    weight: Weight = 1
    threshold: float = Field(1, gt=0, le=1, description="the share of expectations that must be met")
    modality: Literal["must", "should", "must_not"] | None = None
    informational: bool | None = Field(None, description="shown, never scored")
    applies_to: AppliesTo | None = None
    effective: Effective | None = None


class Clause(_Strict):
    """One numbered sentence of the policy, with its rules."""

    clause: Numbering = Field(pattern=_NAME)
    source: str = ""
    chapter: Numbering | None = None
    modality: Literal["must", "should", "must_not"] = "must"
    title: Text | None = None
    text: Text | None = None
    weight: Weight = 1
    truncated: bool = Field(default=False, description="the source breaks off within this clause")
    rules: list[Any] = Field(default_factory=list)


class Chapter(_Strict):
    """A group of clauses."""

    chapter: Numbering
    title: Text | None = None
    weight: Weight = 1


class Parameter(_Strict):
    """A figure that a company may change in its own tailoring, within its bounds."""

    value: Any
    title: Text | None = None
    at_least: int | float | None = None
    at_most: int | float | None = None
    basis: Literal["document", "default"] | None = None
    why: Text | None = None


class Calendar(_Strict):
    """How working time is counted."""

    country: str | None = Field(None, description="ISO 3166 code whose public holidays hold, such as CN")
    subdivision: str | None = None
    weekend: list[Weekday] = Field(default=["sat", "sun"])
    workday: list[Annotated[str, Field(pattern=_CLOCK)]] = Field(
        default_factory=lambda: ["09:00-12:00", "13:00-18:00"], min_length=1
    )
    file: str | None = Field(None, description="the company's own calendar, beside this file")

    @model_validator(mode="after")
    def _order(self) -> Calendar:
        last = 0
        for opens, closes in self.seconds:
            if opens < last or closes <= opens or closes > 24 * 3600:
                raise PydanticCustomError("workday_order", "order", {"value": ", ".join(self.workday)})
            last = closes
        return self

    @property
    def seconds(self) -> tuple[tuple[int, int], ...]:
        """The working hours as (opens, closes) in seconds of the day."""
        clocks = [part.split(":") for span in self.workday for part in span.split("-")]
        seconds = [int(hour) * 3600 + int(minute) * 60 for hour, minute in clocks]
        return tuple(zip(seconds[::2], seconds[1::2], strict=True))


class Head(_Strict):
    """What heads a policy and what heads a tailoring alike: texts, and names that rules may use."""

    title: Text | None = None
    about: Text | None = None
    groups: dict[str, list[str]] = Field(default_factory=dict, description="names for sets of types")
    params: dict[str, Parameter] = Field(default_factory=dict)
    chapters: list[Chapter] = Field(default_factory=list)
    items: dict[str, Text] = Field(default_factory=dict, description="titles of the checklist items attested")
    fields: dict[TableName, list[str] | dict[str, ColumnSort | None]] = Field(
        default_factory=dict, description="columns of the company's own, by table, and what they hold"
    )

    @property
    def sorts(self) -> dict[str, dict[str, Sort]]:
        """What the company's own columns are declared to hold, by table."""
        return {
            table: {name: Sort[sort.upper()] for name, sort in columns.items() if sort is not None}
            for table, columns in self.fields.items()
            if isinstance(columns, dict)
        }


def in_days(value: Duration | None) -> Duration | None:
    """Return a span that is counted in days."""
    if value is not None and value.unit != "day":
        raise PydanticCustomError("duration_unit", "unit", {"value": str(value), "units": "days"})
    return value


class Pack(Head):
    """pack.yaml: what holds for all clauses of a policy."""

    pack: str = Field(pattern=_NAME)
    version: Numbering = "0"
    timezone: str = "UTC"
    calendar: Calendar = Field(default_factory=Calendar)
    grades: dict[str, int | float] = Field(default_factory=dict)
    history: Duration | None = Field(None, description="how long a case may have lived before the log: days")
    clauses: list[Clause] = Field(default_factory=list)

    @field_validator("history")
    @classmethod
    def _in_days(cls, value: Duration | None) -> Duration | None:
        return in_days(value)

    @field_validator("timezone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        from zoneinfo import ZoneInfo  # rarely anything but one zone

        try:
            ZoneInfo(value)
        except (KeyError, ValueError, OSError):
            raise PydanticCustomError("timezone_unknown", "unknown", {"value": value}) from None
        return value


class Skip(_Strict):
    """A rule, or all rules of a clause, that a company does not apply, and why."""

    rule: str | None = None
    clause: Numbering | None = None
    reason: Text

    @field_validator("reason")
    @classmethod
    def _given(cls, value: Text) -> Text:
        if not (value.zh.strip() or value.en.strip()):
            raise PydanticCustomError("skip_without_reason", "no reason", {})
        return value

    @model_validator(mode="after")
    def _one(self) -> Skip:
        if (self.rule is None) == (self.clause is None):
            raise PydanticCustomError("one_of_fields", "one of", {"fields": "rule, clause"})
        return self


class Tailoring(Head):
    """A company's own parameters laid over a pack: what it sets, leaves out and adds."""

    model_config = ConfigDict(populate_by_name=False)
    extends: str = Field(description="the pack it is laid over: a shipped pack's name, or a path from this file")
    pack: str | None = Field(None, pattern=_NAME)
    version: Numbering | None = None
    calendar: Calendar | None = Field(None, description="what differs from the pack's calendar")
    set_: dict[str, Any] = Field(default_factory=dict, alias="set", description="parameters and their own values")
    history: Duration | None = Field(None, description="how long a case may have lived before the log: days")
    skip: list[Skip] = Field(default_factory=list)
    add: list[Clause] = Field(default_factory=list, description="clauses of the company's own, with their rules")

    @field_validator("history")
    @classmethod
    def _in_days(cls, value: Duration | None) -> Duration | None:
        return in_days(value)


def _exactly(name: str) -> Any:  # a type made at run time
    return Literal[name]


@cache
def rule_models() -> dict[str, type[BaseModel]]:
    """Return each kind's whole rule: what every rule may say, and the kind's own parameters."""
    return {
        name: create_model(f"{name.title()}Rule", __base__=(RuleHead, kind.parameters), kind=(_exactly(name), ...))
        for name, kind in kinds().items()
    }
