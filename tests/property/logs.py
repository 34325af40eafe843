"""Random logs: ties, bare days, blanks, late entries, copied texts, around the holidays of 2026."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from hypothesis import strategies as st

if TYPE_CHECKING:
    from tests.oracle.world import Row

REPS = ("R1", "R2", "R3")
CUSTOMERS = ("C1", "C2", "C3")
CASES = ("K1", "K2")
TYPES = ("call", "visit", "message", "inquiry", "quote", "order")
TIMES = ("", "", "", " 00:00:00", " 09:00:00", " 10:30:00", " 12:30:00", " 18:00:00", " 20:15:00", " 23:59:59")
# Ordinary weeks, ends of months and quarters, and the holidays of 2026 with their make-up workdays.
ANCHORS = tuple(
    map(
        date.fromisoformat,
        ("2026-01-26", "2026-02-09", "2026-03-26", "2026-04-27", "2026-06-22", "2026-09-16", "2026-09-28"),
    )
)
REACH = 24
TEXTS = (
    "",
    "客户很满意，下周继续跟进",
    "客户很满意， 下周继续跟进",
    "Good visit,  will follow up",
    "ｇood visit, will follow up",
    "ok",
)
NOTES = (
    "",
    "fine",
    "无",
    " 暂无 ",
    "n/a",
    "Ｎ/Ａ",
    "待补充",
    "-",
    "a longer note, with words",
    "客户要求报价",
)
AMOUNTS = ("", "0", "5", "10", "10.50", "100", "250.25")
FIGURES = ("", "0", "5", "10", "10.5", "20", "无", "abc")


def mostly(usual: object, *others: object, weight: int = 6) -> st.SearchStrategy:
    """Draw the usual value `weight` times as often as each of the others."""
    return st.sampled_from([usual] * weight + list(others))


@dataclass(frozen=True)
class Scene:
    """What the tables of one world share: its first day and the reps it knows."""

    anchor: date
    reps: tuple[str, ...]

    def day(self, low: int = 0, high: int = REACH) -> st.SearchStrategy[date]:
        return st.integers(low, high).map(lambda offset: self.anchor + timedelta(days=offset))

    def moment(self) -> st.SearchStrategy[str]:
        return st.builds(lambda day, time: f"{day}{time}", self.day(), st.sampled_from(TIMES))

    def blank_or_day(self, low: int, high: int) -> st.SearchStrategy[str]:
        return st.one_of(st.just(""), self.day(low, high).map(str))


@st.composite
def scenes(draw: st.DrawFn) -> Scene:
    reps = REPS[: draw(st.sampled_from((1, 1, 2, 2, 3)))]
    return Scene(draw(st.sampled_from(ANCHORS)), reps)


def logged_after(draw: st.DrawFn, occurred: str) -> str:
    """Draw when a record was entered: never, on a bare day, before, at once, soon or late after."""
    day = date.fromisoformat(occurred[:10])
    gap = draw(st.sampled_from((0, 0, 0, 1, 1, 2, 3, 5, -1)))
    time = draw(st.sampled_from(("", " 00:00:00", " 10:30:00", " 10:31:00", " 10:40:00", " 12:30:00", " 23:59:59")))
    return draw(mostly(f"{day + timedelta(days=gap)}{time}", ""))


@dataclass(frozen=True)
class Habits:
    """What the records of one world keep to, so that they meet: few types, customers, moments of entry."""

    types: tuple[str, ...]
    customers: tuple[str, ...]
    cases: tuple[str, ...]
    texts: tuple[str, ...]
    sitting: str


@st.composite
def habits(draw: st.DrawFn, scene: Scene) -> Habits:
    return Habits(
        types=draw(st.sampled_from((TYPES, TYPES[:4], ("call", "inquiry"), ("visit", "inquiry", "order")))),
        customers=draw(st.sampled_from(((*CUSTOMERS, "C1", "C1", "C2", ""), ("C1",), ("C1", "C2")))),
        cases=draw(st.sampled_from(((*CASES, "K1", ""), ("K1",)))),
        texts=draw(st.sampled_from((TEXTS, TEXTS[1:3], TEXTS[3:5]))),
        sitting=draw(st.one_of(st.just(""), scene.day().map(lambda day: f"{day} 18:0"))),
    )


@st.composite
def record_rows(draw: st.DrawFn, scene: Scene) -> list[Row]:
    """Draw the log: some records, each with an id, in any order of time."""
    kept = draw(habits(scene))
    rows = []
    for number in range(draw(st.sampled_from((2, 5, 9, 14, 20)))):
        occurred = draw(scene.moment())
        at_once = kept.sitting and draw(st.integers(0, 3))
        minute = draw(st.integers(0, 9))
        rows.append(
            {
                "record_id": f"E{number:02}",
                "rep_id": draw(st.sampled_from(scene.reps)),
                "type": draw(st.sampled_from(kept.types)),
                "occurred_at": occurred,
                "customer_id": draw(st.sampled_from(kept.customers)),
                "case_id": draw(st.sampled_from(kept.cases)),
                "logged_at": f"{kept.sitting}{minute}:00" if at_once else logged_after(draw, occurred),
                "status": draw(mostly("done", "planned", "cancelled", "")),
                "amount": draw(st.sampled_from(AMOUNTS)),
                "text": draw(st.sampled_from(kept.texts)),
                "note": draw(st.sampled_from(NOTES)),
                "budget": draw(st.sampled_from(FIGURES)),
                "cost": draw(st.sampled_from(FIGURES)),
                "sales": draw(st.sampled_from(FIGURES)),
                "channel": draw(st.sampled_from(("web", "shop", ""))),
            }
        )
    return rows
