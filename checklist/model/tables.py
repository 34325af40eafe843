"""The five tables an audit reads, and what each of their columns holds: stated here, derived everywhere else."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

TableName = Literal["records", "reps", "customers", "attestations", "absences"]
Key = Literal["record", "rep", "customer", "case"]
# Says, while a table is being loaded, what is wrong with a row.
PROBLEM = "reading_problem"
_RESERVED = frozenset({"file_id", "line", "row_id", "rowid", PROBLEM})


class Sort(StrEnum):
    """What a column's cells are read as."""

    TEXT = "VARCHAR"
    TIME = "TIMESTAMP"
    DAY = "DATE"
    NUMBER = "DECIMAL(18,6)"
    ANSWER = "ANSWER"

    @property
    def sql_type(self) -> str:
        """The type that the column has in the database; an answer is the text `yes` or `no`."""
        return "VARCHAR" if self is Sort.ANSWER else self.value


@dataclass(frozen=True, slots=True)
class Column:
    """One column under its canonical name. A row without a required value is rejected.

    `key` says whose id it holds. Of a text, `prose` says that it is written freely, where others are names and codes,
    and `members` that it lists several, such as `zh;en`. `day_flag` is the column, kept beside a time, that tells
    whether the time is known to the day only.
    """

    name: str
    sort: Sort = Sort.TEXT
    required: bool = False
    key: Key | None = None
    prose: bool = False
    members: bool = False
    day_flag: str | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """One table: its canonical columns, the one that a row is called by, and whether further columns are kept.

    `made` are the columns that the program adds.
    """

    name: TableName
    columns: tuple[Column, ...]
    label: str
    attributes: bool = False
    made: frozenset[str] = frozenset()

    def column(self, name: str) -> Column | None:
        """Return the canonical column of that name, if there is one."""
        return next((column for column in self.columns if column.name == name), None)

    def has(self, name: str) -> bool:
        """Tell whether `name` is a canonical column."""
        return self.column(name) is not None

    def sort_of(self, name: str, declared: Mapping[str, Sort] | None = None) -> Sort | None:
        """Return what a column is read as: canonical, or of the company's own and `declared`; else None."""
        column = self.column(name)
        return (declared or {}).get(name) if column is None else column.sort

    def meaning(self, column: Column) -> str:
        """Return the key of the message that says what a column holds."""
        return f"column.{self.name}.{column.name}"

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the canonical columns."""
        return tuple(column.name for column in self.columns)

    @property
    def required(self) -> tuple[str, ...]:
        """The names of the columns without which a row says nothing."""
        return tuple(column.name for column in self.columns if column.required)

    @property
    def day_flags(self) -> dict[str, str]:
        """The columns that tell whether a time is known to the day only, by the name of the time."""
        return {column.name: column.day_flag for column in self.columns if column.day_flag is not None}

    @property
    def stored(self) -> tuple[tuple[str, str], ...]:
        """The columns of the loaded table with their types in the database: each time is followed by its flag."""
        found = []
        for column in self.columns:
            found.append((column.name, column.sort.sql_type))
            if column.day_flag is not None:
                found.append((column.day_flag, "BOOLEAN"))
        return tuple(found)

    @property
    def dated(self) -> str:
        """The name of the column that says when a row happened or began: the first that holds a time or a day."""
        return next(column.name for column in self.columns if column.sort in (Sort.TIME, Sort.DAY))

    @property
    def reserved(self) -> frozenset[str]:
        """The names that the program needs for itself, and no further column may have."""
        return _RESERVED | self.made | frozenset(self.day_flags.values())


RECORDS = Table(
    "records",
    (
        Column("rep_id", required=True, key="rep"),
        Column("type", required=True),
        Column("occurred_at", Sort.TIME, required=True, day_flag="day_precise"),
        Column("record_id", key="record"),
        Column("customer_id", key="customer"),
        Column("case_id", key="case"),
        Column("logged_at", Sort.TIME, day_flag="logged_day_precise"),
        Column("modified_at", Sort.TIME),
        Column("status"),
        Column("direction"),
        Column("duration_minutes", Sort.NUMBER),
        Column("amount", Sort.NUMBER),
        Column("rating", Sort.NUMBER),
        Column("topic", prose=True),
        Column("text", prose=True),
    ),
    label="record_id",
    attributes=True,
    made=frozenset({"record_key", "key_doubt", "day", "earliest", "latest", "sure"}),
)
REPS = Table(
    "reps",
    (
        Column("rep_id", required=True, key="rep"),
        Column("name"),
        Column("team"),
        Column("manager"),
        Column("joined_on", Sort.DAY),
        Column("left_on", Sort.DAY),
        Column("languages", members=True),
    ),
    label="rep_id",
    attributes=True,
    made=frozenset({"on_roster", "employed_from", "employed_to"}),
)
CUSTOMERS = Table(
    "customers",
    (
        Column("customer_id", required=True, key="customer"),
        Column("rep_id", required=True, key="rep"),
        Column("name"),
        Column("grade"),
        Column("in_care_from", Sort.DAY),
        Column("in_care_to", Sort.DAY),
        Column("end_reason", prose=True),
    ),
    label="customer_id",
    attributes=True,
    made=frozenset({"care_first", "care_last", "first_care"}),
)
ATTESTATIONS = Table(
    "attestations",
    (
        Column("rep_id", required=True, key="rep"),
        Column("item", required=True),
        Column("assessor", required=True),
        Column("assessed_on", Sort.DAY, required=True),
        Column("rating", Sort.NUMBER),
        Column("answer", Sort.ANSWER),
        Column("valid_until", Sort.DAY),
        Column("note", prose=True),
    ),
    label="item",
)
ABSENCES = Table(
    "absences",
    (
        Column("rep_id", required=True, key="rep"),
        Column("from", Sort.TIME, required=True, day_flag="from_precise"),
        Column("to", Sort.TIME, required=True, day_flag="to_precise"),
        Column("reason", prose=True),
        Column("status"),
        Column("result"),
        Column("duration"),
    ),
    label="reason",
)
TABLES: dict[str, Table] = {table.name: table for table in (RECORDS, REPS, CUSTOMERS, ATTESTATIONS, ABSENCES)}


def _named(wanted: Callable[[Column], object]) -> frozenset[str]:
    return frozenset(column.name for table in TABLES.values() for column in table.columns if wanted(column))


# By name, whatever the table: a name is of one sort in all tables. The ids say whose they are.
IDS: dict[str, Key] = {column.name: column.key for table in TABLES.values() for column in table.columns if column.key}
NUMBERS = _named(lambda column: column.sort is Sort.NUMBER)
DAYS = _named(lambda column: column.sort is Sort.DAY)
TIMES = _named(lambda column: column.sort is Sort.TIME)
LISTS = _named(lambda column: column.members)
PROSE = _named(lambda column: column.prose)
