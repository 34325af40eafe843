"""Unknown is rare, and no refuge: what the unread does not touch stays known, and most of the rest does.

The law speaks of units. "A rule that is `not_checked` as a whole has no counts": where every word of one of its needs
was renamed, or an input that bears on it lost the column it is keyed by, it has no units any more, known or unknown.
Those that it had are counted apart, and are no refuge either: of each kind they are a bounded share.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from tests.property.engine_units import by_the_engine
from tests.property.exemptions import is_genuine
from tests.property.judging import Judge, by_the_plain_reading
from tests.property.retelling import changes, in_files_and_renamed, without_a_time_of_entry
from tests.property.rules import KINDS

if TYPE_CHECKING:
    from tests.property.judging import Judged

EXAMPLES = int(os.environ.get("CHECKLIST_EXAMPLES", "12"))
each_kind = pytest.mark.parametrize("kind", sorted(KINDS))
# A tenth of a dozen words is told only by many worlds.
WORLDS, OF_THE_ENGINE = max(2 * EXAMPLES, 400), max(EXAMPLES, 60)
KEPT = 0.8
# A response names a type on either side, a sequence up to three: of their units a tenth are of rules that lost one.
SET_ASIDE = 0.2


@dataclass
class Kept:
    """How many units were known, how many of those are of rules that are still checked, and how many stay."""

    known: int = 0
    of_checked: int = 0
    stay: int = 0

    def add(self, before: Judged, after: Judged) -> None:
        checked = {rule for rule, _ in after.causes}
        for key, state in before.known.items():
            self.known += 1
            self.of_checked += key[0] in checked
            self.stay += after.units.get(key) == state

    def __str__(self) -> str:
        aside = self.known - self.of_checked
        share, apart = self.stay / self.of_checked, aside / self.known
        return f"{self.stay} of {self.of_checked} known units stay ({share:.1%}), {aside} counted apart ({apart:.1%})"


@each_kind
@pytest.mark.parametrize(
    ("judge", "count"),
    [
        pytest.param(by_the_plain_reading, 2 * EXAMPLES, id="plain reading"),
        pytest.param(by_the_engine, EXAMPLES // 3, id="engine", marks=pytest.mark.slow),
    ],
)
def test_a_time_of_entry_dropped_from_one_file_leaves_the_other_files_known(
    judge: Judge, count: int, kind: str
) -> None:
    """Of genuine a burst may lose what is shown of it no more: such a unit turns, but stays known."""
    seen = 0
    for change in changes(kind, without_a_time_of_entry, count):
        if "logged_at" not in change.told.columns("records"):
            continue
        blind = {row["record_id"] for row in change.told.records if "logged_at" not in row}
        before, after = judge(change.whole, change.rules), judge(change.told, change.rules)
        for key, state in before.known.items():
            if dict(key[2]).get("record_id") in blind:
                continue
            seen += 1
            assert after.units[key] is not None, f"{kind} {change.number}: {key}"
            assert after.units[key] == state or is_genuine(change, key[:2]), f"{kind} {change.number}: {key}"
    assert seen > 0 or count < EXAMPLES


@pytest.mark.slow
@each_kind
def test_unknown_is_rare(kind: str) -> None:
    kept = kept_by(by_the_plain_reading, kind, WORLDS)
    print(f"{kind}: {kept}")  # noqa: T201  # shown with -s: the figure that is promised
    assert kept.stay >= KEPT * kept.of_checked, kept
    assert kept.of_checked >= (1 - SET_ASIDE) * kept.known, kept


@pytest.mark.slow
@each_kind
def test_the_engine_keeps_as_much(kind: str) -> None:
    assert kept_by(by_the_engine, kind, OF_THE_ENGINE) == kept_by(by_the_plain_reading, kind, OF_THE_ENGINE)


def kept_by(judge: Judge, kind: str, count: int) -> Kept:
    """Of the units that are known where all is shown, count those that stay so where files lose columns and words."""
    kept = Kept()
    for change in changes(kind, in_files_and_renamed, count):
        kept.add(judge(change.whole, change.rules), judge(change.told, change.rules))
    return kept
