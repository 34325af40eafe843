"""Small but nasty worlds: handovers, absences, gaps in what is shown, periods that cut windows."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import strategies as st

from tests.oracle.windows import window_around
from tests.oracle.world import ITEMS, Row, World
from tests.property.logs import CUSTOMERS, TYPES, Scene, mostly, record_rows, scenes

# The calendar is known to the end of 2026; windows and deadlines must find their ends in it.
LAST_DAY = date(2026, 11, 30)


@st.composite
def rosters(draw: st.DrawFn, scene: Scene) -> list[Row] | None:
    """Draw a roster: none, or one that may miss somebody and on which people join and leave."""
    if draw(st.integers(0, 3)) == 0:
        return None
    rows: list[Row] = []
    for rep in (*scene.reps, "R9"):
        if draw(st.integers(0, 5)) == 5:
            continue
        joined = draw(mostly("", *[str(scene.anchor + timedelta(days=n)) for n in (-400, -60, 4, 9)], weight=2))
        left = draw(mostly("", *[str(scene.anchor + timedelta(days=n)) for n in (9, 13, 20)], weight=4))
        rows.append(
            {
                "rep_id": rep,
                "name": f"Name of {rep}",
                "team": draw(st.sampled_from(("North", "South", ""))),
                "joined_on": joined,
                "left_on": left,
                "languages": draw(st.sampled_from(("zh", "zh;en", "en", ""))),
            }
        )
    return rows


@st.composite
def care(draw: st.DrawFn, scene: Scene) -> list[Row] | None:
    """Draw the customers file: none, or stretches with handovers, gaps, and several reps at once.

    Stretches of one customer with one rep never overlap.
    """
    if draw(st.integers(0, 2)) == 0:
        return None
    rows = []
    for customer in CUSTOMERS:
        taken: dict[str, list[tuple[str, str]]] = {}
        for rep, first, last in draw(st.one_of(stretches(scene), handover(scene))):
            span = (first, last or "9999-12-31")
            if span[0] > span[1] or any(span[0] <= end and begin <= span[1] for begin, end in taken.get(rep, [])):
                continue
            taken.setdefault(rep, []).append(span)
            grade = draw(st.sampled_from(("A", "B", "")))
            rows.append(
                {
                    "customer_id": customer,
                    "rep_id": rep,
                    "grade": grade,
                    "in_care_from": first,
                    "in_care_to": last,
                }
            )
    return rows


def stretches(scene: Scene) -> st.SearchStrategy[list[tuple[str, str, str]]]:
    """Draw stretches of care that know nothing of each other."""
    reps = st.sampled_from((*scene.reps, "R8"))
    one = st.tuples(reps, scene.blank_or_day(-5, 16), scene.blank_or_day(0, 30))
    return st.lists(one, max_size=3)


@st.composite
def handover(draw: st.DrawFn, scene: Scene) -> list[tuple[str, str, str]]:
    """Draw one rep's care that passes to another's, the next day or after a gap, and perhaps back."""
    order = draw(st.permutations((*scene.reps, "R8")))
    first = draw(scene.day(2, 14))
    second = first + timedelta(days=draw(st.sampled_from((1, 1, 3))))
    back = second + timedelta(days=4)
    if draw(st.booleans()):
        return [(order[0], "", str(first)), (order[1], str(second), "")]
    return [
        (order[0], "", str(first)),
        (order[1], str(second), str(back)),
        (order[0], str(back + timedelta(days=1)), ""),
    ]


@st.composite
def absences(draw: st.DrawFn, scene: Scene) -> list[Row] | None:
    """Draw who is away, when: nobody, or for a day to a fortnight, with overlaps."""
    if draw(st.integers(0, 2)) == 0:
        return None
    rows = []
    for _ in range(draw(st.integers(0, 3))):
        first = draw(scene.day(-3, 20))
        length = draw(st.sampled_from((0, 0, 1, 2, 4, 12)))
        rows.append(
            {
                "rep_id": draw(st.sampled_from(scene.reps)),
                "from": str(first),
                "to": str(first + timedelta(days=length)),
                "reason": "leave",
            }
        )
    return rows


@st.composite
def judgements(draw: st.DrawFn, scene: Scene) -> list[Row] | None:
    """Draw managers' judgements: two items by rating, two by yes or no."""
    if draw(st.integers(0, 7)) == 0:
        return None
    rows = []
    ends: dict[tuple[str, ...], str] = {}
    pairs = [(rep, item) for rep in scene.reps for item in ITEMS for _ in range(2)]
    for rep, item in pairs:
        if draw(st.integers(0, 2)) == 0:
            continue
        day = str(draw(st.one_of(scene.day(), scene.day(-70, 0), scene.day(3, 4))))
        ends.setdefault((rep, item, day), draw(scene.blank_or_day(0, 60)))
        rated = item in ("quiz", "skill")
        rows.append(
            {
                "rep_id": rep,
                "item": item,
                "assessor": draw(st.sampled_from(("M1", "M2"))),
                "assessed_on": day,
                "rating": draw(st.sampled_from(("3", "4", "4.5", "5"))) if rated else "",
                "answer": "" if rated else draw(mostly("yes", "no", weight=3)),
                "valid_until": max(day, ends[rep, item, day]) if ends[rep, item, day] else "",
                "note": "",
            }
        )
    return rows


