"""Resolve the keys that stand in all tables, value by value, before anything is judged: by spelling, by name, in parts.

Only distinct keys are looked at, never rows; the rows are gone through once, and only where some key is not itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from checklist.engine import SQL, identifier, literal, render_file
from checklist.model import InputError, Notice, Place, Sentence
from checklist.model.errors import grouped
from checklist.records.spelling import ALSO_APART, APART, name_spelling, plain, shortened

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from checklist.engine import Session
    from checklist.model import ChecklistError
    from checklist.records.planning import Plan

_FOLDER = Path(__file__).parent
_SHOWN = 20
_EXAMPLES = 5
# A cell that names more than so many is prose.
_MOST_PARTS = 50
COLUMNS = {"rep": "rep_id", "customer": "customer_id", "case": "case_id"}
"""The sorts of keys, and the column that each stands in."""
# Where keys stand beside the log: sort, table, column, and whether that table lists them.
_COMPANIONS = (
    ("rep", "loaded_reps", "rep_id", True),
    ("rep", "loaded_customers", "rep_id", False),
    ("rep", "loaded_attestations", "rep_id", False),
    ("rep", "loaded_absences", "rep_id", False),
    ("customer", "loaded_customers", "customer_id", True),
)
_NAMED = (("rep", "loaded_reps", "rep_id"), ("customer", "loaded_customers", "customer_id"))
SCRATCH = ("reading_log_keys", "reading_uses", "reading_found", "reading_parts", "reading_keys")
"""The tables that resolving needs for itself."""


class _Several(NamedTuple):
    """How many keys a cell of each sort holds at most."""

    rep: int = 1
    customer: int = 1


@dataclass(frozen=True, slots=True)
class Resolved:
    """What must be said of the keys, and whether a record of several keys stands in several rows.

    With `doubtful`, some record names a customer by a name that several bear: it is in the column `key_doubt`.
    """

    notices: tuple[Notice, ...]
    several: bool
    doubtful: bool


def resolve(session: Session, here: Session, plans: Sequence[Plan]) -> Resolved:
    """Replace every key in the loaded tables by the one that it stands for.

    `session` has the records, `here` all other tables; they are the same unless a cluster has the records. What is
    found stays in `reading_uses` and `reading_keys` of `here`. A record that names several reps or customers becomes
    a row for each pair of them, under one `record_key`; so does one that names a customer by a name that several bear.
    Raises `InputError` for a name in use that several reps bear.
    """
    _gather(session, here)
    marks = {"mark": f"[{APART}]", "any_mark": f"[{APART}{ALSO_APART}]"}
    spelt = {"shortened": shortened(SQL("k")), "plain": plain(SQL("value")), "plain_part": plain(SQL("trim(part)"))}
    names = {"companions": _COMPANIONS, "named": _NAMED, "name": name_spelling(SQL("name"))}
    here.run(render_file(_FOLDER / "keys.sql", **marks, **spelt, **names, most=_MOST_PARTS))
    _refuse_shared(here, plans)
    changed = {sort for (sort,) in here.rows("SELECT DISTINCT sort FROM reading_keys")}
    if not changed:
        return Resolved((), several=False, doubtful=False)
    most = dict(here.rows("SELECT sort, max(turn) + 1 FROM reading_keys GROUP BY sort"))
    several = _Several(most.get("rep", 1), most.get("customer", 1))
    several_in_log, doubtful = here.rows(
        "SELECT coalesce(bool_or(k.turn > 0), FALSE), coalesce(bool_or(k.doubtful), FALSE) FROM reading_keys k "
        "JOIN reading_uses u ON u.sort = k.sort AND u.value = k.value WHERE u.in_log"
    )[0]
    _replace_in_log(session, here, changed, several, doubtful=doubtful)
    for table in dict.fromkeys(table for sort, table, _, home in _COMPANIONS if sort in changed and not home):
        _replace(here, table, ["rep"])
        here.run(f"UPDATE {identifier(table)} SET row_id = rowid")
    return Resolved(tuple(_notices(here)), several=several_in_log, doubtful=doubtful)


def _gather(session: Session, here: Session) -> None:
    """Put the distinct keys of the log, each with the records that bear it, into `reading_log_keys` of `here`."""
    selects = " UNION ALL ".join(
        f"SELECT {literal(sort)} AS sort, {column} AS value, count(*) AS uses FROM loaded_records "
        f"WHERE {column} IS NOT NULL GROUP BY {column}"
        for sort, column in COLUMNS.items()
    )
    if session is here:
        here.create("reading_log_keys", selects)
        return
    here.register("reading_sent", _table_of(session.rows(selects), ("sort", "value", "uses")))
    here.create("reading_log_keys", "SELECT * FROM reading_sent")
    here.unregister("reading_sent")


def _table_of(rows: Sequence[tuple[object, ...]], names: Sequence[str]) -> object:
    """Return rows as a table that goes from one session to the other; what is neither count nor flag is text."""
    import pyarrow as pa  # which the cluster needs as well

    counts = {"uses": pa.int64(), "turn": pa.int32(), "doubtful": pa.bool_()}
    columns = list(zip(*rows, strict=True)) or [() for _ in names]
    arrays = [pa.array(list(each), counts.get(name, pa.string())) for each, name in zip(columns, names, strict=True)]
    return pa.table(arrays, names=list(names))


def _replace_in_log(session: Session, here: Session, changed: set[str], several: _Several, *, doubtful: bool) -> None:
    in_log = [
        sort
        for (sort,) in here.rows(
            "SELECT DISTINCT k.sort FROM reading_keys k JOIN reading_uses u ON u.sort = k.sort AND u.value = k.value "
            "WHERE u.in_log"
        )
    ]
    if not changed.intersection(in_log):
        return
    if session is not here:
        names = ("sort", "value", "key", "turn", "doubtful")
        rows = here.rows(f"SELECT {', '.join(names)} FROM reading_keys ORDER BY ALL")
        session.register("reading_keys", _table_of(rows, names))
    _replace(session, "loaded_records", sorted(in_log), several, doubtful=doubtful)
    if session is not here:
        session.value("SELECT count(*) FROM loaded_records")
        session.unregister("reading_keys")


def _replace(
    session: Session, table: str, sorts: Sequence[str], several: _Several | None = None, *, doubtful: bool = False
) -> None:
    """Make a table anew with what its keys stand for; of a row with several, one for each, in the order of the rows.

    With `doubtful`, the name by which a row names several customers stands in `key_doubt`.
    """
    columns = {
        COLUMNS[sort]: f"CASE WHEN {sort}_keys.value IS NULL THEN own.{COLUMNS[sort]} ELSE {sort}_keys.key END"
        for sort in sorts
    }
    turns = {sort: f"coalesce({sort}_keys.turn, 0)" for sort in sorts}
    if several is not None and several != (1, 1):
        place = f"{turns.get('rep', 0)} * {several.customer} + {turns.get('customer', 0)}"
        columns["row_id"] = f"own.row_id * {several.rep * several.customer} + {place}"
    selected = ", ".join(
        f"{columns.get(name, f'own.{identifier(name)}')} AS {identifier(name)}" for name, _ in session.columns(table)
    )
    if doubtful:
        selected += ", CASE WHEN customer_keys.doubtful THEN own.customer_id END AS key_doubt"
    joins = " ".join(
        f"LEFT JOIN (SELECT value, key, turn, doubtful FROM reading_keys WHERE sort = {literal(sort)}) {sort}_keys "
        f"ON {sort}_keys.value = own.{COLUMNS[sort]}"
        for sort in sorts
    )
    order = "" if several is not None else f" ORDER BY own.row_id, {', '.join(turns.values())}"
    session.create(table, f"SELECT {selected} FROM {table} own {joins}{order}")


def _refuse_shared(here: Session, plans: Sequence[Plan]) -> None:
    """Refuse a name that stands for a rep where several bear it."""
    rows = here.rows(
        "SELECT value, uses, ids FROM reading_found WHERE how = 'shared' AND sort = 'rep' "
        f"ORDER BY value LIMIT {_SHOWN}"
    )
    if not rows:
        return
    by_file = {each.file_id: each for each in plans}
    errors: list[ChecklistError] = []
    for value, uses, ids in rows:
        file_id, line = here.rows(
            f"SELECT file_id, line FROM loaded_reps WHERE rep_id IN {literal(ids)} "
            "ORDER BY file_id, line LIMIT 1 OFFSET 1"
        )[0]
        place = Place(*by_file[file_id].whereabouts(line))
        errors.append(InputError("name_shared", place, name=value, ids=ids, count=uses))
    raise grouped(errors)


def _notices(here: Session) -> Iterator[Notice]:
    """Say what was resolved otherwise than by the same key, and what could not be."""
    for how, code in (("spelling", "keys_by_spelling"), ("name", "keys_by_name"), ("shared", "keys_shared")):
        found = (
            "SELECT f.sort, f.value, coalesce(f.key, array_to_string(f.ids, ' / ')) AS meaning, f.uses "
            f"FROM reading_found f WHERE {_HOW[how]}"
        )
        yield from _told(here, found, code)
    yield from _told(
        here,
        "SELECT sort, value, string_agg(key, ' + ' ORDER BY turn) AS meaning, max(uses) AS uses FROM ("
        "SELECT k.sort, k.value, k.key, k.turn, u.uses FROM reading_keys k "
        "JOIN reading_uses u ON u.sort = k.sort AND u.value = k.value "
        "WHERE EXISTS (SELECT 1 FROM reading_parts p WHERE p.sort = k.sort AND p.value = k.value)) "
        "GROUP BY sort, value",
        "keys_several",
    )
    yield from _told(
        here,
        "SELECT p.sort, p.value, p.part AS meaning, u.uses FROM reading_parts p "
        "JOIN reading_uses u ON u.sort = p.sort AND u.value = p.value WHERE p.key IS NULL",
        "keys_unknown_beside",
    )


_HOW = {
    "spelling": "f.how = 'spelling' OR (f.how = 'own' AND f.key <> f.value "
    "AND NOT EXISTS (SELECT 1 FROM reading_parts p WHERE p.sort = f.sort AND p.value = f.value))",
    "name": "f.how = 'name'",
    "shared": "f.how = 'shared'",
}


def _told(here: Session, found: str, code: str) -> Iterator[Notice]:
    shown = f"list(value || ' → ' || meaning || ' (' || uses || ')' ORDER BY uses DESC, value, meaning)[1:{_EXAMPLES}]"
    rows = here.rows(f"SELECT sort, sum(uses), count(*), {shown} FROM ({found}) GROUP BY sort ORDER BY sort")
    for sort, uses, keys, examples in rows:
        values = {"column": COLUMNS[sort], "count": int(uses), "keys": keys, "examples": examples}
        yield Notice(code, Sentence(f"notice.{code}", values))
