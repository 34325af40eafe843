"""Content: does a record contain what it must? Each required item of each record is one expectation."""

from __future__ import annotations

from functools import partial
from itertools import count
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal, NamedTuple

from pydantic import Discriminator, Field, Tag, field_validator, model_validator
from pydantic_core import PydanticCustomError

from checklist.conditions import (
    Misfit,
    Scalar,
    Selector,
    SortOf,
    as_bound,
    bounds_exclude,
    check_pattern,
    contains,
    least,
    matches,
    test_misfits,
    test_sql,
)
from checklist.conditions.models import Bound, Test
from checklist.engine import SQL, identifier, literal
from checklist.kinds._deadline import deadlines
from checklist.kinds._expression import Expression, parse_expression
from checklist.kinds._folding import folded_text
from checklist.kinds._relation import Relation, sorts
from checklist.kinds.base import Doubt, Kind, Needs, Parameters
from checklist.kinds.words import keys
from checklist.model import Sentence
from checklist.model.causes import CauseKind, cause_key
from checklist.model.duration import Duration
from checklist.model.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from datetime import date

    from checklist.conditions import Groups
    from checklist.kinds.context import Context
    from checklist.model import Told

# What people write into a mandatory field when they have nothing to say.
PLACEHOLDERS = ("待补充", "无", "暂无", "tbd", "n/a", "-")


class FieldItem(Parameters):
    """A column that must be filled with something said, and must pass the tests given."""

    field: str
    item: str | None = Field(None, description="the item's name in reports; the column's name by default")
    min_length: int | None = Field(None, ge=1, le=1_000_000)
    above: Bound | None = None
    below: Bound | None = None
    at_least: Bound | None = None
    at_most: Bound | None = None
    one_of: list[Scalar] | None = None
    contains: Scalar | list[Scalar] | None = None
    matches: str | None = None

    @field_validator("above", "below", "at_least", "at_most", mode="before")
    @classmethod
    def _bound(cls, value: object) -> object:
        return as_bound(value)

    @field_validator("matches")
    @classmethod
    def _pattern(cls, value: str | None) -> str | None:
        return None if value is None else check_pattern(value)

    @property
    def label(self) -> str:
        """The item's name."""
        return self.item or self.field


class HoldsItem(Parameters):
    """A relation between columns that must hold, such as `cost + marketing_expense <= expected_sales`."""

    holds: str
    item: str | None = None

    @field_validator("holds")
    @classmethod
    def _readable(cls, value: str) -> str:
        parse_expression(value)
        return value

    @property
    def label(self) -> str:
        """The item's name."""
        return self.item or self.holds


class EnteredItem(Parameters):
    """The record must be entered (`logged_at`) within a span of time of happening."""

    entered_within: Duration
    item: str | None = None

    @model_validator(mode="after")
    def _sense(self) -> EnteredItem:
        if self.entered_within.unit in {"month", "year", "workhour"}:
            raise PydanticCustomError(
                "duration_unit",
                "unit",
                {"value": str(self.entered_within), "units": "minutes, hours, days, workdays"},
            )
        return self

    @property
    def label(self) -> str:
        """The item's name."""
        return self.item or "entered_within"


def _item_shape(value: object) -> str:
    names = value.keys() if isinstance(value, dict) else type(value).model_fields.keys()  # type: ignore[attr-defined]
    # No name of a field: what is wrong within an item would be looked for under that field.
    return next((f"{name}_item" for name in ("any", "holds", "entered_within") if name in names), "field_item")


class AnyItem(Parameters):
    """One of several items suffices."""

    any: Annotated[list[Item], Field(min_length=1)]
    item: str | None = None

    @property
    def label(self) -> str:
        """The item's name."""
        return self.item or "|".join(each.label for each in self.any)


Item = Annotated[
    Annotated[FieldItem, Tag("field_item")]
    | Annotated[HoldsItem, Tag("holds_item")]
    | Annotated[EnteredItem, Tag("entered_within_item")]
    | Annotated[AnyItem, Tag("any_item")],
    Discriminator(_item_shape),
]
AnyItem.model_rebuild()


