"""Genuine: is the log itself honest?"""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

from tests.oracle.common import Rule, Unit, owing, settled
from tests.oracle.conditions import column_cause
from tests.oracle.content import plainly
from tests.oracle.truth import TRUE, Truth, every, told, unsure

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
    return re.sub(r"\s+", " ", plainly(text))


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


def clean(record: Record, column: str, *, suspicious: bool) -> Truth:
    """Whether a record is clean of one signal: "missing columns only" leave that open, those of its own file."""
    missing = column not in record.columns
    return unsure([column_cause(record, column)]) if missing else told(not suspicious)


def expectations(world: World, rule: Rule, rep: str) -> list[Unit]:
    """Each record looked at, on the day it was entered; among those whose file shows what is looked at."""
    taken = [(record, exists) for record, exists in owing(world, rule.get("of", {})) if record.rep == rep]
    looked_at = [record for record, _ in taken]
    units = []
    for record, exists in taken:
        signals = []
        if "burst" in rule:
            found = completes_burst(record, looked_at, rule["burst"])
            signals.append(clean(record, "logged_at", suspicious=found))
        if "copied" in rule:
            found = is_copy(record, looked_at, rule["copied"])
            # A record that shows no text, or too little, is no copy, whoever its customer is.
            worth = len(plain(record["text"])) >= rule["copied"]["min_length"]
            signals.append(clean(record, "customer_id", suspicious=found) if worth else TRUE)
        day = entered(record).day
        subject = {"record_id": record["record_id"]}
        units.append(settled(world, day, day, every(signals), exists=exists, subject=subject))
    return units
