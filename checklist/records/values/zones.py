"""Time zones by the names and offsets that exports give them, each with one meaning."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from checklist.engine import SQL, literal, render

if TYPE_CHECKING:
    from checklist.engine import Session

_OFFSET = re.compile(r"(?:UTC|GMT)? ?([+-])(\d{1,2})(?::?([0-5]\d))?", re.IGNORECASE)
_FURTHEST = 14 * 60
# Letters such as CST stand for several zones, in China for another than in Chicago; these few stand for one.
_LETTERS = re.compile(r"[A-Za-z]{3,4}")
_CLEAR = ("UTC", "GMT", "UCT", "PRC", "ROC", "ROK", "ZULU", "CUBA", "EIRE", "IRAN")


def known(session: Session, name: str) -> bool:
    """Tell whether `name` is one zone's name or an offset."""
    zone = zone_of(name)
    if isinstance(zone, int):
        return True
    if _LETTERS.fullmatch(name) and name.upper() not in _CLEAR:
        return False
    sql = "SELECT count(*) > 0 FROM pg_timezone_names() WHERE lower(name) = lower({{ name }})"
    return bool(session.value(render(sql, name=zone)))


def zone_of(name: str) -> str | int:
    """Return a zone's offset in minutes where its name is one, else the name."""
    if name.upper() == "Z":
        return 0
    offset = _OFFSET.fullmatch(name)
    if offset is None:
        return name
    minutes = int(offset[2]) * 60 + int(offset[3] or 0)
    return name if minutes > _FURTHEST else minutes * (-1 if offset[1] == "-" else 1)


def instant(time: SQL, zone: str) -> SQL:
    """Return a time on the clocks of a zone as an instant.

    A time that clocks skip in spring is as long after the last one before as it says (02:30 is then 03:30); of an
    hour that they show twice in autumn the second is meant.
    """
    meant = zone_of(zone)
    if isinstance(meant, int):
        return SQL(f"timezone('UTC', {time} - to_minutes({meant}))")
    return SQL(f"timezone({literal(meant)}, {time})")
