"""Deadlines: when a span of time after a row of `triggers` ends, by the clock or by working time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from checklist.engine import SQL, identifier, render_file
from checklist.kinds.base import TEMPLATES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from checklist.kinds.context import Context
    from checklist.model.duration import Duration

_END_OF_DAY = SQL("CAST(n.day AS TIMESTAMP) + INTERVAL 1 DAY - INTERVAL 1 MICROSECOND")


def deadlines(
    within: Duration,
    context: Context,
    *,
    own_presence: bool,
    always: bool = False,
    rows: str = "triggers",
    keys: tuple[str, ...] = ("row_id",),
) -> SQL:
    """Return a SELECT of `keys`, due_on and deadline over a relation, by default `triggers`.

    The relation has the `keys`, rep_id, day, earliest and day_precise. With `own_presence` days on which the rep is not
    present are no working days. A deadline stands on a working day, or, where the clock runs `always`, on any on which
    the rep is present. NULL where no such day is known.
    """
    unit = "clock" if within.by_clock else within.unit
    return render_file(
        TEMPLATES / "_deadline.sql",
        unit=unit,
        # No workdays at all leave the day itself, as no days do.
        day=SQL("DAY" if within.amount == 0 else unit.upper()),
        amount=within.seconds if unit in {"clock", "workhour"} else within.amount,
        own_presence=own_presence,
        always=always,
        rows=identifier(rows),
        keys=lambda alias: _listed(alias, keys),
        kept=lambda alias: _listed(alias, dict.fromkeys((*keys, "rep_id"))),
        reps_own=lambda alias: SQL(f"{alias}.rep_id = t.rep_id AND " if own_presence else ""),
        end_of_day=_END_OF_DAY,
        # A rep's presence knows of it by itself.
        begins=None if own_presence else context.span_first,
        day_length=context.day_seconds * 1_000_000,
    )


def _listed(alias: str, names: Iterable[str]) -> SQL:
    return SQL("".join(f"{alias}.{identifier(name)}, " for name in names))
