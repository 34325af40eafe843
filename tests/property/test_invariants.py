"""What must hold of every audit, whatever the rules mean."""

from __future__ import annotations

import re
import tempfile
from collections import Counter
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checklist.api import audit
from tests.oracle.windows import window_around, windows_touching
from tests.oracle.world import FILE, FIRST_FILE, World, write, write_table
from tests.property.rules import KINDS, packs
from tests.property.running import Rule, audit_world, engine_says, in_words
from tests.property.worlds import worlds

if TYPE_CHECKING:
    import random

    from checklist.model import Audit, Finding

pytestmark = pytest.mark.slow

# What these judge is judged at each period's end, not when it falls due: months need not add up.
AT_PERIODS_END = ("attested",)
DATED = sorted(set(KINDS) - set(AT_PERIODS_END))


def dated(rules: list[Rule]) -> list[Rule]:
    """Leave out what looks at another table as it stands at the period's end."""
    return [rule for rule in rules if "table" not in rule.get("of", {}) or "at" in rule["of"]]


@pytest.mark.parametrize("kind", DATED)
def test_months_add_up_to_the_quarter(kind: str) -> None:
    @given(world=worlds(), rules=packs(kind).map(dated).filter(bool))
    def compare(world: World, rules: list[Rule]) -> None:
        quarter = window_around(world.period[0], "quarter")
        months = windows_touching(quarter.first, quarter.last, "month")
        whole = audit_world(replace(world, period=(quarter.first, quarter.last)), rules)
        parts = [audit_world(replace(world, period=(month.first, month.last)), rules) for month in months]
        assert sums([whole]) == sums(parts)

    compare()


def sums(audits: list[Audit]) -> tuple[dict[tuple[str, str], list[int]], set[str]]:
    """Add up the counts of several audits, and gather the identities of their deviations."""
    counts: dict[tuple[str, str], list[int]] = {}
    for one in audits:
        for card in one.scorecards:
            for finding in card.findings:
                so_far = counts.setdefault((finding.rule, finding.rep_id), [0, 0, 0, 0])
                figures = (finding.expected, finding.met, finding.unknown, finding.pending_in_period)
                so_far[:] = [before + more for before, more in zip(so_far, figures, strict=True)]
    return {key: count for key, count in counts.items() if any(count)}, {
        deviation.id for one in audits for deviation in one.deviations
    }


def without_places(found: Audit) -> tuple[Any, ...]:
    """All that is found, but for where in which file its evidence stands."""
    deviations = [
        replace(one, evidence=tuple(replace(seen, path="", line=0) for seen in one.evidence))
        for one in found.deviations
    ]
    cards = [(replace(card, findings=()), [told(one) for one in card.findings]) for card in found.scorecards]
    return cards, deviations, found.score, found.deviation_count


def told(finding: Finding) -> tuple[Any, ...]:
    """A finding, but for what its files are called: of two files that lack a column, each is a cause."""
    causes: Counter[tuple[str, str]] = Counter()
    for key, units in finding.causes:
        sort, name = in_words(key)
        causes[sort, re.sub(r" in [01]-", " in ", name)] += units
    reason = finding.reason.key.removesuffix("_most") if finding.reason else None
    return replace(finding, causes=(), reason=None), causes, reason


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_the_order_of_rows_and_their_files_change_nothing(kind: str) -> None:
    @given(
        world=worlds(attested=kind == "attested"),
        rules=packs(kind),
        chance=st.randoms(use_true_random=False),
        share=st.floats(0, 1),
    )
    def compare(world: World, rules: list[Rule], chance: random.Random, share: float) -> None:
        one = audit_world(world, rules)
        other = audit_shuffled(world, rules, chance, share)
        assert without_places(one) == without_places(other)

    compare()


def audit_shuffled(world: World, rules: list[Rule], chance: random.Random, share: float) -> Audit:
    """Audit the same rows in another order, each file of the log in two."""
    shuffled: dict[str, Any] = {}
    for table in ("records", "reps", "customers", "attestations", "absences"):
        rows = world.table(table)
        if rows is not None:
            shuffled[table] = chance.sample(rows, len(rows))
    mixed = replace(world, **shuffled)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        arguments = write(mixed, rules, folder)
        arguments["records"] = []
        for file in mixed.files:
            rows = [row for row in mixed.records if row.get(FILE, FIRST_FILE) == file]
            cut = round(len(rows) * share)
            arguments["records"] += [
                write_table(folder / f"{number}-{file}", world.columns("records", file), part)
                for number, part in enumerate((rows[:cut], rows[cut:]))
                if part
            ]
        return audit(**arguments, meeting=False).audit


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_the_number_of_threads_changes_nothing(kind: str) -> None:
    @given(world=worlds(attested=kind == "attested"), rules=packs(kind))
    def compare(world: World, rules: list[Rule]) -> None:
        one, many = (audit_world(world, rules, jobs=jobs) for jobs in (1, 4))
        assert without_places(one) == without_places(many)

    compare()


MONOTONE = (
    {"kind": "quota", "of": {"type": "call"}, "at_least": 3, "window": "week"},
    {"kind": "quota", "of": {"type": "call"}, "at_least": 5, "window": "month", "each": "customer"},
    {
        "kind": "quota",
        "of": {"type": "call"},
        "at_least": 2,
        "window": "month",
        "count": {"distinct": "customer_id"},
    },
    {"kind": "quota", "of": {"type": "call"}, "at_least": 20, "window": "month", "count": {"sum": "amount"}},
    {"kind": "quota", "of": {"type": "call"}, "at_least": 9, "window": "month", "due": "5 workdays"},
    {"kind": "cadence", "of": {"type": "call"}, "within": "2 days"},
    {"kind": "cadence", "of": {"type": "call"}, "within": "1 workday", "per": "rep"},
    {"kind": "cadence", "of": {"type": "call"}, "within": "3 days", "by": "anyone"},
)


@given(world=worlds(), number=st.integers(0, 30), rep=st.sampled_from(("R1", "R2")))
def test_one_more_call_never_lowers_what_is_met(world: World, number: int, rep: str) -> None:
    # The span, the types shown and the care are settled, so that the call changes nothing else.
    first = min(record.day for record in world.everything)
    spans = world.spans or {"from": str(first)}
    settled = replace(
        world,
        spans=spans,
        covers=("call",),
        customers=world.customers or [],
        reps=world.reps or [],
        records=[{"customer_id": "", "amount": "", **row} for row in world.records],
    )
    call = {
        **settled.records[0],
        "record_id": "E99",
        "rep_id": rep,
        "type": "call",
        "occurred_at": str(first + timedelta(days=number)),
        "customer_id": "C1",
        "case_id": "",
        "amount": "5",
    }
    rules = [{"rule": f"rule-{place}", **rule} for place, rule in enumerate(MONOTONE, 1)]
    before = engine_says(settled, rules)
    after = engine_says(replace(settled, records=[*settled.records, call]), rules)
    for key, result in before.items():
        # The call may settle what an unread type left unknown.
        assert after[key].expected + after[key].unknown == result.expected + result.unknown
        assert after[key].unknown <= result.unknown
        assert after[key].met >= result.met
