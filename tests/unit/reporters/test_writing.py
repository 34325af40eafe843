import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from checklist.model import UsageError
from checklist.reporters import writing


def breaking() -> Iterator[str]:
    yield "half"
    raise KeyboardInterrupt


def listing(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_file_is_written_with_the_folders_on_the_way(tmp_path: Path) -> None:
    target = tmp_path / "new" / "deep" / "report.json"
    assert writing.write_file(str(target), ["é", b"\x00", "\udcff"]) == target
    assert target.read_bytes() == "é".encode() + b"\x00\\udcff"


def test_an_interrupted_run_leaves_the_old_file_whole(tmp_path: Path) -> None:
    target = tmp_path / "report.txt"
    target.write_text("old")
    with pytest.raises(KeyboardInterrupt):
        writing.write_file(str(target), breaking())
    assert target.read_text() == "old"
    assert listing(tmp_path) == ["report.txt"]


def test_a_new_file_is_readable_like_any_other_and_an_old_one_keeps_its_mode(tmp_path: Path) -> None:
    target, other = tmp_path / "report.txt", tmp_path / "other.txt"
    other.write_text("")
    writing.write_file(str(target), ["x"])
    assert target.stat().st_mode == other.stat().st_mode
    target.chmod(0o640)
    writing.write_file(str(target), ["y"])
    assert target.stat().st_mode & 0o777 == 0o640


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    real, link = tmp_path / "real.txt", tmp_path / "link.txt"
    real.write_text("old")
    link.symlink_to(real)
    writing.write_file(str(link), ["new"])
    assert link.is_symlink()
    assert real.read_text() == "new"


def test_a_device_is_written_straight() -> None:
    writing.write_file(os.devnull, ["x"])
    assert not Path(os.devnull).is_file()


@pytest.mark.parametrize("inner", ["", "file.txt/below.txt"])
def test_what_cannot_be_written_is_refused_with_its_place_and_reason(tmp_path: Path, inner: str) -> None:
    (tmp_path / "file.txt").write_text("x")
    with pytest.raises(UsageError) as refused:
        writing.write_file(str(tmp_path / inner), ["x"])
    assert refused.value.code == "output_unwritable"
    assert refused.value.place
    assert refused.value.place.path == str(tmp_path / inner)
    assert refused.value.values["reason"]


def test_a_fault_in_rendering_is_not_blamed_on_the_target(tmp_path: Path) -> None:
    def pieces() -> Iterator[str]:
        yield "half"
        raise FileNotFoundError("template")

    with pytest.raises(RuntimeError):
        writing.write_file(str(tmp_path / "report.txt"), pieces())
    assert listing(tmp_path) == []


def test_tables_go_to_a_folder_under_their_names_and_leave_others_there_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("keep")
    writing.write_tables(str(tmp_path), [("findings", ["a"]), ("deviations", ["b"])], ".csv")
    assert listing(tmp_path) == ["deviations.csv", "findings.csv", "mine.txt"]
    assert (tmp_path / "findings.csv").read_bytes() == b"\xef\xbb\xbfa"


def test_tables_stand_beside_a_named_file(tmp_path: Path) -> None:
    writing.write_tables(str(tmp_path / "oct.csv"), [("findings", ["a"]), ("deviations", ["b"])], ".csv")
    assert listing(tmp_path) == ["oct.csv", "oct.deviations.csv"]
    assert (tmp_path / "oct.csv").read_text("utf-8-sig") == "a"


def test_no_table_is_in_place_before_all_are_written(tmp_path: Path) -> None:
    (tmp_path / "findings.csv").write_text("old")
    with pytest.raises(KeyboardInterrupt):
        writing.write_tables(str(tmp_path), [("findings", ["a"]), ("deviations", breaking())], ".csv")
    assert listing(tmp_path) == ["findings.csv"]
    assert (tmp_path / "findings.csv").read_text() == "old"


def test_a_folder_replaces_the_one_before_whole(tmp_path: Path) -> None:
    target = tmp_path / "report"
    first = writing.write_folder(str(target), [("index.html", b"1"), ("gone.html", b"2")])
    assert first == target / "index.html"
    writing.write_folder(str(target), [("index.html", b"3"), ("deep/new.html", b"4")])
    assert listing(target) == [".checklist-report", "deep", "index.html"]
    assert first.read_bytes() == b"3"
    assert listing(tmp_path) == ["report"]


def test_an_interrupted_run_leaves_the_old_folder_whole(tmp_path: Path) -> None:
    target = tmp_path / "report"
    writing.write_folder(str(target), [("index.html", b"old")])

    def files() -> Iterator[tuple[str, bytes]]:
        yield "index.html", b"new"
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        writing.write_folder(str(target), files())
    assert (target / "index.html").read_bytes() == b"old"
    assert listing(tmp_path) == ["report"]


def test_the_old_folder_comes_back_if_the_new_one_cannot_take_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "report"
    writing.write_folder(str(target), [("index.html", b"old")])
    rename = Path.rename

    def refusing(path: Path, to: Path) -> Path:
        if path.name.endswith(".new"):
            raise PermissionError(13, "Permission denied")
        return rename(path, to)

    monkeypatch.setattr(Path, "rename", refusing)
    with pytest.raises(UsageError, match="output_unwritable"):
        writing.write_folder(str(target), [("index.html", b"new")])
    assert (target / "index.html").read_bytes() == b"old"
    assert listing(tmp_path) == ["report"]


def test_an_empty_folder_is_taken_and_a_foreign_one_is_refused(tmp_path: Path) -> None:
    empty, foreign = tmp_path / "empty", tmp_path / "foreign"
    empty.mkdir()
    foreign.mkdir()
    (foreign / "thesis.doc").write_text("years of work")
    writing.write_folder(str(empty), [("index.html", b"x")])
    for attempt in (
        lambda: writing.write_folder(str(foreign), [("index.html", b"x")]),
        lambda: writing.refuse_unwritable(str(foreign), folder=True),
    ):
        with pytest.raises(UsageError) as refused:
            attempt()
        assert refused.value.code == "output_not_ours"
    assert listing(foreign) == ["thesis.doc"]


def test_what_can_be_written_is_not_refused(tmp_path: Path) -> None:
    (tmp_path / "old.json").write_text("x")
    writing.refuse_unwritable(str(tmp_path / "old.json"), folder=False)
    writing.refuse_unwritable(str(tmp_path / "new" / "report.json"), folder=False)
    writing.refuse_unwritable(str(tmp_path / "new" / "report"), folder=True)


def test_a_file_where_a_folder_is_wanted_is_refused_beforehand(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(UsageError, match="output_unwritable"):
        writing.refuse_unwritable(str(tmp_path / "file"), folder=True)
    with pytest.raises(UsageError, match="output_unwritable"):
        writing.refuse_unwritable(str(tmp_path / "file" / "below.json"), folder=False)


def test_a_folder_without_permission_is_refused_beforehand(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "access", lambda *_: False)
    with pytest.raises(UsageError, match="output_unwritable"):
        writing.refuse_unwritable(str(tmp_path / "report.json"), folder=False)