@st.composite
def periods(draw: st.DrawFn, scene: Scene) -> tuple[date, date]:
    """Draw the days judged: a week, a month, a quarter, or any run of days that cuts them."""
    first = draw(scene.day(-4, 14))
    whole = draw(st.sampled_from((None, None, "week", "month", "quarter")))
    if whole:
        window = window_around(first, whole)
        return window.first, min(window.last, LAST_DAY)
    length = draw(st.sampled_from((1, 4, 8, 12, 15, 20, 31, 45)))
    return first, first + timedelta(days=length - 1)


@st.composite
def as_ofs(draw: st.DrawFn, scene: Scene, period: tuple[date, date]) -> date:
    """Draw up to when records are seen: the period's end mostly, else inside, before or after it."""
    nearby = draw(scene.day(3, 30))
    later = period[1] + timedelta(days=6)
    return draw(mostly(period[1], later, later, nearby, nearby, nearby, period[0] - timedelta(days=1)))


@st.composite
def declared_spans(draw: st.DrawFn, scene: Scene, as_of: date) -> dict[str, str] | None:
    """Draw what the mapping says the log spans: mostly nothing."""
    first = draw(scene.day(-10, 12))
    last = draw(st.sampled_from((as_of, as_of - timedelta(days=2), as_of + timedelta(days=3))))
    both = {"from": str(first), "to": str(max(first, last))}
    return draw(mostly(None, {"from": str(first)}, both, weight=3))


def lacking_a_column(draw: st.DrawFn, world: World) -> World:
    """Draw an export that lacks a column: none of them mostly."""
    table = draw(st.sampled_from(("records", "records", "reps", "customers")))
    keep = ("rep_id", "type", "occurred_at", "record_id", "in_care_from", "in_care_to")
    if table == "customers":
        keep += ("customer_id",)
    optional = [column for column in world.columns(table) if column not in keep]
    if not optional or draw(st.integers(0, 11)):
        return world
    lost = draw(st.sampled_from(optional))
    rows = [{column: value for column, value in row.items() if column != lost} for row in world.table(table) or []]
    return replace(world, **{table: rows})


@st.composite
def worlds(draw: st.DrawFn, *, attested: bool = False) -> World:
    """Draw a world; `attested` ones have judgements too."""
    scene = draw(scenes())
    period = draw(periods(scene))
    as_of = draw(as_ofs(scene, period))
    world = World(
        records=draw(record_rows(scene)),
        period=period,
        as_of=as_of,
        reps=draw(rosters(scene)),
        customers=draw(care(scene)),
        attestations=draw(judgements(scene)) if attested else None,
        absences=draw(absences(scene)),
        spans=draw(declared_spans(scene, as_of)),
        covers=draw(mostly(TYPES, (), (), ("order", "quote"), ("inquiry",), weight=5)),
        country=draw(mostly("CN", None, weight=3)),
    )
    return lacking_a_column(draw, world)
