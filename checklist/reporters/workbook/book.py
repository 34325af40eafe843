"""One workbook being written: its formats, its tabs, its face, and the bytes it comes to, the same every time."""

from __future__ import annotations

import io
import tempfile
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from checklist.model import UsageError
from checklist.reporters.branding import Branding
from checklist.reporters.text import one_line
from checklist.reporters.workbook.text import SheetNames, cell_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from checklist.reporters.options import Options
    from checklist.reporters.reading import Reading

TONES = {
    "good": ("#E3F3E8", "#14532D"),
    "bad": ("#FBE4E2", "#8E1B14"),
    "doubt": ("#FFF1CC", "#6B4300"),
    "none": ("#EEF1F5", "#4A5563"),
}
"""Ground and letters of each tone, each pair with a contrast of 7 or more."""

_A4 = 9
_FIRST_YEAR = 1900
_PIECE = 1 << 20
_LINE = "#D5DCE6"


class Book:
    """A workbook. Rows go to disk as they come (so they are written from top to bottom), memory stays flat."""

    def __init__(self, reading: Reading, options: Options) -> None:
        try:
            import xlsxwriter  # only needed, and only installed, where workbooks are written
        except ImportError:
            raise UsageError("needs_library", library="XlsxWriter", extra="xlsx") from None
        self.reading = reading
        self.text = reading.wording.text
        self.brand = options.branding or Branding()
        self._names = SheetNames()
        self._formats: dict[tuple[Any, ...], Any] = {}
        self._file = tempfile.TemporaryFile()  # noqa: SIM115  # closed when its bytes have been read
        self._book = xlsxwriter.Workbook(
            self._file,
            {
                "constant_memory": True,
                "strings_to_formulas": False,
                "strings_to_urls": False,
                "strings_to_numbers": False,
            },
        )
        self._mark = self.text("xlsx.shortened")
        self._properties()

    def _properties(self) -> None:
        policy, period, value = self.reading.audit.policy, self.reading.audit.period, self.reading.wording.value
        title = self.text("xlsx.document", policy=value(policy.title) or policy.id, version=policy.version)
        self._book.set_properties(
            {
                "title": one_line(title)[:255],
                "subject": f"{period.first} – {period.last}",
                "company": one_line(value(self.brand.company)),
                # A fixed day: the same audit has the same bytes.
                "created": datetime(2000, 1, 1, tzinfo=UTC),
            }
        )

    def sheet(self, title: str, *, fallback: str = "", tab: str | None = None) -> Any:
        """Add a sheet, laid out for A4 on its side, as wide as the page."""
        sheet = self._book.add_worksheet(self._names.name(title, fallback or self.text("xlsx.sheet.other")))
        sheet.set_landscape()
        sheet.set_paper(_A4)
        sheet.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
        sheet.fit_to_pages(1, 0)
        line = one_line(self.reading.wording.value(self.brand.confidentiality)).replace("&", "&&")
        sheet.set_footer(f"&L{line[:120]}&C&A&R{self.text('xlsx.page', page='&P', pages='&N')}")
        if tab is not None:
            sheet.set_tab_color(tab)
        return sheet

    def format(self, **properties: Any) -> Any:
        """Return the format with these properties; one that many cells share is made once."""
        key = tuple(sorted(properties.items()))
        if key not in self._formats:
            self._formats[key] = self._book.add_format({"valign": "top", **properties})
        return self._formats[key]

    def header(self, **more: Any) -> Any:
        """Return the format of a table's header, in the company's colour."""
        return self.format(bold=True, text_wrap=True, bg_color=self.brand.colour, font_color="#FFFFFF", **more)

    def body(self, **more: Any) -> Any:
        """Return the format of a cell in a table."""
        return self.format(bottom=1, bottom_color=_LINE, **more)

    def toned(self, tone: str, **more: Any) -> Any:
        """Return the format of a cell that says good or bad, beside the symbol that says it too."""
        ground, letters = TONES[tone]
        return self.body(bg_color=ground, font_color=letters, **more)

    def condition(self, tone: str) -> Any:
        """Return the format that a condition gives a cell."""
        ground, letters = TONES[tone]
        return self.format(bg_color=ground, font_color=letters)

    def write(self, sheet: Any, row: int, column: int, value: Any, style: Any) -> str:
        """Write one cell for what it is, text never as anything else; return what a reader sees of it."""
        if isinstance(value, str):
            text = cell_text(value, self._mark)
            sheet.write_string(row, column, text, style)
            return text
        if value is None or (isinstance(value, date) and value.year < _FIRST_YEAR):
            sheet.write_blank(row, column, None, style) if value is None else sheet.write_string(
                row, column, str(value), style
            )
        elif isinstance(value, date):
            sheet.write_datetime(row, column, value, style)
        else:
            sheet.write_number(row, column, value, style)
        return "" if value is None else str(value)

    def pieces(self) -> Iterator[bytes]:
        """Yield the workbook's bytes."""
        with self._file:
            self._book.close()
            self._file.seek(0)
            while piece := self._file.read(_PIECE):
                yield piece

    def logo(self, sheet: Any, row: int, column: int, height: int) -> None:
        """Put the company's logo, if there is one, at a cell, so many pixels high."""
        logo = self.brand.logo
        if logo is not None:
            scale = height / logo.height
            sheet.insert_image(
                row,
                column,
                f"logo{logo.suffix}",
                {
                    "image_data": io.BytesIO(logo.content),
                    "x_scale": scale,
                    "y_scale": scale,
                    "description": self.reading.wording.value(self.brand.company) or self.text("xlsx.logo"),
                },
            )
