"""The formats of an audit, and how a report is sent to where it is wanted."""

from __future__ import annotations

from checklist.reporters.family import Family

AUDITS = Family("checklist.reporters")

formats = AUDITS.formats
load = AUDITS.load
stream = AUDITS.stream
write = AUDITS.write
refuse_unstreamable = AUDITS.refuse_unstreamable
refuse_unwritable = AUDITS.refuse_unwritable
