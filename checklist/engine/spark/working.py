"""Run this program's own Python on the workers of a cluster, which must have it too, in the same version."""

from __future__ import annotations

import re
from contextlib import contextmanager
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, Any

from checklist.engine.spark.failing import explained
from checklist.model import EngineError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

# What reads alike on two machines only in one and the same version.
_SAME = ("checklist-audit", "duckdb")
_LACKING = re.compile(r"No module named '([\w.]+)'")
_DIFFERING = re.compile(r"checklist-worker-differs: (\S+) (\S+)")
_OURS = ("checklist", "duckdb", "pyarrow")


def on_workers(rows: Any, function: str, payload: bytes, schema: str) -> Any:
    """Return the frame of what a function of this program makes of the rows of a frame, worked out by the workers.

    The function (`module:name`) takes `payload` and an iterator of Arrow batches, and yields such batches, of Spark's
    `schema`. It may be run again at any time, elsewhere: what it yields must be decided by its rows alone.
    """
    return rows.mapInArrow(_task(function, payload, _versions()), schema)


@contextmanager
def worked(address: str) -> Iterator[None]:
    """Tell what keeps a worker from doing our work. Raises `EngineError` where it lacks this program."""
    with explained(address):
        try:
            yield
        except Exception as error:
            text = str(error)
            if (found := _LACKING.search(text)) and found[1].partition(".")[0] in _OURS:
                raise EngineError("spark_worker_lacks", library=found[1].partition(".")[0]) from None
            if found := _DIFFERING.search(text):
                own = _versions()[found[1]]
                raise EngineError("spark_worker_differs", library=found[1], version=found[2], own=own) from None
            raise


def _versions() -> dict[str, str]:
    return {name: version(name) for name in _SAME}


def _task(function: str, payload: bytes, versions: dict[str, str]) -> Callable[[Iterable[Any]], Iterator[Any]]:
    """Return what runs on a worker. It goes there as code, for the worker may not have any of ours."""
    missing = PackageNotFoundError
    module, _, name = function.partition(":")

    def run(batches: Iterable[Any]) -> Iterator[Any]:
        from importlib import import_module
        from importlib.metadata import version as version_there

        work = getattr(import_module(module), name)
        for library, own in versions.items():
            try:
                there = version_there(library)
            except missing:
                raise ModuleNotFoundError(f"No module named '{library.partition('-')[0]}'") from None
            if there != own:
                raise RuntimeError(f"checklist-worker-differs: {library} {there}")
        yield from work(payload, batches)

    return run
