"""What the workers of a cluster read means what it means on one machine: the same rows, facts and refusals.

The cluster is played by two databases and by calls in this process, its files read in a shuffled order; the tests of
Spark itself are elsewhere.
"""

from __future__ import annotations

import random
import re
from dataclasses import fields, replace
from datetime import datetime
from decimal import Decimal
from importlib import import_module
from typing import TYPE_CHECKING, Any, cast

import pyarrow as pa
import pytest

from checklist.engine import Database
from checklist.model import ChecklistError, ErrorGroup, InputError, MappingError, Place, Sentence
from checklist.records import Loaded, Source, load, load_mapping
from checklist.records.cluster import load_on_cluster, telling
from tests.corpus.books import BOOKS
from tests.corpus.cases import Case, Refused
from tests.corpus.texts import TEXTS

if TYPE_CHECKING:
    from pathlib import Path

    from checklist.engine.spark import Cluster

pytestmark = pytest.mark.slow
HEADER = "record_id,rep_id,type,occurred_at,modified_at,note\n"
FILES = {
    "a.csv": HEADER
    + "1,R1,call,2026-10-01 09:00,2026-10-02,x\n"
    + "2,R1,call,2026-10-01,,\n"
    + ",R1,call,2026-10-05,,y\n,R1,call,2026-10-05,,y\n"
    + "3,,call,2026-10-05,,y\n"
    + "4,R2,visit,yesterday,,y\n",
    "b.csv": HEADER
    + "1,R1,call,2026-10-01 09:00,2026-10-03,z\n"
    + ",R1,call,2026-10-05,,y\n"
    + "合计,,,,,\n"
    + ",r 1,meeting,2026-09-30 23:59:59,,t\n",
    "c.csv": "rep_id,type,occurred_at,Note,预算\nR3,call,2026-10-01,n,100\n"
    "R3,call,2026-10-01,n,\n,call,2026-10-01,n,7\n",
    "d.csv": "跟进人,跟进方式,跟进时间,客户名称,跟进内容\n张伟,打电话,2026-10-08 09:10,华北机械,报价\n"
    "张伟,密谈,2026-10-08,华北机械,\n",
}


class Frame(list[Any]):
    """The rows of a cluster's table, as Arrow tables, one for each slice."""

    mapInArrow = None  # noqa: N815  # by this name a frame of Spark is known


