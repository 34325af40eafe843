"""The form as a workbook: what is asked is locked, what is to be filled in is checked as it is typed."""

from __future__ import annotations

import io
import math
from datetime import UTC, date, datetime
from itertools import groupby
from typing import TYPE_CHECKING, Any

from checklist.forms.rows import headings
from checklist.model import UsageError
from checklist.model.tables import DAYS
from checklist.records.form_layout import COLUMNS, FILLED, sheet_name
from checklist.reporters.text import columns, visible
from checklist.reporters.workbook.text import no_markup
from checklist.wording import Wording

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from checklist.forms.rows import FormRow
    from checklist.model import Policy

_WIDTHS = {
    "rep_id": 11, "name": 12, "item": 15, "clause": 7, "question": 58, "answer": 9, "assessor": 12,
    "assessed_on": 12, "valid_until": 12, "note": 24,
}  # fmt: skip
_AT = {column: place for place, column in enumerate(COLUMNS)}
_DAYS = frozenset(COLUMNS) & DAYS
_PEOPLE = ("rep_id", "name")
_A4 = 9
_LINE = 15
_LISTED = 10
_GUIDE = ("what", "where", "many", "half", "self", "shape", "use")
_TINTS = ("#F4F6F9", "#E8EDF4")
_LINE_COLOUR = "#C5CEDA"


def workbook_form(policy: Policy, rows: Sequence[FormRow], languages: tuple[str, ...]) -> bytes:
    """Return the workbook's bytes, the same every time."""
    try:
        import xlsxwriter  # only needed, and only installed, where forms are written
    except ImportError:
        raise UsageError("needs_library", library="XlsxWriter", extra="xlsx") from None
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    wording = Wording(languages[0])
    title = visible(wording.text("form.file_title", policy=policy.title, version=policy.version))
    # A fixed day: the same form has the same bytes.
    book.set_properties({"title": title, "created": datetime(2000, 1, 1, tzinfo=UTC)})
    _Form(book, wording, languages).write(rows, title)
    _guide(book, languages, title)
    book.close()
    return buffer.getvalue()


