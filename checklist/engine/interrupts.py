"""Ctrl-C, or an end asked for, while the database works: it is told at once, where Python would wait for it."""

from __future__ import annotations

import signal
import socket
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_ENDING = (signal.SIGINT, signal.SIGTERM)


@contextmanager
def told_of_interrupts(tell: Callable[[int], None]) -> Iterator[None]:
    """Call `tell` with the signal, from another thread, as soon as one arrives that ends the program.

    What follows from the signal itself follows as always.

    Nothing is done outside the main thread, where signals never arrive, nor where someone else (an event
    loop, a notebook) listens to signals already.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    listening, speaking = socket.socketpair()
    with listening, speaking:
        speaking.setblocking(False)  # noqa: FBT003  # takes no name
        others = signal.set_wakeup_fd(speaking.fileno(), warn_on_full_buffer=False)
        if others != -1:
            signal.set_wakeup_fd(others)
            yield
            return
        listener = threading.Thread(target=_listen, args=(listening, tell), daemon=True)
        listener.start()
        try:
            yield
        finally:
            signal.set_wakeup_fd(-1)
            speaking.shutdown(socket.SHUT_RDWR)
            listener.join()


@contextmanager
def held_back() -> Iterator[None]:
    """Let a signal that ends the program do so at the end of the block: what is begun within it is begun whole."""
    handlers = {number: signal.getsignal(number) for number in _ENDING}
    if threading.current_thread() is not threading.main_thread() or None in handlers.values():
        yield
        return
    came: list[int] = []
    for number in _ENDING:
        signal.signal(number, lambda sent, _frame: came.append(sent))
    try:
        yield
    finally:
        for number, handler in handlers.items():
            signal.signal(number, handler)
        for sent in came:
            signal.raise_signal(sent)


def _listen(listening: socket.socket, tell: Callable[[int], None]) -> None:
    """Wait for signals' numbers until nobody is left to send any."""
    while numbers := listening.recv(64):
        for number in numbers:
            if number in _ENDING:
                tell(number)
