"""What reps write: notes and documents in plain Chinese, varied enough that no two customers read alike."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from random import Random


@cache
def _words() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_name("words.toml").read_text(encoding="utf-8"))


def one_of(section: str, name: str, chance: Random) -> str:
    """Return one of the texts that stand under a name in words.toml."""
    return str(chance.choice(_words()[section][name]))


def note(kind: str, contact: str, chance: Random) -> str:
    """Return a note of one contact: what it was about, what the customer said, what comes next."""
    opening = one_of("openings", kind, chance).format(contact=contact)
    parts = [one_of("note", part, chance) for part in ("subjects", "voices", "next")]
    return "{}，{}。{}，{}。".format(opening, *parts)


def copied_note() -> str:
    """Return the one sentence that a rep in arrears writes for everyone."""
    return str(_words()["careless"]["copied"])


def topics() -> list[str]:
    """Return what lessons are about."""
    return list(_words()["lessons"])
