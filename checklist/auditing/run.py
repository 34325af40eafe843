"""The one path: every rule judged for every rep, findings rolled up into an `Audit`."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from checklist.auditing.activity import activity_of
from checklist.auditing.ahead import LISTED, look_ahead
from checklist.auditing.demands import demand_calendar, demand_dates
from checklist.auditing.describing import labelled
from checklist.auditing.deviations import show
from checklist.auditing.judging import Counts, judge, outcome_of
from checklist.auditing.notices import distinct, keyless_notices
from checklist.auditing.preparing import Ready, Request, load_data, prepare, ready_for, yesterday
from checklist.auditing.queries import check_query, run_with_bounds
from checklist.auditing.shown import excluding_notices, why_not_checked
from checklist.auditing.waiving import as_input, in_file_order, notices_of, waived, waivers_of
from checklist.calendars import split_period
from checklist.kinds import kinds
from checklist.model import Audit, Deviation, Finding, Outcome, Sentence, UsageError
from checklist.scoring import Rep, Scorer, firm_score, team_scores
from checklist.waivers import Cover

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from checklist.model import Policy, Rule, WaiverUse


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
    request, session, policy = ready.request, ready.session, ready.request.policy
    reps = [Rep(*row) for row in session.rows("SELECT rep_id, name, team, manager FROM judged ORDER BY rep_id")]
    findings: dict[str, list[Finding]] = {rep.rep_id: [] for rep in reps}
    deviations: list[Deviation] = []
    uses: list[WaiverUse] = []
    count = 0
    for number, rule in enumerate(policy.rules):
        if request.progress is not None:
            request.progress(number, len(policy.rules), rule.id)
        found, shown = judge_rule(ready, rule, list(findings))
        for finding in found:
            findings[finding.rep_id].append(finding)
            count += shown.counts.get(finding.rep_id, 0)
        deviations.extend(shown.deviations)
        uses.extend(shown.uses)
    waivers = in_file_order(request.waivers, uses)
    ready.notices.extend(notices_of(waivers, ready.period, policy))
    if request.progress is not None:
        request.progress(len(policy.rules), len(policy.rules), "")
    scorer = Scorer(policy)
    scored = [scorer.scorecard(rep, findings[rep.rep_id]) for rep in reps]
    deviations.sort(key=lambda each: (each.rep_id, each.rule, each.due_on, sorted(each.subject.items())))
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
        upcoming=look_ahead(ready, cap=LISTED).upcoming if request.upcoming else (),
        activity=activity_of(ready) if request.activity else {},
        extra={"requirements": _requirements(policy)},
    )


def _requirements(policy: Policy) -> dict[str, Sentence]:
    """Return what each rule asks, by its latest version, for reports to say."""
    return {
        rule.id: labelled(kinds()[rule.kind].requirement(rule.versions[-1].parameters), policy) for rule in policy.rules
    }


@dataclass(slots=True)
class Shown:
    """A rule's listed deviations, how many each rep has in all, and what its waivers came to."""

    deviations: list[Deviation] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    uses: list[WaiverUse] = field(default_factory=list)


def judge_rule(ready: Ready, rule: Rule, reps: Sequence[str]) -> tuple[list[Finding], Shown]:
    """Judge one rule for every rep: exactly one finding each, and the deviations to show."""
    reason = why_not_checked(rule, ready.request.policy, ready.loaded)
    if reason is not None:
        return [_finding(rule, rep, Outcome.NOT_CHECKED, Counts(), reason, Cover()) for rep in reps], Shown()
    ready.notices.extend(excluding_notices(rule, ready.request.policy, ready.loaded))
    demand_calendar(ready, rule)
    contexts = ready.contexts(rule)
    ready.notices.extend(keyless_notices(ready, rule, contexts))
    if rule.kind == "query":
        check_query(ready.session, rule)
    with run_with_bounds(ready.session, rule):
        numbered = waivers_of(ready.request.waivers, rule)
        judgement = judge(ready.session, rule, contexts, ready.period, numbered=numbered)
        covered = waived(ready.session, rule, ready.request.waivers)
    demand_dates(ready, judgement)
    outcomes = {}
    for rep in reps:
        counts = judgement.counts.get(rep, Counts())
        outcome, why = outcome_of(rule, counts, ready.request.policy)
        if outcome is Outcome.NOT_APPLICABLE and rep in judgement.not_for:
            why = Sentence("reason.not_for_rep")
        outcomes[rep] = (outcome, counts, why)
    undecided = frozenset(rep for rep, (outcome, _, _) in outcomes.items() if outcome is Outcome.NOT_CHECKED)
    totals = {
        rep: counts.deviations for rep, (_, counts, _) in outcomes.items() if counts.deviations and rep not in undecided
    }
    cap = ready.request.max_deviations
    shown = show(ready.session, rule, contexts, ready.request.policy, cap, undecided) if totals else []
    findings = [
        _finding(rule, rep, outcome, counts, why, covered, max(0, totals.get(rep, 0) - cap))
        for rep, (outcome, counts, why) in outcomes.items()
    ]
    return findings, Shown(shown, totals, covered.uses)


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
        unjudged=counts.unknown,
        waived=covered.units.get(rep, 0),
        reason=reason,
        waivers=covered.waivers.get(rep, ()),
        omitted_deviations=omitted,
    )
