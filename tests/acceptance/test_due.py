"""What falls due next at the small firm, worked out by hand, through the real command."""

from __future__ import annotations

import csv
import io
import json
import sys
from datetime import date
from typing import TYPE_CHECKING, Any

import icalendar
import jsonschema
import pytest

from checklist.reporters.due import DUE
from checklist.reporters.due.schema import due_schema
from tests.acceptance.conftest import ATTESTATIONS, PACK, RECORDS

if TYPE_CHECKING:
    from tests.acceptance.conftest import Firm, Ran

TABLES = ["--roster", "roster.csv", "--customers", "customers.csv", "--attestations", "attestations.csv"]
EXPECTED = [
    # The call of Monday 10-26 covers to 11-01: the next is due on 11-02.
    ("R1", "weekly", "2026-11-02", False, 1, {"customer_id": "C1"}),
    # The visit of 10-05 covers to 10-11; the planned call of 10-20 covers nothing.
    ("R2", "weekly", "2026-10-12", True, 1, {"customer_id": "C2"}),
    ("R2", "trained", "2026-10-31", False, 1, {"item": "training"}),
    ("R2", "two-visits", "2026-10-31", False, 1, {"window": "2026-10"}),
    # Of Friday 10-30: the working day after it is Monday.
    ("R2", "answered", "2026-11-02", False, 1, {"record_id": "B5"}),
    ("R3", "trained", "2026-10-31", False, 1, {"item": "training"}),
    # Half the month's working days: one visit is owed.
    ("R3", "two-visits", "2026-10-31", False, 1, {"window": "2026-10"}),
]


def due(firm: Firm, *words: str) -> Ran:
    return firm.call("due", "records.csv", "--policy", "pack.yaml", *TABLES, "--as-of", "2026-10-30", *words)


def document(firm: Firm, *words: str) -> dict[str, Any]:
    ran = due(firm, "--format", "json", *words)
    assert (ran.code, ran.err) == (0, "")
    found: dict[str, Any] = json.loads(ran.out)
    jsonschema.validate(found, due_schema(), format_checker=jsonschema.FormatChecker())
    return found


def listed(found: dict[str, Any]) -> list[tuple[Any, ...]]:
    names = ("rep_id", "rule", "due_on", "overdue", "count", "subject")
    return [tuple(each[name] for name in names) for each in found["upcoming"]]


def test_every_duty_is_as_worked_out(firm: Firm) -> None:
    found = document(firm)
    assert listed(found) == EXPECTED
    assert (found["as_of"], found["until"]) == ("2026-10-30", "2026-11-13")
    assert found["summary"] == {"reps": 3, "upcoming": 7, "overdue": 1, "omitted": 0}


def test_a_nearer_horizon_holds_less_and_one_rep_only_their_own(firm: Firm) -> None:
    # Nothing of a cadence falls due on the weekend.
    near = document(firm, "--within", "2 days", "--rep", "R2")
    assert listed(near) == [each for each in EXPECTED if each[0] == "R2" and each[2] == "2026-10-31"]
    assert listed(document(firm, "--within", "3 days", "--rep", "R2")) == [each for each in EXPECTED if each[0] == "R2"]
    assert [each["rep_id"] for each in near["reps"]] == ["R2"]


def test_an_audit_holds_what_falls_due_next(firm: Firm) -> None:
    ran = firm.audit("--format", "json", "--as-of", "2026-10-30")
    assert listed(json.loads(ran.out)) == EXPECTED


def test_whoever_acts_in_time_has_nothing_left(firm: Firm) -> None:
    more = (
        "D1,R1,call,2026-11-02 09:00,C1,done,\nD2,R2,visit,2026-10-31 09:00,C2,done,\n"
        "D3,R2,answer,2026-11-02 18:00,C2,,\nD4,R3,visit,2026-10-31 09:00,C9,done,\n"
    )
    firm.write("records.csv", RECORDS + more)
    judged = "".join(f"{rep},training,M1,2026-10-31,yes\n" for rep in ("R2", "R3"))
    firm.write("attestations.csv", ATTESTATIONS + judged)
    ran = firm.call("audit", "records.csv", "--policy", "pack.yaml", *TABLES, "--period", "2026-10-31..2026-11-02",
                   "--as-of", "2026-11-02", "--format", "json")  # fmt: skip
    found = json.loads(ran.out)
    assert found["deviations"] == []
    assert {each["outcome"] for card in found["scorecards"] for each in card["findings"]} <= {"pass", "not_applicable"}


