"""`checklist check`: which condition stops the gate and which does not, what is said of it, and the baseline."""

from __future__ import annotations

import contextlib
import io
import json
import sys

import jsonschema
import pytest

from checklist.cli import main, speech
from checklist.wire.audit import AuditDocument
from tests.acceptance.conftest import ATTESTATIONS, RECORDS, ROSTER, Firm, Ran

GOOD = RECORDS.replace("B4,R2,answer,2026-10-14 00:00", "B4,R2,answer,2026-10-13 10:00")
TRAINED = ATTESTATIONS.replace("2026-01-05,no", "2026-01-05,yes") + "R3,training,M1,2026-10-21,yes\n"
ACCEPT = ("--accept-new", "--reason", "旧账", "--approved-by", "周敏", "--approved-on", "2026-11-02")


class Here(Firm):
    """The firm, with the command run in this process: what a process of its own shows stands in other tests."""

    def run(self, *words: str, **environment: str) -> Ran:
        assert not environment
        out, err, argv = io.StringIO(), io.StringIO(), sys.argv
        sys.argv = ["checklist", *words]
        speech.wording.cache_clear()
        try:
            with contextlib.chdir(self.folder), contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
                code = main._run(list(words))
        finally:
            sys.argv = argv
            speech.wording.cache_clear()
        return Ran(code, out.getvalue(), err.getvalue())


@pytest.fixture
def firm(firm: Firm) -> Firm:
    return Here(firm.folder)


def check(firm: Firm, *words: str) -> Ran:
    tables = ["--roster", "roster.csv", "--customers", "customers.csv", "--attestations", "attestations.csv"]
    days = [] if "--period" in words else ["--period", "2026-10", "--as-of", "2026-10-31"]
    return firm.run("check", "records.csv", "--policy", "pack.yaml", *tables, *days, "--lang", "en", *words)


def last(ran: Ran) -> str:
    return ran.out.splitlines()[-1]


@pytest.fixture
def clean(firm: Firm) -> Firm:
    """Return the firm where every must is met, while two shoulds are not."""
    firm.write("records.csv", GOOD)
    firm.write("attestations.csv", TRAINED)
    return firm


def test_a_gate_that_is_met(clean: Firm) -> None:
    ran = check(clean)
    assert ran.code == 0, ran.err
    assert last(ran).startswith("✓ the gate is met: 3 reps")


def test_a_must_that_fails_stops_it_and_says_which_condition_and_how_to_see_why(firm: Firm) -> None:
    ran = check(firm, "-q")
    assert ran.code == 1
    assert "✗ 2 findings of 1 rep fail (--fail-on must)" in ran.out
    assert "R2  answered: met 0 of 1" in ran.out
    command = next(line for line in ran.out.splitlines() if line.startswith("see why: "))
    words = command.removeprefix("see why: checklist ").split()
    assert firm.run(*words, "--lang", "en").code == 0
    assert last(ran).startswith("✗ the gate is not met")


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("--fail-on", "must"), 0),
        (("--fail-on", "any"), 1),
        (("--fail-on", "never"), 0),
        (("--min-score", "0"), 0),
        (("--min-score", "rep:90"), 1),
        (("--min-score", "team:100"), 1),
        (("--min-score", "firm:100"), 1),
        (("--min-score", "firm:1", "--min-score", "rep:1"), 0),
        (("--strict",), 0),
        (("--strict", "--fail-on", "any"), 1),
    ],
)
def test_each_condition_has_its_code(clean: Firm, words: tuple[str, ...], code: int) -> None:
    ran = check(clean, "-q", *words)
    assert ran.code == code, ran.out


def test_a_should_that_fails_is_named_when_any_is_asked_for(clean: Firm) -> None:
    assert "weekly" in check(clean, "-q", "--fail-on", "any").out


def test_what_is_undecided_stops_only_if_strict_and_is_named_either_way(firm: Firm) -> None:
    firm.write("records.csv", GOOD)
    firm.write("attestations.csv", ATTESTATIONS.replace(",no", ",yes"))
    assert "with --strict it does not pass" in (loose := check(firm, "-q")).out
    assert loose.code == 0
    strict = check(firm, "-q", "--strict")
    assert strict.code == 3
    assert "R3  trained" in strict.out


