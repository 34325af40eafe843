"""A table of the cluster as a log: its rows numbered by their content, its columns decided by all of its parts."""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from checklist.engine import identifier, render_file
from checklist.model import InputError, Notice, Place, Sentence
from checklist.model.tables import RECORDS
from checklist.records.asking import together
from checklist.records.cluster import telling
from checklist.records.cluster.slices import Query, Typing
from checklist.records.cluster.working import SCHEMA, TYPED
from checklist.records.headers import check_names, header_name
from checklist.records.parts import planned
from checklist.records.profiles.applying import Applied
from checklist.records.profiles.guessing import settling
from checklist.records.raw import Cells, Raw
from checklist.records.rejects import Counts
from checklist.records.typed_columns import kinds

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from checklist.engine import Database
    from checklist.engine.spark import Cluster
    from checklist.records.api import Source
    from checklist.records.asking import Ask
    from checklist.records.cluster.telling import Told
    from checklist.records.parts import Part
    from checklist.records.planning import Plan
    from checklist.records.values.deciding import Decided

_FOLDER = Path(__file__).parent
_WORKER = "checklist.records.cluster.slices"
# What a table may be called: one to three names, each plain or in backticks.
_NAME = re.compile(r"(?:[^\W\d]\w*|`[^`]+`)(?:\.(?:[^\W\d]\w*|`[^`]+`)){0,2}")
_SORTS = {Cells.TEXT: "string", Cells.TIME: "timestamp_ntz", Cells.INSTANT: "timestamp_ltz", Cells.DAY: "date"}


def with_tables(session: Cluster, sources: Sequence[Source]) -> list[Source]:
    """Return the inputs, the logs among them that are tables of the cluster with their frames. A file goes first."""
    found: list[Source] = []
    for each in sources:
        given = any(one is not None for one in (each.frame, each.database, each.documents))
        named = each.table == RECORDS.name and not given and _NAME.fullmatch(each.path)
        frame = session.table(each.path) if named and not Path(each.path).exists() else None
        if frame is not None and any(before.path == each.path for before in found):
            raise InputError("input_twice", Place(each.path))
        found.append(each if frame is None else replace(each, frame=frame))
    return found


def is_table(part: Part) -> bool:
    """Tell whether a part is a table of the cluster."""
    return hasattr(part.source.frame, "mapInArrow")


def plan_of(session: Cluster, here: Database, part: Part) -> Plan:
    """Give the headers of a table their columns; number its rows, as the relation of the plan has them.

    A row's line is its number in the order of the hashes of all rows' content: so it is the same however the table is
    stored and read, and no machine sorts more than a small piece. The hash of the table is that of those hashes.
    """
    place = Place(part.source.path)
    empty = session.head(part.source.frame)
    headers = tuple(header_name(str(header)) for header in empty.column_names)
    check_names(headers, place)
    here.register("reading_empty", empty.rename_columns([f"f{at}" for at in range(len(headers))]))
    cells = kinds(here.columns("reading_empty"))
    here.unregister("reading_empty")
    schema = ", ".join([*(f"c{at} {_SORTS[each]}" for at, each in enumerate(cells)), "row_hash string"])
    session.work(f"{part.name}_cells", part.source.frame, f"{_WORKER}:read_cells", b"", schema)
    numbered = render_file(_FOLDER / "numbered.sql", name=part.name, cells=f"{part.name}_cells", width=len(headers))
    session.run(numbered)
    digest = hashlib.sha256("\x1f".join(headers).encode())
    for piece in session.hashes(f"{part.name}_cells", "row_hash"):
        digest.update(piece.encode())
    raw = Raw(
        relation=identifier(part.name),
        headers=headers,
        cells=cells,
        sha256=digest.hexdigest(),
        notices=(Notice("table_rows", Sentence("notice.table_rows", {"path": part.source.path})),),
    )
    settle = settling(raw, asking(session, part), session.rows)
    return planned(replace(part, source=replace(part.source, frame=None)), raw, settle)


def asking(session: Cluster, part: Part) -> Ask:
    """Return what asks all of a table's rows: each worker its own, the answers put together here."""

    def ask(query: str, asked: Sequence[str]) -> Sequence[Any]:
        name = f"{part.name}_answers"
        payload = Query(part.name, query, tuple(asked)).packed()
        session.work(name, session.frame(part.name), f"{_WORKER}:answer", payload, "told string")
        answers = [telling.read(text) for (text,) in session.rows(f"SELECT told FROM {name}")]
        session.unregister(name)
        return together(asked, answers)

    return ask


def read_rows(
    session: Cluster, part: Part, plan: Plan, decided: Mapping[str, Decided], attributes: tuple[str, ...]
) -> str:
    """Let the workers read a table's rows; return the name under which they lie."""
    name = f"reading_rows_{part.file_id}"
    plan = replace(plan, applied=Applied(plan.section))  # all that the typed rows need of it
    payload = Typing(part.name, plan, decided, attributes).packed()
    session.work(name, session.frame(part.name), f"{_WORKER}:read_rows", payload, SCHEMA)
    return name


def merged(told: Sequence[Told]) -> Told:
    """Return what is told of a table's parts as of the whole: of a date in two readings the first of its column."""
    faults: dict[Any, tuple[int, telling.Fault]] = {}
    for each in told:
        for fault in each.failed.faults if each.failed else ():
            line = fault.place.line if fault.place and fault.place.line else 0
            before = faults.get(fault.values.get("column"))
            if before is None or line < before[0]:
                faults[fault.values.get("column")] = (line, fault)
    first = sorted(faults.values(), key=lambda each: each[0])
    failed = telling.Failed(TYPED, tuple(fault for _, fault in first)) if first else None
    counts = Counts()
    totals = [each.total for each in told if each.total]
    for each in told:
        if each.counts is not None:
            counts.rows += each.counts.rows
            counts.rejects += each.counts.rejects
            counts.skipped += each.counts.skipped
    total = (sum(count for count, _ in totals), min(line for _, line in totals)) if totals else None
    return telling.Told(counts=counts, total=total, failed=failed)
