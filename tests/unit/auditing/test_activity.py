"""A rep's year and the customers' weeks, on a firm small enough to count by hand."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from checklist.api import make_request, sources_of
from checklist.auditing import run

if TYPE_CHECKING:
    from pathlib import Path

    from checklist.model import RepActivity

PACK = """\
pack: small
version: 1.0.0
timezone: Asia/Shanghai
calendar: {country: CN}
clauses:
  - clause: "1.1"
    modality: must
    title: {zh: 跟进, en: Follow up}
    rules:
      - {rule: weekly, kind: cadence, of: {type: call, status: {not: [planned]}}, within: 7 days}
"""
RECORDS = """\
record_id,rep_id,type,occurred_at,customer_id,status
A1,R1,call,2026-10-05,C1,done
A2,R1,call,2026-10-06 09:00,C1,done
A3,R1,call,2026-10-06 10:00,C2,planned
A4,R1,visit,2026-10-07 10:00,C2,done
A5,R2,call,2026-10-13 10:00,C3,done
A6,R2,call,2026-10-14 10:00,C1,done
A7,R1,call,2026-11-02 10:00,C1,done
"""
ROSTER = "rep_id,name,joined_on,left_on\nR1,张伟,,\nR2,李娜,2026-10-12,\nR3,王强,,2026-10-20\n"
CUSTOMERS = """\
customer_id,rep_id,name,grade,in_care_from,in_care_to
C1,R1,一号,A,2026-09-01,
C2,R1,二号,B,2026-10-01,
C3,R2,三号,B,2026-10-12,
C4,R1,四号,B,2026-09-01,2026-10-15
C5,R3,五号,B,2026-09-01,
"""
ABSENCES = "rep_id,from,to,reason\nR1,2026-10-19,2026-10-25,\n"


@pytest.fixture
def given(tmp_path: Path) -> dict[str, str]:
    made = {}
    for name, text in {
        "pack": PACK, "records": RECORDS, "roster": ROSTER, "customers": CUSTOMERS, "absences": ABSENCES,
    }.items():  # fmt: skip
        path = tmp_path / f"{name}.{'yaml' if name == 'pack' else 'csv'}"
        path.write_text(text, encoding="utf-8")
        made[name] = str(path)
    return made


def activities(given: dict[str, str], **options: Any) -> dict[str, RepActivity]:
    sources = sources_of(given["records"], given["roster"], given.get("customers"), None, given["absences"])
    settled = {"period": "2026-10", "as_of": date(2026, 10, 31), "activity": True, **options}
    return dict(run(make_request(given["pack"], sources, **settled)).activity)


def on(activity: RepActivity, day: date) -> tuple[int, str]:
    number = (day - activity.first) // timedelta(days=1)
    return activity.records[number], activity.days[number]


def test_every_day_of_a_year_has_its_records_and_says_what_it_was(given: dict[str, str]) -> None:
    found = activities(given)
    first = found["R1"]
    assert first.first == date(2025, 10, 27)
    assert first.first.weekday() == 0
    assert len(first.records) == len(first.days) == (date(2026, 10, 31) - first.first).days + 1
    assert sum(first.records) == 4  # what comes after as_of is not seen
    assert on(first, date(2026, 10, 4)) == (0, "-")  # before the log
    assert on(first, date(2026, 10, 5)) == (1, "o")  # a holiday
    assert on(first, date(2026, 10, 6)) == (2, "o")
    assert on(first, date(2026, 10, 8)) == (0, "w")
    assert on(first, date(2026, 10, 17)) == (0, "o")
    assert on(first, date(2026, 10, 19)) == (0, "a")
    assert on(found["R2"], date(2026, 10, 9)) == (0, "-")  # not with the company yet
    assert on(found["R2"], date(2026, 10, 13)) == (1, "w")
    assert on(found["R3"], date(2026, 10, 21)) == (0, "-")  # no longer


def test_customers_in_care_are_told_week_by_week_those_left_alone_longest_first(given: dict[str, str]) -> None:
    found = activities(given)["R1"]
    assert len(found.weeks) == 13
    assert found.weeks[-1] == date(2026, 10, 26)
    assert [each.customer_id for each in found.customers] == ["C2", "C1"]  # C4 is no longer in care
    second, first = found.customers
    assert (second.name, second.grade, second.last_on) == ("二号", "B", None)  # planned calls and visits are none
    assert second.contacts == (None,) * 8 + (0,) * 5
    assert first.last_on == date(2026, 10, 6)
    assert first.contacts == (None,) * 4 + (0, 0, 0, 0, 0, 2, 0, 0, 0)  # another rep's call is not R1's
    assert found.more_customers == 0
    assert found.rules == ("weekly",)


def test_a_rep_who_has_left_has_no_customers_in_care(given: dict[str, str]) -> None:
    assert activities(given)["R3"].customers == ()


def test_where_anyone_answers_anyone_follows_up(given: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "pack.yaml").write_text(PACK.replace("within: 7 days", "within: 7 days, by: anyone"), encoding="utf-8")
    first = next(each for each in activities(given)["R1"].customers if each.customer_id == "C1")
    assert first.last_on == date(2026, 10, 14)


def test_either_of_two_who_have_a_customer_in_care_follows_it_up(given: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "customers.csv").write_text(CUSTOMERS + "C1,R2,一号,A,2026-10-12,\n", encoding="utf-8")
    found = activities(given)
    for rep in ("R1", "R2"):
        shared = next(each for each in found[rep].customers if each.customer_id == "C1")
        assert shared.last_on == date(2026, 10, 14)


def test_without_a_cadence_that_can_be_told_there_are_no_weeks(given: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "pack.yaml").write_text(PACK.replace("type: call", "type: letter"), encoding="utf-8")
    found = activities(given)["R1"]
    assert (found.weeks, found.customers, found.rules) == ((), (), ())
    assert sum(found.records) == 4


def test_a_long_list_is_cut_and_says_so(given: dict[str, str], tmp_path: Path) -> None:
    more = "".join(f"D{number:03},R1,,B,2026-10-01,\n" for number in range(40))
    (tmp_path / "customers.csv").write_text(CUSTOMERS + more, encoding="utf-8")
    found = activities(given)["R1"]
    assert (len(found.customers), found.more_customers) == (30, 12)


def test_nothing_is_worked_out_that_nobody_asked_for(given: dict[str, str]) -> None:
    assert activities(given, activity=False) == {}
