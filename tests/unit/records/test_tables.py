"""Roster, customers, attestations, absences: what they must hold and what contradicts itself."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import pytest

from checklist.model.tables import TABLES, Sort

if TYPE_CHECKING:
    from pathlib import Path

    from tests.unit.records.conftest import Reading, Refused


LOG = "rep_id,type,occurred_at\nR1,call,2026-10-01\n"


def _lines(*rows: str) -> str:
    return "".join(f"{row}\n" for row in rows)


def test_a_table_without_an_input_is_there_and_empty(reading: Reading) -> None:
    read = reading(files={"log.csv": LOG})
    assert read.loaded.given == {"records"}
    for name, table in TABLES.items():
        columns = dict(read.session.columns(f"loaded_{name}"))
        assert {each.name: each.sort.sql_type for each in table.columns}.items() <= columns.items()
        assert {"file_id", "line", "row_id"} <= set(columns)
        assert read.session.value(f"SELECT count(*) FROM loaded_{name}") == (name == "records")
    assert read.loaded.columns["reps"] == frozenset()
    assert read.session.rows("SELECT file_id, table_name FROM files") == [(0, "records")]


def test_columns_have_one_type_whether_given_or_not(reading: Reading) -> None:
    without = reading(files={}).session.columns("loaded_records")
    given = reading(files={"log.csv": LOG}).session.columns("loaded_records")
    assert without == given
    assert Sort.NUMBER.sql_type == dict(given)["amount"]


def test_nothing_of_the_reading_is_left_behind(reading: Reading) -> None:
    read = reading(
        files={"log.csv": LOG + "R1\n\n", "more.jsonl": '{"rep_id":"R1","type":"a","occurred_at":"2026-10-01"}'}
    )
    names = {row[0] for row in read.session.rows("SELECT table_name FROM duckdb_tables()")}
    assert names == {"files", *(f"loaded_{name}" for name in TABLES)}
    assert "reading_problem" not in dict(read.session.columns("loaded_records"))


def test_a_roster(reading: Reading) -> None:
    text = _lines(
        "rep_id,name,joined_on,left_on,languages,Region",
        "R2,B,2026-01-01,,zh;en,N",
        "R1,A,,2026/6/30,,",
        "R3,C,2026-05-02,2026-05-01,,",
    )
    read = reading(files={"reps:reps.csv": text})
    rows = read.rows("loaded_reps")
    assert [(each["rep_id"], each["joined_on"], each["left_on"], each["Region"]) for each in rows] == [
        ("R1", None, date(2026, 6, 30), None), ("R2", date(2026, 1, 1), None, "N"),
    ]  # fmt: skip
    assert read.reasons == [(4, "days_reversed")]
    assert read.loaded.attributes["reps"] == ("Region",)


def test_a_rep_stands_on_the_roster_once(reading: Reading, refused: Refused) -> None:
    files = {"reps:a.csv": "rep_id\nR1\nR2\nR1\n", "reps:b.csv": "rep_id\nR2\n"}
    errors = refused(reading, files=files)
    assert [(error.code, error.values["rep_id"], error.place.line) for error in errors] == [
        ("rep_twice", "R1", 4),
        ("rep_twice", "R2", 2),
    ]


@pytest.mark.parametrize(
    ("stretches", "overlapping"),
    [
        (["C1,R1,2026-01-01,2026-03-31", "C1,R1,2026-04-01,"], []),
        (["C1,R1,2026-01-01,2026-03-31", "C1,R1,2026-03-31,"], [3]),
        (["C1,R1,,", "C1,R1,2026-04-01,2026-04-02"], [3]),
        (["C1,R1,2026-04-01,", "C1,R1,,2026-03-31"], []),
        (["C1,R1,,", "C1,R2,,", "C2,R1,,"], []),
        (["C1,R1,2026-01-01,2026-12-31", "C1,R1,2026-02-01,2026-02-02", "C1,R1,2026-06-01,2026-06-02"], [3, 4]),
    ],
)
def test_one_rep_s_stretches_with_a_customer_do_not_overlap(
    reading: Reading, refused: Refused, stretches: list[Any], overlapping: list[Any]
) -> None:
    files = {"customers:c.csv": "customer_id,rep_id,in_care_from,in_care_to\n" + "\n".join(stretches)}
    if overlapping:
        errors = refused(reading, files=files)
        assert [(error.code, error.place.line) for error in errors] == [("care_overlaps", line) for line in overlapping]
    else:
        assert len(reading(files=files).rows("loaded_customers")) == len(stretches)


def test_customers_and_absences_turned_round_are_rejected(reading: Reading) -> None:
    read = reading(
        files={
            "customers:c.csv": _lines(
                "customer_id,rep_id,in_care_from,in_care_to",
                "C1,R1,2026-02-01,2026-01-31",
                "C1,R1,2026-02-01,2026-02-01",
                ",R1,,",
            ),
            "absences:a.csv": _lines(
                "rep_id,from,to,reason",
                "R1,2026-02-02,2026-02-01,x",
                "R1,2026-02-02,2026-02-02,leave",
                "R1,2026-02-02,,",
            ),
        }
    )
    assert read.reasons == [(2, "days_reversed"), (4, "no_value"), (2, "days_reversed"), (4, "no_value")]
    assert read.rows("loaded_absences")[0]["from"] == datetime(2026, 2, 2)  # noqa: DTZ001  # the company's own time
    assert [(each.table, each.records) for each in read.loaded.inputs] == [("customers", 1), ("absences", 1)]


JUDGED = "rep_id,item,assessor,assessed_on,rating,answer\n"


def test_a_judgement_needs_a_rating_or_an_answer(reading: Reading) -> None:
    text = JUDGED + _lines(*(f"R1,manner,M1,2026-10-01,{judgement}" for judgement in ("4,", ",no", ",", ",maybe")))
    read = reading(files={"attestations:a.csv": text})
    assert read.reasons == [(4, "no_judgement"), (5, "bad_answer")]
    without = reading(files={"attestations:a.csv": "rep_id,item,assessor,assessed_on\nR1,manner,M1,2026-10-01\n"})
    assert without.reasons == [(2, "no_judgement")]


@pytest.mark.parametrize("assessor", ["R1", "r1", "Ann Lee"])
def test_nobody_judges_themselves(reading: Reading, refused: Refused, assessor: str) -> None:
    files = {
        "attestations:a.csv": JUDGED + f"R1,manner,{assessor},2026-10-01,4,\n",
        "reps:r.csv": "rep_id,name\nR1,ann lee\n",
    }
    (error,) = refused(reading, files=files)
    assert (error.code, error.place.line) == ("self_assessment", 2)
    files["reps:r.csv"] = "rep_id,name\nR1,李 娜\n"
    files["attestations:a.csv"] = JUDGED + "R1,manner,李娜,2026-10-01,4,\n"
    assert [error.code for error in refused(reading, files=files)] == ["self_assessment"]


def test_further_columns_of_judgements_are_not_kept(reading: Reading) -> None:
    read = reading(files={"attestations:a.csv": "mood," + JUDGED + "x,R1,manner,M1,2026-10-01,4,\n"})
    assert read.loaded.attributes["attestations"] == ()
    assert read.loaded.headers[0].column is None


def test_one_attribute_in_two_cases_is_one_column(reading: Reading) -> None:
    files = {
        "a.csv": LOG.replace("at\n", "at,Budget\n").replace("01\n", "01,5\n"),
        "b.csv": LOG.replace("at\n", "at,budget\n").replace("01\n", "01,6\n"),
    }
    read = reading(files=files)
    assert read.loaded.attributes["records"] == ("Budget",)
    assert sorted(read.column("Budget")) == ["5", "6"]


def test_one_file_is_given_once(reading: Reading, refused: Refused, tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (error,) = refused(reading, files={"log.csv": LOG, "sub/../log.csv": LOG})
    assert error.code == "input_twice"


def test_names_that_mean_something_to_the_database(reading: Reading) -> None:
    names = [
        "select",
        'a"b',
        "x'y",
        "t0",
        "c1",
        "s2",
        "v1",
        "p2",
        "problem",
        "content",
        "日期",
        "file",
        "order by",
        "{{ x }}",
        "a--b",
    ]
    header = ["rep_id", "type", "occurred_at", *(f'"{name.replace(chr(34), chr(34) * 2)}"' for name in names)]
    row = ["R1", "call", "2026-10-01", *(f"{number}" for number in range(len(names)))]
    read = reading(files={"log.csv": ",".join(header) + "\n" + ",".join(row) + "\n" + ",".join(row) + "\n"})
    assert [read.rows()[0][name] for name in names] == [str(number) for number in range(len(names))]
