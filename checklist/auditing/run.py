"""The one path: every rule judged for every rep, findings rolled up into an `Audit`."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

from checklist.auditing.activity import activity_of
from checklist.auditing.ahead import HORIZON, LISTED, Outlook, asks_ahead
from checklist.auditing.causes import causes_of, naming, unknown_reason
from checklist.auditing.demands import demand_calendar, demand_dates
from checklist.auditing.describing import labelled
from checklist.auditing.deviations import deviations_of, keep_shown, possible_shortfalls, shortfalls
from checklist.auditing.judging import Counts, count_units, lay_out_units, outcome_of
from checklist.auditing.notices import distinct, keyless_notices
from checklist.auditing.preparing import Ready, Request, load_data, prepare, ready_for, yesterday
from checklist.auditing.queries import run_with_bounds
from checklist.auditing.shown import applying_notices, excluding_notices, why_not_checked
from checklist.auditing.side_by_side import side_by_side
from checklist.auditing.waiving import as_input, in_file_order, notices_of, waived, waivers_of
from checklist.calendars import split_period
from checklist.engine import SQL
from checklist.kinds import kinds
from checklist.model import Audit, Finding, Outcome, Sentence, UsageError
from checklist.model.timing import phase
from checklist.scoring import Rep, Scorer, firm_score, team_scores
from checklist.waivers import Cover

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from checklist.auditing.facts import Kept
    from checklist.model import Deviation, Notice, Policy, Rule, WaiverUse


def run(request: Request) -> Audit:
    """Audit: judge every rule of the policy for every rep, and roll the findings up."""
    with prepare(request) as ready:
        return _audit(ready)


def run_each(request: Request, each: str) -> Iterator[Audit]:
    """Audit every week, month, quarter or year of the request's period, the earliest first, over one load.

    Each is what an audit of that period alone would be. A window that the period holds only part of is
    judged for that part; windows that begin after the last day seen are left out.
    """
    if request.period is None:
        raise UsageError("goes_with", field="--each", other="--period")
    seen = request.as_of or yesterday(request.policy)
    periods = split_period(request.period, each, seen)
    with load_data(request) as data:
        for period in periods:
            yield _audit(ready_for(data, period))


def _audit(ready: Ready) -> Audit:
    """Judge rule by rule; what their deviations name is looked up once, when all are judged."""
    request, session, policy = ready.request, ready.session, ready.request.policy
    reps = [Rep(*row) for row in session.rows("SELECT rep_id, name, team, manager FROM judged ORDER BY rep_id")]
    findings: dict[str, list[Finding]] = {rep.rep_id: [] for rep in reps}
    outlook = Outlook(ready, HORIZON, LISTED) if request.upcoming else None
    ready.asked = None if outlook is None else outlook.asked
    judged = _judge_all(ready, list(findings), outlook)
    for each in judged:
        ready.notices.extend(each.notices)
        for finding in each.findings:
            findings[finding.rep_id].append(finding)
    with phase("ahead"):
        upcoming = () if outlook is None else outlook.settled().upcoming
    waivers = in_file_order(request.waivers, [use for each in judged for use in each.uses])
    ready.notices.extend(notices_of(waivers, ready.period, policy))
    if request.progress is not None:
        request.progress(len(policy.rules), len(policy.rules), "")
    with phase("evidence"):
        deviations = _shown(ready, [each.shown for each in judged])
        possible = _shown(ready, [each.possible for each in judged])
    count = sum(sum(each.counts.values()) for each in judged)
    with phase("scores"):
        scorer = Scorer(policy)
        scored = [scorer.scorecard(rep, findings[rep.rep_id]) for rep in reps]
    activity = {}
    if request.activity:
        with phase("activity"):
            activity = activity_of(ready)
    return Audit(
        version=request.version,
        policy=policy,
        period=ready.period,
        inputs=(*ready.loaded.inputs, *as_input(request.waivers)),
        notices=distinct((*ready.loaded.notices, *ready.notices)),
        scorecards=tuple(card for card, _ in scored),
        deviations=tuple(deviations),
        score=firm_score(total for _, total in scored),
        deviation_count=count,
        omitted_deviations=count - len(deviations),
        rejects=ready.loaded.rejects,
        waivers=waivers,
        team_scores=team_scores(scored),
        upcoming=upcoming,
        activity=activity,
        requirements=_requirements(policy),
        causes=causes_of(ready, [card for card, _ in scored]),
        possible=tuple(possible),
    )


def _requirements(policy: Policy) -> dict[str, Sentence]:
    """Return what each rule asks, by its latest version, for reports to say."""
    return {
        rule.id: labelled(kinds()[rule.kind].requirement(rule.versions[-1].parameters), policy) for rule in policy.rules
    }


def _judge_all(ready: Ready, reps: Sequence[str], outlook: Outlook | None) -> list[_Judged]:
    """Judge every rule, side by side where the session has room for that; what is shown is in the rules' order."""
    rules = ready.request.policy.rules

    def judge(number: int) -> _Judged:
        with phase("rules", rules[number].id):
            return _judge(ready, rules[number], reps, number, outlook)

    def tell(done: int, number: int) -> None:
        if ready.request.progress is not None:
            ready.request.progress(done, len(rules), rules[number].id)

    return side_by_side(ready.session, [partial(judge, number) for number in range(len(rules))], tell)


