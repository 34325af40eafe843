"""Work shared among processes comes back whole, in order, and with its errors; each in a process without threads."""

import subprocess
import sys
from pathlib import Path

from checklist.reporters.sharing import FEWEST, shared

ROOT = Path(__file__).parents[3]
HEAD = "import os, threading\nfrom checklist.reporters.sharing import *\n"


def ran(script: str) -> str:
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", HEAD + script],
        cwd=ROOT, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert done.stderr == ""
    assert done.returncode == 0
    return done.stdout.strip()


def test_results_come_in_order_and_from_several_processes() -> None:
    script = """
made = list(shared(range(50), lambda n: (b"%d" % n, b"%d" % os.getpid()), 3))
pids = {int(pid) for _, pid in made}
print([int(n) for n, _ in made] == list(range(50)), len(pids), os.getpid() in pids)
"""
    assert ran(script) == "True 3 False"


def test_large_results_and_empty_ones_come_whole() -> None:
    script = """
made = list(shared(range(9), lambda n: (bytes([n]) * 300_000, b""), 2))
print(all(page == bytes([n]) * 300_000 and table == b"" for n, (page, table) in enumerate(made)), len(made))
"""
    assert ran(script) == "True 9"


def test_what_goes_wrong_is_raised_here_where_it_belongs() -> None:
    script = """
def work(n):
    if n == 5:
        raise LookupError(f"no {n}")
    return (b"%d" % n,)
seen = []
try:
    for made in shared(range(20), work, 2):
        seen.append(made)
except LookupError as error:
    print(error, len(seen))
"""
    assert ran(script) == "no 5 5"


def test_a_process_that_dies_loses_nothing() -> None:
    script = """
here = os.getpid()
def work(n):
    if os.getpid() != here and n == 6:
        os.abort()
    return (b"%d" % n,)
print([int(n) for n, in shared(range(20), work, 2)] == list(range(20)))
"""
    assert ran(script) == "True"


def test_leaving_early_leaves_no_process_behind() -> None:
    script = """
import multiprocessing
for made in shared(range(1000), lambda n: (bytes(100_000),), 2):
    break
import gc; gc.collect()
print(multiprocessing.active_children())
"""
    assert ran(script) == "[]"


def test_few_items_and_a_process_with_threads_are_done_here() -> None:
    script = f"""
def where(count):
    return {{int(pid) for pid, in shared(range(count), lambda n: (b"%d" % os.getpid(),))}} == {{os.getpid()}}
alone = where({FEWEST - 1})
stop = threading.Event()
thread = threading.Thread(target=stop.wait)
thread.start()
print(alone, where({FEWEST * 2}))
stop.set()
thread.join()
"""
    assert ran(script) == "True True"


def test_nothing_makes_nothing() -> None:
    assert list(shared([], lambda _: (b"",))) == []
