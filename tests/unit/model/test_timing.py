"""A clock of phases counts no second twice and loses none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from checklist.model.timing import CLOCK, REST, Clock, phase, timed

if TYPE_CHECKING:
    from collections.abc import Iterator


def seconds(*moments: float) -> Iterator[float]:
    return iter(moments)


def test_a_phase_inside_another_stops_its_clock() -> None:
    moments = seconds(0, 1, 3, 7, 12, 20)
    clock = Clock(lambda: next(moments))
    with clock.phase("rules", "weekly"), clock.phase("ahead"):
        pass
    spent = clock.spent()
    assert spent == {("rules", "weekly"): 2 + 5, ("ahead", ""): 4, REST: 1 + 8}
    assert sum(spent.values()) == clock.total == 20


def test_the_same_phase_adds_up_and_the_rest_comes_last() -> None:
    moments = seconds(0, 0, 1, 1, 3, 3)
    clock = Clock(lambda: next(moments))
    for _ in range(2):
        with clock.phase("reading"):
            pass
    assert list(clock.spent().items()) == [(("reading", ""), 3), (REST, 0)]


def test_without_a_clock_nothing_is_counted_and_with_one_functions_are() -> None:
    with phase("reading"):
        pass
    clock = Clock()
    token = CLOCK.set(clock)
    try:
        assert timed("policy")(str.upper)("a") == "A"
    finally:
        CLOCK.reset(token)
    assert list(clock.spent()) == [("policy", ""), REST]
