"""What lies on a cluster already: tables of its catalogs, files of its storage, and frames of them for its workers."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from checklist.engine.spark.failing import StatementError, explained

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


class Storage:
    """A Spark session as those see it who look for what to read; frames are made, and nothing is kept."""

    def __init__(self, spark: Any, address: str) -> None:
        self.spark = spark
        self._address = address

    def table(self, name: str) -> Any:
        """Return the frame of a table of the cluster's own catalogs; None where there is none of that name."""
        try:
            with explained(self._address):
                return self.spark.table(name) if self.spark.catalog.tableExists(name) else None
        except StatementError:
            return None  # a catalog that is not there, or no name of a table at all

    def listed(self, path: str) -> list[tuple[str, int]]:
        """Return the path and the bytes of every file that a path of the cluster's storage stands for."""
        with explained(self._address):
            found = self.spark.read.format("binaryFile").load(path).select("path", "length").collect()
        return [(str(each[0]), int(each[1])) for each in found]

    def contents(self, paths: Sequence[str], most: int) -> Any:
        """Return a frame of the paths and the bytes of files of no more than `most` bytes."""
        with explained(self._address):
            files = self.spark.read.format("binaryFile").load(list(paths))
            return files.where(f"length <= {most}").select("path", "content")

    @contextmanager
    def one_by_one(self) -> Iterator[None]:
        """Hand rows to workers singly while they are worked on inside: each may be as large as a file."""
        name = "spark.sql.execution.arrow.maxRecordsPerBatch"
        with explained(self._address):
            before = self.spark.conf.get(name)
            self.spark.conf.set(name, "1")
        try:
            yield
        finally:
            with explained(self._address):
                self.spark.conf.set(name, before)

    def head(self, frame: Any) -> Any:
        """Return a frame without its rows, as an Arrow table."""
        with explained(self._address):
            return frame.limit(0).toArrow()

    def numbers(self, count: int, most: int) -> Any:
        """Return a frame of the numbers from 0 on, each a task of its own unless there are more than `most`."""
        return self.spark.range(0, count, 1, max(1, min(count, most)))
