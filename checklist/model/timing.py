"""Where the time of a run goes, by phase: measured only where a clock was asked for.

A phase that begins inside another stops the other's clock until it ends, so that no second counts twice; where
threads work side by side, each phase has its share of the seconds that passed meanwhile.
"""

from __future__ import annotations

from contextlib import contextmanager, nullcontext
from contextvars import ContextVar
from functools import wraps
from time import perf_counter
from typing import TYPE_CHECKING, ParamSpec, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from contextlib import AbstractContextManager

P = ParamSpec("P")
T = TypeVar("T")

Phase = tuple[str, str]
"""The name of a phase, and what in particular it is about: a rule, a format, or nothing."""

REST: Phase = ("rest", "")
"""What no phase tells of: starting, reading the policy, tidying up."""


class Clock:
    """Wall seconds by phase, from the moment it is made."""

    def __init__(self, now: Callable[[], float] = perf_counter) -> None:
        self._now = now
        self._begun = self._last = now()
        self._open = [REST]
        self._spent: dict[Phase, float] = {}

    @contextmanager
    def phase(self, name: str, about: str = "") -> Iterator[None]:
        """Count what happens inside as this phase's."""
        self._charge()
        self._open.append((name, about))
        try:
            yield
        finally:
            self._charge()
            self._open.pop()

    def _charge(self) -> None:
        """Give the time since the last look to the phase that is open."""
        now = self._now()
        self._spent[self._open[-1]] = self._spent.get(self._open[-1], 0.0) + now - self._last
        self._last = now

    @contextmanager
    def shared(self) -> Iterator[Callable[[], Clock]]:
        """Divide what passes inside among the phases of the clocks asked for, by what each of them counted."""
        self._charge()
        others: list[Clock] = []

        def another() -> Clock:
            others.append(Clock(self._now))
            return others[-1]

        try:
            yield another
        finally:
            self._divide(others)

    def _divide(self, others: Iterable[Clock]) -> None:
        counted: dict[Phase, float] = {}
        for each in others:
            for phase, seconds in each.spent().items():
                if phase != REST:
                    counted[phase] = counted.get(phase, 0.0) + seconds
        total = sum(counted.values())
        if total:
            now = self._now()
            for phase, seconds in counted.items():
                self._spent[phase] = self._spent.get(phase, 0.0) + (now - self._last) * seconds / total
            self._last = now

    def spent(self) -> dict[Phase, float]:
        """Return the seconds of each phase so far, in the order in which they first ended; the rest comes last."""
        self._charge()
        found = {phase: seconds for phase, seconds in self._spent.items() if phase != REST}
        return found | {REST: self._spent[REST]}

    @property
    def total(self) -> float:
        """All seconds up to the last look."""
        return self._last - self._begun


CLOCK: ContextVar[Clock | None] = ContextVar("clock", default=None)
"""The clock of this run, if one was asked for."""


def phase(name: str, about: str = "") -> AbstractContextManager[None]:
    """Count what happens inside as a phase, where a clock runs."""
    clock = CLOCK.get()
    return nullcontext() if clock is None else clock.phase(name, about)


@contextmanager
def apart() -> Iterator[Callable[[Callable[[], T]], Callable[[], T]]]:
    """Yield what gives a function a clock of its own, where a clock runs; theirs share the time that passes inside.

    Each such function is for a context of its own, on a thread that may be another.
    """
    clock = CLOCK.get()
    if clock is None:
        yield lambda function: function
        return
    with clock.shared() as another:

        def with_own(function: Callable[[], T]) -> Callable[[], T]:
            own = another()

            def counted() -> T:
                CLOCK.set(own)
                return function()

            return counted

        yield with_own


def timed(name: str) -> Callable[[Callable[P, T]], Callable[P, T]]:
    """Count a function's time as a phase, where a clock runs."""

    def of(function: Callable[P, T]) -> Callable[P, T]:
        @wraps(function)
        def counted(*args: P.args, **kwargs: P.kwargs) -> T:
            with phase(name):
                return function(*args, **kwargs)

        return counted

    return of
