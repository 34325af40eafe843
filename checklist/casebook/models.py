"""The grammar of a cases file: what a policy owner may write, and what each part is for."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from checklist.model import Bilingual
from checklist.model.tables import TableName

Scalar = bool | int | float | date | str | None
Row = dict[str, Scalar | list[Scalar]]
Cells = dict[str, Scalar]
Shows = Literal["passing", "failing", "undecided"]
OutcomeName = Literal["pass", "fail", "pending", "not_applicable", "not_checked", "error"]
Count = Annotated[int, Field(ge=0, le=1_000_000)]


def _as_text(value: object) -> object:
    return str(value) if isinstance(value, (int, date)) and not isinstance(value, bool) else value


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class CaseName(_Strict):
    """What a case shows, in a few words: one text, or one a language."""

    zh: str = ""
    en: str = ""

    @model_validator(mode="before")
    @classmethod
    def _plain(cls, value: object) -> object:
        return {"zh": value, "en": value} if isinstance(value, str) else value

    @model_validator(mode="after")
    def _said(self) -> CaseName:
        if not (self.zh.strip() or self.en.strip()):
            raise PydanticCustomError("case_nameless", "no name", {})
        return self

    @property
    def bilingual(self) -> Bilingual:
        """The name as the rest of the program speaks it."""
        return Bilingual(self.zh, self.en)


class SpansModel(_Strict):
    """The days that the log covers."""

    from_: date | None = Field(None, alias="from")
    to: date | None = None


class Inputs(_Strict):
    """The world of a case: what is audited, and when.

    A table that is not named is not given. In a row, a list instead of a value stands for a row each, and
    `repeat: 19` for nineteen equal rows. A column is shown if any row names it or `columns` lists it.
    """

    period: Annotated[str, BeforeValidator(_as_text)] | None = None
    as_of: date | None = Field(None, description="the last day seen; by default the period's last")
    records: list[Row] | None = None
    reps: list[Row] | None = None
    customers: list[Row] | None = None
    attestations: list[Row] | None = None
    absences: list[Row] | None = None
    covers: list[str] | None = None
    spans: SpansModel | None = None
    columns: dict[TableName, list[str]] = Field(
        default_factory=dict, description="columns shown although every row leaves them blank, by table"
    )
    every: dict[TableName, Cells] = Field(
        default_factory=dict, description="what every row of a table says unless it says otherwise"
    )


class ExpectedDeviation(BaseModel):
    """One deviation: the day it fell due, how many units are missing, and its subject (`customer_id: C1`, …)."""

    model_config = ConfigDict(extra="allow", frozen=True)
    __pydantic_extra__: dict[str, Scalar]

    due_on: date
    missing: Annotated[int, Field(ge=1)] = 1

    @property
    def subject(self) -> dict[str, Any]:
        """The parts of the subject, as written."""
        return dict(self.__pydantic_extra__)


class ExpectedFinding(_Strict):
    """What is expected of one rep: the outcome, its counts, and every deviation."""

    outcome: OutcomeName
    expected: Count = 0
    met: Count = 0
    pending: Count = 0
    deviations: list[ExpectedDeviation] = Field(default_factory=list)
    reason: str | None = Field(None, description="the code of the reason given, where it matters")


class CaseModel(Inputs):
    """One case: a rule, a small world, and what must come out of it for every rep."""

    case: CaseName
    rule: str
    shows: Shows
    expect: dict[str, ExpectedFinding] = Field(min_length=1)


class CasesFile(_Strict):
    """A cases file: what its cases share, and the cases."""

    defaults: Inputs = Field(default_factory=Inputs)
    cases: list[CaseModel] = Field(min_length=1)
