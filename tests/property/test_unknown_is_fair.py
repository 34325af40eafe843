"""What is not seen or not understood turns nothing over: laws of *Unknown*, whoever judges.

Each law changes how a world is told, and compares what is judged before and after. `CHECKLIST_EXAMPLES` says how many
worlds of each kind are tried: the plain reading judges twice as many; the engine, which takes longer, a third of
them under each of three laws, so that it sees as many in all.
"""

from __future__ import annotations

import os
from collections import Counter
from typing import TYPE_CHECKING

import pytest

from tests.property.engine_units import by_the_engine
from tests.property.exemptions import (
    OF_FINDINGS,
    OF_UNITS,
    excludes_by_a_lost_column,
    infers_care,
    is_genuine,
    is_keyed_by_rep,
    its_own_record_is_there,
    takes_any_type,
)
from tests.property.judging import Judge, by_the_plain_reading
from tests.property.retelling import (
    changes,
    columns_found,
    in_files_and_renamed,
    reps_found,
    rows_renamed,
    settlements,
    types_dropped,
    words_settled,
)
from tests.property.rules import KINDS
from tests.property.shrinking import told

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from tests.property.judging import Finding, Judged, Key
    from tests.property.retelling import Change, Way

    Spared = Iterable[Callable[[Change, Finding], bool]]

EXAMPLES = int(os.environ.get("CHECKLIST_EXAMPLES", "12"))
# Of so many worlds some must be judged, or the laws hold of nothing.
_MANY = 100
# The engine agrees with the plain reading on doubtful worlds; that it keeps the laws itself is told by the long tests.
each_judge = pytest.mark.parametrize(
    ("judge", "count"),
    [
        pytest.param(by_the_plain_reading, 2 * EXAMPLES, id="plain reading"),
        pytest.param(by_the_engine, EXAMPLES // 3, id="engine", marks=pytest.mark.slow),
    ],
)
each_kind = pytest.mark.parametrize("kind", sorted(KINDS))


Law = tuple[Judge, str, int]
_WHOLE: dict[Law, Judged] = {}


def both(judge: Judge, change: Change) -> tuple[Judged, Judged]:
    """Judge a world told whole, once for all laws, and told otherwise."""
    key = (judge, change.kind, change.number)
    if key not in _WHOLE:
        _WHOLE[key] = judge(change.whole, change.rules)
    return _WHOLE[key], judge(change.told, change.rules)


def turned_units(before: Judged, after: Judged) -> list[Key]:
    """The units known before and after, and otherwise."""
    return [key for key, state in before.known.items() if after.known.get(key, state) != state]


def turned_findings(before: Judged, after: Judged) -> list[Finding]:
    """The findings that went from pass to fail or back."""
    return [
        finding
        for finding, outcome in before.outcomes.items()
        if {outcome, after.outcomes.get(finding)} == {"pass", "fail"}
    ]


def spared(change: Change, finding: Finding, by: Spared) -> bool:
    return any(spares(change, finding) for spares in by)


def shown(change: Change, what: Key | Finding) -> str:
    """Say what turned over, and both worlds."""
    rule = change.rule(what[:2])
    return f"{change.kind} {change.number}: {what}\n{told(change.whole, rule)}\nis\n{told(change.told, rule)}"


def units_stay(change: Change, before: Judged, after: Judged, by: Spared) -> None:
    """No unit known in both differs."""
    units = [key for key in turned_units(before, after) if not spared(change, key[:2], by)]
    assert not units, shown(change, units[0])


def findings_stay(change: Change, before: Judged, after: Judged, by: Spared) -> None:
    """No finding goes from pass to fail or back."""
    findings = [finding for finding in turned_findings(before, after) if not spared(change, finding, by)]
    assert not findings, shown(change, findings[0])


def nothing_turns(judge: Judge, count: int, kind: str, way: Way) -> None:
    """No unit known in both differs, and no finding goes from pass to fail or back."""
    judged: Counter[str] = Counter()
    for change in changes(kind, way, count):
        before, after = both(judge, change)
        units_stay(change, before, after, OF_UNITS)
        findings_stay(change, before, after, OF_FINDINGS)
        judged.update(after.outcomes.values())
    # So few worlds as are tried by default may hold no such finding.
    assert {"pass", "fail"} <= set(judged) or count < _MANY


@each_judge
@each_kind
def test_several_files_and_renamed_words_turn_nothing_over(judge: Judge, count: int, kind: str) -> None:
    nothing_turns(judge, count, kind, in_files_and_renamed)


@each_judge
@each_kind
def test_renamed_rows_of_several_reps_turn_nothing_over(judge: Judge, count: int, kind: str) -> None:
    nothing_turns(judge, count, kind, rows_renamed)


@each_judge
@each_kind
def test_types_that_are_not_exported_turn_no_unit_over(judge: Judge, count: int, kind: str) -> None:
    known = 0
    for change in changes(kind, types_dropped, count):
        before, after = both(judge, change)
        units = [
            key
            for key in turned_units(before, after)
            if its_own_record_is_there(change, key) and not spared(change, key[:2], (is_genuine, takes_any_type))
        ]
        assert not units, shown(change, units[0])
        known += len(after.known)
    assert known > 0 or count < _MANY


SETTLED: dict[str, tuple[Way, Spared]] = {
    "words": (words_settled, (is_genuine, is_keyed_by_rep)),
    "reps": (reps_found, (is_genuine, is_keyed_by_rep, infers_care)),
    "columns": (columns_found, (is_genuine, excludes_by_a_lost_column)),
}


@each_judge
@each_kind
@pytest.mark.parametrize("what", SETTLED)
def test_settling_a_cause_turns_no_known_unit_over(judge: Judge, count: int, kind: str, what: str) -> None:
    way, by = SETTLED[what]
    for change in settlements(kind, way, count):
        units_stay(change, judge(change.whole, change.rules), judge(change.told, change.rules), by)
