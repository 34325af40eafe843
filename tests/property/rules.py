"""Rules of every kind, with every parameter."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from random import Random
from typing import TYPE_CHECKING

from tests.oracle.windows import window_around
from tests.oracle.world import ITEMS
from tests.property.doubts import surely_doubtful
from tests.property.logs import ANCHORS
from tests.property.selectors import DEEDS, WHOEVER, Rule, chosen, common_parameters, selector
from tests.property.worlds import SEEDS, random_world

if TYPE_CHECKING:
    from collections.abc import Callable

    from hypothesis import strategies as st

    from tests.oracle.world import World

ENOUGH, LAST_DAY = 15, date(2026, 11, 30)
CONTENT_FIELDS: tuple[Rule, ...] = (
    {"field": "note"},
    {"field": "note", "min_length": 4},
    {"field": "note", "contains": "note"},
    {"field": "note", "contains": ["long", "words"]},
    {"field": "note", "matches": "^[a-z]"},
    {"field": "channel", "one_of": ["web", "phone"]},
    {"field": "amount", "above": 5},
    {"field": "amount", "at_most": 10.5},
    {"field": "cost", "below": 10},
    {"field": "sales", "at_least": 10, "item": "enough sales"},
    {"field": "customer_id"},
    {"field": "status", "one_of": ["done", "planned"]},
    {"field": "status"},
)
EXPRESSIONS = (
    "cost <= sales",
    "cost + budget <= sales",
    "not cost > sales",
    "cost / budget < 2 or sales > 0",
    "sales - cost >= 10 and budget >= 1",
    "channel = 'web' or cost <= 5",
    "cost * 2 != sales",
)
OTHER_TABLES = (
    ({"table": "reps"}, [{"field": "languages", "contains": ["zh", "en"]}, {"field": "team"}]),
    ({"table": "customers", "at": "in_care_from"}, [{"field": "grade"}]),
    ({"table": "customers", "grade": "A"}, [{"field": "in_care_to"}]),
)


def item(chance: Random) -> Rule:
    within = ("24 hours", "30 minutes", "0 days", "1 day", "2 days", "1 week", "0 workdays", "1 workday", "2 workdays")
    return chance.choice(
        (
            chance.choice(CONTENT_FIELDS),
            {"any": chance.sample(CONTENT_FIELDS, chance.randint(2, 3))},
            {"holds": chance.choice(EXPRESSIONS)},
            {"entered_within": chance.choice(within)},
        )
    )


def content(chance: Random) -> Rule:
    if chance.random() < 0.15:
        of, items = chance.choice(OTHER_TABLES)
        return {"kind": "content", "of": of, "require": items}
    drawn = [item(chance) for _ in range(chance.randint(1, 3))]
    # No two of one name: a field is named by itself, and records are entered only once.
    named = {"within" if "entered_within" in one else one.get("field", str(one)): one for one in drawn}
    return {"kind": "content", "of": selector(chance), "require": list(named.values())}


def quota(chance: Random) -> Rule:
    if chance.random() < 0.15:
        return gained(chance)
    how = chance.choice(("records", "records", "records", "distinct", "sum", "sum", "mean", "mean", "median", "median"))
    counting = how in ("records", "distinct")
    # A mean lies among the values, a sum above them.
    figures = (0, 5, 8.5, 10, 40) if how in ("mean", "median") else (5, 10, 40, 100.5, 250)
    bound = chance.randint(1, 5) if counting else chance.choice(figures)
    side = chance.choice(("at_least", "at_least", "at_most"))
    window = chance.choice(("day", "week", "week", "month", "month", "quarter", "year"))
    rule: Rule = {"kind": "quota", "of": selector(chance), side: bound, "window": window}
    if how == "distinct":
        rule["count"] = {how: chance.choice(("customer_id", "channel"))}
    elif how != "records":
        rule["count"] = {how: chance.choice(("amount", "amount", "cost"))}
    apart = (*[None] * 4, *["customer"] * 3, {"channel": ["web", "shop"]}, {"type": ["call", "visit"]})
    rule |= chosen(chance, each=apart)
    if "each" in rule and counting and chance.random() < 0.6:
        # Of one customer or value a log of some weeks shows no more.
        window, rule["window"], rule[side] = "week", "week", chance.randint(1, 2)
    if window != "day" and chance.random() < 0.4:
        rule["due"] = chance.choice(("1 workday", "2 workdays", "5 workdays", "7 workdays", "3 days"))
        rule |= chosen(chance, early=(None, "3 days", "10 days"))
    return rule


def gained(chance: Random) -> Rule:
    """A quota of customers gained."""
    of = {"table": "customers", "at": "in_care_from", **chance.choice(({}, {}, {"grade": "A"}))}
    side, window = chance.choice(("at_least", "at_most")), chance.choice(("month", "quarter", "year"))
    rule = {"kind": "quota", "of": of, side: chance.randint(1, 3), "window": window}
    return rule | chosen(chance, first_care=(None, True, True), each=(None, None, None, {"grade": ["A", "B"]}))


def cadence(chance: Random) -> Rule:
    within = chance.choice(("1 day", "2 days", "3 days", "7 days", "7 days", "1 workday", "3 workdays", "5 workdays"))
    per = chance.choice((None, None, "customer", "case", "case", "rep"))
    rule: Rule = {"kind": "cadence", "of": selector(chance), "within": within}
    rule |= chosen(chance, per=(per,), by=WHOEVER)
    which = (
        {"grade": "A"},
        {"grade": {"not": "A"}},
        {"grade": {"present": True}},
        {"in_care_from": {"between": ["2026-02-10", "2026-05-05"]}},
    )
    if per in (None, "customer") and chance.random() < 0.3:
        rule["customers"] = chance.choice(which)
    ends = ({"type": "deal_closed"}, {"group": "follow_up"}, {"type": ["inquiry", "quotation"], "status": "done"})
    if per == "case" and chance.random() < 0.7:
        rule["open_until"] = chance.choice(ends)
    return rule


def response(chance: Random) -> Rule:
    within = (
        *("30 minutes", "2 hours", "24 hours", "36 hours", "72 hours"),
        *("1 day", "2 days", "3 days", "5 days"),
        *("0 workdays", "1 workday", "2 workdays", "3 workdays"),
        *("1 workhour", "4 workhours", "8 workhours", "12 workhours"),
    )
    rule: Rule = {
        "kind": "response",
        "to": chance.choice(({"type": "inquiry"}, {"type": "inquiry", **DEEDS}, selector(chance), selector(chance))),
        "with": selector(chance),
        "within": chance.choice(within),
    }
    same = (None, None, None, "customer", "case", "rep", "channel")
    return rule | chosen(chance, same=same, by=WHOEVER, clock=(None, None, "always"))


def sequence(chance: Random) -> Rule:
    steps = [selector(chance) for _ in range(chance.randint(2, 3))]
    rule: Rule = {"kind": "sequence", "steps": steps}
    rule |= chosen(chance, same=(None, None, "customer", "case", "rep", "channel"), by=WHOEVER)
    if chance.random() < 0.25:
        closing = chance.choice(({"type": "deal_closed"}, selector(chance)))
        # A closing record owes every step, so one step alone makes sense too.
        return {**rule, "closing": closing, "steps": steps[: chance.randint(1, 3)]}
    days = ("0 days", "1 day", "3 days", "7 days", "0 workdays", "1 workday", "3 workdays", "1 month", "1 year")
    within = (None, None, None, "2 hours", "48 hours", "120 hours", *days)
    return rule | chosen(chance, every=(None, None, "record", "case"), within=within)


def attested(chance: Random) -> Rule:
    rated = chance.random() < 0.5
    pool = ITEMS if rated else ITEMS[2:]
    rule: Rule = {"kind": "attested", "items": chance.sample(pool, chance.randint(1, len(pool)))}
    if rated:
        rule["at_least"] = chance.choice((4, 4.5))
    return rule | chosen(chance, valid_for=(None, "1 month", "2 months", "12 months", "30 days"))


def genuine(chance: Random) -> Rule:
    rule: Rule = {"kind": "genuine", "informational": False}
    which = chance.choice(("burst", "copied", "both"))
    if which != "copied":
        minutes = chance.choice((1, 5, 10, 1500))
        rule["burst"] = {"entries": chance.randint(2, 4), "minutes": minutes, "days": chance.randint(1, 3)}
    if which != "burst":
        rule["copied"] = {"entries": chance.randint(2, 3), "min_length": chance.choice((1, 5, 12))}
    return rule | chosen(chance, of=(None, selector(chance)))


KINDS: dict[str, Callable[[Random], Rule]] = {
    "content": content,
    "quota": quota,
    "cadence": cadence,
    "response": response,
    "sequence": sequence,
    "attested": attested,
    "genuine": genuine,
}
VERSIONED = {
    "quota": ("at_least", 2),
    "cadence": ("within", "2 days"),
    "response": ("within", "1 workday"),
}


def random_rule(chance: Random, kind: str, near: date | None) -> Rule:
    """Draw one rule of a kind, sometimes in two versions that follow each other."""
    rule = {**KINDS[kind](chance), **common_parameters(chance, near)}
    name, value = VERSIONED.get(kind, ("", None))
    if name in rule and "effective" not in rule and chance.random() < 0.1:
        split = (near or chance.choice(ANCHORS)) + timedelta(days=chance.randint(2, 15))
        former = {"effective": {"to": str(split - timedelta(days=1))}}
        rule["versions"] = [former, {"effective": {"from": str(split)}, name: value}]
    return rule


def random_pack(chance: Random, kind: str, near: date | None = None) -> list[Rule]:
    """Draw some rules of a kind, each under its own id; what is dated in them is dated about `near`."""
    return [{"rule": f"rule-{number}", **random_rule(chance, kind, near)} for number in range(1, chance.randint(3, 5))]


def packs(kind: str) -> st.SearchStrategy[list[Rule]]:
    """Rules of a kind, as a strategy."""
    return SEEDS.map(lambda seed: random_pack(Random(seed), kind))  # noqa: S311  # chance, no secret


def example(kind: str, number: int) -> tuple[World, list[Rule]]:
    """Draw the world of this number, and the rules of a kind to judge it by."""
    chance = Random(f"{kind} {number}")  # noqa: S311  # chance, no secret
    # A quota's last week would end beyond the calendar.
    world = random_world(chance, attested=kind == "attested", late=kind != "quota")
    return world, random_pack(chance, kind, near=world.period[0])


def doubtful_example(kind: str, number: int, count: int = 9) -> tuple[World, list[Rule]]:
    """Draw a world of many records in which something is doubtful, and many rules of a kind to judge it by."""
    chance = Random(f"doubtful {kind} {number}")  # noqa: S311  # chance, no secret
    world = random_world(chance, attested=kind == "attested", doubts=False)
    while len(world.records) < ENOUGH:
        world = random_world(chance, attested=kind == "attested", doubts=False)
    if chance.random() < 0.7:
        # Where the log spans all days that are judged, and records stand on them, none hides what else is doubtful.
        days = [record.day for record in world.everything]
        first, last = min(days).replace(day=1), min(window_around(max(days), "month").last, LAST_DAY)
        spans = {"from": str(first - timedelta(days=chance.choice((0, 30)))), "to": str(last)}
        world = replace(world, period=(first, last), as_of=last, spans=spans)
    drawn = [random_rule(chance, kind, world.period[0]) for _ in range(count)]
    return surely_doubtful(chance, world), [{"rule": f"rule-{place}", **rule} for place, rule in enumerate(drawn, 1)]
