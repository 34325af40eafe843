"""What a file of the corpus is, and what is expected of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

HEAD = "rep_id,type,occurred_at,note"
HEADER = "跟进人,跟进方式,跟进时间,客户名称,跟进内容"
ROWS = (
    "张伟,打电话,2026-10-08 09:10,华北机械,电话沟通报价",
    "李娜,见面拜访,2026-10-09 14:00,远东化工,上门演示产品",
    "王强,发邮件,2026-10-10 16:30,华北机械,寄出合同草案",
)
TEXT = "\n".join((HEADER, *ROWS)) + "\n"


@dataclass(frozen=True)
class Reads:
    """A right reading: how many records, rejects and declared skips; the records' lines, notices, the notes read."""

    records: int
    rejects: tuple[str, ...] = ()
    skipped: int = 0
    lines: tuple[int, ...] | None = None
    notices: frozenset[str] = frozenset()
    texts: tuple[str | None, ...] | None = None
    column: str = "text"
    encoding: str | None = None


@dataclass(frozen=True)
class Refused:
    """A refusal: the error's code, and its line or cell."""

    code: str
    line: int | None = None


@dataclass(frozen=True)
class Case:
    """One file: its name, what makes it, what is expected, and the mapping it is read with."""

    name: str
    make: Callable[[Path], object]
    expected: Reads | Refused
    mapping: str | None = None
    encoding: str | None = None

    def __str__(self) -> str:
        return self.name


def contents(data: str | bytes) -> Callable[[Path], object]:
    """Return what writes a file of those contents."""
    raw = data.encode() if isinstance(data, str) else data
    return lambda path: path.write_bytes(raw)


def case(
    name: str,
    data: str | bytes | Callable[[Path], object],
    expected: Reads | Refused,
    mapping: str | None = None,
    encoding: str | None = None,
) -> Case:
    """Return a case from a file's contents, or from what makes it."""
    return Case(name, data if callable(data) else contents(data), expected, mapping, encoding)
