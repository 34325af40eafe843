"""Whether tables meet: rows of reps whom nobody knows are rejects, a file that meets next to nothing is an error."""

from __future__ import annotations

from typing import TYPE_CHECKING

from checklist.engine import identifier, literal
from checklist.model import InputError, Place, Sentence
from checklist.model.errors import grouped
from checklist.model.tables import RECORDS, REPS
from checklist.records.rejects import LISTED

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from checklist.engine import Session
    from checklist.model import ChecklistError
    from checklist.records.planning import Plan
    from checklist.records.rejects import Rejects

# Of so many known keys the nearest to an unknown one is looked for.
_MOST_KNOWN = 10_000
# Below a tenth of the keys on either side, two files speak of different things.
_SHARE = 10
_LOG = """
SELECT DISTINCT CASE WHEN k.value IS NULL THEN u.value ELSE k.key END AS key
FROM reading_uses u LEFT JOIN reading_keys k ON k.sort = u.sort AND k.value = u.value
WHERE u.in_log AND u.sort = {sort}
"""

_NEAREST = """
SELECT own.rep_id, max(struct_pack(
    likeness := jaro_winkler_similarity(lower(known.key), lower(own.rep_id)), key := known.key
)).key
FROM ({strangers}) own CROSS JOIN (SELECT key FROM reading_known ORDER BY key LIMIT {most}) known
GROUP BY own.rep_id
"""


def check_joins(here: Session, plans: Sequence[Plan], rejects: Rejects) -> None:
    """Take out the rows of reps who stand neither in the log nor on the roster.

    Files that meet next to nothing are refused. The keys must be resolved. Filled-in forms are checked by themselves,
    cell by cell, where there is a roster.
    """
    for sort in ("rep", "customer"):
        here.create(
            f"reading_log_{sort}s", f"SELECT key FROM ({_LOG.format(sort=literal(sort))}) WHERE key IS NOT NULL"
        )
    here.create("reading_known", "SELECT key FROM reading_log_reps UNION SELECT rep_id FROM loaded_reps")
    # A form is checked cell by cell where there is a roster.
    listed = any(each.table is REPS for each in plans)
    asked = [each for each in plans if each.table is not RECORDS and not (each.raw.form and listed)]
    errors = [error for each in asked for error in _strangers(here, each, plans)]
    if errors:
        raise grouped(errors)
    if here.value("SELECT count(*) FROM reading_known"):
        for each in asked:
            if each.table is not REPS:
                _take_unknown(here, each, rejects)
    here.drop(("reading_log_reps", "reading_log_customers", "reading_known"))


def _strangers(here: Session, plan: Plan, plans: Sequence[Plan]) -> Iterator[ChecklistError]:
    """Yield what is wrong with a file whose keys meet under a tenth, where under a tenth of the others' meet it."""
    roster = next((each for each in plans if each.table is REPS), None)
    log = next((each for each in plans if each.table is RECORDS), None)
    asked = []
    if plan.table is REPS:
        asked.append(("rep_id", "reading_log_reps", log))
    else:
        asked.append(("rep_id", "reading_known", roster or log))
    if plan.table.has("customer_id"):
        asked.append(("customer_id", "reading_log_customers", log))
    for column, known, other in asked:
        if other is None:
            continue
        own = (
            f"SELECT DISTINCT {column} AS key FROM {identifier(f'loaded_{plan.table.name}')} "
            f"WHERE file_id = {plan.file_id} AND {column} IS NOT NULL"
        )
        count, met, example, others, other_example = here.rows(
            f"SELECT count(own.key), count(*) FILTER (own.key IS NOT NULL AND other.key IS NOT NULL), "
            f"min(own.key) FILTER (other.key IS NULL), count(other.key), min(other.key) FILTER (own.key IS NULL) "
            f"FROM ({own}) own FULL JOIN {known} other ON other.key = own.key"
        )[0]
        if met * _SHARE < count and met * _SHARE < others:
            values = {"column": column, "count": count, "met": met, "example": example}
            values |= {"other": other.source.path, "others": others, "other_example": other_example}
            yield InputError("keys_never_meet", Place(plan.source.path), **values)


def _take_unknown(here: Session, plan: Plan, rejects: Rejects) -> None:
    """Take the rows of unknown reps out of a table; the first of them are listed, each with the nearest known key."""
    table = identifier(f"loaded_{plan.table.name}")
    unknown = f"file_id = {plan.file_id} AND rep_id NOT IN (SELECT key FROM reading_known)"
    count = here.value(f"SELECT count(*) FROM (SELECT DISTINCT line FROM {table} WHERE {unknown})")
    if not count:
        return
    strangers = f"SELECT DISTINCT rep_id FROM {table} WHERE {unknown} ORDER BY rep_id LIMIT {LISTED}"
    nearest = dict(here.rows(_NEAREST.format(strangers=strangers, most=_MOST_KNOWN)))
    rows = here.rows(
        f"SELECT line, min(rep_id) FROM {table} WHERE {unknown} GROUP BY line ORDER BY line LIMIT {LISTED}"
    )
    reasons = [
        (line, Sentence("reject.rep_unknown", {"value": rep_id, "nearest": nearest.get(rep_id, "")}))
        for line, rep_id in rows
    ]
    rejects.take_rows(plan, count, reasons)
    here.run(f"DELETE FROM {table} WHERE {unknown}; UPDATE {table} SET row_id = rowid")
