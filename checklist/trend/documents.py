"""An audit's JSON read back: checked as far as anything is made of it, and refused in one sentence otherwise."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from checklist.calendars import label_of
from checklist.model import Earlier, EarlierCard, Outcome, Period, Place, UsageError, Verdict

if TYPE_CHECKING:
    from collections.abc import Mapping

SCHEMA = "checklist-audit/1"

_NAME, _, _VERSION = SCHEMA.partition("/")


def _tenths(value: Any) -> Any:
    """Return a figure with one decimal as whole tenths."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise ValueError("no figure")  # noqa: TRY004  # what pydantic takes for a refusal
    exact = Decimal(str(value)) * 10
    if exact != int(exact):
        raise ValueError("more than one decimal")
    return int(exact)


def _in_order(days: Days) -> Days:
    if days.to < days.first:
        raise ValueError("ends before it begins")
    return days


_Tenths = Annotated[int, BeforeValidator(_tenths), Field(ge=0, le=1000)]
_Count = Annotated[int, Field(ge=0, strict=True)]


class _Part(BaseModel):
    """Part of a document. Fields that later versions of the schema add are passed over."""

    model_config = ConfigDict(extra="ignore", frozen=True)


class Tool(_Part):
    """What made the document."""

    version: str


class JudgedRule(_Part):
    """A rule as it was judged by; `sha256` is that of all that it asks, if the document has it."""

    rule: str
    clause: str
    title: str = ""
    modality: str = ""
    weight: float = 1
    threshold: float = 1
    informational: bool = False
    sha256: str | None = None


class Figures(_Part):
    """A parameter of the company's own, beside the pack's."""

    pack: Any = None
    value: Any = None


class JudgedPolicy(_Part):
    """The policy that was judged by."""

    pack: str
    version: str
    sha256: str
    title: str = ""
    extends: str | None = None
    tailoring: dict[str, Figures] = {}
    rules: list[JudgedRule] = []


class Days(_Part):
    """The days that were judged."""

    first: date = Field(alias="from")
    to: date
    as_of: date


class JudgedFinding(_Part):
    """A finding; `points_lost` is in tenths of a point."""

    rule: str
    outcome: Outcome
    expected: _Count
    met: _Count
    pending: _Count = 0
    waived: _Count = 0
    score: float | None = None
    points_lost: _Tenths | None = None
    omitted_deviations: _Count = 0


class JudgedCard(_Part):
    """A scorecard; `score` is in tenths of a point."""

    rep_id: str
    name: str | None = None
    team: str | None = None
    score: _Tenths | None
    grade: str | None = None
    verdict: Verdict
    findings: list[JudgedFinding]


class ListedDeviation(_Part):
    """A deviation, as far as it is counted and found again."""

    id: str = ""
    rep_id: str
    rule: str
    evidence: list[dict[str, Any]] = []


class ReadFile(_Part):
    """A file that was read, or what stands for one."""

    path: str
    sha256: str


class Summary(_Part):
    """What the audit came to; `score` is in tenths of a point."""

    reps: _Count
    score: _Tenths | None
    deviations: _Count


class AuditDocument(_Part):
    """An audit read back."""

    path: str = ""
    language: Literal["zh", "en"] = "zh"
    tool: Tool
    policy: JudgedPolicy
    period: Annotated[Days, AfterValidator(_in_order)]
    summary: Summary
    scorecards: list[JudgedCard]
    deviations: list[ListedDeviation]
    inputs: list[ReadFile] = []

    @model_validator(mode="after")
    def _adds_up(self) -> AuditDocument:
        ids = [card.rep_id for card in self.scorecards]
        if len(set(ids)) != len(ids) or len(ids) != self.summary.reps:
            raise ValueError("scorecards")
        return self

    def deviation_counts(self) -> dict[str, int]:
        """Return how many deviations each rep has, listed or not."""
        counts = {card.rep_id: sum(finding.omitted_deviations for finding in card.findings) for card in self.scorecards}
        for each in self.deviations:
            counts[each.rep_id] = counts.get(each.rep_id, 0) + 1
        return counts

    def cards(self) -> Mapping[str, JudgedCard]:
        """Return the scorecards by rep."""
        return {card.rep_id: card for card in self.scorecards}

    def verdicts(self) -> dict[Verdict, int]:
        """Count the reps of each verdict."""
        return {verdict: sum(card.verdict is verdict for card in self.scorecards) for verdict in Verdict}

    def earlier(self) -> Earlier:
        """Return the document as an earlier period for a later report."""
        counts = self.deviation_counts()
        days = self.period
        return Earlier(
            period=Period(days.first, days.to, days.as_of, label_of(days.first, days.to)),
            pack=self.policy.pack,
            policy_version=self.policy.version,
            policy_sha256=self.policy.sha256,
            score=self.summary.score,
            deviations=self.summary.deviations,
            verdicts=self.verdicts(),
            cards={
                card.rep_id: EarlierCard(
                    rep_id=card.rep_id,
                    score=card.score,
                    verdict=card.verdict,
                    points_lost={each.rule: each.points_lost for each in card.findings if each.points_lost},
                    deviations=counts[card.rep_id],
                )
                for card in self.scorecards
            },
        )


def read_audit(path: str) -> AuditDocument:
    """Return the audit that the JSON file at `path` holds.

    Raises `UsageError` with the place where it cannot be read, is none of this schema, or does not hold together.
    """
    data = read_json(path)
    schema = data.get("schema") if isinstance(data, dict) else None
    if not isinstance(schema, str) or schema.partition("/")[0] != _NAME:
        raise UsageError("audit_not_one", Place(path), wanted=SCHEMA)
    if schema != SCHEMA:
        raise UsageError("audit_other_schema", Place(path), found=schema[:60], wanted=SCHEMA)
    try:
        return AuditDocument.model_validate({**data, "path": path})
    except ValidationError as error:
        first = error.errors()[0]
        part = ".".join(str(each) for each in first["loc"]) or "scorecards"
        raise UsageError("audit_broken", Place(path), part=part[:200]) from None


def read_json(path: str) -> Any:  # whatever JSON holds
    """Return what a JSON file holds. Raises `UsageError` with the place where it cannot be read to its end."""
    try:
        text = Path(path).read_bytes()
    except IsADirectoryError:
        raise UsageError("file_is_folder", Place(path)) from None
    except FileNotFoundError:
        raise UsageError("file_missing", Place(path)) from None
    except (OSError, ValueError) as error:
        raise UsageError("file_unreadable", Place(path), detail=getattr(error, "strerror", None) or error) from None
    try:
        return json.loads(text.decode("utf-8-sig"), parse_constant=_no_number)
    except json.JSONDecodeError as error:
        raise UsageError("audit_not_json", Place(path, error.lineno, error.colno)) from None
    except (ValueError, RecursionError):
        raise UsageError("audit_not_json", Place(path)) from None


def _no_number(name: str) -> Any:
    raise ValueError(name)
