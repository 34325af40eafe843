"""Rows of missed or open units in the form that people read: labels, times, what they are about."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from checklist.model import Bilingual, Sentence

if TYPE_CHECKING:
    from checklist.model import Policy, Rule

_CONTENT = "sha:"


def complete(row: dict[str, Any], policy: Policy) -> None:
    """Give a row every value a kind's sentence may name, in the form people read."""
    for name in (
        "customer_id",
        "case_id",
        "item",
        "step",
        "window",
        "value",
        "subject",
        "deadline",
        "found",
        "wanted",
    ):
        row.setdefault(name, None)
    row["cut_last"] = row.get("judged_last") or row["last_due"]
    row["item_label"] = policy.items.get(row["item"], Bilingual(row["item"] or "", row["item"] or ""))
    for name in ("trigger", "answer"):
        at = row[f"{name}_at"]
        if isinstance(at, datetime):
            row[f"{name}_at"] = at.date().isoformat() if row[f"{name}_precise"] else at.isoformat(" ", "minutes")
    if isinstance(row["deadline"], datetime):
        row["deadline"] = row["deadline"].isoformat(" ", "minutes")
    row["record_label"] = row["trigger_id"] or " ".join(str(row[n]) for n in ("trigger_type", "trigger_at") if row[n])


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

    def title(value: Any) -> Any:
        if isinstance(value, list):
            return [title(each) for each in value]
        return policy.items.get(value, value) if isinstance(value, str) else value

    values = {}
    for name, value in sentence.values.items():
        if isinstance(value, Sentence):
            values[name] = labelled(value, policy)
        else:
            values[name] = title(value) if name in _NAMED else value
    return Sentence(sentence.key, values)
