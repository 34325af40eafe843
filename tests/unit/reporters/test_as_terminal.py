from collections.abc import Callable
from dataclasses import replace

import pytest

from checklist.model import Audit, Earlier, EarlierCard, Verdict
from checklist.pseudonyms import Names, pseudonymised
from checklist.reporters import Options, stream
from checklist.reporters.text import columns
from checklist.wording import Wording


def lines(audit: Audit, wording: Wording, **options: object) -> list[str]:
    shown = stream("terminal", audit, wording, Options(**options))  # type: ignore[arg-type]
    return "".join(str(piece) for piece in shown).splitlines()


def test_the_worst_rep_comes_first_with_what_cost_most(audit: Audit, english: Wording) -> None:
    shown = lines(audit, english)
    start = shown.index("Reps, those in most need of help first")
    assert shown[start + 1] == "  ✗ not compliant  R1  R1 · R1  93.4  A  2/3 rules scored"
    assert shown[start + 2] == "      −5.1  Rule follow-up (waived 2)  follow-up  met 25/31"
    assert shown[start + 3] == "      −1.5  Rule plan-filled  plan-filled  met 3/4"
    assert shown[start + 4] == "      checklist explain follow-up … --rep R1"
    assert shown[start + 5].startswith("  ? undecided  Second-Rep  Li Na  –  0/2")
    assert shown[start + 6] == "      undecided: binding rules not checked 1, still open 1"


def test_the_sums_come_first(audit: Audit, chinese: Wording) -> None:
    assert lines(audit, chinese)[:4] == [
        "小制度 1.2.3 | 2026-10-01 至 2026-10-31",
        "! 1,217 行中有 1 行无法读取，未计入任何结果；明细见 JSON 报告。",
        "销售人员 3 人：✗ 不合规 1、? 待定 1、✓ 合规 1",
        "总分 96.7 | 偏差 30 项 | 记录截至 2026-10-31",
    ]


def test_a_companys_own_figures_stand_beside_the_packs(audit: Audit, english: Wording) -> None:
    shown = lines(audit, english)
    place = shown.index("What the company has set for itself, over large 1.0")
    assert shown[place + 1 : place + 3] == ["  Days: 5 here, 7 in the pack", "  not applied: Survey: done elsewhere"]


def test_every_row_is_accounted_for(audit: Audit, english: Wording) -> None:
    assert (
        "  activity log, files 2: 1,214 rows = 1,210 records + 1 rejected + 2 skipped as declared "
        "+ 1 duplicate" in lines(audit, english)
    )


def test_what_was_not_judged_and_every_notice_is_told(audit: Audit, english: Wording) -> None:
    shown = lines(audit, english)
    assert "Not judged: 3 of 12 findings" in shown
    assert "  ? no attestations file was given (rules 1, reps 2)" in shown
    assert "  ! fault: no attestations file was given (rules 1, reps 1)" in shown
    assert "  ! the last record is 3 days old" in shown


def test_signals_stand_apart_from_failures(audit: Audit, english: Wording) -> None:
    shown = lines(audit, english)
    place = shown.index("For review: signals, never scored")
    assert shown[place + 1] == "  1 of 2 reps  Rule honest-log  honest-log"
    assert not any("honest-log" in line for line in shown[:place])


def test_what_the_dots_stand_for_can_be_copied_whole(audit: Audit, english: Wording) -> None:
    assert lines(audit, english)[-1] == "  R1.csv 'Li Na.csv' --roster roster.csv"
    assert lines(audit, english, arguments=("log.csv", "--policy", "our pack"))[-1] == ("  log.csv --policy 'our pack'")


@pytest.mark.parametrize("width", [60, 80, 120])
def test_on_a_terminal_lines_fit_its_width(audit: Audit, wording: Wording, width: int) -> None:
    names = replace(audit.scorecards[0], name="一个很长的名字" * 9, team="华东大区第三销售部")
    wide = replace(audit, scorecards=(names, *audit.scorecards[1:]))
    for line in lines(wide, wording, width=width, interactive=True):
        if "--" not in line:
            assert columns(line) <= width, line


