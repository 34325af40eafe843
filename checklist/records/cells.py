"""What a cell says, as SQL: its trimmed text, and the words of this program for those of an export."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from checklist.engine import SQL, literal, render, render_file
from checklist.records.headers import BLANKS
from checklist.records.raw import Cells

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_FOLDER = Path(__file__).parent


def text(cell: SQL, *, spaces_only: bool) -> SQL:
    """Return a cell's text without the blanks around it, NULL where nothing is left."""
    if spaces_only:
        template = "CASE WHEN {{ c }} < '!' OR suffix({{ c }}, ' ') THEN nullif(trim({{ c }}), '') ELSE {{ c }} END"
        return render(template, c=cell)
    return render_file(_FOLDER / "text.sql", cell=cell, blanks=BLANKS)


@dataclass(frozen=True, slots=True)
class Words:
    """What an export's values mean: those compared as they stand, those compared in small letters, and any other.

    The empty text stands for a blank; `otherwise` leaves blanks alone.
    """

    exact: Mapping[str, str | None] = field(default_factory=dict)
    folded: Mapping[str, str | None] = field(default_factory=dict)
    otherwise: str | None = None


def mapped(cell: SQL, words: Words) -> SQL:
    """Return a text with an export's values turned into those of this program."""
    blanks = {**words.folded, **words.exact}
    cases = [f"WHEN {cell} IS NULL THEN {literal(blanks.get(''))}"] if "" in blanks else []
    cases += [
        f"WHEN {cell} = {literal(value)} THEN {literal(meaning)}" for value, meaning in words.exact.items() if value
    ]
    cases += [
        f"WHEN lower({cell}) = {literal(value.lower())} THEN {literal(meaning)}"
        for value, meaning in words.folded.items()
        if value
    ]
    if words.otherwise is not None:
        cases.append(f"WHEN {cell} IS NOT NULL THEN {literal(words.otherwise)}")
    return SQL(f"CASE {' '.join(cases)} ELSE {cell} END") if cases else cell


def typed_text(cell: SQL, cells: Cells, zone: str) -> SQL:
    """Return a cell of a typed column as text; an instant stands for its time in `zone`."""
    if cells is Cells.INSTANT:
        cell = render("timezone({{ zone }}, {{ cell }})", zone=zone, cell=cell)
    return cell if cells is Cells.TEXT else SQL(f"CAST({cell} AS VARCHAR)")


def corrupted(cell: SQL) -> SQL:
    """Tell whether an id is a number that a spreadsheet has cut to fifteen digits, as `1.23457E+17`."""
    written = "[0-9]([.][0-9]+)?E[+][0-9]+"
    template = "CASE WHEN contains({{ c }}, 'E+') THEN regexp_full_match({{ c }}, {{ written }}) ELSE FALSE END"
    return render(template, c=cell, written=written)


def one_of(cell: SQL, choices: Iterable[str | None]) -> SQL:
    """Tell whether a text is one of the choices, of which None means a blank."""
    named = [choice for choice in choices if choice is not None]
    blank = SQL(f"{cell} IS NULL") if None in set(choices) else None
    parts = [SQL(f"coalesce({cell} IN {literal(named)}, FALSE)")] if named else []
    return SQL(f"({' OR '.join([*parts, *([blank] if blank else [])]) or 'FALSE'})")
