"""Charts worked out to paths and points; the templates draw them, and say the same in words and tables."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from itertools import groupby
from typing import TYPE_CHECKING, Any

from checklist.model.activity import AWAY, OFF, UNSEEN, WORKING
from checklist.reporters import figures

if TYPE_CHECKING:
    from collections.abc import Sequence

    from checklist.model import Earlier, RepActivity, Scorecard
    from checklist.reporters.localised import LocalWording
    from checklist.reporters.reading import Reading

PERIODS_SHOWN = 12
CELL, GAP = 10, 2
_STEP = CELL + GAP
_LEFT, _TOP = 34, 18
_LEVELS = ((1, "1–2"), (3, "3–5"), (6, "6–9"), (10, "10+"))
_NAMED_LEVELS = [{"level": f"level-{place}", "name": name} for place, (_, name) in enumerate(_LEVELS, start=1)]
_MOST = _LEVELS[-1][0]
_BY_COUNT = [f"level-{sum(count >= least for least, _ in _LEVELS)}" for count in range(_MOST + 1)]
_BY_KIND = {WORKING: "level-0", OFF: "level-off", AWAY: "level-away", UNSEEN: "level-unseen"}
_WIDTH, _HEIGHT = 640, 190
_PLOT = (40, 12, 600, 150)
_SHOWN_WEEKDAYS = (0, 2, 4)
_FEWEST_WEEKS_BETWEEN_NAMES = 3
_FEWEST_WEEKS_DRAWN = 13


@dataclass(frozen=True, slots=True)
class _Sheet:
    """What a year's heat map has alike for every rep: where each day begins, and which days a month has."""

    marks: list[str]
    months: list[tuple[str, int, int]]
    names: list[dict[str, Any]]
    weekdays: list[dict[str, Any]]
    width: int
    height: int


def heat_map(activity: RepActivity, wording: LocalWording) -> dict[str, Any]:
    """Return a year's heat map, one path of thick dashed lines a level to keep it light, and its months as a table."""
    start = _first_seen(activity)
    first, records, days = activity.first + timedelta(days=start), activity.records[start:], activity.days[start:]
    sheet = _sheet(first, len(records), wording)
    levels = [
        _BY_COUNT[min(count, _MOST)] if count else _BY_KIND[kind] for count, kind in zip(records, days, strict=True)
    ]
    table = [
        {
            "key": (name, records[since:end], days[since:end]),
            "name": name,
            "records": sum(records[since:end]),
            "days": days.count(WORKING, since, end),
            "empty": sum(
                kind == WORKING and not count for count, kind in zip(records[since:end], days[since:end], strict=True)
            ),
        }
        for name, since, end in sheet.months
    ]
    return {
        "width": sheet.width,
        "height": sheet.height,
        "paths": [{"level": level, "path": path} for level, path in sorted(_paths(levels, sheet).items())],
        "months": sheet.names,
        "weekdays": sheet.weekdays,
        "levels": _NAMED_LEVELS,
        "table": table,
        "records": sum(records),
        "empty": sum(month["empty"] for month in table),
        "worked": sum(month["days"] for month in table),
    }


def _paths(levels: list[str], sheet: _Sheet) -> dict[str, str]:
    """Return each level's days as strokes down the weeks; days alike that follow each other share a dashed one."""
    paths: dict[str, list[str]] = {}
    for week in range(0, len(levels), 7):
        number = week
        for level, alike in groupby(levels[week : week + 7]):
            count = len(list(alike))
            paths.setdefault(level, []).append(f"{sheet.marks[number]}v{count * _STEP - GAP}")
            number += count
    return {level: "".join(parts) for level, parts in paths.items()}


