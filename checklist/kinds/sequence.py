"""Sequence: in what order? A record of a later step wants one of the step before it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from checklist.calendars import shift
from checklist.conditions import Selector, types_of
from checklist.engine import SQL, literal
from checklist.kinds._deadline import deadlines
from checklist.kinds.base import Doubt, Kind, Needs, Parameters
from checklist.kinds.context import Context, key_column
from checklist.kinds.words import keys
from checklist.model import Sentence
from checklist.model.causes import CauseKind, cause_key
from checklist.model.duration import Duration

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from checklist.conditions import Groups
    from checklist.model import Told

_MINIMUM_STEPS = 2


class SequenceParameters(Parameters):
    """Which steps come in which order, and what ties them together."""

    steps: Annotated[list[Selector], Field(min_length=1)]
    same: str = Field("customer", description="customer, case, rep, or any column that the records share")
    every: Literal["record", "case"] = "record"
    closing: Selector | None = Field(None, description="records before which every step must stand")
    within: Duration | None = Field(None, description="how old the step before may be")
    by: Literal["same_rep", "anyone", "someone_else"] = "anyone"

    @model_validator(mode="after")
    def _sense(self) -> SequenceParameters:
        if self.closing is None and len(self.steps) < _MINIMUM_STEPS:
            raise PydanticCustomError("sequence_steps", "two steps", {})
        if self.closing is not None and self.every != "record":
            raise PydanticCustomError("goes_without", "goes without", {"field": "every", "other": "closing"})
        if self.within is not None and self.within.unit == "workhour":
            units = "minutes, hours, days, workdays, months"
            raise PydanticCustomError("duration_unit", "unit", {"value": str(self.within), "units": units})
        return self


class Sequence(Kind):
    """Each record of a later step is one expectation; with `closing`, each closing record owes one a step."""

    name = "sequence"
    parameters = SequenceParameters
    subject: ClassVar[tuple[str, ...]] = ("record_id", "step")
    yields: ClassVar[tuple[str, ...]] = ("customer_id", "case_id")
    triggers = ("closing",)
    words = (
        *keys("requirement", ("sequence", "closing")),
        *keys("deviation.sequence", ("before", "within")),
        "lint.because.same_and_other",
        *keys("duration", ("minute", "hour", "day", "workday", "month", "year")),
    )

    def needs(self, parameters: SequenceParameters, groups: Groups) -> Needs:
        """Rest on each step, the closing records, and the column they share."""
        needs = Needs()
        closing = [parameters.closing] if parameters.closing is not None else []
        for selector in (*parameters.steps, *closing):
            needs.select(selector, groups)
            needs.columns.add((selector.table, key_column(parameters.same)))
        needs.keys.add(key_column(parameters.same))
        if parameters.every == "case":
            needs.columns.add(("records", "case_id"))
            needs.keys.add("case_id")
        return needs

    def own_fields(self, parameters: SequenceParameters) -> Iterator[tuple[tuple[str | int, ...], str, str]]:
        """Yield the shared column."""
        yield ("same",), "records", key_column(parameters.same)

    def labels(self, parameters: SequenceParameters) -> Iterator[str]:
        """Yield what the steps are called."""
        yield from (_name(step) for step in parameters.steps)

    def doubts(
        self, parameters: SequenceParameters, groups: Groups, span: tuple[date | None, date | None]
    ) -> Iterator[Doubt]:
        """Doubt that the same rep is someone else."""
        if key_column(parameters.same) == "rep_id" and parameters.by == "someone_else":
            yield Doubt(("by",), "never_met", Sentence("lint.because.same_and_other"))

    def keyed_by_rep(self, parameters: SequenceParameters) -> bool:
        """Tell that any record of the rep's may be meant."""
        return key_column(parameters.same) == "rep_id"

    def working_days(self, parameters: SequenceParameters) -> bool:
        """Tell whether a step has a deadline, which stands on a working day."""
        return parameters.within is not None

    def trigger_table(self, parameters: SequenceParameters) -> str:
        """Return the table of the later records."""
        return parameters.closing.table if parameters.closing is not None else parameters.steps[-1].table

    def values(self, parameters: SequenceParameters, context: Context) -> dict[str, Any]:
        """Fill the template."""
        key = key_column(parameters.same)

        def rows(selector: Selector) -> Any:  # SQL of our own
            return context.rows(selector, {"key": context.column(selector.table, key)}, pairs=True, key=key)

        def answers(selector: Selector) -> Any:  # likewise
            extra = {"key": context.column(selector.table, key)}
            return context.answers(
                selector, extra, by=parameters.by, keyed_by_rep=self.keyed_by_rep(parameters), pairs=True, key=key
            )

        def firsts(selector: Selector) -> Any:  # likewise
            # What may stand before it leaves it open whether a record is the first of its case.
            candidate = context.bounds(selector, selector.table).possibly
            extra = {"key": context.column(selector.table, key), "candidate": candidate}
            return context.answers(selector, extra, by="same_rep", nobody=False, pairs=True, key=key)

        earlier = parameters.steps if parameters.closing is not None else parameters.steps[:-1]
        within, own = parameters.within, parameters.by == "same_rep"
        # How old a step may be, its own rep's days do not tell where another's presence counts.
        reach = {"rows": "asked", "keys": ("row_id", "step", "rep_id")} if own else {"keys": ("row_id", "step")}
        return {
            "steps": parameters.steps,
            "later_steps": [(firsts if parameters.every == "case" else rows)(step) for step in parameters.steps[1:]],
            "earlier_steps": [answers(step) for step in earlier],
            "partly_shown": [
                (number, cause)
                for number, step in enumerate(earlier, 1)
                if (cause := context.partly_shown([step])) != "NULL"
            ],
            "nobody": context.unread.nobody and key != "rep_id",
            "history": literal(cause_key(CauseKind.HISTORY)),
            "span": literal(cause_key(CauseKind.SPAN)),
            "history_until": None if context.span_first is None else shift(context.span_first, context.history_days),
            "key_column": context.column("records", key),
            "closing": None if parameters.closing is None else rows(parameters.closing),
            "several": context.several,
            "due_from": context.due_from,
            "due_to": context.due_to,
            "every_case": parameters.every == "case",
            "by": parameters.by,
            "deadlines": None if within is None else deadlines(within, context, own_presence=own, **reach),
            "edge": None
            if within is None or context.span_first is None
            else deadlines(within, context, own_presence=own, rows="edge", keys=("rep_id",)),
            "span_first": context.span_first,
            "own_presence": own,
            "handover": context.customers_given and own,
        }

    def keyless(self, parameters: SequenceParameters, context: Context) -> tuple[str, SQL] | None:
        """Return the later records that are blank in the shared column."""
        key = key_column(parameters.same)
        later = parameters.steps[1:] if parameters.closing is None else [parameters.closing]
        selects = [context.rows(step, {"key": context.column(step.table, key)}) for step in later]
        return key, SQL(f'SELECT * FROM ({" UNION ALL ".join(selects)}) r WHERE "key" IS NULL')

    def sentence(self, parameters: SequenceParameters, told: Told) -> Sentence:
        """Say which step is not logged before the record."""
        key = "deviation.sequence.within" if parameters.within is not None else "deviation.sequence.before"
        values: dict[str, Any] = {
            "record": told.record,
            "at": told.trigger_at,
            "step": _name(parameters.steps[int(told.unit.step or 0) - 1]),
        }
        if parameters.within is not None:
            values["within"] = Sentence(f"duration.{parameters.within.unit}", {"count": parameters.within.amount})
        return Sentence(key, values)

    def looks_ahead(self, parameters: SequenceParameters) -> bool:
        """Look back alone: what stands before a record falls due on the record's own day."""
        return False

    def requirement(self, parameters: SequenceParameters) -> Sentence:
        """Say in what order the steps are asked."""
        return Sentence("requirement.closing" if parameters.closing is not None else "requirement.sequence")


def _name(step: Selector) -> str:
    """Return what a step is called: its types and groups, or the fields it is told by."""
    types = types_of(step, {}) or frozenset()
    return ", ".join([*step.groups, *sorted(types)]) or ", ".join(step.tests) or step.table
