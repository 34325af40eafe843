"""Look at every input, then read them all as an audit would."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from checklist.calendars import WorkingCalendar, read_company_calendar
from checklist.engine import Database
from checklist.inspecting.overview import overview
from checklist.inspecting.results import Inspection
from checklist.inspecting.seeing import see
from checklist.model import ChecklistError
from checklist.records import load

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from checklist.model import Policy
    from checklist.records import Source
    from checklist.records.planning import Plan
    from checklist.records.values.deciding import Decided


def inspect(
    policy: Policy,
    sources: Sequence[Source],
    *,
    calendar: str | None = None,
    jobs: int | None = None,
    memory_limit: str | None = None,
    **reading: Any,
) -> Inspection:
    """Return what is in the inputs and how they would be read; `reading` goes to the reading of an audit.

    Where a file's headers were found, but not what every record needs, or a row stopped the reading, that much is
    returned with the error. Raises `ChecklistError` where not even headers could be read.
    """
    found = Inspection()
    with Database(threads=jobs, memory_limit=memory_limit) as session:

        def look(plans: Sequence[Plan], decided: Mapping[int, Mapping[str, Decided]]) -> None:
            found.files.extend(see(session, each, decided.get(each.file_id, {})) for each in plans)

        try:
            found.loaded = load(session, sources, timezone=policy.timezone, look=look, **reading)
        except ChecklistError as error:
            if not found.files:
                raise
            found.error = error
            return found
        rules = {(rule.table, rule.path, rule.column): rule.rule for rule in found.loaded.rules}
        for number, each in enumerate(found.files):
            key = (each.plan.table.name, each.plan.source.path)
            columns = tuple(replace(seen, rule=rules.get((*key, seen.column or ""))) for seen in each.columns)
            found.files[number] = replace(each, columns=columns)
        file = calendar or policy.calendar.file
        company = read_company_calendar(Path(file)) if file else None
        found.overview = overview(session, WorkingCalendar(policy.calendar, company))
    return found
