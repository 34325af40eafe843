"""A reading that was kept gives what the reading gave, or is not used at all."""

from __future__ import annotations

import json
import os
import shutil
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import pytest

from checklist.engine import Database, DatabaseError
from checklist.model import InputError, ResourceError
from checklist.model.tables import TABLES
from checklist.records import Loaded, Source, load, load_mapping
from checklist.records.cache import cached, entry, place

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from checklist.records.planning import Plan

pytestmark = pytest.mark.slow
LOG = """\
record_id,rep_id,type,occurred_at,customer_id,amount,text,modified_at,own
A1,R1,call,2026-10-01 09:00,C1,"￥1,200",谈价格,2026-10-01,x
A1,R1,call,2026-10-01 09:00,C1,"￥1,200",谈价格,2026-10-01,x
,R2,visit,2026-10-02,C2,,"two
lines",,
,R2,visit,2026-10-02,C2,,"two
lines",,
A3,,call,2026-10-03 09:00,,,,,
A4,R1,call,yesterday,C1,,,,
"""
ROSTER = "rep_id,name,joined_on\nR1,张伟,2026-01-01\nr1 ,李娜,\n"
TABLE_NAMES = [*(f"loaded_{name}" for name in TABLES), "files"]


@dataclass
class Asked:
    """A reading that can be asked for again, and what is kept of it."""

    sources: list[Source]
    folder: Path
    choices: dict[str, Any]

    def __call__(self, **more: Any) -> tuple[Loaded, dict[str, list[Any]], bool]:
        """Return what was told, every row of every table in its order, and whether it came out of the cache."""
        opened: list[str] = []
        with Database(threads=2) as session:
            run = session.run

            def watched(sql: str) -> None:
                opened.extend(["read"] if "read_csv" in sql else [])
                run(sql)

            session.run = watched  # type: ignore[method-assign]
            loaded = load(session, self.sources, **{"cache": True, **self.choices, **more})
            rows = {name: session.rows(f"SELECT * FROM {name} ORDER BY ALL") for name in TABLE_NAMES}
            columns = {f"{name} columns": session.columns(name) for name in TABLE_NAMES}
        return loaded, rows | columns, not opened

    @property
    def entries(self) -> list[str]:
        return sorted(each.name for each in self.folder.iterdir()) if self.folder.is_dir() else []


@pytest.fixture
def asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Asked:
    monkeypatch.setenv(place.VARIABLE, str(tmp_path / "kept"))
    monkeypatch.setattr(entry, "SMALLEST", 0)
    (tmp_path / "log.csv").write_text(LOG, encoding="utf-8")
    (tmp_path / "roster.csv").write_text(ROSTER, encoding="utf-8")
    sources = [Source("records", str(tmp_path / "log.csv")), Source("reps", str(tmp_path / "roster.csv"))]
    return Asked(sources, tmp_path / "kept", {"mapping": None, "timezone": "Asia/Shanghai"})


def test_what_was_kept_is_what_was_read(asked: Asked) -> None:
    first, second = asked(), asked()
    assert (first[2], second[2]) == (False, True)
    assert second[:2] == first[:2]
    assert [each.rejects for each in second[0].inputs] == [2, 0]
    assert {each.code for each in second[0].notices} >= {"equal_rows", "reps_alike"}


def test_a_changed_byte_is_read_anew_though_size_and_time_are_the_same(asked: Asked, tmp_path: Path) -> None:
    asked()
    path = tmp_path / "log.csv"
    before = path.stat()
    path.write_text(LOG.replace("谈价格", "谈交期"), encoding="utf-8")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    loaded, rows, kept = asked()
    assert not kept
    assert "谈交期" in str(rows["loaded_records"])
    assert asked() == (loaded, rows, True)


def test_two_files_that_change_places_are_read_anew(asked: Asked, tmp_path: Path) -> None:
    head, *_ = LOG.splitlines()
    one, other = tmp_path / "one.csv", tmp_path / "two.csv"
    one.write_text(f"{head}\nX1,R1,call,2026-10-01 09:00,C1,,,,\n")
    other.write_text(f"{head}\nX2,R1,call,2026-10-01 09:00,C1,,,,\n")
    asked.sources = [Source("records", str(one)), Source("records", str(other))]
    asked()
    other.rename(tmp_path / "x")
    one.rename(other)
    (tmp_path / "x").rename(one)
    loaded, rows, kept = asked()
    assert not kept
    assert (loaded, rows) == asked(cache=False)[:2]


