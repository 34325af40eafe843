"""Which rules a casebook leaves in the dark: each must be shown passing, failing and undecided."""

from __future__ import annotations

from typing import TYPE_CHECKING

from checklist.model import Sentence

if TYPE_CHECKING:
    from checklist.casebook.loading import Casebook
    from checklist.model import Place

WAYS = ("passing", "failing", "undecided")


def not_shown(book: Casebook) -> list[tuple[Place, Sentence]]:
    """Return what is missing, with the place of the rule, in the order of the pack."""
    shown: dict[str, set[str]] = {}
    for case in book.cases:
        shown.setdefault(case.rule, set()).add(case.shows)
    found = []
    for rule in book.own:
        if rule.id not in shown:
            found.append((rule.place, Sentence("casebook.untested", {"rule": rule.id})))
            continue
        missing = [Sentence(f"casebook.way.{way}") for way in WAYS if way not in shown[rule.id]]
        if missing:
            found.append((rule.place, Sentence("casebook.half_shown", {"rule": rule.id, "ways": missing})))
    return found
