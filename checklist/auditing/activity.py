"""Each rep's year day by day, and who of the customers in care was followed up in which week.

It shows the whole that findings are cut out of. What counts as following up is what the policy's own
rules on a customer's cadence look for; nothing here is scored.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from checklist.auditing.shown import why_not_checked
from checklist.calendars import shift
from checklist.engine import SQL, render, render_file
from checklist.kinds import kinds
from checklist.model import CustomerWeeks, RepActivity
from checklist.model.activity import AWAY, OFF, UNSEEN, WORKING

if TYPE_CHECKING:
    from checklist.auditing.preparing import Ready
    from checklist.model import Rule

TEMPLATE = Path(__file__).with_suffix(".sql")
WEEKS_BEFORE = 52
FOLLOW_UP_WEEKS = 13
CUSTOMERS_LISTED = 30

_FIRST_DAY, _LAST_DAY = date(1, 1, 1), date(9999, 12, 31)
_DAYS = """
SELECT j.rep_id, list(coalesce(c.records, 0) ORDER BY d.day), string_agg(
    CASE
      WHEN NOT (d.day BETWEEN j.employed_from AND j.employed_to AND d.day BETWEEN {{ span_first }} AND {{ span_last }})
        OR p.present IS NULL THEN {{ unseen }}
      WHEN NOT p.present THEN {{ away }}
      WHEN p.working THEN {{ working }}
      ELSE {{ off }}
    END, '' ORDER BY d.day)
FROM judged j
CROSS JOIN (SELECT CAST({{ first }} + CAST(n AS INTEGER) AS DATE) AS day FROM range({{ days }}) r(n)) d
LEFT JOIN presence p ON p.rep_id = j.rep_id AND p.day = d.day
LEFT JOIN (
  SELECT rep_id, day, CAST({{ counted }} AS INTEGER) AS records
  FROM records WHERE day >= {{ first }} GROUP BY rep_id, day
) c ON c.rep_id = j.rep_id AND c.day = d.day
GROUP BY j.rep_id
"""


def activity_of(ready: Ready) -> dict[str, RepActivity]:
    """Return every judged rep's year and, where the policy asks for a cadence, the customers' weeks."""
    as_of = ready.period.as_of
    monday = shift(as_of, -as_of.weekday())
    first = shift(monday, -7 * WEEKS_BEFORE)
    rows = ready.session.rows(
        render(
            _DAYS,
            first=first,
            days=(as_of - first).days + 1,
            span_first=ready.span_first or _LAST_DAY,
            span_last=ready.span_last,
            counted=SQL("count(DISTINCT record_key)" if ready.loaded.several else "count(*)"),
            unseen=UNSEEN,
            away=AWAY,
            working=WORKING,
            off=OFF,
        )
    )
    years = {rep: RepActivity(first, tuple(records), days) for rep, records, days in sorted(rows)}
    rules = _follow_ups(ready)
    return _with_customers(ready, years, rules, monday) if rules else years


def _follow_ups(ready: Ready) -> list[Rule]:
    """Return the rules on how often a customer is followed up that this log can show."""
    policy = ready.request.policy
    return [
        rule
        for rule in policy.rules
        if any(kinds()[rule.kind].contacts(version.parameters) is not None for version in rule.versions)
        and why_not_checked(rule, policy, ready.loaded, ready.unread) is None
    ]


def _with_customers(
    ready: Ready, years: dict[str, RepActivity], rules: list[Rule], monday: date
) -> dict[str, RepActivity]:
    """Add to each rep's year the weeks of the customers in care."""
    first_week = max(shift(monday, -7 * (FOLLOW_UP_WEEKS - 1)), _FIRST_DAY)
    weeks = tuple(first_week + timedelta(days=7 * number) for number in range((monday - first_week).days // 7 + 1))
    selected: dict[tuple[SQL, bool], None] = {}
    handover = False
    for rule in rules:
        for version, context in zip(rule.versions, ready.contexts(rule), strict=True):
            contacts = kinds()[rule.kind].contacts(version.parameters)
            if contacts is not None:
                selector, own = contacts
                selected[context.rows(selector, pairs=True), not own] = None
                handover = handover or (context.customers_given and own)
    rows = ready.session.rows(
        render_file(
            TEMPLATE,
            as_of=ready.period.as_of,
            selected=list(selected),
            handover=handover,
            span_first=ready.span_first or _FIRST_DAY,
            first_week=first_week,
            weeks=len(weeks),
            listed=CUSTOMERS_LISTED,
        )
    )
    customers: dict[str, list[CustomerWeeks]] = {}
    totals: dict[str, int] = {}
    for rep, customer, name, grade, last_on, total, contacts in rows:
        totals[rep] = total
        customers.setdefault(rep, []).append(CustomerWeeks(customer, name, grade, tuple(contacts), last_on))
    names = tuple(rule.id for rule in rules)
    return {
        rep: replace(
            year,
            weeks=weeks,
            customers=tuple(customers.get(rep, ())),
            more_customers=totals.get(rep, 0) - len(customers.get(rep, ())),
            rules=names,
        )
        for rep, year in years.items()
    }
