"""The manager's checklist as a form to fill in: a workbook, or the same table as CSV."""

from checklist.forms.rows import FormRow, form_rows
from checklist.forms.table import csv_form
from checklist.forms.workbook import workbook_form

__all__ = ["FormRow", "csv_form", "form_rows", "workbook_form"]
