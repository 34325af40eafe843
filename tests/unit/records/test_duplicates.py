"""Records that occur twice: overlapping exports, conflicts, equal rows without an id, keys that stay the same."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest

from tests.corpus.books import NOON, one

if TYPE_CHECKING:
    from pathlib import Path

    from tests.unit.records.conftest import Reading, Refused


HEADER = "record_id,rep_id,type,occurred_at,modified_at,note\n"


def _rows(*rows: str) -> str:
    return HEADER + "".join(f"{row}\n" for row in rows)


def test_the_same_record_twice_is_kept_once(reading: Reading) -> None:
    read = reading(
        files={"log.csv": _rows("1,R1,call,2026-10-01,,x", "2,R1,call,2026-10-01,,x", "1,R1,call,2026/10/1,,x ")}
    )
    assert read.column("record_id") == ["1", "2"]
    assert read.loaded.inputs[0].duplicates == 1
    assert read.column("row_id") == [0, 1]


def test_copies_across_files_count_where_they_are_dropped(reading: Reading) -> None:
    files = {
        "b.csv": _rows("1,R1,call,2026-10-01,,x", "3,R1,call,2026-10-02,,x"),
        "a.csv": _rows("1,R1,call,2026-10-01,,x", "1,R1,call,2026-10-01,,x", "2,R1,call,2026-10-03,,x"),
    }
    read = reading(files=files)
    assert [each.duplicates for each in read.loaded.inputs] == [1, 1]
    assert read.column("record_id") == ["1", "3", "2"]


def test_an_empty_column_more_is_no_difference(reading: Reading) -> None:
    files = {
        "a.csv": _rows("1,R1,call,2026-10-01,,x"),
        "b.csv": "budget,note,record_id,rep_id,type,occurred_at\n,x,1,R1,call,2026-10-01\n",
    }
    assert [each.duplicates for each in reading(files=files).loaded.inputs] == [0, 1]


def test_one_id_with_two_contents_in_one_file(reading: Reading, refused: Refused) -> None:
    text = _rows("1,R1,call,2026-10-01,2026-10-01,x", "2,R1,call,2026-10-01,,x", "1,R1,call,2026-10-01,2026-10-02,y")
    (error,) = refused(reading, files={"log.csv": text})
    assert (error.code, error.place.line, error.values["record_id"]) == ("record_id_conflict", 4, "1")
    assert error.values["first"].endswith("log.csv:2")


def test_every_conflict_is_named(reading: Reading, refused: Refused) -> None:
    text = _rows(
        "1,R1,call,2026-10-01,,x", "1,R1,call,2026-10-01,,y", "2,R1,call,2026-10-01,,x", "2,R1,call,2026-10-01,,y"
    )
    assert [error.place.line for error in refused(reading, files={"log.csv": text})] == [3, 5]


def test_across_files_the_later_modification_wins(reading: Reading) -> None:
    files = {
        "a.csv": _rows("1,R1,call,2026-10-01,2026-10-05 10:00,old", "2,R1,call,2026-10-01,2026-10-09,new"),
        "b.csv": _rows("1,R1,call,2026-10-01,2026-10-05 11:00,new", "2,R1,call,2026-10-01,2026-10-08,old"),
        "c.csv": _rows("1,R1,call,2026-10-01,2026-10-05 09:00,oldest"),
    }
    read = reading(files=files)
    assert read.column("note") == ["new", "new"]
    assert [each.duplicates for each in read.loaded.inputs] == [1, 1, 1]


@pytest.mark.parametrize(("first", "second"), [("", ""), ("2026-10-01", ""), ("2026-10-01", "2026-10-01")])
def test_across_files_nothing_is_guessed(reading: Reading, refused: Refused, first: str, second: str) -> None:
    files = {"a.csv": _rows(f"1,R1,call,2026-10-01,{first},x"), "b.csv": _rows(f"1,R1,call,2026-10-01,{second},y")}
    (error,) = refused(reading, files=files)
    assert error.code == "record_id_conflict_across"
    assert (str(error.place).endswith("b.csv:2"), error.values["first"].endswith("a.csv:2")) == (True, True)


def test_equal_rows_without_an_id_are_kept(reading: Reading) -> None:
    read = reading(files={"log.csv": _rows(*[",R1,call,2026-10-01,,x"] * 3, ",R1,call,2026-10-01,,y")})
    keys = read.column("record_key")
    assert len(set(keys)) == 4
    base = next(key for key in keys if key + "#2" in keys)
    assert sorted(each for each in keys if each.startswith(base)) == [base, base + "#2", base + "#3"]
    assert read.notices == ["equal_rows"]
    assert read.loaded.notices[0].sentence.values["count"] == 2


def test_a_rejected_copy_is_no_duplicate(reading: Reading) -> None:
    read = reading(files={"log.csv": _rows("1,R1,call,2026-10-01,,x", "1,R1,call,never,,x")})
    assert (read.loaded.inputs[0].duplicates, read.loaded.inputs[0].rejects) == (0, 1)


def test_the_key_of_a_record_is_its_id_or_its_content(reading: Reading) -> None:
    (named,) = reading(files={"log.csv": _rows("A-1,R1,call,2026-10-01 08:00,,x")}).column("record_key")
    (first,) = reading(files={"log.csv": _rows(",R1,call,2026-10-01 08:00,,x")}).column("record_key")
    other = 'note,Budget,occurred_at,type,rep_id\n" x ",,2026-10-01T00:00:00Z,call,R1\n'
    (second,) = reading(files={"other.csv": other}).column("record_key")
    (third,) = reading(files={"log.csv": _rows(",R1,call,2026-10-01 08:00,,X")}).column("record_key")
    (day,) = reading(files={"log.csv": _rows(",R1,call,2026-10-01,,x")}).column("record_key")
    (midnight,) = reading(files={"log.csv": _rows(",R1,call,2026-10-01 00:00,,x")}).column("record_key")
    assert named == "A-1"
    assert first == second
    assert first.startswith("sha:")
    assert len(first) == 20
    assert len({first, third, day, midnight}) == 4


def test_values_under_other_names_make_other_keys(reading: Reading) -> None:
    (first,) = reading(files={"log.csv": "rep_id,type,occurred_at,a,b\nR1,call,2026-10-01,x,\n"}).column("record_key")
    (second,) = reading(files={"log.csv": "rep_id,type,occurred_at,a,b\nR1,call,2026-10-01,,x\n"}).column("record_key")
    assert first != second


def test_order_and_files_change_nothing(reading: Reading) -> None:
    chance = random.Random(3)  # noqa: S311  # data of a test
    rows = []
    for number in range(120):
        kind = "call" if number % 2 else "visit"
        time = f"2026-10-{number % 9 + 1:02} 1{number % 5}:00"
        rows.append(f"{number if number % 3 else ''},R{number % 4},{kind},{time},,n{number % 6}")
    columns = ("row_id", "record_key", "rep_id", "type", "occurred_at", "note")
    whole = reading(files={"log.csv": _rows(*rows)})
    expected = [[row[name] for name in columns] for row in whole.rows()]
    chance.shuffle(rows)
    parts = reading(files={"z.csv": _rows(*rows[:50]), "a.csv": _rows(*rows[50:])})
    assert [[row[name] for name in columns] for row in parts.rows()] == expected
    ordered = sorted(expected, key=lambda row: (row[4], row[2], row[3], row[1].encode()))
    assert expected == ordered


def test_a_workbook_and_a_text_file_overlap(reading: Reading, tmp_path: Path) -> None:
    names, row = ["record_id", "rep_id", "type", "occurred_at", "amount"], ["A1", "R1", "call", NOON, 1234.5]
    one(names, row, ["A2", *row[1:]])(tmp_path / "made.xlsx")
    text = f"{','.join(names)}\nA1,R1,call,2026-10-08 12:00:00,1234.50\nA3,R1,call,2026-10-09,1\n"
    read = reading(files={"b.csv": text, "a.xlsx": (tmp_path / "made.xlsx").read_bytes()})
    assert [(each.records, each.duplicates) for each in read.loaded.inputs] == [(2, 0), (1, 1)]
    assert sorted(read.column("record_id")) == ["A1", "A2", "A3"]
