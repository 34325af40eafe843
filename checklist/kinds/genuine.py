"""Genuine: is the log itself honest? Entries made in bursts, and notes copied from customer to customer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from checklist.conditions import Selector
from checklist.engine import SQL
from checklist.kinds._folding import folded_prose, narrowed
from checklist.kinds.base import Kind, Needs, Parameters
from checklist.kinds.words import keys
from checklist.model import Sentence

if TYPE_CHECKING:
    from checklist.conditions import Groups
    from checklist.kinds.context import Context
    from checklist.model import Told


class Burst(Parameters):
    """So many entries within so many minutes, for so many different days."""

    entries: int = Field(ge=2, le=1_000_000)
    minutes: int = Field(ge=1, le=1_000_000)
    days: int = Field(ge=1, le=1_000_000)


class Copied(Parameters):
    """The same text for so many customers; shorter texts are set phrases and do not count."""

    entries: int = Field(ge=2, le=1_000_000)
    min_length: int = Field(ge=1, le=1_000_000)


class GenuineParameters(Parameters):
    """Which records are looked at, and what calls for a second look."""

    of: Selector = Field(default_factory=lambda: Selector.model_validate({}))
    burst: Burst | None = None
    copied: Copied | None = None

    @model_validator(mode="after")
    def _one(self) -> GenuineParameters:
        if self.burst is None and self.copied is None:
            raise PydanticCustomError("one_of_fields", "one of", {"fields": "burst, copied"})
        return self


class Genuine(Kind):
    """Each record falls due on the day it was entered. A signal for review, scored only if the rule says so."""

    name = "genuine"
    parameters = GenuineParameters
    subject: ClassVar[tuple[str, ...]] = ("record_id",)
    yields: ClassVar[tuple[str, ...]] = ("found",)
    words = ("requirement.genuine", *keys("deviation.genuine", ("burst", "copied", "open")))
    informational = True
    triggers = ("of",)

    def needs(self, parameters: GenuineParameters, groups: Groups) -> Needs:
        """Rest on the records, when they were entered, and what they say."""
        needs = Needs()
        needs.select(parameters.of, groups)
        if parameters.burst is not None:
            needs.columns.add(("records", "logged_at"))
        if parameters.copied is not None:
            needs.columns.update({("records", "text"), ("records", "customer_id")})
        return needs

    def values(self, parameters: GenuineParameters, context: Context) -> dict[str, Any]:
        """Fill the template."""
        extra = {name: SQL(name) for name in ("logged_at", "logged_day_precise", "text")}
        extra["burst_open"] = context.why_open(parameters.of, "logged_at" if parameters.burst is not None else None)
        # Where no text is shown there is none to be a copy; of one that is, the customer must be shown to tell.
        extra["copy_open"] = context.why_open(parameters.of, "customer_id" if parameters.copied is not None else None)
        return {
            "rows": context.rows(parameters.of, extra),
            "narrowed": narrowed(SQL("text")),
            "note": folded_prose(SQL("narrowed")),
            "due_from": context.due_from,
            "due_to": context.due_to,
            "burst": parameters.burst,
            "copied": parameters.copied,
            "copies_open": parameters.copied is not None and bool(context.gaps(parameters.of, "customer_id")),
        }

    def sentence(self, parameters: GenuineParameters, told: Told) -> Sentence:
        """Say which signal the record gives."""
        values: dict[str, Any] = {"record": told.record, "at": told.trigger_at}
        if told.unit.found is None:
            return Sentence("deviation.genuine.open", values)
        if told.unit.found:
            assert parameters.copied is not None  # noqa: S101  # only copies count customers
            return Sentence("deviation.genuine.copied", values | {"customers": int(told.unit.found)})
        assert parameters.burst is not None  # noqa: S101  # what is no copy is a burst
        return Sentence("deviation.genuine.burst", values | {"minutes": parameters.burst.minutes})

    def looks_ahead(self, parameters: GenuineParameters) -> bool:
        """Look back alone: an entry is looked at on the day it is made."""
        return False

    def requirement(self, parameters: GenuineParameters) -> Sentence:
        """Say which signals are looked for."""
        return Sentence("requirement.genuine")
