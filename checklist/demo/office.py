"""Work at the desk: plans, analyses, learning, teamwork, reports, and what touches conduct."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from checklist.demo import words
from checklist.demo.clerk import Clerk, during
from checklist.demo.people import FIRST

if TYPE_CHECKING:
    from collections.abc import Sequence
    from random import Random

    from checklist.demo.firm import Care, Firm

_FIRST_PLAN = 2
_SETTLED = 4
_AHEAD = 0.2
_LAVISH = 3
_EARLY = timedelta(days=9)
_PLAN_PARTS = {
    "plan_content": ("plan_summary", "execution_plan"),
    "promotion": ("advertising", "promotions"),
    "methods": ("selling_method", "selling_technique", "negotiation_strategy"),
    "coordination": ("coordination", "division_of_work"),
}
_STUDIES = {
    "market_research": ("market_demand", "market_trend"),
    "competitor_analysis": ("competitor", "competitor_interests", "competitor_advantages"),
    "prospect_analysis": ("prospect_count", "prospect_industry", "prospect_needs"),
    "strengths_analysis": ("strengths", "weaknesses", "improvement"),
    "market_size_study": ("market_size", "support_policies"),
}


class Plans:
    """A rep's monthly plans, and which of them a selling activity says it serves."""

    def __init__(self, clerk: Clerk) -> None:
        self._clerk = clerk
        self.written: list[tuple[date, str]] = []

    def served_on(self, day: date, chance: Random) -> str:
        """Return the latest plan written before a day; from a careless rep none, or one yet to be written."""
        known = [plan_id for written, plan_id in self.written if written < day]
        if self._clerk.keeps("plan_link", chance):
            return known[-1] if known else ""
        unwritten = [plan_id for written, plan_id in self.written if written >= day]
        return unwritten[0] if unwritten and chance.random() < _AHEAD else ""


def months_of(first: date, count: int) -> list[date]:
    """Return the first days of so many months on end."""
    return [date(first.year, first.month + offset, 1) for offset in range(count)]


def write_plans(clerk: Clerk) -> Plans:
    """Write one plan a month, from nine days before it to its third working day; or late, or never."""
    plans = Plans(clerk)
    chance = clerk.chance("plan")
    for month in months_of(FIRST, 8):
        days = clerk.month(month)
        before = [i for i, day in enumerate(clerk.days) if month - _EARLY <= day < month]
        if not days and not before:
            continue
        starts_here = not before and clerk.days[days[0]] == clerk.days[0]
        if starts_here:
            index = _FIRST_PLAN
        elif clerk.keeps("plan", chance):
            index = chance.choice(before + days[:2])
        else:
            late = [*days[7:11], -1]
            index = chance.choice(late)
        day = clerk.day(index)
        if day is None:
            continue
        plan_id = f"P-{clerk.rep.rep_id}-{month:%Y%m}"
        plans.written.append((day, plan_id))
        parts: dict[str, str] = {}
        for duty, names in _PLAN_PARTS.items():
            parts |= clerk.fill(duty, names, chance)
        parts |= _budget(clerk, chance)
        clerk.write("sales_plan", during(day, chance), items=parts, plan_id=plan_id)
    return plans


