"""Logs read by Spark's workers leave the rows, the numbers and the facts that one machine leaves."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from checklist import demo
from checklist.engine import Database, Engine
from checklist.model import ChecklistError
from checklist.records import Loaded, Source, load
from checklist.records.cluster import load_on_cluster
from tests.corpus.books import BOOKS
from tests.corpus.cases import Reads
from tests.corpus.texts import TEXTS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from checklist.engine.spark import Cluster
    from tests.spark.clusters import ConnectServer

pytestmark = pytest.mark.spark

OPTIONS: dict[str, Any] = {"mapping": None, "timezone": "Asia/Shanghai"}
HEADER = "record_id,rep_id,type,occurred_at,modified_at,note\n"
FILES = {
    "a.csv": HEADER + "1,R1,call,2026-10-01 09:00,2026-10-02,x\n2,R1,call,2026-10-01,,\n,R1,call,2026-10-05,,y\n"
    ",R1,call,2026-10-05,,y\n3,,call,2026-10-05,,y\n4,R2,visit,yesterday,,y\n",
    "b.csv": HEADER + "1,R1,call,2026-10-01 09:00,2026-10-03,z\n,R1,call,2026-10-05,,y\n合计,,,,,\n",
    "c.csv": 'rep_id,type,occurred_at,Note,"it\'s `so`, \\"\nR3,call,2026-10-01,n,100\nR3,call,2026-10-01,n,\n',
}


@pytest.fixture(scope="module")
def spark(server: ConnectServer) -> Iterator[Any]:
    from checklist.engine.spark import connected

    with connected(Engine("spark", remote=server.address)) as session:
        yield session


@pytest.fixture
def here() -> Iterator[Database]:
    with Database(threads=2) as database:
        yield database


@pytest.fixture
def cluster(spark: Any, here: Database) -> Iterator[Cluster]:
    from checklist.engine.spark import Cluster

    with Cluster(spark, here) as session:
        yield session


def _alone(sources: list[Source]) -> tuple[Loaded, list[dict[str, Any]]]:
    with Database(threads=2) as session:
        return load(session, sources, **OPTIONS), session.dicts("SELECT * FROM loaded_records ORDER BY row_id")


def _by_workers(cluster: Cluster, here: Database, sources: list[Source]) -> tuple[Loaded, list[dict[str, Any]]]:
    loaded = load_on_cluster(cluster, here, sources, **OPTIONS)
    return loaded, cluster.dicts("SELECT * FROM loaded_records ORDER BY row_id")


def _written(folder: Path, files: dict[str, str]) -> list[Source]:
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    return [Source("records", str(folder / name)) for name in files]


def test_the_demo_ugly_files_copies_and_rejects(cluster: Cluster, here: Database, tmp_path: Path) -> None:
    demo.build(tmp_path / "demo")
    logs = [Source("records", str(tmp_path / "demo" / name)) for name in demo.LOGS]
    sources = [*_written(tmp_path, FILES), *logs]
    ugly = [
        each for each in (*TEXTS, *BOOKS) if isinstance(each.expected, Reads) and not (each.mapping or each.encoding)
    ]
    (tmp_path / "ugly").mkdir()
    for case in ugly[::8]:
        case.make(tmp_path / "ugly" / case.name)
        sources.append(Source("records", str(tmp_path / "ugly" / case.name)))
    alone, rows = _alone(sources)
    spread, found = _by_workers(cluster, here, sources)
    assert sum(each.duplicates for each in alone.inputs) > 0
    assert len(alone.rejects) > 1
    for each in fields(alone):
        assert getattr(alone, each.name) == getattr(spread, each.name), each.name
    assert rows == found
    assert list(rows[0]) == list(found[0])


def _typed() -> Any:
    at = [datetime(2026, 10, 1 + number % 20, 9, number % 60, tzinfo=UTC) for number in range(40)]
    columns: dict[str, Any] = {
        "record_id": [None if number % 5 else f"{number:03}" for number in range(40)],
        "rep_id": [None if number == 7 else f"R{number % 3}" for number in range(40)],
        "type": ["call", "visit"] * 20,
        "occurred_at": pa.array(at, pa.timestamp("us", "UTC")),
        "logged_at": pa.array([each.replace(tzinfo=None) for each in at], pa.timestamp("us")),
        "modified_at": pa.array([each.date() for each in at], pa.date32()),
        "amount": pa.array([Decimal(number) / 4 for number in range(40)], pa.decimal128(12, 2)),
        "rating": [f"{number % 5 + 1}星" for number in range(40)],
        "预算": [f"¥{number + 1},000" for number in range(40)],
        "score": [float(number) for number in range(40)],
    }
    table = pa.table(columns)
    return pa.concat_tables([table, table.slice(0, 7)])


def test_parquet_at_an_address_and_as_a_table(spark: Any, cluster: Cluster, here: Database, tmp_path: Path) -> None:
    (tmp_path / "log").mkdir()
    for name, table in (("1.parquet", _typed()), ("2.parquet", _typed().slice(20, 3))):
        pq.write_table(table, tmp_path / "log" / name)
    (tmp_path / "log" / "readme.md").write_text("none", encoding="utf-8")
    alone, rows = _alone([Source("records", str(tmp_path / "log"))])
    spread, found = _by_workers(cluster, here, [Source("records", f"file://{tmp_path / 'log'}")])
    assert found == rows
    assert [replace(each, path="") for each in spread.inputs] == [replace(each, path="") for each in alone.inputs]

    frame = spark.read.parquet(str(tmp_path / "log" / "1.parquet"))
    read = []
    for slices in (1, 3):
        frame.repartition(slices).createOrReplaceTempView("sales_log")
        read.append(_by_workers(cluster, here, [Source("records", "sales_log")]))
    assert read[0] == read[1]
    alone, rows = _alone([Source("records", str(tmp_path / "log" / "1.parquet"))])
    spread, found = read[0]
    assert (spread.types, spread.columns) == (alone.types, alone.columns)
    assert [replace(each, path="", sha256="") for each in spread.inputs] == [
        replace(each, path="", sha256="") for each in alone.inputs
    ]
    assert [_content(each) for each in found] == [_content(each) for each in rows]


def _content(row: dict[str, Any]) -> dict[str, Any]:
    """Return a record without its line, which is another in a table, and in which equal rows stand apart."""
    return {name: value for name, value in row.items() if name not in ("line", "file_id")}


@pytest.mark.parametrize(
    ("files", "more", "code"),
    [
        ({"a.csv": HEADER + "1,R1,call,2026-10-01,,x\n", "b.csv": HEADER + "1,R2,call,2026-10-01,,x\n"}, None,
         "record_id_conflict_across"),
        ({"a.csv": FILES["a.csv"], "b.csv": '"unclosed\n'}, None, "csv_quote_unclosed"),
        ({"a.csv": FILES["a.csv"]}, "gone.csv", "spark_path_unseen"),
        ({}, "file:///nowhere/log.csv", "spark_path_refused"),
        ({}, "lacking", "column_missing"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_named(
    spark: Any, cluster: Cluster, here: Database, tmp_path: Path, files: dict[str, str], more: str | None, code: str
) -> None:
    spark.sql("CREATE OR REPLACE TEMPORARY VIEW lacking AS SELECT 'R1' AS rep_id, 'call' AS type")
    sources = _written(tmp_path, files) + ([Source("records", more)] if more else [])
    with pytest.raises(ChecklistError) as caught:
        load_on_cluster(cluster, here, sources, **OPTIONS)
    assert caught.value.code == code
    assert caught.value.place is not None
