"""Quota: how many? At least, or at most, so much in each window of the calendar."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal

from pydantic import ConfigDict, Discriminator, Field, Tag, model_validator
from pydantic_core import PydanticCustomError

from checklist.calendars import shift, window_of
from checklist.conditions import Misfit, Number, Scalar, Selector, SortOf, number, types_of
from checklist.conditions.words import spelt
from checklist.engine import SQL, literal, render, render_file
from checklist.kinds.base import TEMPLATES, Doubt, Kind, Needs, Parameters
from checklist.kinds.context import Context, key_column, missing_type
from checklist.kinds.words import keys
from checklist.model import Sentence
from checklist.model.causes import CauseKind, cause_key
from checklist.model.duration import SomeTime
from checklist.model.tables import Sort

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date

    from checklist.conditions import Groups
    from checklist.model import Told

_LONGEST = {"day": 1, "week": 7, "month": 31, "quarter": 92, "year": 366}
"""How many days each sort of window has at most."""
_SECONDS = 60
"""So many smaller units the figures of durations are in: a minute's thirds are exact in seconds alone."""


class Measure(Parameters):
    """What is counted: distinct values of a field, or a figure over its numbers."""

    distinct: str | None = None
    sum: str | None = None
    mean: str | None = None
    median: str | None = None

    @model_validator(mode="after")
    def _one(self) -> Measure:
        if len(self.model_fields_set) != 1:
            raise PydanticCustomError("one_of_fields", "one of", {"fields": "distinct, sum, mean, median"})
        return self

    @property
    def figure(self) -> str:
        """Which figure is taken."""
        return next(iter(self.model_fields_set))

    @property
    def field(self) -> str:
        """The column it is taken over."""
        return str(getattr(self, self.figure))


class EachValue(Parameters):
    """A quota of its own for each value of a field."""

    model_config = ConfigDict(extra="allow", frozen=True)
    __pydantic_extra__: dict[str, Annotated[list[Scalar], Field(min_length=1)]]

    @model_validator(mode="after")
    def _one(self) -> EachValue:
        if len(self.__pydantic_extra__) != 1:
            raise PydanticCustomError("one_of_fields", "one of", {"fields": "customer, {field: [values]}"})
        return self

    @property
    def field(self) -> str:
        """The column whose values count apart."""
        return next(iter(self.__pydantic_extra__))

    @property
    def values(self) -> list[str]:
        """Those values."""
        return [str(value) for value in self.__pydantic_extra__[self.field]]


def _word_or_fields(value: object) -> str:
    return "word" if isinstance(value, str) else "fields"


class QuotaParameters(Parameters):
    """How much of what, in which window."""

    of: Selector
    at_least: Number | None = Field(None, description="the least that is asked")
    at_most: Number | None = Field(None, description="the most that is allowed")
    window: Literal["day", "week", "month", "quarter", "year"]
    count: Annotated[
        Annotated[Literal["records"], Tag("word")] | Annotated[Measure, Tag("fields")],
        Discriminator(_word_or_fields),
    ] = "records"
    each: (
        Annotated[
            Annotated[Literal["customer"], Tag("word")] | Annotated[EachValue, Tag("fields")],
            Discriminator(_word_or_fields),
        ]
        | None
    ) = None
    due: SomeTime | None = Field(None, description="how far into the window it falls due, in days or workdays")
    early: SomeTime | None = Field(None, description="how long before the window a record already counts, in days")
    first_care: bool = Field(default=False, description="count a customer's first stretch of care with anyone only")

    @model_validator(mode="after")
    def _sense(self) -> QuotaParameters:
        if (self.at_least is None) == (self.at_most is None):
            raise PydanticCustomError("one_of_fields", "one of", {"fields": "at_least, at_most"})
        counting = self.figure in {"records", "distinct"}
        if counting and self.at_least is not None and (self.at_least != int(self.at_least) or self.at_least < 0):
            raise PydanticCustomError("whole_count", "whole", {"value": self.at_least})
        for name, units in (("due", {"day", "workday"}), ("early", {"day"})):
            span = getattr(self, name)
            if span is not None and span.unit not in units:
                values = {"value": str(span), "units": ", ".join(sorted(units))}
                raise PydanticCustomError("duration_unit", "unit", values)
        if self.first_care and self.of.table != "customers":
            raise PydanticCustomError("goes_with", "goes with", {"field": "first_care", "other": "table: customers"})
        return self

    @property
    def figure(self) -> str:
        """What is compared with the bound: records, distinct, sum, mean or median."""
        return self.count if isinstance(self.count, str) else self.count.figure

    @property
    def scaled(self) -> bool:
        """Whether what is asked for is in proportion to the days worked."""
        return self.at_least is not None and self.figure in {"records", "distinct", "sum"}

    @property
    def units(self) -> bool:
        """Whether each counted thing is an expectation of its own."""
        return self.at_least is not None and self.figure in {"records", "distinct"}


