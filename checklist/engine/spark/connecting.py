"""Reach a Spark, in seconds or not at all: a Connect server, a cluster's master, or one inside this machine."""

from __future__ import annotations

import os
import re
import shutil
import socket
import sys
import tempfile
import time
from contextlib import contextmanager, suppress
from pathlib import Path
from subprocess import TimeoutExpired
from typing import TYPE_CHECKING, Any

from checklist.engine.spark.failing import detail, quiet
from checklist.model import EngineError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from checklist.engine.choosing import Engine

REACHED_WITHIN = 5.0
"""How many seconds a server has to take a connection."""
WORKING_WITHIN = 60.0
"""How many seconds a cluster has to lend the first worker's process."""

_LOCAL = re.compile(r"local(\[(\d+|\*)(,\s*\d+)?\])?")
_MASTER = re.compile(r"spark://([^/:,]+|\[[^\]]+\]):(\d{1,5})")
_REMOTE = re.compile(r"sc://([^/:;]+|\[[^\]]+\])(?::(\d{1,5}))?(/.*)?")
_REMOTE_PORT = 15002
_OWN_MASTERS = ("yarn", "k8s://")
"""Masters that a cluster's own configuration leads to: there is no one address to knock at."""

# What one statement means must not hang on how a cluster is set up.
SETTINGS = {
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.timestampType": "TIMESTAMP_NTZ",
    "spark.sql.ansi.enabled": "true",
    "spark.sql.caseSensitive": "false",
    "spark.sql.decimalOperations.allowPrecisionLoss": "false",
    "spark.sql.variable.substitute": "false",
    "spark.sql.parser.escapedStringLiterals": "false",
    "spark.sql.ansi.doubleQuotedIdentifiers": "false",
    "spark.sql.groupByOrdinal": "true",
    "spark.sql.orderByOrdinal": "true",
    "spark.sql.crossJoin.enabled": "true",
    "spark.sql.mapKeyDedupPolicy": "EXCEPTION",
    "spark.sql.legacy.sizeOfNull": "false",
}


@contextmanager
def connected(engine: Engine) -> Iterator[Any]:
    """Yield a session on the Spark that `engine` names; what was opened for it is closed at the end.

    Raises `EngineError` where there is none, where it is of another version, or lends no worker in time.
    """
    try:
        import pyarrow as pa  # noqa: F401  # what is sent and comes back is Arrow
        import pyspark  # noqa: F401
        import sqlglot  # noqa: F401
    except ImportError as error:
        raise EngineError("needs_library", library=error.name or "pyspark", extra="spark") from None
    if engine.spark is not None:
        with quiet():
            session = engine.spark.newSession()
        _settle(session, "Spark")
        yield session
    elif engine.remote is not None:
        with _remote(engine.remote) as session:
            yield session
    else:
        with _classic(engine.master or "local[*]") as session:
            yield session


@contextmanager
def _remote(address: str) -> Iterator[Any]:
    match = _REMOTE.fullmatch(address)
    if match is None:
        raise UsageError("remote_unknown", value=address)
    _knock(match[1], int(match[2] or _REMOTE_PORT), address)
    with quiet():
        try:
            from pyspark.sql.connect.client.retries import DefaultPolicy
            from pyspark.sql.connect.session import SparkSession
        except ImportError as error:
            raise EngineError("needs_library", library=error.name or "grpcio", extra="spark") from None
        try:
            session = SparkSession(connection=address)
        except Exception as error:  # noqa: BLE001  # whatever is wrong with an address, the library tells in its own ways
            raise UsageError("remote_unknown", value=address, detail=detail(error)) from None
        # A server that is gone is given up after half a minute, where the library would wait for ten.
        session.client.set_retry_policies([DefaultPolicy(max_retries=7, max_backoff=5000, max_server_retry_delay=5000)])
    try:
        _settle(session, address)
        yield session
    finally:
        with quiet(), suppress(Exception):
            session.client.set_retry_policies([DefaultPolicy(max_retries=0)])
            session.stop()


@contextmanager
def _classic(master: str) -> Iterator[Any]:
    place = _MASTER.fullmatch(master)
    if place is None and not _LOCAL.fullmatch(master) and not master.startswith(_OWN_MASTERS):
        raise UsageError("master_unknown", value=master)
    if place is not None:
        _knock(place[1], int(place[2]), master)
    _demand_java()
    with tempfile.TemporaryDirectory(prefix="checklist-spark-") as folder, quiet():
        context = _context(master, Path(folder))
        try:
            from pyspark.sql import SparkSession

            if place is not None:
                _await_workers(context, master)
            elif _LOCAL.fullmatch(master):
                # On this machine the workers' Python is this very one; on others, what PYSPARK_PYTHON says.
                context.pythonExec = os.environ.get("PYSPARK_PYTHON", sys.executable)
            session = SparkSession(context)
            _settle(session, master)
            yield session
        finally:
            _close(context)