def _budget(clerk: Clerk, chance: Random) -> dict[str, str]:
    """Return the plan's figures; a careless budget spends more than it brings, or leaves a figure out."""
    sales = chance.randrange(300, 900) * 1000
    budget = {
        "target_amount": str(sales),
        "expected_sales": str(sales),
        "price": str(chance.randrange(20, 90) * 1000),
        "cost": str(sales * chance.randint(50, 68) // 100),
        "marketing_expense": str(sales * chance.randint(3, 8) // 100),
        "budget_explanation": "",
    }
    if not clerk.keeps("budget", chance):
        budget["cost"] = str(sales * chance.randint(88, 97) // 100)
        budget["marketing_expense"] = str(sales * chance.randint(15, 22) // 100)
        if chance.random() < 0.4:  # noqa: PLR2004
            budget["budget_explanation"] = words.one_of("phrases", "budget_explanation", chance)
    if not clerk.keeps("plan_content", chance):
        budget[chance.choice(("target_amount", "price", "marketing_expense"))] = ""
    return budget


def study(clerk: Clerk) -> None:
    """Spread the five studies over the first month of each quarter, so that every plan can rest on one."""
    chance = clerk.chance("study")
    for quarter in (FIRST, date(2026, 7, 1), date(2026, 10, 1)):
        days = [i for month in months_of(quarter, 3) for i in clerk.month(month)]
        if not days:
            continue
        for number, (kind, names) in enumerate(_STUDIES.items()):
            index = days[0] + number * 4 + chance.randrange(2) if number else days[0] + chance.randrange(2)
            day = clerk.day(index)
            if day is not None and clerk.keeps("study", chance):
                clerk.write(kind, during(day, chance, latest=11), items=clerk.fill("study_content", names, chance))


def sell(clerk: Clerk, cares: Sequence[Care], plans: Plans) -> None:
    """Advise, pitch, promote and negotiate beyond the cases, some nine times a month."""
    chance = clerk.chance("selling")
    for month in months_of(FIRST, 7):
        days = [i for i in clerk.month(month) if i >= _SETTLED]
        wanted = chance.randint(9, 11) if clerk.keeps("selling", chance) else chance.randint(3, 6)
        for index in sorted(chance.sample(days, min(wanted, len(days)))):
            day = clerk.days[index]
            held = [care for care in cares if care.holds(day)]
            if not held:
                continue
            care = chance.choice(held)
            kind = chance.choice(("consultation", "pitch", "promotion", "promotion"))
            clerk.write(
                kind,
                during(day, chance),
                care,
                status="completed",
                plan_id=plans.served_on(day, chance),
                text=words.note("visit", care.contact, chance),
            )
        extra = 2 if clerk.keeps("opportunities", chance) else chance.randrange(2)
        for index in chance.sample(days, min(extra, len(days))):
            held = [care for care in cares if care.holds(clerk.days[index])]
            if held:
                care = chance.choice(held)
                text = words.note("call", care.contact, chance)
                clerk.write("opportunity", during(clerk.days[index], chance), care, text=text)


def learn(clerk: Clerk) -> None:
    """Two or three lessons a month, the topics in turn."""
    chance = clerk.chance("learning")
    turn = chance.randrange(3)
    topics = words.topics()
    for month in months_of(FIRST, 7):
        days = clerk.month(month)
        wanted = chance.randint(2, 3) if clerk.keeps("learning", chance) else chance.randrange(2)
        for index in sorted(chance.sample(days, min(wanted, len(days)))):
            topic = topics[turn % len(topics)]
            turn += 1
            lesson = words.one_of("lessons", topic, chance)
            when = during(clerk.days[index], chance, earliest=16)
            clerk.write("learning", when, topic=topic, status="completed", text=f"学习《{lesson}》并整理要点")


def weekly(clerk: Clerk) -> None:
    """Meet the team at the beginning of every week, report at its end, and share what was learnt."""
    chance = clerk.chance("weekly")
    weeks: dict[tuple[int, int], list[date]] = {}
    for day in clerk.days:
        weeks.setdefault(day.isocalendar()[:2], []).append(day)
    for number, days in enumerate(weeks.values()):
        if clerk.keeps("teamwork", chance):
            text = words.one_of("office", "meetings", chance)
            clerk.write("internal_meeting", during(days[0], chance, latest=10), status="completed", text=text)
        if clerk.keeps("teamwork", chance) and number % 3 == 0:
            clerk.write(
                "internal_share",
                during(days[-1], chance),
                status="completed",
                text=words.one_of("office", "meetings", chance),
            )
        if clerk.keeps("report", chance):
            items = clerk.fill("report_content", ("results", "problems"), chance)
            clerk.write("weekly_report", during(days[-1], chance, earliest=16), items=items)


def conduct(clerk: Clerk, cares: Sequence[Care], firm: Firm) -> None:
    """Festival gifts within the limit, entertainment with approval; and, seldom, what should not happen."""
    chance = clerk.chance("conduct")
    honest = clerk.keeps("conduct", chance)
    manager = firm.manager_of(clerk.rep)
    for festival in (date(2026, 6, 15), date(2026, 9, 21)):
        days = [day for day in clerk.days if festival <= day < festival + timedelta(days=4)]
        held = [care for care in cares if days and care.holds(days[0])]
        for care in held[:3]:
            amount = str(chance.randrange(88, 190))
            clerk.write("gift", during(chance.choice(days), chance), care, amount=amount, text="节日问候礼盒")
    for month in months_of(FIRST, 7):
        days = [clerk.days[i] for i in clerk.month(month)]
        held = [care for care in cares if days and care.holds(days[-1])]
        if held and (not honest or chance.random() < 0.4):  # noqa: PLR2004
            for _ in range(1 if honest else _LAVISH):
                _entertain(clerk, held[0], days, chance, manager if honest else "")
    days = [clerk.days[i] for i in clerk.month(date(2026, 10, 1))]
    if not honest:
        clerk.write("violation", during(days[4], chance), status="confirmed", text="向客户承诺合同外折扣，经查属实")
        care = next(care for care in cares if care.holds(days[6]))
        when = during(days[6], chance)
        clerk.write("complaint", when, care, topic="conduct", status="confirmed", text="客户投诉言辞不当，经核实")
    elif chance.random() < 0.3:  # noqa: PLR2004
        care = next(care for care in cares if care.holds(days[3]))
        when = during(days[3], chance)
        clerk.write("complaint", when, care, topic="quality", status="unfounded", text="客户反映交货短少，复核为误会")


def _entertain(clerk: Clerk, care: Care, days: Sequence[date], chance: Random, approved_by: str) -> None:
    when: datetime = during(chance.choice(days), chance, earliest=17)
    amount = str(chance.randrange(260, 680))
    clerk.write("entertainment", when, care, amount=amount, approved_by=approved_by, text="项目沟通工作餐")


def hand_over(clerk: Clerk, cares: Sequence[Care]) -> None:
    """Leave a note to the colleague who takes a customer over."""
    chance = clerk.chance("handover")
    for care in cares:
        if care.end_reason == "handed_over" and care.last is not None:
            day = [each for each in clerk.days if each <= care.last][-1]
            text = f"移交{care.name}：联系人{care.contact}，在谈事项与历史记录已整理"
            clerk.write("handover_note", during(day, chance), care, status="completed", text=text)
