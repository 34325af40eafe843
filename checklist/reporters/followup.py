"""Which of a rep's customers was followed up in which week: a table that shows who was left alone."""

from __future__ import annotations

from datetime import timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from checklist.model.activity import AWAY, WORKING

if TYPE_CHECKING:
    from datetime import date

    from checklist.model import RepActivity
    from checklist.reporters.localised import LocalWording
    from checklist.reporters.reading import Reading

CUSTOMERS_LISTED = 15
_MANY = 3


def follow_up_map(activity: RepActivity, reading: Reading, wording: LocalWording) -> dict[str, Any] | None:
    """Return the customers left alone longest, week by week, or None where the policy asks for no cadence."""
    if not activity.customers:
        return None
    away = [_away(activity, week) for week in activity.weeks]
    as_of = reading.audit.period.as_of
    listed = activity.customers[:CUSTOMERS_LISTED]
    return {
        "weeks": [
            {"key": (week, gone), "name": wording.short_day(week), "away": gone}
            for week, gone in zip(activity.weeks, away, strict=True)
        ],
        "customers": [
            {
                "id": each.customer_id,
                "name": each.name or each.customer_id,
                "named": bool(each.name),
                "grade": each.grade,
                "last_on": each.last_on,
                "ago": wording.text("html.never") if each.last_on is None else wording.ago(each.last_on, as_of),
                "cells": [_cell(count, gone=gone) for count, gone in zip(each.contacts, away, strict=True)],
            }
            for each in listed
        ],
        "more": len(activity.customers) - len(listed) + activity.more_customers,
        "rules": [reading.rule_title(rule) for rule in activity.rules],
    }


@lru_cache(maxsize=1024)
def _cell(count: int | None, *, gone: bool) -> dict[str, Any]:
    """Return a week's look and what stands in it."""
    if count is None:
        look, shown = "", ""
    elif count == 0:
        look, shown = ("away", "–") if gone else ("none", "0")
    else:
        look, shown = ("many" if count >= _MANY else "some"), str(count)
    return {"key": (look, shown), "look": look, "shown": shown}


def _away(activity: RepActivity, week: date) -> bool:
    """Tell whether the rep was away on every working day of a week, and at least one."""
    start = (week - activity.first) // timedelta(days=1)
    days = activity.days[start : start + 7]
    return AWAY in days and WORKING not in days