def test_an_empty_month_is_not_green_whatever_is_asked(clean: Firm) -> None:
    for words in ((), ("--fail-on", "never"), ("--fail-on", "any", "--min-score", "90")):
        ran = check(clean, "-q", "--period", "2026-11", "--as-of", "2026-11-30", *words)
        assert ran.code == 3, ran.out
        assert "no record of 2026-11 is there, so it cannot be told" in ran.out


def test_a_month_that_the_mapping_vouches_for_is_judged_without_a_record(clean: Firm) -> None:
    november = ("--period", "2026-11", "--as-of", "2026-11-30", "--mapping", "mapping.yaml")
    clean.write("mapping.yaml", "spans: {from: 2026-09-30, to: 2026-11-30}\n")
    ran = check(clean, *november)
    assert ran.code == 1, ran.out
    assert "judged all the same" in " ".join(ran.out.split())
    assert check(clean, *november, "--fail-on", "never").code == 0
    # Where it only says from when, nothing tells an idle month from a missing export.
    clean.write("mapping.yaml", "spans: {from: 2026-09-30}\n")
    assert check(clean, *november).code == 3


def test_a_month_without_a_rep_is_not_green(firm: Firm) -> None:
    firm.write("roster.csv", "rep_id,name,joined_on\nR9,九,2027-01-01\n")
    firm.write("records.csv", RECORDS.splitlines()[0] + "\nA1,R9,visit,2026-10-06 10:00,C1,done,\n")
    firm.write("customers.csv", "customer_id,rep_id\n")
    firm.write("attestations.csv", "rep_id,item,assessor,assessed_on,answer\n")
    ran = check(firm, "-q")
    assert ran.code == 3, ran.out + ran.err
    assert "no rep to judge" in ran.out


def test_an_empty_log_is_not_green(firm: Firm) -> None:
    firm.write("records.csv", RECORDS.splitlines()[0] + "\n")
    ran = check(firm, "-q")
    assert ran.code in {2, 3}
    assert "Traceback" not in ran.err


def test_nothing_due_is_not_green(firm: Firm) -> None:
    firm.write(
        "pack.yaml",
        "pack: p\nversion: '1'\ntimezone: Asia/Shanghai\ncalendar: {country: CN}\nclauses:\n"
        "  - clause: '1.1'\n    modality: must\n    title: {zh: 答复, en: Answer}\n    rules:\n"
        "      - {rule: tended, kind: response, to: {type: alarm}, with: {type: answer}, within: 1 day}\n",
    )
    ran = check(firm, "-q", "--covers", "alarm")
    assert ran.code == 3
    assert "no rule out of 1 could be judged" in ran.out


def test_a_reject_stops_check_and_more_than_one_in_a_hundred_an_audit(firm: Firm) -> None:
    reject = "X1,R1,visit,,C1,done,\n"
    firm.write("records.csv", RECORDS + reject)
    ran = check(firm)
    assert ran.code == 2
    assert "records.csv:14" in ran.err
    assert check(firm, "--max-rejects", "1").code == 1
    assert firm.audit().code == 2
    assert firm.audit("--max-rejects", "1").code == 0
    more = "".join(f"Y{number},R1,other,2026-10-06 10:00,C1,done,\n" for number in range(100))
    firm.write("records.csv", RECORDS + more + reject)
    assert firm.audit().code == 0


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        (("--fail-on", "should"), "any"),
        (("--min-score", "ninety"), "rep:85"),
        (("--min-score", "101"), "100"),
        (("--min-score", "90", "--min-score", "rep:80"), "twice"),
        (("--ratchet",), "--baseline"),
        (("--update-baseline",), "--baseline"),
        (("--baseline", "none.json"), "--accept-new"),
        (("--baseline", "b.json", "--accept-new", "--reason", "x"), "--approved-by"),
        (("--reason", "x"), "--accept-new"),
        (("--output", "json=records.csv"), "LOG"),
        (("--output", "json=./roster.csv"), "--roster"),
        (("--output", "json=a.json", "--output", "csv=a.json"), "same place"),
        (("--output", "json=no/such\0place"), "written"),
    ],
)
def test_what_cannot_be_used_is_code_two(firm: Firm, words: tuple[str, ...], hint: str) -> None:
    if any("\0" in word for word in words):
        words = ("--output", "json=records.csv/x.json")
        hint = "cannot be written"
    before = (firm.folder / "records.csv").read_bytes()
    ran = check(firm, *words)
    assert ran.code == 2, ran.out
    assert hint in ran.err
    assert ran.out == ""
    assert (firm.folder / "records.csv").read_bytes() == before


