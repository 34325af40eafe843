"""What a cell means, as SQL: trimmed text, mapped values, times, days, numbers, answers.

Nothing is left to the database's own casts alone: those take `infinity`, `epoch` or `1e3` for a value.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from checklist.engine import SQL, literal, render, render_file
from checklist.records.headers import BLANKS
from checklist.records.raw import Cells
from checklist.records.tables import Sort
from checklist.records.values.zones import instant

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_FOLDER = Path(__file__).parent
# Years beyond these are slips of a finger or of a spreadsheet, and no calendar reaches them.
_DAY = "(19|20|21)[0-9]{2}(-[0-9]{1,2}-[0-9]{1,2}|/[0-9]{1,2}/[0-9]{1,2})"
_CLOCK = "[ T][0-9]{1,2}:[0-9]{2}(:[0-9]{2}([.][0-9]{1,9})?)?"
_OFFSET = " ?(Z|[+-](0[0-9]|1[0-4])(:?[0-5][0-9])?)"
_NUMBER = "[+-]?([0-9]+[.]?[0-9]*|[.][0-9]+)"
AMBIGUOUS = "[0-9]{1,2}[-/.][0-9]{1,2}[-/.]([0-9]{4}|[0-9]{2})([ T,].*)?"
EPOCHS = {"epoch_s": 1000, "epoch_ms": 1}
_YES = ("yes", "y", "true", "是")
_NO = ("no", "n", "false", "否")


@dataclass(frozen=True, slots=True)
class Clock:
    """How times are read: declared formats, the zone of times without an offset, and the policy's zone."""

    formats: tuple[str, ...]
    zone: str
    policy_zone: str

    def moved(self, time: SQL) -> SQL:
        """Return a time without an offset, moved from its zone to the policy's."""
        if self.zone == self.policy_zone:
            return time
        return self.local(instant(time, self.zone))

    def local(self, instant: SQL) -> SQL:
        """Return an instant as a time in the policy's zone."""
        return render("timezone({{ to }}, {{ instant }})", to=self.policy_zone, instant=instant)


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


def native(cell: SQL, cells: Cells, clock: Clock) -> SQL:
    """Return the time that a typed column holds."""
    if cells is Cells.INSTANT:
        time = clock.local(cell)
    else:
        time = SQL(f"CAST({cell} AS TIMESTAMP)")
        time = clock.moved(time) if cells is Cells.TIME else time
    return SQL(f"CASE WHEN isfinite({cell}) AND year({cell}) BETWEEN 1900 AND 2199 THEN {time} END")


def time(cell: SQL, clock: Clock) -> SQL:
    """Return a text's time in the policy's zone, NULL where it is no time."""
    return render_file(
        _FOLDER / "time.sql",
        cell=cell,
        formats=[_format(cell, each, clock) for each in clock.formats],
        naive=_DAY + f"({_CLOCK})?",
        offset=_DAY + _CLOCK + _OFFSET,
        naive_time=clock.moved(SQL(f"try_cast({cell} AS TIMESTAMP)")),
        moves=clock.zone != clock.policy_zone,
        local=clock.local(SQL(f"try_cast(regexp_replace({cell}, ' (Z|[+-][0-9:]+)$', '\\1') AS TIMESTAMPTZ)")),
    )


def day_precise(cell: SQL, clock: Clock) -> SQL:
    """Tell whether a text that is a time says no more than the day."""
    if not clock.formats:
        return SQL(f"(strlen({cell}) <= 10)")
    cases = [f"WHEN {_parsed(cell, each)} IS NOT NULL THEN {literal(not has_time(each))}" for each in clock.formats]
    return SQL(f"CASE {' '.join(cases)} END")


def number(cell: SQL) -> SQL:
    """Return a text's number, NULL where it is no plain one."""
    return render(
        "CASE WHEN regexp_full_match({{ c }}, {{ plain }}) THEN try_cast({{ c }} AS DECIMAL(18,6)) END",
        c=cell,
        plain=_NUMBER,
    )


def answer(cell: SQL) -> SQL:
    """Return `yes` or `no`, NULL for any other text."""
    return render(
        "CASE WHEN lower({{ c }}) IN {{ yes }} THEN 'yes' WHEN lower({{ c }}) IN {{ no }} THEN 'no' END",
        c=cell,
        yes=_YES,
        no=_NO,
    )


def corrupted(cell: SQL) -> SQL:
    """Tell whether an id is a number that a spreadsheet has cut to fifteen digits, as `1.23457E+17`."""
    written = "[0-9]([.][0-9]+)?E[+][0-9]+"
    template = "CASE WHEN contains({{ c }}, 'E+') THEN regexp_full_match({{ c }}, {{ written }}) ELSE FALSE END"
    return render(template, c=cell, written=written)


def value(cell: SQL, sort: Sort, clock: Clock) -> SQL:
    """Return what a text means in a column of that sort."""
    if sort is Sort.TIME:
        return time(cell, clock)
    if sort is Sort.DAY:
        return SQL(f"CAST({time(cell, clock)} AS DATE)")
    if sort is Sort.NUMBER:
        return number(cell)
    return answer(cell) if sort is Sort.ANSWER else cell


def has_time(form: str) -> bool:
    """Tell whether a declared format says more than the day."""
    return form in EPOCHS or any(code in form for code in ("%H", "%I", "%c", "%X"))


def _parsed(cell: SQL, form: str) -> SQL:
    if form in EPOCHS:
        digits = "regexp_full_match({{ c }}, '[0-9]{1,15}')"
        template = f"CASE WHEN {digits} THEN epoch_ms(CAST({{{{ c }}}} AS BIGINT) * {{{{ factor }}}}) END"
        return render(template, c=cell, factor=EPOCHS[form])
    return render("try_strptime({{ c }}, {{ form }})", c=cell, form=form)


def _format(cell: SQL, form: str, clock: Clock) -> dict[str, SQL]:
    """Return the condition under which a text is of a declared format, and its time then."""
    parsed = _parsed(cell, form)
    if form in EPOCHS:
        meaning = clock.local(SQL(f"timezone('UTC', {parsed})"))
    elif "%z" in form or "%Z" in form:
        meaning = clock.local(parsed)
    else:
        meaning = clock.moved(parsed) if has_time(form) else parsed
    return {"when": SQL(f"year({parsed}) BETWEEN 1900 AND 2199"), "then": meaning}


def one_of(cell: SQL, choices: Iterable[str | None]) -> SQL:
    """Tell whether a text is one of the choices, of which None means a blank."""
    named = [choice for choice in choices if choice is not None]
    blank = SQL(f"{cell} IS NULL") if None in set(choices) else None
    parts = [SQL(f"coalesce({cell} IN {literal(named)}, FALSE)")] if named else []
    return SQL(f"({' OR '.join([*parts, *([blank] if blank else [])]) or 'FALSE'})")
