"""One look at a file's bytes tells the same whatever chunks it comes in."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import pytest

from checklist.records import scanning
from checklist.records.scanning import even_out, scan

if TYPE_CHECKING:
    from pathlib import Path

    from tests.unit.records.conftest import Refused


@pytest.mark.parametrize("chunk", [2, 3, 5, 1 << 20])
@pytest.mark.parametrize(
    ("text", "lines", "uniform", "odd_blanks", "quoted_breaks"),
    [
        ("a,b\n1,2\n", 2, True, False, False),
        ("a,b\n1,2", 2, True, False, False),
        ("a,b\r\n1,2\r\n", 2, True, False, False),
        ("a,b\r1,2\r", 2, False, False, False),
        ("a,b\r\n1,2\n", 2, False, False, False),
        ("a,b\n1\r,2\n", 3, False, False, False),
        ("a\n\n\n", 3, True, False, False),
        ('a,"b"\n"1","2"\n', 2, True, False, False),
        ('a,"b\n"\n', 2, True, False, True),
        ('a,"b""\r"\n', 2, False, False, True),
        ('a,"b""",""\n', 1, True, False, False),
        ("a\tb\n", 1, True, True, False),
        ("a\u00a0b\n", 1, True, True, False),
        ("a\u3000b\n", 1, True, True, False),
        ("é。、会\n", 1, True, False, False),
    ],
)
def test_what_the_bytes_tell(  # one case's facts
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    chunk: int,
    text: str,
    lines: int,
    uniform: object,
    odd_blanks: object,
    quoted_breaks: object,
) -> None:
    monkeypatch.setattr(scanning, "CHUNK", chunk)
    path = tmp_path / "log.csv"
    path.write_bytes(text.encode())
    facts = scan(str(path))
    assert (facts.lines, facts.uniform, facts.odd_blanks, facts.quoted_breaks) == (
        lines, uniform, odd_blanks, quoted_breaks,
    )  # fmt: skip
    assert facts.sha256 == hashlib.sha256(text.encode()).hexdigest()
    assert facts.carriage_returns == ("\r" in text)


@pytest.mark.parametrize("chunk", [3, 4, 1 << 20])
def test_the_mark_and_backslashes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, chunk: int) -> None:
    monkeypatch.setattr(scanning, "CHUNK", chunk)
    path = tmp_path / "log.csv"
    path.write_bytes("\ufeffa,b\n\\".encode())
    facts = scan(str(path))
    assert (facts.byte_order_mark, facts.backslashes, facts.lines) == (True, True, 2)


@pytest.mark.parametrize("chunk", [1, 4, 1 << 20])
def test_the_line_of_a_nul_byte(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, refused: Refused, chunk: int) -> None:
    monkeypatch.setattr(scanning, "CHUNK", chunk)
    path = tmp_path / "log.csv"
    path.write_bytes(b"a\nb\nc\0\n")
    (error,) = refused(scan, str(path))
    assert (error.code, error.place.line) == ("nul_bytes", 3)


@pytest.mark.parametrize("chunk", [1, 2, 1 << 20])
def test_every_line_end_becomes_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, chunk: int) -> None:
    monkeypatch.setattr(scanning, "CHUNK", chunk)
    path, copy = tmp_path / "log.csv", tmp_path / "copy.csv"
    path.write_bytes(b"head\na\r\nb\rc\n\r\n\r\rd\r")
    even_out(str(path), copy, skip=5)
    assert copy.read_bytes() == b"a\nb\nc\n\n\n\nd\n"
