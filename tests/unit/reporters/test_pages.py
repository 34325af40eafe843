"""Pages beyond the bare findings: earlier periods, what is due, a year, teams, languages, own templates."""

import re
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from checklist.assets import folder
from checklist.model import (
    Audit,
    Bilingual,
    ChecklistError,
    CustomerWeeks,
    Earlier,
    EarlierCard,
    Period,
    RepActivity,
    Scorecard,
    Sentence,
    Upcoming,
    Verdict,
)
from checklist.reporters import Options, load
from checklist.reporters.branding import Branding
from checklist.reporters.logo import Logo
from checklist.reporters.slugs import rep_page_name, rep_table_name
from checklist.wording import Wording

MONDAY = date(2025, 10, 27)
DAYS = 370


def written(audit: Audit, wording: Wording, **options: Any) -> dict[str, str]:
    made = load("html").render(audit, wording, Options(**options))
    return {name: content.decode() for name, content in made}


def earlier(month: int, score: int | None, *, sha256: str = "ab" * 32, **cards: EarlierCard) -> Earlier:
    first = date(2026, month, 1)
    last = date(2026, month + 1, 1) - timedelta(days=1)
    return Earlier(
        period=Period(first, last, last, f"2026-{month:02}"),
        pack="small",
        policy_version="1.2.2",
        policy_sha256=sha256,
        score=score,
        deviations=3,
        verdicts={Verdict.COMPLIANT: 2, Verdict.NON_COMPLIANT: 1},
        cards=cards,
    )


def year(**customers: tuple[int | None, ...]) -> RepActivity:
    days = list("wwwwwoo" * 53)[:DAYS]
    days[0:7] = "-" * 7
    days[357:364] = "aaaaaoo"
    records = [0 if kind in "-ao" else number % 12 for number, kind in enumerate(days)]
    weeks = tuple(date(2026, 8, 3) + timedelta(days=7 * number) for number in range(13))
    listed = tuple(
        CustomerWeeks(name, None, "A", contacts, date(2026, 10, 31) if any(contacts) else None)
        for name, contacts in customers.items()
    )
    return RepActivity(MONDAY, tuple(records), "".join(days), weeks, listed, 7, ("follow-up",))


def many(audit: Audit, count: int, team: str | None = None) -> Audit:
    card = audit.scorecards[0]
    cards = tuple(
        replace(
            card,
            rep_id=f"X{number:04}",
            name=None,
            team=team or f"Team {number % 3}",
            findings=tuple(replace(each, rep_id=f"X{number:04}") for each in card.findings),
        )
        for number in range(count)
    )
    return replace(audit, scorecards=cards, deviations=(), inputs=(), rejects=(), notices=())


def test_the_change_since_the_last_period_is_told_on_both_pages(audit: Audit, english: Wording) -> None:
    before = earlier(9, 950, R1=EarlierCard("R1", 900, Verdict.UNDECIDED))
    pages = written(replace(audit, history=(before,)), english)
    rep = pages[rep_page_name("R1")]
    assert "Since Sep 2026:" in rep
    assert "up 3.4" in rep
    assert "Verdict in Sep 2026: undecided." in rep
    assert "another version of the policy" not in rep
    assert "up 1.7" in pages["index.html"]
    assert "Since Sep 2026:" not in pages[rep_page_name("Third-Rep")]


def test_a_fall_and_a_new_policy_are_told_as_such(audit: Audit, english: Wording) -> None:
    before = earlier(9, 970, sha256="00" * 32, R1=EarlierCard("R1", 950, Verdict.NON_COMPLIANT))
    rep = written(replace(audit, history=(before,)), english)[rep_page_name("R1")]
    assert "down 1.6" in rep
    assert "another version of the policy" in rep
    assert "policy changed" in rep


def test_the_trend_shows_the_last_twelve_periods_and_nothing_where_nothing_was_scored(
    audit: Audit, english: Wording
) -> None:
    cards = [EarlierCard("R1", None if month == 5 else 800 + month, Verdict.COMPLIANT) for month in range(1, 10)]
    history = tuple(earlier(card_number, 900, R1=card) for card_number, card in enumerate(cards, start=1))
    rep = written(replace(audit, history=history), english)[rep_page_name("R1")]
    chart = rep[rep.index('class="line"') : rep.index("</svg>", rep.index('class="line"'))]
    assert chart.count("<circle") == 9
    assert len(re.findall("M[0-9.]+ [0-9.]+L", chart)) == 2  # the line breaks where nothing was scored
    assert rep.count('<tr><th scope="row">') >= 10
    assert "Jan 2026" in rep


def test_one_period_alone_draws_no_trend(audit: Audit, wording: Wording) -> None:
    assert 'id="trend"' not in "".join(written(audit, wording).values())


