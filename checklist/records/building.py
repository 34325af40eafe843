"""The text a column is read from, as SQL: one header's cells, a constant, or what several headers say together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from checklist.engine import SQL, literal, render
from checklist.model.tables import IDS
from checklist.records import cells
from checklist.records.raw import Cells
from checklist.records.spelling import key_of
from checklist.records.values.durations import UNITS, counted, in_minutes

if TYPE_CHECKING:
    from checklist.records.planning import Plan

_MIDNIGHT = "[T ]0{1,2}:00(:00([.]0+)?)?( ?(Z|[+-]00(:?00)?))?$"
_WHOLE_TIME = "^[0-9]{4}[-/.年][0-9]{1,2}[-/.月][0-9]{1,2}日?[ T]*[0-9]{1,2}:"
_FIGURE = "[0-9]{1,9}([.][0-9]{1,6})?"


def source_of(plan: Plan, name: str) -> tuple[SQL, Cells]:
    """Return what a column is read from, and how it comes."""
    if name in plan.constants:
        source = _started(plan, name, SQL("NULL")) if name in plan.starts else SQL("NULL")
        return SQL(f"coalesce({source}, CAST({literal(plan.constants[name])} AS VARCHAR))"), Cells.TEXT
    made = plan.made.get(name)
    if made is None:
        position = plan.positions[name]
        if position not in plan.days and name not in plan.starts:
            return SQL(f"c{position}"), plan.raw.cells[position]
        source = _text(plan, position)
    elif made.way == "first_of":
        source = SQL(f"coalesce({', '.join(_meant(plan, name, position) for position in made.positions)}, NULL)")
    elif made.way == "join":
        source = _joined([_text(plan, position) for position in made.positions])
    else:
        source = _added([_text(plan, position) for position in made.positions], made.units)
    return _started(plan, name, source), Cells.TEXT


def _text(plan: Plan, position: int) -> SQL:
    """Return a cell's text; where its header's times are days, without the midnight behind the day."""
    kind = plan.raw.cells[position]
    cell = SQL(f"c{position}")
    if kind is Cells.INSTANT:
        cell = render("timezone('UTC', {{ cell }})", cell=cell)
    if kind is not Cells.TEXT:
        cell = SQL(f"CAST({cell} AS VARCHAR)")
    text = cells.text(cell, spaces_only=plan.raw.spaces_only)
    return _day(text) if position in plan.days else text


def _meant(plan: Plan, name: str, position: int) -> SQL:
    """Return a cell's text, NULL where it stands for nothing: by a marker, or by a word that means a blank."""
    text = _text(plan, position)
    words = plan.section.words(name)
    blanks = [word for word, meaning in {**words.folded, **words.exact}.items() if word and meaning is None]
    if blanks:
        text = render("CASE WHEN {{ text }} NOT IN {{ blanks }} THEN {{ text }} END", text=text, blanks=blanks)
    return key_of(text) if name in IDS else text


def _day(text: SQL) -> SQL:
    return render("regexp_replace({{ text }}, {{ midnight }}, '')", text=text, midnight=_MIDNIGHT)


def _joined(texts: list[SQL]) -> SQL:
    """Return the texts one behind the other, blank where the first is: a time without its day says nothing."""
    first, *rest = texts
    values = ", ".join(str(each) for each in (_day(first), *rest))
    joined = f"CASE WHEN {first} IS NOT NULL THEN concat_ws(' ', {values}) END"
    if len(rest) != 1:
        return SQL(joined)
    # What stands behind a day may be the whole time, with its day.
    return render(
        "CASE WHEN regexp_matches({{ rest }}, {{ whole }}) THEN {{ rest }} ELSE {{ joined }} END",
        rest=rest[0],
        whole=_WHOLE_TIME,
        joined=SQL(joined),
    )


def _added(texts: list[SQL], units: tuple[str, ...]) -> SQL:
    """Return figures in units of time added up, in minutes; texts that are no figures stay, to be read or rejected."""
    plain = " AND ".join(f"coalesce(regexp_full_match({text}, {literal(_FIGURE)}), TRUE)" for text in texts)
    total = SQL(" + ".join(counted(text, UNITS[unit]) for text, unit in zip(texts, units, strict=True)))
    joined = ", ".join(str(text) for text in texts)
    return SQL(
        f"CASE WHEN coalesce({joined}, NULL) IS NULL THEN NULL "
        f"WHEN {plain} THEN rtrim(rtrim(CAST({in_minutes(total)} AS VARCHAR), '0'), '.') "
        f"ELSE concat_ws(' ', {joined}) END"
    )


def _started(plan: Plan, name: str, source: SQL) -> SQL:
    """Return the source, its blanks filled by how another header's text begins."""
    cases = [
        render(
            "WHEN starts_with(lower({{ text }}), {{ start }}) THEN {{ meaning }}",
            text=_text(plan, position),
            start=start.lower(),
            meaning=meaning,
        )
        for position, by_start in plan.starts.get(name, {}).items()
        for start, meaning in by_start.items()
    ]
    return SQL(f"coalesce({source}, CASE {' '.join(cases)} END)") if cases else source


def said_and_meant(plan: Plan, name: str) -> tuple[SQL, SQL]:
    """Return a column's text as it stands in a file, and the word of this program for it."""
    source, kind = source_of(plan, name)
    if kind is not Cells.TEXT:
        source = SQL(f"CAST({source} AS VARCHAR)")
    text = cells.text(source, spaces_only=plan.raw.spaces_only)
    return text, cells.mapped(text, plan.section.words(name))
