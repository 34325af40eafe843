"""Every name out of the data replaced, once, before any report is made.

Each field of every type an audit holds has its treatment here; one without is a fault, so that a field
added later cannot let a name through.
"""

from __future__ import annotations

import re
from dataclasses import fields, replace
from datetime import date
from enum import Enum
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from checklist.model import (
    Audit,
    Bilingual,
    CalendarSettings,
    ChapterScore,
    Clause,
    CustomerWeeks,
    Deviation,
    Earlier,
    EarlierCard,
    Evidence,
    Finding,
    InputSummary,
    Notice,
    Period,
    Place,
    Policy,
    Reject,
    RepActivity,
    Rule,
    RuleVersion,
    Scorecard,
    Sentence,
    Upcoming,
    Waiver,
    WaiverUse,
)
from checklist.pseudonyms.words import Words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from checklist.pseudonyms.naming import Names

LEFT_OUT = "***"
"""Stands where free text out of the data stood."""

_BY_BLANK = {
    "rep": "rep",
    "reps": "rep",
    "customer": "customer",
    "record": "record",
    "case": "case",
    "id": "waiver",
}
"""The blanks of sentences that hold names of one sort only."""

_LINES = re.compile(r"(:\d+){1,2}$")
_SUBJECTS = {"customer_id": "customer", "case_id": "case", "record_id": "record", "record": "record", "rep_id": "rep"}


def _all(*names: str, by: str = "keep", **others: str) -> dict[str, str]:
    return dict.fromkeys(names, by) | others


TREATMENTS: dict[type[Any], dict[str, str]] = {
    Audit: _all(
        *("version", "period", "score", "deviation_count", "omitted_deviations"),
        policy="nested", inputs="nested", notices="nested", scorecards="nested", deviations="nested",
        rejects="nested", waivers="nested", upcoming="nested", history="nested", activity="by_rep",
        extra="extra",
    ),
    InputSummary: _all("table", "rows", "records", "rejects", "skipped", "duplicates", path="path", sha256="hash"),
    Notice: _all("code", sentence="sentence"),
    Reject: _all("table", "line", path="path", reason="sentence"),
    Scorecard: _all(
        *("score", "grade", "verdict", "scored", "applicable", "chapters"),
        rep_id="rep", name="nothing", team="team", manager="manager", findings="nested",
    ),
    Finding: _all(
        *("rule", "clause", "outcome", "expected", "met", "pending", "pending_in_period", "unjudged", "waived"),
        *("score", "points_lost", "omitted_deviations"),
        rep_id="rep", reason="sentence", waivers="waiver",
    ),
    ChapterScore: _all("chapter", "score", "failing", "undecided"),
    Deviation: _all(
        *("rule", "clause", "due_on", "missing"),
        id="identity", rep_id="rep", subject="subject", sentence="sentence", evidence="nested", waiver="waiver",
    ),
    Evidence: _all("line", "occurred_at", path="path", record_id="record"),
    Upcoming: _all(
        *("rule", "clause", "due_on", "count", "overdue"), rep_id="rep", subject="subject", sentence="sentence"
    ),
    WaiverUse: _all("due", "waived", "unjudged", waiver="nested"),
    Waiver: _all(
        *("rule", "first", "last", "approved_on", "expires"),
        id="waiver", reps="rep", customers="customer", teams="team", reason="free", approved_by="approver",
        places="nested",
    ),
    Earlier: _all(
        *("period", "pack", "policy_version", "policy_sha256", "score", "deviations", "verdicts"), cards="by_rep"
    ),
    EarlierCard: _all("score", "verdict", "points_lost", "deviations", rep_id="rep"),
    RepActivity: _all("first", "records", "days", "weeks", "more_customers", "rules", customers="nested"),
    CustomerWeeks: _all("grade", "contacts", "last_on", customer_id="customer", name="nothing"),
    Period: _all("first", "last", "as_of", "label"),
    # The policy is the company's own text, not its data; only where it lies is nobody's business.
    Policy: _all(
        *("id", "version", "title", "timezone", "groups", "grades", "chapters", "items", "sha256", "settings"),
        *("skipped", "tailoring", "parameters", "parameter_titles", "fields"),
        path="path", calendar="nested", clauses="nested",
    ),
    CalendarSettings: _all("country", "subdivision", "weekend", "workday", file="path", place="nested"),
    Clause: _all(
        *("id", "chapter", "source", "modality", "title", "text", "weight", "truncated"), rules="nested", place="nested"
    ),
    Rule: _all(
        *("id", "clause", "kind", "modality", "title", "advice", "basis", "why", "threshold", "weight"),
        "informational", versions="nested", place="nested",
    ),
    RuleVersion: _all("parameters", "effective_from", "effective_to", "applies_to", place="nested"),
    Place: _all("line", "column", path="path"),
}  # fmt: skip


def pseudonymised(audit: Audit, names: Names) -> Audit:
    """Return the audit with pseudonyms for people, teams, customers, records and files, and no free text.

    What it judged, when, and what it came to stays. Lists are in the order of the new names, so that their
    order tells nothing either.
    """
    made: Audit = _Replacing(names, Words(audit)).nested(audit, {})
    told = Notice("pseudonymised", Sentence("notice.pseudonymised"))
    return replace(
        made,
        notices=(told, *(each for each in made.notices if each != told)),
        scorecards=tuple(sorted(made.scorecards, key=lambda card: card.rep_id)),
        deviations=tuple(
            sorted(
                made.deviations, key=lambda each: (each.rep_id, each.rule, each.due_on, sorted(each.subject.items()))
            )
        ),
        rejects=tuple(sorted(made.rejects, key=lambda each: (each.table, each.path, each.line))),
        upcoming=tuple(sorted(made.upcoming, key=lambda each: each.rep_id)),
    )


