"""Response: how soon after? Each trigger wants an answer, by the end of a span of time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Literal

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from checklist.conditions import Selector
from checklist.engine import SQL, render_file
from checklist.kinds._deadline import deadlines
from checklist.kinds.base import TEMPLATES, Doubt, Kind, Needs, Parameters
from checklist.kinds.context import Context, key_column
from checklist.kinds.words import keys
from checklist.model import Sentence
from checklist.model.duration import Duration

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from checklist.conditions import Groups
    from checklist.model import Told


class ResponseParameters(Parameters):
    """What must be answered, with what, and how soon."""

    to: Selector = Field(description="the records that want an answer")
    with_: Selector = Field(alias="with", description="the records that are an answer")
    within: Duration
    same: str = Field("customer", description="customer, case, rep, or any column that both records share")
    by: Literal["same_rep", "anyone", "someone_else"] = "same_rep"
    clock: Literal["always"] | None = Field(None, description="always: hours run, and deadlines stand, on days off too")

    @model_validator(mode="after")
    def _sense(self) -> ResponseParameters:
        if self.within.unit in {"month", "year"}:
            units = "minutes, hours, days, workdays, workhours"
            raise PydanticCustomError("duration_unit", "unit", {"value": str(self.within), "units": units})
        return self


class Response(Kind):
    """Each trigger record, charged to its rep, is one expectation, due on the day of its deadline."""

    name = "response"
    parameters = ResponseParameters
    subject: ClassVar[tuple[str, ...]] = ("record_id",)
    yields: ClassVar[tuple[str, ...]] = ("customer_id", "case_id", "deadline")
    triggers = ("to",)
    words = (
        *keys(("requirement", "deviation", "reminder"), "response"),
        "reminder.of_customer",
        "lint.because.same_and_other",
        *keys("duration", ("minute", "hour", "day", "workday", "workhour")),
    )

    def needs(self, parameters: ResponseParameters, groups: Groups) -> Needs:
        """Rest on the triggers, the answers, and the column they share."""
        needs = Needs()
        for selector in (parameters.to, parameters.with_):
            needs.select(selector, groups)
            needs.columns.add((selector.table, key_column(parameters.same)))
        needs.keys.add(key_column(parameters.same))
        return needs

    def own_fields(self, parameters: ResponseParameters) -> Iterator[tuple[tuple[str | int, ...], str, str]]:
        """Yield the shared column."""
        yield ("same",), "records", key_column(parameters.same)

    def doubts(
        self, parameters: ResponseParameters, groups: Groups, span: tuple[date | None, date | None]
    ) -> Iterator[Doubt]:
        """Doubt that the same rep is someone else."""
        if key_column(parameters.same) == "rep_id" and parameters.by == "someone_else":
            yield Doubt(("by",), "never_met", Sentence("lint.because.same_and_other"))

    def keyed_by_rep(self, parameters: ResponseParameters) -> bool:
        """Tell that any record of the rep's may be meant."""
        return key_column(parameters.same) == "rep_id"

    def working_days(self, parameters: ResponseParameters) -> bool:
        """Tell whether deadlines stand on working days."""
        return parameters.within.by_calendar or parameters.clock is None

    def values(self, parameters: ResponseParameters, context: Context) -> dict[str, Any]:
        """Fill the template."""
        key = key_column(parameters.same)
        same_table = parameters.to.table == parameters.with_.table
        own = parameters.by == "same_rep"
        return {
            "triggers": context.rows(
                parameters.to, {"key": context.column(parameters.to.table, key)}, pairs=True, key=key
            ),
            "answers": context.answers(
                parameters.with_,
                {"key": context.column(parameters.with_.table, key)},
                by=parameters.by,
                keyed_by_rep=self.keyed_by_rep(parameters),
                pairs=True,
                key=key,
            ),
            "several": context.several,
            "partly_shown": context.partly_shown([parameters.with_]),
            "nobody": context.unread.nobody and key != "rep_id",
            "deadlines": deadlines(parameters.within, context, own_presence=own, always=parameters.clock is not None),
            "due_from": context.due_from,
            "due_to": context.due_to,
            "by": parameters.by,
            "same_table": same_table,
            "handover": own and context.customers_given,
        }

    def keyless(self, parameters: ResponseParameters, context: Context) -> tuple[str, SQL] | None:
        """Return the triggers that are blank in the shared column."""
        key = key_column(parameters.same)
        column = context.column(parameters.to.table, key)
        return key, SQL(f'SELECT * FROM ({context.rows(parameters.to, {"key": column})}) r WHERE "key" IS NULL')

    def late(self, parameters: ResponseParameters, context: Context) -> SQL | None:
        """Return the answers that came after the deadline."""
        return render_file(TEMPLATES / "_response_late.sql", **self.values(parameters, context))

    def sentence(self, parameters: ResponseParameters, told: Told) -> Sentence:
        """Say that no answer is logged in time."""
        return Sentence(
            "deviation.response",
            {
                "record": told.record,
                "at": told.trigger_at,
                "deadline": told.deadline,
                "within": _within(parameters.within),
            },
        )

    def reminder(self, parameters: ResponseParameters, told: Told) -> Sentence:
        """Say what is to be answered by when."""
        customer = told.unit.customer_id
        return Sentence(
            "reminder.response",
            {
                "record": told.record,
                "at": told.trigger_at,
                "customer": Sentence("reminder.of_customer", {"customer": customer}) if customer else "",
                "deadline": told.deadline or told.due,
            },
        )

    def requirement(self, parameters: ResponseParameters) -> Sentence:
        """Say how soon an answer is asked."""
        return Sentence("requirement.response", {"within": _within(parameters.within)})


def _within(within: Duration) -> Sentence:
    return Sentence(f"duration.{within.unit}", {"count": within.amount})