def test_a_baseline_lets_the_known_stand_and_new_ones_fail(firm: Firm) -> None:
    made = check(firm, "-q", "--baseline", "b.json", *ACCEPT)
    assert made.code == 0, made.err
    baseline = json.loads((firm.folder / "b.json").read_text(encoding="utf-8"))
    assert baseline["schema"] == "checklist-baseline/1"
    assert {(each["rep_id"], each["rule"]) for each in baseline["accepted"]} == {
        ("R2", "answered"), ("R2", "trained"), ("R2", "weekly"), ("R2", "two-visits"), ("R3", "two-visits"),
    }  # fmt: skip
    assert baseline["counts"]["R2"] == {"answered": 1, "trained": 1, "two-visits": 1, "weekly": 1}
    # The cap of what is listed does not matter, nor the order of rows.
    head, *rows = RECORDS.splitlines()
    firm.write("records.csv", "\n".join([head, *reversed(rows)]) + "\n")
    assert check(firm, "-q", "--fail-on", "any", "--baseline", "b.json", "--max-deviations", "0").code == 0
    firm.write("records.csv", RECORDS + "B9,R2,inquiry,2026-10-15 09:00,C2,,\n")
    ran = check(firm, "-q", "--baseline", "b.json")
    assert ran.code == 1
    assert "1 new" in ran.out


def test_the_mended_is_reported_then_struck_and_nothing_is_added(firm: Firm) -> None:
    check(firm, "-q", "--baseline", "b.yaml", *ACCEPT)
    firm.write("records.csv", GOOD + "B9,R2,inquiry,2026-10-15 09:00,C2,,\n")
    before = (firm.folder / "b.yaml").read_bytes()
    ran = check(firm, "-q", "--baseline", "b.yaml")
    assert "1 is mended" in ran.out
    assert (firm.folder / "b.yaml").read_bytes() == before
    ran = check(firm, "--baseline", "b.yaml", "--update-baseline")
    assert "0 added, 1 struck" in ran.err
    assert ran.code == 1
    text = (firm.folder / "b.yaml").read_text(encoding="utf-8")
    assert "record_id: B3" not in text
    assert "record_id: B9" not in text


def test_what_cannot_be_checked_now_is_not_taken_for_mended(firm: Firm) -> None:
    check(firm, "-q", "--baseline", "b.json", *ACCEPT)
    (firm.folder / "attestations.csv").write_text("rep_id,item,assessor,assessed_on,answer\n", encoding="utf-8")
    ran = check(firm, "-q", "--baseline", "b.json")
    assert "1 not to be seen" in ran.out
    assert "mended" not in ran.out
    assert "could not be checked this time" in (ratchet := check(firm, "-q", "--baseline", "b.json", "--ratchet")).out
    assert ratchet.code == 3


def test_an_expired_acceptance_no_longer_holds(firm: Firm) -> None:
    check(firm, "-q", "--baseline", "b.json", *ACCEPT[:-1], "2026-10-01", "--expires", "2026-10-30")
    ran = check(firm, "-q", "--baseline", "b.json")
    assert ran.code == 1
    assert "5 acceptances have expired" in ran.out


