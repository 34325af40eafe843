"""Every expectation of one rule and rep: what triggered it, when it fell due, and what met it or did not."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from checklist.auditing.causes import naming
from checklist.auditing.describing import labelled, moment, subject_of, told
from checklist.auditing.deviations import due_on, identity
from checklist.auditing.facts import Kept, evidence_of, facts_of, look_up, over, units_of
from checklist.auditing.judging import lay_out_units, select_units
from checklist.auditing.run import judge_rule
from checklist.auditing.shown import why_not_checked
from checklist.auditing.waiving import waived
from checklist.calendars import parse_span
from checklist.engine import SQL, identifier, literal
from checklist.kinds import kinds
from checklist.model.causes import read_cause
from checklist.model.timing import phase

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from checklist.auditing.facts import Fact, Named
    from checklist.auditing.preparing import Ready
    from checklist.kinds import Kind
    from checklist.model import Deviation, Evidence, Finding, JudgedUnit, Rule, Sentence

EXPECTATIONS = 1000
"""How many expectations of a rep are listed at most; the counts of the finding are always whole."""

_LONGEST_STRIP = 92
_UNITS, _EXPLAINED, _SHOWN = "units_explained", "explained", "shown_explained"
WORKING, OFF, AWAY, OUTSIDE, UNKNOWN = "w", ".", "a", "x", "?"
"""The letters of a strip: a working day, a day off, an absence, outside employment or the log's span, not known."""


@dataclass(frozen=True, slots=True)
class Days:
    """The days that an expectation waited, one letter a day from `first` on."""

    first: date
    letters: str


@dataclass(frozen=True, slots=True)
class Expectation:
    """One expectation, or a run of unit-days that share an answer: `first_due` to `last_due`.

    `state` is `met`, `unmet`, `unknown` or `pending`. `sentence` says what the log shows of an unmet one, whose
    deviation is `deviation`, and why an unknown one is so: `cause` is the key of that, `line` says what settles it.
    `waiver` names the waiver that covers it, `waived` counts the units covered. `late` is the record that would have
    met it, had it come in time: `late_days` after the due day.
    """

    first_due: date | None
    last_due: date | None
    units: int
    state: str
    subject: dict[str, str]
    trigger: str | None
    answer: str | None
    deadline: str | None
    evidence: tuple[Evidence, ...] = ()
    sentence: Sentence | None = None
    deviation: str | None = None
    waiver: str | None = None
    waived: int = 0
    cause: str | None = None
    line: Sentence | None = None
    late: Evidence | None = None
    late_days: int | None = None
    days: Days | None = None


@dataclass(frozen=True, slots=True)
class Explanation:
    """What became of a rule for one rep, with its expectations in the order in which they fell due."""

    finding: Finding
    expectations: tuple[Expectation, ...]
    not_checked: Sentence | None
    omitted: int = 0


def explain(ready: Ready, rule: Rule, reps: Sequence[str], cap: int = EXPECTATIONS) -> list[Explanation]:
    """Return for each rep every expectation of a rule that has to do with the period, at most `cap` of each."""
    with phase("rules", rule.id):
        return _explained(ready, rule, reps, cap)


def _explained(ready: Ready, rule: Rule, reps: Sequence[str], cap: int) -> list[Explanation]:
    findings, _ = judge_rule(ready, rule, reps)
    by_rep = {finding.rep_id: finding for finding in findings}
    not_shown = why_not_checked(rule, ready.request.policy, ready.loaded, ready.unread)
    if not_shown is not None:
        return [Explanation(by_rep[rep], (), not_shown.reason) for rep in reps]
    lay_out_units(ready.session, rule, ready.contexts(rule), ready.period, _UNITS, numbered=True)
    work = _Work(ready, rule, kinds()[rule.kind])
    totals = _lay_out(work, reps, cap)
    found = _expectations(work)
    shown = Counter({rep: len(each) for rep, each in found.items()})
    return [
        Explanation(by_rep[rep], tuple(each for _, each in found.get(rep, ())), None, max(0, totals[rep] - shown[rep]))
        for rep in reps
    ]


def find_deviation(ready: Ready, name: str) -> Deviation | None:
    """Return the deviation of that identity, looking at every rule; None if the period has none."""
    reps = [row[0] for row in ready.session.rows("SELECT rep_id FROM judged ORDER BY rep_id")]
    whole = replace(ready, request=replace(ready.request, max_deviations=1_000_000_000))
    for rule in ready.request.policy.rules:
        _, deviations = judge_rule(whole, rule, reps)
        for deviation in deviations:
            if deviation.id == name:
                return deviation
    return None


