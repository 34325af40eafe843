"""What a cell says, as SQL: its trimmed text, and the words of this program for those of an export."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from checklist.conditions.words import word, word_sql
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
    """What an export's values mean: those compared as they stand, those compared as words are, and any other.

    The empty text stands for a blank; `otherwise` leaves blanks alone. A word of `folded` is meant whatever its case,
    and whatever parts it: in_progress, In Progress, InProgress.
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
    rest = cell if words.otherwise is None else SQL(f"CASE WHEN {cell} IS NOT NULL THEN {literal(words.otherwise)} END")
    folded = {word(value): meaning for value, meaning in words.folded.items() if value}
    if folded:
        # Most cells are in the program's own words; of any other the fold is worked out once.
        own = sorted({meaning for meaning in folded.values() if meaning and folded.get(word(meaning)) == meaning})
        cases += [f"WHEN {cell} IS NULL THEN NULL"]
        cases += [f"WHEN {cell} IN {literal(own)} THEN {cell}"] if own else []
        meant = " ".join(f"WHEN {literal(value)} THEN {literal(meaning)}" for value, meaning in folded.items())
        rest = SQL(f"list_transform([{word_sql(cell)}], lambda w: CASE w {meant} ELSE {rest} END)[1]")
    return SQL(f"CASE {' '.join(cases)} ELSE {rest} END") if cases else rest


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
