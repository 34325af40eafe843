"""The to-do list of every rep: what falls due next, by when and for whom, from the same expectations as an audit."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from checklist.auditing.ahead import HORIZON, Ahead, look_ahead
from checklist.auditing.notices import ahead_notices, distinct
from checklist.auditing.preparing import Request, prepare, yesterday
from checklist.auditing.waiving import as_input
from checklist.calendars import make_period, shift
from checklist.model import UsageError
from checklist.scoring import Rep

if TYPE_CHECKING:
    from checklist.model import InputSummary, Notice, Policy


@dataclass(frozen=True, slots=True)
class DueList:
    """What falls due next, ready for any report: for `reps`, by id, each with what `ahead` holds for them."""

    version: str
    policy: Policy
    inputs: tuple[InputSummary, ...]
    notices: tuple[Notice, ...]
    reps: tuple[Rep, ...]
    ahead: Ahead
    days: int


def run_due(request: Request, days: int = HORIZON, rep: str | None = None) -> DueList:
    """Return what falls due within so many days after `as_of`, for every rep employed then, or for one.

    `as_of` is the day given, else the earlier of the given period's end and yesterday.
    """
    as_of = _as_of(request)
    span = f"{as_of + timedelta(days=1)}..{shift(as_of, days)}"
    with prepare(replace(request, period=span, as_of=as_of)) as ready:
        reps = [
            Rep(*row) for row in ready.session.rows("SELECT rep_id, name, team, manager FROM judged ORDER BY rep_id")
        ]
        if rep is not None:
            reps = [each for each in reps if each.rep_id == rep]
            if not reps:
                raise UsageError("rep_unknown", name=rep)
        ahead = look_ahead(ready, days)
        if rep is not None:
            omitted = {rep_id: count for rep_id, count in ahead.omitted.items() if rep_id == rep}
            own = tuple(each for each in ahead.upcoming if each.rep_id == rep)
            ahead = replace(ahead, upcoming=own, omitted=omitted)
        return DueList(
            version=request.version,
            policy=request.policy,
            inputs=(*ready.loaded.inputs, *as_input(request.waivers)),
            notices=distinct((*ready.loaded.notices, *ahead_notices(ready))),
            reps=tuple(reps),
            ahead=ahead,
            days=days,
        )


def _as_of(request: Request) -> date:
    if request.as_of is not None:
        return request.as_of
    last = yesterday(request.policy)
    return last if request.period is None else make_period(request.period, None, last).as_of
