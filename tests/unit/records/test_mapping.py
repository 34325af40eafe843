"""Mapping files: headers, values, constants, skips, parts for single files and other tables."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from checklist.records import load_mapping, mapping_schema

if TYPE_CHECKING:
    from pathlib import Path

    from tests.unit.records.conftest import Reading, Refused


LOG = "Owner,Kind,When,Result,Title\nA,T1,2026-10-01,Held,x\nB,T2,2026-10-02,Planned,y\nC,T1,2026-10-03,,z\n"
COLUMNS = "profile: none\ncolumns: {rep_id: Owner, type: [Art, kind], occurred_at: ' when '}\n"


def test_headers_match_by_alias(reading: Reading) -> None:
    read = reading(files={"log.csv": LOG}, mapping=COLUMNS)
    assert read.column("rep_id") == ["A", "B", "C"]
    assert read.loaded.attributes["records"] == ("Result", "Title")
    assert read.loaded.types == {"T1": 2, "T2": 1}
    assert [(each.header, each.column) for each in read.loaded.headers] == [
        ("Owner", "rep_id"), ("Kind", "type"), ("When", "occurred_at"), ("Result", "Result"), ("Title", "Title"),
    ]  # fmt: skip


def test_the_first_alias_that_is_there_wins(reading: Reading) -> None:
    text = "Name,No,type,occurred_at\nAnna,7,call,2026-10-01\n"
    read = reading(files={"log.csv": text}, mapping="columns: {rep_id: [No, Name]}")
    assert read.column("rep_id") == ["7"]
    assert read.column("Name") == ["Anna"]


def test_canonical_headers_in_any_case(reading: Reading) -> None:
    read = reading(files={"log.csv": "REP_ID, Type ,Occurred_At\nA,call,2026-10-01\n"})
    assert read.loaded.columns["records"] == {"rep_id", "type", "occurred_at"}


def test_types_and_values(reading: Reading) -> None:
    mapping = COLUMNS.replace("}", ", status: Result}") + (
        "types: {T1: call}\nvalues: {status: {Held: done, '': unknown, Planned: null}}\n"
    )
    read = reading(files={"log.csv": LOG}, mapping=mapping)
    assert read.column("type") == ["call", "T2", "call"]
    assert read.column("status") == ["done", None, "unknown"]


def test_values_before_numbers(reading: Reading) -> None:
    text = "rep_id,type,occurred_at,rating\nR1,survey,2026-10-01,满意\n"
    read = reading(files={"log.csv": text}, mapping="values: {rating: {满意: 5}}")
    assert [int(each) for each in read.column("rating")] == [5]


def test_constants_go_before_headers(reading: Reading) -> None:
    text = "rep_id,type,occurred_at\nR1,product a,2026-10-01\n"
    read = reading(files={"plans.csv": text}, mapping="constants: {type: sales_plan, source: plans}")
    assert read.column("type") == ["sales_plan"]
    assert read.column("source") == ["plans"]
    assert read.notices == ["column_left_out"]
    assert read.loaded.headers[1].column is None
    assert {"type", "source"} <= read.loaded.columns["records"]


def test_a_part_for_single_files(reading: Reading) -> None:
    mapping = (
        "types: {v: visit}\nfiles:\n"
        "- {match: 'plans*.csv', constants: {type: sales_plan}, timezone: UTC}\n"
        "- {match: '*', types: {c: call}, constants: {type: never}}\n"
    )
    mapping = mapping.replace(", constants: {type: never}", "")
    files = {
        "plans-10.csv": "rep_id,occurred_at\nR1,2026-10-01 09:00\n",
        "log.csv": "rep_id,type,occurred_at\nR1,v,2026-10-02 09:00\nR1,c,2026-10-02 10:00\n",
    }
    read = reading(files=files, mapping=mapping)
    assert [(each["type"], each["occurred_at"].hour) for each in read.rows()] == [
        ("sales_plan", 17), ("visit", 9), ("call", 10),
    ]  # fmt: skip


def test_a_part_for_another_table(reading: Reading) -> None:
    mapping = (
        "columns: {rep_id: Nr}\ntables: {reps: {columns: {rep_id: 工号, name: 姓名}, formats: {joined_on: '%d.%m.%Y'}}}"
    )
    files = {
        "log.csv": "Nr,type,occurred_at\n1,call,2026-10-01\n",
        "reps:reps.csv": "工号,姓名,joined_on\n1,王,05.03.2026\n",
    }
    (row,) = reading(files=files, mapping=mapping).rows("loaded_reps")
    assert (row["rep_id"], row["name"], row["joined_on"]) == ("1", "王", date(2026, 3, 5))


def test_skips(reading: Reading) -> None:
    mapping = COLUMNS + "skip:\n- {type: [T2, T3]}\n- {rep_id: C, Result: [null, Held]}\n- {nowhere: x}\n"
    read = reading(files={"log.csv": LOG + "D,T2,no day,,\n"}, mapping=mapping)
    assert read.column("rep_id") == ["A"]
    summary = read.loaded.inputs[0]
    assert (summary.rows, summary.skipped, summary.rejects) == (4, 3, 0)


def test_covers_and_spans(reading: Reading) -> None:
    read = reading(
        files={"log.csv": LOG},
        mapping=COLUMNS + "covers: [call, visit]\nspans: {from: 2026-09-01}\n",
        covers=["survey"],
    )
    assert read.loaded.covers.named == {"type": {"call", "survey", "visit"}}
    assert read.loaded.spans == (date(2026, 9, 1), None)


def test_a_header_that_misses_where_it_is_needed(reading: Reading, refused: Refused) -> None:
    errors = refused(reading, files={"log.csv": LOG}, mapping="columns:\n  rep_id: Owner\n  type: Sort\n")
    assert [(error.code, error.place.line) for error in errors] == [
        ("mapping_header_missing", 3),
        ("column_missing", 1),
    ]


def test_parts_of_a_mapping_that_meet_nothing_are_told(reading: Reading) -> None:
    mapping = COLUMNS + "values: {result: {Held: done}}\nskip: [{nothing: x}]\nformats: {logged_at: '%Y%m%d'}\n"
    mapping += "tables: {}\n"
    mapping = mapping.replace("}\nvalues", ", customer_id: Account}\nvalues")
    read = reading(files={"log.csv": LOG}, mapping=mapping)
    assert read.notices == ["mapping_unused"] * 4
    assert [each.sentence.values["names"] for each in read.loaded.notices] == [
        ["customer_id"], ["result"], ["logged_at"], ["nothing"],
    ]  # fmt: skip


def test_a_slip_of_the_pen_is_told(reading: Reading) -> None:
    read = reading(files={"log.csv": LOG}, mapping=COLUMNS.replace("}", ", satus: Result}"))
    assert read.notices == ["mapping_almost"]
    assert read.loaded.notices[0].sentence.values["close"] == "status"


def test_headers_kept_for_the_program_are_left_out(reading: Reading) -> None:
    text = "rep_id,type,occurred_at,line,RowID,record_key\nR1,call,2026-10-01,7,8,9\n"
    read = reading(files={"log.csv": text})
    assert read.notices == ["column_left_out"] * 3
    assert read.column("line") == [2]
    kept = reading(files={"log.csv": text}, mapping="columns: {product_line: line, key: [RowID], other: record_key}")
    assert kept.notices == []
    assert kept.column("product_line") == ["7"]


@pytest.mark.parametrize(
    ("covers", "everything", "named"),
    [
        ("[call, visit]", False, {"type": ["call", "visit"]}),
        ("call", False, {"type": ["call"]}),
        ("all", True, {}),
        ("[all]", True, {}),
        (
            "{type: [visit], status: confirmed, customers.grade: [A, B]}",
            False,
            {"type": ["visit"], "status": ["confirmed"], "customers.grade": ["A", "B"]},
        ),
    ],
)
def test_what_is_covered_is_all_or_named(
    reading: Reading,
    tmp_path: Path,
    covers: str,
    everything: object,
    named: dict[str, list[str]],
) -> None:
    read = reading(files={"log.csv": LOG}, mapping=f"{COLUMNS}covers: {covers}\n")
    said = {"type": set[str]()} | {name: set(words) for name, words in named.items()}
    assert (read.loaded.covers.complete, read.loaded.covers.named) == (everything, said)
    kept = load_mapping(tmp_path / "mapping.yaml").keys.covers
    assert (kept.all, kept.named) == (everything, named)


def test_a_word_that_is_nothing_the_policy_asks_about_is_read_and_counted(reading: Reading) -> None:
    mapping = COLUMNS.replace("}", ", status: Result}") + "types: {T1: other}\nvalues: {status: {Held: other}}\n"
    read = reading(files={"log.csv": LOG}, mapping=mapping)
    assert (read.loaded.inputs[0].records, read.loaded.types) == (3, {"T2": 1, "other": 2})
    assert set(read.column("status")) == {"other", "Planned", None}
    assert not any("T1" in str(each.sentence) or "other" in str(each.sentence) for each in read.loaded.notices)


def test_question_marks_that_still_stand_are_all_named(reading: Reading, refused: Refused) -> None:
    mapping = 'columns:\n  rep_id: ?  # Owner\n  type: Kind\ntypes:\n  "a # b: c": ?\n  d: e  # what: ?\n'
    errors = refused(reading, files={"log.csv": LOG}, mapping=mapping)
    assert [(each.code, each.place.line, each.place.column) for each in errors] == [
        ("mapping_unanswered", 2, 11),
        ("mapping_unanswered", 5, 15),
    ]


@pytest.mark.parametrize(
    ("mapping", "code", "place"),
    [
        ("colums: {a: b}", "yaml_unknown_field", (1, 1)),
        ("covers: {type: {a: b}}", "yaml_bad_value", (1, 16)),
        ("covers: {rep.grade: [A]}", "yaml_bad_value", (1, 10)),
        ("covers: {all: [call]}", "yaml_bad_value", (1, 15)),
        ("columns:\n  rep_id: {a: b}", "yaml_bad_value", (2, 11)),
        ("files: [{columns: {a: b}}]", "yaml_missing_field", (1, 9)),
        ("files: [{match: x, covers: [a]}]", "yaml_unknown_field", (1, 20)),
        ("tables: {rep: {}}", "yaml_bad_value", (1, 10)),
        ("tables: {reps: {types: {a: b}}}", "yaml_unknown_field", (1, 17)),
        ("spans: {from: soon}", "yaml_bad_value", (1, 15)),
        ("spans: {from: 2026-10-02, to: 2026-10-01}", "mapping_spans_reversed", (1, 1)),
        ("columns: {line: x}", "mapping_name_taken", (1, 11)),
        ("columns: {Budget: x, budget: y}", "mapping_name_taken", (1, 22)),
        ("constants: {Rep_ID: x}", "mapping_unknown_column", (1, 13)),
        ("formats: {occurred_at: '%H:%M'}", "mapping_bad_format", (1, 11)),
        ("formats: {occurred_at: '%Y-%m-%d %Q'}", "mapping_bad_format", (1, 11)),
        ("timezone: Asia/Peking", "timezone_unknown", (1, 11)),
        ("files: [{match: log.csv, timezone: Mars}]", "timezone_unknown", (1, 36)),
        ("[]", "yaml_bad_value", (1, 1)),
    ],
)
def test_mappings_that_mean_nothing(
    reading: Reading, refused: Refused, mapping: str, code: str, place: tuple[int, int]
) -> None:
    errors = refused(reading, files={"log.csv": "rep_id,type,occurred_at\n"}, mapping=mapping)
    assert (errors[0].code, (errors[0].place.line, errors[0].place.column)) == (code, place)


def test_an_own_column_where_a_table_has_none(reading: Reading, refused: Refused) -> None:
    mapping = "tables: {absences: {columns: {reasons: Grund}}}"
    (error,) = refused(reading, files={"absences:a.csv": "rep_id,from,to\n"}, mapping=mapping)
    assert error.code == "mapping_unknown_column"
    assert error.values["hint"].values == {"name": "reason"}


def test_did_you_mean(tmp_path: Path, refused: Refused) -> None:
    path = tmp_path / "mapping.yaml"
    path.write_text("colums: {}\nfiles: [{match: x, constant: {a: b}}]\n", encoding="utf-8")
    errors = refused(load_mapping, path)
    assert [error.values["hint"].values["name"] for error in errors] == ["columns", "constants"]


def test_an_empty_mapping_says_nothing(reading: Reading) -> None:
    assert reading(files={"log.csv": "rep_id,type,occurred_at\n"}, mapping="# nothing yet\n").notices == []


def test_the_schema_names_every_key() -> None:
    assert {"columns", "types", "files", "tables", "spans"} <= set(mapping_schema()["properties"])
