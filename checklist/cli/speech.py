"""The language of this run, settled before any command is built, so that help texts speak it too."""

from __future__ import annotations

import sys
from functools import cache

from checklist.wording import LANGUAGES, Wording


def requested_language(arguments: list[str]) -> str:
    """Return the value of `--lang` on a command line, `zh` by default; nothing is taken from the locale."""
    for index, word in enumerate(arguments):
        if word == "--":
            break
        value = word.partition("=")[2] if word.startswith("--lang=") else None
        if word == "--lang" and index + 1 < len(arguments):
            value = arguments[index + 1]
        # A form may be in several languages: the first is the one spoken.
        first = (value or "").split(",")[0].strip()
        if first in LANGUAGES:
            return first
    return LANGUAGES[0]


@cache
def wording() -> Wording:
    """Return the sentences of this run's language."""
    return Wording(requested_language(sys.argv[1:]))


def say(key: str, **values: object) -> str:
    """Return one of the command line's own sentences."""
    return wording().text(key, **values)