class Workers(Database):
    """A database that stands for a cluster: every task is called here, in an order of its own."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.tables: dict[str, Any] = {}
        self.told = -1

    def fit(self, records: int) -> None:
        self.told = records

    def numbers(self, count: int, most: int) -> Frame:
        return _shuffled([pa.table({"id": [number]}) for number in range(min(count, most))])

    def table(self, name: str) -> Frame | None:
        return _sliced(self.tables[name]) if name in self.tables else None

    def head(self, frame: Frame) -> Any:
        return frame[0].slice(0, 0)

    def hashes(self, name: str, column: str) -> list[str]:
        return [str(self.value(f"SELECT sha256(string_agg({column}, '' ORDER BY {column})) FROM {name}"))]

    def frame(self, name: str) -> Frame:
        return _sliced(self.arrow(f"SELECT * FROM {name}"))

    def work(self, name: str, rows: Frame, function: str, payload: bytes, schema: str) -> None:
        module, _, called = function.partition(":")
        call = getattr(import_module(module), called)
        made = pa.Table.from_batches([batch for each in rows for batch in call(payload, each.to_batches())])
        names = [each.split()[0].strip("`") for each in re.split(r", (?!string>)", schema)]
        assert made.column_names == names
        self.register(f"{name}_made", made)
        self.create(name, f"SELECT * FROM {name}_made")

    def unregister(self, name: str) -> None:
        """Leave what is there: views of it may be left."""


def _shuffled(tables: list[Any]) -> Frame:
    random.Random(len(tables)).shuffle(tables)  # noqa: S311  # an order, no secret
    return Frame(tables)


def _sliced(table: Any) -> Frame:
    return _shuffled([table.slice(at, 3) for at in range(0, max(1, table.num_rows), 3)])


def _both(sources: list[Source], **more: Any) -> tuple[tuple[Loaded, list[Any]], tuple[Loaded, list[Any]]]:
    """Return what is read on one machine and by workers, each with the rows of all tables."""
    options: dict[str, Any] = {"mapping": None, "timezone": "Asia/Shanghai", **more}
    with Database(threads=2) as session:
        alone = load(session, sources, **options)
        rows = [session.dicts(f"SELECT * FROM loaded_{name} ORDER BY row_id") for name in ("records", "reps")]
    with Workers(threads=2) as workers, Database(threads=2) as here:
        spread = load_on_cluster(cast("Cluster", workers), here, sources, **options)
        found = [workers.dicts("SELECT * FROM loaded_records ORDER BY row_id")]
        assert workers.told == len({each["record_key"] for each in found[0]})
        found.append(here.dicts("SELECT * FROM loaded_reps ORDER BY row_id"))
    return (alone, rows), (spread, found)


def _same(sources: list[Source], **more: Any) -> Loaded:
    (alone, rows), (spread, found) = _both(sources, **more)
    for each in fields(alone):
        assert getattr(alone, each.name) == getattr(spread, each.name), each.name
    assert rows == found
    assert [list(each[0]) for each in rows if each] == [list(each[0]) for each in found if each]
    return alone


def _refusal(call: Any, *arguments: Any, **named: Any) -> list[tuple[str, Place | None, dict[str, Any]]]:
    with pytest.raises(ChecklistError) as caught:
        call(*arguments, **named)
    errors = caught.value.errors if isinstance(caught.value, ErrorGroup) else [caught.value]
    return [(each.code, each.place, {name: str(value) for name, value in each.values.items()}) for each in errors]


def _refused_alike(sources: list[Source], **more: Any) -> list[str]:
    options: dict[str, Any] = {"mapping": None, "timezone": "Asia/Shanghai", **more}
    with Database(threads=2) as session, Workers(threads=2) as workers, Database(threads=2) as here:
        alone = _refusal(load, session, sources, **options)
        assert alone == _refusal(load_on_cluster, workers, here, sources, **options)
    return [code for code, _, _ in alone]


def _written(folder: Path, files: dict[str, str]) -> list[Source]:
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    return [Source("records", str(folder / name)) for name in files]


def test_copies_rejects_totals_and_equal_rows_across_files(tmp_path: Path) -> None:
    loaded = _same(_written(tmp_path, FILES), covers=("survey",))
    assert [(each.rows, each.records, each.rejects, each.skipped, each.duplicates) for each in loaded.inputs] == [
        (6, 3, 2, 0, 1),
        (4, 3, 0, 1, 0),
        (3, 2, 1, 0, 0),
        (2, 2, 0, 0, 0),
    ]
    assert {"equal_rows", "reps_alike", "totals_skipped", "type_unknown"} <= {each.code for each in loaded.notices}


def test_tables_of_this_machine_stand_beside_those_of_the_workers(tmp_path: Path) -> None:
    roster = tmp_path / "roster.csv"
    roster.write_text("rep_id,name\nR1,Ann\nR01,Bea\n", encoding="utf-8")
    columns = {"rep_id": ["R9", None], "type": ["call", "call"], "occurred_at": ["2026-10-07", "x"], "预算": ["1", "2"]}
    sources = [*_written(tmp_path, FILES), Source("reps", str(roster)), Source("records", "<frame>", pa.table(columns))]
    loaded = _same(sources)
    assert loaded.inputs[-2].path == "<frame>"
    assert loaded.given == {"records", "reps"}


def test_without_any_log_of_the_workers(tmp_path: Path) -> None:
    frame = pa.table({"rep_id": ["R9"], "type": ["call"], "occurred_at": ["2026-10-07"]})
    _same([Source("records", "<frame>", frame)])
    roster = tmp_path / "roster.csv"
    roster.write_text("rep_id,name\nR1,Ann\n", encoding="utf-8")
    _same([Source("reps", str(roster))])


def test_a_mapping_and_several_sheets(tmp_path: Path) -> None:
    (tmp_path / "mapping.yaml").write_text(
        "columns: {rep_id: Who, type: What, occurred_at: When}\ncovers: [survey]\n"
        "skip: [{type: note}]\nfiles: [{match: 'z*', constants: {type: visit}}]\n",
        encoding="utf-8",
    )
    files = {
        "y.csv": 'Who,What,When,it\'s "so"\nR1,call,2026-10-01 08:00,1\nR1,note,2026-10-01,2\n',
        "z.csv": 'Who,When,IT\'S "SO"\nR1,2026-10-01,3\n',
    }
    loaded = _same(_written(tmp_path, files), mapping=load_mapping(tmp_path / "mapping.yaml"))
    assert loaded.covers.named == {"type": frozenset({"survey"})}
    assert loaded.attributes["records"] == ('IT\'S "SO"',)


@pytest.mark.parametrize(
    ("files", "codes"),
    [
        ({"a.csv": HEADER + "1,R1,call,2026-10-01,,x\n1,R1,call,2026-10-01,,y\n"}, ["record_id_conflict"]),
        (
            {"a.csv": HEADER + "1,R1,call,2026-10-01,,x\n", "b.csv": HEADER + "1,R2,call,2026-10-01,,x\n"},
            ["record_id_conflict_across"],
        ),
        (
            {"b.csv": HEADER + "1,R1,call,05/03/2026,,x\n", "a.csv": HEADER + "1,R1,call,05/04/2026,,x\n"},
            ["date_ambiguous", "date_ambiguous"],
        ),
        ({"a.csv": FILES["a.csv"], "b.csv": "rep_id,type\nR1,call\n", "c.csv": "\n"}, ["file_empty"]),
        ({"a.csv": FILES["a.csv"], "b.csv": "rep_id,type\nR1,call\n"}, ["column_missing"]),
        (
            {"b.csv": "rep_id,type,occurred_at\nR1,call,2026-10-01\nR1,call,46303.5\n", "a.csv": FILES["a.csv"]},
            ["column_undecided"],
        ),
    ],
)
def test_what_cannot_be_trusted_is_refused_alike(tmp_path: Path, files: dict[str, str], codes: list[str]) -> None:
    assert _refused_alike(_written(tmp_path, files)) == codes


GUESSED = {
    "a.csv": "跟进人,创建人,跟进时间,创建时间,跟进方式,备注,跟进内容\n张三,张三,2026-10-01,2026-10-02,电话,,谈\n",
    "b.csv": "业务员,类型,appointment_date,appointment_time,created_at\n张三,拜访,2026-10-28,14:00,2026-10-02\n",
}


def test_headers_are_guessed_by_the_workers_who_see_their_cells(tmp_path: Path) -> None:
    loaded = _same(_written(tmp_path, GUESSED))
    assert [each.code for each in loaded.notices].count("aliases_used") == 2


def test_what_the_workers_cannot_guess_is_asked(tmp_path: Path) -> None:
    files = {
        "a.csv": GUESSED["a.csv"].replace("张三,张三", "张三,李四"),
        "b.csv": GUESSED["b.csv"].replace("appointment", "上门"),
    }
    assert _refused_alike(_written(tmp_path, files)) == ["guess_undecided", "guess_entry"]


def test_a_table_is_guessed_by_all_of_its_slices() -> None:
    rows = {
        "agent_id": ["R1"] * 9,
        "type": ["call"] * 9,
        "started": ["2026-10-01"] * 9,
        "created_at": ["2026-10-02"] * 9,
    }
    options: dict[str, Any] = {"mapping": None, "timezone": "Asia/Shanghai"}
    with Workers(threads=2) as workers, Database(threads=2) as here:
        workers.tables["sales"] = pa.table(rows)
        ((code, place, _),) = _refusal(load_on_cluster, workers, here, [Source("records", "sales")], **options)
    assert (code, place) == ("guess_entry", Place("sales", 1))
    with Workers(threads=2) as workers, Database(threads=2) as here:
        workers.tables["sales"] = pa.table({**rows, "activity_date": [None] * 8 + ["2026-10-01"], "started": ["x"] * 9})
        load_on_cluster(cast("Cluster", workers), here, [Source("records", "sales")], **options)
        assert workers.value("SELECT count(*) FROM loaded_records") == 1


def test_more_rejects_than_allowed(tmp_path: Path) -> None:
    assert _refused_alike(_written(tmp_path, FILES), max_rejects=2) == ["too_many_rejects"]


def test_a_file_that_no_worker_sees(tmp_path: Path) -> None:
    sources = [*_written(tmp_path, FILES), Source("records", str(tmp_path / "gone.csv"))]
    with Workers(threads=2) as workers, Database(threads=2) as here:
        ((code, place, _),) = _refusal(load_on_cluster, workers, here, sources, mapping=None, timezone="Asia/Shanghai")
    assert (code, place) == ("spark_path_unseen", Place(str(tmp_path / "gone.csv")))


def _typed(rows: int) -> Any:
    at = [datetime(2026, 10, 1 + number % 20, 9, number % 60) for number in range(rows)]  # noqa: DTZ001  # as a table has it
    columns: dict[str, Any] = {
        "record_id": [None if number % 5 else f"{number:03}" for number in range(rows)],
        "rep_id": [None if number == 7 else f"R{number % 3}" for number in range(rows)],
        "type": ["call", "visit"] * (rows // 2),
        "occurred_at": pa.array(at, pa.timestamp("us")),
        "logged_at": pa.array(at, pa.timestamp("us", "UTC")),
        "modified_at": pa.array([each.date() for each in at], pa.date32()),
        "amount": pa.array([Decimal(number) / 4 for number in range(rows)], pa.decimal128(12, 2)),
        "rating": [f"{number % 5 + 1}星" for number in range(rows)],
        "duration_minutes": [f"{number % 60}:00" for number in range(rows)],
        "预算": [f"¥{number},000" for number in range(rows)],
        "note": ["合计" if number == 9 else None for number in range(rows)],
        "score": [float(number) for number in range(rows)],
    }
    table = pa.table(columns)
    return pa.concat_tables([table, table.slice(0, 7)])


def test_a_table_is_decided_by_all_of_its_slices(tmp_path: Path) -> None:
    """As a frame of the same rows is read, in the order in which a table's rows are numbered, whatever theirs was."""
    (tmp_path / "mapping.yaml").write_text("formats: {duration_minutes: 'h:mm'}\n", encoding="utf-8")
    table, options = _typed(40), {"mapping": load_mapping(tmp_path / "mapping.yaml"), "timezone": "Asia/Shanghai"}
    files, log = _written(tmp_path, FILES), Source("records", "sales.log")
    found = []
    for rows in (table, table.take(list(reversed(range(table.num_rows))))):
        with Workers(threads=2) as workers, Database(threads=2) as here:
            workers.tables["sales.log"] = rows
            spread = load_on_cluster(cast("Cluster", workers), here, [*files, log], **options)
            found.append((spread, workers.dicts("SELECT * FROM loaded_records ORDER BY row_id")))
            numbered = workers.arrow("SELECT * EXCLUDE (line) FROM reading_4 ORDER BY line")
    assert found[0] == found[1]
    with Database(threads=2) as session:
        frame = replace(log, frame=numbered.rename_columns(table.column_names))
        alone = load(session, [*files, frame], **options)
        assert session.dicts("SELECT * FROM loaded_records ORDER BY row_id") == found[0][1]
    spread = found[0][0]
    assert (alone.rejects, alone.rules, alone.types) == (spread.rejects, spread.rules, spread.types)
    assert [(each.rejects, each.duplicates) for each in alone.inputs][-1] == (1, 2)
    assert [replace(each, sha256="") for each in alone.inputs] == [replace(each, sha256="") for each in spread.inputs]
    assert [each for each in spread.notices if each.code != "table_rows"] == list(alone.notices)