class _Form:
    """The sheet to be filled in."""

    def __init__(self, book: Any, wording: Wording, languages: tuple[str, ...]) -> None:
        self._book = book
        self._wording = wording
        self._languages = languages
        self._sheet = book.add_worksheet(sheet_name(languages[0]))
        self._formats: dict[tuple[Any, ...], Any] = {}

    def write(self, rows: Sequence[FormRow], title: str) -> None:
        """Write header and rows, then what guards and prints them."""
        sheet, last = self._sheet, len(rows)
        header = self._format(bold=True, text_wrap=True, valign="vcenter", bg_color="#1F3A5F", font_color="#FFFFFF")
        for place, text in enumerate(headings(self._languages)):
            sheet.write_string(0, place, text, header)
            sheet.set_column(place, place, _WIDTHS[COLUMNS[place]])
        sheet.set_row(0, 2 * _LINE + 3)
        for number, row in enumerate(rows, start=1):
            first = number == 1 or rows[number - 2].person != row.person
            self._row(number, row, first=first)
        if last:
            self._checks(rows)
            blank = {"type": "formula", "criteria": '=AND(COUNTA($F2:$J2)>0,F2="")'}
            sheet.conditional_format(1, _AT["answer"], last, _AT["assessed_on"],
                                     blank | {"format": self._book.add_format({"bg_color": "#FFE2A8"})})  # fmt: skip
        sheet.autofilter(0, 0, max(last, 1), len(COLUMNS) - 1)
        sheet.freeze_panes(1, len(_PEOPLE))
        sheet.protect("", {"autofilter": True, "format_columns": True, "format_rows": True})
        _page(sheet, title, self._wording, last)
        sheet.activate()

    def _row(self, number: int, row: FormRow, *, first: bool) -> None:
        texts = row.texts(self._languages)
        lines = sum(math.ceil(columns(line) / _WIDTHS["question"]) or 1 for line in texts["question"].split("\n"))
        self._sheet.set_row(number, _LINE * lines + 3)
        for column, place in _AT.items():
            style: dict[str, Any] = {"valign": "top", "text_wrap": True, "bottom": 1, "bottom_color": _LINE_COLOUR}
            if first:
                style |= {"top": 2, "top_color": "#1F3A5F"}
            if column in FILLED or (column in _PEOPLE and not row.rep_id):
                style |= {
                    "locked": False,
                    "left": 1,
                    "right": 1,
                    "left_color": _LINE_COLOUR,
                    "right_color": _LINE_COLOUR,
                }
                style["num_format"] = "yyyy-mm-dd" if column in _DAYS else "General" if column == "answer" else "@"
                self._sheet.write_blank(number, place, None, self._format(**style))
            else:
                style["bg_color"] = _TINTS[row.person % len(_TINTS)]
                self._sheet.write_string(number, place, no_markup(texts[column]), self._format(**style))

    def _checks(self, rows: Sequence[FormRow]) -> None:
        """Let only answers that can be read, and days, be typed."""
        start = 1
        for scale, run in groupby(rows, key=lambda row: row.asked.scale):
            end = start + sum(1 for _ in run) - 1
            self._sheet.data_validation(start, _AT["answer"], end, _AT["answer"], self._answers(scale))
            start = end + 1
        text = self._wording.text
        for column in _DAYS:
            self._sheet.data_validation(
                1,
                _AT[column],
                len(rows),
                _AT[column],
                {
                    "validate": "date",
                    "criteria": "between",
                    "minimum": date(2000, 1, 1),
                    "maximum": date(2199, 12, 31),
                    "error_title": text("form.day_title"),
                    "error_message": text("form.day"),
                },
            )

    def _answers(self, scale: int | None) -> dict[str, Any]:
        """Return what may be answered: a rating up to `scale`, or yes or no."""
        text = self._wording.text
        said = text("form.answer") if scale is None else text("form.rate", low=1, high=scale)
        told = {"error_title": text("form.answer_title"), "error_message": said, "input_message": said}
        if scale is None:
            return told | {"validate": "list", "source": [text("form.yes"), text("form.no")]}
        if scale <= _LISTED:
            return told | {"validate": "list", "source": [str(each) for each in range(1, scale + 1)]}
        return told | {"validate": "integer", "criteria": "between", "minimum": 1, "maximum": scale}

    def _format(self, **style: Any) -> Any:
        key = tuple(sorted(style.items()))
        if key not in self._formats:
            self._formats[key] = self._book.add_format(style)
        return self._formats[key]


def _guide(book: Any, languages: Iterable[str], title: str) -> None:
    """Add the sheet that says how to fill in the form, in each language."""
    names = list(languages)
    sheet = book.add_worksheet(Wording(names[0]).text("form.guide"))
    sheet.set_column(0, 0, 100)
    head, plain = (
        book.add_format({"bold": True, "font_size": 14}),
        book.add_format({"text_wrap": True, "valign": "top"}),
    )
    row = 0
    for language in names:
        wording = Wording(language)
        sheet.write_string(row, 0, wording.text("form.guide"), head)
        for number, line in enumerate(_GUIDE, start=1):
            sheet.write_string(row + number, 0, f"{number}. {wording.text(f'form.guide_text.{line}')}", plain)
        row += len(_GUIDE) + 2
    sheet.protect()
    _page(sheet, title, Wording(names[0]), 0, wide=1)


def _page(sheet: Any, title: str, wording: Wording, last: int, *, wide: int = len(COLUMNS)) -> None:
    """Lay a sheet out for A4: as wide as the page, the header on each."""
    sheet.set_paper(_A4)
    sheet.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
    sheet.fit_to_pages(1, 0)
    page = wording.text("form.page", page="&P", pages="&N")
    sheet.set_footer(f"&L{title.replace('&', '&&')[:150]}&R{page}")
    if wide > 1:
        sheet.set_landscape()
        sheet.repeat_rows(0)
        sheet.print_area(0, 0, max(last, 1), wide - 1)
