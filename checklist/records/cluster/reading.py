"""Read every input of an audit, the logs by the workers of a cluster: the same reader, the same facts, other hands."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from checklist.engine import SQL, identifier, literal
from checklist.model import ChecklistError, InputError, Place
from checklist.model.errors import errors_of, grouped
from checklist.model.tables import RECORDS, REPS, TABLES
from checklist.records import accounting, checks, joins, keys
from checklist.records.asking import asking
from checklist.records.cluster import addresses, settling, tables, telling
from checklist.records.cluster.working import FILE, READ, REJECT, SCHEMA, TYPED, Task, records_select
from checklist.records.expanding import expanded
from checklist.records.forms import check_forms
from checklist.records.loading import check_encoding, load_table
from checklist.records.parts import list_files, parts_of, planned, read_part
from checklist.records.planning import refuse
from checklist.records.raw import Cells, Raw
from checklist.records.rejects import LISTED, Rejects
from checklist.records.spreading import spread
from checklist.records.values.deciding import decide

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from fractions import Fraction

    from checklist.engine import Database
    from checklist.engine.spark import Cluster
    from checklist.model import Notice
    from checklist.records.api import Loaded, Source
    from checklist.records.cluster.telling import Told
    from checklist.records.mapping import MappingFile
    from checklist.records.partitions import Months
    from checklist.records.parts import Part
    from checklist.records.planning import Plan
    from checklist.records.values.deciding import Decided

# Beyond so many files, several are one worker's task.
_MOST_TASKS = 10_000
_WORKER = "checklist.records.cluster.working"


def load_on_cluster(  # noqa: PLR0913  # each input and each choice has its own name
    session: Cluster,
    here: Database,
    sources: Sequence[Source],
    *,
    mapping: MappingFile | None,
    timezone: str,
    covers: Sequence[str] = (),
    max_rejects: int | Fraction | None = None,
    scales: Mapping[str, int | None] | None = None,
    profile: str | None = None,
    encoding: str | None = None,
    months: Months | None = None,
    meeting: bool = True,
) -> Loaded:
    """Read the records into `loaded_records` on the cluster, and all other tables into those of `here`.

    All means what it means in `load`; `row_id` too is the same number. What only this machine can read (documents,
    databases, frames, standard input) is read here, and its records are sent.
    """
    check_encoding(encoding)
    others, addressed = addresses.addressed(session, tables.with_tables(session, sources))
    with expanded(others, months, together=False) as (files, passed):
        parts = parts_of(here, [*files, *addressed.files], mapping, profile, encoding, timezone)
        reading = _Reading(session, here, parts, timezone, addressed.given)
    for table in sorted(TABLES.values(), key=lambda each: each is not REPS):
        reading.load_here(table.name)
    dropped, said = reading.settle()
    session.fit(session.value("SELECT count(*) FROM loaded_records"))
    resolved = keys.resolve(session, here, reading.plans)
    if meeting:
        joins.check_joins(here, reading.plans, reading.rejects)
    here.drop(keys.SCRATCH)
    found = accounting.Reading(
        reading.plans,
        reading.columns,
        reading.rejects,
        reading.attributes,
        (*passed, *addressed.notices),
        [*said, *resolved.notices],
        dropped,
        resolved.several,
        resolved.doubtful,
    )
    found.enforce(max_rejects)
    checks.check_tables(here, reading.plans)
    check_forms(here, reading.plans, scales)
    _keep_reps(session, here)
    loaded = accounting.told(found, session, here, mapping=mapping, covers=covers)
    settling.let_go(session, reading.scratch)
    return loaded


class _Reading:
    """The reading of all parts, those of the cluster and those of this machine, up to their rows."""

    def __init__(
        self, session: Cluster, here: Database, parts: Sequence[Part], timezone: str, given: Sequence[str]
    ) -> None:
        self._session = session
        self._here = here
        self._far = {each.file_id: each for each in parts if _is_far(each)}
        self._tables = {each.file_id: each for each in parts if tables.is_table(each)}
        self._rows: list[str] = []
        self._told = self._ask(timezone, given)
        self._raise_first(READ)
        self.plans = [self._plan(each) for each in parts]
        list_files(here, self.plans)
        refuse(self.plans)
        self._decided: dict[int, dict[str, Decided]] = {}
        self._records_here = SQL("")
        self.columns: list[accounting.Columns] = []
        errors: list[ChecklistError] = []
        for each in self.plans:
            try:
                self.columns.append(self._columns(each, timezone))
            except ChecklistError as error:
                errors += errors_of(error)
        if errors:
            raise grouped(errors)
        for each in self.plans:
            if each.file_id in self._tables:
                self._read_table(each)
        self._raise_typed()
        self.rejects = Rejects(here, self.plans, self._decided)
        self._take_rejects()
        self.attributes = {
            name: accounting.attributes_of([each for each in self.plans if each.table is table])
            for name, table in TABLES.items()
        }

    def _ask(self, timezone: str, given: Sequence[str]) -> dict[int, Told]:
        """Let the workers read their files; return what they tell of each. `given` are the addresses of files."""
        found: dict[int, Told] = {}
        own = tuple(_placed(each) for each in self._far.values() if not addresses.is_address(each.source.path))
        if own:
            found |= self._work("files", self._session.numbers(len(own), _MOST_TASKS), Task(own, timezone))
        afar = tuple(each for each in self._far.values() if addresses.is_address(each.source.path))
        if afar:
            with self._session.one_by_one():
                contents = self._session.contents(given, addresses.MOST_BYTES)
                found |= self._work("contents", contents, Task(afar, timezone))
        return found

    def _work(self, what: str, rows: Any, task: Task) -> dict[int, Told]:
        name = f"reading_{what}"
        self._session.work(name, rows, f"{_WORKER}:read_{what}", task.packed(), SCHEMA)
        self._rows.append(name)
        rows = self._session.rows(f"SELECT file_id, told FROM {name} WHERE part = {literal(FILE)}")
        return {file_id: telling.read(text) for file_id, text in rows}

    def _plan(self, part: Part) -> Plan:
        """Return how a part is read; its rows, where this machine reads it, lie here then."""
        if part.file_id in self._far:
            if part.file_id not in self._told:
                raise InputError("spark_path_unseen", Place(part.source.path))  # it went while it was waited for
            told = self._told[part.file_id]
            return planned(part, _raw(told), lambda _: told.settled)
        if part.file_id in self._tables:
            return tables.plan_of(self._session, self._here, part)
        return read_part(self._here, part)

    def _read_table(self, plan: Plan) -> None:
        """Let the workers read a table's rows by what was decided."""
        part, attributes = self._tables[plan.file_id], accounting.attributes_of([plan])
        name = tables.read_rows(self._session, part, plan, self._decided[plan.file_id], attributes)
        self._rows.append(name)
        rows = self._session.rows(f"SELECT told FROM {name} WHERE part = {literal(FILE)}")
        self._told[plan.file_id] = tables.merged([telling.read(text) for (text,) in rows])

    def _raise_first(self, step: int) -> None:
        """Raise what is wrong with the first file that came no further."""
        for _, each in sorted(self._told.items()):
            if each.failed is not None and each.failed.step == step:
                raise grouped(each.failed.errors)

    def _columns(self, plan: Plan, timezone: str) -> accounting.Columns:
        """Return how a file's columns are read; raise where that could not be decided."""
        told = self._told.get(plan.file_id)
        if told is None:
            table = self._tables.get(plan.file_id)
            ask = tables.asking(self._session, table) if table else asking(self._here)
            decided = self._decided[plan.file_id] = decide(self._here, plan, timezone, ask)
            return accounting.columns_of(ask, plan, decided)
        if told.failed is not None and told.failed.step < TYPED:
            raise grouped(told.failed.errors)
        return told.columns

    def _raise_typed(self) -> None:
        """Raise what is wrong with the rows of all files at once."""
        failed = [each.failed for _, each in sorted(self._told.items()) if each.failed is not None]
        if failed:
            raise grouped([error for each in failed for error in each.errors])

    def _take_rejects(self) -> None:
        for file_id, told in self._told.items():
            if told.counts is not None:
                self.rejects.add(file_id, told.counts, told.total)
        if any(each.rejects for each in self.rejects.counts.values()):
            parts = (f"SELECT file_id, line, told FROM {name} WHERE part = {literal(REJECT)}" for name in self._rows)
            listed = self._session.rows(
                f"SELECT file_id, told FROM ({' UNION ALL '.join(parts)}) listed ORDER BY file_id, line LIMIT {LISTED}"
            )
            for file_id, text in listed:
                self.rejects.keep(file_id, telling.read(text))

    def load_here(self, name: str) -> None:
        """Make the table of what this machine reads; records among it are those the cluster cannot read."""
        table = TABLES[name]
        afar = self._far.keys() | self._tables.keys()
        own = [each for each in self.plans if each.table is table and each.file_id not in afar]
        attributes = accounting.attributes_of(own)
        load_table(self._here, table, own, attributes, self._decided)
        if table is RECORDS:
            self._records_here = records_select(attributes)
        if not own:
            return
        self.rejects.take(table, own)
        if table is RECORDS:
            spread(self._here, own)
        else:
            self._here.run(f"UPDATE {identifier(f'loaded_{name}')} SET row_id = rowid")

    @property
    def scratch(self) -> list[str]:
        """What lies on the cluster for the reading alone."""
        own = [f"{each.name}{suffix}" for each in self._tables.values() for suffix in ("", "_cells")]
        return [*self._rows, *own]

    def settle(self) -> tuple[dict[int, int], list[Notice]]:
        """Bring the records of this machine and of the workers together, on the cluster."""
        attributes = self.attributes[RECORDS.name]
        if not self._rows or self._here.value("SELECT count(*) > 0 FROM loaded_records"):
            self._session.register("reading_here", self._here.arrow(self._records_here))
            self._rows.append("reading_here")
        records = settling.records_of(self._rows, attributes)
        self._session.run(f"CREATE OR REPLACE VIEW reading_records AS {records}")
        return settling.settle(self._session, self._here, attributes)


