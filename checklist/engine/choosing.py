"""Which engine judges: the embedded database, or Apache Spark, to which what was read is sent."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from checklist.model import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from checklist.engine.database import Database
    from checklist.engine.session import Session

ENGINES = ("duckdb", "spark")


@dataclass(frozen=True, slots=True)
class Engine:
    """Where rules are judged.

    Spark is reached at `remote` (Spark Connect, `sc://host:port`), through `master` (`spark://host:port`, `local[4]`),
    or by `spark`, a session that the caller has already and keeps.
    """

    name: Literal["duckdb", "spark"] = "duckdb"
    remote: str | None = None
    master: str | None = None
    spark: Any = None

    @property
    def on_spark(self) -> bool:
        """Whether rules are judged on Spark."""
        return self.name == "spark"


EMBEDDED = Engine()
"""The database inside this process."""


def engine_of(name: str | None, remote: str | None = None, master: str | None = None, spark: Any = None) -> Engine:
    """Return the engine that options name. Raises `UsageError` where they contradict each other."""
    stated = {"--remote": remote, "--master": master}
    given = [flag for flag, value in stated.items() if value]
    if name in (None, "duckdb"):
        if given:
            raise UsageError("option_goes_with", option=given[0], other="--engine spark")
        return EMBEDDED
    if name != "spark":
        raise UsageError("engine_unknown", value=name, engines=list(ENGINES))
    if len(given) > 1:
        raise UsageError("goes_without", field="--remote", other="--master")
    if not given and spark is None:
        raise UsageError("engine_needs_spark")
    return Engine("spark", remote or None, master or None, spark)


@contextmanager
def judging(engine: Engine, local: Database) -> Iterator[Session]:
    """Yield the session that rules are judged in: `local` itself, or one on Spark that stands beside it.

    Spark is reached before anything is read, so that nobody waits for a log to be read in vain.
    """
    if not engine.on_spark:
        yield local
        return
    from checklist.engine.spark import Cluster, connected  # the library, only where it is asked for

    with connected(engine) as spark, Cluster(spark, local, engine.remote or engine.master or "Spark") as session:
        yield session


def hand_over(session: Session, local: Database, tables: tuple[str, ...]) -> None:
    """Give the small tables that were read into `local` to the session that judges, if that is another.

    `local` keeps them, and works on what is made of them alone itself.
    """
    if session is local:
        return
    from checklist.engine.spark import Cluster

    assert isinstance(session, Cluster)  # noqa: S101  # there are two
    session.send(tables)
