"""Attested: who vouches for a checklist item?"""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from typing import TYPE_CHECKING

from tests.oracle.common import Rule, Unit, duration, plus_months, settled
from tests.oracle.truth import Cause, Truth, told, unsure
from tests.oracle.world import Row, World, read_day

if TYPE_CHECKING:
    from typing import Literal

    Word = Literal["positive", "negative", "missing"]


def lapses_on(rule: Rule, row: Row) -> date:
    """The last day on which a judgement is valid."""
    ends = [read_day(row.get("valid_until", "")) or date.max]
    if "valid_for" in rule:
        count, unit = duration(rule["valid_for"])
        begun = date.fromisoformat(row["assessed_on"])
        ends.append(begun + timedelta(days=count) if unit == "day" else plus_months(begun, count))
    return min(ends)


def is_positive(rule: Rule, row: Row) -> bool:
    rating = row.get("rating", "").strip()
    if "at_least" in rule and rating:
        return Fraction(rating) >= Fraction(str(rule["at_least"]))
    return row.get("answer", "").strip() == "yes"


def word_on(world: World, rule: Rule, rep: str, item: str) -> Word:
    """What the latest judgement says on the period's last day (version 1's rule); of one day the worse counts."""
    day = world.period[1]
    judged = [
        row
        for row in world.attestations or []
        if row["rep_id"] == rep and row["item"] == item and row["assessed_on"] <= min(day, world.as_of).isoformat()
    ]
    latest = max((row["assessed_on"] for row in judged), default="")
    rows = [row for row in judged if row["assessed_on"] == latest]
    if not rows or any(lapses_on(rule, row) < day for row in rows):
        return "missing"
    return "positive" if all(is_positive(rule, row) for row in rows) else "negative"


def judgement(world: World, rule: Rule, rep: str, item: str) -> Truth:
    """ "A missing or lapsed judgement is unknown, a negative one unmet." """
    word = word_on(world, rule, rep, item)
    return unsure([Cause("judgement", item)]) if word == "missing" else told(word == "positive")


def expectations(world: World, rule: Rule, rep: str) -> list[Unit]:
    """Each item, on the period's last day; the log's span is none of a judgement's."""
    day = world.period[1]
    return [
        settled(world, day, day, judgement(world, rule, rep, item), spanned=False, subject={"item": item})
        for item in rule["items"]
    ]