def test_whoever_does_not_act_has_a_deviation_of_that_day(firm: Firm) -> None:
    ran = firm.call("audit", "records.csv", "--policy", "pack.yaml", *TABLES, "--period", "2026-10-31..2026-11-02",
                   "--as-of", "2026-11-02", "--format", "json")  # fmt: skip
    found = {(d["rep_id"], d["rule"], d["due_on"]) for d in json.loads(ran.out)["deviations"]}
    # Items are judged at the period's end, which is another day here.
    assert {each[:3] for each in EXPECTED if each[1] != "trained"} == {each for each in found if each[1] != "trained"}


def test_a_waived_duty_asks_for_nothing(firm: Firm) -> None:
    firm.write(
        "waivers.yaml",
        "- {id: W1, rule: weekly, reps: [R2], from: 2026-10-12, to: 2026-11-04, reason: 出差, approved_by: M1,"
        " approved_on: 2026-10-12, expires: 2026-11-04}\n"
        "- {id: W2, rule: answered, customers: [C2], from: 2026-11-01, reason: 试点, approved_by: M1,"
        " approved_on: 2026-10-12, expires: 2026-11-30}\n",
    )
    found = listed(document(firm, "--waivers", "waivers.yaml", "--rep", "R2"))
    assert [each[:4] for each in found] == [
        ("R2", "trained", "2026-10-31", False),
        ("R2", "two-visits", "2026-10-31", False),
        # Excused to 11-04: the first day after it.
        ("R2", "weekly", "2026-11-05", False),
    ]


def test_nobody_is_asked_for_what_lies_after_their_leaving_or_on_leave(firm: Firm) -> None:
    firm.write("roster.csv", "rep_id,name,team,joined_on,left_on\nR1,张伟,东,,2026-11-01\nR2,李娜,西,,\n")
    firm.write("absences.csv", "rep_id,from,to,reason\nR2,2026-10-31,2026-11-05,年假\n")
    found = listed(document(firm, "--absences", "absences.csv"))
    assert {each[0] for each in found} == {"R2"}
    # Back on Friday 11-06: that is the next working day for the inquiry as well.
    assert ("R2", "answered", "2026-11-06", False, 1, {"record_id": "B5"}) in found


def test_what_cannot_be_told_is_said(firm: Firm) -> None:
    ran = firm.call("due", "records.csv", "--policy", "pack.yaml", "--as-of", "2026-10-30", "--lang", "en")
    assert ran.code == 0
    assert "trained: no attestations" in ran.out
    assert "What falls due by 1 rule cannot be told" in ran.out


def test_what_may_be_met_already_is_asked_for_as_such(firm: Firm) -> None:
    doubtful = "U1,R2,茶叙,2026-10-27 10:00,C2,done,\nU2,R1,茶叙,2026-10-27 10:00,C1,done,\n"
    firm.write("records.csv", RECORDS + doubtful + "U3,R2,茶叙,2026-10-30 17:00,C2,,\n")
    found = document(firm)
    asked = {(each["rep_id"], each["rule"]): each for each in found["upcoming"]}
    assert {key for key, each in asked.items() if each["unknown"]} == {
        *(("R1", "weekly"), ("R2", "weekly"), ("R2", "answered"), ("R2", "two-visits")),
    }
    assert all(each["unknown"] <= each["count"] for each in found["upcoming"])
    # Nobody is behind with what may have been done.
    weekly = asked["R2", "weekly"]
    assert (weekly["due_on"], weekly["overdue"], weekly["unknown"]) == ("2026-11-02", False, 1)
    assert weekly["message"].endswith("（可能已经做到，或本无此项：没有说明类型“茶叙”指什么）")
    for name in DUE.formats():
        assert due(firm, "--output", f"{name}=out-{name}", "-q", "--lang", "en").code == 0
        place = firm.folder / f"out-{name}"
        files = [path for path in place.rglob("*") if path.is_file()] or [place]
        text = "".join(path.read_text(encoding="utf-8").replace("\n ", "") for path in files)
        if name == "terminal":
            text = due(firm, "--lang", "en").out
        assert "perhaps met already" in text or '"unknown": 1' in text, name


