"""Turn missed units into deviations: identity, sentence and evidence, joined last and only for what is shown."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

from checklist.auditing.describing import labelled, subject_of, told
from checklist.auditing.facts import Kept, facts_of, units_of
from checklist.engine import SQL, Session, identifier, literal
from checklist.kinds import kinds
from checklist.model import Deviation

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from checklist.kinds import Context
    from checklist.model import Policy, Rule, Unit


def keep_shown(  # what, under which name, and how much of it
    session: Session, rule: Rule, contexts: list[Context], missed: SQL, table: str, cap: int, leave_out: frozenset[str]
) -> Kept:
    """Keep the rows of `missed` that are shown as a table of that name: at most `cap` a rep, the earliest first.

    Reps in `leave_out` have none: their finding was not checked.
    """
    names = [identifier(name) for name in kinds()[rule.kind].subject if name != "record_id"]
    order = ", ".join(["first_due", *names, "trigger_row"])
    excluded = SQL("") if not leave_out else SQL(f"WHERE rep_id NOT IN {literal(leave_out)}")
    session.create(
        table,
        f"SELECT *, row_number() OVER (ORDER BY rep_id, {order}) AS number FROM ("
        f"SELECT *, row_number() OVER (PARTITION BY rep_id ORDER BY {order}) AS place FROM ({missed}) m {excluded}"
        f") ranked WHERE place <= {cap}",
    )
    return Kept(rule, contexts, table, units_of(session, f"SELECT * FROM {table} ORDER BY number"))


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
            )


def due_on(unit: Unit) -> date:
    """Return the day on which a missed unit fell due: it has one."""
    assert unit.first_due is not None  # noqa: S101  # without a day, nothing has fallen due
    return unit.first_due


def identity(rule: str, subject: dict[str, str], unit: Unit) -> str:
    """Return a deviation's identity: stable under reordering, renaming of files and re-export."""
    parts = [rule, unit.rep_id, sorted(subject.items()), due_on(unit).isoformat()]
    return hashlib.sha256(json.dumps(parts, ensure_ascii=True).encode()).hexdigest()[:16]
