"""Every expectation of one rule and rep: what triggered it, when it fell due, and what met it or did not."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from checklist.auditing.judging import judge, select_units
from checklist.auditing.run import judge_rule
from checklist.auditing.shown import why_not_checked
from checklist.engine import SQL, literal
from checklist.kinds import kinds

if TYPE_CHECKING:
    from datetime import date

    from checklist.auditing.preparing import Ready
    from checklist.model import Deviation, Finding, Rule, Sentence


@dataclass(frozen=True, slots=True)
class Expectation:
    """One expectation, or a run of unit-days that share an answer: `first_due` to `last_due`."""

    first_due: date | None
    last_due: date | None
    units: int
    state: str
    subject: dict[str, str]
    trigger: str | None
    answer: str | None
    deadline: str | None


@dataclass(frozen=True, slots=True)
class Explanation:
    """What became of a rule for one rep, with all its expectations in the order in which they fell due."""

    finding: Finding
    expectations: tuple[Expectation, ...]
    not_checked: Sentence | None


def explain(ready: Ready, rule: Rule, rep_id: str) -> Explanation:
    """Return every expectation of a rule for a rep that has to do with the period."""
    findings, _ = judge_rule(ready, rule, [rep_id])
    reason = why_not_checked(rule, ready.request.policy, ready.loaded)
    if reason is not None:
        return Explanation(findings[0], (), reason)
    judge(ready.session, rule, ready.contexts(rule), ready.period)
    rows = ready.session.dicts(_SELECT.format(rep=literal(rep_id), table=_rows(rule)))
    divisible = kinds()[rule.kind].divisible
    return Explanation(findings[0], tuple(_expectations(rows, divisible=divisible)), None)


def find_deviation(ready: Ready, identity: str) -> Deviation | None:
    """Return the deviation of that identity, looking at every rule; None if the period has none."""
    reps = [row[0] for row in ready.session.rows("SELECT rep_id FROM judged ORDER BY rep_id")]
    whole = replace(ready, request=replace(ready.request, max_deviations=1_000_000_000))
    for rule in ready.request.policy.rules:
        _, shown = judge_rule(whole, rule, reps)
        for deviation in shown.deviations:
            if deviation.id == identity:
                return deviation
    return None


def rule_sql(ready: Ready, rule: Rule) -> list[SQL]:
    """Return the query of each version of a rule, as it runs."""
    return [
        select_units(rule, version, context, ready.period)
        for version, context in zip(rule.versions, ready.contexts(rule), strict=True)
    ]


_SELECT = """
SELECT u.*,
  t.occurred_at AS trigger_at, t.record_id AS trigger_id, t.type AS trigger_type, t.day_precise AS trigger_precise,
  a.occurred_at AS answer_at, a.record_id AS answer_id, a.type AS answer_type, a.day_precise AS answer_precise
FROM units u
LEFT JOIN {table} t ON t.row_id = u.trigger_row
LEFT JOIN loaded_records a ON a.row_id = u.answer_row
WHERE u.rep_id = {rep} AND u.due + u.open_in_period + u.open_after > 0
ORDER BY u.first_due NULLS LAST, u.trigger_row, u.last_due
"""
_NO_ROWS = (
    "(SELECT CAST(NULL AS BIGINT) AS row_id, CAST(NULL AS TIMESTAMP) AS occurred_at, NULL AS record_id, "
    "NULL AS type, FALSE AS day_precise)"
)
_SUBJECTS = ("customer_id", "case_id", "item", "step", "window", "value", "subject")


def _rows(rule: Rule) -> str:
    table = kinds()[rule.kind].trigger_table(rule.versions[0].parameters)
    return "loaded_records" if table == "records" else _NO_ROWS


def _expectations(rows: list[dict[str, Any]], *, divisible: bool) -> list[Expectation]:
    found = []
    for row in rows:
        subject = {name: str(row[name]) for name in _SUBJECTS if row.get(name) is not None}
        trigger, answer = _record(row, "trigger"), _record(row, "answer")
        deadline = row.get("deadline")
        common = (subject, trigger, answer, None if deadline is None else str(deadline)[:16])
        due = int(row["due"])
        if due:
            met = due if divisible and row["met"] else 0 if divisible else int(row["met"])
            first = row["judged_first"] if divisible else row["first_due"]
            last = row["judged_last"] if divisible else row["last_due"]
            unmet = "unjudged" if row["unknown"] else "unmet"
            for state, units in (("met", met), (unmet, due - met)):
                if units:
                    found.append(Expectation(first, last, units, state, *common))
        later = int(row["open_in_period"]) + int(row["open_after"])
        if later:
            first = row["open_first"] if divisible else row["first_due"]
            last = row["open_last"] if divisible else row["last_due"]
            found.append(Expectation(first, last, later, "pending", *common))
    return found


def _record(row: dict[str, Any], name: str) -> str | None:
    at = row[f"{name}_at"]
    if at is None:
        return None
    shown = str(at)[:10] if row[f"{name}_precise"] else str(at)[:16]
    return " ".join(str(part) for part in (row[f"{name}_type"], row[f"{name}_id"], shown) if part)