def _first_seen(activity: RepActivity) -> int:
    """Return which day the drawing begins on, a Monday: what log and roster do not span before it is left out."""
    seen = len(activity.days) - len(activity.days.lstrip(UNSEEN))
    recorded = next((number for number, count in enumerate(activity.records) if count), len(activity.records))
    weeks = (len(activity.records) + 6) // 7
    return max(0, min(seen // 7, recorded // 7, weeks - _FEWEST_WEEKS_DRAWN)) * 7


@lru_cache(maxsize=64)
def _sheet(first: date, count: int, wording: LocalWording) -> _Sheet:
    marks: list[str] = []
    months: list[tuple[str, int, int]] = []
    names: list[dict[str, Any]] = []
    last_named = -_FEWEST_WEEKS_BETWEEN_NAMES
    starts = [0]
    for number in range(count):
        day = first + timedelta(days=number)
        week, weekday = divmod(number, 7)
        marks.append(f"M{_LEFT + week * _STEP + CELL // 2} {_TOP + weekday * _STEP}")
        if number and day.day == 1:
            starts.append(number)
        if (number == 0 or day.day == 1) and week - last_named >= _FEWEST_WEEKS_BETWEEN_NAMES:
            names.append({"x": _LEFT + week * _STEP, "name": wording.month(day)})
            last_named = week
    for start, end in zip(starts, [*starts[1:], count], strict=True):
        months.append((wording.month_of_year(first + timedelta(days=start)), start, end))
    weekdays = [
        {"y": _TOP + row * _STEP + CELL - 1, "name": wording.weekday(first + timedelta(days=row))}
        for row in _SHOWN_WEEKDAYS
    ]
    return _Sheet(marks, months, names, weekdays, _LEFT + (count + 6) // 7 * _STEP, _TOP + 7 * _STEP)


def trend(points: Sequence[dict[str, Any]]) -> dict[str, Any] | None:
    """Return the line through the scores of the last periods, or None where there is only one."""
    if len(points) < 2:  # noqa: PLR2004  # one point is no line
        return None
    left, top, right, bottom = _PLOT
    scores = [point["score"] for point in points if point["score"] is not None]
    floor = max(0, (min(scores, default=0) - 100) // 200 * 200)
    span = figures.FULL - floor

    def y(score: int) -> str:
        return f"{bottom - (bottom - top) * (score - floor) / span:.1f}"

    step = (right - left) / (len(points) - 1)
    path, drawn, broken = [], [], True
    for number, point in enumerate(points):
        x = f"{left + step * number:.1f}"
        shown = point | {"x": x, "y": None}
        if point["score"] is None:
            broken = True
        else:
            shown["y"] = y(point["score"])
            path.append(f"{'M' if broken else 'L'}{x} {shown['y']}")
            broken = False
        drawn.append(shown)
    lines = [floor + span * part // 4 for part in range(5)]
    return {
        "width": _WIDTH,
        "height": _HEIGHT,
        "left": left,
        "right": right,
        "top": top,
        "bottom": bottom,
        "path": "".join(path),
        "points": drawn,
        "lines": [{"y": y(line), "name": figures.tenths(line).removesuffix(".0")} for line in lines],
    }


def firm_points(reading: Reading, wording: LocalWording) -> list[dict[str, Any]]:
    """Return the firm's score in each of the last periods, this one last."""
    audit = reading.audit
    earlier = [_point(each, each.score, wording, verdicts=each.verdicts) for each in audit.history]
    return _marked([*earlier, _now(reading, audit.score, wording) | {"verdicts": reading.verdicts()}])


def rep_points(reading: Reading, card: Scorecard, wording: LocalWording) -> list[dict[str, Any]]:
    """Return a rep's score in each of the last periods in which the rep was judged, this one last."""
    earlier = [
        _point(each, each.cards[card.rep_id].score, wording, verdict=each.cards[card.rep_id].verdict.value)
        for each in reading.audit.history
        if card.rep_id in each.cards
    ]
    return _marked([*earlier, _now(reading, card.score, wording) | {"verdict": card.verdict.value}])


def _point(earlier: Earlier, score: int | None, wording: LocalWording, **more: Any) -> dict[str, Any]:
    return {
        "name": period_name(earlier.period.first, earlier.period.last, wording),
        "short": wording.month(earlier.period.last),
        "score": score,
        "policy": f"{earlier.pack} {earlier.policy_version}",
        "sha256": earlier.policy_sha256,
        **more,
    }


def _now(reading: Reading, score: int | None, wording: LocalWording) -> dict[str, Any]:
    audit = reading.audit
    return {
        "name": period_name(audit.period.first, audit.period.last, wording),
        "short": wording.month(audit.period.last),
        "score": score,
        "policy": f"{audit.policy.id} {audit.policy.version}",
        "sha256": audit.policy.sha256,
    }


def _marked(points: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the last points, each saying whether it was judged by another policy than the one before it."""
    for before, point in zip([None, *points], points, strict=False):
        point["new_policy"] = before is not None and before["sha256"] != point["sha256"]
    return points[-PERIODS_SHOWN:]


def period_name(first: date, last: date, wording: LocalWording) -> str:
    """Return a period as people call it: its month where it is one, else its first and last day."""
    whole = (
        first.day == 1 and (last + timedelta(days=1)).day == 1 and (first.year, first.month) == (last.year, last.month)
    )
    if whole:
        return wording.month_of_year(first)
    return wording.text("html.span", first=first, last=last)


def strip(scores: Sequence[int]) -> dict[str, Any] | None:
    """Return every rep's score on one line of 100 points, a bar for those in the same point, or None without any."""
    if not scores:
        return None
    ordered = sorted(scores)
    bins: dict[int, int] = {}
    for score in ordered:
        bins[min(score // 10, 99)] = bins.get(min(score // 10, 99), 0) + 1
    most = max(bins.values())
    bars = [{"x": f"{point + 0.1:.1f}", "height": f"{max(20 * count / most, 4):.1f}"} for point, count in bins.items()]
    middle = len(ordered) // 2
    median = ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) // 2
    return {
        "path": "".join(f"M{bar['x']} 22v-{bar['height']}h.8v{bar['height']}z" for bar in bars),
        "lowest": ordered[0],
        "median": median,
        "highest": ordered[-1],
        "median_x": f"{median / 10:.1f}",
        "reps": len(ordered),
    }
