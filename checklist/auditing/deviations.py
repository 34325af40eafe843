"""Turn missed units into deviations: identity, sentence and evidence, joined last and only for what is shown."""

from __future__ import annotations

import hashlib
import json
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from checklist.auditing.describing import ROWS, complete, labelled, select_shown, subject_of
from checklist.engine import SQL, Session, identifier, literal
from checklist.kinds import Context, kinds
from checklist.model import Deviation, Evidence

if TYPE_CHECKING:
    from checklist.model import Policy, Rule

EVIDENCE_SHOWN = 20


def show(
    session: Session, rule: Rule, contexts: list[Context], policy: Policy, cap: int, leave_out: frozenset[str]
) -> list[Deviation]:
    """Return the deviations of the table `missed`, at most `cap` a rep, the earliest first.

    Reps in `leave_out` have none: their finding was not checked.
    """
    kind = kinds()[rule.kind]
    names = [name for name in kind.subject if name != "record_id"]
    columns = {name for name, _ in session.columns("missed")}
    order = ", ".join(["first_due", *(identifier(name) for name in names if name in columns), "trigger_row"])
    excluded = SQL("") if not leave_out else SQL(f"WHERE rep_id NOT IN {literal(leave_out)}")
    session.create(
        "shown_deviations",
        f"SELECT *, row_number() OVER (ORDER BY rep_id, {order}) AS number FROM ("
        f"SELECT *, row_number() OVER (PARTITION BY rep_id ORDER BY {order}) AS place FROM missed {excluded}"
        f") ranked WHERE place <= {cap}",
    )
    table = kind.trigger_table(rule.versions[0].parameters)
    rows = session.dicts(select_shown(table))
    evidence = evidence_of(session, rule, contexts, table)
    found = []
    for row in rows:
        version = rule.versions[row["version"]]
        complete(row, policy)
        subject = subject_of(kind.subject, row, table, rule)
        found.append(
            Deviation(
                id=identity(rule.id, row["rep_id"], subject, row["first_due"]),
                rule=rule.id,
                clause=rule.clause,
                rep_id=row["rep_id"],
                subject=subject,
                due_on=row["first_due"],
                missing=int(row["missing"]),
                sentence=labelled(kind.sentence(version.parameters, row), policy),
                evidence=evidence.get(row["number"], ()),
                waiver=row.get("waiver"),
            )
        )
    return found


def identity(rule: str, rep_id: str, subject: dict[str, str], due_on: date) -> str:
    """Return a deviation's identity: stable under reordering, renaming of files and re-export."""
    text = json.dumps([rule, rep_id, sorted(subject.items()), due_on.isoformat()], ensure_ascii=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def evidence_of(session: Session, rule: Rule, contexts: list[Context], table: str) -> dict[int, tuple[Evidence, ...]]:
    """Return each shown deviation's records, with the file and line where each stands."""
    kind = kinds()[rule.kind]
    parts = []
    for index, (version, context) in enumerate(zip(rule.versions, contexts, strict=True)):
        select = kind.evidence(version.parameters, context)
        if select is not None:
            parts.append(
                f"SELECT e{index}.number, e{index}.row_id, '{table}' AS source FROM ({select}) e{index} "
                f"JOIN shown_deviations v ON v.number = e{index}.number AND v.version = {index}"
            )
    if not parts:
        parts.append(f"SELECT number, trigger_row AS row_id, '{table}' AS source FROM shown_deviations")
        parts.append("SELECT number, answer_row, 'records' FROM shown_deviations")
    shown = "\nUNION ALL\n".join(parts)
    evidence: dict[int, list[Evidence]] = {}
    for source in dict.fromkeys([table, "records"]):
        rows, label, _, at, precise = ROWS[source]
        identified = label if source == "records" else "NULL"
        for number, path, line, record_id, occurred_at, day_precise in session.rows(
            f"SELECT e.number, f.path, r.line, {'r.' + identified if identified != 'NULL' else 'NULL'}, r.{at}, "
            f"{'r.' + precise if precise != 'TRUE' else 'TRUE'} FROM ("
            f"SELECT *, row_number() OVER (PARTITION BY number ORDER BY row_id) AS place FROM ({shown}) s "
            f"WHERE source = '{source}' AND row_id IS NOT NULL) e "
            f"JOIN {rows} r ON r.row_id = e.row_id JOIN files f ON f.file_id = r.file_id "
            f"WHERE e.place <= {EVIDENCE_SHOWN} ORDER BY e.number, e.row_id"
        ):
            evidence.setdefault(number, []).append(
                Evidence(path, line, record_id, _moment(occurred_at, precise=day_precise))
            )
    return {number: tuple(items) for number, items in evidence.items()}


def _moment(at: Any, *, precise: bool) -> str:  # a day or a time
    if isinstance(at, datetime):
        return at.date().isoformat() if precise else at.isoformat(timespec="seconds")
    return "" if at is None else str(at)
