"""The five tables an audit reads, and what each of their columns holds."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

# Says, while a table is being loaded, what is wrong with a row.
PROBLEM = "reading_problem"
_RESERVED = frozenset({"file_id", "line", "row_id", "rowid", PROBLEM})
# The columns that name somebody or something: whose a row is, or what it belongs to.
IDS = frozenset({"record_id", "rep_id", "customer_id", "case_id"})


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
    """One column under its canonical name. A row without a required value is rejected."""

    name: str
    sort: Sort = Sort.TEXT
    required: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """One table: its canonical columns, whether further columns are kept, and the names it needs for itself."""

    name: str
    columns: tuple[Column, ...]
    attributes: bool
    reserved: frozenset[str] = _RESERVED

    def column(self, name: str) -> Column | None:
        """Return the canonical column of that name, if there is one."""
        return next((column for column in self.columns if column.name == name), None)

    def has(self, name: str) -> bool:
        """Tell whether `name` is a canonical column."""
        return self.column(name) is not None


def _required(name: str, sort: Sort = Sort.TEXT) -> Column:
    return Column(name, sort, required=True)


RECORDS = Table(
    "records",
    (
        _required("rep_id"),
        _required("type"),
        _required("occurred_at", Sort.TIME),
        Column("record_id"),
        Column("customer_id"),
        Column("case_id"),
        Column("logged_at", Sort.TIME),
        Column("modified_at", Sort.TIME),
        Column("status"),
        Column("direction"),
        Column("duration_minutes", Sort.NUMBER),
        Column("amount", Sort.NUMBER),
        Column("rating", Sort.NUMBER),
        Column("topic"),
        Column("text"),
    ),
    attributes=True,
    reserved=_RESERVED | {"day_precise", "logged_day_precise", "record_key", "day", "earliest", "latest"},
)
REPS = Table(
    "reps",
    (
        _required("rep_id"),
        Column("name"),
        Column("team"),
        Column("manager"),
        Column("joined_on", Sort.DAY),
        Column("left_on", Sort.DAY),
        Column("languages"),
    ),
    attributes=True,
    reserved=_RESERVED | {"on_roster", "employed_from", "employed_to"},
)
CUSTOMERS = Table(
    "customers",
    (
        _required("customer_id"),
        _required("rep_id"),
        Column("name"),
        Column("grade"),
        Column("in_care_from", Sort.DAY),
        Column("in_care_to", Sort.DAY),
        Column("end_reason"),
    ),
    attributes=True,
    reserved=_RESERVED | {"care_first", "care_last", "first_care"},
)
ATTESTATIONS = Table(
    "attestations",
    (
        _required("rep_id"),
        _required("item"),
        _required("assessor"),
        _required("assessed_on", Sort.DAY),
        Column("rating", Sort.NUMBER),
        Column("answer", Sort.ANSWER),
        Column("valid_until", Sort.DAY),
        Column("note"),
    ),
    attributes=False,
)
ABSENCES = Table(
    "absences",
    (_required("rep_id"), _required("from", Sort.DAY), _required("to", Sort.DAY), Column("reason")),
    attributes=False,
)
TABLES = {table.name: table for table in (RECORDS, REPS, CUSTOMERS, ATTESTATIONS, ABSENCES)}
