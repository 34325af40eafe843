"""What is done on several threads comes out as if one thing had been done after another."""

from __future__ import annotations

import threading
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest

from checklist.auditing.side_by_side import side_by_side
from checklist.engine import Database
from checklist.model import ResourceError
from checklist.model.timing import CLOCK, Clock, phase

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


@pytest.fixture
def session() -> Iterator[Database]:
    with Database(threads=2) as session:
        yield session


def by_whom(number: int) -> tuple[int, threading.Thread]:
    return number, threading.current_thread()


def test_with_one_thread_everything_is_done_by_the_caller_one_after_another() -> None:
    told: list[tuple[int, int]] = []
    with Database(threads=1) as session:
        found = side_by_side(session, [partial(by_whom, n) for n in range(3)], lambda *said: told.append(said))
    assert found == [(n, threading.current_thread()) for n in range(3)]
    assert told == [(0, 0), (1, 1), (2, 2)]


def test_tasks_run_at_once_and_what_they_give_stands_in_their_order(session: Database) -> None:
    meeting = threading.Barrier(2, timeout=30)

    def meet(number: int) -> int:
        meeting.wait()  # nobody gets past it alone
        return session.value(f"SELECT {number} * 10")  # type: ignore[no-any-return]  # an integer

    assert side_by_side(session, [partial(meet, number) for number in range(6)]) == [0, 10, 20, 30, 40, 50]


def test_the_caller_hears_how_many_are_done_and_which_is_the_first_that_is_not(session: Database) -> None:
    told: list[tuple[int, int, bool]] = []
    second_done = threading.Event()

    def work(number: int) -> None:
        if number == 0:
            second_done.wait(30)
        elif number == 1:
            second_done.set()

    here = threading.current_thread()
    side_by_side(
        session,
        [partial(work, number) for number in range(3)],
        lambda done, first: told.append((done, first, threading.current_thread() is here)),
    )
    assert told[0] == (0, 0, True)
    assert all(here for _, _, here in told)
    assert [done for done, _, _ in told] == sorted(done for done, _, _ in told)
    assert all(0 <= first < 3 for _, first, _ in told)


class FailingError(Exception):
    """What a task fails with."""


def nothing() -> object:
    """Do nothing."""


def fail(number: int) -> object:
    raise FailingError(number)


def test_the_first_that_fails_by_their_order_is_told_whichever_failed_first(session: Database) -> None:
    later_failed = threading.Event()

    def slowly() -> None:
        later_failed.wait(30)
        fail(1)

    def at_once() -> None:
        later_failed.set()
        fail(2)

    tasks: list[Callable[[], object]] = [nothing, slowly, at_once, partial(fail, 3)]
    with pytest.raises(FailingError, match="1"):
        side_by_side(session, tasks)


def test_what_fails_beside_others_is_done_again_alone_and_so_is_what_was_not_begun(session: Database) -> None:
    attempts: list[tuple[int, bool]] = []
    here = threading.current_thread()

    def work(number: int) -> int:
        alone = threading.current_thread() is here
        attempts.append((number, alone))
        if number == 0 and not alone:
            raise ResourceError("memory_exceeded", limit="1GB")
        return number

    assert side_by_side(session, [partial(work, number) for number in range(40)]) == list(range(40))
    assert (0, True) in attempts
    assert attempts.count((0, True)) == 1
    done = [number for number, _ in attempts if number]
    assert sorted(done) == list(range(1, 40))  # no other was done twice


@pytest.mark.parametrize("ending", [KeyboardInterrupt, SystemExit])
def test_what_ends_the_program_ends_every_task(session: Database, ending: type[BaseException]) -> None:
    begun = threading.Event()
    stopped: list[BaseException] = []
    endless = "SELECT count(*) FROM range(100000000000) a, range(1000) b WHERE a.range % 7 = b.range"

    def work() -> None:
        begun.set()
        try:
            session.rows(endless)
        except BaseException as error:
            stopped.append(error)
            raise

    def leave() -> None:
        begun.wait(30)
        raise ending

    with pytest.raises(ending):
        side_by_side(session, [work, leave, work])
    assert [type(each) for each in stopped] == [KeyboardInterrupt]


def test_an_interrupt_of_the_caller_ends_every_task(session: Database) -> None:
    begun: list[int] = []

    def endless(number: int) -> None:
        begun.append(number)
        while True:
            session.rows("SELECT 1")

    def interrupted(done: int, _first: int) -> None:
        if done:
            raise KeyboardInterrupt

    tasks: list[Callable[[], object]] = [nothing, *(partial(endless, number) for number in range(5))]
    with pytest.raises(KeyboardInterrupt):
        side_by_side(session, tasks, interrupted)
    assert set(begun) <= {0, 1}


def test_each_task_has_its_share_of_the_time(session: Database) -> None:
    def work(name: str) -> str:
        with phase("rules", name):
            return name

    clock = Clock()
    token = CLOCK.set(clock)
    try:
        side_by_side(session, [partial(work, name) for name in "ab"])
    finally:
        CLOCK.reset(token)
    spent: dict[Any, float] = dict(clock.spent())
    assert set(spent) == {("rules", "a"), ("rules", "b"), ("rest", "")}
    assert sum(spent.values()) == pytest.approx(clock.total)
