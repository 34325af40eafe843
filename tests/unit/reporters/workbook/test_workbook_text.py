import pytest

from checklist.reporters.workbook.text import CELL_UNITS, SheetNames, cell_text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("跟进", "跟进"),
        ("=1+1", "'=1+1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("a\x1bb\u202e", "a\\x1bb\\u202e"),
        ("a\r\nb\rc", "a\nb\nc"),
        ("a\uffffb\ufffe", "ab"),
        ("<r><t>x</t></r>", "<r><t>x</t></r> "),
    ],
)
def test_a_cell_holds_text_and_nothing_else(text: str, shown: str) -> None:
    assert cell_text(text) == shown


@pytest.mark.parametrize("character", ["a", "跟", "😀"])
def test_what_a_cell_cannot_hold_is_cut_and_says_so(character: str) -> None:
    shown = cell_text(character * 40_000, "… (cut)")
    assert len(shown.encode("utf-16-le")) // 2 in {CELL_UNITS, CELL_UNITS - 1}
    assert shown.rstrip("… (cut)") == character * shown.count(character)
    assert shown.endswith("… (cut)")
    assert cell_text(character * 16_000, "…") == character * 16_000


def test_names_of_tabs_keep_to_excels_rules() -> None:
    names = SheetNames()
    wanted = [
        "华东/[一]组:*?\\",
        "'quoted'",
        "x" * 40,
        "X" * 40,
        "History",
        "😀" * 20,
        "[]",
        "",
        "\x00\n",
        "华东 一 组",
    ]
    made = [names.name(each, "Sheet") for each in wanted]
    assert len({name.casefold() for name in made}) == len(made)
    for name in made:
        assert name
        assert len(name.encode("utf-16-le")) // 2 <= 31
        assert not set(name) & set("[]:*?/\\")
        assert not name.startswith("'")
        assert not name.endswith("'")
        assert name.casefold() != "history"
    assert made[0] == "华东 一 组"
    assert made[1] == "quoted"
    assert made[2] == "x" * 31
    assert made[3] == "X" * 26 + " (2)"
    assert made[6:9] == ["Sheet", "Sheet (2)", "Sheet (3)"]
    assert made[9] == "华东 一 组 (2)"
