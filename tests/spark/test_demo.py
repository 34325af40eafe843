"""The demo firm's audit is the same on Spark, byte for byte; the loss of a worker in the middle changes nothing."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from checklist.api import AuditResult, make_request, sources_of
from checklist.auditing import run
from checklist.engine import Engine
from tests.spark.clusters import standalone

if TYPE_CHECKING:
    from tests.spark.clusters import ConnectServer

pytestmark = pytest.mark.spark_long

TABLES = ("roster", "customers", "attestations", "absences")


@pytest.fixture(scope="module")
def firm(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo's files, and its audit by the embedded database."""
    folder = tmp_path_factory.mktemp("firm")
    subprocess.run(
        [sys.executable, "-m", "checklist", "demo", "."], cwd=folder, env=environment(), check=True, capture_output=True
    )
    done = subprocess.run([*words("here.json")], cwd=folder, env=environment(), capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    return folder


def environment(**more: str) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2]), "PYTHONIOENCODING": "utf-8", **more}


def words(output: str, *more: str) -> list[str]:
    tables = [word for name in TABLES for word in (f"--{name}", f"{name}.csv")]
    logs = ["records.csv", "plans.csv", "research.csv"]
    audit = [sys.executable, "-m", "checklist", "audit", *logs, *tables, "--period", "2026-10", "-q"]
    return [*audit, *more, "--output", f"json={output}"]


def test_the_demo_is_the_same_through_connect(firm: Path, server: ConnectServer) -> None:
    asked = words("connect.json", "--engine", "spark", "--remote", server.address)
    done = subprocess.run(asked, cwd=firm, env=environment(), capture_output=True, check=False)
    assert (done.returncode, done.stderr.decode()) == (0, "")
    assert (firm / "connect.json").read_bytes() == (firm / "here.json").read_bytes()


def test_the_demo_is_the_same_when_a_worker_is_lost(firm: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(firm)
    logs = [f"{name}.csv" for name in ("records", "plans", "research")]
    sources = sources_of(logs, **{name: f"{name}.csv" for name in TABLES})
    with standalone(workers=2) as cluster:
        for name, value in cluster.environment.items():
            monkeypatch.setenv(name, value)

        def judging(done: int, total: int, _: str) -> None:
            if done == total // 2:
                cluster.workers[0].kill()
                cluster.workers[0].wait()

        engine = Engine("spark", master=cluster.address)
        request = make_request("sales-management", sources, period="2026-10", engine=engine, progress=judging)
        found = AuditResult(run(request))
        assert cluster.workers[0].poll() is not None
    found.write("json", "cluster.json")
    assert (firm / "cluster.json").read_bytes() == (firm / "here.json").read_bytes()
