"""What the rows that deviations and reminders name say of themselves: looked up once for all rules, at the end.

Every record that is shown as a trigger, as an answer or as evidence is read out of its table together with
all the others, however many rules name it: no rule goes through the whole log to tell what it found.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from checklist.engine import SQL, identifier
from checklist.kinds import kinds
from checklist.model import Evidence, JudgedUnit
from checklist.model.tables import RECORDS, TABLES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from checklist.engine import Session
    from checklist.kinds import Context
    from checklist.model import Rule, Unit

EVIDENCE_SHOWN = 20
_SOURCES = {
    name: (name, table.label, table.label, None, identifier(table.dated), None) for name, table in TABLES.items()
} | {
    "records": ("loaded_records", "record_key", RECORDS.label, "type", RECORDS.dated, RECORDS.day_flags[RECORDS.dated])
}
"""By table: where its rows lie, their identity, their label, their type, when they happened, whether to the day."""


class Fact(NamedTuple):
    """One row of an input: what it is called, what it is, when it happened, and where it stands."""

    key: str | None
    label: str | None
    type: str | None
    at: Any  # a day or a time
    precise: bool
    path: str | None
    line: int


NO_FACT = Fact(None, None, None, None, False, None, 0)  # noqa: FBT003  # a row of nothing


class Named(NamedTuple):
    """What a unit names: its trigger, a row of the table `source`, and its answer, a record."""

    source: str
    trigger: Fact
    answer: Fact


@dataclass(frozen=True, slots=True)
class Kept:
    """What one rule shows: the table of that name, with a `number` for every row, and its units in that order."""

    rule: Rule
    contexts: list[Context]
    table: str
    units: list[JudgedUnit]

    @property
    def source(self) -> str:
        """The table whose rows `trigger_row` names."""
        return kinds()[self.rule.kind].trigger_table(self.rule.versions[0].parameters)


@dataclass(frozen=True, slots=True)
class Facts:
    """The rows that anything names, by table and `row_id`; and what more than two rows show, by table and number."""

    rows: Mapping[str, Mapping[int, Fact]]
    listed: Mapping[str, Mapping[int, Sequence[int]]] = field(default_factory=dict)

    def named(self, unit: Unit, source: str) -> Named:
        """Return what a unit's trigger, out of the table `source`, and its answer say of themselves."""
        return Named(source, self._fact(source, unit.trigger_row), self._fact("records", unit.answer_row))

    def _fact(self, source: str, row: int | None) -> Fact:
        return NO_FACT if row is None else self.rows.get(source, {}).get(row, NO_FACT)

    def evidence(self, unit: JudgedUnit, kept: Kept) -> tuple[Evidence, ...]:
        """Return the records that show what a unit says, at most `EVIDENCE_SHOWN`, in the order in which they stand."""
        if kept.table in self.listed:
            named: list[tuple[str, Sequence[int | None]]] = [
                (kept.source, self.listed[kept.table].get(unit.number, ()))
            ]
        elif kept.source == "records":
            named = [("records", sorted(n for n in (unit.trigger_row, unit.answer_row) if n is not None))]
        else:
            named = [(kept.source, (unit.trigger_row,)), ("records", (unit.answer_row,))]
        return tuple(
            evidence_of(fact, source)
            for source, numbers in named
            for number in numbers
            if (fact := self._fact(source, number)).path is not None
        )


def units_of(session: Session, select: str) -> list[JudgedUnit]:
    """Return the units that a SELECT of judged ones yields."""
    return [JudgedUnit.of(row) for row in session.dicts(select)]


def evidence_of(fact: Fact, source: str) -> Evidence:
    """Return a row as evidence: only records have an id of their own."""
    assert fact.path is not None  # noqa: S101  # every row that was read stands in a file
    return Evidence(fact.path, fact.line, fact.label if source == "records" else None, _moment(fact))


def _moment(fact: Fact) -> str:
    if isinstance(fact.at, datetime):
        return fact.at.date().isoformat() if fact.precise else fact.at.isoformat(timespec="seconds")
    return "" if fact.at is None else str(fact.at)


def look_up(session: Session, named: Mapping[str, Sequence[str]]) -> dict[str, dict[int, Fact]]:
    """Return the rows of each table whose `row_id` any of its SELECTs yields."""
    found: dict[str, dict[int, Fact]] = {}
    for source, selects in named.items():
        rows, key, label, kind, at, precise = _SOURCES[source]
        numbers = "\nUNION ALL\n".join(selects)
        found[source] = {
            row[0]: Fact._make(row[1:])
            for row in session.rows(
                f"SELECT r.row_id, r.{key}, r.{label}, {f'r.{kind}' if kind else 'NULL'}, r.{at}, "
                f"{f'r.{precise}' if precise else 'TRUE'}, f.path, r.line "
                f"FROM {rows} r LEFT JOIN files f ON f.file_id = r.file_id WHERE r.row_id IN (\n{numbers}\n)"
            )
        }
    return found


def facts_of(session: Session, shown: Sequence[Kept]) -> Facts:
    """Look up all that the rows of these tables name, and the evidence of the kinds that show more than two rows."""
    selects = [
        f"SELECT {place} AS place, number, row_id, '{kept.source}' AS source FROM (\n{select}\n) e"
        for place, kept in enumerate(shown)
        for select in _more_rows(kept)
    ]
    named: dict[str, list[str]] = {}
    listed: dict[str, dict[int, list[int]]] = {}
    if selects:
        session.create("evidence_rows", "\nUNION ALL\n".join(selects))
        listed = {shown[place].table: {} for (place,) in session.rows("SELECT DISTINCT place FROM evidence_rows")}
        for place, number, row_id in session.rows(
            "SELECT place, number, row_id FROM evidence_rows ORDER BY place, number, row_id"
        ):
            listed[shown[place].table].setdefault(number, []).append(row_id)
        for source in dict.fromkeys(kept.source for kept in shown):
            named[source] = [f"SELECT row_id FROM evidence_rows WHERE source = '{source}'"]
    for kept in shown:
        named.setdefault(kept.source, []).append(f"SELECT trigger_row FROM {kept.table}")
        named.setdefault("records", []).append(f"SELECT answer_row FROM {kept.table}")
    return Facts(look_up(session, named), listed)


def over(table: str, select: SQL) -> SQL:
    """Return a kind's SELECT over `shown_deviations` with the table of that name in its place."""
    return SQL(f"WITH shown_deviations AS (SELECT * FROM {table}) SELECT * FROM (\n{select}\n) s")


def _more_rows(kept: Kept) -> list[str]:
    """Return a SELECT for each version of a rule whose kind shows more than a trigger and an answer."""
    kind = kinds()[kept.rule.kind]
    selects = []
    for index, (version, context) in enumerate(zip(kept.rule.versions, kept.contexts, strict=True)):
        select = kind.evidence(version.parameters, context)
        if select is not None:
            own = over(f"(SELECT * FROM {kept.table} WHERE version = {index}) v", select)
            selects.append(
                "SELECT number, row_id FROM (SELECT number, row_id, row_number() OVER "
                f"(PARTITION BY number ORDER BY row_id) AS turn FROM (\n{own}\n) n WHERE row_id IS NOT NULL) ranked "
                f"WHERE turn <= {EVIDENCE_SHOWN}"
            )
    return selects
