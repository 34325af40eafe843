"""What falls due next as web pages: one for whoever leads the reps, one for each rep, which names nobody else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from checklist.model import Audit, Period
from checklist.reporters.due.reading import DueReading
from checklist.reporters.localised import LocalWording
from checklist.reporters.reading import Reading
from checklist.reporters.site import Site
from checklist.reporters.slugs import rep_page_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from checklist.auditing import DueList
    from checklist.reporters.options import Options
    from checklist.scoring import Rep
    from checklist.wording import Wording

FORMAT = "html"
SUFFIX = ""
KIND: Literal["folder"] = "folder"

INDEX = "index.html"


def render(due: DueList, wording: Wording, options: Options) -> Iterator[tuple[str, bytes]]:
    """Yield the page of all reps, then each rep's own."""
    reading = DueReading(due, LocalWording(wording))
    site = Site(Reading(_as_audit(due), reading.wording), options, (wording.language,), {}, ("due",))
    yield (
        INDEX,
        site.page("due", INDEX, due=_head(reading), rep=None, reps=[_line(reading, rep) for rep in _order(reading)]),
    )
    yield from site.files()
    for rep in due.reps:
        name = rep_page_name(rep.rep_id)
        yield name, site.page("due", name, due=_head(reading), rep=_rep(reading, rep), reps=[])


def _as_audit(due: DueList) -> Audit:
    """Return what the surroundings of a page say, as those of an audit's pages do."""
    ahead = due.ahead
    period = Period(ahead.as_of, ahead.until, ahead.as_of, "")
    return Audit(due.version, due.policy, period, due.inputs, due.notices, (), (), None, 0)


def _head(reading: DueReading) -> dict[str, Any]:
    ahead, say = reading.due.ahead, reading.wording.say
    return {
        "title": reading.policy_title(),
        "version": reading.due.policy.version,
        "as_of": ahead.as_of,
        "until": reading.day(ahead.until),
        # Notices may name reps: they stand on the page of whoever leads them alone.
        "notices": [say(each.sentence) for each in reading.due.notices],
        "not_checked": [(reading.rule_title(rule.id), say(reason)) for rule, reason in ahead.not_checked],
    }


def _order(reading: DueReading) -> list[Rep]:
    """Return the reps, those with most overdue first."""
    return sorted(reading.due.reps, key=lambda rep: (*(-each for each in reading.sums(rep.rep_id)), rep.rep_id))


def _line(reading: DueReading, rep: Rep) -> dict[str, Any]:
    overdue, soon, later = reading.sums(rep.rep_id)
    return {
        "href": rep_page_name(rep.rep_id),
        "rep_id": rep.rep_id,
        "name": rep.name,
        "team": rep.team,
        "overdue": overdue,
        "soon": soon,
        "later": later,
    }


def _rep(reading: DueReading, rep: Rep) -> dict[str, Any]:
    say, value = reading.wording.say, reading.wording.value
    return _line(reading, rep) | {
        "duties": [
            {
                "when": reading.when(each),
                "overdue": each.overdue,
                "text": say(each.sentence),
                "title": reading.rule_title(each.rule),
                "clause": each.clause,
                "advice": value(reading.rules[each.rule].advice),
            }
            for each in reading.duties(rep.rep_id)
        ],
        "more": reading.due.ahead.omitted.get(rep.rep_id, 0),
    }
