import pytest

from checklist.reporters.text import cell, columns, fitted, moment, one_line, visible, wrapped


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain 中文 é", "plain 中文 é"),
        ("\x1b[31mred", "\\x1b[31mred"),
        ("a\x00b\x7f\x9b", "a\\x00b\\x7f\\x9b"),
        ("evil\u202egpj.exe", "evil\\u202egpj.exe"),
        ("\u2066iso\u2069 \ufeff \u061c", "\\u2066iso\\u2069 \\ufeff \\u061c"),
        ("lone \udcff", "lone \\udcff"),
        ("tag \U000e0041", "tag \\ue0041"),
        ("line\nand\ttab", "line\nand\ttab"),
    ],
)
def test_hidden_characters_are_spelt_out(text: str, shown: str) -> None:
    assert visible(text) == shown


def test_a_moment_has_a_space_between_day_and_time() -> None:
    assert moment("2026-10-01T09:30:00") == "2026-10-01 09:30:00"
    assert moment("2026-10-01") == "2026-10-01"


def test_one_line_has_no_line_end_of_any_kind() -> None:
    assert one_line("a\r\nb\x0bc\u2028d\te") == "a b c d e"


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"])
def test_a_cell_is_never_a_formula(start: str) -> None:
    assert cell(f"{start}1+1").startswith("'")


def test_other_cells_stay_as_they_are() -> None:
    assert cell("007") == "007"
    assert cell("a=b") == "a=b"
    assert cell("") == ""


@pytest.mark.parametrize(
    ("text", "width"), [("abc", 3), ("王敏", 4), ("王a", 3), ("e\u0301", 1), ("，", 2), ("", 0), ("ｱ", 1)]
)
def test_width_counts_terminal_columns(text: str, width: int) -> None:
    assert columns(text) == width


@pytest.mark.parametrize(
    ("text", "width", "result"),
    [("abcdef", 6, "abcdef"), ("abcdef", 5, "abcd…"), ("销售人员", 7, "销售人…"), ("销售人员", 6, "销售…")],
)
def test_fitted_never_exceeds_its_width(text: str, width: int, result: str) -> None:
    assert fitted(text, width) == result
    assert columns(fitted(text, width)) <= width


def test_english_breaks_at_spaces() -> None:
    assert wrapped("the quick brown fox", 9) == ["the quick", "brown fox"]


def test_chinese_breaks_anywhere_but_before_a_closing_or_after_an_opening_mark() -> None:
    assert wrapped("销售人员，跟进", 8) == ["销售人", "员，跟进"]
    assert wrapped("跟进（客户）好", 6) == ["跟进", "（客", "户）好"]


def test_a_long_word_stays_whole() -> None:
    path = "exports/2026-10-activities.csv"
    assert wrapped(f"see {path} now", 12) == ["see", path, "now"]


def test_nothing_is_lost_in_wrapping() -> None:
    text = "第 1 步：open (the) file，然后 再看 一遍。"
    assert "".join("".join(wrapped(text, 10)).split()) == "".join(text.split())


def test_what_is_drawn_within_another_character_takes_no_column() -> None:
    assert columns("e\u0301") == 1
    assert columns("\u1112\u1161\u11ab") == 2
    assert columns("👍🏽") == 4  # as terminals without emoji sequences draw it
    assert columns("\u200d") == 0
