"""What goes wrong on a cluster, in one sentence each: no Java stack ever reaches a reader."""

from __future__ import annotations

import logging
import re
import warnings
from contextlib import contextmanager
from typing import TYPE_CHECKING

from checklist.engine.database import DatabaseError
from checklist.model import EngineError

if TYPE_CHECKING:
    from collections.abc import Iterator

_LOST = re.compile(
    "UNAVAILABLE|DEADLINE_EXCEEDED|SESSION_CLOSED|SESSION_NOT_FOUND|SESSION_CHANGED|OPERATION_NOT_FOUND|NO_ACTIVE_SESSION"
    "|stopped SparkContext|SparkContext (?:was|has been) (?:shut down|stopped|cancelled)|Py4JNetworkError"
    "|Connection refused|Connection reset|Broken pipe|closed channel|Channel closed|empty response"
    "|RETRIES_EXCEEDED|Master removed our application|All masters are unresponsive"
)
_SHORT = re.compile(r"[.] SQLSTATE.*|; line \d+ pos \d+.*| SQLSTATE: \w+.*|\n.*", re.DOTALL)
_LONGEST = 300


class StatementError(DatabaseError):
    """A statement that Spark cannot read, or that failed while it ran."""


@contextmanager
def explained(address: str) -> Iterator[None]:
    """Tell what Spark says in its own ways as our errors: `EngineError` where it is gone, else `StatementError`."""
    from py4j.protocol import Py4JError
    from pyspark.errors import PySparkException

    try:
        with quiet():
            yield
    except (PySparkException, Py4JError, ConnectionError, EOFError) as error:
        raise told(error, address) from None
    except Exception as error:
        if type(error).__module__.split(".")[0] != "grpc":
            raise
        raise told(error, address) from None


def told(error: BaseException, address: str) -> Exception:
    """Return what an exception of Spark's libraries means to a reader."""
    text = f"{type(error).__name__}: {error}"
    if _LOST.search(text) or isinstance(error, (ConnectionError, EOFError)):
        return EngineError("spark_lost", address=address)
    return StatementError(detail(error))


def detail(error: BaseException) -> str:
    """Return the first sentence of what Spark says, without its codes and stacks."""
    text = _SHORT.sub("", str(error).strip()) or type(error).__name__
    return " ".join(text.split())[:_LONGEST]


@contextmanager
def quiet() -> Iterator[None]:
    """Keep Spark's libraries from speaking beside us: their warnings and logs are not for our reader."""
    loggers = [logging.getLogger(name) for name in ("py4j", "SQLQueryContextLogger", "DataFrameQueryContextLogger")]
    loggers += [logging.getLogger("pyspark.sql.connect.client.logging"), logging.getLogger("pyspark")]
    before = [(each, each.level) for each in loggers]
    for each in loggers:
        each.setLevel(logging.CRITICAL + 1)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        for each, level in before:
            each.setLevel(level)