class ContentParameters(Parameters):
    """Which records must contain what."""

    of: Selector
    require: Annotated[list[Item], Field(min_length=1)]

    @property
    def labelled(self) -> list[tuple[str, Any]]:
        """The items with their names; where two items share one, the later ones are numbered."""
        seen: dict[str, int] = {}
        found = []
        for item in self.require:
            seen[item.label] = seen.get(item.label, 0) + 1
            number = seen[item.label]
            found.append((item.label if number == 1 else f"{item.label} ({number})", item))
        return found


class Content(Kind):
    """Each required item of each record falls due on the record's day."""

    name = "content"
    parameters = ContentParameters
    subject: ClassVar[tuple[str, ...]] = ("record_id", "item")
    yields: ClassVar[tuple[str, ...]] = ("customer_id", "case_id")
    triggers = ("of",)
    words = (
        "requirement.content",
        *keys("deviation.content", ("missing", "holds", "late")),
        "lint.because.bounds_exclude",
        *keys("duration", ("minute", "hour", "day", "workday")),
    )

    def needs(self, parameters: ContentParameters, groups: Groups) -> Needs:
        """Rest on the records and on each column an item reads."""
        needs = Needs()
        needs.select(parameters.of, groups)
        for item in parameters.require:
            needs.columns.update((parameters.of.table, name) for name in _columns(item))
            needs.values.update((parameters.of.table, name, values) for name, values in _values(item))
        return needs

    def asked_words(self, parameters: ContentParameters, field: str) -> frozenset[str]:
        """Return the words that an item accepts in a field."""
        values = (
            value for item in parameters.require for name, each in _values(item) if name == field for value in each
        )
        return frozenset(str(value) for value in values)

    def own_fields(self, parameters: ContentParameters) -> Iterator[tuple[tuple[str | int, ...], str, str]]:
        """Yield each column an item reads."""
        for index, item in enumerate(parameters.require):
            for name in _columns(item):
                yield ("require", index), parameters.of.table, name

    def labels(self, parameters: ContentParameters) -> Iterator[str]:
        """Yield the items' names."""
        yield from (label for label, _ in parameters.labelled)

    def doubts(
        self, parameters: ContentParameters, groups: Groups, span: tuple[date | None, date | None]
    ) -> Iterator[Doubt]:
        """Doubt an item whose lower bound lies above its upper one."""
        for index, item in enumerate(parameters.require):
            if isinstance(item, FieldItem) and bounds_exclude(item):
                reason = Sentence("lint.because.bounds_exclude", {"field": item.field})
                yield Doubt(("require", index), "never_met", reason)

    def bind(self, parameters: ContentParameters, sort_of: Callable[[str], SortOf]) -> Iterator[Misfit]:
        """Yield what no data can give a meaning, in the selector and in each item."""
        yield from super().bind(parameters, sort_of)
        for index, item in enumerate(parameters.require):
            yield from _misfits(item, ("require", index), sort_of(parameters.of.table))

    def working_days(self, parameters: ContentParameters) -> bool:
        """Tell whether an item has a deadline, which stands on a working day."""
        return any(True for item in parameters.require for _ in _entered(item))

    def values(self, parameters: ContentParameters, context: Context) -> dict[str, Any]:
        """Fill the template."""
        table = parameters.of.table
        names = {name for item in parameters.require for name in _columns(item)}
        extra = {name: context.column(table, name) for name in sorted(names - _SELECTED)}
        extra |= {f: identifier(f) for n, f in TABLES[table].day_flags.items() if n in names and f != "day_precise"}
        related = partial(_relation, table=table, sort_of=context.sort_of(table))
        # Why a column of a row cannot be told stands in a column of its own, `open_…`, which is blank where it can.
        open_columns: dict[str, SQL] = {}
        for name in sorted(name for name in names if context.gaps(parameters.of, name)):
            column = next(each for n in count(len(extra)) if (each := f"open_{n}") not in names)
            extra[column] = context.why_open(parameters.of, name)
            open_columns[name] = SQL(f"r.{column}")
        withins = list(dict.fromkeys(within for item in parameters.require for within in _entered(item)))
        items = []
        for number_of_item, (label, item) in enumerate(parameters.labelled, 1):
            test = _item_test(item, withins, open_columns, related)
            items.append({"label": label, "number": number_of_item, **test._asdict(), "cause": test.cause})
        return {
            "rows": context.rows(parameters.of, extra),
            "due_from": context.due_from,
            "due_to": context.due_to,
            "items": items,
            "open_items": [item for item in items if item["cause"] is not None],
            "deadlines": [deadlines(within, context, own_presence=True) for within in withins],
        }

    def sentence(self, parameters: ContentParameters, told: Told) -> Sentence:
        """Say which item the record does not show."""
        item = dict(parameters.labelled)[str(told.unit.item)]
        shape: Literal["missing", "holds", "late"] = "missing"
        if isinstance(item, HoldsItem):
            shape = "holds"
        elif isinstance(item, EnteredItem):
            shape = "late"
        values: dict[str, Any] = {"record": told.record, "at": told.trigger_at, "item": told.unit.item}
        if isinstance(item, EnteredItem):
            within = item.entered_within
            values["within"] = Sentence(f"duration.{within.unit}", {"count": within.amount})
        return Sentence(f"deviation.content.{shape}", values)

    def looks_ahead(self, parameters: ContentParameters) -> bool:
        """Look back alone: what a record contains falls due on the record's own day."""
        return False

    def requirement(self, parameters: ContentParameters) -> Sentence:
        """Say what a record must contain."""
        return Sentence("requirement.content", {"items": [label for label, _ in parameters.labelled]})


