"""Judge one rule: its expectations, cut to the period, become each rep's counts and the missed units."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from checklist.calendars import shift
from checklist.engine import SQL, DatabaseError, Session, identifier, literal, render_file
from checklist.kinds import Context, kinds
from checklist.model import Outcome, Sentence
from checklist.model.causes import CauseKind, cause_key

if TYPE_CHECKING:
    from checklist.model import Period, Rule, RuleVersion

_FOLDER = Path(__file__).parent
_NO_DAY = date(1, 1, 1)
_LAST_DAY = date(9999, 12, 31)
_SHIFTS = {"at_least": ("from", 0), "above": ("from", 1), "at_most": ("to", 0), "below": ("to", -1)}


@dataclass(frozen=True, slots=True)
class Counts:
    """One rep's units of one rule: due up to `as_of` and known, met, unknown, due later in the period, or after it.

    `causes` are the keys of the causes for which units are unknown, the least first, each with how many.
    """

    expected: int = 0
    met: int = 0
    unknown: int = 0
    pending_in_period: int = 0
    pending_after: int = 0
    causes: tuple[tuple[str, int], ...] = ()
    deviations: int = 0
    possible: int = 0

    @property
    def pending(self) -> int:
        """All units that are still open."""
        return self.pending_in_period + self.pending_after


@dataclass(slots=True)
class Judgement:
    """What became of one rule: counts by rep (none means nothing owed), and those that no version applies to."""

    counts: dict[str, Counts] = field(default_factory=dict)
    not_for: frozenset[str] = frozenset()


def select_units(
    rule: Rule, version: RuleVersion, context: Context, period: Period, ahead: tuple[date, date] | None = None
) -> SQL:
    """Return the SELECT of a rule version's expectations, each with what the period makes of it.

    Of those due after the period, the ones that arise in it are still open. With `ahead`, the first and last
    day that a look ahead is for, those that fall due then stand there too, and those without a day yet.
    """
    kind = kinds()[rule.kind]
    since, until = _tenure(version)
    condition = version.applies_to
    ahead_first, ahead_last = ahead or (None, None)
    bounds = [("judged_first", "judged_last", "due"), ("open_first", "open_last", "open_in_period")]
    if ahead:
        bounds.append(("ahead_first", "ahead_last", "ahead_due"))
    # What no later record and no leave could have changed is judged as it stands.
    excused = kind.reads_log and not kind.final(version.parameters)
    beyond = excused and context.span_last < period.judged_last
    if beyond:
        bounds.append(("beyond_first", "beyond_last", "beyond"))
    return render_file(
        _FOLDER / ("judge_runs.sql" if kind.divisible else "judge_units.sql"),
        select=kind.select(version.parameters, context),
        columns=kind.columns,
        first=period.first,
        last=period.last,
        judged_last=period.judged_last,
        beyond=beyond,
        outside=_outside(context, period) if excused else SQL("FALSE"),
        leave_open=context.leave_open and excused,
        beyond_from=shift(context.span_last, 1),
        span_last=context.span_last,
        span=literal(cause_key(CauseKind.SPAN)),
        open_first=period.as_of + timedelta(days=1),
        bounds=bounds,
        bounds_first=min(period.first, ahead_first or period.first),
        bounds_last=max(period.last, ahead_last or period.last),
        ahead_first=ahead_first,
        ahead_last=ahead_last,
        tenured=condition is not None and condition.tenure is not None,
        tenure_from=since,
        tenure_to=until,
        applies_to=SQL("TRUE") if condition is None else context.bounds(condition, "reps").surely,
        effective_from=version.effective_from,
        effective_to=version.effective_to,
        known_until=context.known_until,
        days_last=context.days_last,
    )


def _outside(context: Context, period: Period) -> SQL:
    """Return a test of a day `c.first_due` that the log does not span."""
    tests = []
    if context.span_last < period.judged_last:
        tests.append(f"c.first_due > {literal(context.span_last)}")
    if context.span_first is not None and context.span_first > period.first:
        tests.append(f"c.first_due < {literal(context.span_first)}")
    return SQL(f"({' OR '.join(tests)})" if tests else "FALSE")


def lay_out_units(
    session: Session,
    rule: Rule,
    contexts: list[Context],
    period: Period,
    table: str,
    *,
    numbered: bool = False,
    ahead: tuple[date, date] | None = None,
) -> None:
    """Keep the units of a rule, over all reps at once, as the table of that name.

    Several versions of a rule add up: each judges the duties that arose in its time. Of a row's units `due`
    fell due, `missing` of them unmet and `unknown_due` unknown, for the cause whose key is `cause`.
    `numbered` gives every row a `unit_row` to be found by; `ahead` is that of `select_units`, and adds
    `ahead_due`, `ahead_missing`, and of runs `ahead_first` and `ahead_last`. Raises `KindError`
    where the kind's SELECT does not yield the columns that it states.
    """
    kind = kinds()[rule.kind]
    parts = []
    for number, (version, context) in enumerate(zip(rule.versions, contexts, strict=True)):
        select = select_units(rule, version, context, period, ahead)
        parts.append(f"SELECT *, {number} AS version FROM (\n{select}\n) v{number}")
    units = "\nUNION ALL\n".join(parts)
    if numbered:
        # In an order that leaves nothing open: a machine that counts once more must come to the same numbers.
        names = [identifier(name) for name in kind.subject if name != "record_id"]
        order = ", ".join(
            ["rep_id", "version", "first_due", "last_due", "arises_on", *names, "trigger_row", "answer_row"]
        )
        units = f"SELECT *, row_number() OVER (ORDER BY {order}) AS unit_row FROM (\n{units}\n) n"
    try:
        session.create(table, units)
    except DatabaseError:
        # Every SELECT names the columns that its kind states: if it lacks one, that is told, and not what came of it.
        for version, context in zip(rule.versions, contexts, strict=True):
            with suppress(DatabaseError):
                kind.check_columns(session.columns(f"(\n{kind.select(version.parameters, context)}\n) s"))
        raise
    kind.check_columns(each for each in session.columns(identifier(table)) if each[0] in kind.columns)


def count_units(session: Session, rule: Rule, contexts: list[Context], table: str) -> Judgement:
    """Count what `lay_out_units` kept, rep by rep."""
    kind = kinds()[rule.kind]
    met = "CASE WHEN met > 0 THEN due ELSE 0 END" if kind.divisible else "CASE WHEN due > 0 THEN met ELSE 0 END"
    # Several runs of one overdue stretch are one deviation.
    first = f"row_number() OVER (PARTITION BY {overdue_stretch(rule)}, missing > 0 ORDER BY first_due) = 1"
    source = table if "overdue_since" not in kind.columns else f"(SELECT *, {first} AS first_of_stretch FROM {table}) u"
    deviates = "missing > 0" if "overdue_since" not in kind.columns else "missing > 0 AND first_of_stretch"
    rows = session.rows(
        f"SELECT rep_id, sum(due - unknown_due), sum({met}), sum(unknown_due), "
        f"sum(open_in_period), sum(open_after), sum(CASE WHEN {deviates} THEN 1 ELSE 0 END), "
        "sum(CASE WHEN unknown_due > 0 THEN 1 ELSE 0 END) "
        f"FROM {source} GROUP BY rep_id"
    )
    causes: dict[str, list[tuple[str, int]]] = {}
    if any(row[3] for row in rows):
        for rep_id, cause, units in session.rows(
            f"SELECT rep_id, cause, sum(unknown_due) FROM {table} WHERE unknown_due > 0 "
            "GROUP BY rep_id, cause ORDER BY rep_id, cause"
        ):
            causes.setdefault(rep_id, []).append((cause, int(units)))
    return Judgement(
        {
            row[0]: Counts(
                expected=int(row[1]),
                met=int(row[2]),
                unknown=int(row[3]),
                pending_in_period=int(row[4]),
                pending_after=int(row[5]),
                causes=tuple(causes.get(row[0], ())),
                deviations=int(row[6]),
                possible=int(row[7]),
            )
            for row in rows
        },
        _not_for(session, rule, contexts),
    )


def overdue_stretch(rule: Rule) -> str:
    """Return the columns that tell one overdue stretch from another, for a kind whose runs have a `overdue_since`."""
    return ", ".join(["rep_id", "version", *(identifier(name) for name in kinds()[rule.kind].subject), "overdue_since"])


def outcome_of(rule: Rule, counts: Counts, unshown: Sentence | None = None) -> tuple[Outcome, Sentence | None]:
    """Return the outcome that a rep's counts come to, and the reason where it is neither pass nor fail.

    A finding passes or fails only if it does so whatever becomes of its unknown units; else it is not checked.
    `unshown` is why the log does not show the period: what passes because nothing is logged does not pass then.
    Where units are unknown, their causes are the reason.
    """
    units = counts.expected + counts.unknown
    if units == 0:
        if counts.pending:
            return Outcome.PENDING, Sentence("reason.due_later", {"count": counts.pending})
        return Outcome.NOT_APPLICABLE, Sentence("reason.nothing_due")
    kind = kinds()[rule.kind]
    passed = counts.met >= rule.threshold * units
    if passed and unshown is not None and any(kind.rests_on_absence(each.parameters) for each in rule.versions):
        return Outcome.NOT_CHECKED, unshown
    if passed:
        return Outcome.PASS, None
    if counts.expected > counts.met and counts.met + counts.unknown < rule.threshold * units:
        return Outcome.FAIL, None
    return Outcome.NOT_CHECKED, None


def _tenure(version: RuleVersion) -> tuple[SQL, SQL]:
    """Return the first and last due day, as SQL over `judged`, for which a rep has been there long enough."""
    since, until = [literal(_NO_DAY)], [literal(_LAST_DAY)]
    tenure: Any = None if version.applies_to is None else version.applies_to.tenure
    for name in sorted(tenure.model_fields_set) if tenure is not None else ():
        span = getattr(tenure, name)
        side, shift = _SHIFTS[name]
        day = f"CAST(j.joined_on + {span.amount} * INTERVAL 1 {span.unit.upper()} + {shift} * INTERVAL 1 DAY AS DATE)"
        # Whose first day is blank has always been there, as everywhere else: long enough, and never new.
        (since if side == "from" else until).append(SQL(f"coalesce({day}, DATE '0001-01-01')"))
    return SQL(f"greatest({', '.join(since)})"), SQL(f"least({', '.join(until)})")


def _not_for(session: Session, rule: Rule, contexts: list[Context]) -> frozenset[str]:
    """Return the reps that no version of the rule applies to."""
    conditions = [
        "TRUE" if version.applies_to is None else f"({context.bounds(version.applies_to, 'reps').surely})"
        for version, context in zip(rule.versions, contexts, strict=True)
    ]
    if "TRUE" in conditions:
        return frozenset()
    return frozenset(row[0] for row in session.rows(f"SELECT rep_id FROM judged WHERE NOT ({' OR '.join(conditions)})"))