class Quota(Kind):
    """`at_least` on a count owes that many units a window; every other bound is one unit a window."""

    name = "quota"
    parameters = QuotaParameters
    subject: ClassVar[tuple[str, ...]] = ("window", "customer_id", "value")
    yields: ClassVar[tuple[str, ...]] = ("short", "found", "wanted")
    words = (
        *keys("requirement.quota", ("at_least", "at_most")),
        *keys(("deviation", "reminder"), "quota", ("units", "at_least", "at_most")),
        *keys("figure", ("records", "distinct", "sum", "mean", "median")),
        *keys(("window", "window_name"), tuple(_LONGEST)),
        *keys("apart", ("one", "all")),
        *keys("lint.because", ("nothing_asked", "below_nothing", "no_window_ends", "never_counted")),
    )
    recurring = True

    def needs(self, parameters: QuotaParameters, groups: Groups) -> Needs:
        """Rest on the counted rows; a ceiling needs every type named, or too few would be counted."""
        needs = Needs(limit=parameters.at_most is not None)
        needs.select(parameters.of, groups)
        needs.columns.update((table, name) for _, table, name in self.own_fields(parameters))
        if parameters.each == "customer":
            needs.tables.add("customers")
            needs.columns.add((parameters.of.table, "customer_id"))
            if parameters.of.table == "records":
                needs.keys.add("customer_id")
        if (
            isinstance(parameters.each, EachValue)
            and parameters.each.field == "type"
            and parameters.at_most is not None
        ):
            needs.types.append(frozenset(parameters.each.values))
        elif isinstance(parameters.each, EachValue) and parameters.each.field != "type":
            needs.values.add((parameters.of.table, parameters.each.field, tuple(parameters.each.values)))
        return needs

    def keyed_by_rep(self, parameters: QuotaParameters) -> bool:
        """Tell that nothing but the rep says what a record counts towards."""
        return parameters.each is None

    def final(self, parameters: QuotaParameters) -> bool:
        """Tell that a limit, once passed, was passed, wherever the log ends."""
        return parameters.at_most is not None and parameters.figure in {"records", "distinct", "sum"}

    def rests_on_absence(self, parameters: QuotaParameters) -> bool:
        """Tell whether it is a ceiling that an empty log stays below; a mean is only judged where there are values."""
        return (
            parameters.at_most is not None
            and parameters.of.table == "records"
            and parameters.figure in {"records", "distinct", "sum"}
        )

    def asked_words(self, parameters: QuotaParameters, field: str) -> frozenset[str]:
        """Return the words that are counted apart."""
        each = parameters.each
        return frozenset(each.values if isinstance(each, EachValue) and each.field == field else ())

    def own_fields(self, parameters: QuotaParameters) -> Iterator[tuple[tuple[str | int, ...], str, str]]:
        """Yield the columns counted over and counted apart by."""
        if isinstance(parameters.count, Measure):
            yield ("count",), parameters.of.table, parameters.count.field
        if isinstance(parameters.each, EachValue):
            yield ("each",), parameters.of.table, parameters.each.field

    def labels(self, parameters: QuotaParameters) -> Iterator[str]:
        """Yield the values counted apart."""
        if isinstance(parameters.each, EachValue):
            yield from parameters.each.values

    def value_column(self, parameters: QuotaParameters) -> str | None:
        """Return the column whose values are counted apart."""
        return parameters.each.field if isinstance(parameters.each, EachValue) else None

    def doubts(
        self, parameters: QuotaParameters, groups: Groups, span: tuple[date | None, date | None]
    ) -> Iterator[Doubt]:
        """Doubt a count of nothing, a ceiling below it, a span in which no window ends, a value never counted."""
        first, last = span
        if parameters.units and parameters.at_least == 0:
            yield Doubt(("at_least",), "never_due", Sentence("lint.because.nothing_asked"))
        if parameters.at_most is not None and parameters.at_most < 0 and parameters.figure in {"records", "distinct"}:
            yield Doubt(("at_most",), "never_met", Sentence("lint.because.below_nothing"))
        if first is not None and last is not None and window_of(parameters.window, first)[1] > last:
            values = {"first": first, "last": last, "window": Sentence(f"window_name.{parameters.window}")}
            yield Doubt(("effective",), "never_due", Sentence("lint.because.no_window_ends", values))
        types = types_of(parameters.of, groups)
        if types is not None and isinstance(parameters.each, EachValue) and parameters.each.field == "type":
            verdict: Literal["never_met", "never_fails"] = "never_met" if parameters.at_least else "never_fails"
            for value in sorted(set(parameters.each.values) - types):
                yield Doubt(("each", "type"), verdict, Sentence("lint.because.never_counted", {"value": value}))

    def bind(self, parameters: QuotaParameters, sort_of: Callable[[str], SortOf]) -> Iterator[Misfit]:
        """Yield what no data can give a meaning: a sum, a mean or a median of what is no number, too."""
        yield from super().bind(parameters, sort_of)
        if isinstance(parameters.count, Measure) and parameters.figure != "distinct":
            sort = sort_of(parameters.of.table)(parameters.count.field)
            if sort not in (None, Sort.NUMBER):
                values = {"field": parameters.count.field, "sort": Sentence(f"takes.{sort.name.lower()}")}
                yield Misfit(("count", parameters.figure), "figure_misfit", values)

    def working_days(self, parameters: QuotaParameters) -> bool:
        """Tell whether a window's working days are needed: for every proportion."""
        return parameters.scaled or (parameters.due is not None and parameters.due.unit == "workday")

    def working_since(self, parameters: QuotaParameters, first: date) -> date:
        """Look back to the start of the window that the period begins in."""
        return window_of(parameters.window, first)[0]

    def reach(self, parameters: QuotaParameters) -> int:
        """Look a window ahead."""
        return 366

    def values(self, parameters: QuotaParameters, context: Context) -> dict[str, Any]:
        """Fill the template."""
        table, figure = parameters.of.table, parameters.figure
        value, group = SQL("NULL"), SQL("NULL")
        if isinstance(parameters.count, Measure):
            column = context.column(table, parameters.count.field)
            value = column if figure == "distinct" else number(column, parameters.count.field)
        within, found = 1, "coalesce(f.figure, 0)"
        if _lasts(parameters):
            # To a tenth of a millisecond: a minute's millionth, to which the column is rounded, is less than that.
            within = _SECONDS
            value = SQL(f"CAST({value} * {within} AS DECIMAL(22, 4))")
            found = f"CAST({found} / CAST({within} AS DOUBLE) AS DECIMAL(18, 6))"
        if isinstance(parameters.each, EachValue):
            group = SQL(f"CAST({context.column(table, parameters.each.field)} AS VARCHAR)")
        elif parameters.each == "customer":
            group = SQL("customer_id")
        extra = {"value": value, "apart": group, **self._open_columns(parameters, context)}
        by_rep = self.keyed_by_rep(parameters)
        # What nobody is named for is held against no limit, and counts for nobody but by its customer.
        nobody = not by_rep and parameters.at_most is None and table == "records"
        if parameters.first_care:
            extra["first_care"] = SQL("first_care")
        apart = parameters.each.field if isinstance(parameters.each, EachValue) else parameters.each
        by_customer = apart in ("customer", "customer_id") or figure == "distinct"
        told_by = parameters.count.distinct if isinstance(parameters.count, Measure) and apart is None else apart
        key = key_column(told_by or "")
        bound = parameters.at_least if parameters.at_least is not None else parameters.at_most
        early = 0 if parameters.early is None else parameters.early.amount
        # Windows that end before the days asked for fall due before them, those that begin later fall due later.
        windows_from = shift(context.due_from, -_LONGEST[parameters.window])
        windows_to = shift(context.due_to, _LONGEST[parameters.window])
        assert bound is not None  # noqa: S101  # one of the two is required
        return {
            "rows": context.answers(
                parameters.of, extra, by="same_rep", keyed_by_rep=by_rep, nobody=nobody, pairs=by_customer, key=key
            ),
            "doubtful": context.doubtful(parameters.of, keyed_by_rep=by_rep, key=key),
            "apart_open": isinstance(parameters.each, EachValue)
            and bool(context.gaps(parameters.of, parameters.each.field)),
            "nobody": nobody and context.unread.nobody,
            "partly_shown": self._partly_shown(parameters, context),
            "span": literal(cause_key(CauseKind.SPAN)),
            "average": figure in {"mean", "median"},
            "limit": parameters.at_most is not None and figure not in {"mean", "median"},
            "spanned": render(
                "(greatest(first, employed_from) >= {{ first }} AND (due_on <= {{ last }} OR due_on > {{ as_of }}))",
                first=context.span_first,
                last=context.span_last,
                as_of=context.as_of,
            ),
            "cut_short": render(
                "greatest(first - {{ early }} * INTERVAL 1 DAY, employed_from) < {{ first }}",
                early=early,
                first=context.span_first,
            )
            if early and context.span_first is not None
            else SQL("FALSE"),
            "compared": "m" if figure == "median" else "f",
            "shown": "s" if figure == "median" else "f",
            "first_care": parameters.first_care,
            "window": parameters.window,
            "window_first": None if parameters.window == "day" else f"{parameters.window}_first",
            "figure": figure,
            "bound": _exact(bound),
            "level": _exact(bound, within),
            "times": SQL(f" * {within}" if within > 1 else ""),
            "found": SQL(found),
            "at_least": parameters.at_least is not None,
            "units": parameters.units,
            "scaled": parameters.scaled,
            # A share is one of the whole window; what is not scaled wants a present day until it falls due.
            "until": SQL("w.last" if parameters.scaled else "coalesce(w.due_on, w.last)"),
            "each_customer": parameters.each == "customer",
            "each_values": parameters.each.values if isinstance(parameters.each, EachValue) else None,
            # As in a condition, the program's own word for a value is as good.
            "each_also": []
            if not isinstance(each := parameters.each, EachValue)
            else [(value, other) for value in each.values for other in spelt(each.field, value) if other != value],
            "due": parameters.due,
            "early_days": early,
            "due_from": context.due_from,
            "due_to": context.due_to,
            "windows_from": windows_from,
            "windows_to": windows_to,
            "counted_from": shift(windows_from, -early),
            "bounded": parameters.due is not None or parameters.early is not None,
            "days_first": context.days_first,
            "days_last": context.days_last,
        }

    def _partly_shown(self, parameters: QuotaParameters, context: Context) -> SQL:
        """Return why what is counted is not shown in full; where types are counted apart, each by itself."""
        each = parameters.each
        if not isinstance(each, EachValue) or each.field != "type":
            return context.partly_shown([parameters.of])
        missing = sorted(context.unread.missing_types(frozenset(each.values)))
        causes = (render("WHEN {{ word }} THEN {{ cause }}", word=word, cause=missing_type(word)) for word in missing)
        return SQL(f"CASE apart {' '.join(causes)} END") if missing else SQL("NULL")

    def _open_columns(self, parameters: QuotaParameters, context: Context) -> dict[str, SQL]:
        """Return why a row's counted value, and why its group, cannot be told; blank where they can."""
        fields = {
            "value_open": parameters.count.field if isinstance(parameters.count, Measure) else None,
            "apart_open": parameters.each.field if isinstance(parameters.each, EachValue) else None,
        }
        return {name: context.why_open(parameters.of, field) for name, field in fields.items()}

    def evidence(self, parameters: QuotaParameters, context: Context) -> SQL | None:
        """Show the records that were counted."""
        return render_file(TEMPLATES / "_quota_evidence.sql", **self.values(parameters, context))

    def sentence(self, parameters: QuotaParameters, told: Told) -> Sentence:
        """Say how much the log shows, and how much was asked."""
        shape = "units" if parameters.units else "at_least" if parameters.at_least is not None else "at_most"
        return Sentence(
            f"deviation.quota.{shape}",
            {
                "window": told.unit.window,
                "apart": _apart(told.unit.customer_id or told.unit.value),
                "found": _plain(told.unit.found),
                "wanted": _plain(told.unit.wanted),
                "missing": told.missing,
                "figure": Sentence(f"figure.{parameters.figure}"),
            },
        )

    def looks_ahead(self, parameters: QuotaParameters) -> bool:
        """Look ahead to what more records can reach: no record takes back what is already too much."""
        return parameters.at_least is not None or parameters.figure in {"mean", "median"}

    def reminder(self, parameters: QuotaParameters, told: Told) -> Sentence:
        """Say how much is still missing, and by when."""
        shape = "units" if parameters.units else "at_least" if parameters.at_least is not None else "at_most"
        return Sentence(
            f"reminder.quota.{shape}",
            {
                "window": told.unit.window,
                "apart": _apart(told.unit.customer_id or told.unit.value),
                "found": _plain(told.unit.found),
                "wanted": _plain(told.unit.wanted),
                "missing": told.missing,
                "figure": Sentence(f"figure.{parameters.figure}"),
                "due": told.due,
            },
        )

    def requirement(self, parameters: QuotaParameters) -> Sentence:
        """Say how much is asked in each window."""
        side = "at_least" if parameters.at_least is not None else "at_most"
        values = {
            "bound": _plain(getattr(parameters, side)),
            "window": Sentence(f"window.{parameters.window}"),
            "figure": Sentence(f"figure.{parameters.figure}"),
        }
        return Sentence(f"requirement.quota.{side}", values)


def _lasts(parameters: QuotaParameters) -> bool:
    """Tell whether a figure over the durations of records is taken."""
    measure = parameters.count
    return (
        isinstance(measure, Measure)
        and measure.figure != "distinct"
        and (parameters.of.table, measure.field) == ("records", "duration_minutes")
    )


def _apart(value: str | None) -> Sentence:
    return Sentence("apart.one", {"value": value}) if value else Sentence("apart.all")


def _exact(bound: float, times: int = 1) -> int | Decimal:
    """Return a bound as a pack writes it, exactly, or so many times as much."""
    exact = Decimal(str(bound)) * times
    return int(exact) if exact == int(exact) else exact


def _plain(value: Any) -> str:  # an integer, a decimal or a float
    text = format(value, "f") if value is not None else "0"
    return text.rstrip("0").rstrip(".") if "." in text else text