_SELECTED = {"customer_id", "case_id", "rep_id"}


def _columns(item: Any) -> Iterator[str]:  # one of the item models
    if isinstance(item, FieldItem):
        yield item.field
    elif isinstance(item, HoldsItem):
        yield from parse_expression(item.holds).columns
    elif isinstance(item, EnteredItem):
        yield "logged_at"
    else:
        for each in item.any:
            yield from _columns(each)


def _misfits(item: Any, place: tuple[str | int, ...], sort_of: SortOf) -> Iterator[Misfit]:  # one of the item models
    if isinstance(item, AnyItem):
        for index, each in enumerate(item.any):
            yield from _misfits(each, (*place, "any", index), sort_of)
    elif isinstance(item, HoldsItem):
        try:
            sorts(parse_expression(item.holds), sort_of)
        except PydanticCustomError as error:
            yield Misfit.of((*place, "holds"), error)
    elif isinstance(item, FieldItem):
        tests = {name: getattr(item, name) for name in FieldItem.model_fields if name not in {"field", "item"}}
        for misfit in test_misfits(item.field, sort_of(item.field), tests):
            yield Misfit((*place, *misfit.place), misfit.code, misfit.values)


def _values(item: Any) -> Iterator[tuple[str, tuple[Scalar, ...]]]:  # one of the item models
    """Yield the columns that must hold one of several values, with these."""
    if isinstance(item, FieldItem) and item.one_of is not None:
        yield item.field, tuple(item.one_of)
    elif isinstance(item, AnyItem):
        for each in item.any:
            yield from _values(each)


def _entered(item: Any) -> Iterator[Duration]:  # one of the item models
    if isinstance(item, EnteredItem):
        yield item.entered_within
    elif isinstance(item, AnyItem):
        for each in item.any:
            yield from _entered(each)


class _Test(NamedTuple):
    """An item's test over the selected rows: where it surely holds, where it may, and the cause that parts the two.

    The cause is the least in a row that may hold and is not sure; None where the test can be told in every row.
    """

    surely: SQL
    possibly: SQL
    cause: SQL | None = None


