"""What falls due next as calendars that a rep's phone or mail program can subscribe to: one file a rep.

Every entry is a whole day's, and keeps its identity from one list to the next, so that a program that reads
the file again moves or removes what has changed instead of showing it twice. No entry bears the time at
which it was written: its stamp is the day whose records were seen last.
"""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING, Any, Literal

from checklist.model import UsageError
from checklist.reporters.due.reading import DueReading
from checklist.reporters.slugs import rep_file_name
from checklist.reporters.text import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from checklist.auditing import DueList
    from checklist.model import Upcoming
    from checklist.reporters.options import Options
    from checklist.scoring import Rep
    from checklist.wording import Wording

FORMAT = "ics"
SUFFIX = ".ics"
KIND: Literal["files"] = "files"

_DOMAIN = "checklist.invalid"


def render(due: DueList, wording: Wording, options: Options) -> Iterator[tuple[str, bytes]]:  # noqa: ARG001
    """Yield each rep's calendar, which holds nothing about another; also an empty one, so that it can be read on."""
    try:
        import icalendar  # only calendars need it
    except ImportError:
        raise UsageError("needs_library", library="icalendar", extra="calendar") from None
    reading = DueReading(due, wording)
    for rep in due.reps:
        calendar = icalendar.Calendar()
        calendar.add("prodid", f"-//checklist//{due.version}//{wording.language.upper()}")
        calendar.add("version", "2.0")
        calendar.add("method", "PUBLISH")
        calendar.add("x-wr-calname", one_line(wording.text("due.calendar", rep=rep.name or rep.rep_id)))
        for each in reading.duties(rep.rep_id):
            calendar.add_component(_entry(icalendar, reading, rep, each))
        yield rep_file_name(rep.rep_id, SUFFIX), calendar.to_ical()


def _entry(icalendar: Any, reading: DueReading, rep: Rep, each: Upcoming) -> Any:  # the library's own types
    """Return what is to be done as an event of its day; without a day, as a thing to do."""
    as_of = reading.due.ahead.as_of
    first = as_of + timedelta(days=1)
    day = first if each.overdue else each.due_on
    entry = icalendar.Todo() if day is None else icalendar.Event()
    entry.add("uid", f"{_identity(rep, each)}@{_DOMAIN}")
    entry.add("dtstamp", datetime.combine(as_of, time.max.replace(microsecond=0), UTC))
    if day is not None:
        entry.add("dtstart", day)
        entry.add("dtend", day + timedelta(days=1))
        entry.add("transp", "TRANSPARENT")
    title = reading.rule_title(each.rule)
    said = reading.wording.say(each.sentence)
    key = "due.summary_overdue" if each.overdue else "due.summary"
    entry.add("summary", one_line(reading.wording.text(key, title=title, what=said)))
    rule = reading.rules[each.rule]
    advice = reading.wording.value(rule.advice)
    asked = reading.wording.text("due.clause", clause=each.clause, title=title)
    entry.add("description", "\n".join(one_line(part) for part in (said, asked, advice) if part))
    if each.overdue:
        entry.add("priority", 1)
    return entry


def _identity(rep: Rep, each: Upcoming) -> str:
    """Return what a thing to do is known by: the same in every list in which it stands."""
    day = None if each.due_on is None else each.due_on.isoformat()
    text = json.dumps([rep.rep_id, each.rule, sorted(each.subject.items()), day], ensure_ascii=True)
    return hashlib.sha256(text.encode()).hexdigest()[:32]
