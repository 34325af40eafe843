"""Read every input of an audit into the session's tables: map, normalise, reject, deduplicate, count."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from checklist.engine import SQL, identifier, render_file
from checklist.model import ChecklistError, ResourceError, UsageError
from checklist.model.errors import errors_of, grouped
from checklist.model.tables import RECORDS, REPS, TABLES, Table
from checklist.records import accounting, checks, duplicates, joins, keys
from checklist.records.asking import asking
from checklist.records.cache import cached
from checklist.records.encodings import canonical
from checklist.records.expanding import expanded
from checklist.records.forms import check_forms
from checklist.records.parts import list_files, parts_of, read_part
from checklist.records.planning import refuse
from checklist.records.rejects import Rejects, enforce
from checklist.records.spreading import spread
from checklist.records.typed import typed_select
from checklist.records.values.deciding import decide

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from fractions import Fraction

    from checklist.engine import Session
    from checklist.model import Notice
    from checklist.records.api import Loaded, Source
    from checklist.records.cache import Cached
    from checklist.records.mapping import MappingFile
    from checklist.records.partitions import Months
    from checklist.records.planning import Plan
    from checklist.records.values.deciding import Decided

    Look = Callable[[Sequence[Plan], Mapping[int, Mapping[str, Decided]]], None]

_FOLDER = Path(__file__).parent
_ORDER = SQL("reading_problem IS NOT NULL, occurred_at, rep_id, type, record_key, file_id, line")


def load(  # noqa: PLR0913  # each input and each choice has its own name
    session: Session,
    sources: Sequence[Source],
    *,
    mapping: MappingFile | None,
    timezone: str,
    covers: Sequence[str] = (),
    max_rejects: int | Fraction | None = None,
    scales: Mapping[str, int | None] | None = None,
    profile: str | None = None,
    encoding: str | None = None,
    look: Look | None = None,
    cache: bool = False,
    months: Months | None = None,
    meeting: bool = True,
) -> Loaded:
    """Read all sources into `loaded_records`, `loaded_reps`, `loaded_customers` and so on, one for each table.

    A table without an input is there, and empty. Times become naive times in `timezone`. Raises `InputError` or
    `MappingError` where an input cannot be trusted, and where more than `max_rejects` rows could not be read, or more
    than that share of an input's rows.
    `profile` names the product that the inputs come from, or `none`; without it, the mapping says so, or the headers.
    Forms are checked by `scales`: the items asked, each with its highest rating (None: yes or no). `encoding` is
    that of every text file that does not show its own by a mark; without it, it is found out. `look` may look
    at how every file would be read, and at its rows as they stand, before any row is read. With `cache`, what large
    files came to is kept for the next time that the same is asked of the same bytes. `months` are those that are read
    of folders that are parted by month. Tables that are not `meeting` need not know each other's keys, as in a case.
    """
    check_encoding(encoding)
    with expanded(sources, months) as (files, passed):
        choices: dict[str, object] = {"timezone": timezone, "covers": [*covers], "profile": profile}
        choices |= {"encoding": encoding, "scales": scales, "passed": passed, "meeting": meeting}
        kept = cached(session, files, mapping, **choices) if cache else None
        if look is None and (found := _found(session, kept, max_rejects)) is not None:
            return found
        parts = parts_of(session, files, mapping, profile, encoding, timezone)
        plans = [read_part(session, each) for each in parts]
    list_files(session, plans)
    decided, errors = _decided(session, plans, timezone)
    if look is not None:
        look(plans, decided)
        if not errors and (found := _found(session, kept, max_rejects)) is not None:
            return found
    elif errors:
        raise grouped(errors)
    # Whoever looks is told at once all that must be said before the files can be read.
    plans = [each.supposed() for each in plans if each.file_id in decided]
    columns = [accounting.columns_of(asking(session), each, decided[each.file_id]) for each in plans]
    rejects = Rejects(session, plans, decided)
    attributes, dropped, said = _load_tables(session, plans, decided, rejects, errors)
    resolved = keys.resolve(session, session, plans)
    if meeting:
        joins.check_joins(session, plans, rejects)
    session.drop(keys.SCRATCH)
    said += resolved.notices
    reading = accounting.Reading(
        plans, columns, rejects, attributes, passed, said, dropped, resolved.several, resolved.doubtful
    )
    reading.enforce(max_rejects)
    checks.check_tables(session, plans)
    check_forms(session, plans, scales)
    loaded = accounting.told(reading, session, session, mapping=mapping, covers=covers)
    if kept is not None:
        hashes = {
            (part.source.table, part.source.path): each.raw.sha256 for part, each in zip(parts, plans, strict=True)
        }
        kept.keep(session, loaded, hashes)
    return loaded


def _load_tables(
    session: Session,
    plans: Sequence[Plan],
    decided: Mapping[int, Mapping[str, Decided]],
    rejects: Rejects,
    errors: list[ChecklistError],
) -> tuple[dict[str, tuple[str, ...]], dict[int, int], list[Notice]]:
    """Make all tables; raise what is known to be wrong once all rejects are counted."""
    attributes: dict[str, tuple[str, ...]] = {}
    dropped: dict[int, int] = {}
    said: list[Notice] = []
    # Whose a document is stands on the roster.
    for name, table in sorted(TABLES.items(), key=lambda each: each[1] is not REPS):
        own = [each for each in plans if each.table is table]
        attributes[name] = accounting.attributes_of(own)
        load_table(session, table, own, attributes[name], decided)
        if not own:
            continue
        rejects.take(table, own)
        _drop(session, (scratch for each in own for scratch in each.raw.scratch))
        if errors:
            continue
        if table is RECORDS:
            spread(session, own)
            dropped, said = duplicates.settle(session, attributes[name])
        session.run(f"UPDATE {identifier(f'loaded_{name}')} SET row_id = rowid")
    if errors:
        raise grouped(errors)
    return attributes, dropped, said


def _found(session: Session, kept: Cached | None, max_rejects: int | Fraction | None) -> Loaded | None:
    """Return what the same reading came to before, its tables laid into the session; None where that is not kept."""
    found = None if kept is None else kept.taken(session)
    if found is not None:
        enforce(max_rejects, found.inputs, found.rejects)
    return found


def check_encoding(encoding: str | None) -> None:
    """Refuse an encoding that nobody knows."""
    if encoding is not None and canonical(encoding) is None:
        raise UsageError("encoding_name", value=encoding)


def _decided(
    session: Session, plans: Sequence[Plan], timezone: str
) -> tuple[dict[int, dict[str, Decided]], list[ChecklistError]]:
    """Decide how every column of every file is read; return what keeps some of the files from being read."""
    decided: dict[int, dict[str, Decided]] = {}
    errors: list[ChecklistError] = []
    try:
        refuse(plans)
    except ChecklistError as error:
        errors += errors_of(error)
    for each in plans:
        supposed = each.supposed()
        try:
            found = decide(session, supposed, timezone)
        except ChecklistError as error:
            errors += errors_of(error)
        else:
            if not each.missing:
                decided[each.file_id] = found
    return decided, errors


def load_table(
    session: Session,
    table: Table,
    plans: Sequence[Plan],
    attributes: tuple[str, ...],
    decided: Mapping[int, Mapping[str, Decided]],
) -> None:
    """Make a table of every row that could be split into cells, those with a problem last."""
    made = {
        "selects": [typed_select(each, attributes, decided[each.file_id]) for each in plans],
        "columns": [(name, SQL(sql_type)) for name, sql_type in table.stored],
        "attributes": attributes,
    }
    if table is not RECORDS:
        session.run(render_file(_FOLDER / "others.sql", table=f"loaded_{table.name}", **made))
        return
    made["content"] = duplicates.content(attributes)
    try:
        session.run(render_file(_FOLDER / "records.sql", table="loaded_records", order=_ORDER, **made))
    except ResourceError as error:
        if error.code != "memory_exceeded":
            raise
        # A sort that takes its rows from a table spills what it cannot hold; out of expressions it holds them all.
        session.run(render_file(_FOLDER / "records.sql", table="reading_unsorted", order=None, **made))
        session.create("loaded_records", f"SELECT * FROM reading_unsorted ORDER BY {_ORDER}")
        session.run("DROP TABLE reading_unsorted")


def _drop(session: Session, tables: Iterable[str]) -> None:
    statements = [f"DROP TABLE IF EXISTS {identifier(name)}" for name in tables]
    if statements:
        session.run("; ".join(statements))
