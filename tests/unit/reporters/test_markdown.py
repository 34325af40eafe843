import re
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from checklist.reporters.markdown import block, code, escaped, table
from checklist.reporters.text import one_line

READER = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
NASTY = st.text(st.sampled_from("\\`*_[]()<>|~$&#+-=:.!@%{}'\" \n\t\u202eaZ1跟www/"), max_size=40)


def shown(markdown: str) -> str:
    """Return the text that a reader sees of one paragraph; anything but text in it stays as a tag."""
    html = READER.render(markdown)
    return unescape(re.sub(r"\A<p>(.*)</p>\n\Z", r"\1", html, flags=re.DOTALL)).replace("\u200b", "")


@given(NASTY)
def test_text_shows_as_itself(text: str) -> None:
    if one_line(text):
        assert shown(escaped(text)) == one_line(text)


@given(NASTY)
def test_text_shows_as_itself_in_an_item_and_a_cell(text: str) -> None:
    if not one_line(text):
        return
    item = READER.render(f"- {escaped(text)}\n")
    assert unescape(item).replace("\u200b", "") == f"<ul>\n<li>{one_line(text)}</li>\n</ul>\n"
    cells = re.findall(r"<td>(.*?)</td>", READER.render(table(["a", "b"], [[escaped(text), "end"]])))
    assert [unescape(cell).replace("\u200b", "") for cell in cells] == [one_line(text), "end"]


@given(NASTY)
def test_code_keeps_text_whole(text: str) -> None:
    if not one_line(text):
        return
    assert unescape(READER.render(f"x {code(text)}")) == f"<p>x <code>{one_line(text)}</code></p>\n"
    cells = re.findall(r"<td>(.*?)</td>", READER.render(table(["a", "b"], [[code(text, in_table=True), "end"]])))
    assert [unescape(cell) for cell in cells] == [f"<code>{one_line(text)}</code>", "end"]
    fenced = READER.render(block(text))
    assert unescape(fenced) == f'<pre><code class="language-text">{one_line(text)}\n</code></pre>\n'


@pytest.mark.parametrize("text", ["@team", "li@na.cn", "#12", "!7", "https://x.cn", "www.x.cn", "mailto:a", ":tada:"])
def test_nothing_a_site_would_link_stays_joined(text: str) -> None:
    assert "\u200b" in escaped(text)
    assert escaped(text).replace("\u200b", "").replace("\\", "") == text


def test_plain_text_stays_plain() -> None:
    for text in ("李娜 (华东组)", "R_01-b", "9:00-12:00, 95%", "a.b/c", "100 %"):
        assert escaped(text) == text


def test_figures_stand_to_the_right() -> None:
    assert table(["a", "b"], [["x", "1"]], right=[1]) == "| a | b |\n| --- | --: |\n| x | 1 |\n"
