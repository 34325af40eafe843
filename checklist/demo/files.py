"""The demo firm's files: several exports of one log, the roster, the customers, judgements and absences."""

from __future__ import annotations

import csv
from datetime import date
from typing import TYPE_CHECKING

from checklist.demo.people import MANAGERS, Rep, chance_of
from checklist.model.tables import ABSENCES, ATTESTATIONS, CUSTOMERS, RECORDS, REPS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from checklist.demo.clerk import Row
    from checklist.demo.firm import Firm

_COMMON = (*RECORDS.required, RECORDS.label)
# A log that did not show them could not tell which records have neither.
_KEYS = ("customer_id", "case_id", "status")
_STAMPS = ("logged_at", "modified_at")
LOGS: dict[str, tuple[str, ...]] = {
    "records.csv": (
        *RECORDS.names,
        "plan_id",
        "problem_id",
        "approved_by",
        "customer_need",
        "customer_demands",
        "solutions",
        "results",
        "problems",
        "figures",
        "feedback",
        "evaluation",
        "strengths",
        "weaknesses",
        "improvement_plan",
        "analysis",
        "summary",
    ),
    "plans.csv": (
        *_COMMON,
        *_KEYS,
        *_STAMPS,
        "plan_id",
        "plan_summary",
        "target_amount",
        "execution_plan",
        "advertising",
        "promotions",
        "expected_sales",
        "price",
        "cost",
        "marketing_expense",
        "budget_explanation",
        "selling_method",
        "selling_technique",
        "negotiation_strategy",
        "coordination",
        "division_of_work",
    ),
    "research.csv": (
        *_COMMON,
        *_KEYS,
        *_STAMPS,
        "market_demand",
        "market_trend",
        "competitor",
        "competitor_interests",
        "competitor_advantages",
        "prospect_count",
        "prospect_industry",
        "prospect_needs",
        "strengths",
        "weaknesses",
        "improvement",
        "market_size",
        "support_policies",
    ),
}
_PREFIXES = {"records.csv": "A", "plans.csv": "L", "research.csv": "M"}
_RESEARCH = frozenset(
    {"market_research", "competitor_analysis", "prospect_analysis", "strengths_analysis", "market_size_study"}
)
_QUALITIES = (
    "quality_image",
    "quality_communication",
    "quality_negotiation",
    "quality_independent_thinking",
    "quality_teamwork",
    "quality_responsibility",
    "quality_market_sense",
)
_LOW = 2


def write_logs(folder: Path, rows: Iterable[Row]) -> None:
    """Write each record into the export of its type, numbered in the order of time."""
    parts: dict[str, list[Row]] = {name: [] for name in LOGS}
    for row in sorted(rows, key=_order):
        name = {"sales_plan": "plans.csv"}.get(
            row["type"], "research.csv" if row["type"] in _RESEARCH else "records.csv"
        )
        number = len(parts[name]) + 1
        parts[name].append({**row, "record_id": f"{_PREFIXES[name]}{number:06d}"})
    for name, columns in LOGS.items():
        _write(folder / name, columns, parts[name])


def _order(row: Row) -> tuple[str, ...]:
    return (row["occurred_at"], row["rep_id"], row["type"], row.get("customer_id", ""), row.get("text", ""))


def write_roster(folder: Path, firm: Firm) -> None:
    """Write who works here, in which team, since when and until when."""
    rows = [
        {
            "rep_id": rep.rep_id,
            "name": rep.name,
            "team": rep.team,
            "manager": MANAGERS[rep.team],
            "joined_on": str(rep.joined_on),
            "left_on": str(rep.left_on or ""),
            "languages": rep.languages,
        }
        for rep in firm.reps
    ]
    _write(folder / "roster.csv", REPS.names, rows)


def write_customers(folder: Path, firm: Firm) -> None:
    """Write every stretch of care."""
    rows = [
        {
            "customer_id": care.customer_id,
            "rep_id": care.rep_id,
            "name": care.name,
            "grade": care.grade,
            "in_care_from": str(care.first),
            "in_care_to": str(care.last or ""),
            "end_reason": care.end_reason,
            "industry": care.industry,
            "market": care.market,
        }
        for care in firm.cares
    ]
    _write(folder / "customers.csv", (*CUSTOMERS.names, "industry", "market"), rows)


def write_absences(folder: Path, firm: Firm) -> None:
    """Write who was away and why."""
    rows = [
        {"rep_id": away.rep_id, "from": str(away.first), "to": str(away.last), "reason": away.reason}
        for away in firm.absences
    ]
    _write(folder / "absences.csv", ABSENCES.names, rows)


def write_attestations(folder: Path, firm: Firm) -> None:
    """Write the managers' judgements: one has lapsed, one was never given, one is negative."""
    rows: list[Mapping[str, str]] = []
    for rep in firm.reps:
        chance = chance_of("attestations", rep.rep_id)
        day = max(rep.joined_on, date(2026, 1, chance.randint(12, 23)))
        base = {"rep_id": rep.rep_id, "assessor": MANAGERS[rep.team], "assessed_on": str(day)}
        rows.extend({**base, "item": item, "rating": _rating(rep, chance.randint(3, 5), item)} for item in _QUALITIES)
        if rep.rep_id != "R12":
            rows.append({**base, "item": "cooperation", "rating": str(chance.randint(3, 5))})
        signed = date(2025, 9, 22) if rep.rep_id == "R04" else day
        rows.append({**base, "item": "code_of_conduct", "assessed_on": str(signed), "answer": "yes"})
    _write(folder / "attestations.csv", ATTESTATIONS.names, rows)


def _rating(rep: Rep, rating: int, item: str) -> str:
    weak = rep.rep_id == "R05" and item in {"quality_negotiation", "quality_responsibility"}
    return str(_LOW if weak else rating)


def _write(path: Path, columns: Sequence[str], rows: Iterable[Mapping[str, str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
