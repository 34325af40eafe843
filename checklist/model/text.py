"""Text in both languages, and sentences that are filled in only when they are shown."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of the language files: `key` is its dotted name there, `values` fill its blanks.

    Values may be text, numbers, days, times, or `Bilingual`; the wording renders each by language.
    """

    key: str
    values: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Bilingual:
    """A text in Chinese and English; where one is missing the other stands in."""

    zh: str = ""
    en: str = ""

    def in_language(self, language: str) -> str:
        """Return the text in `language` (`zh` or `en`), or what there is."""
        return (self.zh or self.en) if language == "zh" else (self.en or self.zh)
