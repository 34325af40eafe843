"""Cadence: how often? A matching record in every window of so many days on which the rep is present."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Literal

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from checklist.calendars import shift
from checklist.conditions import Condition, Selector
from checklist.engine import literal
from checklist.kinds.base import Doubt, Kind, Needs, Parameters
from checklist.kinds.context import KEYS, Context, key_column
from checklist.kinds.words import keys
from checklist.model import Sentence
from checklist.model.causes import CauseKind, cause_key
from checklist.model.duration import SomeTime

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from checklist.conditions import Groups
    from checklist.model import Told

# An audit looks back twenty years at most.
_LONGEST = 20 * 365
_PER = ("customer", "case", "rep")


class CadenceParameters(Parameters):
    """How often what must happen, and for whom."""

    of: Selector = Field(description="the records that keep the cadence")
    within: SomeTime = Field(description="in days or workdays on which the rep is present")
    per: Literal["customer", "case", "rep"] = "customer"
    customers: Condition | None = Field(None, description="which customers in care it holds for")
    by: Literal["same_rep", "anyone", "someone_else"] = "same_rep"
    open_until: Selector | None = Field(None, description="the record that closes a case")

    @model_validator(mode="after")
    def _sense(self) -> CadenceParameters:
        if self.within.unit not in {"day", "workday"}:
            raise PydanticCustomError("duration_unit", "unit", {"value": str(self.within), "units": "day, workday"})
        if self.open_until is not None and self.per != "case":
            raise PydanticCustomError("goes_with", "goes with", {"field": "open_until", "other": "per: case"})
        if self.customers is not None and self.per != "customer":
            raise PydanticCustomError("goes_with", "goes with", {"field": "customers", "other": "per: customer"})
        return self


class Cadence(Kind):
    """Each unit-day of a stretch of care from the N-th on that is no day off is an expectation.

    Unit-days are the days (or working days) of the stretch on which the rep is present, within the log's
    span. A record covers the first unit-day on or after its day and the N - 1 that follow, so that a
    Saturday visit counts for Monday. Runs of unit-days that share an answer are one row.
    """

    name = "cadence"
    parameters = CadenceParameters
    subject: ClassVar[tuple[str, ...]] = ("customer_id", "case_id")
    divisible = True
    yields: ClassVar[tuple[str, ...]] = ("overdue_since",)
    recurring = True
    asks_care = True
    triggers = ("customers",)
    words = (
        *keys("requirement.cadence", _PER),
        *keys("deviation.cadence", _PER, ("since", "never")),
        *keys("reminder.cadence", ("next", "overdue")),
        *keys("reminder.who", _PER),
        *keys("reminder", ("last", "no_last")),
        *keys("lint.because", ("too_long", "span_too_short")),
        *keys("duration", ("day", "workday")),
    )

    def needs(self, parameters: CadenceParameters, groups: Groups) -> Needs:
        """Rest on the matching records, and on what tells the stretches of care."""
        needs = Needs()
        needs.select(parameters.of, groups)
        if parameters.open_until is not None:
            needs.select(parameters.open_until, groups)
        if parameters.customers is not None:
            needs.condition(parameters.customers, "customers")
        if parameters.per != "rep":
            needs.columns.add(("records", KEYS[parameters.per]))
            needs.keys.add(KEYS[parameters.per])
        needs.any_type |= parameters.per == "case"
        needs.care = parameters.per == "customer"
        return needs

    def doubts(
        self, parameters: CadenceParameters, groups: Groups, span: tuple[date | None, date | None]
    ) -> Iterator[Doubt]:
        """Doubt a span of time that no stretch of care is long enough for."""
        first, last = span
        within = Sentence(f"duration.{parameters.within.unit}", {"count": parameters.within.amount})
        if parameters.within.amount > _LONGEST:
            yield Doubt(("within",), "never_due", Sentence("lint.because.too_long", {"within": within}))
        elif first is not None and last is not None and (last - first).days + 1 < parameters.within.amount:
            values = {"first": first, "last": last, "within": within}
            yield Doubt(("effective",), "never_due", Sentence("lint.because.span_too_short", values))

    def contacts(self, parameters: CadenceParameters) -> tuple[Selector, bool] | None:
        """Return the records that keep a customer's cadence."""
        return (parameters.of, parameters.by == "same_rep") if parameters.per == "customer" else None

    def keyed_by_rep(self, parameters: CadenceParameters) -> bool:
        """Tell that no customer and no case is asked for."""
        return parameters.per == "rep"

    def working_days(self, parameters: CadenceParameters) -> bool:
        """Tell that nothing falls due on a day off."""
        return True

    def values(self, parameters: CadenceParameters, context: Context) -> dict[str, Any]:
        """Fill the template."""
        opened, per_rep = parameters.open_until, self.keyed_by_rep(parameters)
        key = key_column(parameters.per)
        customers = None if parameters.customers is None else context.bounds(parameters.customers, "customers")
        may_be_none = (customers is not None and customers.why_not_sure is not None) or (
            opened is not None and context.doubtful(opened)
        )
        return {
            "answers": context.answers(parameters.of, by=parameters.by, keyed_by_rep=per_rep, pairs=True, key=key),
            # Where care may be none, runs are cut as well.
            "doubtful": context.doubtful(parameters.of, keyed_by_rep=per_rep, key=key) or may_be_none,
            "closings": None if opened is None else context.answers(opened, by="anyone", pairs=True),
            "customers": customers,
            "may_be_none": may_be_none,
            "partly_shown": context.partly_shown([parameters.of, *([] if opened is None else [opened])]),
            "history": literal(cause_key(CauseKind.HISTORY)),
            "history_until": None if context.span_first is None else shift(context.span_first, context.history_days),
            "nobody": context.unread.nobody and not per_rep,
            "per": parameters.per,
            "by": parameters.by,
            "handover": context.customers_given and parameters.by == "same_rep" and parameters.per != "rep",
            "count": parameters.within.amount,
            "workdays": parameters.within.unit == "workday",
            "effective_from": context.effective_from,
            "effective_to": context.effective_to,
            "before": shift(context.due_from, -1),
            "due_from": context.due_from,
            "due_to": context.due_to,
            "days_first": context.days_first,
            "days_last": min(context.due_to, context.days_last, context.known_until),
        }

    def sentence(self, parameters: CadenceParameters, told: Told) -> Sentence:
        """Say who was left alone, since when, and when the last record was."""
        key = f"deviation.cadence.{parameters.per}.{'since' if told.answer_at else 'never'}"
        return Sentence(
            key,
            {
                "subject": told.unit.customer_id or told.unit.case_id,
                "within": Sentence(f"duration.{parameters.within.unit}", {"count": parameters.within.amount}),
                "first": told.unit.first_due,
                "last": told.last,
                "days": told.missing,
                "since": told.answer_at,
            },
        )

    def reminder(self, parameters: CadenceParameters, told: Told) -> Sentence:
        """Say who is to be looked after by when, and when the last record was."""
        state = "overdue" if told.overdue else "next"
        return Sentence(
            f"reminder.cadence.{state}",
            {
                "who": Sentence(
                    f"reminder.who.{parameters.per}", {"customer": told.unit.customer_id, "case": told.unit.case_id}
                ),
                "due": told.due,
                "since": told.unit.first_due,
                "last": Sentence("reminder.last" if told.answer_at else "reminder.no_last", {"at": told.answer_at}),
            },
        )

    def requirement(self, parameters: CadenceParameters) -> Sentence:
        """Say how often what is asked."""
        within = Sentence(f"duration.{parameters.within.unit}", {"count": parameters.within.amount})
        return Sentence(f"requirement.cadence.{parameters.per}", {"within": within})
