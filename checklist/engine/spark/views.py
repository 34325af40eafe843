"""What Spark holds under the names of a session's tables, and how it holds it."""

from __future__ import annotations

import secrets
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

from checklist.engine.spark.failing import explained, quiet
from checklist.engine.spark.working import worked

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


class Views:
    """Temporary views of one Spark session, each under a name of its own: nobody else's view is ever met.

    A view holds its rows as they are computed wherever it is read (`put`); or in memory and on disk, and computes anew
    what a lost worker held (`kept`); or settled (`settled`): computed at once, each part on two workers, and from
    then on without a past. A past makes every later plan longer, and a WITH table that is read twice doubles it.
    Where the cluster has a folder for it (`spark.checkpoint.dir`), what is settled lies there, whoever is lost.
    """

    def __init__(self, spark: Any, address: str) -> None:
        self._spark = spark
        self._address = address
        with explained(address):
            self._reliable = bool(spark.conf.get("spark.checkpoint.dir", None))
        self._mark = f"checklist_{secrets.token_hex(4)}"
        self._made = 0
        self._open: set[str] = set()
        self._held: dict[str, str] = {}

    def fresh(self) -> str:
        """Return the name of a view to be made."""
        self._made += 1
        return f"{self._mark}_{self._made}"

    def get(self, name: str) -> str | None:
        """Return the view that holds a table."""
        return self._held.get(name)

    def put(self, name: str, frame: Any, *, kept: bool = False) -> str:
        """Make a frame readable under a name; what stood there goes, and what was made of that stays as it is.

        Returns the view that holds it.
        """
        view = self.fresh()
        self.make(view, frame)
        if kept:
            from pyspark import StorageLevel

            with explained(self._address):
                self._spark.catalog.cacheTable(view, StorageLevel.MEMORY_AND_DISK)
        self.forget(name)
        self._held[name] = view
        return view

    def make(self, view: str, frame: Any) -> None:
        """Make a frame readable as a view of that very name."""
        with explained(self._address):
            frame.createOrReplaceTempView(view)
        self._open.add(view)

    def settled(self, frame: Any) -> Any:
        """Return a frame of the rows of another, computed now and held by two workers where there are two."""
        from pyspark import StorageLevel

        with worked(self._address), _active(self._spark):
            if self._reliable:
                return frame.checkpoint(eager=True)
            return frame.localCheckpoint(eager=True, storageLevel=StorageLevel.MEMORY_AND_DISK_2)

    def forget(self, name: str) -> None:
        """Let go of what is held under a name."""
        if name in self._held:
            self.drop([self._held.pop(name)])

    def drop(self, views: Iterable[str]) -> None:
        """Let go of views of those very names."""
        with explained(self._address):
            for view in views:
                self._spark.catalog.dropTempView(view)
                self._open.discard(view)

    def close(self) -> None:
        """Let go of everything."""
        with suppress(Exception), quiet():
            for view in sorted(self._open):
                self._spark.catalog.dropTempView(view)


@contextmanager
def _active(session: Any) -> Iterator[None]:
    """Be the thread's session while inside: Connect's library gives what is settled to whichever that is."""
    own = getattr(type(session), "_active_session", None)
    if own is None:
        yield
        return
    before = getattr(own, "session", None)
    own.session = session
    try:
        yield
    finally:
        own.session = before
