"""Rules bounded in time: two versions across a month each judge what arose in their time, and nothing is lost."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from checklist.api import audit
from checklist.policy import lint_policy, load_policy
from tests.unit.policy.conftest import refusals, said

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from checklist.model import Finding

    Judge = Callable[[list[dict[str, Any]]], dict[tuple[str, str], Finding]]

FIRST, LAST = date(2026, 10, 1), date(2026, 10, 31)
DAYS = [FIRST + timedelta(days=number) for number in range(31)]
# R1 is there all along, R2 leaves within the month, R3 joins within it.
ROSTER = "rep_id,joined_on,left_on\nR1,,\nR2,,2026-10-14\nR3,2026-10-16,\n"
COLUMNS = ("record_id", "rep_id", "type", "customer_id", "occurred_at", "logged_at", "text", "note")
KINDS: dict[str, dict[str, Any]] = {
    "content": {"kind": "content", "of": "call", "require": [{"field": "text"}]},
    "quota-day": {"kind": "quota", "of": "call", "at_least": 2, "window": "day"},
    "quota-week": {"kind": "quota", "of": "call", "at_least": 8, "window": "week"},
    "quota-month": {"kind": "quota", "of": "call", "at_least": 30, "window": "month"},
    "quota-early": {"kind": "quota", "of": "call", "at_least": 9, "window": "month", "due": "5 workdays"},
    "quota-most": {"kind": "quota", "of": "call", "at_most": 20, "window": "month"},
    "response-hours": {"kind": "response", "to": "inquiry", "with": "answer", "within": "20 hours"},
    "response-days": {"kind": "response", "to": "inquiry", "with": "answer", "within": "2 days"},
    "response-workdays": {"kind": "response", "to": "inquiry", "with": "answer", "within": "1 workday"},
    "sequence": {"kind": "sequence", "steps": ["sales_plan", "call"], "within": "2 days"},
    "attested": {"kind": "attested", "items": ["manners"]},
    "attested-never": {"kind": "attested", "items": ["looks"]},
    "genuine": {"kind": "genuine", "of": "call", "burst": {"entries": 2, "minutes": 30, "days": 2}},
    "query": {
        "kind": "query",
        "sql": "SELECT rep_id, record_id AS subject, day AS due_on, text IS NOT NULL AS met, record_id AS evidence "
        "FROM records WHERE type = 'call'",
    },
}


def records() -> Iterator[tuple[str, ...]]:
    """Two calls a day and rep, a question a day; some texts, plans and answers are missing."""
    day = datetime(2026, 9, 15)  # noqa: DTZ001  # the log's times have no offset
    for number in range(47):
        at = day + timedelta(days=number)
        for rep in ("R1", "R2", "R3"):
            rows = [("call", 10, "said" if number % 4 else ""), ("call", 15, "more"), ("inquiry", 11, "")]
            rows += [("sales_plan", 9, "")] if number % 5 == 0 else []
            rows += [("answer", 9 if number % 3 else 18, "")] if number % 7 else []
            for kind, hour, text in rows:
                occurred = at + timedelta(hours=hour)
                logged = at + timedelta(days=number % 2, hours=16)
                yield (f"{rep}-{number}-{kind}-{hour}", rep, kind, f"C-{rep}", f"{occurred}", f"{logged}", text, text)


@pytest.fixture
def judge(tmp_path: Path) -> Judge:
    """Judge October by the given rules, and return each finding by rule and rep."""
    log = tmp_path / "log.csv"
    lines = [",".join(COLUMNS), *(",".join(row) for row in records())]
    log.write_text("\n".join(lines) + "\n", encoding="utf-8")
    (tmp_path / "reps.csv").write_text(ROSTER, encoding="utf-8")
    attested = "rep_id,item,assessor,assessed_on,answer\nR1,manners,M,2026-10-20,yes\nR3,manners,M,2026-10-20,no\n"
    (tmp_path / "attested.csv").write_text(attested, encoding="utf-8")

    def call(rules: list[dict[str, Any]]) -> dict[tuple[str, str], Finding]:
        pack = tmp_path / "pack.yaml"
        clauses = [{"clause": "1", "rules": rules}]
        pack.write_text(json.dumps({"pack": "p", "calendar": {"country": "CN"}, "clauses": clauses}), encoding="utf-8")
        found = audit(
            pack, log, "2026-10", as_of=LAST, roster=tmp_path / "reps.csv", attestations=tmp_path / "attested.csv"
        )
        return {(each.rule, card.rep_id): each for card in found.audit.scorecards for each in card.findings}

    return call


def split(name: str, rule: dict[str, Any], day: date, **later: Any) -> dict[str, Any]:
    """Return a rule in two versions, the later one from `day` on."""
    before = {"effective": {"to": str(day - timedelta(days=1))}}
    return {**rule, "rule": name, "versions": [before, {"effective": {"from": str(day)}, **later}]}


def counts(finding: Finding) -> tuple[Any, ...]:
    return finding.outcome, finding.expected, finding.met, finding.pending, finding.pending_in_period


def test_wherever_a_month_is_cut_nothing_is_lost_and_nothing_counts_twice(judge: Judge) -> None:
    cuts = [DAYS[number] for number in (0, 13, 14, 30)]
    rules = [{**rule, "rule": name} for name, rule in KINDS.items()]
    rules += [split(f"{name}.{day.day}", rule, day) for name, rule in KINDS.items() for day in cuts]
    found = judge(rules)
    assert {finding.outcome.value for finding in found.values()} > {"pass", "fail", "not_checked"}
    for name in KINDS:
        whole = [counts(found[name, rep]) for rep in ("R1", "R2", "R3")]
        for day in cuts:
            assert [counts(found[f"{name}.{day.day}", rep]) for rep in ("R1", "R2", "R3")] == whole, (name, day)


def expected(found: dict[tuple[str, str], Finding], rep: str = "R1") -> dict[str, tuple[int, int]]:
    return {rule: (each.expected, each.met) for (rule, name), each in found.items() if name == rep}


def test_each_version_judges_what_arose_in_its_time(judge: Judge) -> None:
    day = date(2026, 10, 19)  # 18 days before, 13 from then on; working days (CN): 8 before, 10 from then on
    later: dict[str, dict[str, Any]] = {
        "content": {"require": [{"field": "text"}, {"field": "note"}]},
        "quota-day": {"at_least": 3},
        "quota-month": {"at_least": 40},
        "response-days": {"within": "4 days"},
        "attested": {"items": ["manners", "looks"]},
        "query": {"sql": "SELECT rep_id, NULL AS subject, day AS due_on, FALSE AS met, NULL AS evidence FROM records"},
    }
    found = expected(judge([split(name, KINDS[name], day, **own) for name, own in later.items()]))
    whole = expected(judge([{**KINDS[name], "rule": name} for name in later]))
    assert found["content"][0] == 18 * 2 + 13 * 2 * 2
    assert found["quota-day"] == (8 * 2 + 10 * 3, 8 * 2 + 10 * 2)
    assert found["quota-month"] == (40, 40), "a window belongs to the version in whose time it ends"
    assert whole["quota-month"] == (30, 30)
    assert found["response-days"][0] == whole["response-days"][0] - 2, "two more are not due yet"
    assert found["attested"] == (1, 1), "the version of the period's last day"
    assert found["query"][0] == 18 * 2 + sum(row[1] == "R1" and row[4] >= str(day) for row in records())


def test_a_duty_that_arose_before_is_judged_by_the_version_of_its_day(judge: Judge) -> None:
    rule = {"kind": "response", "to": "inquiry", "with": "answer", "within": "1 day"}
    day = date(2026, 10, 15)
    longer = expected(judge([split("answered", rule, day, within="30 days")]))
    # The asking days up to the 14th are judged by one day; no answer to a later one has fallen due by the 31st.
    assert longer["answered"][0] == 15


def test_days_that_no_version_covers_owe_nothing(judge: Judge) -> None:
    rule = {**KINDS["content"], "rule": "r"}
    rule["versions"] = [{"effective": {"to": "2026-10-10"}}, {"effective": {"from": "2026-10-21"}}]
    assert expected(judge([rule]))["r"][0] == (10 + 11) * 2


@pytest.mark.parametrize("per", ["customer", "rep"])
def test_a_cadence_counts_anew_from_the_day_on_which_a_version_begins(judge: Judge, per: str) -> None:
    rule = {"kind": "cadence", "of": "sales_plan", "within": "3 days", "per": per}
    found = judge([{**rule, "rule": "whole"}, split("cut", rule, date(2026, 10, 15))])
    # Plans of R1: October 5, 10, 15, 20, 25, 30, and September 30. Each covers its day and the two that follow.
    # Of the 18 working days 10, 12, 15, 16, 20 to 22, 26, 27 and 30 are covered.
    assert expected(found)["whole"] == (18, 10)
    # From the 15th on, the 15th and 16th are not due: of the plan of the 15th only the 17th is left, a Saturday.
    assert expected(found)["cut"] == (18 - 2, 10 - 2)


def test_a_cadence_looks_back_at_nothing_from_before_its_version(judge: Judge) -> None:
    rule = {"kind": "cadence", "of": "sales_plan", "within": "4 days", "per": "rep"}
    found = expected(judge([split("r", rule, date(2026, 10, 11), within="5 days")]))
    # Of the 8th, 9th and 10th by four days two are covered. From the 15th on by five: always.
    assert found["r"] == (3 + 12, 2 + 12)


def pack(tmp_path: Path, *versions: dict[str, Any], **rule: Any) -> Path:
    path = tmp_path / "pack.yaml"
    body = {**KINDS["content"], "rule": "r", "basis": "document", "advice": "x", **rule, "versions": versions}
    path.write_text(json.dumps({"pack": "p", "clauses": [{"clause": "1", "rules": [body]}]}, indent=1), "utf-8")
    return path


@pytest.mark.parametrize(
    ("versions", "message"),
    [
        (
            [{"effective": {"to": "2026-10-15"}}, {"effective": {"from": "2026-10-15"}}],
            "both hold (2026-10-15 to 2026-10-15); change effective so that one holds on each day",
        ),
        ([{}, {"effective": {"from": "2026-10-15"}}], "both hold (from 2026-10-15 on)"),
        ([{"effective": {"to": "2026-10-15"}}, {}], "both hold (until 2026-10-15)"),
        ([{}, {}], "both hold (always)"),
        (
            [{"effective": {"from": "2026-10-15"}}, {"effective": {"to": "2026-10-14"}}],
            "the versions of rule r are not in the order of their days; write the earlier first",
        ),
        (
            [{"effective": {"to": "2026-10-15"}}, {"effective": {"from": "2026-10-16"}, "threshold": 0.5, "weight": 2}],
            "the versions of rule r cannot differ in weight, threshold; write it once, outside versions",
        ),
        (
            [{"effective": {"to": "2026-10-15"}}, {"effective": {"from": "2026-10-16"}, "of": {"table": "customers"}}],
            "the versions of rule r look at different tables (records, customers); make them rules of their own",
        ),
    ],
)
def test_versions_that_cannot_stand_together_are_refused(
    tmp_path: Path, versions: list[dict[str, Any]], message: str
) -> None:
    (error,) = refusals(pack(tmp_path, *versions))
    assert error.place is not None
    assert error.place.line is not None
    assert message in said(error, tmp_path)


def test_days_between_two_versions_are_a_warning(tmp_path: Path) -> None:
    path = pack(tmp_path, {"effective": {"to": "2026-10-10"}}, {"effective": {"from": "2026-10-21"}})
    (warning,) = [sentence for _, sentence in lint_policy(load_policy(str(path))) if "gap" in sentence.key]
    assert (str(warning.values["first"]), str(warning.values["last"])) == ("2026-10-11", "2026-10-20")


def test_versions_that_follow_each_other_are_no_warning(tmp_path: Path) -> None:
    path = pack(tmp_path, {"effective": {"to": "2026-10-10"}}, {"effective": {"from": "2026-10-11"}})
    assert not [sentence for _, sentence in lint_policy(load_policy(str(path))) if "version" in sentence.key]


def test_a_version_that_ends_before_it_begins(tmp_path: Path) -> None:
    (error,) = refusals(pack(tmp_path, {"effective": {"from": "2026-10-10", "to": "2026-10-01"}}))
    assert "it ends on 2026-10-01, before it begins on 2026-10-10" in said(error, tmp_path)
