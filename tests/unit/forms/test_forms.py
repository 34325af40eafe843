"""A form asks every item of every rep, guards what is typed, and reads back what was filled in, slips by their cell."""

from __future__ import annotations

import csv
import io
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

from checklist.api import audit
from checklist.forms import csv_form, form_rows, workbook_form
from checklist.forms.rows import BLANK_PEOPLE
from checklist.model import ChecklistError, ErrorGroup, Outcome
from checklist.policy import load_policy
from checklist.records.form_layout import COLUMNS, column_of
from checklist.wording import Wording

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

PACK = """
pack: small
items:
  poise: {zh: 仪态, en: poise}
clauses:
  - clause: "1.1"
    rules:
      - {rule: qualities, kind: attested, items: [poise, tact], at_least: 3}
      - {rule: signed, kind: attested, items: [code]}
"""
PEOPLE = [("007", "Lin"), ("=R2", "+Chen")]
MARKUP = "<r></t></si><si><t>x</t></r>"
BOTH = ("zh", "en")
AT = {column: place for place, column in enumerate(COLUMNS, 1)}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "small.yaml").write_text(PACK, encoding="utf-8")
    (tmp_path / "records.csv").write_text("rep_id,type,occurred_at\n007,call,2026-10-01\n", encoding="utf-8")
    (tmp_path / "roster.csv").write_text("rep_id,name\n007,Lin\n=R2,+Chen\n", encoding="utf-8")
    return tmp_path


def written(folder: Path, people: list[tuple[str, str]] | None = None, languages: tuple[str, ...] = BOTH) -> Path:
    policy = load_policy(str(folder / "small.yaml"))
    path = folder / "form.xlsx"
    path.write_bytes(workbook_form(policy, form_rows(policy, people or PEOPLE), languages))
    return path


def filled(path: Path, fill: Callable[[Any], None], *, every: bool = True) -> Path:
    """Fill in every row as a person would, then whatever `fill` does."""
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    for row in range(2, sheet.max_row + 1) if every else ():
        yes_or_no = sheet.cell(row, AT["item"]).value == "code"
        sheet.cell(row, AT["answer"]).value = "是" if yes_or_no else 4
        sheet.cell(row, AT["assessor"]).value = "Zhou"
        sheet.cell(row, AT["assessed_on"]).value = date(2026, 9, 1)
    fill(sheet)
    book.save(path)
    return path


def judged(folder: Path, attestations: Path) -> dict[tuple[str, str], Outcome]:
    found = audit(
        folder / "small.yaml",
        folder / "records.csv",
        "2026-10",
        as_of="2026-10-31",
        roster=folder / "roster.csv",
        attestations=attestations,
    ).audit
    return {(each.rep_id, each.rule): each.outcome for card in found.scorecards for each in card.findings}


def slips(folder: Path, attestations: Path) -> list[tuple[str, str]]:
    with pytest.raises(ChecklistError) as caught:
        judged(folder, attestations)
    errors = caught.value.errors if isinstance(caught.value, ErrorGroup) else [caught.value]
    assert all(Wording(language).error(each) for language in BOTH for each in errors)
    return [(each.code, str(each.place).removeprefix(str(attestations))) for each in errors]


def nothing(sheet: Any) -> None:
    """Fill in no more."""


def test_filled_in_it_decides_for_everyone_whatever_their_id(folder: Path) -> None:
    outcomes = judged(folder, filled(written(folder), nothing))
    assert set(outcomes.values()) == {Outcome.PASS}
    assert {rep for rep, _ in outcomes} == {"007", "=R2"}


def test_rows_left_blank_are_no_attestation(folder: Path) -> None:
    outcomes = judged(folder, filled(written(folder), nothing, every=False))
    assert set(outcomes.values()) == {Outcome.NOT_CHECKED}


def test_a_poor_rating_and_a_no_count_against(folder: Path) -> None:
    def fill(sheet: Any) -> None:
        sheet["F2"], sheet["F4"] = 2, "no"

    outcomes = judged(folder, filled(written(folder), fill))
    assert [outcomes["007", rule] for rule in ("qualities", "signed")] == [Outcome.FAIL, Outcome.FAIL]
    assert outcomes["=R2", "qualities"] is Outcome.PASS