def test_what_of_a_table_cannot_be_trusted() -> None:
    ambiguous = pa.table({"rep_id": ["R1"] * 9, "type": ["call"] * 9, "occurred_at": ["05/03/2026"] * 9})
    lacking = ambiguous.drop_columns(["type"])
    for table, code in ((ambiguous, "date_ambiguous"), (lacking, "column_missing")):
        with Workers(threads=2) as workers, Database(threads=2) as here:
            workers.tables["sales"] = table
            sources = [Source("records", "sales")]
            options: dict[str, Any] = {"mapping": None, "timezone": "Asia/Shanghai"}
            ((found, place, _),) = _refusal(load_on_cluster, workers, here, sources, **options)
            assert (found, place) == (code, Place("sales", 1))
            assert _refusal(load_on_cluster, workers, here, sources * 2, **options)[0][0] == "input_twice"


@pytest.mark.parametrize("case", [*TEXTS, *BOOKS][::5], ids=str)
def test_ugly_files_are_read_or_refused_alike(case: Case, tmp_path: Path) -> None:
    case.make(tmp_path / case.name)
    more: dict[str, Any] = {"encoding": case.encoding}
    if case.mapping:
        (tmp_path / "mapping.yaml").write_text(case.mapping, encoding="utf-8")
        more["mapping"] = load_mapping(tmp_path / "mapping.yaml")
    sources = [Source("records", str(tmp_path / case.name))]
    if isinstance(case.expected, Refused):
        _refused_alike(sources, **more)
    else:
        _same(sources, **more)


