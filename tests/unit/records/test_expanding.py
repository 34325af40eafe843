"""Folders, patterns and standard input stand for files; what is passed over is said."""

from __future__ import annotations

import io
import os
import sys
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest

from checklist.records import Source, load
from checklist.records.expanding import expanded
from tests.corpus.cases import HEAD

if TYPE_CHECKING:
    from pathlib import Path

    from checklist.engine import Session
    from tests.unit.records.conftest import Refused


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("b.csv", "a.csv", "c.CSV.GZ", ".hidden.csv", "~$open.xlsx", "notes.doc"):
        (tmp_path / name).write_text(f"{HEAD}\n{name},call,2026-10-01,x\n", encoding="utf-8")
    (tmp_path / "inner.csv").mkdir()
    os.mkfifo(tmp_path / "pipe.csv")
    (tmp_path / "dangling.csv").symlink_to(tmp_path / "nothing.csv")
    return tmp_path


def names(*paths: Path | str) -> tuple[list[str], list[str]]:
    with expanded([Source("records", str(path)) for path in paths]) as (sources, notices):
        passed = [name for each in notices for name in each.sentence.values["names"]]
        return [each.path.rpartition("/")[2] for each in sources], [name.rpartition("/")[2] for name in passed]


def test_a_folder_stands_for_the_files_of_data_in_it(folder: Path) -> None:
    found, passed = names(folder)
    assert found == ["a.csv", "b.csv", "c.CSV.GZ"]
    assert sorted(passed) == [
        ".hidden.csv", "dangling.csv", "inner.csv", "notes.doc", "pipe.csv", "~$open.xlsx",
    ]  # fmt: skip


def test_a_pattern_stands_for_the_files_that_fit_it(folder: Path) -> None:
    assert names(folder / "[ab].csv") == (["a.csv", "b.csv"], [])


def test_a_file_whose_name_is_a_pattern_is_that_file(folder: Path) -> None:
    (folder / "[ab].csv").write_text("", encoding="utf-8")
    assert names(folder / "[ab].csv") == (["[ab].csv"], [])


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("inner.csv", "folder_empty"),
        ("inner*", "pattern_empty"),
        ("zz*.csv", "pattern_empty"),
        ("nothing.csv", "file_missing"),
        ("dangling.csv", "file_missing"),
        ("pipe.csv", "file_special"),
        ("loop.csv", "file_unreadable"),
        ("a\0b.csv", "file_unreadable"),
    ],
)
def test_what_is_no_file_is_refused(session: Session, folder: Path, refused: Refused, name: str, code: str) -> None:
    (folder / "loop.csv").symlink_to(folder / "loop.csv")
    sources = [Source("records", str(folder / name))]
    (error,) = refused(load, session, sources, mapping=None, timezone="Asia/Shanghai")
    assert error.code == code


def test_a_file_that_may_not_be_read_is_refused(session: Session, folder: Path, refused: Refused) -> None:
    (folder / "a.csv").chmod(0)
    sources = [Source("records", str(folder / "a.csv"))]
    root = os.geteuid() == 0  # to whom nothing is forbidden
    if root:
        os.seteuid(65534)
    try:
        (error,) = refused(load, session, sources, mapping=None, timezone="Asia/Shanghai")
    finally:
        if root:
            os.seteuid(0)
    assert error.code == "file_unreadable"


def test_a_link_is_followed_and_one_file_is_not_read_twice(session: Session, folder: Path, refused: Refused) -> None:
    (folder / "link.csv").symlink_to(folder / "a.csv")
    link, file = (Source("records", str(folder / name)) for name in ("link.csv", "a.csv"))
    assert load(session, [link], mapping=None, timezone="Asia/Shanghai").inputs[0].records == 1
    (error,) = refused(load, session, [link, file], mapping=None, timezone="Asia/Shanghai")
    assert error.code == "input_twice"


def _give(monkeypatch: pytest.MonkeyPatch, data: bytes, *, terminal: bool = False) -> None:
    stream = SimpleNamespace(buffer=io.BytesIO(data), isatty=lambda: terminal)
    monkeypatch.setattr(sys, "stdin", stream)


def test_standard_input_is_read_as_a_file(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    _give(monkeypatch, f"{HEAD}\nR1,call,2026-10-01,x\nR1,call,some day,x\n".encode())
    loaded = load(session, [Source("records", "-")], mapping=None, timezone="Asia/Shanghai")
    assert (loaded.inputs[0].path, loaded.inputs[0].records) == ("<stdin>", 1)
    assert (loaded.rejects[0].path, loaded.rejects[0].line) == ("<stdin>", 3)


def test_nothing_on_standard_input_is_refused(
    session: Session, monkeypatch: pytest.MonkeyPatch, refused: Refused
) -> None:
    for terminal, code in ((True, "stdin_terminal"), (False, "file_empty")):
        _give(monkeypatch, b"", terminal=terminal)
        (error,) = refused(load, session, [Source("records", "-")], mapping=None, timezone="Asia/Shanghai")
        assert (error.code, error.place.path) == (code, "<stdin>")
