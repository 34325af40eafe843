"""What falls due next: the expectations after `as_of` that nothing meets yet, and the last day to meet each."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from checklist.auditing.demands import demand_calendar
from checklist.auditing.describing import complete, labelled, select_shown, subject_of
from checklist.auditing.judging import judge
from checklist.auditing.queries import check_query, run_with_bounds
from checklist.auditing.shown import why_not_checked
from checklist.auditing.waiving import waived, waivers_of
from checklist.calendars import shift, window_of
from checklist.engine import SQL, identifier, literal, render_file
from checklist.kinds import kinds
from checklist.model import Period, Sentence, Upcoming

if TYPE_CHECKING:
    from collections.abc import Mapping

    from checklist.auditing.preparing import Ready
    from checklist.model import Policy, Rule

TEMPLATE = Path(__file__).parent / "ahead.sql"
HORIZON = 14
"""How many days a look ahead reaches, unless the reader says otherwise."""

_APART = ("customer_id", "case_id", "value")
_BEGINNING, _END = date(1, 1, 1), date(9999, 12, 31)


LISTED = 12
"""How many of what falls due next an audit names for each rep."""


@dataclass(frozen=True, slots=True)
class Ahead:
    """What falls due from the day after `as_of` to `until`, by rep, what is overdue first, then by day.

    `omitted` counts by rep what the cap left out; `not_checked` are the rules that the inputs cannot tell.
    """

    as_of: date
    until: date
    upcoming: tuple[Upcoming, ...]
    omitted: Mapping[str, int] = field(default_factory=dict)
    not_checked: tuple[tuple[Rule, Sentence], ...] = ()


def look_ahead(ready: Ready, days: int = HORIZON, cap: int = 1000) -> Ahead:
    """Return what falls due for each rep within so many days after `as_of`, at most `cap` a rep.

    What is judged as it stands at a period's end (attestations, the roster) counts for the end of the month
    that holds the day after `as_of`. Waived expectations ask for nothing.
    """
    as_of = ready.period.as_of
    period = Period(as_of + timedelta(days=1), shift(as_of, days), as_of, "")
    future = replace(ready, period=period)
    found: dict[str, list[Upcoming]] = {}
    totals: dict[str, int] = {}
    not_checked = []
    for rule in ready.request.policy.rules:
        kind = kinds()[rule.kind]
        if rule.informational or not any(kind.looks_ahead(version.parameters) for version in rule.versions):
            continue
        reason = why_not_checked(rule, ready.request.policy, ready.loaded)
        if reason is not None:
            not_checked.append((rule, reason))
            continue
        demand_calendar(future, rule)
        _lay_out(future, rule, cap)
        for rep_id, count in ready.session.rows("SELECT rep_id, count(*) FROM ahead GROUP BY rep_id"):
            totals[rep_id] = totals.get(rep_id, 0) + int(count)
        for each in _listed(future, rule):
            found.setdefault(each.rep_id, []).append(each)
    for each_rep in found.values():
        each_rep.sort(key=_order)
    shown = {rep_id: found[rep_id][:cap] for rep_id in sorted(found)}
    omitted = {rep_id: totals[rep_id] - len(each) for rep_id, each in shown.items() if totals[rep_id] > len(each)}
    return Ahead(as_of, period.last, tuple(each for rep in shown.values() for each in rep), omitted, tuple(not_checked))


def _order(each: Upcoming) -> tuple[Any, ...]:
    return not each.overdue, each.due_on or _END, each.rule, sorted(each.subject.items())


def _lay_out(ready: Ready, rule: Rule, cap: int) -> None:
    """Create `ahead`, what the rule still asks of each rep, and `shown_deviations`, at most `cap` of it a rep."""
    session, period = ready.session, ready.period
    kind = kinds()[rule.kind]
    month_end = window_of("month", period.first)[1]
    contexts = [replace(context, period_last=month_end) for context in ready.contexts(rule)]
    excused = waivers_of(ready.request.waivers, rule)
    if rule.kind == "query":
        check_query(session, rule)
    with run_with_bounds(session, rule):
        judge(session, rule, contexts, period, numbered=True, arising=_BEGINNING)
    met = "CASE WHEN met > 0 THEN due ELSE 0 END" if kind.divisible else "met"
    ahead = [n for n, version in enumerate(rule.versions) if kind.looks_ahead(version.parameters)]
    # From here on the open units stand where those judged did, so that waivers are laid over them alike.
    session.create(
        "units",
        "SELECT * REPLACE (open_in_period + CASE WHEN first_due IS NULL THEN open_after ELSE 0 END AS due, "
        f"open_first AS judged_first, open_last AS judged_last) FROM units WHERE version IN {literal(ahead)}",
    )
    session.create("missed", f"SELECT *, due - ({met}) AS missing FROM units WHERE due > 0 AND due > ({met})")
    if excused:
        waived(session, rule, ready.request.waivers)
    columns = {name for name, _ in session.columns("missed")}
    workdays = [n for n, version in enumerate(rule.versions) if kind.unit(version.parameters) == "workday"]
    values: dict[str, Any] = {
        "divisible": kind.divisible,
        "recurring": kind.recurring,
        "excused": excused,
        "workdays": workdays,
        "as_of": period.as_of,
        "apart": SQL("".join(f", {identifier(name)}" for name in _APART if name in columns)),
        "order": SQL("".join(f", {identifier(name)}" for name in kind.subject if name in columns)),
    }
    session.create("ahead", render_file(TEMPLATE, **values))
    order = SQL("overdue DESC, due_day NULLS LAST" + values["order"] + ", trigger_row")
    session.create(
        "shown_deviations",
        f"SELECT *, row_number() OVER (ORDER BY rep_id, {order}) AS number FROM ("
        f"SELECT *, row_number() OVER (PARTITION BY rep_id ORDER BY {order}) AS place FROM ahead"
        f") ranked WHERE place <= {cap}",
    )


def _listed(ready: Ready, rule: Rule) -> list[Upcoming]:
    """Return what `shown_deviations` holds, in the words of the rule's kind."""
    kind = kinds()[rule.kind]
    policy: Policy = ready.request.policy
    table = kind.trigger_table(rule.versions[0].parameters)
    found = []
    for row in ready.session.dicts(select_shown(table)):
        complete(row, policy)
        row["due"] = row["due_day"] or Sentence("reminder.undated")
        found.append(
            Upcoming(
                rep_id=row["rep_id"],
                rule=rule.id,
                clause=rule.clause,
                due_on=row["first_due"] if row["overdue"] else row["due_day"],
                count=int(row["missing"]) if not kind.divisible else 1,
                subject=subject_of(kind.subject, row, table, rule),
                sentence=labelled(kind.reminder(rule.versions[row["version"]].parameters, row), policy),
                overdue=row["overdue"],
            )
        )
    return found
