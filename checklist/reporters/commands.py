"""The commands a report suggests, to be copied whole into a shell."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

from checklist.reporters.text import visible

if TYPE_CHECKING:
    from collections.abc import Iterable

    from checklist.model import Audit

_FLAGS = {
    "records": (),
    "reps": ("--roster",),
    "customers": ("--customers",),
    "attestations": ("--attestations",),
    "absences": ("--absences",),
    "waivers": ("--waivers",),
}


def explain(rule: str, rep: str, inputs: str) -> str:
    """Return the command that shows every expectation of a rule for a rep; `inputs` is already quoted."""
    return f"checklist explain {quoted(rule)} {inputs} --rep{'=' if rep.startswith('-') else ' '}{quoted(rep)}"


def input_words(audit: Audit, arguments: tuple[str, ...]) -> str:
    """Return the files and options of the audit, quoted: as they were given, or as the audit knows its inputs."""
    return joined(
        arguments
        or [word for each in audit.inputs if each.table in _FLAGS for word in (*_FLAGS[each.table], each.path)]
    )


def joined(words: Iterable[str]) -> str:
    """Return words as one line for a shell."""
    return " ".join(map(quoted, words))


def quoted(word: str) -> str:
    """Return a word as a shell takes it whole.

    Where it holds what a terminal would obey or hide, line ends among it, it is spelt in the quotes
    of bash and zsh that know escapes.
    """
    if visible(word) == word and word.isprintable():
        return shlex.quote(word)
    return "$'" + "".join(map(_spelt, word)) + "'"


def _spelt(character: str) -> str:
    if character in "\\'":
        return f"\\{character}"
    if character.isprintable() and visible(character) == character:
        return character
    code = ord(character)
    return f"\\x{code:02x}" if code < 0x80 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"  # noqa: PLR2004