def _context(master: str, folder: Path) -> Any:
    """Start the driver: a Java process whose own words go to a file, not to our reader."""
    from pyspark import SparkConf, SparkContext
    from pyspark.java_gateway import launch_gateway

    said = folder / "driver.log"
    conf = SparkConf(loadDefaults=False).setAll(
        [
            ("spark.master", master),
            ("spark.app.name", "checklist"),
            ("spark.ui.enabled", "false"),
            ("spark.ui.showConsoleProgress", "false"),
            ("spark.local.dir", str(folder)),
            ("spark.sql.warehouse.dir", str(folder / "warehouse")),
            *_own_size(master),
            *sorted(SETTINGS.items()),
        ]
    )
    gateway = None
    try:
        with said.open("wb") as log:
            gateway = launch_gateway(conf, {"stdout": log, "stderr": log})
        return SparkContext(conf=conf, gateway=gateway)
    except Exception as error:  # noqa: BLE001  # a driver that does not start says why in many ways
        if gateway is not None:
            _end(gateway)
        raise EngineError("spark_start", address=master, detail=_reason(said) or detail(error)) from None


def _own_size(master: str) -> list[tuple[str, str]]:
    """Return in how many parts rows are shuffled on this machine: Spark's 200 are meant for a cluster."""
    return [("spark.sql.shuffle.partitions", str(min(os.cpu_count() or 1, 16)))] if _LOCAL.fullmatch(master) else []


def _reason(said: Path) -> str:
    """Return the line in which Java says why it ended, if it does."""
    lines = said.read_text(encoding="utf-8", errors="replace").splitlines() if said.exists() else []
    telling = [line for line in lines if re.search(r"error|exception|could not|unsupported", line, re.IGNORECASE)]
    return telling[0].strip()[:300] if telling else ""


def _close(context: Any) -> None:
    gateway = context._gateway  # noqa: SLF001  # the library has no other way to end the driver
    with suppress(Exception):
        context.stop()
    type(context)._gateway = None  # noqa: SLF001
    type(context)._jvm = None  # noqa: SLF001
    _end(gateway)


def _end(gateway: Any) -> None:
    with suppress(Exception):
        gateway.shutdown()
    process = getattr(gateway, "proc", None)
    if process is None:
        return
    with suppress(Exception):
        process.stdin.close()
    try:
        process.wait(timeout=10)
    except TimeoutExpired:
        process.kill()
        process.wait()


def _await_workers(context: Any, master: str) -> None:
    """Wait until one worker lends a process; a cluster that is busy or speaks another version never does."""
    import pyspark

    status = context._jsc.sc()  # noqa: SLF001  # the library tells it nowhere else
    until = time.monotonic() + WORKING_WITHIN
    while time.monotonic() < until:
        if status.isStopped():
            break
        if status.getExecutorMemoryStatus().size() > 1:
            return
        time.sleep(0.2)
    raise EngineError("spark_no_worker", address=master, seconds=int(WORKING_WITHIN), version=pyspark.__version__)


def _knock(host: str, port: int, address: str) -> None:
    """Refuse an address at which nobody listens: the libraries would try it for minutes."""
    try:
        with socket.create_connection((host.strip("[]"), port), timeout=REACHED_WITHIN):
            return
    except (OSError, OverflowError):
        raise EngineError("spark_unreachable", address=address) from None


def _demand_java() -> None:
    home = os.environ.get("JAVA_HOME")
    if not (shutil.which("java") or (home and (Path(home) / "bin" / "java").exists())):
        raise EngineError("spark_needs_java")


def _settle(session: Any, address: str) -> None:
    """Refuse a Spark of another major version than our library; else let every statement mean one thing."""
    import pyspark

    from checklist.engine.spark.failing import explained

    with explained(address):
        version = str(session.version)
    if _major(version) != _major(pyspark.__version__):
        raise EngineError("spark_version", address=address, version=version, own=pyspark.__version__)
    with explained(address):
        for name, value in SETTINGS.items():
            session.conf.set(name, value)


def _major(version: str) -> str:
    return version.partition(".")[0]
