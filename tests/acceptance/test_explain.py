"""Every expectation of a rule, with what met it or did not, through the real command."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import duckdb
import jsonschema
import pytest

from checklist.reporters.explanation import EXPLANATION
from checklist.reporters.explanation.schema import explain_schema
from tests.acceptance.conftest import RECORDS

if TYPE_CHECKING:
    from tests.acceptance.conftest import Firm, Ran

TABLES = ["--roster", "roster.csv", "--customers", "customers.csv", "--attestations", "attestations.csv"]
DAYS = ["--period", "2026-10", "--as-of", "2026-10-31"]


def explain(firm: Firm, *words: str) -> Ran:
    subject, *more = words
    return firm.call("explain", subject, "records.csv", "--policy", "pack.yaml", *TABLES, *DAYS, *more)


def document(firm: Firm, *words: str) -> dict[str, Any]:
    ran = explain(firm, *words, "--format", "json")
    assert (ran.code, ran.err) == (0, "")
    found: dict[str, Any] = json.loads(ran.out)
    jsonschema.validate(found, explain_schema(), format_checker=jsonschema.FormatChecker())
    return found


def test_the_expectations_add_up_to_the_finding_for_every_rule(firm: Firm) -> None:
    for rule in ("answered", "weekly", "two-visits", "trained"):
        found = document(firm, rule)
        for rep in found["reps"]:
            own = [each for each in found["expectations"] if each["rep_id"] == rep["rep_id"]]
            sums = {state: sum(each["units"] for each in own if each["state"] == state) for state in
                    ("met", "unmet", "unknown", "pending")}  # fmt: skip
            assert sums["met"] == rep["met"]
            assert sums["met"] + sums["unmet"] == rep["expected"]
            assert sums["unknown"] == rep["unknown"]
            assert sums["pending"] == rep["pending"]


def test_an_answer_that_came_late_stands_beside_the_one_missed(firm: Firm) -> None:
    missed = document(firm, "answered", "--rep", "R2")["expectations"][0]
    assert (missed["state"], missed["first_due"], missed["deadline"]) == ("unmet", "2026-10-13", "2026-10-13 23:59")
    assert missed["late"] == {
        "path": "records.csv",
        "line": 10,
        "record_id": "B4",
        "occurred_at": "2026-10-14T00:00:00",
        "days": 1,
    }
    assert missed["evidence"][0]["line"] == 9


def test_the_days_in_between_say_what_each_was(firm: Firm) -> None:
    firm.write("absences.csv", "rep_id,from,to,reason\nR2,2026-10-21,2026-10-22,病假\n")
    alone = document(firm, "weekly", "--rep", "R2", "--absences", "absences.csv")["expectations"][-1]
    assert alone["days"]["from"] == "2026-10-05"
    # From Monday 10-05, a holiday as the two days after it; the make-up Saturday of 10-10; absent on 21 and 22.
    assert alone["days"]["letters"] == "...www." + "wwwww.." + "wwaaw.." + "wwwww"


def test_a_line_of_a_report_finds_rule_and_rep(firm: Firm) -> None:
    audit = json.loads(firm.audit("--format", "json").out)
    for deviation in audit["deviations"]:
        found = document(firm, deviation["id"])
        assert (found["rule"]["rule"], found["deviation"]) == (deviation["rule"], deviation["id"])
        assert [each["rep_id"] for each in found["reps"]] == [deviation["rep_id"]]
        own = [each for each in found["expectations"] if each["deviation"] == deviation["id"]]
        assert [each["units"] for each in own] == [deviation["missing"]]
    words = ["--deviation", audit["deviations"][0]["id"], "records.csv", "--policy", "pack.yaml", *TABLES, *DAYS]
    assert firm.call("explain", *words).out == explain(firm, audit["deviations"][0]["id"]).out
    other = explain(firm, audit["deviations"][0]["id"], "--rep", "R1")
    assert audit["deviations"][0]["rep_id"] != "R1"
    assert (other.code, other.out) == (2, "")
    assert "--rep R1" in other.err


def test_what_is_waived_says_by_which_waiver(firm: Firm) -> None:
    firm.write(
        "waivers.yaml",
        "- {id: W1, rule: weekly, reps: [R2], from: 2026-10-12, to: 2026-10-21, reason: 出差, approved_by: M1,"
        " approved_on: 2026-10-12, expires: 2026-10-21}\n"
        "- {id: W2, rule: answered, reps: [R2], from: 2026-10-12, reason: 出差, approved_by: M1,"
        " approved_on: 2026-10-12, expires: 2026-10-31}\n",
    )
    partly = document(firm, "weekly", "--rep", "R2", "--waivers", "waivers.yaml")["expectations"][-1]
    assert (partly["waived"], partly["waiver"]) == (8, None)
    said = explain(firm, "weekly", "--rep", "R2", "--waivers", "waivers.yaml", "--lang", "en")
    assert "(8 of them waived)" in said.out
    whole = document(firm, "answered", "--rep", "R2", "--waivers", "waivers.yaml")["expectations"][0]
    assert (whole["waived"], whole["waiver"]) == (1, "W2")
    said = explain(firm, "answered", "--rep", "R2", "--waivers", "waivers.yaml", "--lang", "en")
    assert "waived 1: W2" in said.out


def test_what_is_unknown_says_why_and_what_settles_it(firm: Firm) -> None:
    firm.write("records.csv", RECORDS + "U1,R2,茶叙,2026-10-12 10:00,C2,done,\nU2,R1,茶叙,2026-10-15 10:00,C1,done,\n")
    audited = json.loads(firm.audit("--format", "json").out)
    cause = next(each for each in audited["causes"] if each["word"] == "茶叙")
    found = document(firm, "weekly", "--rep", "R2")
    (rep,) = found["reps"]
    # The visit of 10-05 covers to 10-11, what is logged on 10-12 perhaps to 10-18, a Sunday.
    assert [(each["first_due"], each["last_due"]) for each in found["expectations"] if each["state"] == "unknown"] == [
        ("2026-10-12", "2026-10-16")
    ]
    assert (rep["expected"], rep["met"], rep["unknown"]) == (13, 3, 5)
    for each in found["expectations"]:
        said = each["cause"], each["message"], each["line"], each["deviation"]
        if each["state"] == "unknown":
            assert said == (cause["key"], cause["message"], cause["line"], None)
        else:
            assert (said[0], said[2]) == (None, None)
    for language, head in (("en", "13 due and known, 3 met, 5 due and not known"), ("zh", "到期但无法判断 5 项")):
        # What settles it stands once, before the expectations.
        for name in ("terminal", "markdown"):
            out = explain(firm, "weekly", "--rep", "R2", "--format", name, "--lang", language).out
            assert head in out
            assert out.count("types: ") == 2
            assert out.index("types: ") < out.index("2026-10-12..2026-10-16")
            assert out.count("茶叙") == 4
    assert "无法判断" not in explain(firm, "two-visits", "--rep", "R1").out


def test_without_a_log_the_rule_and_its_figures_are_told(firm: Firm) -> None:
    ran = firm.call("explain", "two-visits", "--policy", "pack.yaml", "--lang", "en")
    assert (ran.code, ran.err) == (0, "")
    assert "at_least: 2" in ran.out
    found = json.loads(firm.call("explain", "weekly", "--policy", "pack.yaml", "--format", "json").out)
    jsonschema.validate(found, explain_schema())
    assert found["rule"]["versions"][0]["figures"]["within"] == "7 days"


def test_what_cannot_be_told_says_why(firm: Firm) -> None:
    ran = firm.call("explain", "trained", "records.csv", "--policy", "pack.yaml", *DAYS, "--rep", "R1", "--lang", "en")
    assert ran.code == 0
    assert "no attestations" in ran.out


@pytest.mark.parametrize("name", EXPLANATION.formats())
def test_no_format_obeys_what_a_log_says(firm: Firm, name: str) -> None:
    hostile = '"<script>\x1b[31m|`=cmd"'
    firm.write("records.csv", RECORDS + f"Z1,R2,inquiry,2026-10-12 10:00,{hostile},,\n")
    ran = explain(firm, "answered", "--rep", "R2", "--format", name)
    assert ran.code == 0
    assert "\x1b" not in ran.out
    if name == "markdown":
        assert "<script>" not in ran.out


def test_the_query_of_every_rule_runs_in_the_database_that_is_written_with_it(firm: Firm) -> None:
    firm.write("kept.duckdb", "an older one")
    for rule in ("answered", "weekly", "two-visits", "trained"):
        ran = explain(firm, rule, "--sql", "--database", "kept.duckdb")
        assert ran.code == 0, ran.err
        assert "kept.duckdb" in ran.err
        with duckdb.connect(str(firm.folder / "kept.duckdb"), read_only=True) as database:
            names = [column[0] for column in database.execute(ran.out).description]
            rows = [dict(zip(names, row, strict=True)) for row in database.fetchall()]
        for rep in document(firm, rule)["reps"]:
            assert sum(row["due"] for row in rows if row["rep_id"] == rep["rep_id"]) == rep["expected"] + rep["unknown"]
    assert [each.name for each in firm.folder.iterdir() if each.name.startswith(".")] == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["weekly", "--database", "kept.duckdb"], "--sql"),
        (["weekly", "--sql", "--database", "records.csv"], "LOG"),
        (["weakly", "--sql", "--database", "kept.duckdb"], "weekly"),
        (["weekly", "--sql", "--database", "records.csv/kept.duckdb"], "written"),
    ],
)
def test_a_database_that_cannot_be_written_is_refused(firm: Firm, words: list[str], said: str) -> None:
    before = sorted(firm.folder.iterdir())
    ran = explain(firm, *words, "--lang", "en")
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err
    assert sorted(firm.folder.iterdir()) == before


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["weakly"], "weekly"),
        (["0123456789abcdef"], "0123456789abcdef"),
        (["weekly", "--rep", "R9"], "R9"),
        (["weekly", "--format", "html"], "terminal"),
    ],
)
def test_what_cannot_be_explained_is_refused(firm: Firm, words: list[str], said: str) -> None:
    ran = explain(firm, *words)
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err
