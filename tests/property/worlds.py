"""Small but nasty worlds: handovers, absences, gaps in what is shown, periods that cut windows."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from random import Random

from hypothesis import strategies as st

from tests.oracle.windows import window_around
from tests.oracle.world import ITEMS, Row, World
from tests.property.doubts import doubtful
from tests.property.logs import CUSTOMERS, TYPES, Scene, record_rows

SEEDS = st.integers(0, 2**48)


def roster(scene: Scene) -> list[Row] | None:
    """Draw a roster: none, or one that may miss somebody and on which people join and leave."""
    chance = scene.chance
    if chance.random() < 0.25:
        return None
    rows: list[Row] = []
    for rep in (*scene.reps, "R9"):
        if chance.random() < 0.15:
            continue
        joined = chance.choice((None, None, -400, -60, 2, 4, 9))
        left = chance.choice((None, None, None, 9, 13, 20))
        rows.append(
            {
                "rep_id": rep,
                "name": f"Name of {rep}",
                "team": chance.choice(("North", "South", "")),
                "joined_on": "" if joined is None else str(scene.anchor + timedelta(days=joined)),
                "left_on": "" if left is None else str(scene.anchor + timedelta(days=left)),
                "languages": chance.choice(("zh", "zh;en", "en", "")),
            }
        )
    return rows


def care(scene: Scene) -> list[Row] | None:
    """Draw the customers file: none, or stretches with handovers, gaps, and several reps at once.

    Stretches of one customer with one rep never overlap.
    """
    if scene.chance.random() < 0.3:
        return None
    rows = []
    for customer in CUSTOMERS:
        taken: dict[str, list[tuple[str, str]]] = {}
        for rep, first, last in scene.chance.choice((stretches, handover))(scene):
            span = (first, last or "9999-12-31")
            if span[0] > span[1] or any(span[0] <= end and begin <= span[1] for begin, end in taken.get(rep, [])):
                continue
            taken.setdefault(rep, []).append(span)
            rows.append(
                {
                    "customer_id": customer,
                    "rep_id": rep,
                    "grade": scene.chance.choice(("A", "B", "")),
                    "in_care_from": first,
                    "in_care_to": last,
                }
            )
    return rows


def stretches(scene: Scene) -> list[tuple[str, str, str]]:
    """Draw stretches of care that know nothing of each other."""
    reps = (*scene.reps, "R8")
    return [
        (scene.chance.choice(reps), scene.blank_or_day(-5, 16), scene.blank_or_day(0, 30))
        for _ in range(scene.chance.randint(0, 3))
    ]


def handover(scene: Scene) -> list[tuple[str, str, str]]:
    """Draw one rep's care that passes to another's, the next day or after a gap, and perhaps back."""
    one, other = scene.chance.sample((*scene.reps, "R8"), 2)
    first = scene.day(2, 14)
    second = first + timedelta(days=scene.chance.choice((1, 1, 3)))
    back = second + timedelta(days=4)
    begins = scene.blank_or_day(-3, 2)
    if scene.chance.random() < 0.5:
        return [(one, begins, str(first)), (other, str(second), "")]
    return [
        (one, begins, str(first)),
        (other, str(second), str(back)),
        (one, str(back + timedelta(days=1)), ""),
    ]


def absences(scene: Scene) -> list[Row] | None:
    """Draw who is away, when: nobody, or for a day to a fortnight, with overlaps."""
    chance = scene.chance
    if chance.random() < 0.3:
        return None
    words = chance.choice((("granted",), ("granted",), ("granted", "", "withdrawn", "pending", "lodged")))
    rows = []
    for _ in range(chance.randint(0, 4)):
        first = scene.day(-3, 20)
        last = first + timedelta(days=chance.choice((0, 0, 1, 2, 4, 12)))
        row = {"rep_id": chance.choice(scene.reps), "from": str(first), "to": str(last), "reason": "leave"}
        rows.append(row | {"status": chance.choice(words)})
    return rows


def attestations(scene: Scene) -> list[Row] | None:
    """Draw managers' judgements: two items by rating, two by yes or no; some on one day."""
    chance = scene.chance
    if chance.random() < 0.1:
        return None
    rows = []
    ends: dict[tuple[str, ...], str] = {}
    for rep, item in [(rep, item) for rep in scene.reps for item in ITEMS for _ in range(3)]:
        if chance.random() < 0.4:
            continue
        day = str(chance.choice((scene.day(), scene.day(-70, 0), scene.anchor, scene.anchor)))
        ends.setdefault((rep, item, day), scene.blank_or_day(0, 60))
        rated = item in ("quiz", "skill")
        rows.append(
            {
                "rep_id": rep,
                "item": item,
                "assessor": chance.choice(("M1", "M2")),
                "assessed_on": day,
                "rating": chance.choice(("3", "4", "4.5", "5")) if rated else "",
                "answer": "" if rated else chance.choice(("yes", "yes", "yes", "no")),
                "valid_until": max(day, ends[rep, item, day]) if ends[rep, item, day] else "",
                "note": "",
            }
        )
    return rows