def test_an_id_is_never_cut(audit: Audit, wording: Wording) -> None:
    name = "R-" + "1234567890" * 12
    long = replace(audit, scorecards=(replace(audit.scorecards[0], rep_id=name),))
    for interactive in (True, False):
        shown = lines(long, wording, width=60, interactive=interactive)
        assert any(name in line for line in shown)


def test_a_pipe_gets_no_colour_and_whole_lines(audit: Audit, wording: Wording) -> None:
    shown = "\n".join(lines(audit, wording))
    assert "\x1b" not in shown
    assert not set(shown) & set("│─┌┐└┘├┤")


def test_colour_is_only_ever_added(audit: Audit, wording: Wording) -> None:
    coloured = "\n".join(lines(audit, wording, colour=True, interactive=True))
    assert "\x1b[31m" in coloured
    for code in ("0", "1", "2", "31", "32", "33"):
        coloured = coloured.replace(f"\x1b[{code}m", "")
    plain = "\n".join(lines(audit, wording, interactive=True))
    assert [line.rstrip() for line in coloured.splitlines()] == plain.splitlines()


def test_hostile_text_steers_nothing(hostile: Audit, wording: Wording) -> None:
    shown = "\n".join(lines(hostile, wording, interactive=True))
    assert not set(shown) & {"\x1b", "\u202e", "\x00"}
    assert "\\x1b[31m" in shown


def test_symbols_a_screen_lacks_are_letters(audit: Audit, english: Wording) -> None:
    shown = "\n".join(lines(audit, english, encoding="ascii"))
    assert shown.replace(" · ", "").isascii()
    assert "x not compliant" in shown


def test_long_lists_are_cut_and_say_so(audit: Audit, english: Wording) -> None:
    many = replace(
        audit,
        scorecards=tuple(replace(audit.scorecards[0], rep_id=f"R{number:03}") for number in range(40)),
    )
    shown = lines(many, english)
    assert sum("not compliant  R" in line for line in shown) == 15
    assert any("+ 25 more reps" in line for line in shown)
    everything = lines(many, english, verbosity=1)
    assert sum("not compliant  R" in line for line in everything) == 40
    assert not any("more" in line for line in everything if "Rule" not in line)


def test_quiet_gives_only_the_sums(audit: Audit, english: Wording) -> None:
    assert len(lines(audit, english, verbosity=-1)) == 4


def test_a_firm_with_nothing_wrong_has_nothing_to_explain(audit: Audit, english: Wording) -> None:
    fine = replace(
        audit,
        policy=replace(audit.policy, tailoring=None),
        scorecards=tuple(card for card in audit.scorecards if card.verdict is Verdict.COMPLIANT),
        notices=(),
        inputs=(),
        deviations=(),
    )
    shown = "\n".join(lines(fine, english))
    assert "explain" not in shown
    assert shown.count("\n\n") == 1


def test_a_change_since_the_period_before_stands_beside_the_score(audit: Audit, english: Wording) -> None:
    cards = {"R1": EarlierCard("R1", 950, Verdict.COMPLIANT), "Third-Rep": EarlierCard("R1", 990, Verdict.COMPLIANT)}
    period = replace(audit.period, label="2026-09")
    changed = replace(audit, history=(Earlier(period, "small", "1", "ab", 900, 3, {}, cards),))
    shown = lines(changed, english)
    assert "  ✗ not compliant  R1  R1 · R1  93.4  −1.6  A  2/3 rules scored" in shown
    assert "  ✓ compliant  Third-Rep  North  100.0  +1.0  A  3/3 rules scored" in shown
    assert any("  -1.6  " in line for line in lines(changed, english, encoding="ascii"))


def test_what_cost_points_stands_in_line_across_reps(audit: Audit, english: Wording) -> None:
    other = replace(audit.scorecards[0], rep_id="R2", findings=audit.scorecards[0].findings[-1:])
    shown = lines(replace(audit, scorecards=(*audit.scorecards, other)), english, interactive=True, width=100)
    places = {line.index("  met ") for line in shown if "  met " in line}
    assert sum("  met " in line for line in shown) == 3
    assert len(places) == 1


