"""The formats of an audit, and how a report is sent to where it is wanted."""

from __future__ import annotations

from checklist.reporters.family import Family

AUDITS = Family("checklist.reporters")

<<<<<<< HEAD
formats = AUDITS.formats
load = AUDITS.load
stream = AUDITS.stream
write = AUDITS.write
refuse_unstreamable = AUDITS.refuse_unstreamable
refuse_unwritable = AUDITS.refuse_unwritable
=======
formats = _AUDITS.formats
load = _AUDITS.load
stream = _AUDITS.stream
write = _AUDITS.write
refuse_unstreamable = _AUDITS.refuse_unstreamable
refuse_unwritable = _AUDITS.refuse_unwritable


def shows_activity(name: str) -> bool:
    """Tell whether a format shows each rep's year day by day, which an audit works out only if asked to.

    Such a format says `SHOWS_ACTIVITY = True`.
    """
    return bool(getattr(load(name), "SHOWS_ACTIVITY", False))
>>>>>>> 857f6da (An audit can tell each rep's year, and who of the customers was left alone)
