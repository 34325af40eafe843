"""Look at every input, then read them all as an audit would."""

from __future__ import annotations

from dataclasses import replace
from fnmatch import fnmatchcase
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any

from checklist.calendars import WorkingCalendar, read_company_calendar
from checklist.engine import Database
from checklist.inspecting.overview import overview
from checklist.inspecting.results import Inspection
from checklist.inspecting.seeing import see
from checklist.inspecting.vocabulary import known_words
from checklist.model import ChecklistError, MappingError
from checklist.model.errors import errors_of, grouped
from checklist.records import load
from checklist.records.mapping import FileKeys, MappingFile, MappingKeys
from checklist.records.proposing import exactly
from checklist.yamlfile import from_text

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
    mapping: MappingFile | None = reading.pop("mapping", None)
    found = Inspection(mapping=mapping, profile=reading.get("profile"))
    known = known_words(policy)
    with Database(threads=jobs, memory_limit=memory_limit) as session:

        def look(plans: Sequence[Plan], decided: Mapping[int, Mapping[str, Decided]]) -> None:
            found.files[:] = [see(session, each, decided.get(each.file_id, {}), known) for each in plans]

        errors: list[ChecklistError] = []
        while True:
            try:
                found.loaded = load(session, sources, mapping=mapping, timezone=policy.timezone, look=look, **reading)
            except ChecklistError as error:
                errors += errors_of(error)
                wider = None if found.files else _all_sheets(mapping, errors)
                if wider is None and not found.files:
                    raise
                if wider is None:
                    break
                mapping = wider
            else:
                break
        if errors:
            found.error = grouped(errors)
        if found.loaded is None:
            return found
        rules = {(rule.table, rule.path, rule.column): rule.rule for rule in found.loaded.rules}
        for number, each in enumerate(found.files):
            key = (each.plan.table.name, each.plan.source.path)
            columns = tuple(replace(seen, rule=rules.get((*key, seen.column or ""))) for seen in each.columns)
            found.files[number] = replace(each, columns=columns)
        file = calendar or policy.calendar.file
        company = read_company_calendar(Path(file)) if file else None
        found.overview = overview(session, WorkingCalendar(policy.calendar, company), several=found.loaded.several)
    return found


def _all_sheets(mapping: MappingFile | None, errors: Sequence[ChecklistError]) -> MappingFile | None:
    """Return the mapping by which all sheets are read of the last workbook whose sheet could not be told."""
    asked = errors[-1]
    if asked.code != "sheet_ambiguous" or asked.place is None:
        return None
    whole = mapping or MappingFile(MappingKeys(), from_text("{}", "", MappingError))
    name = PurePath(asked.place.path).name
    if any(fnmatchcase(name, each.match) or fnmatchcase(asked.place.path, each.match) for each in whole.keys.files):
        return None
    part = FileKeys(match=exactly(name), sheet=asked.values["sheets"])
    return replace(whole, keys=whole.keys.model_copy(update={"files": [*whole.keys.files, part]}))
