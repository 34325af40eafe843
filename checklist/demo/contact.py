"""Contact with customers: follow-ups, meetings, surveys, and what customers ask, praise or complain of."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from checklist.demo import words
from checklist.demo.clerk import FOLLOW_UPS, Clerk, during
from checklist.demo.people import FIRST, LAST

if TYPE_CHECKING:
    from collections.abc import Sequence
    from random import Random

    from checklist.demo.cases import Case
    from checklist.demo.firm import Care

_WEEK = 5
_MEETING_DAYS, _SURVEY_DAYS = 90, 180
_TOPICS = ("product", "delivery", "price", "service", "praise")


def follow_up(clerk: Clerk, cares: Sequence[Care], cases: Sequence[Case]) -> None:
    """Key customers every day, the others once in every five days at work."""
    for care in cares:
        chance = clerk.chance("follow-up", care.customer_id)
        duty, every = ("daily", 1) if care.key else ("weekly", _WEEK)
        held = [day for day in clerk.days if care.holds(day)]
        index = chance.randrange(every) if care.first < FIRST else 0
        while index < len(held):
            _contact(clerk, care, cases, held[index], chance)
            if clerk.keeps(duty, chance):
                index += chance.randint(max(1, every - 2), every)
            else:
                index += every + chance.randint(1, 2 if care.key else 6)


def _contact(clerk: Clerk, care: Care, cases: Sequence[Case], day: date, chance: Random) -> None:
    kind = chance.choices(FOLLOW_UPS, (8, 7, 3, 2))[0]
    case = next((each for each in cases if each.care.customer_id == care.customer_id and each.open_on(day)), None)
    when = during(day, chance)
    if chance.random() < 0.03:  # noqa: PLR2004
        status = chance.choice(("planned", "cancelled", "not_held"))
        clerk.write("visit", when - timedelta(minutes=7), care, status=status, direction="outbound")
    text = words.note(kind, care.contact, chance)
    if not clerk.keeps("note", chance):
        text = words.one_of("careless", "notes", chance)
    minutes = {"call": chance.randint(3, 35), "visit": chance.randint(30, 150)}.get(kind)
    clerk.write(
        kind,
        when,
        care,
        status="completed",
        direction="outbound",
        case_id=case.case_id if case else "",
        duration_minutes=str(minutes or ""),
        text=text,
    )


def meet(clerk: Clerk, cares: Sequence[Care]) -> None:
    """Sit down with every customer well within every three months."""
    for care in cares:
        chance = clerk.chance("meeting", care.customer_id)
        for day in _rounds(clerk, care, "meeting", _MEETING_DAYS, chance):
            items = clerk.fill("minutes", ("customer_demands", "solutions"), chance)
            text = words.note("meeting", care.contact, chance)
            minutes = str(chance.randint(45, 120))
            clerk.write(
                "meeting",
                during(day, chance),
                care,
                items,
                status="completed",
                duration_minutes=minutes,
                text=text,
            )


def survey(clerk: Clerk, cares: Sequence[Care]) -> None:
    """Ask every customer twice a year how satisfied they are, and review what they say."""
    for care in cares:
        chance = clerk.chance("survey", care.customer_id)
        for day in _rounds(clerk, care, "survey", _SURVEY_DAYS, chance):
            happy = clerk.keeps("satisfaction", chance)
            rating = chance.choice("4555") if happy else chance.choice("2334")
            clerk.write("survey", during(day, chance), care, status="completed", rating=rating)
            delay = chance.randint(2, 8) if clerk.keeps("survey_review", chance) else chance.choice((14, 18, 999))
            review = clerk.day(clerk.days.index(day) + delay)
            if review is not None:
                items = clerk.fill("review_content", ("analysis", "feedback", "summary"), chance)
                clerk.write("survey_review", during(review, chance), care, items)


def _rounds(clerk: Clerk, care: Care, duty: str, every: int, chance: Random) -> list[date]:
    """Return the days of a round that comes within every so many days, late where the duty is neglected."""
    held = [day for day in clerk.days if care.holds(day)]
    found: list[date] = []
    previous = max(care.first, FIRST)
    wanted = previous + timedelta(days=chance.randint(every // 9, every * 3 // 4))
    while wanted <= LAST:
        if not clerk.keeps(duty, chance):
            wanted = previous + timedelta(days=every + chance.randint(every // 9, every // 2))
        day = next((each for each in held if each >= wanted), None)
        if day is None:
            break
        found.append(day)
        previous = day
        wanted = day + timedelta(days=chance.randint(every * 6 // 10, every * 8 // 10))
    return found


def answer(clerk: Clerk, cares: Sequence[Care]) -> None:
    """Inquiries and questions come in; most are answered by the next day at work."""
    for kind, duty, every in (("inquiry", "inquiry", 2), ("question", "question", 5)):
        chance = clerk.chance(kind)
        for index, day in enumerate(clerk.days):
            care = _someone(cares, day, chance)
            if chance.randrange(every) or care is None:
                continue
            asked = during(day, chance, latest=16)
            text = words.note("message", care.contact, chance)
            clerk.write(kind, asked, care, direction="inbound", text=text)
            if clerk.keeps(duty, chance):
                prompt = asked + timedelta(minutes=chance.randint(8, 70))
                following = clerk.day(index + 1)
                later = datetime.combine(following, time(9, chance.randrange(60))) if following else prompt
                answered = later if chance.random() < 0.3 else prompt  # noqa: PLR2004
            else:
                late = clerk.day(index + chance.choice((3, 4, 999)))
                if late is None:
                    continue
                answered = during(late, chance)
            answer_kind = chance.choice(("answer", "answer", "quotation")) if kind == "inquiry" else "answer"
            text = words.note("email", care.contact, chance)
            clerk.write(answer_kind, answered, care, direction="outbound", status="completed", text=text)


def listen(clerk: Clerk, cares: Sequence[Care]) -> None:
    """Feedback is passed on and acted upon; problems are reported and dealt with."""
    chance = clerk.chance("feedback")
    for index, day in enumerate(clerk.days):
        care = _someone(cares, day, chance)
        if care is None or chance.randrange(7):
            continue
        topic = chance.choice(_TOPICS)
        clerk.write("feedback", during(day, chance, latest=11), care, topic=topic, text=_heard(care, chance))
        _later(clerk, "feedback_report", index, care, chance, (0, 3), "feedback_report")
        if topic != "praise":
            _later(clerk, "improvement", index, care, chance, (1, 5), "improvement")
    chance = clerk.chance("problem")
    number = 0
    for index, day in enumerate(clerk.days):
        care = _someone(cares, day, chance)
        if care is None or chance.randrange(12):
            continue
        number += 1
        problem = f"Q-{clerk.rep.rep_id}-{number:02d}"
        clerk.write("problem", during(day, chance, latest=11), care, problem_id=problem, text=_heard(care, chance))
        _later(clerk, "problem_report", index, care, chance, (0, 2), "problem_report", problem)
        _later(clerk, "problem_handling", index, care, chance, (1, 5), "problem_handling", problem)


def _later(
    clerk: Clerk,
    kind: str,
    index: int,
    care: Care,
    chance: Random,
    within: tuple[int, int],
    duty: str,
    problem: str = "",
) -> None:
    """Write what should follow within so many days at work, or too late, or not at all."""
    low, high = within
    delay = chance.randint(low, high) if clerk.keeps(duty, chance) else chance.choice((high + 2, high + 4, 999))
    day = clerk.day(index + delay)
    if day is not None:
        text = words.note("message", care.contact, chance)
        clerk.write(kind, during(day, chance, earliest=13), care, problem_id=problem, text=text)


def _heard(care: Care, chance: Random) -> str:
    return words.note(chance.choice(FOLLOW_UPS), care.contact, chance)


def _someone(cares: Sequence[Care], day: date, chance: Random) -> Care | None:
    """Return a customer in care on a day, seldom a key one: those are spoken to every day anyway."""
    held = [care for care in cares if care.holds(day)]
    others = [care for care in held if not care.key]
    if not held:
        return None
    return chance.choice(others if others and chance.random() < 0.85 else held)  # noqa: PLR2004
