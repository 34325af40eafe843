"""Waivers in an audit: checked against the policy and the people, laid over each rule, reported at the end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from checklist.model import InputSummary
from checklist.model.errors import grouped
from checklist.waivers import Cover, People, check_approvers, cover, lay_out_waivers, rule_errors, waiver_notices

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from checklist.engine import Session
    from checklist.model import Notice, Period, Policy, Rule, Waiver, WaiverFile, WaiverUse


def check_waivers(waivers: Sequence[Waiver], policy: Policy, session: Session) -> None:
    """Refuse waivers of unknown rules, and those that their own beneficiary approved; lay the others out.

    Needs the tables `judged` and `care`.
    """
    errors = [*rule_errors(waivers, policy), *check_approvers(waivers, _people(session, waivers))]
    if errors:
        raise grouped(errors)
    lay_out_waivers(session, waivers)


def _people(session: Session, waivers: Sequence[Waiver]) -> People:
    """Return everyone on the roster or in the log, and who has the customers that waivers name in care."""
    reps = {
        rep_id: (name, team)
        for rep_id, name, team in session.rows(
            "SELECT rep_id, name, team FROM judged UNION SELECT rep_id, name, team FROM loaded_reps "
            "ORDER BY rep_id, name, team"
        )
    }
    named = {customer for each in waivers for customer in each.customers}
    carers: dict[str, set[str]] = {}
    for customer, rep_id in session.rows("SELECT DISTINCT customer_id, rep_id FROM care") if named else ():
        if customer in named:
            carers.setdefault(customer, set()).add(rep_id)
    return People(reps, {customer: frozenset(each) for customer, each in carers.items()})


def waivers_of(file: WaiverFile | None, rule: Rule) -> bool:
    """Tell whether any waiver is for the rule."""
    return file is not None and any(each.rule == rule.id for each in file.waivers)


def waived(session: Session, rule: Rule, file: WaiverFile | None, units: str, *, ahead: bool = False) -> Cover:
    """Lay the waivers of a rule over its table of units."""
    return Cover() if file is None else cover(session, rule, file.waivers, units, ahead=ahead)


def in_file_order(file: WaiverFile | None, uses: Sequence[WaiverUse]) -> tuple[WaiverUse, ...]:
    """Return every waiver with what it came to; one whose rule was not judged came to nothing."""
    from checklist.model import WaiverUse

    if file is None:
        return ()
    used = {use.waiver.id: use for use in uses}
    return tuple(used.get(each.id, WaiverUse(each)) for each in file.waivers)


def notices_of(uses: Sequence[WaiverUse], period: Period, policy: Policy) -> Iterator[Notice]:
    """Yield what must be said of the waivers."""
    yield from waiver_notices(uses, period, frozenset(rule.id for rule in policy.rules))


def as_input(file: WaiverFile | None) -> tuple[InputSummary, ...]:
    """Return the waiver file as one of the inputs: every entry is read, or the file is refused."""
    if file is None:
        return ()
    count = len(file.waivers)
    return (InputSummary("waivers", file.path, file.sha256, count, count, 0, 0, 0),)