def test_only_what_is_there_is_added_up(audit: Audit, english: Wording) -> None:
    shown = lines(audit, english)
    assert "  roster, files 1: 3 rows = 3 records" in shown


def test_a_report_with_pseudonyms_suggests_no_command(audit: Audit, wording: Wording) -> None:
    shown = "\n".join(lines(pseudonymised(audit, Names("a long secret phrase")), wording))
    assert "checklist explain" not in shown
    assert "…" not in shown


def test_a_command_can_be_copied_with_any_id(firm: Callable[[str], Audit], english: Wording) -> None:
    shown = lines(firm("a b'c\x1b"), english)
    assert "      checklist explain follow-up … --rep $'a b\\'c\\x1b'" in shown


def test_what_cannot_be_told_comes_before_any_figure(unsure: Audit, english: Wording) -> None:
    shown = lines(unsure, english)
    assert shown[1].startswith("! 1 of 1,217 rows")
    assert shown[2:10] == [
        "",
        "What cannot be told yet (it touches 5 of 12 findings)",
        "  ? nothing says what R1 later in Li Na.csv means",
        "    2 findings of 2 reps; 1,204 records; would decide 1 verdict; only Second-Rep writes it so",
        "    say it:",
        "      values: {status: {later: ?}}",
        "      values: {status: {later: other}}",
        "  ? no valid judgement is on file for 2 items: “honesty”, “care for customers and colleagu…”",
    ]
    assert shown[shown.index("", 3) + 1].startswith("Reps 3:")


def test_possible_shortfalls_come_first_and_apart(unsure: Audit, english: Wording) -> None:
    shown = lines(unsure, english)
    place = shown.index("Possible shortfalls: 3 (not judged until the data can tell; no deviations)")
    assert shown[place + 1 : place + 3] == [
        "  2 for 2 reps  Rule follow-up  follow-up",
        "  1 for 1 rep  Rule attested-basics  attested-basics",
    ]
    assert place < shown.index("Reps, those in most need of help first")


def test_what_is_unknown_stands_beside_what_is_met(unsure: Audit, chinese: Wording) -> None:
    assert any(line.endswith("达标 25/31，无法判断 3") for line in lines(unsure, chinese))


def test_only_some_of_what_cannot_be_told_is_listed(unsure: Audit, english: Wording) -> None:
    word = unsure.causes[0]
    more = tuple(replace(word, key=f"2|status|{number}") for number in range(8))
    finding = replace(unsure.scorecards[0].findings[1], causes=tuple((each.key, 1) for each in more))
    card = replace(unsure.scorecards[0], findings=(finding,))
    many = replace(unsure, causes=more, scorecards=(card,))
    shown = lines(many, english)
    assert sum(line.startswith("  ? nothing says") for line in shown) == 5
    assert "  + 3 more" in shown
    assert sum(line.startswith("  ? nothing says") for line in lines(many, english, verbosity=1)) == 8


def test_notices_of_one_sort_are_folded(unsure: Audit, english: Wording) -> None:
    assert "  ! R1 is not on the roster (+ 1 alike)" in lines(unsure, english)
    everything = lines(unsure, english, verbosity=1)
    assert {"  ! R1 is not on the roster", "  ! R7 is not on the roster"} <= set(everything)


def test_what_cannot_be_told_fits_a_terminal_and_steers_nothing(unsure_and_hostile: Audit, wording: Wording) -> None:
    shown = lines(unsure_and_hostile, wording, width=80, interactive=True)
    assert not set("\n".join(shown)) & {"\x1b", "\u202e", "\x00"}
    for line in shown[: shown.index("", 2)]:
        assert columns(line) <= 80, line


def test_quiet_says_nothing_of_causes(unsure: Audit, english: Wording) -> None:
    assert len(lines(unsure, english, verbosity=-1)) == 4
