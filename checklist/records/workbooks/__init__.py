"""Workbooks, read in a process of their own: whatever a hostile one does, it does there, within bounds."""

from checklist.records.workbooks.apart import Dump, Sheet, Workbook, open_workbook
from checklist.records.workbooks.places import cell_name

__all__ = ["Dump", "Sheet", "Workbook", "cell_name", "open_workbook"]
