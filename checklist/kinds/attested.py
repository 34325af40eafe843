"""Attested: who vouches for it? Each checklist item wants a named assessor's judgement, valid on the day."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, ClassVar

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from checklist.conditions import Number
from checklist.engine import literal
from checklist.kinds.base import Doubt, Kind, Needs, Parameters
from checklist.kinds.words import keys
from checklist.model import Sentence
from checklist.model.causes import CauseKind, cause_key
from checklist.model.duration import SomeTime

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from checklist.conditions import Groups
    from checklist.kinds.context import Context
    from checklist.model import Told


class AttestedParameters(Parameters):
    """Which items must be vouched for, how well, and for how long that holds."""

    items: Annotated[list[str], Field(min_length=1)]
    at_least: Number | None = Field(None, description="the least rating; without it items are answered yes or no")
    valid_for: SomeTime | None = Field(None, description="how long a judgement holds, such as 12 months")

    @model_validator(mode="after")
    def _sense(self) -> AttestedParameters:
        span = self.valid_for
        if span is not None and span.unit not in {"day", "month", "year"}:
            values = {"value": str(span), "units": "days, months, years"}
            raise PydanticCustomError("duration_unit", "unit", values)
        for item in self.items:
            if self.items.count(item) > 1:
                raise PydanticCustomError("item_twice", "twice", {"item": item})
        return self


class Attested(Kind):
    """Each item falls due on the period's last day; the latest judgement counts, of one day the worse.

    A negative judgement fails the finding; else one that is missing or lapsed makes it `not_checked`.
    """

    name = "attested"
    parameters = AttestedParameters
    subject: ClassVar[tuple[str, ...]] = ("item",)
    words = (
        *keys("requirement.attested", ("rating", "answer")),
        *keys("deviation.attested", ("missing", "negative")),
        *keys("reminder.attested", ("missing", "lapses", "negative")),
        "lint.because.any_rating",
    )
    reads_log = False

    def needs(self, parameters: AttestedParameters, groups: Groups) -> Needs:
        """Rest on the attestations."""
        return Needs(tables={"attestations"})

    def labels(self, parameters: AttestedParameters) -> Iterator[str]:
        """Yield the items."""
        yield from parameters.items

    def attests(self, parameters: AttestedParameters) -> Mapping[str, float | None]:
        """Return the items, all with the same least rating."""
        return dict.fromkeys(parameters.items, parameters.at_least)

    def doubts(
        self, parameters: AttestedParameters, groups: Groups, span: tuple[date | None, date | None]
    ) -> Iterator[Doubt]:
        """Doubt a bound that every rating reaches."""
        if parameters.at_least is not None and parameters.at_least <= 0:
            reason = Sentence("lint.because.any_rating", {"bound": parameters.at_least})
            yield Doubt(("at_least",), "never_fails", reason)

    def trigger_table(self, parameters: AttestedParameters) -> str:
        """Return the table of judgements."""
        return "attestations"

    def values(self, parameters: AttestedParameters, context: Context) -> dict[str, Any]:
        """Fill the template."""
        span = parameters.valid_for
        return {
            "items": parameters.items,
            "at_least": parameters.at_least,
            "unit": None if span is None else span.unit,
            "amount": 0 if span is None else span.amount,
            "as_of": context.as_of,
            "due": context.period_last,
            "judgement": literal(cause_key(CauseKind.JUDGEMENT, "attestations", "")),
        }

    def sentence(self, parameters: AttestedParameters, told: Told) -> Sentence:
        """Say that the latest judgement is below what is asked."""
        if told.unit.unknown:
            return Sentence("deviation.attested.missing", {"item": told.item})
        return Sentence("deviation.attested.negative", {"item": told.item, "at": told.trigger_at})

    def reminder(self, parameters: AttestedParameters, told: Told) -> Sentence:
        """Say which item wants a judgement by when, and what there is of it."""
        state = "negative" if not told.unit.unknown else "lapses" if told.trigger_at else "missing"
        values = {"item": told.item, "at": told.trigger_at, "due": told.due}
        return Sentence(f"reminder.attested.{state}", values)

    def requirement(self, parameters: AttestedParameters) -> Sentence:
        """Say what must be vouched for."""
        key = "requirement.attested.rating" if parameters.at_least is not None else "requirement.attested.answer"
        return Sentence(key, {"count": len(parameters.items), "bound": parameters.at_least})
