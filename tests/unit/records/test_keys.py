"""Keys resolved between all tables: by spelling, by name, in parts; and tables that do not meet."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.unit.records.conftest import Read, Reading, Refused

HEAD = "rep_id,type,occurred_at,customer_id\n"
ROSTER = "rep_id,name\nR1,张三\nR2,李四\n"


def _log(*rows: str) -> str:
    return HEAD + "".join(
        f"{rep},call,2026-10-0{number},{customer}\n"
        for number, (rep, customer) in enumerate((row.split("|") for row in rows), 1)
    )


def _pairs(read: Read) -> list[tuple[str, str | None]]:
    return [(each["rep_id"], each["customer_id"]) for each in read.rows()]


def _examples(read: Read, code: str) -> list[str]:
    assert code in read.notices
    return next(list(each.sentence.values["examples"]) for each in read.loaded.notices if each.code == code)


def test_a_log_by_name_and_a_roster_with_both(reading: Reading) -> None:
    read = reading(files={"log.csv": _log("张三|C1", "R1|C1", "李 四|C2"), "reps:r.csv": ROSTER})
    assert _pairs(read) == [("R1", "C1"), ("R1", "C1"), ("R2", "C2")]
    assert _examples(read, "keys_by_name") == ["张三 → R1 (1)", "李 四 → R2 (1)"]


def test_companions_are_resolved_too(reading: Reading) -> None:
    files = {
        "log.csv": _log("R1|KH1", "R2|乙公司"),
        "reps:r.csv": ROSTER,
        "customers:c.csv": "customer_id,name,rep_id\nKH1,甲公司,张三\nKH2,乙公司,R2\n",
        "absences:a.csv": "rep_id,from,to\n李四,2026-10-01,2026-10-02\n",
        "attestations:t.csv": "rep_id,item,assessor,assessed_on,rating\n张三,x,M,2026-10-01,3\n",
    }
    read = reading(files=files)
    assert _pairs(read) == [("R1", "KH1"), ("R2", "KH2")]
    assert read.column("rep_id", "loaded_customers") == ["R1", "R2"]
    assert read.column("rep_id", "loaded_absences") == ["R2"]
    assert read.column("rep_id", "loaded_attestations") == ["R1"]


def test_the_same_id_goes_before_a_name(reading: Reading) -> None:
    files = {"log.csv": _log("A|C1", "B|C1"), "reps:r.csv": "rep_id,name\nA,B\nB,A\n"}
    assert _pairs(reading(files=files)) == [("A", "C1"), ("B", "C1")]


def test_two_lengths_of_an_id_are_one_even_without_a_list(reading: Reading) -> None:
    read = reading(files={"log.csv": _log("0050a00000RaRb1AAF|C1", "0050a00000RaRb1|C1", "R3|C1")})
    assert {rep for rep, _ in _pairs(read)} == {"0050a00000RaRb1", "R3"}
    assert read.notices == ["keys_by_spelling"]


def test_ids_that_differ_in_case_stay_two(reading: Reading) -> None:
    files = {
        "log.csv": _log("R1|0010a00000KaKb1AAF", "R1|0010a00000KAKB1AAP"),
        "customers:c.csv": "customer_id,rep_id\n0010a00000KaKb1,R1\n0010a00000KAKB1,R1\n",
    }
    assert [customer for _, customer in _pairs(reading(files=files))] == ["0010a00000KaKb1", "0010a00000KAKB1"]


def test_two_rows_of_a_list_that_look_alike_stay_two(reading: Reading) -> None:
    files = {"log.csv": _log("R 1|C1", "R1|C1", "R  1|C1"), "reps:r.csv": "rep_id\nR1\nR 1\n"}
    assert [rep for rep, _ in _pairs(reading(files=files))] == ["R 1", "R1", "R 1"]


def test_a_name_in_use_that_two_reps_bear_is_an_error(reading: Reading, refused: Refused) -> None:
    roster = "rep_id,name\nR1,李明\nR2,李明\nR3,王芳\n"
    read = reading(files={"log.csv": _log("R1|C1", "R2|C1"), "reps:r.csv": roster})
    assert _pairs(read) == [("R1", "C1"), ("R2", "C1")]
    (error,) = refused(reading, files={"log.csv": _log("李明|C1", "R2|C1"), "reps:r.csv": roster})
    assert (error.code, str(error.place)[-2:], error.values["ids"]) == ("name_shared", ":3", ["R1", "R2"])
    absences = "rep_id,from,to\n李明,2026-10-01,2026-10-01\n"
    (error,) = refused(reading, files={"log.csv": _log("R1|C1"), "reps:r.csv": roster, "absences:a.csv": absences})
    assert error.code == "name_shared"


def test_a_name_that_two_customers_bear_is_doubtful_for_each(reading: Reading) -> None:
    customers = "customer_id,name,rep_id\nC1,甲公司,R1\nC2,甲公司,R1\nC3,乙公司,R1\n"
    read = reading(files={"log.csv": _log("R1|甲公司", "R1|乙公司"), "customers:c.csv": customers})
    assert [(*pair, row["key_doubt"]) for pair, row in zip(_pairs(read), read.rows(), strict=True)] == [
        ("R1", "C1", "甲公司"),
        ("R1", "C2", "甲公司"),
        ("R1", "C3", None),
    ]
    assert _examples(read, "keys_shared") == ["甲公司 → C1 / C2 (1)"]


def test_several_in_one_cell(reading: Reading) -> None:
    read = reading(files={"log.csv": _log("张三、李四|C1;C2", "R1|C2", "R1|C1"), "reps:r.csv": ROSTER})
    assert _pairs(read)[:4] == [("R1", "C1"), ("R1", "C2"), ("R2", "C1"), ("R2", "C2")]
    rows = read.rows()
    assert len({each["record_key"] for each in rows[:4]}) == 1
    assert len({each["row_id"] for each in rows}) == len(rows)
    assert read.loaded.several
    assert read.loaded.types == {"call": 3}
    assert read.loaded.inputs[0].records == 3


def test_an_unknown_one_among_several_is_told(reading: Reading) -> None:
    read = reading(files={"log.csv": _log("张三、王五|C1"), "reps:r.csv": ROSTER})
    assert _pairs(read) == [("R1", "C1")]
    assert not read.loaded.several
    assert _examples(read, "keys_unknown_beside") == ["张三、王五 → 王五 (1)"]


@pytest.mark.parametrize("cell", ["Acme; Inc", '"Acme, Inc"', "Smith/Jones"])
def test_what_is_one_name_is_not_parted(reading: Reading, cell: str) -> None:
    files = {"log.csv": _log(f"R1|{cell}", "R1|C1"), "customers:c.csv": "customer_id,name,rep_id\nC1,Acme Corp,R1\n"}
    read = reading(files=files)
    assert _pairs(read)[0] == ("R1", cell.strip('"'))


def test_a_comma_parts_what_is_known_on_both_sides(reading: Reading) -> None:
    files = {"log.csv": _log('R1|"C1, C2"', "R1|C1", "R1|C2")}
    assert _pairs(reading(files=files)) == [("R1", "C1"), ("R1", "C2"), ("R1", "C1"), ("R1", "C2")]


def test_rows_of_reps_whom_nobody_knows_are_rejects(reading: Reading) -> None:
    files = {
        "log.csv": _log("R01|C1", "R02|C1"),
        "absences:a.csv": "rep_id,from,to\nR01,2026-10-01,2026-10-02\nr2,2026-10-05,2026-10-06\n",
    }
    read = reading(files=files)
    assert read.reasons == [(3, "rep_unknown")]
    assert read.loaded.rejects[0].reason.values == {"value": "r2", "nearest": "R02"}
    assert read.column("rep_id", "loaded_absences") == ["R01"]
    assert [(each.records, each.rejects) for each in read.loaded.inputs] == [(2, 0), (1, 1)]


def test_a_file_that_meets_next_to_nothing_is_an_error(reading: Reading, refused: Refused) -> None:
    log = _log("R1|Acme", "R2|Beta")
    customers = "customer_id,rep_id\nC1,R1\nC2,R1\nC3,R2\n"
    (error,) = refused(reading, files={"log.csv": log, "customers:c.csv": customers})
    assert (error.code, error.values["column"], error.values["met"]) == ("keys_never_meet", "customer_id", 0)
    assert (error.values["example"], error.values["other_example"]) == ("C1", "Acme")
    assert error.values["other"].endswith("log.csv")
    (error,) = refused(reading, files={"log.csv": log, "reps:r.csv": "rep_id\n1001\n1002\n"})
    assert (error.code, error.values["column"]) == ("keys_never_meet", "rep_id")
    # All of the log's customers stand in a list that is much longer: that is how lists are.
    many = customers + "".join(f"D{number},R1\n" for number in range(40)) + "Acme,R1\nBeta,R2\n"
    assert len(reading(files={"log.csv": log, "customers:c.csv": many}).rows("loaded_customers")) == 45


def test_how_many_rejects_are_too_many(reading: Reading, refused: Refused) -> None:
    log = _log("R1|C1", "R2|C1")
    absences = "rep_id,from,to\nX9,2026-10-05,2026-10-06\nR1,2026-10-01,2026-10-02\n"
    files = {"log.csv": log, "absences:a.csv": absences}
    share = Fraction(1, 100)
    (error,) = refused(reading, files=files, max_rejects=share)
    assert (error.code, error.values["count"], error.values["rows"]) == ("too_many_rejects_of_input", 1, 2)
    assert len(reading(files=files, max_rejects=1).rows("loaded_absences")) == 1
    files["absences:a.csv"] += "R1,2026-10-01,2026-10-02\n" * 98
    assert len(reading(files=files, max_rejects=share).rows("loaded_absences")) == 99


def test_an_input_of_which_no_row_was_read_is_an_error(reading: Reading, refused: Refused) -> None:
    files = {"log.csv": _log("R1|C1"), "absences:a.csv": "rep_id,from,to\nR1,never,2026-10-06\n"}
    (error,) = refused(reading, files=files, max_rejects=5)
    assert (error.code, str(error.place)[-2:]) == ("input_unread", ":2")
    assert reading(files=files).reasons == [(2, "bad_time")]
    files["absences:a.csv"] = "rep_id,from,to\n"
    assert reading(files=files, max_rejects=0).rows("loaded_absences") == []
