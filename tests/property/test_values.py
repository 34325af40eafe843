"""Any time, sum and duration reads back from every way of writing it; and near misses are read as by hand."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checklist.conditions.folding import even
from checklist.engine import SQL, Database, Session, literal
from checklist.records import Source, load
from checklist.records.values import written
from tests.oracle import written as by_hand

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

WEEKDAYS = "一二三四五六日"


def _afternoon(time: datetime) -> str:
    return f"{'上午' if time.hour < 12 else '下午'}{time.hour % 12 or 12}:{time:%M:%S}"


def _serial(time: datetime) -> str:
    since = time - datetime(1899, 12, 30)  # noqa: DTZ001
    return f"{since / timedelta(days=1):.10f}"


WAYS: dict[str, Callable[[datetime], str]] = {
    "iso": lambda time: f"{time:%Y-%m-%dT%H:%M:%S}",
    "slashes": lambda time: f"{time.year}/{time.month}/{time.day} {time.hour}:{time:%M:%S}",
    "dots": lambda time: f"{time.year}.{time.month}.{time.day} {time:%H:%M:%S}",
    "compact": lambda time: f"{time:%Y%m%d%H%M%S}",
    "chinese": lambda time: f"{time.year}年{time.month}月{time.day}日 {_afternoon(time)}",
    "chinese words": lambda time: f"{time.year}年{time.month}月{time.day}日{time.hour}时{time:%M}分{time.second}秒",
    "weekday": lambda time: f"{time:%Y-%m-%d} 星期{WEEKDAYS[time.weekday()]} {time:%H:%M:%S}",
    "english": lambda time: f"{time:%d %b %Y %I:%M:%S %p}",
    "american": lambda time: f"{time:%B %d, %Y, %H:%M:%S}",
    "mail": lambda time: f"{time:%a, %d %b %Y %H:%M:%S} +0800",
    "script": lambda time: f"{time:%a %b %d %Y %H:%M:%S} GMT+0800 (中国标准时间)",
    "offset": lambda time: f"{time:%Y-%m-%d %H:%M:%S}+08:00",
    "instant": lambda time: f"{time - timedelta(hours=8):%Y-%m-%dT%H:%M:%SZ}",
    "epoch_s": lambda time: str(int((time - datetime(1970, 1, 1, 8)).total_seconds())),  # noqa: DTZ001
    "epoch_ms": lambda time: str(int((time - datetime(1970, 1, 1, 8)).total_seconds()) * 1000),  # noqa: DTZ001
    "serial": _serial,
}
# What ten and thirteen digits count begins in 2001; of ten, from 2030 on, days and hours look alike.
times = st.datetimes(datetime(2001, 9, 10), datetime(2029, 12, 31)).map(lambda time: time.replace(microsecond=0))  # noqa: DTZ001


def _read_back(path: Path, column: str, cells: list[str]) -> list[Any]:
    rows = "".join(f'"{number:03}",call,2026-01-01,"{cell}"\n' for number, cell in enumerate(cells))
    path.write_text(f"rep_id,type,occurred_at,{column}\n{rows}", encoding="utf-8")
    with Database(threads=2) as session:
        loaded = load(session, [Source("records", str(path))], mapping=None, timezone="Asia/Shanghai")
        assert loaded.rejects == ()
        return [row[0] for row in session.rows(f"SELECT {column} FROM loaded_records ORDER BY rep_id")]


@pytest.mark.parametrize("way", WAYS)
def test_times_read_back(way: str, tmp_path: Path) -> None:
    @settings(max_examples=2)
    @given(some=st.lists(times, min_size=10, max_size=40))
    def compare(some: list[datetime]) -> None:
        assert _read_back(tmp_path / "log.csv", "logged_at", [WAYS[way](time) for time in some]) == some

    compare()


hundredths = st.integers(-(10**11), 10**11).map(lambda number: Decimal(number) / 100)
SUMS: dict[str, Callable[[Decimal], str]] = {
    "grouped": lambda figure: f"{figure:,.2f}",
    "yen": lambda figure: f"￥{figure:,}",
    "brackets": lambda figure: f"({-figure})" if figure < 0 else f"{figure:,}",
    "ten thousands": lambda figure: f"{figure / 10000:f}万元",
    "wide": lambda figure: f"{figure:,}".translate({code: code + 0xFEE0 for code in range(0x2B, 0x3A)}),
}


@pytest.mark.parametrize("way", SUMS)
def test_sums_read_back(way: str, tmp_path: Path) -> None:
    @settings(max_examples=2)
    @given(some=st.lists(hundredths, min_size=10, max_size=40))
    def compare(some: list[Decimal]) -> None:
        assert _read_back(tmp_path / "log.csv", "amount", [SUMS[way](figure) for figure in some]) == some

    compare()


SPANS: dict[str, Callable[[int], str]] = {
    "clock": lambda seconds: f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}",
    "chinese": lambda seconds: f"{seconds // 3600}小时{seconds // 60 % 60}分{seconds % 60}秒",
    "english": lambda seconds: f"{seconds // 3600}h {seconds // 60 % 60}m {seconds % 60}s",
    "iso": lambda seconds: f"PT{seconds // 3600}H{seconds // 60 % 60}M{seconds % 60}S",
    "seconds": lambda seconds: f"{seconds} sec",
    "milliseconds": lambda seconds: f"{seconds * 1000}毫秒",
}


@pytest.mark.parametrize("way", SPANS)
def test_durations_read_back(way: str, tmp_path: Path) -> None:
    @settings(max_examples=2)
    @given(some=st.lists(st.integers(0, 10**7), min_size=10, max_size=40))
    def compare(some: list[int]) -> None:
        minutes = [(Decimal(seconds) / 60).quantize(Decimal("0.000001"), rounding=ROUND_HALF_UP) for seconds in some]
        assert _read_back(tmp_path / "log.csv", "duration_minutes", [SPANS[way](each) for each in some]) == minutes

    compare()


PIECES = [
    "2026", "1999", "26", "3", "03", "5", "12", "29", "31", "13", "00", "60", "年", "月", "日", "号", "-",
    "/", ".", ":", " ", ",", "T", "星期四", "周一", "(", ")", "Thu", "Monday", "Mar", "September", "5th",
    "上午", "下午", "晚上", "中午", "凌晨", "AM", "pm", "时", "点", "分", "秒", "半", "Z", "+08:00", "-0330",
    "GMT", "UTC", "20260305", "150405", "24:00", "：", "３",
]  # fmt: skip
whole = st.builds(lambda way, time: WAYS[way](time), st.sampled_from(sorted(set(WAYS) - {"serial"})), times)


@st.composite
def near(draw: st.DrawFn) -> str:
    """Return a way of writing a time with a piece put in, left out or exchanged, or a heap of pieces."""
    if draw(st.integers(0, 4)) == 0:
        return "".join(draw(st.lists(st.sampled_from(PIECES), min_size=1, max_size=9)))
    text = draw(whole)
    for _ in range(draw(st.integers(0, 2))):
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.integers(0, 3)))
        text = text[:start] + draw(st.sampled_from(["", *PIECES])) + text[end:]
    return text


@pytest.fixture(scope="module")
def session() -> Iterator[Session]:
    with Database(threads=1) as session:
        yield session


@settings(max_examples=40)
@given(texts=st.lists(near(), min_size=30, max_size=60))
def test_near_misses_are_read_as_by_hand(session: Session, texts: list[str]) -> None:
    rows = ", ".join(f"({number}, {literal(text)})" for number, text in enumerate(texts))
    parts = written.taken_apart(even(SQL("said")))
    found = session.rows(
        f"SELECT p.time - CASE WHEN p.zoned THEN to_minutes(p.minutes) ELSE to_minutes(0) END, p.clocked "
        f"FROM (SELECT number, {parts} AS p FROM (VALUES {rows}) texts(number, said)) ORDER BY number"
    )
    for text, (time, clocked) in zip(texts, found, strict=True):
        expected = by_hand.read(text)
        seen = None if time is None else (time, clocked)
        assert seen == (expected and (by_hand.in_utc(expected.time), expected.clocked)), text
