"""The demo firm: the same bytes every time, a plausible size, and something of everything the pack reads."""

import csv
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from checklist.api import audit
from checklist.conditions import Selector, types_of
from checklist.demo import LOGS, TABLES, build
from checklist.model import Audit, Outcome, Verdict
from checklist.policy import load_policy

Log = list[dict[str, str]]


@pytest.fixture(scope="module")
def firm(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("firm")
    build(folder)
    return folder


def rows(path: Path) -> Log:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def log(firm: Path) -> Log:
    return [row for name in LOGS for row in rows(firm / name)]


@pytest.fixture(scope="module")
def october(firm: Path) -> Audit:
    tables = {name: firm / path for name, path in TABLES.items()}
    return audit("sales-management", [firm / name for name in LOGS], **tables).audit


def test_two_runs_write_the_same_bytes_whatever_the_hash_seed_and_time_zone(firm: Path, tmp_path: Path) -> None:
    code = "import sys; from pathlib import Path; from checklist.demo import build; build(Path(sys.argv[1]))"
    environment = {**os.environ, "PYTHONHASHSEED": "4711", "TZ": "America/New_York"}
    subprocess.run([sys.executable, "-c", code, str(tmp_path)], check=True, env=environment)
    names = sorted(path.name for path in firm.iterdir())
    assert names == sorted([*LOGS, *TABLES.values()])
    for name in names:
        assert (tmp_path / name).read_bytes() == (firm / name).read_bytes(), name


def test_it_is_a_small_firm_in_a_folder_that_need_not_exist(tmp_path: Path) -> None:
    written = tmp_path / "new" / "folder"
    build(written)
    assert 8_000 <= sum(len(rows(written / name)) for name in LOGS) <= 15_000
    assert len(rows(written / "roster.csv")) == 12
    assert len({row["team"] for row in rows(written / "roster.csv")}) == 3


def test_every_type_the_pack_reads_occurs(log: Log) -> None:
    policy = load_policy("sales-management")
    named: set[str] = set()
    for rule in policy.rules:
        parameters = rule.versions[0].parameters
        selectors = [getattr(parameters, name) for name in type(parameters).model_fields]
        for value in selectors:
            for selector in value if isinstance(value, list) else [value]:
                if isinstance(selector, Selector) and selector.table == "records":
                    named |= types_of(selector, policy.groups) or set()
        named |= set(getattr(parameters, "needs_types", ()))
    assert named - {row["type"] for row in log} == set()


def test_every_column_the_pack_reads_is_shown(firm: Path) -> None:
    policy = load_policy("sales-management")
    shown = {name for log_name in LOGS for name in LOGS[log_name]}
    assert set(policy.fields["records"]) <= shown
    assert set(policy.fields["customers"]) <= set(rows(firm / "customers.csv")[0])


def test_record_ids_are_unique_and_times_lie_within_the_months_told(log: Log) -> None:
    assert max(Counter(row["record_id"] for row in log).values()) == 1
    assert min(row["occurred_at"] for row in log) >= "2026-04-01"
    assert max(row["logged_at"] for row in log) < "2026-11-01"
    assert all(row["logged_at"] >= row["occurred_at"] for row in log)


def test_nobody_works_before_joining_after_leaving_or_while_away(firm: Path, log: Log) -> None:
    roster = {row["rep_id"]: row for row in rows(firm / "roster.csv")}
    away = rows(firm / "absences.csv")
    for row in log:
        day, rep = row["occurred_at"][:10], roster[row["rep_id"]]
        assert rep["joined_on"] <= day <= (rep["left_on"] or "9999"), row
        assert not any(a["rep_id"] == row["rep_id"] and a["from"] <= day <= a["to"] for a in away), row


def test_customers_are_contacted_while_in_care_and_care_never_overlaps(firm: Path, log: Log) -> None:
    stretches: dict[str, list[dict[str, str]]] = {}
    for row in rows(firm / "customers.csv"):
        stretches.setdefault(row["customer_id"], []).append(row)
    for care in stretches.values():
        ends = [row["in_care_to"] or "9999" for row in care]
        starts = [row["in_care_from"] for row in care]
        assert all(end < start for end, start in zip(ends, starts[1:], strict=False))
    follow_ups = [row for row in log if row["type"] in {"call", "visit", "message", "email"}]
    for row in follow_ups:
        day = row["occurred_at"][:10]
        assert any(
            care["rep_id"] == row["rep_id"] and care["in_care_from"] <= day <= (care["in_care_to"] or "9999")
            for care in stretches[row["customer_id"]]
        ), row
    assert any(len(care) > 1 for care in stretches.values()), "a customer changes hands"


def test_ordinary_notes_are_not_copies(log: Log) -> None:
    by_text: dict[tuple[str, str], set[str]] = {}
    for row in log:
        text = row.get("text") or ""
        if len(text) >= 16 and row.get("customer_id"):
            by_text.setdefault((row["rep_id"], text), set()).add(row["customer_id"])
    assert {rep for (rep, _), customers in by_text.items() if len(customers) >= 5} == {"R07"}


def test_the_last_whole_month_shows_every_outcome_and_every_verdict(october: Audit) -> None:
    assert october.period.label == "2026-10"
    outcomes = {finding.outcome for card in october.scorecards for finding in card.findings}
    assert outcomes == set(Outcome) - {Outcome.ERROR}
    assert {card.verdict for card in october.scorecards} == set(Verdict)


def test_scores_spread_from_excellent_to_troubled(october: Audit) -> None:
    scores = {card.rep_id: card.score or 0 for card in october.scorecards}
    verdicts = {card.rep_id: card.verdict for card in october.scorecards}
    assert len(scores) == 12
    assert scores["R01"] >= 970
    assert verdicts["R01"] is Verdict.COMPLIANT
    assert scores["R05"] < 600
    assert sum(750 <= score <= 950 for score in scores.values()) >= 6


def test_every_rule_can_be_checked_on_the_whole_firm(october: Audit) -> None:
    by_rule: dict[str, set[Outcome]] = {}
    for card in october.scorecards:
        for finding in card.findings:
            by_rule.setdefault(finding.rule, set()).add(finding.outcome)
    assert {rule for rule, outcomes in by_rule.items() if outcomes == {Outcome.NOT_CHECKED}} == set()


def test_only_the_log_that_was_made_up_is_signalled(october: Audit) -> None:
    signalled = {
        card.rep_id
        for card in october.scorecards
        for finding in card.findings
        if finding.rule == "log-kept-genuinely" and finding.outcome is Outcome.FAIL
    }
    assert signalled == {"R07"}
