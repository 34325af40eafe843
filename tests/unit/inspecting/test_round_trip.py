"""The mapping file that inspect writes, once its questions are answered, reads each export no worse than before."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

from checklist.engine import Database
from checklist.inspecting import inspect, mapping_lines
from checklist.policy import load_policy
from checklist.records import Source, load, load_mapping
from checklist.wording import Wording
from tests.unit.records.profiles.exports import SAMPLES, Sample

if TYPE_CHECKING:
    from pathlib import Path

POLICY = load_policy("sales-management")
# One export whose columns need more than names, one with a vocabulary for all else, one by common names.
ALONE = [SAMPLES[0], SAMPLES[5], SAMPLES[-2]]


def rows(sources: list[Source], mapping: Path | None = None, table: str = "loaded_records") -> list[dict[str, Any]]:
    with Database(threads=2) as session:
        load(session, sources, mapping=load_mapping(mapping) if mapping else None, timezone=POLICY.timezone)
        return session.dicts(f"SELECT * FROM {table} ORDER BY file_id, line")


def written(sources: list[Source], path: Path, language: str, **answers: str) -> Path:
    """Write a mapping and answer it: each question of a column by `answers`; a word nobody knows stays what it is."""
    found = inspect(POLICY, sources, mapping=None)
    text = "\n".join(mapping_lines(found, Wording(language)))
    for column, given in answers.items():
        for answer in given.split(" | "):
            text, count = re.subn(rf"(?m)^( *{column}: )[?](  #.*)?$", rf"\g<1>{answer}", text, count=1)
            assert count == 1, column
    path.write_text(re.sub(r"(?m)^( *)(.+): [?](  #.*)?$", r"\1\2: \2", text), encoding="utf-8")
    assert found.error is None or answers
    return path


@pytest.mark.slow
def test_a_written_mapping_reads_every_profiles_exports_the_same(tmp_path: Path) -> None:
    sources = []
    for number, sample in enumerate(SAMPLES):
        path = tmp_path / f"{number:02}[{sample.export.replace('/', '-')}].csv"
        # Ids are a product's own: those of one product must not meet those of another.
        text = re.sub(r"^(?=[TEOg]?\d+,)", f"{number:02}-", sample.text, flags=re.MULTILINE)
        path.write_text(text, encoding="utf-8")
        sources.append(Source("records", str(path)))
    mapping = written(sources, tmp_path / "mapping.yaml", "zh")
    plain = rows(sources)
    assert rows(sources, mapping) == plain
    assert len(plain) == sum(len(sample.rows) for sample in SAMPLES)


@pytest.mark.parametrize(("sample", "language"), list(zip(ALONE, ["en", "zh", "en"], strict=True)))
def test_a_single_file_has_its_mapping_at_the_top(sample: Sample, language: str, tmp_path: Path) -> None:
    log = tmp_path / "log.csv"
    log.write_text(sample.text, encoding="utf-8")
    mapping = written([Source("records", str(log))], tmp_path / "mapping.yaml", language)
    text = mapping.read_text(encoding="utf-8")
    assert "profile:" not in re.sub("#.*", "", text)
    assert "files:" not in text
    other = tmp_path / "other.csv"
    log.rename(other)
    same = [Source("records", str(other))]
    assert rows(same, mapping) == rows(same)


def test_hostile_headers_and_words_stay_what_they_are(tmp_path: Path) -> None:
    log = tmp_path / "log.csv"
    log.write_text(
        '跟进人,跟进时间,跟进方式,"a: b # \\ ""q""\x07\u2028[x]",yes,: y\n'
        '张,2026-10-09,"打电话\n# x: y\x1b[0m",1,2,3\n李,2026-10-10,电话,1,2,3\n',
        encoding="utf-8",
    )
    sources = [Source("records", str(log))]
    mapping = written(sources, tmp_path / "mapping.yaml", "zh")
    assert rows(sources, mapping) == rows(sources)
    assert [row["type"] for row in rows(sources)] == ["打电话 # x: y\x1b[0m", "call"]


@pytest.mark.slow
def test_several_logs_and_other_tables(tmp_path: Path) -> None:
    names = {"records": ["a[1].csv", "b.csv"], "reps": ["roster.csv"]}
    texts = [SAMPLES[0].text, SAMPLES[6].text, "工号,姓名,部门\nREP,张,东\n"]
    sources = [Source(table, str(tmp_path / name)) for table, own in names.items() for name in own]
    for source, text in zip(sources, texts, strict=True):
        (tmp_path / source.path).write_text(text, encoding="utf-8")
    mapping = written(sources, tmp_path / "mapping.yaml", "en")
    for table in ("loaded_records", "loaded_reps"):
        assert rows(sources, mapping, table) == rows(sources, None, table)


# Exports as they are met: each with what a person answers, and how many records are then read.
UGLY: list[tuple[str, dict[str, str], int]] = [
    # Titles above the header, a total below; headers that differ, a day that can be read in two ways.
    (
        (
            "十月跟进,,,,,\n,,,,,\n跟进人,负责人,跟进时间,跟进方式,备注,跟进内容\n"
            "张三,李四,05/03/2026,电话,甲,乙\n张三,张三,06/03/2026,拜访签到,,丙\n合计,,,,,2\n"
        ),
        {"rep_id": "跟进人", "text": "跟进内容", "occurred_at": "'%m/%d/%Y'"},
        2,
    ),
    # A time of entry beside an unknown one, and both of them ambiguous.
    (
        "业务员,类型,上门,创建时间,更新时间\n张三,拜访,05/03/2026,06/03/2026,07/03/2026\n",
        {"occurred_at": "上门 | '%d/%m/%Y'", "modified_at": "'%d/%m/%Y'", "logged_at": "'%d/%m/%Y'"},
        1,
    ),
    # Words that nobody knows in every vocabulary.
    (
        "员工姓名,拜访日期,拜访类型,完成状态,呼叫方向\n张三,2026-10-09,喝茶,神秘,往来\n李四,2026-10-10,电话,已完成,呼出\n",
        {},
        2,
    ),
]


@pytest.mark.parametrize(("text", "answers", "count"), UGLY)
def test_ugly_exports_read_once_what_is_asked_is_answered(
    text: str, answers: dict[str, str], count: int, tmp_path: Path
) -> None:
    log = tmp_path / "log.csv"
    log.write_text(text, encoding="utf-8")
    sources = [Source("records", str(log))]
    found = rows(sources, written(sources, tmp_path / "mapping.yaml", "zh", **answers))
    assert len(found) == count
    if not answers:
        assert found == rows(sources)


def test_every_ambiguous_column_and_every_input_is_asked_in_one_file(tmp_path: Path) -> None:
    texts = {
        "a.csv": "rep_id,type,occurred_at,logged_at\nR1,call,05/03/2026,06/03/2026\n",
        "b.csv": "跟进人,创建人,跟进时间,跟进方式\n张三,李四,05/03/2026,电话\n",
    }
    for name, text in texts.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    found = inspect(POLICY, [Source("records", str(tmp_path / name)) for name in texts], mapping=None)
    asked = [line.partition("?")[0].strip() for line in mapping_lines(found, Wording("en")) if ": ?" in line]
    assert asked == ["occurred_at:", "logged_at:", "rep_id:", "occurred_at:"]


@pytest.mark.parametrize("alike", [True, False])
def test_every_sheet_of_a_workbook_has_its_place(tmp_path: Path, *, alike: bool) -> None:
    book = openpyxl.Workbook()
    sheets = {"十月": ["跟进人", "跟进时间", "跟进方式"], "十一月": ["跟进人", "跟进时间", "跟进方式"]}
    if not alike:
        sheets["十一月"] = ["业务员", "拜访日期", "拜访类型"]
    for number, (name, headers) in enumerate(sheets.items()):
        sheet = book.active if number == 0 else book.create_sheet()
        sheet.title = name
        for row in (headers, ["张三", f"2026-1{number}-09", "电话"]):
            sheet.append(row)
    path = tmp_path / "book.xlsx"
    book.save(path)
    sources = [Source("records", str(path))]
    found = inspect(POLICY, sources, mapping=None)
    assert found.error is not None
    assert found.error.code == "sheet_ambiguous"
    mapping = tmp_path / "mapping.yaml"
    mapping.write_text("\n".join(mapping_lines(found, Wording("zh"))), encoding="utf-8")
    assert [str(row["occurred_at"])[:10] for row in rows(sources, mapping)] == ["2026-10-09", "2026-11-09"]
