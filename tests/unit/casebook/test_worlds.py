"""A case's tables: defaults, lists, repetitions, blanks, and what is shown."""

from pathlib import Path

from checklist.casebook import load_casebook
from checklist.casebook.worlds import World
from checklist.policy import load_policy
from tests.unit.casebook.packs import make_pack


def world_of(folder: Path, case: str, defaults: str = "period: 2026-10") -> World:
    text = f"""
defaults: {{{defaults}}}
cases:
  - case: one
    rule: answered
    shows: undecided
    expect: {{R1: {{outcome: not_applicable}}}}
{case}"""
    return load_casebook(load_policy(str(make_pack(folder / "p", text)))).cases[0].world


def test_a_list_stands_for_a_row_each_and_repeat_for_equal_rows(tmp_path: Path) -> None:
    world = world_of(tmp_path, "    records: [{rep_id: R1, type: [call, visit], occurred_at: 2026-10-08, repeat: 2}]")
    rows = world.tables["records"].rows
    assert [(row["record_id"], row["type"]) for row in rows] == [
        ("1", "call"),
        ("2", "call"),
        ("3", "visit"),
        ("4", "visit"),
    ]
    assert "repeat" not in world.tables["records"].headers


def test_values_stay_as_they_were_written(tmp_path: Path) -> None:
    world = world_of(
        tmp_path, "    records: [{rep_id: 007, type: call, occurred_at: 2026-10-08, amount: 4.50, status: }]"
    )
    row = world.tables["records"].rows[0]
    assert (row["rep_id"], row["amount"], row["status"]) == ("007", "4.50", "")


def test_columns_and_what_every_row_says(tmp_path: Path) -> None:
    world = world_of(
        tmp_path,
        "    records: [{type: call, occurred_at: 2026-10-08}, {type: call, occurred_at: 2026-10-09, rep_id: R2}]\n"
        "    columns: {records: [status]}\n",
        "period: 2026-10, every: {records: {rep_id: R1}}",
    )
    table = world.tables["records"]
    assert {"rep_id", "type", "occurred_at", "status", "record_id"} == set(table.headers)
    assert [row["rep_id"] for row in table.rows] == ["R1", "R2"]


def test_only_the_tables_that_are_named_are_given(tmp_path: Path) -> None:
    assert set(world_of(tmp_path / "a", "    absences: []").tables) == {"records", "absences"}
    assert set(world_of(tmp_path / "b", "    reps: null", "period: 2026-10, reps: [{rep_id: R1}]").tables) == {
        "records"
    }


def test_a_case_is_seen_at_its_periods_end_unless_it_says_otherwise(tmp_path: Path) -> None:
    assert str(world_of(tmp_path / "a", "").as_of) == "2026-10-31"
    assert str(world_of(tmp_path / "b", "    as_of: 2026-10-05").as_of) == "2026-10-05"


def test_what_the_log_spans_and_covers(tmp_path: Path) -> None:
    world = world_of(tmp_path, "    spans: {from: 2026-01-01}\n    covers: [answer]")
    assert world.covers == ("answer",)
    sources, mapping = world.write(tmp_path)
    assert [source.table for source in sources] == ["records"]
    assert mapping is not None
    assert mapping.spans is not None
    assert str(mapping.spans[0]) == "2026-01-01"
    assert str(mapping.spans[1]) == "2026-10-31"
