"""Who works at the demo firm: a maker of laboratory instruments, twelve reps in three teams.

A rep's `diligence` is the chance that a duty is kept when it comes up; `duties` sets it apart for single
duties, which is what makes each rep a person: one writes thin plans, another forgets to learn.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from random import Random
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

FIRST, LAST = date(2026, 4, 1), date(2026, 10, 31)
_SEED = 2026


@dataclass(frozen=True, slots=True)
class Rep:
    """One rep: the roster's facts, and how reliably each duty is kept."""

    rep_id: str
    name: str
    team: str
    joined_on: date
    diligence: float
    duties: Mapping[str, float] = field(default_factory=dict)
    left_on: date | None = None
    languages: str = "zh;en"
    key_customers: int = 2
    writes_up_from: date | None = None

    def keeps(self, duty: str, chance: Random) -> bool:
        """Draw whether the rep keeps a duty this time."""
        return chance.random() < self.duties.get(duty, self.diligence)


@dataclass(frozen=True, slots=True)
class Absence:
    """A span of days, both included, on which a rep is away."""

    rep_id: str
    first: date
    last: date
    reason: str


def chance_of(*names: str) -> Random:
    """Return a stream of chance of its own for each name, alike on every machine and in every run."""
    return Random(":".join((str(_SEED), *names)))  # noqa: S311  # a demo, not a secret


EAST, SOUTH, NORTH = "华东组", "华南组", "华北组"
MANAGERS = {EAST: "周敏", SOUTH: "林国栋", NORTH: "高雪梅"}
DIRECTOR = "许正言"

REPS = (
    Rep("R01", "陈思远", EAST, date(2021, 3, 15), 1.0),
    Rep(
        "R02",
        "王晓楠",
        EAST,
        date(2022, 7, 4),
        1.0,
        {"learning": 0.3, "teamwork": 0.8, "opportunities": 0.4, "promotion": 0.7},
    ),
    Rep("R03", "李浩然", EAST, date(2023, 5, 8), 0.8, {"daily": 0.85, "weekly": 0.75, "plan": 1.0}),
    Rep(
        "R04",
        "赵婉婷",
        EAST,
        date(2020, 9, 1),
        1.0,
        {"promotion": 0.6, "new_customers": 0.6, "teamwork": 0.9},
    ),
    Rep(
        "R05",
        "孙立群",
        SOUTH,
        date(2022, 2, 14),
        0.32,
        {"daily": 0.5, "weekly": 0.3, "plan": 0.2, "report": 0.4, "conduct": 0.0, "satisfaction": 0.1},
    ),
    Rep(
        "R06",
        "周雨桐",
        SOUTH,
        date(2023, 8, 21),
        0.8,
        {"weekly": 0.85, "improvement": 0.5, "learning": 0.4, "inquiry": 0.7},
    ),
    Rep(
        "R07",
        "吴家豪",
        SOUTH,
        date(2024, 4, 10),
        0.76,
        {"note": 0.9, "entry": 0.85, "needs": 0.5, "summary": 0.6},
        writes_up_from=date(2026, 10, 19),
    ),
    Rep("R08", "郑可欣", SOUTH, date(2026, 9, 14), 0.78, {"plan_link": 0.6}, key_customers=0),
    Rep(
        "R09",
        "冯志强",
        NORTH,
        date(2019, 11, 25),
        0.72,
        {"report": 0.5, "progress": 0.6},
        left_on=date(2026, 10, 16),
    ),
    Rep(
        "R10",
        "蒋依诺",
        NORTH,
        date(2021, 6, 7),
        1.0,
        {"promotion": 0.5, "new_customers": 0.5, "learning": 0.6, "feedback_report": 0.9},
    ),
    Rep(
        "R11",
        "韩子墨",
        NORTH,
        date(2024, 1, 8),
        0.84,
        {"plan": 0.3, "plan_content": 0.6, "budget": 0.5, "promotion": 0.4, "new_customers": 0.4},
        key_customers=1,
    ),
    Rep(
        "R12",
        "沈嘉怡",
        NORTH,
        date(2023, 2, 20),
        0.8,
        {"question": 0.5, "inquiry": 0.7, "entry": 0.8},
        languages="zh",
    ),
)

ABSENCES = (
    Absence("R01", date(2026, 7, 20), date(2026, 7, 24), "年假"),
    Absence("R02", date(2026, 10, 8), date(2026, 10, 10), "年假"),
    Absence("R03", date(2026, 8, 28), date(2026, 8, 28), "事假"),
    Absence("R04", date(2026, 6, 8), date(2026, 6, 12), "年假"),
    Absence("R06", date(2026, 10, 12), date(2026, 10, 16), "年假"),
    Absence("R07", date(2026, 5, 11), date(2026, 5, 13), "病假"),
    Absence("R10", date(2026, 8, 10), date(2026, 8, 19), "婚假"),
    Absence("R11", date(2026, 9, 28), date(2026, 9, 30), "年假"),
    Absence("R12", date(2026, 9, 7), date(2026, 9, 11), "病假"),
)

# Customers change hands: from whom, to whom, on which day the new care begins, how many (None: all).
HANDOVERS = (
    ("R05", "R08", date(2026, 9, 14), 2),
    ("R06", "R08", date(2026, 9, 14), 2),
    ("R09", "R10", date(2026, 10, 17), 4),
    ("R09", "R11", date(2026, 10, 17), 3),
    ("R09", "R12", date(2026, 10, 17), None),
)
