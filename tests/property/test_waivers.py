"""What waivers take away is what was missed on their days, whatever the rule, and months still add up."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.oracle.windows import window_around, windows_touching
from tests.property.rules import KINDS, packs
from tests.property.running import Rule, audit_world
from tests.property.test_invariants import DATED, dated
from tests.property.worlds import worlds

if TYPE_CHECKING:
    from datetime import date

    from checklist.model import Audit
    from tests.oracle.world import World

pytestmark = pytest.mark.slow

# Each example is several audits.
FEWER = settings(max_examples=max(4, settings().max_examples // 3))
ENTRY = """
- id: W-{number}
  rule: {rule}
  scope: {scope}
  reason: as agreed
  approved_by: the owner
  approved_on: 2025-01-01
  expires: 2027-12-31
"""


def audit_waived(world: World, rules: list[Rule], *scopes: str) -> Audit:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "waivers.yaml"
        entries = [(rule["rule"], scope) for scope in scopes for rule in rules]
        path.write_text("".join(ENTRY.format(number=n, rule=r, scope=s) for n, (r, s) in enumerate(entries)))
        return audit_world(world, rules, waivers=path)


def counts(found: Audit, count: Any) -> dict[tuple[str, str], int]:
    each = {(one.rule, one.rep_id): count(one) for card in found.scorecards for one in card.findings}
    return {key: number for key, number in each.items() if number}


def waived(found: Audit) -> dict[tuple[str, str], int]:
    return counts(found, lambda one: one.waived)


def missed(found: Audit) -> dict[tuple[str, str], int]:
    return counts(found, lambda one: one.expected - one.met)


def spans(world: World) -> st.SearchStrategy[tuple[date, date]]:
    first, last = world.period
    days = st.integers(0, (last - first).days).map(lambda number: first + timedelta(days=number))
    return st.tuples(days, days).map(lambda pair: (min(pair), max(pair)))


@pytest.mark.parametrize("kind", DATED)
def test_a_span_takes_away_what_was_missed_in_it(kind: str) -> None:
    @FEWER
    @given(world=worlds(), rules=packs(kind).map(dated).filter(bool), data=st.data())
    def compare(world: World, rules: list[Rule], data: st.DataObject) -> None:
        first, last = data.draw(spans(world))
        expected = missed(audit_world(replace(world, period=(first, last)), rules))
        span = f"from: {first}, to: {last}"
        found = audit_waived(world, rules, f"{{{span}}}", f"{{reps: [R1], {span}}}")
        assert waived(found) == expected

    compare()


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_nothing_but_score_and_verdict_changes(kind: str) -> None:
    @FEWER
    @given(world=worlds(attested=kind == "attested"), rules=packs(kind))
    def compare(world: World, rules: list[Rule]) -> None:
        plain, found = audit_world(world, rules), audit_waived(world, rules, "{reps: [R1]}")
        for before, after in zip(plain.scorecards, found.scorecards, strict=True):
            for one, other in zip(before.findings, after.findings, strict=True):
                # A cause, and the reason that names it, tell the path of a file, which is another one.
                changes = ("waived", "waivers", "score", "points_lost", "causes", "reason")
                assert [units for _, units in other.causes] == [units for _, units in one.causes]
                assert replace(other, **{name: getattr(one, name) for name in changes}) == one
                assert other.waived == (one.expected - one.met if one.rep_id == "R1" else 0)
        assert [each.id for each in found.deviations] == [each.id for each in plain.deviations]
        assert all((each.waiver is not None) == (each.rep_id == "R1") for each in found.deviations)

    compare()


@pytest.mark.parametrize("kind", DATED)
def test_months_add_up_with_waivers(kind: str) -> None:
    @FEWER
    @given(world=worlds(), rules=packs(kind).map(dated).filter(bool), data=st.data())
    def compare(world: World, rules: list[Rule], data: st.DataObject) -> None:
        quarter = window_around(world.period[0], "quarter")
        whole = replace(world, period=(quarter.first, quarter.last))
        first, last = data.draw(spans(whole))
        scope = f"{{customers: [C1, C2], from: {first}, to: {last}}}"
        months = windows_touching(quarter.first, quarter.last, "month")
        parts = [audit_waived(replace(world, period=(each.first, each.last)), rules, scope) for each in months]
        together: dict[tuple[str, str], int] = {}
        for part in parts:
            for key, number in waived(part).items():
                together[key] = together.get(key, 0) + number
        assert waived(audit_waived(whole, rules, scope)) == together

    compare()
