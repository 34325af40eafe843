"""A folder of earlier audits: read before an audit, laid beside it, and given the new one."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from checklist.cli.speech import wording

if TYPE_CHECKING:
    from checklist.model import Audit
    from checklist.reporters import Options
    from checklist.trend import History


def read_history(folder: str | None) -> History | None:
    """Return the audits kept in a folder; what cannot be read or written there is refused at once."""
    if folder is None:
        return None
    from checklist.reporters.writing import refuse_unwritable
    from checklist.trend import History

    refuse_unwritable(str(Path(folder) / "audit.json"), folder=False)
    return History.read(folder)


def with_history(audit: Audit, history: History) -> Audit:
    """Return the audit with its earlier periods, and with what must be said of them."""
    from checklist.auditing import distinct

    earlier, notices = history.before(audit)
    return replace(audit, history=earlier, notices=distinct((*audit.notices, *notices)))


def keep(audit: Audit, history: History, style: Options) -> None:
    """Keep an audit in the folder of the history, if it has one, in place of its own like."""
    if not history.folder:
        return
    from checklist.reporters import AUDITS

    # Each file holds its own period alone: the others stand beside it.
    AUDITS.write("json", replace(audit, history=()), wording(), style, history.path_of(audit))
