"""Where the time of a run goes, by phase: measured only where a clock was asked for.

A phase that begins inside another stops the other's clock until it ends, so that no second counts twice.
"""

from __future__ import annotations

from contextlib import contextmanager, nullcontext
from contextvars import ContextVar
from functools import wraps
from time import perf_counter
from typing import TYPE_CHECKING, ParamSpec, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
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


def timed(name: str) -> Callable[[Callable[P, T]], Callable[P, T]]:
    """Count a function's time as a phase, where a clock runs."""

    def of(function: Callable[P, T]) -> Callable[P, T]:
        @wraps(function)
        def counted(*args: P.args, **kwargs: P.kwargs) -> T:
            with phase(name):
                return function(*args, **kwargs)

        return counted

    return of
