"""How many deviations a report lists, where a gate had to see them all."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection

    from checklist.model import Audit


def cut_to(audit: Audit, cap: int, known: Collection[str]) -> Audit:
    """Return the audit with at most `cap` deviations listed a finding, those not `known` first; counts stay whole."""
    kept: Counter[tuple[str, str]] = Counter()
    left_out: Counter[tuple[str, str]] = Counter()
    listed = set()
    for each in sorted(audit.deviations, key=lambda each: each.id in known):  # the order is kept otherwise
        key = (each.rep_id, each.rule)
        if kept[key] < cap:
            kept[key] += 1
            listed.add(each.id)
        else:
            left_out[key] += 1
    if not left_out:
        return audit
    cards = tuple(
        replace(
            card,
            findings=tuple(
                replace(each, omitted_deviations=each.omitted_deviations + left_out[card.rep_id, each.rule])
                for each in card.findings
            ),
        )
        for card in audit.scorecards
    )
    deviations = tuple(each for each in audit.deviations if each.id in listed)
    omitted = audit.deviation_count - len(deviations)
    return replace(audit, scorecards=cards, deviations=deviations, omitted_deviations=omitted)