def period_of(scene: Scene) -> tuple[date, date]:
    """Draw the days judged: a week, a month, a quarter, or any run of days that cuts them."""
    first = scene.day(-4, 14)
    whole = scene.chance.choice((None, None, "week", "month", "quarter"))
    last = first + timedelta(days=scene.chance.choice((0, 3, 7, 11, 14, 19, 30, 44)))
    if whole:
        window = window_around(first, whole)
        first, last = window.first, window.last
    return first, min(last, scene.last_day)


def as_of_in(scene: Scene, period: tuple[date, date]) -> date:
    """Draw up to when records are seen: the period's end mostly, else inside, before or after it."""
    outside = (period[0] - timedelta(days=1), period[1] + timedelta(days=6))
    drawn = scene.chance.choice((period[1],) * 6 + (scene.day(3, 30),) * 3 + outside)
    return min(drawn, scene.last_day)


def declared_span(scene: Scene, as_of: date) -> dict[str, str] | None:
    """Draw what the mapping says the log spans: nothing, the days judged and long before, or what cuts them."""
    first = scene.day(-10, 12)
    last = max(first, as_of + timedelta(days=scene.chance.choice((-4, -2, 0, 3))))
    both = {"from": str(first), "to": str(last)}
    before = min(scene.anchor, as_of) - timedelta(days=scene.chance.choice((20, 120)))
    whole = {"from": str(before), "to": str(as_of)}
    return scene.chance.choice((None, None, whole, whole, {"from": str(first)}, both))


def lacking_a_column(chance: Random, world: World) -> World:
    """Draw an export that lacks a column: none of them mostly."""
    table = chance.choice(("records", "records", "reps", "customers"))
    keep = ["rep_id", "type", "occurred_at", "record_id", "in_care_from", "in_care_to"]
    if table == "customers":
        keep.append("customer_id")
    optional = [column for column in world.columns(table) if column not in keep]
    if not optional or chance.random() < 0.92:
        return world
    lost = chance.choice(optional)
    rows = [{column: value for column, value in row.items() if column != lost} for row in world.table(table) or []]
    return replace(world, **{table: rows})


def random_world(chance: Random, *, attested: bool = False, late: bool = False, doubts: bool = True) -> World:
    """Draw a world; `attested` ones have judgements too, `late` ones may lie at the end of the calendar.

    Without `doubts` its one file shows every column, and every word is read.
    """
    scene = Scene.drawn(chance, late=late)
    period = period_of(scene)
    as_of = as_of_in(scene, period)
    world = World(
        records=record_rows(scene),
        period=period,
        as_of=as_of,
        reps=roster(scene),
        customers=care(scene),
        attestations=attestations(scene) if attested else None,
        absences=absences(scene),
        spans=declared_span(scene, as_of),
        covers=chance.choice((TYPES,) * 6 + ((), (), ("deal_closed", "quotation"), ("inquiry",))),
        country=chance.choice(("CN", "CN", "CN", None)),
    )
    world = lacking_a_column(chance, world)
    return doubtful(chance, world) if doubts else world


def worlds(*, attested: bool = False) -> st.SearchStrategy[World]:
    """Worlds, as a strategy: a seed decides all of one, so that no two are variations of each other."""
    return SEEDS.map(lambda seed: random_world(Random(seed), attested=attested))  # noqa: S311  # chance, no secret
