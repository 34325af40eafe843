from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from html import unescape
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pytest
from markdown_it import MarkdownIt

from checklist.model import Audit, Bilingual, Earlier, EarlierCard, Period, Verdict, Waiver, WaiverUse
from checklist.pseudonyms import Names, pseudonymised
from checklist.reporters import Options, stream
from checklist.reporters.branding import Branding

if TYPE_CHECKING:
    from collections.abc import Callable

    from checklist.wording import Wording

READER = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
NASTY = "a|b*c*`d`<e>[f](http://g.cn)![h](i) @team #1 ~~j~~ $k$ \u202e\x1b[31m&amp;\n# l"


def told(audit: Audit, wording: Wording, **options: object) -> str:
    return "".join(str(piece) for piece in stream("markdown", audit, wording, Options(**options)))  # type: ignore[arg-type]


class Seen(HTMLParser):
    """What a reader sees: the tags, the rows of each table, and the text."""

    def __init__(self, markdown: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.rows: list[list[str]] = []
        self.text = ""
        self.feed(READER.render(markdown))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        self.tags.add(tag)
        if tag == "tr":
            self.rows.append([])
        if tag in {"td", "th"}:
            self.rows[-1].append("")

    def handle_data(self, data: str) -> None:
        self.text += data
        if self.rows and self.rows[-1]:
            self.rows[-1][-1] += data.rstrip("\n")


def test_the_sums_come_first(audit: Audit, chinese: Wording, english: Wording) -> None:
    assert told(audit, chinese).splitlines()[:7:2] == [
        "## 小制度 1.2.3：2026-10-01 至 2026-10-31",
        "**1,217 行中有 1 行无法读取，未计入任何结果；明细见 JSON 报告。**",
        "销售人员 3 人：✗ 不合规 **1**、? 待定 **1**、✓ 合规 **1**",
        "总分 **96.7**；偏差 30 项；记录截至 2026-10-31",
    ]
    assert told(audit, english, verbosity=-1).count("\n") == 7


def test_who_needs_help_comes_worst_first_with_why(audit: Audit, english: Wording) -> None:
    rows = Seen(told(audit, english)).rows
    assert rows[0] == ["Rep", "Team", "Verdict", "Score", "Points to win back", "What costs most"]
    assert rows[1] == [
        *("R1 R1", "R1", "✗ not compliant", "93.4 A", "6.6"),
        "Rule follow-up −5.1; Rule plan-filled −1.5",
    ]
    assert rows[2][:5] == ["Li Na Second-Rep", "", "? undecided", "–", "–"]
    assert len(rows) == 3


def test_a_change_since_the_period_before_stands_beside_the_score(audit: Audit, english: Wording) -> None:
    period = Period(date(2026, 9, 1), date(2026, 9, 30), date(2026, 9, 30), "2026-09")
    cards = {
        "R1": EarlierCard("R1", 950, Verdict.COMPLIANT),
        "Second-Rep": EarlierCard("Second-Rep", 1, Verdict.COMPLIANT),
    }
    before = Earlier(period, "small", "1", "ab", 900, 3, {}, cards)
    rows = Seen(told(replace(audit, history=(before,)), english)).rows
    assert rows[1][3] == "93.4 A (−1.6)"
    assert rows[2][3] == "–"


def test_what_is_not_known_is_told(audit: Audit, english: Wording) -> None:
    text = Seen(told(audit, english)).text
    assert "Not judged: 3 of 12 findings" in text
    assert "? no attestations file was given (rules 1, reps 2)" in text
    assert "1 of 1,217 rows could not be read" in text
    assert "the last record is 3 days old" in text
    assert "Rule honest-log honest-log: 1 of 2 reps" in text


def test_waivers_are_told_with_who_approved_them(audit: Audit, english: Wording) -> None:
    day = date(2026, 10, 1)
    waiver = Waiver("W-1", "follow-up", ("R1",), (), (), None, None, "ill", "He Li", day, date(2026, 12, 31))
    text = Seen(told(replace(audit, waivers=(WaiverUse(waiver, 3, 2),)), english)).text
    assert "W-1 Rule follow-up: covers 2; approved by He Li on 2026-10-01, expires 2026-12-31" in text


def test_the_command_can_be_copied_whole(audit: Audit, english: Wording) -> None:
    assert "```text\nchecklist explain follow-up R1.csv 'Li Na.csv' --roster roster.csv --rep R1\n```\n" in told(
        audit, english
    )
    given = told(audit, english, arguments=("log.csv", "--policy", "our pack"))
    assert "checklist explain follow-up log.csv --policy 'our pack' --rep R1\n" in given


def test_nothing_out_of_a_log_is_read_as_markdown(firm: Callable[[str], Audit], wording: Wording) -> None:
    plain, nasty = Seen(told(firm("R1"), wording)), Seen(told(firm(NASTY), wording))
    assert nasty.tags == plain.tags
    assert [len(row) for row in nasty.rows] == [len(row) for row in plain.rows]
    assert not {"a", "img", "em", "s"} & nasty.tags
    assert "a|b*c*`d`<e>[f](http://g.cn)![h](i) @team #1 ~~j~~ $k$ \\u202e\\x1b[31m&amp;" in nasty.text.replace(
        "\u200b", ""
    )
    assert not set(told(firm(NASTY), wording)) & {"\u202e", "\x1b"}


def test_a_large_firm_makes_no_longer_summary(audit: Audit, wording: Wording) -> None:
    many = replace(
        audit,
        scorecards=tuple(replace(audit.scorecards[0], rep_id=f"R{number:04}") for number in range(2000)),
        notices=audit.notices * 40,
    )
    text = told(many, wording)
    assert text.count("\n") < 60
    assert "1,990" in text
    assert len(re.findall("R[0-9]{4}`", text)) == 10


def test_a_firm_with_nothing_wrong_has_nobody_to_name(audit: Audit, english: Wording) -> None:
    fine = replace(
        audit,
        scorecards=tuple(card for card in audit.scorecards if card.verdict is Verdict.COMPLIANT),
        notices=(),
        inputs=(),
        deviations=(),
    )
    text = told(fine, english)
    assert "###" not in text
    assert "explain" not in text


def test_a_report_with_pseudonyms_suggests_no_command(audit: Audit, wording: Wording) -> None:
    assert "checklist explain" not in told(pseudonymised(audit, Names("a long secret phrase")), wording)


def test_a_company_shows_its_name_and_its_line(audit: Audit, wording: Wording) -> None:
    brand = Branding(company=Bilingual("远航*贸易", "远航*贸易"), confidentiality=Bilingual("内部", "内部"))
    assert "\n*远航\\*贸易*\n\n*内部*\n" in told(audit, wording, branding=brand)


@pytest.mark.parametrize("text", ["`", "x\ny", "```"])
def test_an_odd_id_breaks_no_block(firm: Callable[[str], Audit], english: Wording, text: str) -> None:
    html = READER.render(told(firm(text), english))
    commands = re.findall(r"<pre><code[^>]*>(.*?)</code></pre>", html, flags=re.DOTALL)
    assert len(commands) == 1
    assert unescape(commands[0]).startswith("checklist explain follow-up ")
    assert commands[0].count("\n") == 1


def test_what_cannot_be_told_comes_right_after_the_title(unsure: Audit, english: Wording) -> None:
    touches = "2 findings of 2 reps; 1,204 records; would decide 1 verdict; only Second-Rep writes it so"
    judgements = "no valid judgement is on file for 2 items: “honesty”, “care for customers and colleagu…”"
    shown = told(unsure, english).splitlines()
    assert shown[2].startswith("**1 of 1,217 rows")
    assert shown[4:11] == [
        "### What cannot be told yet (it touches 5 of 12 findings)",
        "",
        f"- nothing says what R1 later in Li Na.csv means ({touches})",
        "  - say it: `values: {status: {later: ?}}`; `values: {status: {later: other}}`",
        f"- {judgements} (2 findings of 2 reps)",
        "  - hand in the visits with --attestations",
        "- the log shows no visits (1 finding of 1 rep)",
    ]


def test_possible_shortfalls_stand_before_who_needs_help(unsure: Audit, chinese: Wording) -> None:
    shown = told(unsure, chinese)
    place = shown.index("### 可能的未达标：3 项（资料补全前不作判断，不算偏差）")
    assert "- 规则 follow-up `follow-up`: 2 人 2 项" in shown
    assert shown.index("销售人员 3 人") < place < shown.index("### 谁在哪些方面需要帮助")


def test_what_cannot_be_told_shows_as_itself(unsure_and_hostile: Audit, wording: Wording) -> None:
    shown = Seen(told(unsure_and_hostile, wording))
    assert "script" not in shown.tags
    assert not set(shown.text) & {"\x1b", "\u202e", "\x00"}


def test_notices_of_one_sort_are_folded_but_for_who_asks(unsure: Audit, english: Wording) -> None:
    assert "- R1 is not on the roster (+ 1 alike)\n" in told(unsure, english)
    assert "- R7 is not on the roster\n" in told(unsure, english, verbosity=1)
