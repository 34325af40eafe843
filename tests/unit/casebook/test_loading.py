"""Cases that cannot be read are named by file, line and column."""

from pathlib import Path

import pytest

from checklist.casebook import Casebook, load_casebook
from checklist.model import ChecklistError, ErrorGroup
from checklist.policy import load_policy
from tests.unit.casebook.packs import DEFAULTS, FAILING, PASSING, WHOLE, make_pack


def read(folder: Path) -> Casebook:
    return load_casebook(load_policy(str(folder)))


def refusals(folder: Path) -> list[tuple[str, int | None, int | None]]:
    with pytest.raises(ChecklistError) as caught:
        read(folder)
    errors = caught.value.errors if isinstance(caught.value, ErrorGroup) else [caught.value]
    assert all(error.place is not None for error in errors)
    return [(error.code, error.place.line, error.place.column) for error in errors if error.place]


def line_of(text: str, part: str) -> int:
    return text[: text.rindex(part)].count("\n") + 1


def test_cases_lie_beside_their_clauses(tmp_path: Path) -> None:
    book = read(make_pack(tmp_path / "p"))
    assert [case.name.en for case in book.cases] == ["in the last second", "a second late", "due next month"]
    assert [rule.id for rule in book.own] == ["answered"]
    assert book.cases[0].place.path.endswith("1-service.cases.yaml")


@pytest.mark.parametrize(
    ("old", "new", "code", "column"),
    [
        ("{type: answer, occurred_at: 2026-10-10", "{tipe: answer, occurred_at: 2026-10-10", "case_column_unknown", 10),
        ("rule: answered", "rule: answerd", "case_rule_unknown", 11),
        ("shows: passing", "shows: passed", "yaml_bad_value", 12),
        ("outcome: pass,", "outcome: passed,", "yaml_bad_value", 21),
        ("expected: 1, met: 1}", "expectd: 1, met: 1}", "yaml_unknown_field", 27),
        ("{record_id: 1, due_on", "{recordid: 1, due_on", "case_subject_unknown", 54),
        ("{type: answer, occurred_at: 2026-10-10", "{repeat: 0, type: answer, occurred_at: 2026-10", "case_repeat", 18),
        ("case: a second late", "case: in the last second", "case_twice", 11),
        ("case: a second late", "case: ''", "case_nameless", 11),
        ("covers: [answer]", "covering: [answer]", "yaml_unknown_field", 5),
        ("  period: 2026-10", "  period: October", "case_refused", 11),
        ("  period: 2026-10\n", "", "yaml_missing_field", 5),
    ],
)  # fmt: skip
def test_a_slip_of_the_pen_is_named_by_line_and_column(
    tmp_path: Path, old: str, new: str, code: str, column: int
) -> None:
    text = WHOLE.replace(old, new, 1)
    assert text != WHOLE
    found = refusals(make_pack(tmp_path / "p", text))
    assert found[0][0] == code
    assert found[0][2] == column
    if new and code != "yaml_missing_field":
        assert found[0][1] == line_of(text, new.strip())


def test_every_slip_of_a_file_is_named_at_once(tmp_path: Path) -> None:
    text = WHOLE.replace("type: answer", "tipe: answer")
    assert [code for code, _, _ in refusals(make_pack(tmp_path / "p", text))] == ["case_column_unknown"] * 2


def test_a_row_takes_one_list(tmp_path: Path) -> None:
    text = WHOLE.replace(
        "{type: answer, occurred_at: 2026-10-10 23:59:59}", "{type: [answer, call], occurred_at: [2026-10-10]}"
    )
    assert refusals(make_pack(tmp_path / "p", text))[0][0] == "case_two_lists"


def test_a_clause_file_without_cases_and_cases_without_a_clause_file(tmp_path: Path) -> None:
    folder = make_pack(tmp_path / "p", None)
    (folder / "2-other.cases.yaml").write_text(WHOLE, encoding="utf-8")
    assert [code for code, _, _ in refusals(folder)] == ["cases_missing", "cases_alone"]


def test_cases_of_a_clause_file_without_rules_are_read_all_the_same(tmp_path: Path) -> None:
    folder = make_pack(tmp_path / "p")
    (folder / "2-other.yaml").write_text('- clause: "2"\n', encoding="utf-8")
    (folder / "2-other.cases.yaml").write_text(DEFAULTS + PASSING.replace("answered", "gone"), encoding="utf-8")
    assert [code for code, _, _ in refusals(folder)][-1] == "case_rule_unknown"


def test_a_column_that_the_pack_declares_or_reads_is_known(tmp_path: Path) -> None:
    text = DEFAULTS + PASSING.replace("{type: answer, ", "{type: answer, need: x, ") + FAILING
    assert len(read(make_pack(tmp_path / "p", text)).cases) == 2


def test_an_empty_file_of_cases_is_refused(tmp_path: Path) -> None:
    assert refusals(make_pack(tmp_path / "p", ""))[0][0] == "yaml_missing_field"
    assert refusals(make_pack(tmp_path / "q", "cases: []"))[0][0] == "yaml_bad_value"
