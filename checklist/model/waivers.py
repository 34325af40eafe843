"""Waivers: dated, reasoned, approved exceptions, and what each of them came to in one audit."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from checklist.model.errors import Place


@dataclass(frozen=True, slots=True)
class Waiver:
    """An exception from one rule: for whom (an empty part means everyone), for which due days, and who says so.

    `first` and `last` are the span as stated. `places` tells where in its file each field stands, with the
    entry itself under the empty name.
    """

    id: str
    rule: str
    reps: tuple[str, ...]
    customers: tuple[str, ...]
    teams: tuple[str, ...]
    first: date | None
    last: date | None
    reason: str
    approved_by: str
    approved_on: date
    expires: date
    places: dict[str, Place] = field(default_factory=dict, compare=False)

    @property
    def holds_from(self) -> date:
        """The first due day covered: only a stated `from` reaches back before the approval."""
        return self.approved_on if self.first is None else self.first

    @property
    def holds_to(self) -> date:
        """The last due day covered: never one after the expiry."""
        return self.expires if self.last is None else min(self.last, self.expires)

    def place(self, name: str = "") -> Place | None:
        """Return where a field stands, or the entry where the file does not state it."""
        return self.places.get(name, self.places.get(""))


@dataclass(frozen=True, slots=True)
class WaiverUse:
    """What a waiver came to: the units of its scope that fell due in the period, and the missed ones it covers.

    `unknown` counts those of them that nobody could judge.
    """

    waiver: Waiver
    due: int = 0
    waived: int = 0
    unknown: int = 0


@dataclass(frozen=True, slots=True)
class WaiverFile:
    """A waiver file, read and checked."""

    path: str
    sha256: str
    waivers: tuple[Waiver, ...]