@dataclass(frozen=True, slots=True)
class _Judged:
    """A rule judged: a finding for each rep, its deviations by rep and the rows to show of them, its waivers' use."""

    findings: list[Finding]
    counts: dict[str, int] = field(default_factory=dict)
    shown: Kept | None = None
    possible: Kept | None = None
    uses: Sequence[WaiverUse] = ()
    notices: Sequence[Notice] = ()


def judge_rule(ready: Ready, rule: Rule, reps: Sequence[str]) -> tuple[list[Finding], list[Deviation]]:
    """Judge one rule by itself for every rep: exactly one finding each, and the deviations to show."""
    judged = _judge(ready, rule, reps)
    return judged.findings, _shown(ready, [judged.shown])


def _shown(ready: Ready, kept_tables: Sequence[Kept | None]) -> list[Deviation]:
    """Return the deviations, or possible shortfalls, to show of all these rules; their tables go."""
    shown = [kept for kept in kept_tables if kept is not None]
    if not shown:
        return []
    found = list(deviations_of(ready.session, shown, ready.request.policy))
    ready.session.drop([*(kept.table for kept in shown), "evidence_rows"])
    found.sort(key=lambda each: (each.rep_id, each.rule, each.due_on, sorted(each.subject.items())))
    return found


def _judge(ready: Ready, rule: Rule, reps: Sequence[str], number: int = 0, outlook: Outlook | None = None) -> _Judged:
    """Judge one rule: its units are laid out once and read twice, for the period and for the days ahead.

    They stand in `units_<number>` until both have read them; what is shown of them stays in `shown_<number>`.
    """
    session, request = ready.session, ready.request
    looks_ahead = outlook is not None and asks_ahead(rule)
    not_shown = why_not_checked(rule, request.policy, ready.loaded, ready.unread)
    if not_shown is not None:
        # The cause has no units: a rule that is not checked as a whole has no counts.
        counts = Counts(causes=() if not_shown.cause is None else ((not_shown.cause, 0),))
        return _Judged([_finding(rule, rep, Outcome.NOT_CHECKED, counts, not_shown.reason, Cover()) for rep in reps])
    demand_calendar(ready, rule)
    contexts = ready.contexts(rule)
    excluding = excluding_notices(rule, request.policy, ready.loaded, ready.unread)
    notices = [*excluding, *applying_notices(rule, ready.unread), *keyless_notices(ready, rule, contexts)]
    units = f"units_{number}"
    shared = outlook is not None and looks_ahead and outlook.shares(rule, contexts)
    ahead = outlook.span if outlook is not None and shared else None
    with run_with_bounds(session, rule):
        numbered = waivers_of(request.waivers, rule)
        lay_out_units(session, rule, contexts, ready.period, units, numbered=numbered, ahead=ahead)
        judgement = count_units(session, rule, contexts, units)
        covered = waived(session, rule, request.waivers, units)
    demand_dates(ready, judgement)
    outcomes = {}
    for rep in reps:
        counts = judgement.counts.get(rep, Counts())
        outcome, why = outcome_of(rule, counts, ready.unshown)
        if outcome is Outcome.NOT_CHECKED and why is None:
            why = unknown_reason(naming(ready), rule, counts.causes, counts.unknown)
        if outcome is Outcome.NOT_APPLICABLE and rep in judgement.not_for:
            why = Sentence("reason.not_for_rep")
        outcomes[rep] = (outcome, counts, why)
    totals = {rep: counts.deviations for rep, (_, counts, _) in outcomes.items() if counts.deviations}
    cap = request.max_deviations
    shown = None
    if totals:
        rows = covered.missed or SQL(f"SELECT *, 0 AS waived, CAST(NULL AS VARCHAR) AS waiver FROM {units}")
        shown = keep_shown(session, rule, contexts, shortfalls(rule, rows, "missing"), f"shown_{number}", cap)
    possible = None
    if any(counts.possible for _, counts, _ in outcomes.values()):
        possible = keep_shown(session, rule, contexts, possible_shortfalls(rule, units), f"possible_{number}", cap)
    if outlook is not None and looks_ahead:
        with phase("ahead"):
            outlook.add(rule, number, units if shared else None)
    session.drop([units, *covered.tables])
    findings = [
        _finding(rule, rep, outcome, counts, why, covered, max(0, totals.get(rep, 0) - cap))
        for rep, (outcome, counts, why) in outcomes.items()
    ]
    return _Judged(findings, totals, shown, possible, covered.uses, notices)


def _finding(  # a finding's parts
    rule: Rule, rep: str, outcome: Outcome, counts: Counts, reason: Sentence | None, covered: Cover, omitted: int = 0
) -> Finding:
    return Finding(
        rule=rule.id,
        clause=rule.clause,
        rep_id=rep,
        outcome=outcome,
        expected=counts.expected,
        met=counts.met,
        pending=counts.pending,
        pending_in_period=counts.pending_in_period,
        unknown=counts.unknown,
        causes=counts.causes,
        waived=covered.units.get(rep, 0),
        reason=reason,
        waivers=covered.waivers.get(rep, ()),
        omitted_deviations=omitted,
    )
