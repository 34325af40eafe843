"""Random logs: ties, bare days, blanks, late entries, copied texts, around the holidays of 2026."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from random import Random

    from tests.oracle.world import Row

REPS = ("R1", "R2", "R3")
CUSTOMERS = ("C1", "C2", "C3")
CASES = ("K1", "K2")
TYPES = ("call", "visit", "message", "inquiry", "quotation", "deal_closed")
TIMES = ("", "", "", " 00:00:00", " 09:00:00", " 10:30:00", " 12:30:00", " 18:00:00", " 20:15:00", " 23:59:59")
# Ordinary weeks, ends of months and quarters, and the holidays of 2026 with their make-up workdays.
ANCHORS = tuple(
    map(
        date.fromisoformat,
        ("2026-01-26", "2026-02-09", "2026-03-26", "2026-04-27", "2026-06-22", "2026-09-16", "2026-09-28"),
    )
)
# Near the end of the year some deadlines lie where the calendar is not announced yet.
LATE_ANCHOR = date(2026, 12, 10)
REACH = 24
TEXTS = (
    "",
    "客户很满意，下周继续跟进",
    "客户很满意， 下周继续跟进",
    "Good visit,  will follow up",
    "ｇood visit, will follow up",
    "ok",
)
NOTES = ("", "fine", "无", " 暂无 ", "n/a", "Ｎ/Ａ", "待补充", "-", "a longer note, with words", "客户要求报价")
# What is paid back is an amount below nothing.
AMOUNTS = ("", "0", "5", "10", "10.50", "100", "250.25", "-8", "-40")
FIGURES = ("", "0", "5", "10", "10.5", "20", "-5", "无", "abc")


@dataclass(frozen=True)
class Scene:
    """What the tables of one world share: chance, the first day, and the reps it knows."""

    chance: Random
    anchor: date
    reps: tuple[str, ...]

    @classmethod
    def drawn(cls, chance: Random, *, late: bool) -> Scene:
        anchors = (*ANCHORS, LATE_ANCHOR) if late else ANCHORS
        return cls(chance, chance.choice(anchors), REPS[: chance.choice((1, 1, 2, 2, 3))])

    @property
    def last_day(self) -> date:
        """The last day that may be judged: windows and what is due by then end in the known calendar."""
        return date(2026, 12, 31) if self.anchor == LATE_ANCHOR else date(2026, 11, 30)

    def day(self, low: int = 0, high: int = REACH) -> date:
        return self.anchor + timedelta(days=self.chance.randint(low, high))

    def blank_or_day(self, low: int, high: int) -> str:
        return self.chance.choice(("", str(self.day(low, high))))


@dataclass(frozen=True)
class Habits:
    """What the records of one world keep to, so that they meet: few types, customers, moments of entry."""

    types: tuple[str, ...]
    customers: tuple[str, ...]
    cases: tuple[str, ...]
    texts: tuple[str, ...]
    days: tuple[int, int]
    sitting: str

    @classmethod
    def drawn(cls, scene: Scene) -> Habits:
        chance = scene.chance
        return cls(
            types=chance.choice((TYPES, TYPES[:4], ("call", "inquiry"), ("visit", "inquiry", "deal_closed"))),
            customers=chance.choice(((*CUSTOMERS, "C1", "C1", "C2", ""), ("C1",), ("C1", "C2"))),
            cases=chance.choice(((*CASES, "K1", ""), ("K1",))),
            texts=chance.choice((TEXTS, TEXTS[1:3], TEXTS[3:5])),
            days=chance.choice(((0, REACH), (0, REACH), (3, 9))),
            sitting=chance.choice(("", f"{scene.day()} 18:0")),
        )


def logged_after(chance: Random, occurred: str) -> str:
    """Draw when a record was entered: never, on a bare day, before, at once, soon or late after."""
    if chance.random() < 0.15:
        return ""
    day = date.fromisoformat(occurred[:10]) + timedelta(days=chance.choice((0, 0, 0, 1, 1, 2, 3, 5, -1)))
    times = ("", " 00:00:00", " 10:30:00", " 10:31:00", " 10:40:00", " 12:30:00", " 23:59:59")
    return f"{day}{chance.choice(times)}"


def record_rows(scene: Scene) -> list[Row]:
    """Draw the log: some records, each with an id, in any order of time."""
    kept, chance = Habits.drawn(scene), scene.chance
    rows = []
    for number in range(chance.choice((1, 3, 6, 10, 15, 22))):
        occurred = f"{scene.day(*kept.days)}{chance.choice(TIMES)}"
        at_once = kept.sitting and chance.random() < 0.7
        minute = chance.randint(0, 9)
        rows.append(
            {
                "record_id": f"E{number:02}",
                "rep_id": chance.choice(scene.reps),
                "type": chance.choice(kept.types),
                "occurred_at": occurred,
                "customer_id": chance.choice(kept.customers),
                "case_id": chance.choice(kept.cases),
                "logged_at": f"{kept.sitting}{minute}:00" if at_once else logged_after(chance, occurred),
                "status": chance.choice(("done", "done", "done", "done", "planned", "cancelled", "")),
                "direction": chance.choice(("inbound", "outbound", "outbound", "")),
                "amount": chance.choice(AMOUNTS),
                "text": chance.choice(kept.texts),
                "note": chance.choice(NOTES),
                "budget": chance.choice(FIGURES),
                "cost": chance.choice(FIGURES),
                "sales": chance.choice(FIGURES),
                "channel": chance.choice(("web", "shop", "")),
            }
        )
    return rows