def _item_test(
    item: Any,  # one of the item models
    withins: list[Duration],
    open_columns: Mapping[str, SQL],
    related: Callable[[Expression], Relation],
) -> _Test:
    """Return an item's test, as far as the columns that it reads can be told."""
    if isinstance(item, AnyItem):
        parts = [_item_test(each, withins, open_columns, related) for each in item.any]
        return _Test(
            SQL(f"({' OR '.join(each.surely for each in parts)})"),
            SQL(f"({' OR '.join(each.possibly for each in parts)})"),
            # A part that surely fails leaves nothing open.
            least(SQL(f"CASE WHEN {each.possibly} THEN {each.cause} END") for each in parts if each.cause is not None),
        )
    causes = [open_columns[name] for name in _columns(item) if name in open_columns]
    if isinstance(item, HoldsItem):
        return _holds_test(related(parse_expression(item.holds)), open_columns)
    entered = isinstance(item, EnteredItem)
    test = _entered_sql(item.entered_within, withins) if entered else _field_sql(item)
    if not causes:
        return _Test(test, test)
    told = " AND ".join(f"{cause} IS NULL" for cause in causes)
    return _Test(SQL(f"({test} AND {told})"), SQL(f"({test} OR NOT ({told}))"), least(causes))


def _holds_test(relation: Relation, open_columns: Mapping[str, SQL]) -> _Test:
    """Return the test of a relation: a blank operand fails it, whatever becomes of one that cannot be told or read."""
    blank, causes = [], []
    for name, column in relation.columns.items():
        text = SQL(f"CAST({column} AS VARCHAR)")
        says_nothing = SQL(f"({column} IS NULL OR {folded_text(text)} IN {literal(PLACEHOLDERS)})")
        if name in open_columns:
            causes.append(open_columns[name])
            says_nothing = SQL(f"({open_columns[name]} IS NULL AND {says_nothing})")
        blank.append(f"coalesce({says_nothing}, FALSE)")
    for name, unreadable in relation.unreadable().items():
        key = literal(cause_key(CauseKind.VALUE, name, ""))
        text = SQL(f"CAST({relation.columns[name]} AS VARCHAR)")
        causes.append(SQL(f"CASE WHEN {unreadable} THEN concat({key}, {text}) END"))
    test, fails = relation.holds(), SQL(" OR ".join(blank) or "FALSE")
    if not causes:
        whole = SQL(f"({test} AND NOT ({fails}))")
        return _Test(whole, whole)
    told = " AND ".join(f"{cause} IS NULL" for cause in causes)
    return _Test(
        SQL(f"({test} AND {told} AND NOT ({fails}))"),
        SQL(f"(({test} OR NOT ({told})) AND NOT ({fails}))"),
        least(causes),
    )


def _of_row(name: str) -> SQL:
    return SQL(f"r.{identifier(name)}")


def _field_sql(item: FieldItem) -> SQL:
    column = _of_row(item.field)
    text = SQL(f"CAST({column} AS VARCHAR)")
    folded = folded_text(text)
    parts = [f"{column} IS NOT NULL", f"coalesce({folded} NOT IN {literal(PLACEHOLDERS)}, FALSE)"]
    if item.min_length is not None:
        parts.append(f"coalesce(length({text}) >= {item.min_length}, FALSE)")
    bounds = {name: getattr(item, name) for name in ("above", "below", "at_least", "at_most")}
    given = {name: bound for name, bound in bounds.items() if bound is not None}
    if given:
        parts.append(test_sql(item.field, column, Test.model_validate(given)))
    if item.one_of is not None:
        parts.append(test_sql(item.field, column, item.one_of))
    if item.contains is not None:
        parts.append(contains(text, item.field, item.contains))
    if item.matches is not None:
        parts.append(matches(text, item.matches))
    return SQL("(" + " AND ".join(parts) + ")")


def _relation(expression: Expression, table: str, sort_of: SortOf) -> Relation:
    """Return a relation over the selected rows of a table."""
    columns = {name: SQL(f"r.{identifier(name)}") for name in expression.columns}
    flags = {name: SQL(f"r.{identifier(flag)}") for name, flag in TABLES[table].day_flags.items()}
    own = frozenset(name for name in columns if not TABLES[table].has(name))
    return Relation(expression, sorts(expression, sort_of), columns, own, flags)


def _entered_sql(within: Duration, withins: list[Duration]) -> SQL:
    # Where no working day of the rep's is left, nothing entered can be late.
    return SQL(f"(r.logged_at IS NOT NULL AND coalesce(r.logged_at <= d{withins.index(within)}.deadline, TRUE))")