def test_what_falls_due_next_is_listed_for_its_rep_alone(audit: Audit, english: Wording) -> None:
    def due(rep: str, customer: str, day: date | None, *, overdue: bool = False) -> Upcoming:
        sentence = Sentence("test.silent", {"customer": customer, "first": date(2026, 10, 1)})
        return Upcoming(rep, "follow-up", "2.4.2", day, 1, {"customer_id": customer}, sentence, overdue)

    upcoming = (
        due("R1", "C-late", date(2026, 10, 5), overdue=True),
        due("R1", "C-soon", date(2026, 11, 4)),
        due("R1", "C-someday", None),
        *(due("R1", f"C{number}", date(2026, 11, 9)) for number in range(20)),
        due("Third-Rep", "C-other", date(2026, 11, 4)),
    )
    pages = written(replace(audit, upcoming=upcoming), english)
    rep = pages[rep_page_name("R1")]
    order = [
        rep.index(part) for part in ("overdue", "C-late", "Nov 4, 2026", "C-soon", "day not known yet", "C-someday")
    ]
    assert order == sorted(order)
    assert "+ 11 more" in rep
    assert "C-other" not in rep
    assert "C-other" in pages[rep_page_name("Third-Rep")]


def test_a_years_records_are_drawn_and_told_in_a_table(audit: Audit, english: Wording) -> None:
    activity = year(Silent=(0,) * 13, Busy=(1,) * 12 + (4,), Late=(None,) * 12 + (2,))
    rep = written(replace(audit, activity={"R1": activity}), english)[rep_page_name("R1")]
    total = sum(activity.records)
    worked = activity.days.count("w")
    empty = sum(kind == "w" and not count for kind, count in zip(activity.days, activity.records, strict=True))
    assert f"Records: {total:,}. Working days present: {worked}; without a record on {empty} of them." in rep
    chart = rep[rep.index('class="year"') : rep.index("</svg>", rep.index('class="year"'))]
    strokes = [int(length) for length in re.findall(r"M\d+ \d+v(\d+)", chart)]
    assert {(length + 2) % 12 for length in strokes} == {0}
    assert sum((length + 2) // 12 for length in strokes) == DAYS - 7  # the log does not span the first week
    table = rep[rep.index("Working days present</th>") :]
    cells = re.findall(r'<td class="number">([\d,]+)</td>', table[: table.index("</table>")])
    assert sum(int(cell.replace(",", "")) for cell in cells[0::3]) == total
    assert sum(int(cell) for cell in cells[2::3]) == empty


def test_who_was_left_alone_is_told_week_by_week(audit: Audit, english: Wording) -> None:
    activity = year(Silent=(0,) * 13, Busy=(1,) * 12 + (4,), Late=(None,) * 12 + (2,))
    rep = written(replace(audit, activity={"R1": activity}), english)[rep_page_name("R1")]
    rows = {
        name: re.findall(r"<td(?: class=\"(\w+)\")?>([^<]*)</td>", row[row.index("</td>") :])
        for name, row in re.findall(r"<tr><th scope=\"row\"><bdi>(\w+)</bdi>(.*?)</tr>", rep)
    }
    assert rows["Silent"] == [("none", "0")] * 11 + [("away", "–"), ("none", "0")]
    assert rows["Busy"] == [("some", "1")] * 12 + [("many", "4")]
    assert rows["Late"] == [("", "")] * 12 + [("some", "2")]
    assert "none in the log" in rep
    assert "+ 7 more customers" in rep


def test_a_rep_without_a_cadence_has_no_map(audit: Audit, wording: Wording) -> None:
    rep = written(replace(audit, activity={"R1": year()}), wording)[rep_page_name("R1")]
    assert 'id="year"' in rep
    assert 'id="follow-up"' not in rep


def test_the_table_beside_a_page_holds_that_rep_alone_and_every_listed_deviation(
    audit: Audit, english: Wording
) -> None:
    other = replace(audit.deviations[0], rep_id="Third-Rep", id="f" * 16)
    made = dict(load("html").render(replace(audit, deviations=(*audit.deviations, other)), english, Options()))
    table = made[rep_table_name("R1")].decode("utf-8-sig").splitlines()
    assert len(table) == 1 + 25
    assert all("Third-Rep" not in line for line in table)
    assert f'href="{rep_table_name("R1")}"' in made[rep_page_name("R1")].decode()
    assert rep_table_name("Second-Rep") not in made


def test_a_large_firm_is_paged_by_team_and_every_rep_stands_on_one_page(audit: Audit, english: Wording) -> None:
    firm = many(audit, 660)
    pages = written(firm, english)
    parts = {name: page for name, page in pages.items() if name.startswith("team-")}
    assert len(parts) == 6  # 220 reps a team, at most 200 a page
    index = pages["index.html"]
    assert 'class="matrix"' not in index
    for name, part in parts.items():
        assert f'href="{name}"' in index
        assert 'href="index.html"' in part
    for card in firm.scorecards:
        holding = [name for name, part in parts.items() if "data-name=" in part and rep_page_name(card.rep_id) in part]
        rep = pages[rep_page_name(card.rep_id)]
        back = re.search('<a href="(team-[^"]+)">←', rep)
        assert back
        assert back.group(1) in holding
    assert len(index) < 60_000


def test_a_firm_of_one_page_has_no_team_pages_and_a_filter_only_for_several_teams(
    audit: Audit, english: Wording
) -> None:
    several = written(many(audit, 9), english)
    assert not any(name.startswith("team-") for name in several)
    assert several["index.html"].count('name="team"') == 4
    assert 'tr[data-team]:not([data-team="2"])' in several["index.html"]
    alone = written(many(audit, 9, "One"), english)["index.html"]
    assert 'name="team"' not in alone
    assert 'name="verdict"' in alone


def test_both_languages_have_pages_that_link_to_each_other(
    audit: Audit, english: Wording, chinese: Wording, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("checklist.reporters.as_html.Wording", lambda _: chinese)
    pages = written(audit, english, languages=("en", "zh"))
    name = rep_page_name("R1")
    assert next(iter(pages)) == "index.html"
    assert '<html lang="en">' in pages[name]
    assert f'<a href="zh/{name}" lang="zh-Hans" hreflang="zh-Hans" rel="alternate">中文</a>' in pages[name]
    assert '<html lang="zh-Hans">' in pages[f"zh/{name}"]
    assert f'<a href="../{name}" lang="en" hreflang="en" rel="alternate">English</a>' in pages[f"zh/{name}"]
    assert "2026年10月31日" in pages[f"zh/{name}"]
    assert "Oct 31, 2026" in pages[name]


def test_one_language_needs_no_link(audit: Audit, wording: Wording) -> None:
    assert "hreflang" not in "".join(written(audit, wording).values())


LOGO = Logo(b"\x89PNG\r\n\x1a\nrest", "image/png", 30, 20)
BRAND = Branding(Bilingual("远航", "Yuanhang"), LOGO, "#0b5394", "#8ab8e6", Bilingual("内部资料", "Confidential"))


def test_a_brand_shows_its_name_logo_colours_and_line(audit: Audit, english: Wording) -> None:
    for name, page in written(audit, english, branding=BRAND).items():
        if name.endswith(".html"):
            assert "<span>Yuanhang</span>" in page
            assert '<img src="data:image/png;base64,' in page
            assert "--link:#0b5394" in page
            assert "--link:#8ab8e6" in page
            assert "#1a56b8" not in page
            assert '<p class="confidential">Confidential</p>' in page


def test_external_assets_leave_no_style_in_the_pages(audit: Audit, english: Wording) -> None:
    made = dict(load("html").render(audit, english, Options(assets="external", branding=BRAND)))
    assert made["logo.png"] == LOGO.content
    for name, content in made.items():
        if name.endswith(".html"):
            page = content.decode()
            assert "<style" not in page
            assert "data:image" not in page
            assert "style-src 'self'; img-src 'self' data:;" in page
            style = re.search('<link rel="stylesheet" href="([^"]+)">', page)
            assert style
            assert style.group(1) in made


def test_own_templates_stand_in_file_by_file(audit: Audit, english: Wording, tmp_path: Path) -> None:
    (tmp_path / "parts.html").write_text(
        (folder("reports") / "html" / "parts.html")
        .read_text(encoding="utf-8")
        .replace('<dl class="facts">', '<dl class="facts">OURS {{ audit.policy }}'),
        encoding="utf-8",
    )
    (tmp_path / "style.css").write_text(":root { --link: #1a56b8; } .ours {}", encoding="utf-8")
    page = written(audit, english, templates=str(tmp_path))[rep_page_name("R1")]
    assert "OURS Small policy" in page
    assert ".ours{}" in page
    assert "Where the points went" in page


@pytest.mark.parametrize(
    ("template", "line"),
    [
        ("{{ rep.nmae }}", 1),
        ("line\n{% if %}", 2),
        ("line\n\n{{ rep.name | safe }}", 3),
        ("{{ ''.__class__.__mro__ }}", 1),
        ("line\n{{ 1 / 0 }}", 2),
        ("{% include '../../../etc/passwd' %}", None),
    ],
)
def test_a_broken_or_prying_template_is_an_error_with_its_place(
    audit: Audit, english: Wording, tmp_path: Path, template: str, line: int | None
) -> None:
    (tmp_path / "rep.html").write_text(template, encoding="utf-8")
    with pytest.raises(ChecklistError) as caught:
        written(audit, english, templates=str(tmp_path))
    assert caught.value.code == "template_broken"
    assert caught.value.place is not None
    if line is not None:
        assert caught.value.place.path == str(tmp_path / "rep.html")
        assert caught.value.place.line == line


def test_a_template_cannot_switch_the_escaping_off(audit: Audit, english: Wording, tmp_path: Path) -> None:
    (tmp_path / "rep.html").write_text("a\n{% autoescape false %}{{ rep.name }}{% endautoescape %}", encoding="utf-8")
    with pytest.raises(ChecklistError) as caught:
        written(audit, english, templates=str(tmp_path))
    assert caught.value.code == "template_unescaped"
    assert caught.value.place is not None
    assert caught.value.place.line == 2


def test_text_out_of_a_log_is_escaped_in_own_templates_too(
    hostile: Audit, english: Wording, tmp_path: Path, hostile_text: str
) -> None:
    (tmp_path / "rep.html").write_text("<p title={{ rep.id }}>{{ rep.name }}</p>", encoding="utf-8")
    page = written(hostile, english, templates=str(tmp_path))[rep_page_name(hostile_text)]
    assert "<script" not in page
    assert "\u202e" not in page


def test_a_folder_of_templates_must_be_there(audit: Audit, english: Wording) -> None:
    with pytest.raises(ChecklistError) as caught:
        written(audit, english, templates="/nowhere")
    assert caught.value.code == "templates_missing"


def context_names(audit: Audit, wording: Wording) -> dict[str, set[str]]:
    from checklist.reporters.localised import LocalWording
    from checklist.reporters.reading import Reading
    from checklist.reporters.rep_page import RepPages
    from checklist.reporters.team_page import TeamPages

    reading = Reading(audit, LocalWording(wording))
    rep: Scorecard = audit.scorecards[0]
    team = dict(next(iter(TeamPages(reading).pages()))[1])
    page = RepPages(reading).page(rep) | {"overview": "index.html"}
    return {"team": set(team), "rep": set(page), "rule": set(page["failing"][0])}


@pytest.mark.parametrize("file", ["README.md", "README.zh.md"])
def test_the_guide_names_what_templates_are_given_and_nothing_else(audit: Audit, english: Wording, file: str) -> None:
    guide = (folder("reports") / file).read_text(encoding="utf-8")
    for what, names in context_names(audit, english).items():
        told = set(re.findall(rf"(?m)^- `{what}\.([a-z_]+)`", guide)) - {"html"}
        assert told == names, what


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("zh", ["1 分钟", "2 小时", "180 天", "1 个工作日", "4 个工作小时", "12 个月", "1 年"]),
        ("en", ["1 minute", "2 hours", "180 days", "1 working day", "4 working hours", "12 months", "1 year"]),
    ],
)
def test_spans_of_time_are_said_in_full(language: str, said: list[str]) -> None:
    from checklist.reporters.localised import LocalWording

    counts = {"minute": 1, "hour": 2, "day": 180, "workday": 1, "workhour": 4, "month": 12, "year": 1}
    wording = LocalWording(Wording(language))
    assert [wording.say(Sentence(f"duration.{unit}", {"count": count})) for unit, count in counts.items()] == said


