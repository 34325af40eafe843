"""Turn missed units into deviations: identity, sentence and evidence, joined last and only for what is shown."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

from checklist.auditing.describing import complete, labelled, subject_of
from checklist.auditing.facts import Kept, facts_of
from checklist.engine import SQL, Session, identifier, literal
from checklist.kinds import kinds
from checklist.model import Deviation

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from checklist.kinds import Context
    from checklist.model import Policy, Rule


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
    return Kept(rule, contexts, table, session.dicts(f"SELECT * FROM {table} ORDER BY number"))


def deviations_of(session: Session, shown: Sequence[Kept], policy: Policy) -> Iterator[Deviation]:
    """Yield what each rule shows, rule by rule; what its rows name is looked up for all rules at once."""
    facts = facts_of(session, shown)
    for kept in shown:
        rule, kind, source = kept.rule, kinds()[kept.rule.kind], kept.source
        for row in kept.rows:
            facts.add_to(row, source)
            complete(row, policy)
            subject = subject_of(kind.subject, row, source, rule)
            yield Deviation(
                id=identity(rule.id, row["rep_id"], subject, row["first_due"]),
                rule=rule.id,
                clause=rule.clause,
                rep_id=row["rep_id"],
                subject=subject,
                due_on=row["first_due"],
                missing=int(row["missing"]),
                sentence=labelled(kind.sentence(rule.versions[row["version"]].parameters, row), policy),
                evidence=facts.evidence(row, kept),
                waiver=row.get("waiver"),
            )


def identity(rule: str, rep_id: str, subject: dict[str, str], due_on: date) -> str:
    """Return a deviation's identity: stable under reordering, renaming of files and re-export."""
    text = json.dumps([rule, rep_id, sorted(subject.items()), due_on.isoformat()], ensure_ascii=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]
