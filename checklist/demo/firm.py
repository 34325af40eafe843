"""The firm's state behind its log: working days, who is present when, and who has which customer in care."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from checklist.calendars import WorkingCalendar
from checklist.demo import words
from checklist.demo.people import ABSENCES, FIRST, HANDOVERS, LAST, MANAGERS, REPS, Absence, Rep, chance_of
from checklist.model import CalendarSettings

_OLD_CUSTOMERS = 6
_SETTLING_DAYS = 90
_LINGERING = 0.5


@dataclass(frozen=True, slots=True)
class Care:
    """One stretch of days on which a rep has a customer in care; open where `last` is None."""

    customer_id: str
    rep_id: str
    name: str
    grade: str
    industry: str
    market: str
    contact: str
    first: date
    last: date | None = None
    end_reason: str = ""

    def holds(self, day: date) -> bool:
        """Tell whether the customer is in care on this day."""
        return self.first <= day and (self.last is None or day <= self.last)

    @property
    def key(self) -> bool:
        """Whether this is a key customer."""
        return self.grade == "A"


@dataclass(frozen=True, slots=True)
class Firm:
    """Everything the log is drawn from."""

    reps: tuple[Rep, ...]
    cares: tuple[Care, ...]
    absences: tuple[Absence, ...]
    workdays: tuple[date, ...]

    def days_of(self, rep: Rep) -> list[date]:
        """Return the working days on which a rep is employed and not away."""
        away = [absence for absence in self.absences if absence.rep_id == rep.rep_id]
        return [
            day
            for day in self.workdays
            if rep.joined_on <= day
            and (rep.left_on is None or day <= rep.left_on)
            and not any(absence.first <= day <= absence.last for absence in away)
        ]

    def cares_of(self, rep: Rep) -> list[Care]:
        """Return a rep's stretches of care."""
        return [care for care in self.cares if care.rep_id == rep.rep_id]

    def manager_of(self, rep: Rep) -> str:
        """Return the name of a rep's manager."""
        return MANAGERS[rep.team]


def found() -> Firm:
    """Set up the firm as it was over the demo's months."""
    calendar = WorkingCalendar(CalendarSettings(country="CN"))
    span = [FIRST + timedelta(days=offset) for offset in range((LAST - FIRST).days + 1)]
    workdays = tuple(day for day in span if calendar.is_working_day(day))
    firm = Firm(REPS, (), ABSENCES, workdays)
    cares: list[Care] = []
    for rep in REPS:
        cares.extend(_own_customers(rep, firm))
    return replace(firm, cares=tuple(sorted(_hand_over(_number(cares)), key=lambda c: (c.customer_id, c.first))))


def _own_customers(rep: Rep, firm: Firm) -> list[Care]:
    """Return the customers a rep had when the log begins, and those won since, month by month."""
    chance = chance_of("customers", rep.rep_id)
    cares: list[Care] = []
    if rep.joined_on < FIRST:
        grades = ["A"] * rep.key_customers + ["B", "B", "C", "C", "D", "D"]
        for grade in grades[:_OLD_CUSTOMERS]:
            since = max(rep.joined_on, date(2024, 1, 8)) + timedelta(days=chance.randrange(60))
            cares.append(_care(rep, grade, since, len(cares)))
    for month in sorted({day.replace(day=1) for day in firm.workdays}):
        days = [day for day in firm.days_of(rep) if day.replace(day=1) == month]
        if not days or (days[0] - rep.joined_on).days < _SETTLING_DAYS:
            continue
        day = chance.choice(days[: len(days) * 3 // 4 + 1])
        if rep.keeps("new_customers", chance):
            cares.append(_care(rep, chance.choice("BCCD"), day, len(cares)))
    return [_maybe_lost(care, rep) for care in cares]


def _care(rep: Rep, grade: str, since: date, number: int) -> Care:
    chance = chance_of("customer", rep.rep_id, str(number))
    trade = words.one_of("customers", "trades", chance)
    city = words.one_of("cities", rep.team, chance)
    known = rep.keeps("customer_known", chance)
    return Care(
        customer_id=f"{rep.rep_id}-{number:02d}",
        rep_id=rep.rep_id,
        name=f"{city}{words.one_of('customers', 'names', chance)}{trade}有限公司",
        grade=grade,
        industry=trade if known else "",
        market=words.one_of("markets", rep.team, chance),
        contact=words.one_of("customers", "surnames", chance) + words.one_of("customers", "posts", chance),
        first=since,
    )


def _maybe_lost(care: Care, rep: Rep) -> Care:
    """Let an ordinary customer be lost now and then, most of all where the duties are neglected."""
    chance = chance_of("lost", care.customer_id)
    weeks = chance.randrange(6, 28)
    lost_on = max(care.first, FIRST) + timedelta(weeks=weeks)
    if care.key or rep.keeps("customers_kept", chance) or chance.random() < _LINGERING or lost_on > LAST:
        return care
    return replace(care, last=lost_on, end_reason="lost")


def _number(cares: list[Care]) -> list[Care]:
    """Give every customer its id, in the order in which they came."""
    ordered = sorted(cares, key=lambda care: (care.first, care.customer_id))
    return [replace(care, customer_id=f"C{number:03d}") for number, care in enumerate(ordered, start=1)]


def _hand_over(cares: list[Care]) -> list[Care]:
    """End one stretch of care the day before the next rep's begins."""
    for giver, taker, day, count in HANDOVERS:
        theirs = [care for care in cares if care.rep_id == giver and care.holds(day) and not (count and care.key)]
        for care in theirs[:count]:
            cares.remove(care)
            cares.append(replace(care, last=day - timedelta(days=1), end_reason="handed_over"))
            cares.append(replace(care, rep_id=taker, first=day))
    return cares
