"""What must hold around a reading: a mapping that can mean something, tables that do not contradict themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from checklist.engine import SQL, DatabaseError, render
from checklist.model import ChecklistError, InputError, MappingError, Place
from checklist.model.errors import grouped
from checklist.records.encodings import canonical
from checklist.records.spelling import name_spelling
from checklist.records.values.number_columns import NUMBER_FORMATS
from checklist.records.values.times import SPECIAL
from checklist.records.values.zones import known

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from checklist.engine import Session
    from checklist.records.mapping import Section
    from checklist.records.planning import Plan

_SHOWN = 20
_MONTH, _DAY = ("%m", "%-m", "%b", "%B"), ("%d", "%-d")


def check_sections(session: Session, sections: Iterable[Section]) -> None:
    """Refuse a timezone, a format, an encoding or a pattern that nobody knows."""
    for section in sections:
        if section.shape.encoding and canonical(section.shape.encoding) is None:
            raise MappingError("encoding_name", section.origins["encoding",], value=section.shape.encoding)
        for footer in section.shape.footers:
            try:
                session.run(render("SELECT regexp_full_match('', {{ footer }})", footer=footer))
            except DatabaseError as error:
                place, detail = section.origins.get(("footers",)), str(error).partition("\n")[0]
                raise MappingError("mapping_bad_pattern", place, value=footer, detail=detail) from None
        stated: list[tuple[tuple[str, ...], str]] = [(("timezone",), section.timezone)] if section.timezone else []
        stated += [(("timezone", column), zone) for column, zone in section.zones.items()]
        for origin, zone in stated:
            if not known(session, zone):
                raise MappingError("timezone_unknown", section.origins[origin], value=zone)
        for column, formats in section.formats.items():
            for form in formats:
                if not _usable(session, column, form):
                    raise MappingError("mapping_bad_format", section.origins["formats", column], format=form)


def _usable(session: Session, column: str, form: str) -> bool:
    """Tell whether a format can be read and, in a column of times, names a day; its year may be said elsewhere."""
    if column in NUMBER_FORMATS:
        return form in NUMBER_FORMATS[column]
    if form in SPECIAL:
        return True
    whole = "%c" in form or "%x" in form
    if not whole and not all(any(code in form for code in part) for part in (_MONTH, _DAY)):
        return False
    try:
        session.run(render("SELECT CAST(try_strptime('', {{ form }}) AS VARCHAR)", form=form))
    except DatabaseError:
        return False
    return True


def check_tables(session: Session, plans: Sequence[Plan]) -> None:
    """Refuse a rep who stands twice on the roster, overlapping care, and judgements of oneself."""
    paths = {each.file_id: each.source.path for each in plans if each.table.name != "records"}
    errors: list[ChecklistError] = []
    if not paths:
        return
    for rep_id, file_id, line, first_file, first_line in session.rows(f"{_TWICE} LIMIT {_SHOWN}"):
        first = str(Place(paths[first_file], first_line))
        errors.append(InputError("rep_twice", Place(paths[file_id], line), rep_id=rep_id, first=first))
    for customer_id, rep_id, file_id, line, first_file, first_line in session.rows(f"{_OVERLAPS} LIMIT {_SHOWN}"):
        first = str(Place(paths[first_file], first_line))
        place = Place(paths[file_id], line)
        errors.append(InputError("care_overlaps", place, customer_id=customer_id, rep_id=rep_id, first=first))
    for rep_id, item, assessor, file_id, line in session.rows(f"{_SELF} LIMIT {_SHOWN}"):
        place = Place(paths[file_id], line)
        errors.append(InputError("self_assessment", place, rep_id=rep_id, item=item, assessor=assessor))
    if errors:
        raise grouped(errors)


_TWICE = """
    SELECT rep_id, file_id, line, first.file_id, first.line
    FROM (
        SELECT rep_id, file_id, line,
            first_value(struct_pack(file_id := file_id, line := line)) OVER same AS first,
            row_number() OVER same AS number
        FROM loaded_reps
        WINDOW same AS (PARTITION BY rep_id ORDER BY file_id, line)
    )
    WHERE number > 1
    ORDER BY file_id, line
"""
# Stretches in the order of their beginnings: one overlaps an earlier one that ends latest, or none.
_OVERLAPS = """
    SELECT customer_id, rep_id, file_id, line, before.file_id, before.line
    FROM (
        SELECT customer_id, rep_id, file_id, line, coalesce(in_care_from, DATE '0001-01-01') AS starts,
            max(struct_pack(ends := coalesce(in_care_to, DATE '9999-12-31'), file_id := file_id, line := line))
                OVER (
                    PARTITION BY customer_id, rep_id
                    ORDER BY coalesce(in_care_from, DATE '0001-01-01'), file_id, line
                    ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
                ) AS before
        FROM loaded_customers
    )
    WHERE before.ends >= starts
    ORDER BY file_id, line
"""
_SELF = f"""
    SELECT judged.rep_id, judged.item, judged.assessor, judged.file_id, judged.line
    FROM loaded_attestations judged LEFT JOIN loaded_reps reps ON reps.rep_id = judged.rep_id
    WHERE {name_spelling(SQL("judged.assessor"))}
        IN ({name_spelling(SQL("judged.rep_id"))}, {name_spelling(SQL("reps.name"))})
    ORDER BY judged.file_id, judged.line
"""
