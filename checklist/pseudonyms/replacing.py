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
from functools import partial
from typing import TYPE_CHECKING, Any

from checklist.model import Audit, Bilingual, Cause, Deviation, Notice, Sentence, Upcoming
from checklist.model.causes import CauseKind, cause_key, read_cause
from checklist.pseudonyms.treatments import BY_BLANK, BY_SENTENCE, SUBJECTS, TREATMENTS
from checklist.pseudonyms.words import Words

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from checklist.pseudonyms.naming import Names

LEFT_OUT = "***"
"""Stands where free text out of the data stood."""

_LINES = re.compile(r"(:\d+){1,2}$")


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
        possible=tuple(
            sorted(made.possible, key=lambda each: (each.rep_id, each.rule, each.due_on, sorted(each.subject.items())))
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
        self._within = {
            "nested": self.nested,
            "sentence": self.sentence,
            "sentences": self._sentences,
            "lines": self._lines,
        }
        self._alone: dict[str, Callable[[Any], Any]] = {
            "by_rep": partial(self._by, "rep"),
            "by_team": partial(self._by, "team"),
            "by_identity": partial(self._by, "identity"),
            "findings": self._findings,
            "subject": self._subject,
            "by_rule": self._by_rule,
            "cause": self._cause,
            "causes": lambda value: tuple((self._cause(key), units) for key, units in value),
            "word_of_cause": self._word,
            "nothing": lambda _: None,
            "free": lambda value: value and LEFT_OUT,
        }

    def nested(self, value: Any, own: Mapping[str, str]) -> Any:
        """Replace within one of the model's types, or each of several."""
        if value is None:
            return None
        if isinstance(value, tuple):
            return tuple(self.nested(each, own) for each in value)
        if isinstance(value, dict):
            return {name: self.nested(each, own) for name, each in value.items()}
        if isinstance(value, int):
            return value
        of = type(value)
        if of not in self._changing:
            self._changing[of] = _treated(of)
        if isinstance(value, (Deviation, Upcoming)):
            own = self._own(value)
        elif isinstance(value, Cause):
            # Lines to write hold the word as it stands in the data.
            own = dict.fromkeys(value.write, LEFT_OUT) if self._word(value.word) != value.word else {}
            own = own or {line: line for line in value.write}
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
            text: self._names.name(SUBJECTS[name], text) for name, text in value.subject.items() if name in SUBJECTS
        }

    def _treat(self, how: str, value: Any, own: Mapping[str, str]) -> Any:
        """Give one field its treatment; what is no other treatment is the role of a name."""
        if how in self._within:
            return self._within[how](value, own)
        return self._alone[how](value) if how in self._alone else self._named(how, value)

    def _cause(self, key: str | None) -> str | None:
        """Return the key of a cause with what its path or its word becomes."""
        if key is None:
            return None
        cause = read_cause(key)
        by_path = cause.kind is CauseKind.COLUMN and cause.word
        return cause_key(cause.kind, cause.name, self._names.path(cause.word) if by_path else self._word(cause.word))

    def _word(self, word: str) -> str:
        """Return a word out of the data, or its pseudonym where the policy does not use it."""
        return word if self._words.may_stay(word, "word") else str(self._named("word", word))

    def _lines(self, value: tuple[str, ...], own: Mapping[str, str]) -> tuple[str, ...]:
        return tuple(line for line in value if own[line] == line)

    def _by(self, role: str, value: Mapping[str, Any]) -> dict[str, Any]:
        """Replace the keys of a mapping, and within what they lead to."""
        return dict(sorted((self._named(role, name), self.nested(each, {})) for name, each in value.items()))

    def _findings(self, value: Any) -> Any:
        return type(value)((self._named("rep", rep), rule) for rep, rule in value)

    def _by_rule(self, value: Mapping[str, Sentence]) -> dict[str, Sentence | None]:
        return {rule: self.sentence(each, {}) for rule, each in value.items()}

    def _named(self, role: str, value: Any) -> Any:
        """Return the pseudonym of what has a role: a name, a path, or a hash that could be tried out."""
        if isinstance(value, tuple):
            return tuple(sorted(self._named(role, each) for each in value))
        if not value:
            return value
        if role == "path":
            return self._names.path(value)
        return self._names.hash(value) if role in {"hash", "identity"} else self._names.name(role, value)

    def _subject(self, value: Mapping[str, str]) -> dict[str, str]:
        return {name: self._part(name, text) for name, text in value.items()}

    def _part(self, name: str, text: str) -> str:
        role = SUBJECTS.get(name)
        if role is None and self._words.may_stay(text, name):
            return text
        return str(self._named(role or "subject", text))

    def _sentences(self, value: tuple[Sentence, ...], own: Mapping[str, str]) -> tuple[Sentence | None, ...]:
        return tuple(self.sentence(each, own) for each in value)

    def sentence(self, value: Sentence | None, own: Mapping[str, str]) -> Sentence | None:
        """Replace in a sentence; one that many findings share stays one."""
        if value is None or not value.values:
            return value
        if own:
            return self._filled(value, own)
        said = self._said.get(id(value))
        if said is None:
            said = self._said[id(value)] = self._filled(value, own)
        return said

    def _filled(self, sentence: Sentence, own: Mapping[str, str]) -> Sentence:
        filled = {}
        for blank, value in sentence.values.items():
            role = BY_SENTENCE.get((sentence.key, blank)) or BY_BLANK.get(blank)
            filled[blank] = self._value(value, blank, role, own)
        return Sentence(sentence.key, filled)

    def _value(self, value: Any, blank: str, role: str | None, own: Mapping[str, str]) -> Any:
        """Replace what fills a blank: what is not known to be harmless is a name, or is left out."""
        if isinstance(value, Sentence):
            return self.sentence(value, own)
        if isinstance(value, (list, tuple)):
            return [self._value(each, blank, role, own) for each in value]
        if value is None or isinstance(value, (bool, int, float, Fraction, date, Enum)):
            return value
        if isinstance(value, Bilingual):
            return value if self._words.may_stay(value, blank) else Bilingual(LEFT_OUT, LEFT_OUT)
        return self._text(value, blank, role, own) if isinstance(value, str) else LEFT_OUT

    def _text(self, text: str, blank: str, role: str | None, own: Mapping[str, str]) -> str:
        if text in own:
            return own[text]
        if blank == "path":
            return self._names.path(text)
        if blank == "place":
            path = _LINES.sub("", text)
            return self._names.path(path) + text[len(path) :]
        if role != "identity" and self._words.may_stay(text, blank):
            return text
        return str(self._named(role, text)) if role else LEFT_OUT
