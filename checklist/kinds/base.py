"""What every rule kind is: parameters, what they rest on, one SELECT of expectations, and a sentence."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from sys import modules
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from pydantic import BaseModel, ConfigDict

from checklist.calendars import shift
from checklist.conditions import (
    Condition,
    Groups,
    Misfit,
    Selector,
    SortOf,
    condition_misfits,
    condition_sql,
    fields_of,
    moment,
    types_of,
)
from checklist.engine import SQL, identifier, render_file
from checklist.model import Sentence
from checklist.model.tables import IDS, TABLES, Sort
from checklist.model.unit import column_faults, unit_columns

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from datetime import date

    from checklist.model import Told

TEMPLATES = Path(__file__).parent
_ROWS = ("row_id", "rep_id", "customer_id", "case_id", "day", "earliest", "latest", "day_precise")
KEYS: dict[str, str] = {key: name for name, key in IDS.items() if key != "record"}


class KindError(RuntimeError):
    """A kind that is not whole: our own fault, named so that it can be mended where it stands."""


class Parameters(BaseModel):
    """The parameters of one kind, as a rule gives them."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


@dataclass(frozen=True, slots=True)
class TypesNeeded:
    """Record types a rule rests on: one of them must be shown by the log, or (`every`) each of them."""

    types: frozenset[str]
    every: bool = False


@dataclass(slots=True)
class Needs:
    """What a rule rests on. What no input shows makes it `not_checked`."""

    types: list[TypesNeeded] = field(default_factory=list)
    columns: set[tuple[str, str]] = field(default_factory=set)
    excluded: set[tuple[str, str]] = field(default_factory=set)
    tables: set[str] = field(default_factory=set)

    def select(self, selector: Selector, groups: Groups, *, every: bool = False) -> None:
        """Rest on the rows a selector looks at: its table, the types it names, the fields it tests."""
        if selector.table != "records":
            self.tables.add(selector.table)
            if selector.at is not None:
                self.columns.add((selector.table, selector.at))
        else:
            types = types_of(selector, groups)
            if types is not None:
                self.types.append(TypesNeeded(types, every))
        self.condition(selector, selector.table)

    def condition(self, condition: Condition, table: str) -> None:
        """Rest on the fields a condition tests in a table."""
        for name, excluding in fields_of(condition):
            (self.excluded if excluding else self.columns).add((table, name))


@dataclass(frozen=True, slots=True)
class Doubt:
    """Parameters that are well formed and still cannot mean what they say, for a policy's owner to look at.

    `verdict` tells what becomes of such a rule: it is `never_due`, `never_met`, or `never_fails`.
    """

    place: tuple[str | int, ...]
    verdict: Literal["never_due", "never_met", "never_fails"]
    reason: Sentence


@dataclass(frozen=True, slots=True)
class Context:
    """What a kind may know when it writes its SELECT: shown columns, groups, and the bounds of the data.

    What falls due before `due_from`, and what both arises and falls due after `due_to`, is asked for by nobody:
    a kind leaves out what it can tell of that early. Runs of unit-days keep their first day, however early.
    """

    columns: dict[str, frozenset[str]]
    groups: Groups
    customers_given: bool
    as_of: date
    period_last: date
    due_from: date
    due_to: date
    span_first: date | None
    span_last: date
    effective_from: date | None
    effective_to: date | None
    known_until: date
    days_first: date
    days_last: date
    day_seconds: int
    sorts: Mapping[str, Mapping[str, Sort]] = field(default_factory=dict)
    """What the company's own columns are declared to hold, by table."""

    def sort_of(self, table: str) -> SortOf:
        """Return what tells of a table's columns what they are read as."""
        return partial(TABLES[table].sort_of, declared=self.sorts.get(table))

    several: bool = False
    """Whether a record that names several reps or customers stands in several rows, all with its `record_key`."""

    def column(self, table: str, name: str) -> SQL:
        """Return a column's quoted name, or NULL for one that no input of the table shows."""
        if TABLES[table].has(name) or name in self.columns.get(table, frozenset()):
            return identifier(name)
        return SQL("NULL")

    def where(self, condition: Condition, table: str) -> SQL:
        """Render a condition over a table."""
        return condition_sql(condition, lambda name: self.column(table, name), self.groups)

    def rows(self, selector: Selector, extra: dict[str, SQL] | None = None, *, pairs: bool = False) -> SQL:
        """Return the SELECT of the rows a selector looks at, alike for every table.

        Columns: row_id, rep_id, customer_id, case_id, day, earliest, latest (instants between which it
        happened), day_precise, and each of `extra` by its name; where records may stand in several rows, their
        record_key, too. A record counts once for each rep, or, in `pairs`, stands once for each rep and customer.
        A row without a time of its own counts for the period's last day.
        """
        own = dict(extra or {})
        if self.several:
            own["record_key"] = SQL("record_key" if selector.table == "records" else "CAST(row_id AS VARCHAR)")
        more = "".join(f", {expression} AS {identifier(name)}" for name, expression in own.items())
        where = self.where(selector, selector.table)
        if selector.table == "records":
            select = f"SELECT {', '.join(_ROWS)}{more} FROM records WHERE {where}"
            if not self.several or pairs:
                return SQL(select)
            turn = "row_number() OVER (PARTITION BY record_key, rep_id ORDER BY row_id)"
            named = ", ".join((*_ROWS, *(identifier(name) for name in own)))
            return SQL(f"SELECT {named} FROM (SELECT *, {turn} AS turn FROM ({select}) pairs) numbered WHERE turn = 1")
        customer = "customer_id" if selector.table == "customers" else "CAST(NULL AS VARCHAR)"
        if selector.at is not None:
            at = identifier(selector.at)
            if not TABLES[selector.table].has(selector.at):
                at = SQL(f"CAST({moment(self.column(selector.table, selector.at))} AS DATE)")
            where = SQL(f"{where} AND {at} IS NOT NULL AND {at} <= DATE '{self.as_of}'")
        else:
            at = SQL(f"DATE '{self.period_last}'")
            if selector.table == "customers":
                where = SQL(f"{where} AND {at} BETWEEN care_first AND care_last")
        return SQL(
            f"SELECT row_id, rep_id, {customer} AS customer_id, CAST(NULL AS VARCHAR) AS case_id, {at} AS day, "
            f"CAST({at} AS TIMESTAMP) AS earliest, "
            f"CAST({at} AS TIMESTAMP) + INTERVAL 1 DAY - INTERVAL 1 MICROSECOND AS latest, TRUE AS day_precise"
            f"{more} FROM {selector.table} WHERE {where}"
        )


