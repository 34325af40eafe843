"""Rules of every kind, with every parameter."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from hypothesis import strategies as st

from tests.oracle.world import ITEMS
from tests.property.logs import ANCHORS, mostly
from tests.property.selectors import Rule, chosen, common_parameters, selectors, whoever
from tests.property.worlds import worlds

if TYPE_CHECKING:
    from datetime import date

    from tests.oracle.world import World

CONTENT_FIELDS = (
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


@st.composite
def content(draw: st.DrawFn) -> Rule:
    fields = st.sampled_from(CONTENT_FIELDS)
    item = st.one_of(
        fields,
        fields,
        st.lists(fields, min_size=2, max_size=3, unique_by=str).map(lambda parts: {"any": parts}),
        st.sampled_from(EXPRESSIONS).map(lambda text: {"holds": text}),
        st.sampled_from(("24 hours", "30 minutes", "1 day", "2 days", "1 week", "1 workday", "2 workdays")).map(
            lambda within: {"entered_within": within}
        ),
    )

    def label(item: Rule) -> str:
        return "within" if "entered_within" in item else item.get("field", str(item))

    items = draw(st.lists(item, min_size=1, max_size=3, unique_by=label))
    of = draw(selectors())
    if draw(st.integers(0, 9)) == 9:
        of, items = draw(
            st.sampled_from(
                (
                    ({"table": "reps"}, [{"field": "languages", "contains": ["zh", "en"]}, {"field": "team"}]),
                    ({"table": "customers", "at": "in_care_from"}, [{"field": "grade"}]),
                    ({"table": "customers", "grade": "A"}, [{"field": "in_care_to"}]),
                )
            )
        )
    return {"kind": "content", "of": of, "require": items}


@st.composite
def quota(draw: st.DrawFn) -> Rule:
    count = draw(
        st.sampled_from(
            (
                None,
                None,
                None,
                "records",
                {"distinct": "customer_id"},
                {"distinct": "channel"},
                {"sum": "amount"},
                {"sum": "amount"},
                {"sum": "cost"},
                {"mean": "amount"},
                {"median": "amount"},
            )
        )
    )
    how = next(iter(count)) if isinstance(count, dict) else "records"
    bound = draw(st.integers(1, 5) if how in ("records", "distinct") else st.sampled_from((5, 10, 40, 100.5, 250)))
    side = draw(st.sampled_from(("at_least", "at_least", "at_most")))
    window = draw(st.sampled_from(("day", "week", "week", "month", "month", "quarter", "year")))
    rule: Rule = {"kind": "quota", "of": draw(selectors()), side: bound, "window": window}
    if count is not None:
        rule["count"] = count
    each = draw(mostly(None, "customer", "customer", {"channel": ["web", "shop"]}, {"type": ["call", "visit"]}))
    if each is not None:
        rule["each"] = each
    if window != "day" and draw(st.booleans()):
        rule["due"] = draw(st.sampled_from(("1 workday", "2 workdays", "5 workdays", "7 workdays", "3 days")))
        rule |= chosen(draw, early=st.sampled_from((None, "3 days", "10 days")))
    if draw(st.integers(0, 4)) == 4:
        window = draw(st.sampled_from(("month", "quarter", "year")))
        rule = {"kind": "quota", side: draw(st.integers(1, 4)), "window": window}
        rule["of"] = {
            "table": "customers",
            "at": "in_care_from",
            **draw(st.sampled_from(({}, {"grade": "A"}))),
        }
        each_grade = st.sampled_from((None, None, {"grade": ["A", "B"]}))
        rule |= chosen(draw, first_care=st.sampled_from((None, True, True)), each=each_grade)
    return rule


@st.composite
def cadence(draw: st.DrawFn) -> Rule:
    per = draw(mostly(None, "customer", "case", "case", "rep", weight=3))
    within = draw(
        st.sampled_from(("1 day", "2 days", "3 days", "7 days", "7 days", "1 workday", "3 workdays", "5 workdays"))
    )
    rule: Rule = {"kind": "cadence", "of": draw(selectors()), "within": within}
    rule |= chosen(draw, per=st.just(per), by=whoever())
    if per in (None, "customer") and draw(st.integers(0, 2)) == 0:
        rule["customers"] = draw(
            st.sampled_from(
                (
                    {"grade": "A"},
                    {"grade": {"not": "A"}},
                    {"grade": {"present": True}},
                    {"in_care_from": {"between": ["2026-02-10", "2026-05-05"]}},
                )
            )
        )
    if per == "case" and draw(st.integers(0, 3)):
        ends = ({"type": "order"}, {"group": "follow_up"}, {"type": ["inquiry", "quote"], "status": "done"})
        rule["open_until"] = draw(st.sampled_from(ends))
    return rule


@st.composite
def response(draw: st.DrawFn) -> Rule:
    to = draw(st.one_of(st.just({"type": "inquiry"}), selectors()))
    within = draw(
        st.sampled_from(
            (
                *("30 minutes", "2 hours", "24 hours", "36 hours", "72 hours"),
                *("1 day", "2 days", "3 days", "5 days"),
                *("1 workday", "2 workdays", "3 workdays"),
                *("1 workhour", "4 workhours", "8 workhours", "12 workhours"),
            )
        )
    )
    rule: Rule = {"kind": "response", "to": to, "with": draw(selectors()), "within": within}
    same = st.sampled_from((None, None, None, "customer", "case", "rep", "channel"))
    return rule | chosen(draw, same=same, by=whoever())


@st.composite
def sequence(draw: st.DrawFn) -> Rule:
    steps = draw(st.lists(selectors(), min_size=2, max_size=3))
    rule: Rule = {"kind": "sequence", "steps": steps}
    rule |= chosen(draw, same=st.sampled_from((None, None, "customer", "case", "rep", "channel")), by=whoever())
    if draw(st.integers(0, 3)) == 0:
        closing = draw(st.one_of(st.just({"type": "order"}), selectors()))
        # A closing record owes every step, so one step alone makes sense too.
        return {**rule, "closing": closing, "steps": steps[: draw(st.integers(1, 3))]}
    within = st.sampled_from(
        (
            None,
            None,
            "1 day",
            "3 days",
            "7 days",
            "2 hours",
            "48 hours",
            "120 hours",
            "1 workday",
            "3 workdays",
            "1 month",
            "1 month",
        )
    )
    return rule | chosen(draw, every=st.sampled_from((None, None, "record", "case")), within=within)


@st.composite
def attested(draw: st.DrawFn) -> Rule:
    rated = draw(st.booleans())
    pool = ITEMS if rated else ITEMS[2:]
    rule: Rule = {"kind": "attested", "items": draw(st.lists(st.sampled_from(pool), min_size=1, unique=True))}
    if rated:
        rule["at_least"] = draw(st.sampled_from((4, 4.5)))
    return rule | chosen(draw, valid_for=st.sampled_from((None, "1 month", "2 months", "12 months", "30 days")))


@st.composite
def genuine(draw: st.DrawFn) -> Rule:
    burst = st.fixed_dictionaries(
        {
            "entries": st.integers(2, 4),
            "minutes": st.sampled_from((1, 5, 10, 1500)),
            "days": st.integers(1, 3),
        }
    )
    copied = st.fixed_dictionaries({"entries": st.integers(2, 3), "min_length": st.sampled_from((1, 5, 12))})
    rule: Rule = {"kind": "genuine", "informational": False}
    which = draw(st.sampled_from(("burst", "copied", "both")))
    if which != "copied":
        rule["burst"] = draw(burst)
    if which != "burst":
        rule["copied"] = draw(copied)
    return rule | chosen(draw, of=st.one_of(st.none(), selectors()))


KINDS = {
    "content": content(),
    "quota": quota(),
    "cadence": cadence(),
    "response": response(),
    "sequence": sequence(),
    "attested": attested(),
    "genuine": genuine(),
}
VERSIONED = {
    "quota": ("at_least", 2),
    "cadence": ("within", "2 days"),
    "response": ("within", "1 workday"),
}


@st.composite
def rules(draw: st.DrawFn, kind: str, near: date | None) -> Rule:
    """Draw one rule of a kind, sometimes in two versions that follow each other."""
    rule = {**draw(KINDS[kind]), **draw(common_parameters(near))}
    name, value = VERSIONED.get(kind, ("", None))
    if name in rule and "effective" not in rule and draw(st.integers(0, 7)) == 7:
        split = (near or draw(st.sampled_from(ANCHORS))) + timedelta(days=draw(st.integers(2, 15)))
        former = {"effective": {"to": str(split - timedelta(days=1))}}
        rule["versions"] = [former, {"effective": {"from": str(split)}, name: value}]
    return rule


def packs(kind: str, most: int = 4, near: date | None = None) -> st.SearchStrategy[list[Rule]]:
    """Draw some rules of a kind, each under its own id; what is dated in them is dated about `near`."""
    return st.lists(rules(kind, near), min_size=most // 2, max_size=most).map(
        lambda drawn: [{"rule": f"rule-{number}", **rule} for number, rule in enumerate(drawn, 1)]
    )


@st.composite
def examples(draw: st.DrawFn, kind: str) -> tuple[World, list[Rule]]:
    """Draw a world and the rules of a kind to judge it by."""
    world = draw(worlds(attested=kind == "attested"))
    return world, draw(packs(kind, near=world.period[0]))
