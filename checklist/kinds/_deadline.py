"""Deadlines: when a span of time after a row of `triggers` ends, by the clock or by working time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from checklist.engine import SQL, render_file
from checklist.kinds.base import TEMPLATES

if TYPE_CHECKING:
    from checklist.kinds.context import Context
    from checklist.model.duration import Duration


def deadlines(within: Duration, context: Context, *, own_presence: bool) -> SQL:
    """Return a SELECT of (row_id, due_on, deadline) over a relation `triggers`.

    With `own_presence` days on which the rep is not present are no working days, and a deadline in hours or
    days that falls on one moves to the end of the next present working day. NULL where no such day is known.
    """
    unit = "clock" if within.by_clock else within.unit
    return render_file(
        TEMPLATES / "_deadline.sql",
        unit=unit,
        amount=within.seconds if unit in {"clock", "workhour"} else within.amount,
        own_presence=own_presence,
        day_length=context.day_seconds * 1_000_000,
    )
