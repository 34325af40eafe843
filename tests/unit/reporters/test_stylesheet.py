"""Styles are carried in few characters and mean the same; words in them stay words."""

import pytest

from checklist.reporters.stylesheet import compact, quoted


@pytest.mark.parametrize(
    ("written", "carried"),
    [
        ("/* why */\na { color: red; }\n", "a{color:red}"),
        ("a :hover > b , c + d { margin: 0.5rem -0.5rem 10.5px; }", "a :hover>b,c + d{margin:.5rem -0.5rem 10.5px}"),
        ("@media screen and (max-width: 48rem) {\n  a { b: c; }\n}", "@media screen and (max-width:48rem){a{b:c}}"),
        ('a::before { content: "  /* ; : } */ \\" "; }', 'a::before{content:"  /* ; : } */ \\" "}'),
        ("a { content: ' , '; width: calc(1px + 2px); }", "a{content:' , ';width:calc(1px + 2px)}"),
        ("a { background: url(data:x; y) }", "a{background:url(data:x; y)}"),
        (":root { --link: #1a56b8; }", ":root{--link:#1a56b8}"),
    ],
)
def test_a_style_loses_only_what_means_nothing(written: str, carried: str) -> None:
    assert compact(written) == carried
    assert compact(carried) == carried


def test_a_text_stays_within_its_quotes_and_its_page() -> None:
    assert quoted("到期日") == '"到期日"'
    assert quoted('a"b\\c</style>\n') == '"a\\22 b\\5c c\\3c /style\\3e \\a "'
