import base64
import hashlib
import re
from dataclasses import replace
from fractions import Fraction
from html.parser import HTMLParser

import pytest

from checklist.model import Audit, Bilingual, Outcome, Rule, Scorecard, Sentence, Upcoming, Verdict
from checklist.reporters import Options, load
from checklist.reporters.slugs import rep_page_name
from checklist.wording import Wording

VOID = {"meta", "link", "br", "circle", "rect", "input", "path", "img"}


class Page(HTMLParser):
    """What a browser would make of a page: tags, attributes, and text."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.open: list[str] = []
        self.feed(source)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] != "style":
            self.words.append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())

    def attributes(self, tag: str, name: str) -> list[str]:
        return [attributes[name] or "" for each, attributes in self.tags if each == tag and name in attributes]


def files(audit: Audit, wording: Wording, options: Options | None = None) -> dict[str, bytes]:
    return dict(load("html").render(audit, wording, options or Options()))


def pages(audit: Audit, wording: Wording, options: Options | None = None) -> dict[str, str]:
    written = files(audit, wording, options)
    return {name: content.decode() for name, content in written.items() if name.endswith(".html")}


def rep_page(audit: Audit, card: Scorecard, wording: Wording) -> Page:
    return Page(pages(audit, wording)[rep_page_name(card.rep_id)])


def test_one_page_for_the_team_and_one_for_each_rep(audit: Audit, wording: Wording) -> None:
    names = list(pages(audit, wording))
    assert names[0] == "index.html"
    assert names[1:] == [rep_page_name(card.rep_id) for card in audit.scorecards]


@pytest.mark.parametrize("which", ["audit", "hostile"])
def test_no_page_runs_or_asks_for_anything(which: str, wording: Wording, request: pytest.FixtureRequest) -> None:
    written = pages(request.getfixturevalue(which), wording)
    for source in written.values():
        page = Page(source)
        assert not page.open
        tags = {tag for tag, _ in page.tags}
        assert not tags & {"script", "img", "iframe", "object", "embed", "form", "base", "audio", "video"}
        for _, attributes in page.tags:
            assert not any(name.startswith("on") or name == "style" for name in attributes)
        assert page.attributes("link", "href") == ["data:,"]
        targets = {each for each in page.attributes("a", "href") if not each.endswith(".csv")}
        anchors = {f"#{attributes['id']}" for _, attributes in page.tags if "id" in attributes}
        assert targets <= set(written) | anchors
        assert "url(" not in source
        assert "@import" not in source


def test_the_content_security_policy_allows_this_style_and_nothing_else(audit: Audit, wording: Wording) -> None:
    for source in pages(audit, wording).values():
        style = re.search("<style>(.*?)</style>", source, re.DOTALL)
        assert style
        digest = base64.b64encode(hashlib.sha256(style.group(1).encode()).digest()).decode()
        assert Page(source).attributes("meta", "content")[0] == (
            f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; base-uri 'none'; form-action 'none'"
        )
        assert source.index("Content-Security-Policy") < source.index("<style>")


def test_hostile_text_is_only_ever_text(hostile: Audit, wording: Wording, hostile_text: str) -> None:
    for name, source in pages(hostile, wording).items():
        assert not set(source) & {"\x1b", "\u202e", "\x00"}
        assert "<script" not in source
        assert "script" not in name or re.fullmatch("rep-[a-z0-9-]+.html", name)
    shown = rep_page(hostile, hostile.scorecards[0], wording).text
    assert hostile_text.replace("\x1b", "\\x1b").replace("\u202e", "\\u202e").replace("\x00", "\\x00") in shown


def test_a_reps_page_holds_nothing_about_another(audit: Audit, wording: Wording) -> None:
    written = pages(audit, wording)
    second = written[rep_page_name("Second-Rep")]
    third = written[rep_page_name("Third-Rep")]
    for page in (second, third):
        # The hash of a style sheet may hold any two letters.
        assert "R1" not in re.sub(r"'sha256-[^']*'", "", page)
        assert audit.inputs[0].path not in page
    assert "Third-Rep" not in second
    assert "Li Na" not in third
    assert "Second-Rep" not in third


def test_a_notice_about_the_data_is_shown_and_one_that_names_somebody_is_not(audit: Audit, english: Wording) -> None:
    shown = rep_page(audit, audit.scorecards[1], english).text
    assert "the last record is 3 days old" in shown
    assert "is not on the roster" not in shown
    assert "R1 is not on the roster" in Page(pages(audit, english)["index.html"]).text


def test_the_points_lost_add_up(audit: Audit, english: Wording) -> None:
    shown = rep_page(audit, audit.scorecards[0], english).text
    assert "−5.1" in shown
    assert "−1.5" in shown
    assert "Lost in all (score 93.4 = 100 − 6.6) −6.6" in shown


def test_a_failed_rule_says_what_is_required_found_and_to_be_done(audit: Audit, english: Wording) -> None:
    shown = rep_page(audit, audit.scorecards[0], english).text
    for part in (
        "✗ not compliant Binding rules the records show as not met: 1. Rules scored: 2 of 3 that apply.",
        "Customers are followed up.",
        "At least 95% of what falls due",
        "Fell due 31, met 25 (80.6%).",
        "Taken out of score and verdict: 2, by W-1",
        "Do this for follow-up",
        "A default of the policy pack, not the policy itself. common practice",
        "R1: nothing is logged from Oct 1, 2026 (missing 2) R1.csv:7 R1 · 2026-10-01 09:30:00",
        "waived: W-1",
    ):
        assert part in shown
    assert "Oct 20, 2026" in shown
    assert "Oct 21, 2026" not in shown
    assert "+ 5 more, in the table (CSV)" in shown
    assert "5 more are counted but not listed" in shown


def test_what_was_not_judged_is_never_among_what_passed(audit: Audit, english: Wording) -> None:
    shown = rep_page(audit, audit.scorecards[1], english).text
    assert "? undecided Binding rules that could not be judged yet: 2." in shown
    assert "Met:" not in shown
    order = [
        shown.index(heading)
        for heading in ("Does not apply: 1", "Still open: 1", "Not checked: 1", "Could not be worked out: 1")
    ]
    assert order == sorted(order)
    assert "no attestations file was given" in shown
    assert "Where the points went" not in shown


def test_a_rep_with_nothing_against_her_reads_so(audit: Audit, english: Wording) -> None:
    shown = rep_page(audit, audit.scorecards[2], english).text
    assert "✓ compliant The records show every binding rule as met." in shown
    assert "No points lost." in shown
    assert "Not met" not in shown


def test_a_rep_of_whom_nothing_was_scored_reads_so(audit: Audit, english: Wording) -> None:
    card = replace(
        audit.scorecards[1],
        findings=tuple(replace(each, outcome=Outcome.NOT_APPLICABLE) for each in audit.scorecards[1].findings),
    )
    shown = rep_page(replace(audit, scorecards=(card,)), card, english).text
    assert "No rule was scored." in shown


def test_the_team_page_tells_who_needs_help_and_what_the_data_lacks(audit: Audit, english: Wording) -> None:
    shown = Page(pages(audit, english)["index.html"]).text
    for part in (
        "Reps judged: 3 1 ✗ not compliant 1 ? undecided 1 ✓ compliant",
        "+5.1 points Rule follow-up (binding) met 25 of 31",
        "no attestations file was given rules 1, reps 2 Rules: Rule attested-basics",
        "✗ 93.4 not met 2",
        "? undecided 1",
        "✓ 100.0",
        "Days 7 5",
        "This policy is a tailoring of large 1.0.",
        "Survey: done elsewhere",
        "R1.csv " + "cd" * 32 + " activity log 1,204 1,200 1 2 1",
        "R1.csv:17 the time R1 cannot be read",
    ):
        assert part in shown


def test_a_failure_that_is_waived_whole_is_shown_and_asks_for_no_help(audit: Audit, english: Wording) -> None:
    card = audit.scorecards[0]
    waived = tuple(
        replace(each, waived=each.expected, score=None, points_lost=0)
        if each.rule in {"follow-up", "plan-filled"}
        else each
        for each in card.findings
    )
    excused = replace(card, findings=waived, verdict=Verdict.COMPLIANT, score=1000)
    everyone = replace(audit, scorecards=(excused, *audit.scorecards[1:]))
    shown = rep_page(everyone, excused, english).text
    assert "✗ Rule follow-up Waived" in shown
    assert "What to do next" not in shown
    assert "No scored rule fails for anyone." in Page(pages(everyone, english)["index.html"]).text


def test_a_compliant_rep_of_the_best_grade_needs_no_attention(audit: Audit, english: Wording) -> None:
    card = replace(audit.scorecards[0], verdict=Verdict.COMPLIANT)
    for grade, needs in (("A", False), ("D", True), (None, True)):
        graded = replace(audit, scorecards=(replace(card, grade=grade),))
        shown = Page(pages(graded, english)["index.html"]).text
        assert ("+5.1 points" in shown) is needs


def test_a_firm_without_anybody_still_has_a_page(audit: Audit, wording: Wording) -> None:
    nobody = replace(audit, scorecards=(), deviations=(), inputs=(), notices=(), rejects=(), score=None)
    assert list(pages(nobody, wording)) == ["index.html"]


def test_what_a_rule_asks_is_said_where_the_audit_carries_it(audit: Audit, english: Wording) -> None:
    told = replace(audit, requirements={"follow-up": Sentence("test.no_file")})
    shown = rep_page(told, told.scorecards[0], english).text
    assert "Required no attestations file was given At least 95% of what falls due" in shown


def test_the_same_advice_is_given_once(audit: Audit, english: Wording) -> None:
    def alike(rule: Rule) -> Rule:
        return replace(rule, advice=Bilingual("", "Plan the week."), threshold=Fraction(1), basis="document")

    clauses = tuple(
        replace(clause, rules=tuple(alike(rule) for rule in clause.rules), truncated=True)
        for clause in audit.policy.clauses
    )
    same = replace(audit, policy=replace(audit.policy, clauses=clauses))
    page = pages(same, english)[rep_page_name("R1")]
    steps = page[page.index('id="next"') : page.index('id="failed"')]
    assert steps.count("Plan the week.") == 1
    assert "Everything that falls due" in page
    assert "The source of this clause is incomplete." in page
    assert "A default of the policy pack" not in page


def test_a_page_says_its_language(audit: Audit, english: Wording, chinese: Wording) -> None:
    assert '<html lang="en">' in pages(audit, english)["index.html"]
    assert '<html lang="zh-Hans">' in pages(audit, chinese)["index.html"]


def test_the_same_audit_gives_the_same_pages(audit: Audit, wording: Wording) -> None:
    assert pages(audit, wording) == pages(audit, wording)


def part(source: str, name: str) -> str:
    """Return the words of the section with that heading."""
    found = re.search(rf'<section[^>]*aria-labelledby="{name}">.*?</section>', source, re.DOTALL)
    return "" if found is None else Page(found[0]).text


def sections(audit: Audit, wording: Wording, name: str) -> tuple[str, list[str]]:
    """Return a page, and the headings of its parts in order."""
    source = pages(audit, wording)[name]
    return source, re.findall(r'<section[^>]*aria-labelledby="([a-z-]+)"', source)


def test_what_cannot_be_told_comes_first_on_the_teams_page(unsure: Audit, english: Wording) -> None:
    source, found = sections(unsure, english, "index.html")
    assert found[:3] == ["unknown", "possible", "attention"]
    assert source.index('role="note"') < source.index('aria-labelledby="unknown"')
    told = part(source, "unknown")
    assert "nothing says what R1 later in Li Na.csv means 2 findings of 2 reps; 1,204 records" in told
    assert "Would decide the verdicts of: Li Na" in told
    assert "<code><bdi>values: {status: {later: ?}}</bdi></code>" in source
    assert part(source, "possible").endswith("Rule attested-basics 1.1.1 1 for 1 rep")
    assert "2 for 2 reps" in part(source, "possible")


def test_a_reps_page_tells_of_nothing_unknown_but_the_reps_own(unsure: Audit, english: Wording) -> None:
    made = pages(unsure, english)
    first, second, third = (made[rep_page_name(card.rep_id)] for card in unsure.scorecards)
    told = part(first, "unknown")
    # The word is another rep's alone: neither it nor the line that settles it stands on this page.
    assert "nothing says what one word in the data means 3 expectations of 1 rule" in told
    assert "later" not in first
    assert "Second-Rep" not in first
    assert "Li Na" not in first
    told = part(second, "unknown")
    assert "nothing says what R1 later in one of the files means 4 expectations of 1 rule" in told
    assert "would decide the verdict; only this rep's records write it so" in told
    assert "the log shows no visits" in third
    assert 'aria-labelledby="possible"' not in third


def test_possible_shortfalls_stand_apart_from_what_is_not_met(unsure: Audit, english: Wording) -> None:
    source, found = sections(unsure, english, rep_page_name("R1"))
    assert found.index("failed") < found.index("possible")
    told = part(source, "possible")
    assert "Possible shortfalls: 1 Not judged until the data can tell" in told
    assert "R1: nothing is logged from Oct 27, 2026 (3 in question)" in told
    failed = part(source, "failed")
    assert "Oct 27, 2026" not in failed
    assert "What is on file cannot decide 3 more." in failed


def test_what_cannot_be_told_is_escaped(unsure_and_hostile: Audit, wording: Wording, hostile_text: str) -> None:
    for source in pages(unsure_and_hostile, wording).values():
        page = Page(source)
        assert not page.open
        assert not {"script", "img"} & {tag for tag, _ in page.tags}
        assert hostile_text not in source
        assert not set(source) & {"\x1b", "\u202e", "\x00"}


def test_a_matrix_shows_what_is_unknown_as_not_checked(unsure: Audit, english: Wording) -> None:
    source = pages(unsure, english)["index.html"]
    row = source[source.index(f'<a href="{rep_page_name("Second-Rep")}"><bdi>Li Na</bdi></a><span') :]
    cells = re.findall(r'<td class="cell ([a-z]+)">(.*?)</td>', row[: row.index("</tr>")])
    assert [(tone, re.sub("<[^>]*>", "", text)) for tone, text in cells] == [
        ("doubt", "?undecided 1"),
        ("doubt", "?undecided 2"),
    ]


def test_what_falls_due_names_no_word_of_another_rep(unsure: Audit, english: Wording) -> None:
    told = Sentence("reason.unknown", {"count": 1, "cause": unsure.causes[0].sentence})
    coming = Upcoming("R1", "follow-up", "2.4.2", unsure.period.last, 1, {}, told)
    page = pages(replace(unsure, upcoming=(coming,)), english)[rep_page_name("R1")]
    assert "cannot decide 1 expectation: nothing says what one word in the data means" in page
    assert "later" not in page


def test_notices_of_one_sort_fold_on_the_teams_page(unsure: Audit, english: Wording) -> None:
    source = pages(unsure, english)["index.html"]
    assert "What to know about the data: 3" in source
    assert '<li>R1 is not on the roster<details>\n<summary class="more">1 alike</summary>' in source
