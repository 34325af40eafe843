"""A Spark that is not there, is another one, or goes away: one sentence, and the old report stays."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from checklist.engine import Database, engine_of
from checklist.engine.spark import Cluster, connected
from checklist.engine.spark.failing import quiet
from checklist.model import EngineError
from tests.spark.clusters import connect_server, free_port

pytestmark = pytest.mark.spark

OLD = '{"an": "old report"}'


@pytest.fixture
def log(tmp_path: Path) -> Path:
    (tmp_path / "log.csv").write_text("rep_id,type,occurred_at\nR1,call,2026-10-05 09:00\n", encoding="utf-8")
    (tmp_path / "out.json").write_text(OLD, encoding="utf-8")
    return tmp_path


def refused(folder: Path, *words: str, **environment: str) -> str:
    """Run an audit that is refused; return its one sentence."""
    asked = [sys.executable, "-m", "checklist", "audit", "log.csv", "--lang", "en", "-q", "--output", "json=out.json"]
    done = subprocess.run(
        [*asked, *words],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2]), "TMPDIR": str(folder / "tmp"), **environment},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=150,
    )
    assert done.returncode == 2, done.stderr
    assert done.stdout == ""
    assert "Traceback" not in done.stderr
    assert "\tat " not in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1, done.stderr
    assert (folder / "out.json").read_text(encoding="utf-8") == OLD
    assert sorted(each.name for each in folder.iterdir() if each.name != "tmp") == ["log.csv", "out.json"]
    left = folder / "tmp"
    assert not left.exists() or [each.name for each in left.iterdir() if each.name.startswith("checklist")] == []
    return done.stderr.strip()


@pytest.mark.parametrize("words", [("--remote", "sc://127.0.0.1:{}"), ("--master", "spark://127.0.0.1:{}")])
def test_nobody_answers(log: Path, words: tuple[str, str]) -> None:
    (log / "tmp").mkdir()
    assert "nobody answers" in refused(log, "--engine", "spark", words[0], words[1].format(free_port()))


def test_no_java(log: Path) -> None:
    (log / "tmp").mkdir()
    said = refused(log, "--engine", "spark", "--master", "local[1]", PATH=str(log / "tmp"), JAVA_HOME="")
    assert "Java" in said


def test_another_version(log: Path) -> None:
    (log / "tmp").mkdir()
    with other_server("3.5.1") as address:
        said = refused(log, "--engine", "spark", "--remote", address)
    assert "3.5.1" in said


def other_server(version: str) -> _OtherServer:
    return _OtherServer(version)


class _OtherServer:
    """A server that says of itself that it is of another version."""

    def __init__(self, version: str) -> None:
        self._version = version

    def __enter__(self) -> str:
        with quiet():
            import grpc
            from pyspark.sql.connect.proto import base_pb2, base_pb2_grpc

        version = self._version

        def answer(_: object, request: base_pb2.AnalyzePlanRequest, __: object) -> base_pb2.AnalyzePlanResponse:
            found = base_pb2.AnalyzePlanResponse(session_id=request.session_id)
            found.spark_version.version = version
            return found

        service = type("Service", (base_pb2_grpc.SparkConnectServiceServicer,), {"AnalyzePlan": answer})()
        self._server = grpc.server(ThreadPoolExecutor(2))
        base_pb2_grpc.add_SparkConnectServiceServicer_to_server(service, self._server)
        port = self._server.add_insecure_port("127.0.0.1:0")
        self._server.start()
        return f"sc://127.0.0.1:{port}"

    def __exit__(self, *_: object) -> None:
        self._server.stop(None).wait()


def test_no_spark_listens_there(log: Path) -> None:
    (log / "tmp").mkdir()
    with silent() as port:
        said = refused(log, "--engine", "spark", "--remote", f"sc://127.0.0.1:{port}")
    assert "127.0.0.1" in said


class silent:  # noqa: N801  # used as a context
    """A port that takes connections, and closes them without a word."""

    def __enter__(self) -> int:
        self._socket = socket.create_server(("127.0.0.1", 0))
        threading.Thread(target=self._serve, daemon=True).start()
        return int(self._socket.getsockname()[1])

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            connection.close()

    def __exit__(self, *_: object) -> None:
        self._socket.close()


def test_a_session_that_is_lost_is_told_of() -> None:
    with connect_server() as server, Database(threads=1) as local:
        with connected(engine_of("spark", server.address)) as spark, Cluster(spark, local, server.address) as cluster:
            assert cluster.rows("SELECT 1 AS one FROM range(1) r(n)") == [(1,)]
            server.process.kill()
            server.process.wait()
            with pytest.raises(EngineError) as caught:
                cluster.register("lost", local.arrow("SELECT 1 AS one"))
        assert caught.value.code == "spark_lost"
