"""Memory and disk that run out are said in a sentence, and nothing temporary stays behind."""

from __future__ import annotations

import tempfile
from typing import TYPE_CHECKING

import pytest

from checklist.engine import Database, memory_amount
from checklist.model import ResourceError, UsageError

if TYPE_CHECKING:
    from pathlib import Path

_ROWS = "SELECT i, md5(CAST(i AS VARCHAR)) AS a, md5(CAST(i + 1 AS VARCHAR)) AS b FROM range(1500000) t(i)"
SORTED = f"CREATE TEMP TABLE t AS {_ROWS} ORDER BY a"
GATHERED = f"SELECT count(x) FROM (SELECT i % 3, list(a || b) AS x FROM ({_ROWS}) GROUP BY ALL)"


@pytest.fixture
def scratch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


@pytest.mark.parametrize("text", ["8GB", "512 MiB", "1.5gb", "900KB"])
def test_an_amount_of_memory_is_a_number_and_a_unit(text: str) -> None:
    with Database(memory_limit=memory_amount(text)) as session:
        assert session.value("SELECT 1") == 1


@pytest.mark.parametrize("text", ["", "8", "GB", "-1GB", "0GB", "80%", "8 gigabytes", "8GB; SELECT 1"])
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(UsageError) as refused:
        memory_amount(text)
    assert refused.value.code == "memory_amount"


def test_what_does_not_fit_spills_and_goes(scratch: Path) -> None:
    with Database(threads=1, memory_limit="120MB") as session:
        session.run(SORTED)
        assert list(scratch.glob("checklist-*/*"))
    assert list(scratch.iterdir()) == []


def test_memory_that_runs_out_is_told_with_its_limit(scratch: Path) -> None:
    with Database(threads=1, memory_limit="60MB") as session, pytest.raises(ResourceError) as reached:
        session.rows(GATHERED)
    assert reached.value.code == "memory_exceeded"
    assert reached.value.values == {"limit": "60MB"}
    assert list(scratch.iterdir()) == []


def test_a_full_disk_is_told_with_its_folder(scratch: Path) -> None:
    with Database(threads=2, memory_limit="60MB") as session:
        session.run("SET max_temp_directory_size = '10MB'")
        with pytest.raises(ResourceError) as reached:
            session.run(SORTED)
    assert reached.value.code == "temporary_full"
    assert reached.value.values == {"folder": str(scratch)}
    assert list(scratch.iterdir()) == []


def test_a_folder_that_cannot_be_written_to_is_told(scratch: Path) -> None:
    gone = scratch / "gone"
    tempfile.tempdir = str(gone)
    with Database(threads=2, memory_limit="60MB") as session, pytest.raises(ResourceError) as reached:
        session.run(SORTED)
    assert reached.value.code == "temporary_unwritable"
    assert reached.value.values == {"folder": str(gone)}
