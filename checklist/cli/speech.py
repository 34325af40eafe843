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
    return _set_language(arguments)


def _set_language(arguments: list[str]) -> str:
    """Return the language of the settings, `zh` by default. What is wrong with them is said when they are read."""
    from pathlib import Path

    from checklist.cli.settings_file import find_settings, read_settings
    from checklist.model.errors import ChecklistError

    if "--isolated" in arguments:
        return LANGUAGES[0]
    named = [word.partition("=")[2] for word in arguments if word.startswith("--settings=")]
    named += [arguments[place + 1] for place, word in enumerate(arguments[:-1]) if word == "--settings"]
    try:
        found = read_settings(Path(named[0])) if named else find_settings(Path.cwd())
    except (ChecklistError, OSError):
        return LANGUAGES[0]
    value = "" if found is None else found.data.get("lang", "")
    first = str(value[0] if isinstance(value, list) and value else value).split(",")[0].strip()
    return first if first in LANGUAGES else LANGUAGES[0]


@cache
def wording() -> Wording:
    """Return the sentences of this run's language."""
    return Wording(requested_language(sys.argv[1:]))


def say(key: str, **values: object) -> str:
    """Return one of the command line's own sentences."""
    return wording().text(key, **values)
