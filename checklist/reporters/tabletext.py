"""Tables as CSV for a spreadsheet, in which no text is taken for a formula."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from checklist.reporters.text import cell

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from checklist.wording import Wording

Cell = str | int | float | None


def table_lines(columns: tuple[str, ...], rows: Iterable[list[Cell]], wording: Wording) -> Iterator[str]:
    """Yield the lines of a table, its headers those under `[csv]` in the language files.

    Text is made harmless; figures of our own stay figures.
    """
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow([cell(wording.text(f"csv.{column}")) for column in columns])
    for row in rows:
        writer.writerow([cell(value) if isinstance(value, str) else value for value in row])
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()
    yield buffer.getvalue()
