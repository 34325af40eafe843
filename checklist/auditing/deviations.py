"""Turn missed units into deviations: identity, sentence and evidence, joined last and only for what is shown."""

from __future__ import annotations

import hashlib
import json
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from checklist.engine import SQL, Session, identifier, literal
from checklist.kinds import Context, kinds
from checklist.model import Bilingual, Deviation, Evidence, Sentence

if TYPE_CHECKING:
    from checklist.model import Policy, Rule

EVIDENCE_SHOWN = 20
_CONTENT = "sha:"
_ROWS = {
    "records": ("loaded_records", "record_id", "type", "occurred_at", "day_precise"),
    "customers": ("customers", "customer_id", "NULL", "in_care_from", "TRUE"),
    "reps": ("reps", "rep_id", "NULL", "joined_on", "TRUE"),
    "attestations": ("attestations", "item", "NULL", "assessed_on", "TRUE"),
    "absences": ("absences", "reason", "NULL", '"from"', "TRUE"),
}


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
    rows = session.dicts(_select(table))
    evidence = _evidence(session, rule, contexts, table)
    found = []
    for row in rows:
        version = rule.versions[row["version"]]
        _complete(row, policy)
        subject = _subject(kind.subject, row, table, rule)
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


_NAMED = frozenset({"item", "items", "step", "value"})
"""The blanks of sentences that hold names of items, steps or values, for which a pack may have titles."""


def labelled(sentence: Sentence, policy: Policy) -> Sentence:
    """Return a sentence with the pack's own titles in place of the names of items, steps and values."""

    def title(value: Any) -> Any:
        if isinstance(value, list):
            return [title(each) for each in value]
        return policy.items.get(value, value) if isinstance(value, str) else value

    values = {}
    for name, value in sentence.values.items():
        if isinstance(value, Sentence):
            values[name] = labelled(value, policy)
        else:
            values[name] = title(value) if name in _NAMED else value
    return Sentence(sentence.key, values)


def identity(rule: str, rep_id: str, subject: dict[str, str], due_on: date) -> str:
    """Return a deviation's identity: stable under reordering, renaming of files and re-export."""
    text = json.dumps([rule, rep_id, sorted(subject.items()), due_on.isoformat()], ensure_ascii=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _select(table: str) -> SQL:
    source, label, kind, at, precise = _ROWS[table]
    key = "record_key" if table == "records" else label
    return SQL(
        f"SELECT v.*, t.{key} AS trigger_key, t.{label} AS trigger_id, "
        f"{'t.' + kind if kind != 'NULL' else 'NULL'} AS trigger_type, t.{at} AS trigger_at, "
        f"{'t.' + precise if precise != 'TRUE' else 'TRUE'} AS trigger_precise, "
        "a.occurred_at AS answer_at, a.day_precise AS answer_precise "
        f"FROM shown_deviations v LEFT JOIN {source} t ON t.row_id = v.trigger_row "
        "LEFT JOIN loaded_records a ON a.row_id = v.answer_row ORDER BY v.number"
    )


def _complete(row: dict[str, Any], policy: Policy) -> None:
    """Give a row every value a kind's sentence may name, in the form people read."""
    for name in (
        "customer_id",
        "case_id",
        "item",
        "step",
        "window",
        "value",
        "subject",
        "deadline",
        "found",
        "wanted",
    ):
        row.setdefault(name, None)
    row["cut_last"] = row.get("judged_last") or row["last_due"]
    row["item_label"] = policy.items.get(row["item"], Bilingual(row["item"] or "", row["item"] or ""))
    for name in ("trigger", "answer"):
        at = row[f"{name}_at"]
        if isinstance(at, datetime):
            row[f"{name}_at"] = at.date().isoformat() if row[f"{name}_precise"] else at.isoformat(" ", "minutes")
    if isinstance(row["deadline"], datetime):
        row["deadline"] = row["deadline"].isoformat(" ", "minutes")
    row["record_label"] = row["trigger_id"] or " ".join(str(row[n]) for n in ("trigger_type", "trigger_at") if row[n])


def _subject(names: tuple[str, ...], row: dict[str, Any], table: str, rule: Rule) -> dict[str, str]:
    subject: dict[str, str] = {}
    for name in names:
        if name == "record_id":
            if table == "customers":
                subject["customer_id"] = row["trigger_id"]
            elif table == "records" and row["trigger_key"] is not None:
                known = not row["trigger_key"].startswith(_CONTENT) or row["trigger_id"] is not None
                subject["record_id" if known else "record"] = row["trigger_key"]
        elif name == "value":
            if row["value"] is not None:
                subject[rule.versions[row["version"]].parameters.each.field] = row["value"]
        elif row[name] is not None:
            subject[name] = str(row[name])
    return subject


def _evidence(session: Session, rule: Rule, contexts: list[Context], table: str) -> dict[int, tuple[Evidence, ...]]:
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
        rows, label, _, at, precise = _ROWS[source]
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