def test_the_ratchet_holds_counts_not_identities(firm: Firm) -> None:
    check(firm, "-q", "--baseline", "b.json", *ACCEPT)
    moved = RECORDS.replace("B3,R2,inquiry,2026-10-12 09:00", "B3,R2,inquiry,2026-10-08 09:00")
    moved = moved.replace("B3,", "B8,")
    firm.write("records.csv", moved)
    assert check(firm, "-q", "--baseline", "b.json").code == 1
    assert check(firm, "-q", "--baseline", "b.json", "--ratchet").code == 0
    firm.write("records.csv", RECORDS + "B9,R2,inquiry,2026-10-15 09:00,C2,,\n")
    ran = check(firm, "-q", "--baseline", "b.json", "--ratchet")
    assert ran.code == 1
    assert "R2 went from 4 deviations to 5 (--ratchet), in: answered" in ran.out


def test_nobody_accepts_for_themselves(firm: Firm) -> None:
    ran = check(firm, "--baseline", "b.json", "--accept-new", "--reason", "x", "--approved-by", "李娜",
                "--approved-on", "2026-11-02")  # fmt: skip
    assert ran.code == 2
    assert "someone else must approve" in ran.err
    assert not (firm.folder / "b.json").exists()


@pytest.mark.parametrize(
    ("old", "new", "place", "hint"),
    [
        ('"schema": "checklist-baseline/1",', '"schema": "checklist-baseline/0",', "b.json:2:", "checklist-baseline/0"),
        ('"pack": "small"', '"pack": "large"', "b.json:4:", "large"),
        ('"judged": [', '"judged": [[', "b.json:", "JSON"),
        ('"due_on": "2026-10-13"', '"due_on": "13 Oct"', "b.json:18:", "2026-10-31"),
        ('"reason": "旧账"', '"raeson": "旧账"', "b.json:", "reason"),
        ('"approved_by": "周敏"', '"approved_by": ""', "b.json:", "approved_by"),
        ('"answered": 1', '"answered": ' + "9" * 5000, "b.json:1:1", "number"),
        ('"answered": 1', '"answered": ' + "[" * 5000, "b.json:", "JSON"),
    ],
)
def test_a_broken_baseline_names_its_place(firm: Firm, old: str, new: str, place: str, hint: str) -> None:
    check(firm, "-q", "--baseline", "b.json", *ACCEPT)
    text = (firm.folder / "b.json").read_text(encoding="utf-8")
    assert old in text
    firm.write("b.json", text.replace(old, new, 1))
    ran = check(firm, "--baseline", "b.json")
    assert ran.code == 2
    assert ran.err.startswith(place), ran.err
    assert hint in ran.err


def test_a_baseline_cannot_be_the_output(firm: Firm) -> None:
    check(firm, "-q", "--baseline", "b.json", *ACCEPT)
    ran = check(firm, "--baseline", "b.json", "--output", "json=b.json")
    assert ran.code == 2
    assert "--baseline" in ran.err


def test_data_stays_apart_from_what_is_said_of_the_gate(firm: Firm) -> None:
    ran = check(firm, "--format", "json")
    audit = json.loads(ran.out)
    jsonschema.validate(audit, AuditDocument.published())
    assert audit["gate"]["state"] == "not_met"
    assert [stop["condition"] for stop in audit["gate"]["stops"]] == ["fail_on"]
    assert {"rep_id": "R2", "rule": "answered"} in audit["gate"]["stops"][0]["findings"]
    assert ran.err.splitlines()[-1].startswith("✗ the gate is not met")


def test_waived_failures_do_not_stop_it(firm: Firm) -> None:
    firm.write("waivers.yaml", "".join(
        f"- {{id: W-{rule}, rule: {rule}, reps: [R2], from: 2026-10-01, to: 2026-10-31, reason: r, approved_by: M1,"
        " approved_on: 2026-10-01, expires: 2026-12-31}\n" for rule in ("answered", "trained")))  # fmt: skip
    assert check(firm, "-q", "--waivers", "waivers.yaml").code == 0


def test_a_roster_alone_changes_nothing_of_the_exit_codes(firm: Firm) -> None:
    firm.write("roster.csv", ROSTER.replace("R3,王强,西,2026-10-20,\n", ""))
    assert check(firm).code == 1
