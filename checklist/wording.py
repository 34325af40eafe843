"""Say things in Chinese or English: one language file each under `reports/`, filled in when shown."""

from __future__ import annotations

from datetime import date, datetime
from enum import Enum
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING, Any

from checklist.assets import folder
from checklist.model.errors import ChecklistError, ErrorGroup
from checklist.model.text import Bilingual, Sentence

if TYPE_CHECKING:
    from collections.abc import Mapping

LANGUAGES = ("zh", "en")


@cache
def _entries(language: str) -> dict[str, str]:
    """Return every sentence of a language by its dotted key."""
    import tomllib  # only where something is said

    document = tomllib.loads((folder("reports") / f"{language}.toml").read_text(encoding="utf-8"))
    entries: dict[str, str] = {}

    def collect(prefix: str, node: Mapping[str, Any]) -> None:
        for name, value in node.items():
            if isinstance(value, str):
                entries[prefix + name] = value
            else:
                collect(f"{prefix}{name}.", value)

    collect("", document)
    return entries


class _Shown(str):
    """A value as it is shown, which chooses the words that depend on whether it is one: `{count:rule|rules}`."""

    __slots__ = ()

    def __format__(self, words: str) -> str:
        one, choice, other = words.partition("|")
        return (one if self == "1" else other) if choice else super().__format__(words)


class Wording:
    """The sentences of one language. Values are only ever inserted, never read as part of a sentence.

    `{count} {count:rule is|rules are} new` says the first words of one, the second of any other count.
    """

    def __init__(self, language: str) -> None:
        self.language = language
        self._entries = _entries(language)

    def has(self, key: str) -> bool:
        """Tell whether this language has a sentence under `key`."""
        return key in self._entries

    def text(self, key: str, **values: Any) -> str:
        """Return the sentence under the dotted `key`, its blanks filled. An unknown key is our own fault."""
        sentence = self._entries[key]
        kind = _Shown if "|" in sentence else str
        return sentence.format_map({name: kind(self.value(value)) for name, value in values.items()})

    def say(self, sentence: Sentence) -> str:
        """Return a sentence filled with its values."""
        return self.text(sentence.key, **sentence.values)

    def value(self, value: Any) -> str:
        """Render one value for people: days and times in ISO order, lists joined, both-language text chosen."""
        if isinstance(value, Sentence):
            return self.say(value)
        if isinstance(value, Bilingual):
            return value.in_language(self.language)
        if isinstance(value, datetime):
            return value.isoformat(sep=" ", timespec="seconds")
        if isinstance(value, date):
            return value.isoformat()
        if isinstance(value, Fraction):
            return str(value.numerator) if value.denominator == 1 else f"{float(value):g}"
        if isinstance(value, Enum):
            return str(value.value)
        if isinstance(value, (list, tuple)):
            return self._entries["list.separator"].join(self.value(item) for item in value)
        return "" if value is None else str(value)

    def error(self, error: ChecklistError) -> str:
        """Return an error as `file:line:column: what; what to do`, one line an error."""
        if isinstance(error, ErrorGroup):
            return "\n".join(self.error(each) for each in error.errors)
        where = f"{error.place}: " if error.place else ""
        return where + self.text(f"error.{error.code}", **error.values)
