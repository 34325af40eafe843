"""Missed or open units in the form that people read: labels, times, what they are about."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from checklist.model import Bilingual, Sentence, Told

if TYPE_CHECKING:
    from datetime import date

    from checklist.auditing.facts import Fact, Named
    from checklist.kinds import Kind
    from checklist.model import JudgedUnit, Policy, Unit

_CONTENT = "sha:"


def told(unit: JudgedUnit, named: Named, policy: Policy) -> Told:
    """Return a unit of the period with every value a kind's sentence may name, in the form people read."""
    item = unit.item or ""
    trigger_at = moment(named.trigger)
    return Told(
        unit=unit,
        record=named.trigger.label or " ".join(str(each) for each in (named.trigger.type, trigger_at) if each),
        trigger_at=trigger_at,
        answer_at=moment(named.answer),
        deadline=None if unit.deadline is None else unit.deadline.isoformat(" ", "minutes"),
        item=policy.items.get(item) or Bilingual(item, item),
        missing=unit.missing,
        last=unit.judged_last or unit.last_due,
    )


def moment(fact: Fact) -> str | date | None:
    """Return when a row happened as it is shown: to the minute, or to the day."""
    at = fact.at
    if not isinstance(at, datetime):
        day: date | None = at
        return day
    return at.date().isoformat() if fact.precise else at.isoformat(" ", "minutes")


def subject_of(kind: Kind, parameters: Any, unit: Unit, named: Named) -> dict[str, str]:
    """Return the parts of an identity that a unit gives."""
    subject: dict[str, str] = {}
    trigger = named.trigger
    for name in kind.subject:
        if name == "record_id":
            if named.source == "customers":
                subject["customer_id"] = str(trigger.label)
            elif named.source == "records" and trigger.key is not None:
                known = not trigger.key.startswith(_CONTENT) or trigger.label is not None
                subject["record_id" if known else "record"] = trigger.key
            continue
        part = getattr(unit, name)
        if part is not None:
            called = kind.value_column(parameters) if name == "value" else name
            subject[called or name] = str(part)
    return subject


_NAMED = frozenset({"item", "items", "step", "value"})
"""The blanks of sentences that hold names of items, steps or values, for which a pack may have titles."""


def labelled(sentence: Sentence, policy: Policy) -> Sentence:
    """Return a sentence with the pack's own titles in place of the names of items, steps and values."""
    titled = {}
    for name, value in sentence.values.items():
        if isinstance(value, Sentence):
            told = labelled(value, policy)
            if told is not value:
                titled[name] = told
        elif name in _NAMED:
            titled[name] = _title(value, policy)
    return Sentence(sentence.key, sentence.values | titled) if titled else sentence


def _title(value: Any, policy: Policy) -> Any:  # a name, a list of names, or anything else
    if isinstance(value, list):
        return [_title(each, policy) for each in value]
    return policy.items.get(value, value) if isinstance(value, str) else value
