"""A word that one rep alone uses excuses nobody where the rep is the key, and is named with what it could move.

"A vocabulary that changed excuses, a word of one's own does not", and "is named with that rep" who alone uses it.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from tests.oracle.world import World
from tests.property.engine_units import by_the_engine
from tests.property.judging import by_the_plain_reading
from tests.property.running import audit_world

if TYPE_CHECKING:
    from checklist.model import Audit
    from tests.oracle.world import Row

JUNE = (date(2026, 6, 1), date(2026, 6, 30))
CALL, INQUIRY = {"type": "call"}, {"type": "inquiry"}
BY_REP: dict[str, dict[str, Any]] = {
    "quota": {"of": CALL, "at_least": 2, "window": "month"},
    "cadence": {"of": CALL, "within": "28 days", "per": "rep", "threshold": 0.5},
    "response": {"to": INQUIRY, "with": CALL, "within": "2 days", "same": "rep"},
    "sequence": {"steps": [CALL, {"type": "visit"}], "within": "7 days", "same": "rep", "by": "same_rep"},
}
BY_CUSTOMER: dict[str, dict[str, Any]] = {
    "response": {**BY_REP["response"], "same": "customer"},
    "sequence": {**BY_REP["sequence"], "same": "customer"},
}
each_kind = pytest.mark.parametrize("kind", BY_REP)


def rows(rep: str, call: str, number: int) -> list[Row]:
    """An inquiry, two calls about it, and a visit; the rep's word for a call is this."""
    days = ((1, "inquiry"), (2, call), (3, call), (4, "visit"))
    return [
        {
            "record_id": f"E{number + day}",
            "rep_id": rep,
            "type": word,
            "occurred_at": f"2026-06-0{day}",
            "customer_id": f"C{number}",
        }
        for day, word in days
    ]


def told(*words: str) -> World:
    """A log in which one rep after another has a word of his for a call; the last is one who says call."""
    records = [row for place, word in enumerate((*words, "call"), 1) for row in rows(f"R{place}", word, 10 * place)]
    return World(records=records, period=JUNE, as_of=JUNE[1], spans={"from": "2026-01-01", "to": "2026-06-30"})


def rules(kind: str, parameters: dict[str, Any]) -> list[dict[str, Any]]:
    return [{"rule": "r", "kind": kind, **parameters}]


def outcome(world: World, asked: list[dict[str, Any]]) -> str:
    """What both judges say of the first rep."""
    plain, engine = by_the_plain_reading(world, asked), by_the_engine(world, asked)
    assert plain == engine
    return plain.outcomes["r", "R1"]


@each_kind
def test_it_excuses_nobody_where_the_rep_is_the_key(kind: str) -> None:
    asked = rules(kind, BY_REP[kind])
    assert outcome(told("call"), asked) == "pass"
    assert outcome(told("拜访签到"), asked) == "fail"


@each_kind
def test_a_word_that_two_reps_use_excuses(kind: str) -> None:
    assert outcome(told("拜访签到", "拜访签到"), rules(kind, BY_REP[kind])) == "not_checked"


def named(found: Audit) -> list[tuple[str | None, tuple[str, ...], int]]:
    causes = [cause for cause in found.causes if (cause.name, cause.word) == ("type", "拜访签到")]
    return [(cause.lone_rep, cause.reps, cause.findings) for cause in causes]


@pytest.mark.parametrize("kind", BY_CUSTOMER)
def test_it_is_named_where_it_leaves_something_open(kind: str) -> None:
    assert named(audit_world(told("拜访签到"), rules(kind, BY_CUSTOMER[kind]))) == [("R1", ("R1",), 1)]


@each_kind
def test_it_is_named_with_what_it_could_move(kind: str) -> None:
    assert named(audit_world(told("拜访签到"), rules(kind, BY_REP[kind]))) == [("R1", ("R1",), 1)]