@pytest.mark.parametrize("typed", ["2026-09-01", "2026/9/1", "2026年9月1日", datetime(2026, 9, 1)])  # noqa: DTZ001
def test_days_are_read_however_they_are_typed(folder: Path, typed: Any) -> None:
    def fill(sheet: Any) -> None:
        sheet["H2"] = typed

    assert judged(folder, filled(written(folder), fill))["007", "qualities"] is Outcome.PASS


def put(cell: str, value: Any) -> Callable[[Any], None]:
    def fill(sheet: Any) -> None:
        sheet[cell] = value

    return fill


@pytest.mark.parametrize(
    ("fill", "expected"),
    [
        (put("G2", None), [("form_half_filled", ":评定表!G2")]),
        (put("F3", None), [("form_half_filled", ":评定表!F3")]),
        (put("F2", "good"), [("form_answer_unknown", ":评定表!F2")]),
        (put("F2", 0), [("form_answer_unknown", ":评定表!F2")]),
        (put("F2", 3.5), [("form_answer_unknown", ":评定表!F2")]),
        (put("F2", 6), [("form_beyond_scale", ":评定表!F2")]),
        (put("F4", 4), [("form_wants_answer", ":评定表!F4")]),
        (put("H2", "soon"), [("form_day_unknown", ":评定表!H2")]),
        (put("H2", "2026-02-30"), [("form_day_unknown", ":评定表!H2")]),
        (put("I2", date(2026, 8, 1)), [("form_days_reversed", ":评定表!I2")]),
        (put("G2", "lin"), [("self_assessment", ":评定表!G2")]),
        (put("C3", "poise"), [("form_doubled", ":评定表!F3")]),
        (put("C2", "pose"), [("form_item_unknown", ":评定表!C2")]),
        (put("A2", "7"), [("form_rep_unknown", ":评定表!A2")]),
        (put("E1", "姓名"), [("form_column_moved", ":评定表!E1")]),
        (put("L3", "more"), [("form_column_extra", ":评定表!L3")]),
        (lambda sheet: sheet.merge_cells("G2:G4"), [("form_merged", ":评定表!G2")]),
        (lambda sheet: sheet.move_range("F1:F7", cols=5),
         [("form_column_moved", ":评定表!F1"), ("form_column_extra", ":评定表!K1")]),
    ],
)  # fmt: skip
def test_a_slip_is_named_by_sheet_and_cell(
    folder: Path, fill: Callable[[Any], None], expected: list[tuple[str, str]]
) -> None:
    assert slips(folder, filled(written(folder), fill)) == expected


def test_every_slip_is_named_at_once(folder: Path) -> None:
    def fill(sheet: Any) -> None:
        sheet["F2"], sheet["G3"], sheet["H5"] = "x", None, "y"

    assert [place for _, place in slips(folder, filled(written(folder), fill))] == [
        ":评定表!F2",
        ":评定表!G3",
        ":评定表!H5",
    ]


def test_the_sheet_guards_what_is_asked_and_checks_what_is_typed(folder: Path) -> None:
    sheet = openpyxl.load_workbook(written(folder)).worksheets[0]
    assert sheet.protection.sheet
    assert (sheet["E2"].protection.locked, sheet["F2"].protection.locked) == (True, False)
    checks = {str(each.sqref): (each.type, each.formula1) for each in sheet.data_validations.dataValidation}
    assert checks["F2:F3"] == ("list", '"1,2,3,4,5"')
    assert checks["F4"] == ("list", '"是,否"')
    assert checks["H2:H7"][0] == "date"
    assert (sheet.freeze_panes, sheet.print_title_rows, str(sheet.page_setup.paperSize)) == ("C2", "$1:$1", "9")
    assert (sheet.page_setup.orientation, sheet.page_setup.fitToHeight) == ("landscape", 0)


def test_a_name_is_never_taken_for_markup(folder: Path) -> None:
    sheet = openpyxl.load_workbook(written(folder, [(MARKUP, MARKUP)])).worksheets[0]
    assert str(sheet.cell(2, AT["name"]).value).strip() == MARKUP


