"""A signal that ends the program waits for what has to be begun whole."""

from __future__ import annotations

import signal
import threading

import pytest

from checklist.engine import held_back


def test_an_interrupt_comes_at_the_end_of_the_block() -> None:
    done = []

    def begun() -> None:
        with held_back():
            signal.raise_signal(signal.SIGINT)
            done.append("whole")
        done.append("never")

    with pytest.raises(KeyboardInterrupt):
        begun()
    assert done == ["whole"]


def test_a_handler_of_ones_own_is_told_and_kept() -> None:
    told: list[int] = []
    before = signal.signal(signal.SIGTERM, lambda number, _: told.append(number))
    try:
        with held_back():
            signal.raise_signal(signal.SIGTERM)
            assert told == []
        assert told == [signal.SIGTERM]
        signal.raise_signal(signal.SIGTERM)
        assert told == [signal.SIGTERM] * 2
    finally:
        signal.signal(signal.SIGTERM, before)


def test_beside_the_main_thread_where_no_signal_arrives_nothing_is_held_back() -> None:
    seen: list[object] = []

    def work() -> None:
        with held_back():
            seen.append(signal.getsignal(signal.SIGINT))

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert seen == [signal.getsignal(signal.SIGINT)]