def test_what_workers_tell_comes_back_as_it_was() -> None:
    sentence = Sentence(
        "reading.times", {"forms": [Sentence("a"), "b"], "zone": ("x", 1), "n": None, "f": 1.5, "t": True}
    )
    told = telling.Told().failing(2, ErrorGroup([MappingError("x", Place("p", 1, 2), sentence=sentence)]))
    read = telling.read(telling.written(told))
    assert read == told
    ((error,), (first,)) = read.failed.errors, told.failed.errors
    assert (type(error), str(error)) == (MappingError, str(first))
    odd = telling.Told().failing(1, InputError("x", detail=OSError("no room")))
    assert telling.read(telling.written(odd)).failed.errors[0].values == {"detail": "no room"}


def test_keys_are_resolved_on_the_cluster_as_on_one_machine(tmp_path: Path) -> None:
    texts = {
        "log.csv": "record_id,rep_id,type,occurred_at,customer_id\n1,张三、李四,call,2026-10-01,C1;C2\n"
        "2,张三,call,2026-10-02,甲公司\n3,R2,call,2026-10-03,NULL\n4,王五,call,2026-10-03,C2\n",
        "reps.csv": "rep_id,name\nR1,张三\nR2,李四\n",
        "customers.csv": "customer_id,name,rep_id\nC1,甲公司,李四\nC2,乙公司,R9\n",
    }
    for name, text in texts.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    tables = {"log.csv": "records", "reps.csv": "reps", "customers.csv": "customers"}
    alone, spread = _both([Source(table, str(tmp_path / name)) for name, table in tables.items()])
    assert alone == spread
    assert [(each["rep_id"], each["customer_id"]) for each in alone[1][0]] == [
        ("R1", "C1"), ("R1", "C2"), ("R2", "C1"), ("R2", "C2"), ("R1", "C1"), ("R2", None), ("王五", "C2"),
    ]  # fmt: skip
    assert alone[0].several
