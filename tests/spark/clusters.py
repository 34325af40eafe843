"""A real Spark on this machine: a master with two workers, and a Connect server, each a process of its own."""

from __future__ import annotations

import os
import selectors
import shutil
import socket
import subprocess
import sys
import time
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

STARTED_WITHIN = 120.0
# What judging small logs needs: little memory, and no time for plans that pay on large ones only.
SETTINGS = {
    "spark.driver.memory": "768m",
    "spark.executor.memory": "640m",
    "spark.executor.cores": "1",
    "spark.sql.shuffle.partitions": "1",
    "spark.default.parallelism": "2",
    "spark.sql.adaptive.enabled": "false",
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.codegen.factoryMode": "NO_CODEGEN",
    "spark.ui.enabled": "false",
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.network.timeout": "60s",
}
LOGGING = """
rootLogger.level = info
rootLogger.appenderRef.stdout.ref = console
appender.console.type = Console
appender.console.name = console
appender.console.target = SYSTEM_ERR
appender.console.layout.type = PatternLayout
appender.console.layout.pattern = %p %c{1}: %m%n%ex
"""


def spark_home() -> Path:
    """Return where the library keeps Spark itself."""
    import pyspark

    return Path(str(pyspark.__file__)).parent


def free_port() -> int:
    """Return a port at which nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])


def configured(folder: Path) -> dict[str, str]:
    """Write Spark's settings into a folder; return the environment that has everybody use them."""
    folder.mkdir(parents=True, exist_ok=True)
    lines = "".join(f"{name} {value}\n" for name, value in SETTINGS.items())
    (folder / "spark-defaults.conf").write_text(lines, encoding="utf-8")
    (folder / "log4j2.properties").write_text(LOGGING, encoding="utf-8")
    return {
        **os.environ,
        "SPARK_CONF_DIR": str(folder),
        "SPARK_LOCAL_IP": "127.0.0.1",
        "SPARK_LOCAL_DIRS": str(folder / "local"),
        "SPARK_WORKER_DIR": str(folder / "work"),
        "SPARK_DAEMON_MEMORY": "768m",
        "PYSPARK_PYTHON": sys.executable,
        "PYTHONPATH": str(Path(__file__).parents[2]),
    }


@contextmanager
def running(words: list[str], environment: dict[str, str], ready: str) -> Iterator[subprocess.Popen[bytes]]:
    """Start a process and wait until it says `ready`; it is ended with the block."""
    process = subprocess.Popen(
        words, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )
    try:
        _await(process, ready)
        yield process
    finally:
        process.kill()
        process.wait()
        assert process.stderr is not None
        process.stderr.close()


def _await(process: subprocess.Popen[bytes], ready: str) -> None:
    assert process.stderr is not None
    said, until = b"", time.monotonic() + STARTED_WITHIN
    with selectors.DefaultSelector() as selector:
        selector.register(process.stderr, selectors.EVENT_READ)
        while ready.encode() not in said:
            assert process.poll() is None, said.decode(errors="replace")[-2000:]
            assert time.monotonic() < until, said.decode(errors="replace")[-2000:]
            if selector.select(timeout=1):
                said += os.read(process.stderr.fileno(), 65536)
    # From now on what it says goes nowhere; it must never wait for a reader.
    _drain(process)


def _drain(process: subprocess.Popen[bytes]) -> None:
    import threading

    assert process.stderr is not None
    stream = process.stderr

    def drain() -> None:
        try:
            while os.read(stream.fileno(), 65536):
                pass
        except (OSError, ValueError):
            return

    threading.Thread(target=drain, daemon=True).start()


@dataclass
class Standalone:
    """A master and its workers."""

    address: str
    environment: dict[str, str]
    workers: list[subprocess.Popen[bytes]] = field(default_factory=list)


@contextmanager
def standalone(workers: int = 2) -> Iterator[Standalone]:
    """Start a master and workers."""
    port = free_port()
    with TemporaryDirectory(prefix="checklist-spark-") as folder, ExitStack() as stack:
        environment = configured(Path(folder))
        spark_class = str(spark_home() / "bin" / "spark-class")
        master = [spark_class, "org.apache.spark.deploy.master.Master"]
        at = ["--host", "127.0.0.1", "--webui-port", "0"]
        stack.enter_context(running([*master, *at, "--port", str(port)], environment, "New state: ALIVE"))
        found = Standalone(f"spark://127.0.0.1:{port}", environment)
        for _ in range(workers):
            worker = [spark_class, "org.apache.spark.deploy.worker.Worker", *at, "--cores", "1", "--memory", "1g"]
            process = running([*worker, found.address], environment, "Successfully registered with master")
            found.workers.append(stack.enter_context(process))
        yield found


@dataclass
class ConnectServer:
    """A Connect server, and its process."""

    address: str
    port: int
    process: subprocess.Popen[bytes]
    environment: dict[str, str]


@contextmanager
def connect_server() -> Iterator[ConnectServer]:
    """Start a Connect server with two cores of this machine."""
    port = free_port()
    with TemporaryDirectory(prefix="checklist-spark-") as folder:
        environment = configured(Path(folder))
        submit = [str(spark_home() / "bin" / "spark-submit"), "--master", "local[2]"]
        service = ["--class", "org.apache.spark.sql.connect.service.SparkConnectServer"]
        bound = ["--conf", f"spark.connect.grpc.binding.port={port}", "spark-internal"]
        with running([*submit, *service, *bound], environment, "Spark Connect server started at") as process:
            yield ConnectServer(f"sc://127.0.0.1:{port}", port, process, environment)


def java_is_there() -> bool:
    """Tell whether a Java is found."""
    return shutil.which("java") is not None or bool(os.environ.get("JAVA_HOME"))
