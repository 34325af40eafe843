"""Nobody approves an exception for themselves: an approver must not be among those who gain from it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from checklist.model import WaiverError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from checklist.model import Waiver


@dataclass(frozen=True, slots=True)
class People:
    """Who there is: every rep's name and team by id, and the reps who have (or had) each customer in care."""

    reps: Mapping[str, tuple[str | None, str | None]] = field(default_factory=dict)
    carers: Mapping[str, frozenset[str]] = field(default_factory=dict)


def check_approvers(waivers: Iterable[Waiver], people: People) -> Iterator[WaiverError]:
    """Yield an error for each waiver whose approver, by id or by name, is a rep in its scope."""
    for waiver in waivers:
        approver = waiver.approved_by.strip().casefold()
        for rep_id in _in_scope(waiver, people):
            name = people.reps.get(rep_id, (None, None))[0]
            if approver in {rep_id.casefold(), (name or "").strip().casefold()}:
                values = {"id": waiver.id, "approver": waiver.approved_by, "rep_id": rep_id}
                yield WaiverError("waiver_own", waiver.place("approved_by"), **values)
                break


def _in_scope(waiver: Waiver, people: People) -> Iterator[str]:
    """Yield the reps who gain: those named, else those of the teams, of the customers, or everyone."""
    if waiver.reps:
        yield from waiver.reps
        return
    carers = {rep for customer in waiver.customers for rep in people.carers.get(customer, ())}
    for rep_id, (_, team) in sorted(people.reps.items()):
        if (not waiver.teams or team in waiver.teams) and (not waiver.customers or rep_id in carers):
            yield rep_id
