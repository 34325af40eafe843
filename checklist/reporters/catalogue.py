"""The formats of an audit, and how a report is sent to where it is wanted."""

from __future__ import annotations

from checklist.reporters.family import Family

_AUDITS = Family("checklist.reporters")

formats = _AUDITS.formats
load = _AUDITS.load
stream = _AUDITS.stream
write = _AUDITS.write
refuse_unstreamable = _AUDITS.refuse_unstreamable
refuse_unwritable = _AUDITS.refuse_unwritable
