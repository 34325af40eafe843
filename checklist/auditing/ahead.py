"""What falls due next: the expectations after `as_of` that nothing meets yet, and the last day to meet each."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from checklist.auditing.causes import naming
from checklist.auditing.demands import demand_calendar
from checklist.auditing.describing import labelled, subject_of, told
from checklist.auditing.deviations import due_on
from checklist.auditing.facts import Facts, Kept, look_up, units_of
from checklist.auditing.judging import lay_out_units
from checklist.auditing.queries import run_with_bounds
from checklist.auditing.shown import why_not_checked
from checklist.auditing.side_by_side import side_by_side
from checklist.auditing.waiving import waived, waivers_of
from checklist.calendars import shift, window_of
from checklist.engine import SQL, identifier, literal, render_file
from checklist.kinds import kinds
from checklist.model import Period, Sentence, Upcoming
from checklist.model.causes import CauseKind, read_cause
from checklist.model.timing import phase

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from checklist.auditing.preparing import Ready
    from checklist.kinds import Context
    from checklist.model import JudgedUnit, Rule

TEMPLATE = Path(__file__).parent / "ahead.sql"
HORIZON = 14
"""How many days a look ahead reaches, unless the reader says otherwise."""

_APART = ("customer_id", "case_id", "value")
_END = date(9999, 12, 31)

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
    """Return what falls due for each rep within so many days after `as_of`, at most `cap` a rep."""
    outlook = Outlook(ready, days, cap)
    asked = []
    for number, rule in enumerate(ready.request.policy.rules):
        if not asks_ahead(rule):
            continue
        not_shown = why_not_checked(rule, ready.request.policy, ready.loaded, ready.unread)
        if not_shown is not None:
            outlook.not_checked.append((rule, not_shown.reason))
        else:
            asked.append(partial(_add, outlook, rule, number))
    side_by_side(ready.session, asked)
    with phase("ahead"):
        return outlook.settled()


def _add(outlook: Outlook, rule: Rule, number: int) -> None:
    with phase("rules", rule.id):
        outlook.add(rule, number)


def asks_ahead(rule: Rule) -> bool:
    """Tell whether anything of a rule may fall due after the last record that is seen, and count."""
    kind = kinds()[rule.kind]
    return not rule.informational and any(kind.looks_ahead(version.parameters) for version in rule.versions)


class Outlook:
    """What falls due within so many days after `as_of`, gathered rule by rule, at most `cap` a rep.

    What is judged as it stands at a period's end (attestations, the roster) counts for the end of the month
    that holds the day after `as_of`. Waived expectations ask for nothing. Where a rule's expectations do not
    depend on the period, the units that an audit laid out serve here as well (`shares`): `asked` are the first and
    the last day that the period and the look ahead ask for together.
    """

    def __init__(self, ready: Ready, days: int, cap: int) -> None:
        as_of = ready.period.as_of
        self._period = Period(as_of + timedelta(days=1), shift(as_of, days), as_of, "")
        self.asked = min(ready.period.first, self._period.first), max(ready.period.last, self._period.last)
        self._ready = replace(ready, period=self._period, asked=self.asked)
        self._cap = cap
        self._kept: dict[int, Rule] = {}
        self.not_checked: list[tuple[Rule, Sentence]] = []

    @property
    def span(self) -> tuple[date, date]:
        """The first and the last day looked at."""
        return self._period.first, self._period.last

    def shares(self, rule: Rule, contexts: list[Context]) -> bool:
        """Tell whether the SELECT of a rule's expectations is, to the letter, the same for the days ahead."""
        kind = kinds()[rule.kind]
        return all(
            kind.select(version.parameters, here) == kind.select(version.parameters, there)
            for version, here, there in zip(rule.versions, contexts, self._contexts(rule), strict=True)
        )

    def _contexts(self, rule: Rule) -> list[Context]:
        month_end = window_of("month", self._period.first)[1]
        return [replace(context, period_last=month_end) for context in self._ready.contexts(rule)]

    def add(self, rule: Rule, number: int, units: str | None = None) -> None:
        """Keep what a rule still asks of each rep as the table `ahead_<number>`, at most `cap` of it a rep.

        `units` is the table of its units with `ahead_due` and so on; without one they are laid out here.
        """
        session, kind = self._ready.session, kinds()[rule.kind]
        demand_calendar(self._ready, rule)
        waivers = self._ready.request.waivers
        excused = waivers_of(waivers, rule)
        temporary = []
        if units is None:
            units = f"units_ahead_{number}"
            temporary.append(units)
            self._lay_out(rule, units, numbered=excused)
        versions = [n for n, version in enumerate(rule.versions) if kind.looks_ahead(version.parameters)]
        missed = SQL(f"SELECT * FROM {units} WHERE ahead_missing > 0 AND version IN {literal(versions)}")
        pieces = None
        if excused or kind.divisible:
            own_rows = f"open_{number}"
            temporary.append(own_rows)
            row = "" if excused else ", row_number() OVER (ORDER BY rep_id) AS unit_row"
            session.create(own_rows, f"SELECT *{row} FROM ({missed}) m")
            missed = SQL(f"SELECT * FROM {own_rows}")
            if excused:
                cover = waived(session, rule, waivers, own_rows, ahead=True)
                assert cover.missed is not None  # noqa: S101  # the rule has waivers
                missed, pieces = cover.missed, SQL(cover.pieces)
                temporary.extend(cover.tables)
        session.create(f"ahead_{number}", self._select(rule, missed, pieces))
        self._kept[number] = rule
        session.drop(temporary)

    def _lay_out(self, rule: Rule, table: str, *, numbered: bool) -> None:
        session = self._ready.session
        with run_with_bounds(session, rule):
            lay_out_units(session, rule, self._contexts(rule), self._period, table, numbered=numbered, ahead=self.span)

    def _select(self, rule: Rule, missed: SQL, pieces: SQL | None) -> SQL:
        kind = kinds()[rule.kind]
        subject = "".join(f", {identifier(name)}" for name in kind.subject if name != "record_id")
        return render_file(
            TEMPLATE,
            missed=missed,
            excused=pieces,
            divisible=kind.divisible,
            recurring=kind.recurring,
            as_of=self._period.as_of,
            apart=SQL("".join(f", {identifier(name)}" for name in _APART if name in kind.subject)),
            subject=SQL(subject),
            order=SQL(f"overdue DESC, due_day NULLS LAST{subject}, trigger_row"),
            cap=self._cap,
        )

    def settled(self) -> Ahead:
        """Return what was gathered, what is overdue first, then by day; its tables go."""
        session = self._ready.session
        self._kept = dict(sorted(self._kept.items()))
        found: dict[str, list[Upcoming]] = {}
        totals: dict[str, int] = {}
        if self._kept:
            counted = " UNION ALL ".join(f"SELECT rep_id, total FROM ahead_{n} WHERE place = 1" for n in self._kept)
            totals = {
                rep_id: int(count)
                for rep_id, count in session.rows(f"SELECT rep_id, sum(total) FROM ({counted}) c GROUP BY rep_id")
            }
            for each in self._listed():
                found.setdefault(each.rep_id, []).append(each)
            session.drop([*(f"ahead_{number}" for number in self._kept), "ahead_kept"])
        for each_rep in found.values():
            each_rep.sort(key=_order)
        shown = {rep_id: found[rep_id][: self._cap] for rep_id in sorted(found)}
        omitted = {rep_id: totals[rep_id] - len(each) for rep_id, each in shown.items() if totals[rep_id] > len(each)}
        upcoming = tuple(each for rep in shown.values() for each in rep)
        return Ahead(self._period.as_of, self._period.last, upcoming, omitted, tuple(self.not_checked))

    def _listed(self) -> Iterator[Upcoming]:
        """Yield the first of each rep over all rules, and whatever shares the last one's rule and day.

        The order of subjects is settled by their words, which no table holds yet: hence those that tie.
        """
        session = self._ready.session
        places = {rule.id: place for place, rule in enumerate(sorted(self._kept.values(), key=lambda rule: rule.id))}
        alike = "\nUNION ALL\n".join(
            f"SELECT {number} AS rule, {places[rule.id]} AS rule_place, number, rep_id, trigger_row, answer_row, "
            f"overdue, coalesce(CASE WHEN overdue THEN behind_since ELSE due_day END, {literal(_END)}) AS due_on "
            f"FROM ahead_{number}"
            for number, rule in self._kept.items()
        )
        session.create(
            "ahead_kept",
            "SELECT * FROM ("
            "SELECT *, rank() OVER (PARTITION BY rep_id ORDER BY overdue DESC, due_on, rule_place) AS turn "
            f"FROM (\n{alike}\n) a) ranked WHERE turn <= {self._cap}",
        )
        kept = [
            Kept(
                self._kept[number],
                [],
                f"ahead_{number}",
                units_of(
                    session,
                    f"SELECT a.* FROM ahead_{number} a JOIN ahead_kept k ON k.rule = {number} AND k.number = a.number "
                    "ORDER BY a.number",
                ),
            )
            for (number,) in session.rows("SELECT DISTINCT rule FROM ahead_kept ORDER BY rule")
        ]
        named = {"records": ["SELECT answer_row FROM ahead_kept"]}
        for each in kept:
            number = each.table.removeprefix("ahead_")
            named.setdefault(each.source, []).append(f"SELECT trigger_row FROM ahead_kept WHERE rule = {number}")
        facts = Facts(look_up(session, named))
        for each in kept:
            for unit in each.units:
                yield self._upcoming(unit, each, facts)

    def _upcoming(self, unit: JudgedUnit, kept: Kept, facts: Facts) -> Upcoming:
        """Return what a unit asks, in the words of the rule's kind; that it may be met already is said with it."""
        rule, kind, policy = kept.rule, kinds()[kept.rule.kind], self._ready.request.policy
        if unit.overdue:
            unit = replace(unit, first_due=due_on(unit))
        parameters = rule.versions[unit.version].parameters
        named = facts.named(unit, kept.source)
        due = unit.due_day or Sentence("reminder.undated")
        shown = replace(told(unit, named, policy), missing=unit.ahead_missing, due=due, overdue=unit.overdue)
        count = 1 if kind.divisible else unit.ahead_missing
        unknown = min(unit.unknown, count)
        sentence = labelled(kind.reminder(parameters, shown), policy)
        cause = read_cause(unit.cause) if unit.cause is not None and unknown else None
        if cause is None or cause.kind is CauseKind.JUDGEMENT:
            unknown = 0  # a judgement that is missing is plainly still to be made
        else:
            why = naming(self._ready).sentence(cause, [rule])
            key = "due.perhaps" if unknown == count else "due.perhaps_some"
            sentence = Sentence(key, {"what": sentence, "count": unknown, "cause": why})
        return Upcoming(
            rep_id=unit.rep_id,
            rule=rule.id,
            clause=rule.clause,
            due_on=unit.first_due if unit.overdue else unit.due_day,
            count=count,
            subject=subject_of(kind, parameters, unit, named),
            sentence=sentence,
            overdue=unit.overdue,
            unknown=unknown,
        )


def _order(each: Upcoming) -> tuple[Any, ...]:
    return not each.overdue, each.due_on or _END, each.rule, sorted(each.subject.items())