def test_a_calendar_a_rep_is_valid_and_moves_no_entry(firm: Firm) -> None:
    assert due(firm, "--output", "ics=calendars", "-q").code == 0
    files = sorted((firm.folder / "calendars").glob("*.ics"))
    assert len(files) == 3
    calendars = [icalendar.Calendar.from_ical(path.read_bytes()) for path in files]
    for calendar in calendars:
        calendar.validate()
        assert calendar.errors == []
        for event in calendar.events:
            assert event.errors == []
            assert event.DTSTAMP.date() == date(2026, 10, 30)
    events = [event for calendar in calendars for event in calendar.events]
    assert len(events) == 7
    # What is overdue stands on the first day that is left; all else on its own.
    days = sorted((str(event.start), str(event["SUMMARY"]).split("：")[0]) for event in events)
    assert days[0][0] == "2026-10-31"
    uids = {str(event["UID"]) for event in events}
    assert len(uids) == 7
    # A day later the same things are known by the same names.
    later = firm.call("due", "records.csv", "--policy", "pack.yaml", *TABLES, "--as-of", "2026-10-31", "--rep", "R2",
                     "--format", "ics")  # fmt: skip
    again = {str(event["UID"]) for event in icalendar.Calendar.from_ical(later.out).events}
    assert again < uids
    assert "张伟" not in files[1].read_text(encoding="utf-8")


def test_one_calendar_goes_to_standard_output_and_several_do_not(firm: Firm) -> None:
    assert due(firm, "--format", "ics", "--rep", "R1").out.startswith("BEGIN:VCALENDAR")
    refused = due(firm, "--format", "ics")
    assert (refused.code, refused.out) == (2, "")
    assert "--rep" in refused.err
    assert due(firm, "--output", "ics=r1.ics", "--rep", "R1", "-q").code == 0
    assert (firm.folder / "r1.ics").is_file()


@pytest.mark.parametrize("name", DUE.formats())
def test_no_format_obeys_what_a_log_says(firm: Firm, name: str) -> None:
    hostile = '"=cmd|<script>alert(1)</script>\x1b[31m;END:VCALENDAR"'
    firm.write("records.csv", RECORDS + f"Z1,R2,inquiry,2026-10-30 10:00,{hostile},,\n")
    ran = due(firm, "--output", f"{name}=out", "-q", "--lang", "en")
    assert (ran.code, ran.err) == (0, "")
    files = [path for path in (firm.folder / "out").rglob("*") if path.is_file()] or [firm.folder / "out"]
    text = "".join(path.read_text(encoding="utf-8") for path in files)
    assert "\x1b" not in text
    assert "\nEND:VCALENDAR" not in text or name == "ics"
    if name in {"html", "markdown"}:
        assert "<script>" not in text


def test_the_table_is_one_row_a_duty(firm: Firm) -> None:
    due(firm, "--output", "csv=due.csv", "-q")
    rows = list(csv.reader(io.StringIO((firm.folder / "due.csv").read_text(encoding="utf-8-sig"))))
    assert len(rows) == 8
    assert {len(row) for row in rows} == {13}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--within", "soon"], "14 days"),
        (["--within", "0 days"], "14 days"),
        (["--rep", "R9"], "R9"),
        (["--format", "pdf"], "terminal"),
        (["--as-of", "2026-13-01"], "2026-10-31"),
    ],
)
def test_what_cannot_be_used_is_refused(firm: Firm, words: list[str], said: str) -> None:
    ran = due(firm, *words)
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err
    assert "Traceback" not in ran.err


def test_a_period_names_the_day_as_well(firm: Firm) -> None:
    ran = firm.call("due", "records.csv", "--policy", "pack.yaml", "--period", "2026-10", "--format", "json")
    assert json.loads(ran.out)["as_of"] == "2026-10-31"


def test_a_plan_is_asked_for_before_its_month_begins(firm: Firm) -> None:
    pack = PACK.replace(
        '  - clause: "1.2.1"',
        "      - {rule: planned, kind: quota, of: {type: plan}, at_least: 1, window: month, due: 3 workdays,"
        ' early: 7 days}\n  - clause: "1.2.1"',
    )
    firm.write("pack.yaml", pack)
    firm.write("records.csv", RECORDS + "P1,R1,plan,2026-10-28 09:00,,,\n")
    plans = {each[0]: each[2:] for each in listed(document(firm)) if each[1] == "planned"}
    # R1's came within the seven days before November; the 3rd working day of November is Wednesday.
    assert plans == {rep: ("2026-11-04", False, 1, {"window": "2026-11"}) for rep in ("R2", "R3")}


def test_a_log_that_ends_early_is_said_and_nothing_is_made_of_the_days_ahead(firm: Firm) -> None:
    assert document(firm)["notices"] == []
    late = firm.call(
        "due", "records.csv", "--policy", "pack.yaml", *TABLES, "--as-of", "2026-11-10", "--format", "json"
    )
    assert [each["code"] for each in json.loads(late.out)["notices"]] == ["log_ends_early"]


def test_calendars_without_their_library_name_the_extra(firm: Firm, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "icalendar", None)
    refused = due(firm, "--format", "ics", "--rep", "R1")
    assert refused.code == 2
    assert "checklist-audit[calendar]" in refused.err
