"""The rows that the hand-worked examples are made of."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.oracle.judge import Result, judge
from tests.oracle.world import Row, World

CALL = {"type": "call"}


def record(number: int, occurred_at: str, rep: str = "R1", kind: str = "call", **more: str) -> Row:
    usual = {"customer_id": "C1", "case_id": "", "logged_at": "", "text": "", "note": "", "amount": ""}
    return {
        "record_id": f"E{number}",
        "rep_id": rep,
        "type": kind,
        "occurred_at": occurred_at,
        **usual,
        **more,
    }


def care(customer: str, rep: str, first: str = "", last: str = "") -> Row:
    return {"customer_id": customer, "rep_id": rep, "in_care_from": first, "in_care_to": last}


def rep_row(rep: str = "R1", joined: str = "", left: str = "", team: str = "") -> Row:
    return {"rep_id": rep, "joined_on": joined, "left_on": left, "team": team}


def world(records: list[Row], first: str, last: str, **more: Any) -> World:
    given = {"spans": {"from": "2026-01-01", "to": last}, "as_of": date.fromisoformat(last), **more}
    return World(records=records, period=(date.fromisoformat(first), date.fromisoformat(last)), **given)


def judged(one: World, rep: str = "R1", **rule: Any) -> Result:
    return judge(one, {"rule": "r", **rule})[rep]


def due_days(result: Result) -> list[str]:
    return [day.isoformat() for _, day in result.deviations]
