"""Share work on many items among processes, the results coming back one by one and in order.

Processes are copies of this one (they need nothing sent to them), and hand results back through pipes that hold
little: whoever is ahead waits, so that memory stays flat however many items there are. Where a copy cannot
be made safely, or would not pay, the work is done here.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import threading
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from multiprocessing.connection import Connection

    Parts = tuple[bytes, ...]

FEWEST = 64
"""Below so many items the copies cost more than they save."""

MOST_PROCESSES = 4
_THREADS = Path("/proc/self/task")

Item = TypeVar("Item")


def shared(items: Sequence[Item], work: Callable[[Item], Parts], processes: int | None = None) -> Iterator[Parts]:
    """Yield what `work` makes of each item (always as many byte strings), in the order of the items.

    `processes` is how many to share it among; without it as many as pay here. What goes wrong in one of them
    is done again in this one, where the error belongs.
    """
    count = _processes(len(items)) if processes is None else processes
    if count < 2:  # noqa: PLR2004  # one process is this one
        yield from map(work, items)
        return
    fork = multiprocessing.get_context("fork")
    started = []
    gc.collect()
    gc.freeze()  # a collector that walks through shared memory copies it
    try:
        for number in range(count):
            ours, theirs = fork.Pipe(duplex=False)
            process = fork.Process(target=_work, args=(theirs, items[number::count], work), daemon=True)
            process.start()
            theirs.close()
            started.append((process, ours))
        failed: set[int] = set()
        for place, item in enumerate(items):
            number = place % count
            made = None if number in failed else _received(started[number][1])
            if made is None:
                failed.add(number)
                made = work(item)
            yield made
    finally:
        gc.unfreeze()
        for process, ours in started:
            ours.close()
            process.kill()
            process.join()


def _processes(items: int) -> int:
    """Return how many processes pay. One that has threads is never copied: their locks would stay shut for good."""
    if items < FEWEST or not hasattr(os, "sched_getaffinity") or threading.active_count() > 1:
        return 1
    if not _THREADS.is_dir() or len(list(_THREADS.iterdir())) > 1:
        return 1
    return min(len(os.sched_getaffinity(0)), MOST_PROCESSES)


def _work(pipe: Connection, items: Sequence[Item], work: Callable[[Item], Parts]) -> None:
    """Do one process's share. Whatever goes wrong ends it without a word: the asking process sees the pipe close."""
    try:
        for item in items:
            made = work(item)
            pipe.send_bytes(len(made).to_bytes())
            for part in made:
                pipe.send_bytes(part)
    except BaseException:  # noqa: BLE001  # also when the reader has gone, or Ctrl-C reaches all processes
        pipe.close()
    os._exit(0)  # what this process was copied with is not its own to clean up


def _received(pipe: Connection) -> Parts | None:
    """Return the next result, or None where no more comes."""
    try:
        return tuple(pipe.recv_bytes() for _ in range(int.from_bytes(pipe.recv_bytes())))
    except (EOFError, OSError):
        return None
