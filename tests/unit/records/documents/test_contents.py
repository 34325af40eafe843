"""What stands under a heading is that heading's, whatever the heading looks like, and nothing else's."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from checklist.model import MappingError
from checklist.records.documents.blocks import TableRows, Text, blocks_of
from checklist.records.documents.contents import Contents, take_apart
from checklist.records.documents.formats.markdown import parse
from checklist.records.documents.vocabulary import Vocabulary, fold, load_vocabulary

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Apart = Callable[[str], Contents]


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return load_vocabulary(None)


@pytest.fixture
def apart(tmp_path: Path, vocabulary: Vocabulary) -> Apart:
    def call(text: str) -> Contents:
        file = tmp_path / "plan.md"
        file.write_text(text, encoding="utf-8")
        return take_apart(parse(file).blocks, vocabulary)

    return call


@pytest.mark.parametrize(
    ("heading", "folded"),
    [
        ("一、执行方案", "执行方案"),
        ("（二）执行方案：", "执行方案"),
        ("3.1 执行方案", "执行方案"),
        ("3.1执行方案", "执行方案"),
        ("第一章 执行方案", "执行方案"),
        ("①执行方案", "执行方案"),
        ("【执行方案】", "执行方案"),
        ("**Execution  Plan**:", "execution plan"),
        ("execution_plan", "execution plan"),
        ("预计销售额（万元）", "预计销售额"),
        ("执 行 方 案", "执行方案"),
        ("10月目标", "10月目标"),
        ("IV. Cost", "cost"),
    ],
)
def test_headings_are_compared_without_their_dress(heading: str, folded: str) -> None:
    assert fold(heading) == folded


def test_lists_and_unknown_subheadings_belong_to_the_heading_above(apart: Apart) -> None:
    found = apart("# 计划\n\n## 执行方案\n\n- 电话\n- 拜访\n\n### 第一周\n\n走访\n\n## 成本\n\n100\n")
    assert found.attributes["execution_plan"] == ["电话\n拜访\n第一周\n走访"]
    assert found.attributes["cost"] == ["100"]
    assert found.title == "计划"
    assert found.unknown == {}


def test_a_heading_with_nothing_under_it_is_blank(apart: Apart) -> None:
    found = apart("## 执行方案\n\n## 广告\n\n待补充\n")
    assert found.attributes == {"execution_plan": [""], "advertising": ["待补充"]}


def test_a_known_subheading_fills_itself_and_not_the_one_above(apart: Apart) -> None:
    found = apart("## 广告\n\n**促销**\n\n满减\n\n## 预算\n\n### 成本\n\n5\n")
    assert found.attributes == {"advertising": [""], "promotions": ["满减"], "cost": ["5"]}


def test_bold_words_nobody_knows_are_text(apart: Apart) -> None:
    found = apart("## 执行方案\n\n**第一周**\n\n走访\n")
    assert found.attributes == {"execution_plan": ["第一周\n走访"]}


def test_one_heading_may_stand_for_two(apart: Apart) -> None:
    found = apart("## 广告与促销\n\n线上投放\n")
    assert found.attributes == {"advertising": ["线上投放"], "promotions": ["线上投放"]}


def test_labels_in_the_text_and_in_tables(apart: Apart) -> None:
    found = apart(
        "姓名：张三\n\n## 预算\n\n预计销售额：12,000 元\n\n"
        "| 项目 | 内容 |\n|---|---|\n| 成本（万元） | 3 |\n| 风险 | 延期 |\n"
    )
    assert found.attributes == {"expected_sales": ["12,000 元"], "cost": ["3"]}
    assert found.units == {"cost": "万元"}
    assert found.identity == {"rep": ["张三"]}
    assert found.unknown == {"风险": ["延期"]}


def test_a_heading_goes_before_a_label(apart: Apart) -> None:
    found = apart("## 成本\n\n100\n\n## 说明\n\n成本：大约如此\n")
    assert found.attributes["cost"] == ["100"]


def test_tables_with_labels_beside_and_above(vocabulary: Vocabulary) -> None:
    beside = TableRows((("姓名", "张三", "月份", "2026年10月"), ("成本", "", "价格", "5")), 1)
    above = TableRows((("预计销售额", "价格", "成本"), ("100", "5", "3")), 5)
    found = take_apart([beside, above], vocabulary)
    assert found.identity == {"rep": ["张三"], "period": ["2026年10月"]}
    assert found.attributes == {"cost": ["", "3"], "price": ["5", "5"], "expected_sales": ["100"]}


def test_what_nobody_knows_is_kept(apart: Apart) -> None:
    found = apart("第一段\n\n第二段。\n\n## 一、风险\n\n延期\n\n## 空白\n")
    assert found.title == "第一段"
    assert found.unknown == {"": ["第二段。"], "风险": ["延期"]}


def test_a_vocabulary_of_ones_own_adds_words(tmp_path: Path) -> None:
    file = tmp_path / "words.yaml"
    file.write_text(
        "types: {visit_plan: {names: [拜访计划], period: month}}\n"
        "contents: {risk: [风险, 风险与对策], advertising: [线上投放]}\nfigures: [risk]\n",
        encoding="utf-8",
    )
    words = load_vocabulary(str(file))
    assert words.meaning("一、风险") == words.meaning("risk") == ("risk",)
    assert words.meaning("线上投放") == words.meaning("广告") == ("advertising",)
    assert "visit_plan" in words.monthly
    assert "risk" in words.figures


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("contents: {rep_id: [人]}\n", "mapping_name_taken"),
        ("content: {}\n", None),
        ("contents: {risk: []}\n", None),
        ("- 1\n", None),
    ],
)
def test_a_vocabulary_that_cannot_be_used_is_refused(tmp_path: Path, text: str, code: str | None) -> None:
    file = tmp_path / "words.yaml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(MappingError) as caught:
        load_vocabulary(str(file))
    assert caught.value.place is not None
    assert code is None or caught.value.code == code


def test_a_lone_line_that_is_a_known_heading_is_one(vocabulary: Vocabulary) -> None:
    found = take_apart([Text("十月份销售工作安排", 1), Text("一、执行方案", 2), Text("走访", 3)], vocabulary)
    assert found.title == "十月份销售工作安排"
    assert found.attributes == {"execution_plan": ["走访"]}


def test_a_form_with_headings_across_its_whole_width(vocabulary: Vocabulary) -> None:
    rows = [("姓名", "张三", "部门", "销售部"), ("一、执行方案",), ("先电话\n后拜访",), ("成本", "3000", "", "")]
    found = take_apart(list(blocks_of(enumerate(rows, 1))), vocabulary)
    assert found.identity == {"rep": ["张三"]}
    assert found.attributes == {"execution_plan": ["先电话\n后拜访"], "cost": ["3000"]}
    assert found.unknown == {"": ["部门 | 销售部"]}


def test_a_heading_within_the_lines_of_one_paragraph(vocabulary: Vocabulary) -> None:
    found = take_apart([Text("安排", 1), Text("执行方案：\n先电话\n广告：\n无", 2)], vocabulary)
    assert found.attributes == {"execution_plan": ["先电话"], "advertising": ["无"]}


def test_a_list_of_known_words_is_text(apart: Apart) -> None:
    found = apart("# 计划\n\n## 计划内容\n\n- 广告\n- 促销\n- 拜访\n\n## 成本\n\n5\n")
    assert found.attributes == {"plan_summary": ["广告\n促销\n拜访"], "cost": ["5"]}


def test_a_numbered_heading_above_a_paragraph_is_one(apart: Apart) -> None:
    found = apart("# 计划\n\n1. 执行方案\n\n先电话\n\n2. 广告\n   投放\n")
    assert found.attributes == {"execution_plan": ["先电话"], "advertising": ["投放"]}