@pytest.mark.parametrize(
    "choice",
    [
        {"timezone": "UTC"},
        {"covers": ("visit",)},
        {"profile": "none"},
        {"encoding": "utf-8"},
        {"scales": {"training": 5}},
    ],
    ids=str,
)
def test_another_choice_is_another_reading(asked: Asked, choice: dict[str, Any]) -> None:
    asked()
    loaded, rows, kept = asked(**choice)
    assert not kept
    assert (loaded, rows, True) == asked(**choice)
    assert len(asked.entries) == 2


def test_a_changed_mapping_is_another_reading(asked: Asked, tmp_path: Path) -> None:
    path = tmp_path / "mapping.yaml"
    path.write_text("types: {call: message}\n")
    asked.choices["mapping"] = load_mapping(path)
    assert asked()[0].types == {"message": 1, "visit": 2}
    assert asked()[2]
    path.write_text("types: {call: meeting}\n")
    asked.choices["mapping"] = load_mapping(path)
    loaded, _, kept = asked()
    assert (loaded.types, kept) == ({"meeting": 1, "visit": 2}, False)


def test_other_code_reads_anew(asked: Asked, monkeypatch: pytest.MonkeyPatch) -> None:
    asked()
    monkeypatch.setattr(entry, "_code", lambda: "another")
    assert not asked()[2]


