"""What every rule kind is: parameters, what they rest on, one SELECT of expectations, and a sentence."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from pathlib import Path
from sys import modules
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from pydantic import BaseModel, ConfigDict

from checklist.calendars import shift
from checklist.conditions import (
    Condition,
    Groups,
    Misfit,
    Scalar,
    Selector,
    SortOf,
    condition_misfits,
    fields_of,
    types_of,
    values_of,
)
from checklist.engine import SQL, render_file
from checklist.model import Sentence
from checklist.model.tables import TABLES, Sort
from checklist.model.unit import column_faults, unit_columns

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from datetime import date

    from checklist.kinds.context import Context
    from checklist.model import Told

TEMPLATES = Path(__file__).parent


class KindError(RuntimeError):
    """A kind that is not whole: our own fault, named so that it can be mended where it stands."""


class Parameters(BaseModel):
    """The parameters of one kind, as a rule gives them."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


@dataclass(slots=True)
class Needs:
    """What a rule rests on. What no input shows makes it `not_checked`.

    Of each of the `types` one must be shown by the log, and each of them where the rule is a `limit`, lest too few are
    counted. `keys` are the columns of records by which it tells what belongs together: every input that bears on it
    must show them. With `any_type` every input does; so it does with `care`, where who has a customer in care is
    inferred from the log. Of each of the `values` (table, column, words) one must occur.
    """

    types: list[frozenset[str]] = field(default_factory=list)
    columns: set[tuple[str, str]] = field(default_factory=set)
    excluded: set[tuple[str, str]] = field(default_factory=set)
    tables: set[str] = field(default_factory=set)
    keys: set[str] = field(default_factory=set)
    values: set[tuple[str, str, tuple[Scalar, ...]]] = field(default_factory=set)
    any_type: bool = False
    care: bool = False
    limit: bool = False

    def select(self, selector: Selector, groups: Groups) -> None:
        """Rest on the rows a selector looks at: its table, the types it names, the fields it tests."""
        if selector.table != "records":
            self.tables.add(selector.table)
            if selector.at is not None:
                self.columns.add((selector.table, selector.at))
        else:
            types = types_of(selector, groups)
            if types is None:
                self.any_type = True
            else:
                self.types.append(types)
        self.condition(selector, selector.table)

    def condition(self, condition: Condition, table: str) -> None:
        """Rest on the fields a condition tests in a table, and on one of the values that it asks for."""
        for name, excluding in fields_of(condition):
            (self.excluded if excluding else self.columns).add((table, name))
        self.values.update((table, name, values) for name, values in values_of(condition))

    def add(self, other: Needs) -> None:
        """Rest on what other needs rest on, too."""
        self.types.extend(other.types)
        for name in ("columns", "excluded", "tables", "keys", "values"):
            getattr(self, name).update(getattr(other, name))
        self.any_type |= other.any_type
        self.care |= other.care
        self.limit |= other.limit


@dataclass(frozen=True, slots=True)
class Doubt:
    """Parameters that are well formed and still cannot mean what they say, for a policy's owner to look at.

    `verdict` tells what becomes of such a rule: it is `never_due`, `never_met`, or `never_fails`.
    """

    place: tuple[str | int, ...]
    verdict: Literal["never_due", "never_met", "never_fails"]
    reason: Sentence


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

    def keyed_by_rep(self, parameters: Any) -> bool:
        """Tell whether what answers is told by the rep alone, so that a word of one's own excuses nobody."""
        return False

    def final(self, parameters: Any) -> bool:
        """Tell whether what is unmet stays so wherever the log ends."""
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

    def asked_words(self, parameters: Any, field: str) -> frozenset[str]:
        """Return the words of a field of records that are asked for outside a condition."""
        return frozenset()

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
