"""A case passes only where nothing is missing and nothing too much."""

from pathlib import Path

import pytest

from checklist.casebook import CaseResult, load_casebook, not_shown, run_book, run_case
from checklist.model import ChecklistError
from checklist.policy import load_policy
from checklist.wording import Wording
from tests.unit.casebook.packs import DEFAULTS, FAILING, PASSING, WHOLE, make_pack


def results(folder: Path, text: str = WHOLE) -> list[CaseResult]:
    book = load_casebook(load_policy(str(make_pack(folder / "p", text))))
    return [run_case(book.policy, case) for case in book.cases]


def said(result: CaseResult) -> list[str]:
    return [Wording("en").say(each) for each in result.differences]


def test_what_is_expected_exactly_passes(tmp_path: Path) -> None:
    assert [result.passed for result in results(tmp_path)] == [True, True, True]


@pytest.mark.parametrize(
    ("old", "new", "difference"),
    [
        ("outcome: fail", "outcome: pass", "R1 outcome: expected pass, found fail"),
        ("expected: 1, dev", "expected: 2, dev", "R1 expected: expected 2, found 1"),
        ("expected: 1, dev", "expected: 1, met: 1, dev", "R1 met: expected 1, found 0"),
        ("expected: 1, dev", "expected: 1, pending: 1, dev", "R1 pending: expected 1, found 0"),
        ("expected: 1, dev", "expected: 1, reason: due_later, dev", "R1 reason: expected due_later, found "),
        (
            ", deviations: [{record_id: 1, due_on: 2026-10-10}]", "",
            "R1 deviation unexpected: {record_id: 1, due_on: 2026-10-10}",
        ),
        (
            "[{record_id: 1, due_on: 2026-10-10}]",
            "[{record_id: 1, due_on: 2026-10-10}, {record_id: 1, due_on: 2026-10-10}]",
            "R1 deviation missing: {record_id: 1, due_on: 2026-10-10}",
        ),
        (
            "      R1: {outcome: fail", "      R9: {outcome: pass}\n      R1: {outcome: fail",
            "R9 should be judged, and is not",
        ),
    ],
)  # fmt: skip
def test_each_difference_fails_the_case_and_is_said(tmp_path: Path, old: str, new: str, difference: str) -> None:
    text = DEFAULTS + FAILING.replace(old, new, 1)
    assert said(results(tmp_path, text)[0]) == [difference]


def test_a_deviation_of_another_day_is_both_missing_and_unexpected(tmp_path: Path) -> None:
    text = DEFAULTS + FAILING.replace("due_on: 2026-10-10", "due_on: 2026-10-12, missing: 2")
    assert said(results(tmp_path, text)[0]) == [
        "R1 deviation missing: {record_id: 1, due_on: 2026-10-12, missing: 2}",
        "R1 deviation unexpected: {record_id: 1, due_on: 2026-10-10}",
    ]


def test_a_rep_that_the_case_leaves_out_is_unexpected(tmp_path: Path) -> None:
    text = DEFAULTS.replace("[{rep_id: R1}]", "[{rep_id: R1}, {rep_id: R2}]") + FAILING
    (difference,) = said(results(tmp_path, text)[0])
    assert difference.startswith("R2 is judged too")
    assert difference.endswith("{outcome: not_applicable}")


def test_what_a_case_shows_must_be_found(tmp_path: Path) -> None:
    text = DEFAULTS + FAILING.replace("shows: failing", "shows: passing")
    assert said(results(tmp_path, text)[0]) == ["is said to be passing, but what is found is: fail"]


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("2026-10-09 09:00", "tomorrow", 12),
        ("2026-10-09 09:00", "05/03/2026", 12),
        ("{type: answer, occurred_at: 2026-10-11 00:00:00}", "{type: , occurred_at: 2026-10-11}", 13),
    ],
)
def test_a_row_that_cannot_be_read_is_named_by_its_place(tmp_path: Path, old: str, new: str, line: int) -> None:
    text = DEFAULTS + FAILING.replace(old, new, 1)
    with pytest.raises(ChecklistError) as caught:
        results(tmp_path, text)
    assert caught.value.code == "case_refused"
    assert caught.value.place is not None
    assert caught.value.place.path.endswith(".cases.yaml")
    assert caught.value.place.line == line


def test_every_rule_must_be_shown_in_three_ways(tmp_path: Path) -> None:
    def missing(name: str, text: str) -> list[str]:
        book = load_casebook(load_policy(str(make_pack(tmp_path / name, text))))
        return [Wording("en").say(sentence) for _, sentence in not_shown(book)]

    assert missing("whole", WHOLE) == []
    assert missing("half", DEFAULTS + PASSING) == ["rule answered still lacks cases: failing, undecided"]


def test_a_rule_without_a_case_is_named(tmp_path: Path) -> None:
    folder = make_pack(tmp_path / "p")
    clauses = folder / "1-service.yaml"
    rule = "    - {rule: other, kind: quota, of: {type: call}, at_least: 1, window: month}\n"
    clauses.write_text(clauses.read_text(encoding="utf-8") + rule, encoding="utf-8")
    found = not_shown(load_casebook(load_policy(str(folder))))
    assert [(place.line, sentence.key) for place, sentence in found] == [(9, "casebook.untested")]


@pytest.mark.slow
def test_several_processes_find_what_one_finds(tmp_path: Path) -> None:
    passing = [PASSING.replace("in the last second", f"case {number}") for number in range(50)]
    wrong = FAILING.replace("expected: 1", "expected: 3")
    book = load_casebook(load_policy(str(make_pack(tmp_path / "p", DEFAULTS + "".join(passing) + wrong))))
    found = run_book(book, book.cases, 2)
    assert [result.passed for result in found] == [True] * 50 + [False]
    assert said(found[-1]) == ["R1 expected: expected 3, found 1"]
    assert run_book(book, book.cases[-1:], 2) == found[-1:]
