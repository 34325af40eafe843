"""Header names: what makes no difference, and what does."""

from __future__ import annotations

import pytest

from checklist.records.profiles import recognised
from checklist.records.profiles.names import fold, unit_of


@pytest.mark.parametrize(
    "spelling",
    ["Due Date", " due_date ", "DueDate", "due-date", "*Due date", "Due Date＊", "Ｄｕｅ Date", "Due Date (required)"],
)
def test_spellings_of_one_name(spelling: str) -> None:
    assert fold(spelling) == fold("due date")


@pytest.mark.parametrize(
    ("name", "unit"), [("时长（分钟）", "minutes"), ("Duration (s)", "seconds"), ("时长[小时]", "hours")]
)
def test_a_unit_behind_a_name(name: str, unit: str) -> None:
    assert (fold(name), unit_of(name)) in {("时长", unit), ("duration", unit)}


def test_money_is_no_unit_of_time() -> None:
    assert (fold("*金额（元）"), unit_of("*金额（元）")) == ("金额", None)


def test_other_words_in_brackets_are_part_of_the_name() -> None:
    assert fold("金额（万元）") != fold("金额")
    assert fold("客户（旧）") != fold("客户")
    assert fold("（分钟）") == fold("(分钟)") != ""


def test_a_header_row_is_known_by_its_names() -> None:
    assert recognised(["*跟进人（必填）", "客户名称", "跟进时间", "无此列", "", "跟进时间"], "records") == 3
    assert recognised(["2026年10月跟进记录", "", ""], "records") == 0
    assert recognised(["张三", "华北公司", "2026-10-01"], "records") == 0
    assert recognised(["工号", "姓名", "部门"], "reps") == 3


def test_a_header_of_our_own_counts_its_own_names_alone() -> None:
    assert recognised(["rep_id", "Type", "occurred_at", "customer_id", "客户名称"], "records") == 4
