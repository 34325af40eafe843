"""Lay the calendar out as tables: days, windows, working hours, and each rep's presence."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from checklist.calendars.periods import window_of
from checklist.engine import SQL, Session, render, render_file

if TYPE_CHECKING:
    from checklist.calendars.working import WorkingCalendar

_PRESENCE = """
SELECT
  rep_id, day, present, present AND working AS working,
  CAST(sum(CASE WHEN present THEN 1 ELSE 0 END) OVER so_far AS INTEGER) AS days_through,
  CAST(CASE WHEN known THEN sum(CASE WHEN present AND working THEN 1 ELSE 0 END) OVER so_far END AS INTEGER)
    AS workdays_through
FROM (
  SELECT
    r.rep_id, d.day, d.working, d.known,
    d.day BETWEEN r.employed_from AND r.employed_to
      AND d.day BETWEEN {{ span_first }} AND {{ span_last }}
      AND a.day IS NULL AS present
  FROM judged r
  CROSS JOIN days d
  LEFT JOIN away a ON a.rep_id = r.rep_id AND a.day = d.day
) here
WINDOW so_far AS (PARTITION BY rep_id ORDER BY day ROWS UNBOUNDED PRECEDING)
"""
# A rep is away on a day of whose working hours absences leave at most one. They are joined first: each adds what those
# that begin before it leave, and one that only says how long it is adds that.
_AWAY = """
SELECT rep_id, day
FROM (
  SELECT c.rep_id, c.day, max(c.lasting)
    + sum(greatest(0, least(c.ends, h.closes) - greatest(c.starts, c.covered, h.opens))) AS seconds
  FROM (
    SELECT rep_id, day, starts, ends, CAST(sum(lasts) OVER (PARTITION BY rep_id, day) AS INTEGER) AS lasting,
      coalesce(max(ends) OVER (
        PARTITION BY rep_id, day ORDER BY starts, ends ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
      ), 0) AS covered
    FROM (
      SELECT a.rep_id, d.day, coalesce(a.lasts, 0) AS lasts,
        CASE WHEN a."from" < d.day OR a.lasts IS NOT NULL THEN 0 ELSE a.starts END AS starts,
        CASE WHEN a.lasts IS NOT NULL THEN 0 WHEN a."to" > d.day THEN 86400 ELSE a.ends END AS ends
      FROM absences a JOIN days d ON d.day BETWEEN a."from" AND a."to"
{% if granted %}
      WHERE a.doubt IS NULL
{% endif %}
    ) cut
  ) c
  CROSS JOIN hours h
  GROUP BY c.rep_id, c.day
) summed
WHERE seconds > 0 AND seconds >= {{ day_seconds }} - 3600
"""
# With the absences of which nobody knows whether they were granted, a rep is away on more days.
_PERHAPS_AWAY = """
SELECT w.rep_id, w.day, min(a.doubt) AS cause
FROM ({{ away }}) w
JOIN absences a ON a.rep_id = w.rep_id AND w.day BETWEEN a."from" AND a."to" AND a.doubt IS NOT NULL
LEFT JOIN away g ON g.rep_id = w.rep_id AND g.day = w.day
WHERE g.day IS NULL
GROUP BY w.rep_id, w.day
"""


DAYS = Path(__file__).parent / "days.sql"
_WINDOWS = [
    ("day", SQL("day"), SQL("INTERVAL 1 DAY"), "%Y-%m-%d"),
    ("week", SQL("week_first"), SQL("INTERVAL 7 DAY"), "%G-W%V"),
    ("month", SQL("month_first"), SQL("INTERVAL 1 MONTH"), "%Y-%m"),
    ("quarter", SQL("quarter_first"), SQL("INTERVAL 3 MONTH"), "%Y-Q"),
    ("year", SQL("year_first"), SQL("INTERVAL 1 YEAR"), "%Y"),
]


@dataclass(frozen=True, slots=True)
class Horizon:
    """The days laid out: the first and last, and the last up to which working days are known."""

    first: date
    last: date
    known_until: date
    unknown_within: tuple[date, ...] = ()


def lay_out(session: Session, calendar: WorkingCalendar, first: date, last: date) -> Horizon:
    """Create the tables `days`, `windows` and `hours` for the whole years, and weeks, of `first` and `last`.

    `days.working` is NULL on days the calendar cannot tell; `workdays_through` counts working days up to
    and including a day, and is NULL from the first such day after the known ones on.
    """
    start = window_of("week", date(first.year, 1, 1))[0]
    end = window_of("week", date(last.year, 12, 31))[1]
    days = [start + timedelta(days=offset) for offset in range((end - start).days + 1)]
    workdays = [calendar.is_working_day(day) for day in days]
    unknown = tuple(day for day, workday in zip(days, workdays, strict=True) if workday is None)
    # What lies before the first announced year is history nobody can look up; counting starts after it.
    first_known = next((day for day, workday in zip(days, workdays, strict=True) if workday is not None), end)
    ahead = next((day for day in unknown if day > first_known), None)
    known_until = end if ahead is None else ahead - timedelta(days=1)
    before = [sum(closes - opens for opens, closes in calendar.hours[:index]) for index in range(len(calendar.hours))]
    session.run(
        render_file(
            DAYS,
            start=start,
            end=end,
            known_until=known_until,
            letters="".join("?" if workday is None else "1" if workday else "0" for workday in workdays),
            kinds=_WINDOWS,
            hours=[(*span, earlier) for span, earlier in zip(calendar.hours, before, strict=True)],
        )
    )
    return Horizon(start, end, known_until, unknown)


def lay_out_presence(session: Session, span: tuple[date, date], day_seconds: int) -> bool:
    """Create `presence`: for each judged rep and day, whether the rep is present and at work.

    Returns whether there are days on which nobody knows whether a rep was absent, since a word is not understood: they
    stand in `perhaps_away`, with the key of the cause, and count as present. `days_through` and `workdays_through`
    count present days up to and including the day: a stretch of unit-days is then a subtraction. `day_seconds` are the
    working hours of a day. Needs the tables `judged`, `absences`, `days` and `hours`.
    """
    session.create("away", render(_AWAY, day_seconds=day_seconds, granted=True))
    session.create("presence", render(_PRESENCE, span_first=span[0], span_last=span[1]))
    if not session.value("SELECT count(*) FROM absences WHERE doubt IS NOT NULL"):
        return False
    every = render(_AWAY, day_seconds=day_seconds, granted=False)
    session.create("perhaps_away", render(_PERHAPS_AWAY, away=every))
    return True
