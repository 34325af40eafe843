"""Look-ups over a to-do list, in one language: by rep, and alike things together."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from checklist.auditing import DueList
    from checklist.model import Rule, Upcoming
    from checklist.wording import Wording

NAMED = 6


@dataclass(frozen=True, slots=True)
class Task:
    """Things to do for one rule by one day; `count` is in expectations. `unknown` tells whether some may be met."""

    rule: str
    due_on: date | None
    overdue: bool
    unknown: bool
    count: int
    duties: tuple[Upcoming, ...]


class DueReading:
    """Look-ups over one to-do list, in one language."""

    def __init__(self, due: DueList, wording: Wording) -> None:
        self.due = due
        self.wording = wording
        self.rules: dict[str, Rule] = {rule.id: rule for rule in due.policy.rules}
        self._duties: dict[str, list[Upcoming]] = defaultdict(list)
        for each in due.ahead.upcoming:
            self._duties[each.rep_id].append(each)

    def duties(self, rep_id: str) -> list[Upcoming]:
        """Return what falls due for a rep, those overdue first, then by day."""
        return self._duties.get(rep_id, [])

    def tasks(self, rep_id: str) -> list[Task]:
        """Return what falls due for a rep, things alike as one: overdue first, then by day."""
        alike: dict[tuple[str, date | None, bool, bool], list[Upcoming]] = {}
        for each in self.duties(rep_id):
            # What is overdue is overdue, since whichever day.
            day = None if each.overdue else each.due_on
            alike.setdefault((each.rule, day, each.overdue, bool(each.unknown)), []).append(each)
        return [Task(*key, sum(each.count for each in duties), tuple(duties)) for key, duties in alike.items()]

    def rule_title(self, rule: str) -> str:
        """Return a rule's title, or its id where it has none."""
        known = self.rules.get(rule)
        return (known and self.wording.value(known.title)) or rule

    def policy_title(self) -> str:
        """Return the title of the policy."""
        return self.wording.value(self.due.policy.title) or self.due.policy.id

    def when(self, task: Task | Upcoming) -> str:
        """Return by when: overdue, the day with its weekday, or that the calendar cannot tell it yet."""
        if task.overdue:
            return self.wording.text("due.overdue")
        return self.day(task.due_on)

    def day(self, day: date | None) -> str:
        """Return a day with its weekday."""
        if day is None:
            return self.wording.text("due.undated")
        return self.wording.text("due.day", day=day, weekday=self.wording.text(f"weekday.{day.isoweekday()}"))

    def said(self, task: Task) -> str:
        """Return what is to be done: of one thing its sentence, of several their number and whom they are about."""
        if len(task.duties) == 1:
            return self.wording.say(task.duties[0].sentence)
        names = [name for each in task.duties if (name := _name(each))]
        shown = list(dict.fromkeys(names))
        more = len(shown) - NAMED
        values = {"count": task.count, "names": shown[:NAMED], "more": more}
        said = self.wording.text("due.several_more" if more > 0 else "due.several", **values)
        return self.wording.text("due.perhaps_several", what=said) if task.unknown else said

    def sums(self, rep_id: str) -> tuple[int, int, int]:
        """Return how many things are overdue for a rep, due on the day after `as_of`, and due later."""
        duties = self.duties(rep_id)
        overdue = sum(each.overdue for each in duties)
        # The first day ahead is the day on which the list is read.
        first = self.due.ahead.as_of.toordinal() + 1
        soon = sum(not each.overdue and each.due_on is not None and each.due_on.toordinal() == first for each in duties)
        return overdue, soon, len(duties) - overdue - soon


def _name(each: Upcoming) -> str:
    """Return whom or what a duty is about."""
    parts = [value for name, value in each.subject.items() if name != "window"] or list(each.subject.values())
    return " ".join(parts)
