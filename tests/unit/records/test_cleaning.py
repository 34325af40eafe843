"""What exports add around a text, and what nobody sees in a name."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from checklist.conditions.folding import coded_text, tidy_text

if TYPE_CHECKING:
    from tests.unit.records.conftest import Reading


WRAPPED = [
    ('="001"', "001"),
    ('="a ""b"" c"', 'a "b" c'),
    ('=" 7 "', "7"),
    ('=""', None),
    ("'=1+1", "=1+1"),
    ("'-5", "-5"),
    ("'+86", "+86"),
    ("'@home", "@home"),
    ("\t007", "007"),
    ("'t Hooft", "'t Hooft"),
    ("'quoted'", "'quoted'"),
    ("=1+1", "=1+1"),
    ('="a"&"b"', '="a"&"b"'),
    ("007", "007"),
    ("1e5", "1e5"),
    ("''=x", "''=x"),
    ('="unclosed', '="unclosed'),
]
NAMES = [
    ("王  芳", "王 芳"),
    ("张 三", "张 三"),
    ("张\u3000三", "张 三"),
    ("张\u00a0三", "张 三"),
    ("\ufeff张三", "张三"),
    ("张\u200b三", "张三"),
    ("Ann\u00adLee", "AnnLee"),
    ("Ann  \t Lee", "Ann Lee"),
    ("Ａ００７", "A007"),
    ("Ｃ－０１", "C-01"),
    ("中国（上海）公司", "中国（上海）公司"),
    ("名，字", "名，字"),
    ("007", "007"),
    ("José", "José"),
    ("\u200e7\u200f", "7"),
]
PROSE = ["两次  联系", "Ａ００７", "张\u3000三", "<p>见 <b>王总</b></p>", "第一行\n第二行", "a\u200bb"]


def _column(reading: Reading, column: str, cells: list[str]) -> list[object]:
    quoted = [cell.replace('"', '""') for cell in cells]
    rows = "".join(f'{number:03},call,2026-10-01,"{cell}"\n' for number, cell in enumerate(quoted))
    read = reading(files={"log.csv": f"rep_id,type,occurred_at,{column}\n{rows}"})
    assert read.reasons == []
    return [row[column] for row in sorted(read.rows(), key=lambda row: str(row["rep_id"]))]


@pytest.mark.parametrize("column", ["customer_id", "text", "remark"])
def test_wrapped_texts(reading: Reading, column: str) -> None:
    assert _column(reading, column, [cell for cell, _ in WRAPPED]) == [kept for _, kept in WRAPPED]


def test_names_and_codes(reading: Reading) -> None:
    assert [_column(reading, "customer_id", [cell]) for cell, _ in NAMES] == [[kept] for _, kept in NAMES]
    assert [coded_text(tidy_text(cell)) for cell, _ in NAMES] == [kept for _, kept in NAMES]


@pytest.mark.parametrize(("cell", "kept"), NAMES[:1] + NAMES[4:5] + NAMES[8:9])
def test_one_name_among_plain_ones(reading: Reading, cell: str, kept: str) -> None:
    assert _column(reading, "customer_id", ["plain", cell]) == ["plain", kept]


@pytest.mark.parametrize("column", ["text", "remark"])
def test_prose_stays_as_it_was_written(reading: Reading, column: str) -> None:
    assert _column(reading, column, PROSE) == PROSE


def test_words_of_a_mapping_match_however_they_are_spelt(reading: Reading) -> None:
    text = "rep_id,type,occurred_at\nR1,Ａ类,2026-10-01\nR2,A类,2026-10-01\nR3,B\u3000类,2026-10-01\n"
    read = reading(files={"log.csv": text}, mapping="types: {Ａ类: visit, 'B 类': call}")
    assert read.loaded.types == {"visit": 2, "call": 1}
    read = reading(files={"log.csv": text}, mapping="types: {A类: visit, 'B 类': call}")
    assert read.loaded.types == {"visit": 2, "call": 1}


def test_reps_who_differ_in_case_alone_are_two_and_told(reading: Reading) -> None:
    files = {
        "log.csv": "rep_id,type,occurred_at\n张三,call,2026-10-01\n张 三,call,2026-10-02\nann,call,2026-10-02\n",
        "reps:reps.csv": "rep_id\nAnn\n张三\n",
    }
    read = reading(files=files)
    assert read.notices == ["reps_alike", "keys_by_spelling"]
    assert read.loaded.notices[0].sentence.values["ids"] == ["“Ann” = “ann”"]
    assert sorted(set(read.column("rep_id"))) == ["ann", "张三"]
