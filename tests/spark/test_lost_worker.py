"""What a lost worker held is computed anew by the others, from what it was made of, and is the same."""

from __future__ import annotations

import pyarrow as pa
import pytest

from checklist.engine import Database, engine_of
from checklist.engine.spark import Cluster, connected
from tests.spark.clusters import standalone

pytestmark = pytest.mark.spark

ROWS = 2000
COUNTED = "SELECT part, count(*), sum(place), min(place), max(place) FROM numbered GROUP BY part ORDER BY part"


def test_a_lost_worker_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    given = pa.table({"part": [n % 7 for n in range(ROWS)], "value": [(n * 7919) % ROWS for n in range(ROWS)]})
    with standalone(workers=2) as cluster, Database(threads=1) as local:
        for name, value in cluster.environment.items():
            monkeypatch.setenv(name, value)
        local.register("given", given)
        local.create("numbered", "SELECT *, row_number() OVER (PARTITION BY part ORDER BY value) AS place FROM given")
        with connected(engine_of("spark", None, cluster.address)) as spark, Cluster(spark, local) as session:
            session.register("given", given)
            session.create(
                "numbered", "SELECT *, row_number() OVER (PARTITION BY part ORDER BY value) AS place FROM given"
            )
            assert session.rows(COUNTED) == local.rows(COUNTED)
            cluster.workers[0].kill()
            cluster.workers[0].wait()
            assert session.rows(COUNTED) == local.rows(COUNTED)
            session.create("again", "SELECT part, max(place) AS most FROM numbered GROUP BY part")
            assert session.rows("SELECT part, most FROM again ORDER BY part") == [
                (part, most) for part, _, _, _, most in local.rows(COUNTED)
            ]