def _placed(part: Part) -> Part:
    """Return a part whose file is told from the root: a worker stands in a folder of its own."""
    place = os.path.abspath(part.source.path)  # noqa: PTH100  # a text is wanted, and links are left as they are
    return replace(part, source=replace(part.source, file=place))


def _is_far(part: Part) -> bool:
    """Tell whether a part is a log that workers can read."""
    source = part.source
    elsewhere = (source.frame, source.database, source.documents, source.file)
    return source.table == RECORDS.name and all(each is None for each in elsewhere)


def _raw(told: Told) -> Raw:
    """Return what a worker saw of a file, as this machine would have; its rows stay where they are."""
    seen = told.seen
    if seen is None:
        raise ValueError("a file was read, and nothing is known of it")
    return Raw(
        relation=SQL("(SELECT 1 WHERE FALSE)"),
        headers=seen.headers,
        cells=tuple(Cells(each) for each in seen.cells),
        sha256=seen.sha256,
        header_line=seen.header_line,
        form=seen.form,
        sheet=seen.sheet,
        encoding=seen.encoding,
        notices=seen.notices,
    )


def _keep_reps(session: Cluster, here: Database) -> None:
    """Bring the ids of all reps here, to be compared with those of the other tables."""
    import pyarrow as pa  # which the cluster needs as well

    ids = [rep_id for (rep_id,) in session.rows("SELECT DISTINCT rep_id FROM loaded_records")]
    here.register("reading_reps", pa.table({"rep_id": pa.array(ids, pa.string())}))
    here.create("loaded_records", "SELECT rep_id FROM reading_reps")
    here.unregister("reading_reps")
