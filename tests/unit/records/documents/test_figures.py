"""Figures, days and months as people write them: read where there is no doubt, and not at all otherwise."""

from __future__ import annotations

from datetime import date

import pytest

from checklist.engine import Database
from checklist.records.documents.contents import Contents
from checklist.records.documents.figures import figure, read_texts
from checklist.records.documents.vocabulary import load_vocabulary
from checklist.records.mentions import days, months
from checklist.records.values import single


@pytest.mark.parametrize(
    ("text", "unit", "number"),
    [
        ("12,000 元", "", "12000"),
        ("￥1.2万", "", "12000"),
        ("约12万元", "", "120000"),
        ("12000", "万元", "120000000"),
        ("12,000 元", "万元", "12000"),
        ("１２，０００元。", "", "12000"),
        ("300 thousand", "", "300000"),
        ("1.50", "", "1.5"),
        ("0", "", "0"),
        ("-5", "", "-5"),
        ("12,000 元\n说明：含税", "", "12000"),
        ("12,000 元（含税）", "", "12000"),
        ("120 家", "", "120"),
        ("10-12万", "", None),
        ("12,000\n13,000", "", None),
        ("15%", "", None),
        ("1,23", "", None),
        ("12,000 元，比上月增长 10%", "", None),
        ("待补充", "", None),
        ("", "", None),
    ],
)
def test_a_figure(text: str, unit: str, number: str | None) -> None:
    contents = Contents(attributes={"cost": [text]}, units={"cost": unit})
    with Database() as session:
        read = read_texts(session, [("plan.md", contents)], load_vocabulary(None))
    assert figure(text, unit, read) == number


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("张三-2026-10-销售计划", ["2026-10"]),
        ("R07_2026年10月_计划", ["2026-10"]),
        ("2026-10 sales plan R07", ["2026-10"]),
        ("plan Oct 2026", ["2026-10"]),
        ("October-2026", ["2026-10"]),
        ("202610计划", ["2026-10"]),
        ("2026-09-28 周报", []),
        ("10月计划", []),
        ("2026-13 plan", []),
    ],
)
def test_months(text: str, found: list[str]) -> None:
    assert months(text) == found


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-09-28", date(2026, 9, 28)),
        ("2026年9月8日", date(2026, 9, 8)),
        ("2026/9/28 17:30", date(2026, 9, 28)),
        ("2026-09-28T17:30:00+08:00", date(2026, 9, 28)),
        ("05/03/2026", None),
        ("2026-02-30", None),
        ("2026-09", None),
        ("2026-09-28 前后", None),
    ],
)
def test_one_day(text: str, day: date | None) -> None:
    with Database() as session:
        assert single.days(session, [text]).get(text) == day


def test_days_in_a_name() -> None:
    assert days("张三-20260928-周报-2026.10.05") == [date(2026, 10, 5), date(2026, 9, 28)]