def _treated(of: type[Any]) -> tuple[tuple[str, str], ...]:
    """Return the fields of a type that change, with their treatments."""
    treatments = TREATMENTS.get(of)
    if treatments is None or set(treatments) != {field.name for field in fields(of)}:
        raise TypeError(f"not every field of {of.__name__} has its treatment under pseudonyms")
    return tuple((name, how) for name, how in treatments.items() if how != "keep")


class _Replacing:
    """The treatments. `own` is what the names in a deviation's sentence have become."""

    def __init__(self, names: Names, words: Words) -> None:
        self._names = names
        self._words = words
        self._said: dict[int, Sentence] = {}
        self._changing: dict[Any, tuple[tuple[str, str], ...]] = {}

    def nested(self, value: Any, own: Mapping[str, str]) -> Any:
        """Replace within one of the model's types, or each of several."""
        if value is None:
            return None
        if isinstance(value, tuple):
            return tuple(self.nested(each, own) for each in value)
        if isinstance(value, dict):
            return {name: self.nested(each, own) for name, each in value.items()}
        of = type(value)
        if of not in self._changing:
            self._changing[of] = _treated(of)
        if isinstance(value, (Deviation, Upcoming)):
            own = self._own(value)
        new = {name: self._treat(how, getattr(value, name), own) for name, how in self._changing[of]}
        return replace(value, **new) if new else value

    def _own(self, value: Deviation | Upcoming) -> dict[str, str]:
        """Return what the names that a deviation's sentence may hold become."""
        own = {value.rep_id: self._names.name("rep", value.rep_id)}
        if isinstance(value, Deviation):
            own |= {
                seen.record_id: self._names.name("record", seen.record_id) for seen in value.evidence if seen.record_id
            }
        return own | {
            text: self._names.name(_SUBJECTS[name], text) for name, text in value.subject.items() if name in _SUBJECTS
        }

    def _treat(self, how: str, value: Any, own: Mapping[str, str]) -> Any:
        """Give one field its treatment; what is no other treatment is the role of a name."""
        match how:
            case "nested":
                return self.nested(value, own)
            case "sentence":
                return self.sentence(value, own)
            case "subject":
                return {name: self._subject(name, text) for name, text in value.items()}
            case "by_rep":
                return dict(sorted((self._names.name("rep", rep), self.nested(at, own)) for rep, at in value.items()))
            case "extra":  # what rules ask; whatever else stands there says nothing here
                asked = value.get("requirements", {})
                return {"requirements": {rule: self.sentence(each, own) for rule, each in asked.items()}}
            case "path":
                return value and self._names.path(value)
            case "hash":
                return value and self._names.hash(value)
            case "identity":  # a hash of rep, rule, subject and day, which could be tried out
                return self._names.hash(value, len(value))
            case "nothing" | "free":
                return LEFT_OUT if value and how == "free" else None
            case _:
                return self._named(how, value)

    def _named(self, role: str, value: Any) -> Any:
        if isinstance(value, tuple):
            return tuple(sorted(self._named(role, each) for each in value))
        return value and self._names.name(role, value)

    def _subject(self, name: str, text: str) -> str:
        role = _SUBJECTS.get(name)
        if role is None and self._words.may_stay(text, name):
            return text
        return self._names.name(role or "subject", text)

    def sentence(self, value: Sentence | None, own: Mapping[str, str]) -> Sentence | None:
        """Replace in a sentence; one that many findings share stays one."""
        if value is None or not value.values:
            return value
        if own:
            return Sentence(value.key, {name: self._value(each, name, own) for name, each in value.values.items()})
        said = self._said.get(id(value))
        if said is None:
            said = Sentence(value.key, {name: self._value(each, name, own) for name, each in value.values.items()})
            self._said[id(value)] = said
        return said

    def _value(self, value: Any, blank: str, own: Mapping[str, str]) -> Any:
        """Replace what fills a blank: what is not known to be harmless is a name, or is left out."""
        if isinstance(value, Sentence):
            return self.sentence(value, own)
        if isinstance(value, (list, tuple)):
            return [self._value(each, blank, own) for each in value]
        if value is None or isinstance(value, (bool, int, float, Fraction, date, Enum)):
            return value
        if isinstance(value, Bilingual):
            return value if self._words.may_stay(value, blank) else Bilingual(LEFT_OUT, LEFT_OUT)
        return self._text(value, blank, own) if isinstance(value, str) else LEFT_OUT

    def _text(self, text: str, blank: str, own: Mapping[str, str]) -> str:
        if text in own:
            return own[text]
        if blank == "path":
            return self._names.path(text)
        if blank == "place":
            path = _LINES.sub("", text)
            return self._names.path(path) + text[len(path) :]
        if not text or self._words.may_stay(text, blank):
            return text
        role = _BY_BLANK.get(blank)
        return self._names.name(role, text) if role else LEFT_OUT
