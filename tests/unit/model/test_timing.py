"""A clock of phases counts no second twice and loses none."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from checklist.model.timing import CLOCK, REST, Clock, apart, phase, timed

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


def test_what_goes_on_side_by_side_has_shares_of_the_time_that_passes() -> None:
    now = [0.0]
    clock = Clock(lambda: now[0])
    with clock.shared() as another:
        one, two = another(), another()
        with one.phase("rules", "a"), two.phase("rules", "b"):
            now[0] = 4
            with one.phase("ahead"):
                now[0] = 6
        now[0] = 8
    now[0] = 9
    spent = clock.spent()
    # Of 4 seconds, 2 and 6 that were counted, in 8 that passed.
    assert spent == pytest.approx(
        {("rules", "a"): 8 * 4 / 12, ("ahead", ""): 8 * 2 / 12, ("rules", "b"): 8 * 6 / 12, REST: 1}
    )
    assert sum(spent.values()) == clock.total == 9


def test_time_in_which_no_phase_was_counted_is_the_rest() -> None:
    moments = seconds(0, 0, 0, 5, 7)
    clock = Clock(lambda: next(moments))
    with clock.shared() as another:
        another()
    assert clock.spent() == {REST: 7}


def test_without_a_clock_nobody_has_one_of_their_own() -> None:
    with apart() as with_clock:
        assert with_clock(CLOCK.get)() is None
