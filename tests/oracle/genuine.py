"""Genuine: is the log itself honest?"""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

from tests.oracle.common import Rule, Unit, selected
from tests.oracle.content import folded

if TYPE_CHECKING:
    from tests.oracle.world import Moment, Record, World


def entered(record: Record) -> Moment:
    return record.logged or record.when


def completes_burst(record: Record, looked_at: list[Record], burst: Rule) -> bool:
    """Whether too many records were entered within the minutes up to this one, for too many days."""
    if record.logged is None or record.logged.day_precise:
        return False
    until = record.logged.start
    since = until - timedelta(minutes=burst["minutes"])
    together = [
        other
        for other in looked_at
        if other.logged is not None and not other.logged.day_precise and since <= other.logged.start <= until
    ]
    return len(together) >= burst["entries"] and len({other.day for other in together}) >= burst["days"]


def plain(text: str) -> str:
    """Text as it is compared with other text."""
    return re.sub(r"\s+", " ", folded(text))


def is_copy(record: Record, looked_at: list[Record], copied: Rule) -> bool:
    """Whether the rep had already entered this text for enough other customers."""
    text = plain(record["text"])
    if len(text) < copied["min_length"]:
        return False
    others = {
        other["customer_id"]
        for other in looked_at
        if plain(other["text"]) == text and entered(other).not_after(entered(record))
    }
    return len(others - {"", record["customer_id"]}) >= copied["entries"] - 1


def expectations(world: World, rule: Rule, rep: str) -> list[Unit]:
    """Each record looked at, on the day it was entered."""
    looked_at = [record for record in selected(world, rule.get("of", {})) if record.rep == rep]
    units = []
    for record in looked_at:
        suspicious = ("burst" in rule and completes_burst(record, looked_at, rule["burst"])) or (
            "copied" in rule and is_copy(record, looked_at, rule["copied"])
        )
        day = entered(record).day
        units.append(Unit(day, not suspicious, day, {"record_id": record["record_id"]}))
    return units
