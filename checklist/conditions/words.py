"""The words that mean the same: one fold of their spelling, and the program's own for a status and a direction."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from checklist.conditions.folding import HALF, WIDE
from checklist.engine import SQL, literal
from checklist.model import PolicyError
from checklist.yamlfile import read_yaml

_FILE = Path(__file__).parent / "words.yaml"
_EVEN = str.maketrans(WIDE[: len(HALF)], HALF, WIDE[len(HALF) :])
_BETWEEN = re.compile(r"[ _-]+")


def alike(text: str) -> str:
    """Return what is equal for two texts that differ in case, width or blanks alone."""
    return re.sub(" +", " ", text.translate(_EVEN)).strip().lower()


def alike_sql(text: SQL) -> SQL:
    """Return what `alike` makes of a text."""
    even = f"translate({text}, {literal(WIDE)}, {literal(HALF)})"
    return SQL(f"lower(trim(regexp_replace({even}, ' +', ' ', 'g')))")


def word(text: str) -> str:
    """Return what is equal for two spellings of one word: in_progress, IN PROGRESS, In-Progress, InProgress."""
    return _BETWEEN.sub("", alike(text))


def word_sql(text: SQL) -> SQL:
    """Return what `word` makes of a text whose blanks and widths are even already."""
    return SQL(f"replace(replace(replace(lower({text}), ' ', ''), '_', ''), '-', '')")


@cache
def vocabulary() -> dict[str, dict[str, str]]:
    """Return the program's own words by column, as the data file spells them, with what each means."""
    data = read_yaml(_FILE, PolicyError, scalars="text").data
    return {
        column: {each: meaning for meaning, words in meanings.items() for each in (meaning, *words)}
        for column, meanings in data.items()
    }


@cache
def meanings(column: str) -> dict[str, str]:
    """Return what the program's own words mean in a column, by word; nothing for a column of any other."""
    return {word(each): meaning for each, meaning in vocabulary().get(column, {}).items()}


def spelt(column: str, text: str) -> tuple[str, ...]:
    """Return a text of a condition, and the program's own word for it in that column."""
    meaning = meanings(column).get(word(text))
    return (text,) if meaning in (None, text) else (text, meaning)