def test_an_entry_of_an_earlier_version_is_rebuilt(asked: Asked, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as earlier:
        earlier.setattr(entry, "FORMAT", entry.FORMAT - 1)
        asked()
    before = asked.entries
    assert not asked()[2]
    assert len(asked.entries) == len(before) + 1
    assert asked()[2]


def _truncated(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def _flipped(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def _emptied(path: Path) -> None:
    path.write_bytes(b"")


def _deleted(path: Path) -> None:
    path.unlink()


def _made_a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


@pytest.mark.parametrize(
    ("name", "broken"),
    [
        ("reading.json", _truncated),
        ("reading.json", _flipped),
        ("reading.json", _deleted),
        ("loaded_records.parquet", _truncated),
        ("loaded_records.parquet", _flipped),
        ("loaded_records.parquet", _made_a_folder),
        ("files.parquet", _emptied),
        ("files.parquet", _deleted),
    ],
)
def test_a_broken_entry_is_ignored_and_written_anew(asked: Asked, name: str, broken: Callable[[Path], None]) -> None:
    first = asked()
    broken(asked.folder / asked.entries[0] / name)
    second = asked()
    assert second == first
    assert asked() == (*first[:2], True)
    assert len(asked.entries) == 1


def test_an_entry_under_another_name_is_not_used(asked: Asked) -> None:
    asked(timezone="UTC")
    (other,) = asked.entries
    first = asked()
    (own,) = set(asked.entries) - {other}
    shutil.rmtree(asked.folder / own)
    (asked.folder / other).rename(asked.folder / own)
    assert asked() == first


def test_an_entry_of_another_shape_is_ignored(asked: Asked) -> None:
    first = asked()
    mark = asked.folder / asked.entries[0] / place.MARK
    for told in (
        {},
        [],
        {"entry": asked.entries[0], "tables": {}, "loaded": None},
        {"tables": json.loads(mark.read_bytes().split(b"\n")[1])},
    ):
        content = json.dumps(told).encode()
        mark.write_bytes(f"{entry.hashlib.sha256(content).hexdigest()}\n".encode() + content)
        assert asked() == first


def test_what_others_could_have_written_is_not_used(asked: Asked) -> None:
    asked()
    (asked.folder / asked.entries[0]).chmod(0o777)
    assert not asked()[2]


def test_only_the_user_may_look_into_what_is_kept(asked: Asked) -> None:
    asked()
    assert [each.stat().st_mode & 0o777 for each in (asked.folder, *asked.folder.iterdir())] == [0o700, 0o700]


def test_a_folder_that_cannot_be_written_is_done_without(asked: Asked, monkeypatch: pytest.MonkeyPatch) -> None:
    asked.folder.write_text("no folder")
    first = asked()
    assert asked() == first
    assert asked.folder.read_text() == "no folder"
    monkeypatch.setenv(place.VARIABLE, "/dev/null/none")
    assert asked() == first


@pytest.mark.parametrize(
    "reached", [DatabaseError("No space left on device"), ResourceError("memory_exceeded", limit="1 GiB")], ids=repr
)
def test_a_full_disk_costs_nothing_but_the_entry(
    asked: Asked, monkeypatch: pytest.MonkeyPatch, reached: Exception
) -> None:
    run = Database.run

    def full(self: Database, sql: str) -> None:
        run(self, sql)
        if sql.startswith('COPY "loaded_customers"'):
            raise reached

    monkeypatch.setattr(Database, "run", full)
    first = asked()
    assert asked.entries == []
    monkeypatch.setattr(Database, "run", run)
    usage = shutil.disk_usage(asked.folder)
    monkeypatch.setattr(entry.shutil, "disk_usage", lambda _: usage._replace(free=0))
    assert asked() == first
    assert asked.entries == []


def test_an_interrupt_leaves_nothing_half_written(asked: Asked, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(entry, "_write", interrupted)
    with pytest.raises(KeyboardInterrupt):
        asked()
    assert asked.entries == []


def test_too_many_rejects_stop_what_was_kept_as_well(asked: Asked) -> None:
    asked()
    with pytest.raises(InputError) as kept:
        asked(max_rejects=1)
    with pytest.raises(InputError) as read:
        asked(max_rejects=1, cache=False)
    assert str(kept.value) == str(read.value)
    assert asked(max_rejects=2)[2]


def test_what_was_used_longest_ago_goes_first(asked: Asked, monkeypatch: pytest.MonkeyPatch) -> None:
    asked()
    (first,) = asked.entries
    asked(timezone="UTC")
    (second,) = set(asked.entries) - {first}
    for at, name in enumerate((second, first)):
        os.utime(asked.folder / name / place.MARK, (at, at))
    (asked.folder / "notes.txt").write_text("not ours")
    (asked.folder / f"{first}.{'0' * 16}.part").mkdir()
    os.utime(asked.folder / f"{first}.{'0' * 16}.part", (0, 0))
    size = place.size_of(asked.folder / first)
    monkeypatch.setattr(place, "MOST_BYTES", 2 * size + size // 2)
    asked(timezone="+08:00")
    assert {first, "notes.txt"} < set(asked.entries)
    assert second not in asked.entries
    assert len(asked.entries) == 3


def test_what_is_larger_than_the_bound_is_not_kept(asked: Asked, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(place, "MOST_BYTES", len(LOG.encode()) + len(ROSTER.encode()))
    asked()
    assert asked.entries == []


def test_a_file_that_changes_while_it_is_read_is_not_kept(asked: Asked) -> None:
    with Database() as session:
        kept = cached(session, asked.sources, None)
        assert kept is not None
        loaded = load(session, asked.sources, **asked.choices)
        os.utime(asked.sources[0].path, (1, 1))
        kept.keep(session, loaded, {(each.table, each.path): each.sha256 for each in loaded.inputs})
    assert asked.entries == []


def test_only_large_files_are_kept_and_nothing_else(asked: Asked, monkeypatch: pytest.MonkeyPatch) -> None:
    with Database() as session:
        assert cached(session, [replace(asked.sources[0], frame=object())], None) is None
        assert cached(session, [replace(asked.sources[0], path="missing.csv")], None) is None
        monkeypatch.setattr(entry, "SMALLEST", 1_000_000)
        assert cached(session, asked.sources, None) is None


def test_whoever_looks_at_raw_rows_still_sees_them(asked: Asked) -> None:
    seen: list[int] = []

    def look(plans: Sequence[Plan], _: object) -> None:
        seen.extend(len(each.raw.headers) for each in plans)

    first = asked(look=look)
    second = asked(look=look)
    assert (first[2], second[2], seen) == (False, False, [9, 3, 9, 3])
    assert second == first
    assert asked() == (*first[:2], True)


@pytest.mark.parametrize(
    ("variables", "expected"),
    [
        ({"CHECKLIST_CACHE": "here"}, "here"),
        ({"XDG_CACHE_HOME": "/shared"}, "/shared/checklist"),
        ({"XDG_CACHE_HOME": "relative", "HOME": "/home/a"}, "/home/a/.cache/checklist"),
        ({"HOME": "/home/a"}, "/home/a/.cache/checklist"),
    ],
)
def test_where_it_is(variables: dict[str, str], expected: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(place.sys, "platform", "linux")
    for name in ("CHECKLIST_CACHE", "XDG_CACHE_HOME", "HOME"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert str(place.folder()) == expected


def test_where_it_is_elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("CHECKLIST_CACHE", "XDG_CACHE_HOME", "LOCALAPPDATA"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", "/Users/a")
    monkeypatch.setattr(place.sys, "platform", "darwin")
    assert str(place.folder()) == "/Users/a/Library/Caches/checklist"
    monkeypatch.setattr(place.sys, "platform", "win32")
    assert place.folder() is None
    monkeypatch.setenv("LOCALAPPDATA", "/local")
    assert str(place.folder()) == "/local/checklist/Cache"