def test_nothing_in_it_is_a_formula(folder: Path) -> None:
    sheet = openpyxl.load_workbook(written(folder)).worksheets[0]
    assert [sheet["A5"].value, sheet["B5"].value] == ["'=R2", "'+Chen"]
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)


def test_it_asks_in_the_languages_wanted(folder: Path) -> None:
    both = openpyxl.load_workbook(written(folder)).worksheets[0]
    assert both["E2"].value == "仪态\npoise"
    assert [column_of(cell.value) for cell in both[1]] == list(COLUMNS)
    english = openpyxl.load_workbook(written(folder, languages=("en",)))
    assert english.sheetnames == ["Form", "How to fill in"]
    assert (english.worksheets[0]["E2"].value, english.worksheets[0]["E1"].value) == ("poise", "Question")


def test_the_same_form_has_the_same_bytes(folder: Path) -> None:
    assert written(folder).read_bytes() == written(folder).read_bytes()


def test_without_a_roster_there_is_room_for_ids(folder: Path) -> None:
    policy = load_policy(str(folder / "small.yaml"))
    path = folder / "form.xlsx"
    path.write_bytes(workbook_form(policy, form_rows(policy, None), BOTH))
    sheet = openpyxl.load_workbook(path).worksheets[0]
    assert sheet.max_row == 1 + 3 * BLANK_PEOPLE
    assert not sheet["A2"].protection.locked

    def fill(sheet: Any) -> None:
        for row in (2, 3, 4):
            sheet.cell(row, 1).value = "007"
        for row in range(5, sheet.max_row + 1):
            for column in (AT["answer"], AT["assessor"], AT["assessed_on"]):
                sheet.cell(row, column).value = None

    assert judged(folder, filled(path, fill))["007", "qualities"] is Outcome.PASS


def csv_of(folder: Path, change: Callable[[list[list[str]]], None]) -> Path:
    policy = load_policy(str(folder / "small.yaml"))
    rows = list(csv.reader(io.StringIO(csv_form(form_rows(policy, PEOPLE), BOTH).decode("utf-8-sig"))))
    for row in rows[1:]:
        row[5:8] = ["yes" if row[2] == "code" else "4", "Zhou", "2026/9/1"]
    change(rows)
    path = folder / "form.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows(rows)
    return path


def test_as_csv_it_is_the_same_form(folder: Path) -> None:
    assert set(judged(folder, csv_of(folder, lambda _: None)).values()) == {Outcome.PASS}


def test_a_slip_in_csv_is_named_by_its_line(folder: Path) -> None:
    def change(rows: list[list[str]]) -> None:
        rows[2][6] = ""

    # A question in two languages takes two lines.
    assert slips(folder, csv_of(folder, change)) == [("form_half_filled", ":4")]


def test_columns_moved_in_csv_are_refused(folder: Path) -> None:
    def change(rows: list[list[str]]) -> None:
        for row in rows:
            row[5], row[6] = row[6], row[5]

    assert {code for code, _ in slips(folder, csv_of(folder, change))} == {"form_column_moved"}


def test_a_plain_table_of_attestations_is_no_form(folder: Path) -> None:
    path = folder / "plain.csv"
    path.write_text("rep_id,item,assessor,assessed_on,answer\n007,code,Zhou,2026-09-01,yes\n", encoding="utf-8")
    assert judged(folder, path)["007", "signed"] is Outcome.PASS


def test_any_other_workbook_is_refused(folder: Path) -> None:
    path = folder / "other.xlsx"
    book = openpyxl.Workbook()
    book.active["A1"] = "rep_id"
    book.save(path)
    assert {code for code, _ in slips(folder, path)} == {"column_missing"}
    path.write_bytes(b"PK\3\4 no workbook")
    assert slips(folder, path) == [("workbook_unreadable", "")]


def test_without_its_library_the_extra_is_named(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "xlsxwriter", None)
    with pytest.raises(ChecklistError, match="needs_library"):
        written(folder)
