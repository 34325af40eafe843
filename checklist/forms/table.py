"""The form as CSV, for whoever fills it in without a spreadsheet program's workbook."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from checklist.forms.rows import headings
from checklist.records.form_layout import COLUMNS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from checklist.forms.rows import FormRow


def csv_form(rows: Sequence[FormRow], languages: tuple[str, ...]) -> bytes:
    """Return the form's bytes. A mark at the start keeps spreadsheet programs from misreading Chinese."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow(headings(languages))
    for row in rows:
        texts = row.texts(languages)
        writer.writerow([texts.get(column, "") for column in COLUMNS])
    return buffer.getvalue().encode("utf-8-sig")
