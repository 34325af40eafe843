"""Rows of missed or open units in the form that people read: labels, times, what they are about."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from checklist.model import Bilingual, Sentence

if TYPE_CHECKING:
    from checklist.model import Policy, Rule

_CONTENT = "sha:"


_BLANKS = ("customer_id", "case_id", "item", "step", "window", "value", "subject", "deadline", "found", "wanted")
"""What a kind's sentence may name, whether its SELECT yields it or not."""


def complete(row: dict[str, Any], policy: Policy) -> None:
    """Give a row every value a kind's sentence may name, in the form people read."""
    for name in _BLANKS:
        if name not in row:
            row[name] = None
    row["cut_last"] = row.get("judged_last") or row["last_due"]
    item = row["item"]
    row["item_label"] = policy.items.get(item) or Bilingual(item or "", item or "")
    trigger_at, answer_at, deadline = row["trigger_at"], row["answer_at"], row["deadline"]
    if isinstance(trigger_at, datetime):
        row["trigger_at"] = _shown(trigger_at, precise=row["trigger_precise"])
    if isinstance(answer_at, datetime):
        row["answer_at"] = _shown(answer_at, precise=row["answer_precise"])
    if isinstance(deadline, datetime):
        row["deadline"] = deadline.isoformat(" ", "minutes")
    row["record_label"] = row["trigger_id"] or " ".join(str(row[n]) for n in ("trigger_type", "trigger_at") if row[n])


def _shown(at: datetime, *, precise: bool) -> str:
    return at.date().isoformat() if precise else at.isoformat(" ", "minutes")


def subject_of(names: tuple[str, ...], row: dict[str, Any], table: str, rule: Rule) -> dict[str, str]:
    """Return the parts of an identity that a row gives."""
    subject: dict[str, str] = {}
    for name in names:
        if name == "record_id":
            if table == "customers":
                subject["customer_id"] = row["trigger_id"]
            elif table == "records" and row["trigger_key"] is not None:
                known = not row["trigger_key"].startswith(_CONTENT) or row["trigger_id"] is not None
                subject["record_id" if known else "record"] = row["trigger_key"]
        elif name == "value":
            if row["value"] is not None:
                subject[rule.versions[row["version"]].parameters.each.field] = row["value"]
        elif row[name] is not None:
            subject[name] = str(row[name])
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
