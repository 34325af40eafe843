"""A text reads the same in every encoding that can hold it, line by line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from checklist.engine import Database
from checklist.records import Source, load, scanning
from checklist.records import encodings as encodings_module

if TYPE_CHECKING:
    from pathlib import Path

HEADER = "跟进人,跟进方式,跟进时间,跟进内容"
notes = st.text(alphabet='ab，会议㐂é𠮷 "\n', max_size=12)
files = st.tuples(st.lists(notes, max_size=12), st.sampled_from(["\n", "\r\n", "\r"]))
ENCODINGS = [
    ("gb18030", b""),
    ("utf-16-le", b"\xff\xfe"),
    ("utf-16-be", b"\xfe\xff"),
    ("utf-16-le", b""),
    ("utf-8", b""),
]


def _read(path: Path, data: bytes) -> list[tuple[int, str | None]]:
    path.write_bytes(data)
    with Database(threads=1) as session:
        load(session, [Source("records", str(path))], mapping=None, timezone="Asia/Shanghai")
        return session.rows("SELECT line, text FROM loaded_records ORDER BY line")


@pytest.mark.slow
@pytest.mark.parametrize("chunk", [7, 1 << 20])
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=6)
@given(file=files)
def test_every_encoding_reads_alike(
    file: tuple[list[str], str], chunk: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows, end = file
    quoted = ['张伟,打电话,2026-10-08,"' + note.replace('"', '""') + '"' for note in rows]
    text = end.join([HEADER, *quoted]) + end
    expected = _read(tmp_path / "log.csv", b"\xef\xbb\xbf" + text.encode())
    # The file's bytes come in pieces whose edges fall within characters and line ends.
    monkeypatch.setattr(encodings_module, "CHUNK", chunk)
    assert scanning.CHUNK == 1 << 20
    for name, mark in ENCODINGS:
        assert _read(tmp_path / "log.csv", mark + text.encode(name)) == expected