class Kind(ABC):
    """One sort of question a rule asks. A kind is one SELECT that yields expectations: the columns of `Unit`.

    All that others need to know of a kind is stated here: nobody asks which kind it is. Its SQL template and its
    examples lie beside its module, under its name; its words stand in each language's file under `reports/`.
    """

    name: ClassVar[str]
    parameters: ClassVar[type[Parameters]]
    subject: ClassVar[tuple[str, ...]]
    """What tells its expectations apart: columns of `Unit`, or `record_id`, the identity of the trigger's row."""
    yields: ClassVar[tuple[str, ...]] = ()
    """The columns of `Unit` that its SELECT yields beside those of every kind and those of the subject."""
    words: ClassVar[tuple[str, ...]] = ()
    """The keys of all sentences that it says, in the language files."""
    divisible: ClassVar[bool] = False
    """Whether its rows are runs of unit-days, which a period cuts."""
    informational: ClassVar[bool] = False
    unforgiving: ClassVar[bool] = False
    """Whether one missed unit fails the finding, whatever the threshold."""
    recurring: ClassVar[bool] = False
    """Whether the same duty comes again by itself, so that of those ahead only the next is worth naming."""
    reads_log: ClassVar[bool] = True
    """Whether it can tell nothing of a period of which the log holds nothing."""
    asks_care: ClassVar[bool] = False
    """Whether it rests on who has a customer in care, so that the reader is told where that is only inferred."""
    triggers: ClassVar[tuple[str, ...]] = ()
    """The selectors among the parameters without whose rows nothing falls due."""

    @property
    def folder(self) -> Path:
        """Where its module lies, and its SQL template and examples beside it."""
        return Path(str(modules[type(self).__module__].__file__)).parent

    @property
    def example(self) -> str:
        """A rule of this kind as a pack's owner writes it, in YAML: `<kind>.yaml` beside the module."""
        return (self.folder / f"{self.name}.yaml").read_text(encoding="utf-8")

    @property
    def example_cases(self) -> str:
        """Cases that show the example passing, failing and undecided: `<kind>.cases.yaml`."""
        return (self.folder / f"{self.name}.cases.yaml").read_text(encoding="utf-8")

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that its SELECT yields, in the order of `Unit`."""
        return unit_columns({*self.subject, *self.yields, *(("first_unit", "last_unit") if self.divisible else ())})

    def check_columns(self, columns: Iterable[tuple[str, str]]) -> None:
        """Refuse a SELECT of this kind whose columns, by name and type, are not those it states. Raises `KindError`."""
        faults = list(column_faults(columns, self.columns))
        if faults:
            raise KindError(f"the SELECT of the kind {self.name} {', '.join(faults)}")

    @abstractmethod
    def needs(self, parameters: Any, groups: Groups) -> Needs:
        """Return what a rule with these parameters rests on."""

    def rests_on_absence(self, parameters: Any) -> bool:
        """Tell whether a rule with these parameters passes where the log holds nothing."""
        return False

    @abstractmethod
    def values(self, parameters: Any, context: Context) -> dict[str, Any]:
        """Return what fills the kind's SQL template."""

    @abstractmethod
    def sentence(self, parameters: Any, told: Told) -> Sentence:
        """Return what the log shows of one deviation, in fair words."""

    @abstractmethod
    def requirement(self, parameters: Any) -> Sentence:
        """Return what the rule asks, in one sentence with its figures."""

    def looks_ahead(self, parameters: Any) -> bool:
        """Tell whether an expectation may fall due after the last record that is seen, and still be met."""
        return True

    def reminder(self, parameters: Any, told: Told) -> Sentence:
        """Return what a rep is reminded of: an expectation ahead that nothing meets yet."""
        return Sentence("reminder.other", {"asked": self.requirement(parameters), "due": told.due})

    def selectors(self, parameters: Any) -> Iterator[tuple[tuple[str | int, ...], Condition, str]]:
        """Yield each condition in the parameters with its place among them and the table it reads."""
        for name, field_info in self.parameters.model_fields.items():
            value = getattr(parameters, name)
            alias = field_info.alias or name
            if isinstance(value, Selector):
                yield (alias,), value, value.table
            elif isinstance(value, Condition):
                yield (alias,), value, "customers"
            elif isinstance(value, list):
                for index, each in enumerate(value):
                    if isinstance(each, Selector):
                        yield (alias, index), each, each.table

    def own_fields(self, parameters: Any) -> Iterator[tuple[tuple[str | int, ...], str, str]]:
        """Yield each column named outside a condition: its place, table and name."""
        yield from ()

    def labels(self, parameters: Any) -> Iterator[str]:
        """Yield the items that deviations name; `items` in pack.yaml may give each a title."""
        yield from ()

    def attests(self, parameters: Any) -> Mapping[str, float | None]:
        """Return the items that a manager is asked to judge: the least rating of each, None for a yes or no."""
        return {}

    def contacts(self, parameters: Any) -> tuple[Selector, bool] | None:
        """Return which records follow up a customer in care, and whether only the own rep's do; None without such.

        They draw the weeks of the customers on a rep's page.
        """
        return None

    def own_sql(self, parameters: Any) -> str | None:
        """Return SQL out of the pack, which is checked before it runs, and bounded in time and memory while it does."""
        return None

    def value_column(self, parameters: Any) -> str | None:
        """Return the column that `value` in a subject is taken from."""
        return None

    def own_misfits(self, columns: Mapping[str, str]) -> Iterator[Misfit]:
        """Yield what is wrong with the columns of the pack's own SQL, each with its type in the database."""
        yield from ()

    def doubts(self, parameters: Any, groups: Groups, span: tuple[date | None, date | None]) -> Iterator[Doubt]:
        """Yield what these parameters can never do, where duties under them arise in `span` only."""
        yield from ()

    def bind(self, parameters: Any, sort_of: Callable[[str], SortOf]) -> Iterator[Misfit]:
        """Yield what no data can give a meaning; `sort_of` tells for a table what its columns are read as."""
        for place, condition, table in self.selectors(parameters):
            for misfit in (*condition_misfits(condition, sort_of(table)), *_undated(condition, sort_of)):
                yield Misfit((*place, *misfit.place), misfit.code, misfit.values)

    def trigger_table(self, parameters: Any) -> str:
        """Return the table whose rows `trigger_row` names."""
        selector = getattr(parameters, "of", None) or getattr(parameters, "to", None)
        return selector.table if isinstance(selector, Selector) else "records"

    def working_days(self, parameters: Any) -> bool:
        """Tell whether judging needs to know which days are working days, in every case."""
        return False

    def working_since(self, parameters: Any, first: date) -> date:
        """Return the earliest day whose being worked or not can matter to a period that begins on `first`."""
        return shift(first, -self.reach(parameters))

    def unit(self, parameters: Any) -> str:
        """Return `day` or `workday`: the unit-days of a divisible kind's runs."""
        return "day"

    def reach(self, parameters: Any) -> int:
        """Return how many days after a record the rule may still look."""
        within = getattr(parameters, "within", None)
        return int(within.reach) if within is not None else 0

    def select(self, parameters: Any, context: Context) -> SQL:
        """Return the SELECT that yields the rule's expectations."""
        return render_file(self.folder / f"{self.name}.sql", **self.values(parameters, context))

    def keyless(self, parameters: Any, context: Context) -> tuple[str, SQL] | None:
        """Return a column, and a SELECT of the rows that want an answer but are blank in it; None without such.

        They are matched with nothing: nothing is expected of them, and the reader is told.
        """
        return None

    def evidence(self, parameters: Any, context: Context) -> SQL | None:
        """Return a SELECT of (number, row_id) for the table `shown_deviations`, where two rows are not enough."""
        return None

    def late(self, parameters: Any, context: Context) -> SQL | None:
        """Return a SELECT of (number, row_id) for `shown_deviations`: records that would have met it, but came late."""
        return None


def _undated(condition: Condition, sort_of: Callable[[str], SortOf]) -> Iterator[Misfit]:
    """Yield the column that is to date rows and cannot."""
    if not isinstance(condition, Selector) or condition.at is None:
        return
    table = TABLES[condition.table]
    if table.name == "records":
        yield Misfit(("at",), "at_on_records", {"name": condition.at, "dated": table.dated})
    elif sort_of(table.name)(condition.at) not in (Sort.DAY, Sort.TIME):
        days = [column.name for column in table.columns if column.sort in (Sort.DAY, Sort.TIME)]
        yield Misfit(("at",), "at_not_dated", {"name": condition.at, "table": table.name, "days": days})


def key_column(same: str) -> str:
    """Return the column that `same: customer / case / rep / any column` compares."""
    return KEYS.get(same, same)
