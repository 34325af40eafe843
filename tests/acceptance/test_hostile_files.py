"""Whatever a file does, the command answers in bounded time and memory, in one sentence, and leaves nothing behind."""

from __future__ import annotations

import gzip
import os
import random
import signal
import subprocess
import sys
import time
import zipfile
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from checklist.cli.main import _run
from tests.acceptance.conftest import PACK
from tests.corpus.books import BOOKS
from tests.corpus.cases import HEAD, Case, Reads, Refused
from tests.corpus.packages import header_row, record_row, xlsx
from tests.corpus.texts import TEXTS

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.slow
CASES = [*TEXTS, *BOOKS]
LARGE = 50_000_000
MEGABYTES = 1200


def _gzip_bomb(path: Path) -> None:
    with gzip.open(path, "wb", compresslevel=1) as file:
        for _ in range(100):
            file.write(b"a" * 1_000_000)


def _workbook_bomb(path: Path) -> None:
    day = '<c r="C2" s="3"><v>46303.5</v></c>'
    path.write_bytes(xlsx(header_row() + record_row(2, day)))
    with (
        zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED, compresslevel=1) as archive,
        archive.open("xl/media/image1.png", "w") as member,
    ):
        for _ in range(100):
            member.write(b"\0" * 1_000_000)


def _lying_bomb(path: Path) -> None:
    """Pack a sheet of a hundred megabytes that says it has a few bytes."""
    _workbook_bomb(path)
    whole = path.read_bytes()
    path.write_bytes(whole.replace((100_000_000).to_bytes(4, "little"), (3_000).to_bytes(4, "little")))


def _large_cell(path: Path) -> None:
    path.write_text(f"{HEAD}\nR1,call,2026-10-01,{'x' * LARGE}\nR2,call,2026-10-02,y\n", encoding="utf-8")


def _large_workbook_cell(path: Path) -> None:
    noise = random.Random(7).randbytes(LARGE // 3).hex()  # noqa: S311  # data of a test
    path.write_bytes(xlsx(header_row() + record_row(2, '<c r="C2" s="3"><v>46303.5</v></c>', noise)))


def _large_header(path: Path) -> None:
    path.write_text("x" * LARGE, encoding="utf-8")


HOSTILE: list[tuple[str, Callable[[Path], object], int, str]] = [
    ("bomb.csv.gz", _gzip_bomb, 2, "200"),
    ("nested.csv.gz", lambda path: path.write_bytes(gzip.compress(gzip.compress(b"x"))), 2, "packed"),
    ("bomb.xlsx", _workbook_bomb, 2, "200"),
    ("lying.xlsx", _lying_bomb, 0, ""),
    ("cell.csv", _large_cell, 0, ""),
    ("cell.xlsx", _large_workbook_cell, 2, "too long"),
    ("header.csv", _large_header, 2, "too long"),
]


@pytest.mark.parametrize(("name", "make", "code", "said"), HOSTILE, ids=[each[0] for each in HOSTILE])
def test_a_hostile_file_is_answered_within_bounds(
    tmp_path: Path, name: str, make: Callable[[Path], object], code: int, said: str
) -> None:
    make(tmp_path / name)
    (tmp_path / "pack.yaml").write_text(PACK, encoding="utf-8")
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    words = ["inspect", name, "--policy", "pack.yaml", "--lang", "en"]
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2]), "TMPDIR": str(scratch)}
    with (tmp_path / "out").open("wb") as out, (tmp_path / "err").open("wb") as err:
        process = subprocess.Popen(
            [sys.executable, "-m", "checklist", *words], cwd=tmp_path, env=environment, stdout=out, stderr=err
        )
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    error = (tmp_path / "err").read_text(encoding="utf-8")
    assert process.returncode == code, error
    assert said in error
    assert "Traceback" not in error
    assert len(error) < 20_000
    assert used.ru_utime + used.ru_stime < 30
    assert used.ru_maxrss < MEGABYTES * 1024
    assert list(scratch.iterdir()) == []


REFUSED = [each for each in CASES if isinstance(each.expected, Refused)]
# These make every column of all files together, and are read for themselves elsewhere.
WIDE = {"ascii_then_gbk.csv", "many_columns.csv"}
READ = [
    each
    for each in CASES
    if isinstance(each.expected, Reads) and not (each.mapping or each.encoding or each.name in WIDE)
]


@pytest.mark.parametrize("case", REFUSED, ids=str)
def test_inspect_refuses_what_cannot_be_read(case: Case, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / case.name
    case.make(path)
    (tmp_path / "pack.yaml").write_text(PACK, encoding="utf-8")
    (tmp_path / "mapping.yaml").write_text(case.mapping or "", encoding="utf-8")
    words = ["inspect", str(path), "--policy", str(tmp_path / "pack.yaml"), "--mapping", str(tmp_path / "mapping.yaml")]
    code = _run([*words, *(["--encoding", case.encoding] if case.encoding else [])])
    said = capsys.readouterr()
    assert code == 2, said.err
    assert all(line.startswith(str(path)) for line in said.err.splitlines())


def test_inspect_reads_all_others_at_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "exports"
    folder.mkdir()
    for case in READ:
        case.make(folder / case.name)
    assert len(list(folder.iterdir())) == len(READ)
    (tmp_path / "pack.yaml").write_text(PACK, encoding="utf-8")
    code = _run(["inspect", str(folder / "*"), "--policy", str(tmp_path / "pack.yaml")])
    said = capsys.readouterr()
    assert code == 0, said.err
    assert [case.name for case in READ if str(folder / case.name) not in said.out] == []


def test_a_workbook_comes_through_standard_input(tmp_path: Path) -> None:
    day = '<c r="C2" s="3"><v>46303.5</v></c>'
    (tmp_path / "pack.yaml").write_text(PACK, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "checklist", "inspect", "-", "--policy", "pack.yaml", "--lang", "en"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
        input=xlsx(header_row() + record_row(2, day)),
        capture_output=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    assert b"<stdin>" in done.stdout
    assert b"1 row = 1 record" in done.stdout


def test_a_stopped_command_leaves_nothing_behind(tmp_path: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "checklist", "inspect", "-"],
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2]), "TMPDIR": str(tmp_path)},
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    assert process.stdin is not None
    end = time.monotonic() + 60
    while not list(tmp_path.glob("*/0")) and time.monotonic() < end:
        process.stdin.write(b"x")
        process.stdin.flush()
    process.terminate()
    with suppress(BrokenPipeError):
        process.stdin.close()  # a signal just before a read is seen only when the read returns
    assert process.wait(timeout=60) == 128 + signal.SIGTERM
    assert list(tmp_path.iterdir()) == []