def rule_sql(ready: Ready, rule: Rule) -> list[SQL]:
    """Return the query of each version of a rule, as it runs."""
    return [
        select_units(rule, version, context, ready.period)
        for version, context in zip(rule.versions, ready.contexts(rule), strict=True)
    ]


@dataclass(frozen=True, slots=True)
class _Work:
    """What is explained: one rule, judged last."""

    ready: Ready
    rule: Rule
    kind: Kind
    strips: dict[tuple[str, date], str] = field(default_factory=dict)

    @property
    def table(self) -> str:
        return self.kind.trigger_table(self.rule.versions[0].parameters)


def _lay_out(work: _Work, reps: Sequence[str], cap: int) -> Counter[str]:
    """Keep everything that the reps were, or will be, asked for as the table of what is shown; count it by rep."""
    session = work.ready.session
    excused = waived(session, work.rule, work.ready.request.waivers, _UNITS).missed
    waivers = "0 AS waived, CAST(NULL AS VARCHAR) AS waiver" if excused is None else "m.waived, m.waiver"
    join = (
        ""
        if excused is None
        else f"LEFT JOIN (SELECT unit_row, waived, waiver FROM ({excused}) e) m ON m.unit_row = u.unit_row "
    )
    names = [name for name in work.kind.subject if name != "record_id"]
    order = SQL(", ".join(["first_due NULLS LAST", *(identifier(name) for name in names), "trigger_row", "last_due"]))
    session.create(
        _EXPLAINED,
        f"SELECT u.*, {waivers}, row_number() OVER (PARTITION BY u.rep_id ORDER BY {_of_u(order)}) AS place "
        f"FROM {_UNITS} u {join}"
        f"WHERE u.rep_id IN {literal(list(reps))} AND u.due + u.open_in_period + u.open_after > 0",
    )
    session.create(
        _SHOWN,
        f"SELECT *, row_number() OVER (ORDER BY rep_id, {order}) AS number FROM {_EXPLAINED} WHERE place <= {cap}",
    )
    return Counter(dict(session.rows(f"SELECT rep_id, count(*) FROM {_EXPLAINED} GROUP BY rep_id")))


def _of_u(order: SQL) -> str:
    return ", ".join(f"u.{part}" for part in order.split(", "))


def _expectations(work: _Work) -> dict[str, list[tuple[int, Expectation]]]:
    """Return what is shown, by rep; a unit that is met in part stands once for each part."""
    ready, rule, kind = work.ready, work.rule, work.kind
    units = units_of(ready.session, f"SELECT * FROM {_SHOWN} ORDER BY number")
    kept = Kept(rule, ready.contexts(rule), _SHOWN, units)
    facts = facts_of(ready.session, [kept])
    late = _late(work)
    waits = [_Waiting(unit, named, _since(unit, named)) for unit in units for named in (facts.named(unit, work.table),)]
    _strips(work, waits)
    found: dict[str, list[tuple[int, Expectation]]] = {}
    for each in waits:
        unit, named = each.unit, each.named
        subject = subject_of(kind, rule.versions[unit.version].parameters, unit, named)
        common: dict[str, Any] = {
            "subject": subject | ({"customer_id": unit.customer_id} if unit.customer_id else {}),
            "trigger": _record(named.trigger) if work.table == "records" else None,
            "answer": _record(named.answer),
            "deadline": told(unit, named, ready.request.policy).deadline,
            "evidence": facts.evidence(unit, kept),
        }
        listed = found.setdefault(unit.rep_id, [])
        for state, count in _parts(unit):
            first, last = _span(unit, state, divisible=kind.divisible)
            part = Expectation(first, last, count, state, days=_days(work, each, last), **common)
            if state == "unmet":
                part = _missed(work, each, part, late.get(unit.number))
            elif state == "unknown":
                part = _open(work, unit, part)
            listed.append((unit.number, part))
    return found


@dataclass(frozen=True, slots=True)
class _Waiting:
    """A unit, what it names, and the day from which it waited."""

    unit: JudgedUnit
    named: Named
    since: date | None


def _parts(unit: JudgedUnit) -> list[tuple[str, int]]:
    """Return how many units of a row are met, unmet or unknown, and still open."""
    parts = [
        ("met", unit.due - unit.missing - unit.unknown_due),
        ("unmet", unit.missing),
        ("unknown", unit.unknown_due),
        ("pending", unit.open_in_period + unit.open_after),
    ]
    return [(state, count) for state, count in parts if count]


def _span(unit: JudgedUnit, state: str, *, divisible: bool) -> tuple[date | None, date | None]:
    if not divisible:
        return unit.first_due, unit.last_due
    return (unit.open_first, unit.open_last) if state == "pending" else (unit.judged_first, unit.judged_last)


