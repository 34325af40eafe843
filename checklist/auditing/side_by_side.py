"""Work on several threads at once, and get what one after another would have given.

Threads share the machine's memory and its time: what fails beside others is done again alone, and what it says then
is what counts. So a limit that is wide enough for each alone is wide enough for all, and what is reported does not
depend on which of them was the quickest.
"""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from contextvars import copy_context
from threading import Thread
from typing import TYPE_CHECKING, TypeVar

from checklist.engine import held_back
from checklist.model.timing import apart

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from checklist.engine import Session

R = TypeVar("R")
_A_MOMENT = 0.05


def side_by_side(
    session: Session, tasks: Sequence[Callable[[], R]], tell: Callable[[int, int], None] = lambda _done, _next: None
) -> list[R]:
    """Do the tasks, on as many threads as the session has room for, and return what each gives, in their order.

    `tell` hears how many are done and the number of the first that is not, from the thread that called. The first
    task that fails, by their order, fails the whole, as it does alone.
    """
    if session.threads <= 1 or len(tasks) <= 1:
        given = []
        for number, task in enumerate(tasks):
            tell(number, number)
            given.append(task())
        return given
    with apart() as timed:
        futures = _attempts(session, [timed(task) for task in tasks], tell)
    return [_given(future, task) for future, task in zip(futures, tasks, strict=True)]


def _attempts(session: Session, tasks: Sequence[Callable[[], R]], tell: Callable[[int, int], None]) -> list[Future[R]]:
    """Begin the tasks in their order, and return them ended; behind one that failed, nothing more is begun."""
    tell(0, 0)
    pool = ThreadPoolExecutor(min(session.threads, len(tasks)))
    futures: list[Future[R]] = []
    try:
        # A thread whose start is interrupted would work on, and the pool would know nothing of it.
        with held_back():
            futures.extend(pool.submit(copy_context().run, task) for task in tasks)
        for done, ended in enumerate(as_completed(futures), 1):
            if not _succeeded(ended):
                for later in futures[futures.index(ended) + 1 :]:
                    later.cancel()
            first = next((number for number, each in enumerate(futures) if not each.done()), None)
            if first is not None:
                tell(done, first)
    except BaseException:
        _end(pool, session)
        raise
    pool.shutdown()
    return futures


def _end(pool: ThreadPoolExecutor, session: Session) -> None:
    """Begin nothing more, and stop what runs: the program is to end."""
    pool.shutdown(wait=False, cancel_futures=True)
    closing = Thread(target=pool.shutdown)
    closing.start()
    # What lies between two statements hears it later.
    while closing.is_alive():
        session.interrupt()
        closing.join(_A_MOMENT)


def _succeeded(ended: Future[R]) -> bool:
    """Tell whether a task has given something. Raises what ends the program, if that is what ended it."""
    if ended.cancelled():
        return False
    error = ended.exception()
    if error is not None and not isinstance(error, Exception):
        raise error
    return error is None


def _given(ended: Future[R], task: Callable[[], R]) -> R:
    """Return what a task gave; what it gives alone, if it failed or was not begun."""
    return ended.result() if _succeeded(ended) else task()
