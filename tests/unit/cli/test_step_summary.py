"""A step's summary is within what GitHub shows, and what stood there stays."""

from __future__ import annotations

from checklist.cli.step_summary import cut


def test_a_text_that_fits_is_whole() -> None:
    assert cut("一行\n", 100) == "一行\n".encode()


def test_one_that_does_not_is_cut_at_a_line_and_says_so() -> None:
    text = "一行很长的文字\n" * 100
    found = cut(text, 500)
    assert len(found) <= 500
    lines = found.decode("utf-8").splitlines()
    assert lines[0] == "一行很长的文字"
    assert set(lines[:-2]) == {"一行很长的文字"}
    assert lines[-1] not in {"", "一行很长的文字"}


def test_no_room_is_no_text() -> None:
    assert cut("一行\n" * 10, 5) == b""
