"""Turn missed units into deviations: identity, sentence and evidence, joined last and only for what is shown."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

from checklist.auditing.describing import labelled, subject_of, told
from checklist.auditing.facts import Kept, facts_of, units_of
from checklist.auditing.judging import overdue_stretch
from checklist.engine import SQL, Session, identifier
from checklist.kinds import kinds
from checklist.model import Deviation

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from checklist.kinds import Context
    from checklist.model import Policy, Rule, Unit


def keep_shown(  # what, under which name, and how much of it
    session: Session, rule: Rule, contexts: list[Context], missed: SQL, table: str, cap: int
) -> Kept:
    """Keep the rows of `missed` that are shown as a table of that name: at most `cap` a rep, the earliest first."""
    names = [identifier(name) for name in kinds()[rule.kind].subject if name != "record_id"]
    order = ", ".join(["first_due", *names, "trigger_row"])
    session.create(
        table,
        f"SELECT *, row_number() OVER (ORDER BY rep_id, {order}) AS number FROM ("
        f"SELECT *, row_number() OVER (PARTITION BY rep_id ORDER BY {order}) AS place FROM ({missed}) m"
        f") ranked WHERE place <= {cap}",
    )
    return Kept(rule, contexts, table, units_of(session, f"SELECT * FROM {table} ORDER BY number"))


def shortfalls(rule: Rule, rows: SQL, lacking: str) -> SQL:
    """Return a SELECT of one row for each shortfall, `missing` its units: `lacking` names their column in `rows`.

    Of a kind whose runs have a `overdue_since`, those of one overdue stretch are one; else each row is one by itself.
    """
    if "overdue_since" not in kinds()[rule.kind].columns:
        return SQL(f"SELECT * EXCLUDE (missing), {lacking} AS missing FROM ({rows}) r WHERE {lacking} > 0")
    stretch = f"(PARTITION BY {overdue_stretch(rule)})"
    return SQL(
        "SELECT * EXCLUDE (turn) FROM ("
        "SELECT * EXCLUDE (missing, waived, waiver, judged_last, first_due), overdue_since AS first_due, "
        f"sum({lacking}) OVER {stretch} AS missing, sum(waived) OVER {stretch} AS waived, "
        f"CASE WHEN count(waiver) OVER {stretch} = count(*) OVER {stretch} "
        f"THEN min(waiver) OVER {stretch} END AS waiver, "
        f"max(judged_last) OVER {stretch} AS judged_last, "
        f"row_number() OVER (PARTITION BY {overdue_stretch(rule)} ORDER BY first_due, judged_first) AS turn "
        f"FROM ({rows}) r WHERE {lacking} > 0) t WHERE turn = 1"
    )


def possible_shortfalls(rule: Rule, units: str) -> SQL:
    """Return a SELECT of those shortfalls in a table of units that nothing but what is unknown keeps from being missed.

    What sure records alone meet is none, nor is what is part of a shortfall that is missed for sure.
    """
    kind = kinds()[rule.kind]
    short = " AND short > 0" if "short" in kind.columns else ""
    rows = f"SELECT *, 0 AS waived, CAST(NULL AS VARCHAR) AS waiver FROM {units} WHERE unknown_due > 0{short}"
    if "overdue_since" in kind.columns:
        same = " AND ".join(f"m.{name} IS NOT DISTINCT FROM u.{name}" for name in overdue_stretch(rule).split(", "))
        rows = f"SELECT * FROM ({rows}) u WHERE NOT EXISTS (SELECT 1 FROM {units} m WHERE m.missing > 0 AND {same})"
    else:
        rows += " AND missing = 0"
    return shortfalls(rule, SQL(rows), "unknown_due")


def deviations_of(session: Session, shown: Sequence[Kept], policy: Policy) -> Iterator[Deviation]:
    """Yield what each rule shows, rule by rule; what its rows name is looked up for all rules at once."""
    facts = facts_of(session, shown)
    for kept in shown:
        rule, kind = kept.rule, kinds()[kept.rule.kind]
        for unit in kept.units:
            parameters = rule.versions[unit.version].parameters
            named = facts.named(unit, kept.source)
            subject = subject_of(kind, parameters, unit, named)
            yield Deviation(
                id=identity(rule.id, subject, unit),
                rule=rule.id,
                clause=rule.clause,
                rep_id=unit.rep_id,
                subject=subject,
                due_on=due_on(unit),
                missing=unit.missing,
                sentence=labelled(kind.sentence(parameters, told(unit, named, policy)), policy),
                evidence=facts.evidence(unit, kept),
                waiver=unit.waiver,
                cause=unit.cause,
            )


def due_on(unit: Unit) -> date:
    """Return the day on which a missed unit fell due, of a run the first of its overdue stretch: it has one."""
    day = unit.overdue_since or unit.first_due
    assert day is not None  # noqa: S101  # without a day, nothing has fallen due
    return day


def identity(rule: str, subject: dict[str, str], unit: Unit) -> str:
    """Return a deviation's identity: stable under reordering, renaming of files and re-export."""
    parts = [rule, unit.rep_id, sorted(subject.items()), due_on(unit).isoformat()]
    return hashlib.sha256(json.dumps(parts, ensure_ascii=True).encode()).hexdigest()[:16]