def test_what_one_record_lacks_stands_in_one_row_and_paths_lose_the_folder_they_share(
    audit: Audit, english: Wording
) -> None:
    first = audit.deviations[0]
    proof = replace(first.evidence[0], path="/data/2026/a.csv")
    other = replace(proof, path="/data/2026/more/b.csv", line=7)
    deviations = [replace(first, evidence=(each,)) for each in (proof, proof, other)]
    page = written(replace(audit, deviations=tuple(deviations)), english)[rep_page_name(first.rep_id)]
    table = page[page.index('<table class="evidence">') :]
    rows = re.findall(r"<tr><td>.*?</tr>", table[: table.index("</table>")], re.DOTALL)
    assert [(row.count("<p><bdi>"), re.findall("<code><bdi>(.*?)</bdi>", row)) for row in rows] == [
        (2, [f"a.csv:{proof.line}"]),
        (1, ["more/b.csv:7"]),
    ]
    assert "The files named as evidence lie in: <code><bdi>/data/2026/</bdi></code>" in page


@pytest.mark.parametrize(
    ("left_out", "said"),
    [
        (0, "All of them as a table (CSV)"),
        (1, "The table (CSV), without 1 more that is only counted"),
        (5, "The table (CSV), without 5 more that are only counted"),
    ],
)
def test_a_page_says_what_its_table_leaves_out(audit: Audit, english: Wording, left_out: int, said: str) -> None:
    card = audit.scorecards[0]
    findings = tuple(replace(each, omitted_deviations=min(left_out, each.omitted_deviations)) for each in card.findings)
    cut = replace(audit, scorecards=(replace(card, findings=findings), *audit.scorecards[1:]))
    assert f">{said}</a>" in written(cut, english)[rep_page_name(card.rep_id)]
