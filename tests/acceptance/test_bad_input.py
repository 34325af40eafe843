"""What cannot be used is one clear sentence with its place and exit code 2; what cannot be told is not_checked."""

from __future__ import annotations

import json

import pytest

from tests.acceptance.conftest import PACK, RECORDS, Firm


def refused(firm: Firm, *words: str) -> str:
    ran = firm.audit("--lang", "en", *words)
    assert ran.code == 2
    assert "Traceback" not in ran.err
    assert ran.out == ""
    return ran.err


@pytest.mark.parametrize(
    ("old", "new", "place", "hint"),
    [
        ("within: 7 days", "withn: 7 days", "pack.yaml:18:", "did you mean within"),
        ("kind: cadence", "kind: cadense", "pack.yaml:18:30", "cadence"),
        ("group: follow_up", "group: folow_up", "pack.yaml:18:44", "follow_up"),
        ("status: {not: [planned]}", "status: {nott: [planned]}", "pack.yaml:18:71", "not"),
        ("status: {not: [planned]}", "statuss: {not: [planned]}", "pack.yaml:18:62", "status"),
        ("within: 7 days", "within: seven days", "pack.yaml:18:97", "7 days"),
        ("within: 7 days", "within: 7 hours", "pack.yaml:18", "workday"),
        ("modality: should", "modality: shall", "pack.yaml:15:15", "should"),
        ("timezone: Asia/Shanghai", "timezone: Asia/Shangai", "pack.yaml:4:11", "Asia/Shanghai"),
        ("rule: two-visits", "rule: weekly", "pack.yaml:19", "weekly"),
        ("groups: {", "groups: [", "pack.yaml", "YAML"),
    ],
)
def test_a_slip_in_the_pack_names_its_place(firm: Firm, old: str, new: str, place: str, hint: str) -> None:
    assert old in PACK
    firm.write("pack.yaml", PACK.replace(old, new))
    error = refused(firm)
    assert error.startswith(place)
    assert hint in error


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        (("--period", "2026-13"), "2026-10"),
        (("--as-of", "yesterday"), "2026-10-31"),
        (("--policy", "sales-managment"), "sales-management"),
        (("--roster", "nobody.csv"), "nobody.csv"),
        (("--perod", "2026-10"), "--period"),
        (("--format", "pdff"), "json"),
        (("--output", "json"), "FORMAT=PATH"),
        (("--lang", "fr"), "zh"),
    ],
)
def test_an_option_that_cannot_be_used_says_so(firm: Firm, words: tuple[str, str], hint: str) -> None:
    assert hint in refused(firm, *words)


@pytest.mark.parametrize(
    ("old", "new", "hint"),
    [
        ("A2,R1,visit,2026-10-06 10:00", "A2,R1,visit,05/03/2026", "records.csv:3"),
        ("A2,R1,visit,2026-10-06 10:00", "A1,R1,visit,2026-10-06 10:00", "A1"),
        ("record_id,rep_id", "record_id,record_id", "record_id"),
        ("rep_id,type", "whose,type", "rep_id"),
        ("急", '"unclosed', "records.csv"),
    ],
)
def test_a_log_that_contradicts_itself_is_refused(firm: Firm, old: str, new: str, hint: str) -> None:
    assert old in RECORDS
    firm.write("records.csv", RECORDS.replace(old, new))
    assert hint in refused(firm)


def test_a_year_nobody_has_announced_names_the_file_to_write(firm: Firm) -> None:
    firm.write("records.csv", RECORDS.replace("2026-10-12 09:00", "2098-10-12 09:00"))
    error = refused(firm, "--period", "2098-10", "--as-of", "2098-10-31")
    assert "2098" in error
    assert "--calendar" in error
    firm.write("calendar.yaml", "years: [2098]\n")
    ran = firm.audit("--period", "2098-10", "--as-of", "2098-10-31", "--calendar", "calendar.yaml", "--format", "json")
    assert ran.code == 0


@pytest.mark.parametrize(
    ("records", "rule"),
    [
        (RECORDS.replace("inquiry", "inquiries"), "answered"),
        (RECORDS.replace("answer,", "reply,"), "answered"),
        (RECORDS.replace("customer_id", "client"), "answered"),
        (RECORDS.replace("customer_id", "client"), "weekly"),
        (RECORDS.replace("visit,", "meeting,"), "two-visits"),
        (RECORDS.splitlines()[0] + "\n", "answered"),
        (RECORDS.splitlines()[0] + "\n", "two-visits"),
    ],
)
def test_what_the_log_cannot_show_is_not_checked_with_the_reason(firm: Firm, records: str, rule: str) -> None:
    firm.write("records.csv", records)
    ran = firm.audit("--format", "json")
    assert ran.code == 0
    findings = [f for card in json.loads(ran.out)["scorecards"] for f in card["findings"] if f["rule"] == rule]
    assert findings
    assert {f["outcome"] for f in findings} == {"not_checked"}
    assert all(f["reason"] and f["reason_code"] for f in findings)


def test_a_column_that_is_only_excluded_by_holds_with_a_notice(firm: Firm) -> None:
    firm.write("records.csv", RECORDS.replace("status", "state"))
    audit = json.loads(firm.audit("--format", "json").out)
    assert "excluding_column_not_shown" in {notice["code"] for notice in audit["notices"]}


def test_a_log_outside_the_period_is_no_pass(firm: Firm) -> None:
    audit = json.loads(firm.audit("--format", "json", "--period", "2025-10", "--as-of", "2025-10-31").out)
    codes = {notice["code"] for notice in audit["notices"]}
    assert codes & {"no_records", "log_outside_period"}
    outcomes = {f["outcome"] for card in audit["scorecards"] for f in card["findings"] if f["rule"] != "trained"}
    assert "pass" not in outcomes


def test_a_period_without_records_is_told_before_any_figure(firm: Firm) -> None:
    days = ("--period", "2026-12", "--as-of", "2026-12-31", "--lang", "en")
    ran = firm.audit(*days, "--output", "html=site", "--output", "markdown=audit.md")
    warning = "the log runs from 2026-09-30 to 2026-10-30, outside the period 2026-12. Is this the right export?"
    told = " ".join(ran.out.split())
    assert warning in told
    assert told.index(warning) < told.index("Score ")
    assert warning in (firm.folder / "audit.md").read_text(encoding="utf-8")
    for page in (firm.folder / "site").glob("*.html"):
        assert "Is this the right export?" in page.read_text(encoding="utf-8")
    assert "Is this the right export?" not in firm.audit("--lang", "en").out


def test_hostile_text_is_data(firm: Firm) -> None:
    firm.write(
        "records.csv", RECORDS.replace("B3,R2", '"B\'); DROP TABLE records; --",R2').replace("急", "\x1b[31m<b>")
    )
    ran = firm.audit()
    assert ran.code == 0
    assert "\x1b" not in ran.out
