"""A pack's cases: small tables in, exact findings and deviations out, through the path every audit takes."""

from checklist.casebook.comparing import CaseResult
from checklist.casebook.loading import Case, Casebook, load_casebook
from checklist.casebook.running import run_book, run_case
from checklist.casebook.showing import not_shown

__all__ = ["Case", "CaseResult", "Casebook", "load_casebook", "not_shown", "run_book", "run_case"]
