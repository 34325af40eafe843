"""What a kind may know when it writes its SELECT, and the rows that its selectors stand for."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

from checklist.conditions import (
    Condition,
    Gap,
    Groups,
    Operand,
    Selector,
    SortOf,
    cause_sql,
    condition_sql,
    least,
    moment,
    types_of,
)
from checklist.engine import SQL, identifier, literal
from checklist.kinds.unread import KEY, NOBODY, Unread
from checklist.model.causes import CauseKind, cause_key
from checklist.model.tables import IDS, TABLES, Sort

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

_ROWS = ("row_id", "rep_id", "customer_id", "case_id", "day", "earliest", "latest", "day_precise")
_SURE = SQL("CAST(NULL AS VARCHAR)")
KEYS: dict[str, str] = {key: name for name, key in IDS.items() if key != "record"}


@dataclass(frozen=True, slots=True)
class Bounds:
    """The rows for which a condition surely holds, those for which it may hold, and what keeps the two apart."""

    surely: SQL
    possibly: SQL
    why_not_sure: SQL | None
    """The key of the least cause for which a row that may hold is not sure, NULL where it is; None where all are."""

    @property
    def cause(self) -> SQL:
        """The same, NULL where all rows are sure."""
        return self.why_not_sure or _SURE

    def unless(self, gap: Gap) -> Bounds:
        """Return the bounds with one more gap, which leaves none of its rows sure."""
        return Bounds(SQL(f"({self.surely}) AND NOT ({gap.when})"), self.possibly, least((self.why_not_sure, gap.told)))


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
    history_days: int
    unread: Unread
    leave_open: bool = False
    """Whether there are days of which nobody knows whether a rep was absent on them: the table `perhaps_away`."""
    sorts: Mapping[str, Mapping[str, Sort]] = field(default_factory=dict)
    """What the company's own columns are declared to hold, by table."""

    def sort_of(self, table: str) -> SortOf:
        """Return what tells of a table's columns what they are read as."""
        return partial(TABLES[table].sort_of, declared=self.sorts.get(table))

    own_columns: frozenset[str] = frozenset()
    """The columns that a query of the pack's own yields."""
    several: bool = False
    """Whether a record that names several reps or customers stands in several rows, all with its `record_key`."""

    def column(self, table: str, name: str) -> SQL:
        """Return a column's quoted name, or NULL for one that no input of the table shows."""
        if TABLES[table].has(name) or name.casefold() in self.columns.get(table, frozenset()):
            return identifier(name)
        return SQL("NULL")

    def bounds(self, condition: Condition, table: str, *, types: frozenset[str] = frozenset()) -> Bounds:
        """Render the rows of a table for which a condition surely holds, for which it may, and why it may not.

        `types` are the unread words whose type test is open.
        """
        unread = self._unread_of(condition, table, types)

        def column(name: str) -> Operand:
            return unread.column(table, name, self.column(table, name), types=types)

        return Bounds(
            surely=condition_sql(condition, column, self.groups, surely=True),
            possibly=condition_sql(condition, column, self.groups, surely=False),
            why_not_sure=cause_sql(condition, column, self.groups),
        )

    def rows(
        self, selector: Selector, extra: dict[str, SQL] | None = None, *, pairs: bool = False, key: str = ""
    ) -> SQL:
        """Return the SELECT of the rows a selector looks at, alike for every table.

        Columns: row_id, rep_id, customer_id, case_id, day, earliest, latest (instants between which it
        happened), day_precise, sure (the selector holds whatever the unread says), cause (the key of the cause where it
        is not sure), and each of `extra` by its name; where records may stand in several rows, their record_key, too.
        A record counts once for each rep, or, in `pairs`, stands once for each rep and customer. Where they are told
        apart by the column `key`, a record is doubtful whose key is. A row without a time of its own counts for the
        period's last day. A record of nobody and one of an unread type are no such rows.
        """
        bounds = self._keyed(self.bounds(selector, selector.table), selector, key)
        return self._rows(selector, extra, bounds, with_nobody=False, pairs=pairs)

    def answers(
        self,
        selector: Selector,
        extra: dict[str, SQL] | None = None,
        *,
        by: str,
        keyed_by_rep: bool = False,
        nobody: bool = True,
        pairs: bool = False,
        key: str = "",
    ) -> SQL:
        """Return the SELECT of the rows that may answer, or end a duty, with the columns of `rows`.

        Records of an unread type may; in what is keyed by rep, only where their word is not one rep's own. Records of
        nobody answer surely what anyone may answer, and perhaps what else is not keyed by rep.
        """
        bounds, with_nobody = self._answering(selector, by, keyed_by_rep=keyed_by_rep, nobody=nobody)
        bounds = self._keyed(bounds, selector, key)
        return self._rows(selector, extra, bounds, with_nobody=with_nobody, pairs=pairs)

    def _unread_of(self, condition: Condition, table: str, types: frozenset[str]) -> Unread:
        """Return what the inputs leave open that hold records of the types which a condition may hold for."""
        asked = types_of(condition, self.groups) if table == "records" else None
        return self.unread if asked is None else self.unread.within(asked | types)

    def gaps(self, selector: Selector, name: str) -> tuple[Gap, ...]:
        """Return in which of the rows that a selector may look at a column cannot be told, and why."""
        table = selector.table
        unread = self._unread_of(selector, table, self.unread.types)
        column = unread.column(table, name, self.column(table, name), types=self.unread.types)
        return tuple(gap for gap in (column.hidden, column.unread) if gap is not None)

    def why_open(self, selector: Selector, name: str | None) -> SQL:
        """Return the key of the least cause for which a column of a selected row cannot be told; NULL where it can."""
        return least(gap.told for gap in (self.gaps(selector, name) if name else ())) or _SURE

    def partly_shown(self, selectors: Iterable[Selector]) -> SQL:
        """Return the key of the cause that not all of the types are shown by which a duty could be met; else NULL.

        Where none of them is shown, the rule is not checked at all.
        """
        missing: set[str] = set()
        for selector in selectors:
            types = types_of(selector, self.groups) if selector.table == "records" else None
            if types:
                missing |= self.unread.missing_types(types)
        if not missing:
            return SQL("NULL")
        return missing_type(min(missing))

    def doubtful(self, selector: Selector, *, keyed_by_rep: bool = False, key: str = "") -> bool:
        """Tell whether any row that may answer may also be none: whether `answers` yields rows that are not sure."""
        bounds, with_nobody = self._answering(selector, "same_rep", keyed_by_rep=keyed_by_rep)
        return with_nobody or self._keyed(bounds, selector, key).why_not_sure is not None

    def _keyed(self, bounds: Bounds, selector: Selector, key: str) -> Bounds:
        """Return the bounds of rows that are told apart by a column: which customer is meant may be open."""
        doubted = key == "customer_id" and selector.table == "records" and self.unread.key_doubts
        return bounds.unless(KEY) if doubted else bounds

    def _answering(
        self, selector: Selector, by: str, *, keyed_by_rep: bool, nobody: bool = True
    ) -> tuple[Bounds, bool]:
        """Return the bounds of what may answer, and whether records of nobody may."""
        types = self.unread.types - self.unread.lone_types if keyed_by_rep else self.unread.types
        bounds = self.bounds(selector, selector.table, types=types)
        with_nobody = nobody and self.unread.nobody and selector.table == "records" and not keyed_by_rep
        if with_nobody and by != "anyone":
            bounds = bounds.unless(Gap(SQL("rep_id IS NULL"), NOBODY))
        return bounds, with_nobody

    def _rows(
        self, selector: Selector, extra: dict[str, SQL] | None, bounds: Bounds, *, with_nobody: bool, pairs: bool
    ) -> SQL:
        own = {"sure": bounds.surely, "cause": bounds.cause, **(extra or {})}
        if self.several:
            own["record_key"] = SQL("record_key" if selector.table == "records" else "CAST(row_id AS VARCHAR)")
        more = "".join(f", {expression} AS {identifier(name)}" for name, expression in own.items())
        where = bounds.possibly
        if selector.table == "records":
            if self.unread.nobody and not with_nobody:
                where = SQL(f"rep_id IS NOT NULL AND {where}")
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


def missing_type(word: str) -> SQL:
    """Return the key of the cause that a type is not shown."""
    return literal(cause_key(CauseKind.TYPE, "type", word))


def key_column(same: str) -> str:
    """Return the column that `same: customer / case / rep / any column` compares."""
    return KEYS.get(same, same)