def _missed(work: _Work, waiting: _Waiting, each: Expectation, late: Evidence | None) -> Expectation:
    """Return an unmet expectation with what the log shows of it, its deviation, waiver, and near miss."""
    unit, policy = waiting.unit, work.ready.request.policy
    parameters = work.rule.versions[unit.version].parameters
    subject = subject_of(work.kind, parameters, unit, waiting.named)
    return replace(
        each,
        sentence=labelled(work.kind.sentence(parameters, told(unit, waiting.named, policy)), policy),
        deviation=identity(work.rule.id, subject, unit),
        waiver=unit.waiver,
        waived=unit.waived,
        late=late,
        late_days=None if late is None else (date.fromisoformat(late.occurred_at[:10]) - due_on(unit)).days,
    )


def _open(work: _Work, unit: JudgedUnit, each: Expectation) -> Expectation:
    """Return an unknown expectation with why it is so, and what settles it."""
    assert unit.cause is not None  # noqa: S101  # nothing is unknown without a cause
    named, key = naming(work.ready), read_cause(unit.cause)
    return replace(each, cause=unit.cause, sentence=named.sentence(key, [work.rule]), line=named.line(key, [work.rule]))


def _late(work: _Work) -> dict[int, Evidence]:
    """Return by number the record that came too late, where the kind can tell."""
    session = work.ready.session
    rows: dict[int, int] = {}
    for index, (version, context) in enumerate(zip(work.rule.versions, work.ready.contexts(work.rule), strict=True)):
        select = work.kind.late(version.parameters, context)
        if select is not None:
            own = over(f"(SELECT * FROM {_SHOWN} WHERE version = {index}) v", select)
            rows |= dict(session.rows(f"SELECT number, min(row_id) FROM ({own}) l GROUP BY number"))
    if not rows:
        return {}
    facts = look_up(session, {"records": [f"SELECT * FROM (VALUES {_listed(rows.values())}) v(row_id)"]})["records"]
    return {number: evidence_of(facts[row], "records") for number, row in sorted(rows.items())}


def _listed(numbers: Iterable[int]) -> str:
    return ", ".join(f"({number})" for number in numbers)


def _strips(work: _Work, waits: Sequence[_Waiting]) -> None:
    """Look up what every day was for the reps that units are of."""
    starts = [each.since for each in waits if each.since is not None]
    ends = [each.unit.last_due for each in waits if each.unit.last_due is not None]
    if not starts or not ends:
        return
    session, period = work.ready.session, work.ready.period
    last = min(max(ends), max(period.last, period.as_of) + timedelta(days=_LONGEST_STRIP))
    for rep_id, day, letter in session.rows(
        f"SELECT p.rep_id, p.day, CASE WHEN p.present THEN CASE WHEN d.working IS NULL THEN '{UNKNOWN}' "
        f"WHEN d.working THEN '{WORKING}' ELSE '{OFF}' END "
        f"WHEN p.day BETWEEN j.employed_from AND j.employed_to AND EXISTS (SELECT 1 FROM absences a "
        f"WHERE a.rep_id = p.rep_id AND p.day BETWEEN a.\"from\" AND a.\"to\") THEN '{AWAY}' ELSE '{OUTSIDE}' END "
        "FROM presence p JOIN judged j ON j.rep_id = p.rep_id JOIN days d ON d.day = p.day "
        f"WHERE p.rep_id IN (SELECT rep_id FROM {_SHOWN}) "
        f"AND p.day BETWEEN {literal(min(starts))} AND {literal(last)}"
    ):
        work.strips[rep_id, day] = letter


def _since(unit: JudgedUnit, named: Named) -> date | None:
    """Return the day from which an expectation waited: its trigger's, its last answer's, or its window's first."""
    for fact in (named.trigger, named.answer):
        if isinstance(fact.at, datetime):
            return fact.at.date()
    return unit.first_due if unit.window is None else parse_span(unit.window)[0]


def _days(work: _Work, waiting: _Waiting, last: date | None) -> Days | None:
    since = waiting.since
    # Nothing waits within a single day, nor for a judgement that may be years old.
    if since is None or last is None or since >= last or work.table == "attestations":
        return None
    first = max(since, last - timedelta(days=_LONGEST_STRIP - 1))
    count = (last - first).days + 1
    rep_id = waiting.unit.rep_id
    letters = "".join(work.strips.get((rep_id, first + timedelta(days=n)), OUTSIDE) for n in range(count))
    return Days(first, letters)


def _record(fact: Fact) -> str | None:
    at = moment(fact)
    return None if at is None else " ".join(str(part) for part in (fact.type, fact.label, at) if part)
