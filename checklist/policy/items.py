"""What a policy asks managers to attest: each checklist item once, with its clause and how it is answered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from checklist.kinds import kinds
from checklist.model import Bilingual

if TYPE_CHECKING:
    from collections.abc import Mapping

    from checklist.model import Policy

_SCALES = (5, 10, 100)


@dataclass(frozen=True, slots=True)
class AskedItem:
    """One item. `scale` is the highest rating it may be given; None means that it is answered yes or no."""

    item: str
    clause: str
    question: Bilingual
    scale: int | None


def asked_items(policy: Policy) -> dict[str, AskedItem]:
    """Return the items that rules ask managers to judge, in the order of the policy.

    An item that one rule wants rated and another wants answered is answered: a yes serves both.
    """
    found: dict[str, AskedItem] = {}
    for rule in policy.rules:
        for version in rule.versions:
            for item, bound in kinds()[rule.kind].attests(version.parameters).items():
                scale = None if bound is None else next((each for each in _SCALES if bound <= each), None)
                before = found.get(item)
                if before is not None and (before.scale is None or scale is None):
                    scale = None
                elif before is not None and before.scale is not None and scale is not None:
                    scale = max(before.scale, scale)
                question = policy.items.get(item, Bilingual(item, item))
                found[item] = AskedItem(item, before.clause if before else rule.clause, question, scale)
    return found


def scales_of(policy: Policy) -> Mapping[str, int | None]:
    """Return the highest rating of each item asked, None for those answered yes or no."""
    return {name: each.scale for name, each in asked_items(policy).items()}
