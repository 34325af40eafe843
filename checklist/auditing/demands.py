"""What must be known before anything is judged: no day that counts is ever guessed."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from checklist.kinds import kinds

if TYPE_CHECKING:
    from checklist.auditing.judging import Judgement
    from checklist.auditing.preparing import Ready
    from checklist.model import Rule


def demand_calendar(ready: Ready, rule: Rule) -> None:
    """Refuse to judge by working days nobody can tell: an unannounced year is never guessed."""
    kind = kinds()[rule.kind]
    counting = [version.parameters for version in rule.versions if kind.working_days(version.parameters)]
    if not counting:
        return
    last = ready.period.judged_last
    first = min(kind.working_since(parameters, ready.period.first) for parameters in counting)
    if ready.span_first is not None:
        first = max(first, ready.span_first)
    unknown = [day for day in ready.horizon.unknown_within if first <= day <= last]
    if unknown:
        raise ready.calendar.unknown_day_error(unknown[0])


def demand_dates(ready: Ready, judgement: Judgement) -> None:
    """Refuse where a deadline has no day although its calendar had to be known by now."""
    last = ready.period.judged_last
    if ready.horizon.known_until < last and any(counts.pending_after for counts in judgement.counts.values()):
        raise ready.calendar.unknown_day_error(ready.horizon.known_until + timedelta(days=1))
