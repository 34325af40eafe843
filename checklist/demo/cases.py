"""Sales cases from opportunity to summary, two at a time for each rep."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from checklist.demo import words
from checklist.demo.clerk import Clerk, during

if TYPE_CHECKING:
    from collections.abc import Sequence
    from random import Random

    from checklist.demo.firm import Care
    from checklist.demo.office import Plans

_SLOTS = 2
_SETTLED = 4
_PROGRESS = 5


@dataclass(frozen=True, slots=True)
class Case:
    """One case: its customer, and the first and last of the rep's days at work on which it is open."""

    case_id: str
    care: Care
    first: int
    last: int
    opened: date
    closed: date | None

    def open_on(self, day: date) -> bool:
        """Tell whether the case is open on a day."""
        return self.opened <= day and (self.closed is None or day <= self.closed)


def plan_cases(clerk: Clerk, cares: Sequence[Care]) -> list[Case]:
    """Lay out a rep's cases: one customer has one case at a time, and stays in care until it closes."""
    chance = clerk.chance("cases")
    cases: list[Case] = []
    starts = [_SETTLED + chance.randrange(4) + 9 * slot for slot in range(_SLOTS)]
    while starts:
        first = starts.pop(0)
        opened = clerk.day(first)
        if opened is None:
            continue
        last = first + chance.randint(20, 32)
        closed = clerk.day(last)
        until = closed or clerk.days[-1]
        busy = {case.care.customer_id for case in cases if case.last >= first}
        free = [c for c in cares if c.holds(opened) and c.holds(until) and c.customer_id not in busy]
        if free:
            number = f"{clerk.rep.rep_id}-{len(cases) + 1:02d}"
            cases.append(Case(f"S-{number}", chance.choice(free), first, last, opened, closed))
        starts.append(last + chance.randint(1, 4))
        starts.sort()
    return cases


def work_cases(clerk: Clerk, cases: Sequence[Case], plans: Plans) -> None:
    """Write what happens in each case, step by step."""
    for case in cases:
        chance = clerk.chance("case", case.case_id)
        clerk.write(
            "opportunity",
            during(case.opened, chance, latest=11),
            case.care,
            case_id=case.case_id,
            amount=str(chance.randrange(80, 900) * 1000),
            text=words.note("visit", case.care.contact, chance),
        )
        _propose(clerk, case, chance)
        _sell(clerk, case, plans, chance)
        _report_progress(clerk, case, chance)
        _close(clerk, case, chance)


def _step(clerk: Clerk, case: Case, kind: str, index: int, chance: Random, **values: str) -> None:
    day = clerk.day(index)
    if day is not None:
        text = words.note("email", case.care.contact, chance)
        items = {"text": text, "case_id": case.case_id, **values}
        clerk.write(kind, during(day, chance, earliest=13), case.care, items)


def _propose(clerk: Clerk, case: Case, chance: Random) -> None:
    """Needs first, the proposal within ten days at work; or the other way round, or late."""
    needs = case.first + chance.randint(1, 3)
    proposal = needs + (chance.randint(3, 9) if clerk.keeps("proposal", chance) else chance.choice((12, 14)))
    if not clerk.keeps("needs", chance):
        needs, proposal = proposal, needs
    _step(clerk, case, "needs", needs, chance)
    named = clerk.fill("proposal_need", ("customer_need",), chance)
    _step(clerk, case, "proposal", proposal, chance, status="sent", **named)


def _sell(clerk: Clerk, case: Case, plans: Plans, chance: Random) -> None:
    for kind, share in (("consultation", 0.2), ("pitch", 0.5), ("negotiation", 0.8)):
        index = case.first + round((case.last - case.first) * share)
        day = clerk.day(index)
        if day is not None and clerk.keeps("selling", chance):
            plan_id = plans.served_on(day, chance)
            _step(clerk, case, kind, index, chance, status="completed", plan_id=plan_id)


def _report_progress(clerk: Clerk, case: Case, chance: Random) -> None:
    index = case.first + chance.randrange(_PROGRESS)
    while index <= case.last:
        _step(clerk, case, "progress", index, chance)
        kept = clerk.keeps("progress", chance)
        index += chance.randint(3, _PROGRESS) if kept else _PROGRESS + chance.randint(1, 4)


def _close(clerk: Clerk, case: Case, chance: Random) -> None:
    """Close the case; a sale is followed by service, and every case by its summary."""
    status = chance.choices(("won", "lost", "invalid"), (12, 7, 1))[0]
    amount = str(chance.randrange(80, 900) * 1000) if status == "won" else ""
    if case.closed is None:
        return
    closing = during(case.closed, chance, earliest=15)
    clerk.write("deal_closed", closing, case.care, case_id=case.case_id, status=status, amount=amount)
    if status == "won":
        delay = chance.randint(1, 3) if clerk.keeps("service", chance) else chance.choice((5, 6, 999))
        _step(clerk, case, "service_follow_up", case.last + delay, chance, status="completed")
    delay = chance.randint(1, 5) if clerk.keeps("summary", chance) else chance.choice((7, 8, 9, 999))
    day = clerk.day(case.last + delay)
    if day is not None:
        outcome = clerk.fill("summary_content", ("results", "figures", "feedback"), chance)
        names = ("evaluation", "strengths", "weaknesses", "improvement_plan")
        lessons = clerk.fill("summary_evaluation", names, chance)
        when = during(day, chance) + timedelta(seconds=1)
        clerk.write("sales_summary", when, case.care, outcome | lessons, case_id=case.case_id)
