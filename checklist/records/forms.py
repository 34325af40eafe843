"""A filled-in form as attestations: every row that is answered, and every slip named by its cell."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from checklist.engine import SQL, identifier, literal
from checklist.model import Bilingual, ChecklistError, InputError
from checklist.model.errors import grouped
from checklist.model.tables import ATTESTATIONS
from checklist.records.form_layout import COLUMNS, FILLED, NEEDED, column_of
from checklist.records.headers import BLANKS
from checklist.records.raw import Cells, Raw
from checklist.records.values import single
from checklist.wording import LANGUAGES, Wording

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from checklist.engine import Session
    from checklist.model import Place
    from checklist.records.planning import Plan

_MOST_ERRORS = 100
_FIRST, _LAST = 1, 999
# A mark that keeps a spreadsheet from taking text for a formula is no part of the text.
_GUARDED = re.compile(r"'(?=[=+\-@\t\r\n＝＋－＠])")


@dataclass(frozen=True, slots=True)
class Grid:
    """A form as it stands: rows of cells with their numbers, the header first. `place` names a cell's place."""

    rows: Sequence[tuple[int, Sequence[Any]]]
    place: Callable[[int, int], Place]
    sha256: str
    errors: list[ChecklistError] = field(default_factory=list)


def text_of(value: Any) -> str:
    """Return a cell's text: trimmed, days in ISO order, whole numbers without a point."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        midnight = value.time() == datetime.min.time()
        return value.date().isoformat() if midnight else value.isoformat(" ", "seconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return _GUARDED.sub("", str(value).strip(BLANKS), count=1)


def is_form(headings: Sequence[str]) -> bool:
    """Tell whether a header is that of a form, however its columns were moved: it asks a question about items."""
    return {"item", "question"} <= {column_of(each) for each in headings}


def take(session: Session, name: str, grid: Grid) -> Raw:
    """Keep the answered rows of a form as the table `name`; raises a group of `InputError` for its slips."""
    errors = list(grid.errors)
    errors += _header_errors(grid)
    if not errors:
        reading = _Reading(session, grid)
        rows = [row for row in (reading.row(number, cells) for number, cells in grid.rows[1:]) if row]
        errors += reading.errors
    if errors:
        raise grouped(errors[:_MOST_ERRORS])
    columns = ["line", *(f"c{number}" for number in range(len(ATTESTATIONS.names)))]
    session.create(name, _values(columns, rows))
    return Raw(
        relation=identifier(name),
        headers=ATTESTATIONS.names,
        cells=(Cells.TEXT,) * len(ATTESTATIONS.names),
        sha256=grid.sha256,
        header_line=grid.rows[0][0],
        scratch=(name,),
        place=grid.place,
        form=True,
    )


def check_forms(session: Session, plans: Sequence[Plan], scales: Mapping[str, int | None] | None) -> None:
    """Refuse a form that answers for reps who are not on the roster, items that nobody asks, or beyond the scale.

    `scales` has the highest rating of each item asked, None for yes or no; without it items are not checked.
    """
    errors: list[ChecklistError] = []
    known = {row[0] for row in session.rows("SELECT rep_id FROM loaded_reps")}
    for plan in plans:
        place = plan.raw.place
        if place is None or not plan.raw.form:
            continue
        for line, rep_id, item, rating in session.rows(
            f"SELECT line, rep_id, item, rating FROM loaded_attestations WHERE file_id = {plan.file_id} ORDER BY line"
        ):
            if known and rep_id not in known:
                errors.append(InputError("form_rep_unknown", place(line, COLUMNS.index("rep_id")), rep_id=rep_id))
            if scales is not None and item not in scales:
                errors.append(InputError("form_item_unknown", place(line, COLUMNS.index("item")), item=item))
            elif scales is not None and (problem := _beyond(rating, scales[item])):
                code, values = problem
                errors.append(InputError(code, place(line, COLUMNS.index("answer")), item=item, **values))
    if errors:
        raise grouped(errors[:_MOST_ERRORS])


def _beyond(rating: Any, scale: int | None) -> tuple[str, dict[str, Any]] | None:
    """Return what is wrong with how an item is answered; a yes or no will do for a rated item too."""
    if rating is None:
        return None
    if scale is None:
        return "form_wants_answer", {"value": f"{rating:.0f}"}
    return ("form_beyond_scale", {"value": f"{rating:.0f}", "scale": scale}) if rating > scale else None


def label(column: str) -> Bilingual:
    """Return what people call a column."""
    return Bilingual(*(Wording(each).text(f"form.column.{column}") for each in LANGUAGES))


def _header_errors(grid: Grid) -> Iterator[InputError]:
    """Yield where a column is not where the form had it: what stands below could mean anything."""
    number, cells = grid.rows[0] if grid.rows else (1, ())
    for place, column in enumerate(COLUMNS):
        found = text_of(cells[place]) if place < len(cells) else ""
        if column_of(found) != column:
            yield InputError("form_column_moved", grid.place(number, place), column=label(column), found=found)
    for row, more in grid.rows:
        for place in range(len(COLUMNS), len(more)):
            if text_of(more[place]):
                yield InputError("form_column_extra", grid.place(row, place), found=text_of(more[place]))
                return


class _Reading:
    """Reads the rows of one form and remembers what is wrong with them, and what was answered where."""

    def __init__(self, session: Session, grid: Grid) -> None:
        self._grid = grid
        given = {column: [_at(cells, at) for _, cells in grid.rows[1:]] for at, column in enumerate(COLUMNS)}
        self._days = single.days(session, [*given["assessed_on"], *given["valid_until"]])
        self._answers = single.answers(session, given["answer"])
        self._ratings = single.ratings(session, given["answer"])
        self._answered: dict[tuple[str, str], Place] = {}
        self.errors: list[ChecklistError] = []

    def row(self, number: int, cells: Sequence[Any]) -> tuple[Any, ...] | None:
        """Return an answered row for the table, None for one that nobody filled in or that is wrong."""
        texts = {column: _at(cells, at) for at, column in enumerate(COLUMNS)}
        if not any(texts[column] for column in FILLED):
            return None
        before = len(self.errors)
        missing = [column for column in NEEDED if not texts[column]]
        if missing:
            self._refuse("form_half_filled", number, missing[0], missing=[label(column) for column in missing])
            return None
        rating, answer = self._answer(number, texts["answer"])
        assessed_on = self._day(number, "assessed_on", texts)
        valid_until = self._day(number, "valid_until", texts)
        if assessed_on and valid_until and valid_until < assessed_on:
            self._refuse("form_days_reversed", number, "valid_until", day=valid_until, first=assessed_on)
        if texts["assessor"].casefold() in {texts["rep_id"].casefold(), texts["name"].casefold()}:
            values = {"assessor": texts["assessor"], "item": texts["item"], "rep_id": texts["rep_id"]}
            self._refuse("self_assessment", number, "assessor", **values)
        key = (texts["rep_id"], texts["item"])
        place = self._grid.place(number, COLUMNS.index("answer"))
        if self._answered.setdefault(key, place) is not place:
            values = {"rep_id": key[0], "item": key[1], "first": str(self._answered[key])}
            self._refuse("form_doubled", number, "answer", **values)
        if len(self.errors) > before:
            return None
        read = {"assessed_on": assessed_on, "rating": rating, "answer": answer, "valid_until": valid_until}
        row = {name: text or None for name, text in texts.items()} | read
        return (number, *(row.get(name) for name in ATTESTATIONS.names))

    def _answer(self, number: int, text: str) -> tuple[str | None, str | None]:
        """Return what was answered, as a rating or as yes or no."""
        if text in self._answers:
            return None, self._answers[text]
        rating = self._ratings.get(text)
        if rating is None or not rating.isdigit() or not _FIRST <= int(rating) <= _LAST:
            self._refuse("form_answer_unknown", number, "answer", value=text)
            return None, None
        return rating, None

    def _day(self, number: int, column: str, texts: dict[str, str]) -> str | None:
        text = texts[column]
        if not text:
            return None
        if text in self._days:
            return self._days[text].isoformat()
        self._refuse("form_day_unknown", number, column, value=text, column=label(column))
        return None

    def _refuse(self, code: str, number: int, at: str, /, **values: Any) -> None:
        self.errors.append(InputError(code, self._grid.place(number, COLUMNS.index(at)), **values))


def _at(cells: Sequence[Any], at: int) -> str:
    return text_of(cells[at]) if at < len(cells) else ""


def _values(columns: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> SQL:
    """Return a SELECT of the rows, every cell but the line as text."""
    names = ", ".join(columns)
    blank = ", ".join(["CAST(NULL AS BIGINT)"] + ["CAST(NULL AS VARCHAR)"] * (len(columns) - 1))
    listed = ", ".join(literal(row) for row in rows) or f"({blank})"
    casts = ", ".join(f"CAST({name} AS {'BIGINT' if name == 'line' else 'VARCHAR'}) AS {name}" for name in columns)
    return SQL(f"SELECT {casts} FROM (VALUES {listed}) v({names}) WHERE line IS NOT NULL")
