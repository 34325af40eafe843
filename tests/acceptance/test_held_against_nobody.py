"""What an export leaves out, or says in words of its own, turns no pass into a failure and no failure into a pass."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, Any

import pytest

from checklist.api import audit
from checklist.demo import LOGS, TABLES, build
from checklist.model import Outcome, Verdict
from checklist.model.causes import read_cause

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from checklist.model import Audit, Finding

    Row = dict[str, str]
    Findings = dict[tuple[str, str], Finding]

_SETTLED = {Outcome.PASS, Outcome.FAIL}


class Demo:
    """The demo's month, with its logs as they are or changed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        build(folder)
        self.whole = self.audited()

    def changed(self, name: str, change: Callable[[Row], Row | None], source: str = "records.csv") -> str:
        """Write a log whose rows are changed, or left out where nothing comes back; a column that no row has goes."""
        with (self.folder / source).open(encoding="utf-8-sig", newline="") as file:
            rows = [row for each in csv.DictReader(file) if (row := change(each)) is not None]
        with (self.folder / name).open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
        return name

    def audited(self, *logs: str, absences: str | None = None) -> Audit:
        tables: dict[str, Any] = {table: self.folder / name for table, name in TABLES.items()}
        if absences:
            tables["absences"] = self.folder / absences
        files = [self.folder / name for name in logs or LOGS]
        return audit("sales-management", files, "2026-10", as_of="2026-10-31", **tables).audit


def findings(found: Audit) -> Findings:
    return {(card.rep_id, each.rule): each for card in found.scorecards for each in card.findings}


def turned(before: Audit, after: Audit) -> set[tuple[str, str]]:
    """Return the findings that go from pass to fail or back."""
    old, new = findings(before), findings(after)
    return {key for key, one in old.items() if {one.outcome, new[key].outcome} == _SETTLED}


def keys(found: Audit) -> set[tuple[str, str, str]]:
    return {(each.kind.value, each.name, each.word) for each in found.causes}


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    return Demo(tmp_path_factory.mktemp("demo"))


def test_a_column_that_one_file_lacks(demo: Demo) -> None:
    def without(row: Row) -> Row:
        return {name: value for name, value in row.items() if name not in {"logged_at", "modified_at"}}

    found = demo.audited(demo.changed("phone.csv", without), "plans.csv", "research.csv")
    assert turned(demo.whole, found) == set()
    late = {key: each for key, each in findings(found).items() if key[1] == "entered-in-time"}
    assert {each.outcome for each in late.values()} <= {Outcome.NOT_CHECKED, Outcome.NOT_APPLICABLE}
    assert Verdict.NON_COMPLIANT not in {
        card.verdict
        for card, whole in zip(found.scorecards, demo.whole.scorecards, strict=True)
        if whole.verdict is Verdict.COMPLIANT
    }
    cause = found.causes[0]
    assert (cause.name, (cause.path or "").endswith("phone.csv"), cause.write) == (
        "logged_at",
        True,
        ("columns: {logged_at: ?}",),
    )


def test_notes_that_a_phone_system_does_not_have(demo: Demo) -> None:
    calls = demo.changed(
        "calls.csv",
        lambda row: {name: value for name, value in row.items() if name != "text"} if row["type"] == "call" else None,
    )
    others = demo.changed("others.csv", lambda row: None if row["type"] == "call" else row)
    found = demo.audited(calls, others, "plans.csv", "research.csv")
    assert turned(demo.whole, found) == set()
    noted = [each for (_, rule), each in findings(found).items() if rule == "follow-up-noted"]
    assert sum(each.unknown for each in noted) > 100


def test_a_type_in_other_words_for_some_rows(demo: Demo) -> None:
    def renamed(row: Row) -> Row:
        return {**row, "type": "拜访签到"} if row["type"] == "visit" and row["record_id"][-1] in "13579" else row

    found = demo.audited(demo.changed("signed.csv", renamed), "plans.csv", "research.csv")
    assert turned(demo.whole, found) == set()
    cause = next(each for each in found.causes if each.word == "拜访签到")
    assert "types: {拜访签到: ?}" in cause.write
    assert cause.records > 100
    assert found.possible


def test_a_type_that_may_be_any_deed(demo: Demo) -> None:
    def renamed(row: Row) -> Row:
        return {**row, "type": "task"} if row["type"] in {"call", "message"} else row

    found = demo.audited(demo.changed("tasks.csv", renamed), "plans.csv", "research.csv")
    old, new = findings(demo.whole), findings(found)
    # A task that was a call owes no note: nobody knows that it was one. What it may have met is held against nobody.
    failed = {key for key in turned(demo.whole, found) if new[key].outcome is Outcome.FAIL}
    assert failed == set()
    met = {key for key in turned(demo.whole, found) if old[key].outcome is Outcome.FAIL}
    assert {rule for _, rule in met} <= {"follow-up-noted", "entered-in-time"}
    assert ("type", "type", "task") in keys(found)


@pytest.mark.parametrize("word", ["已查实", "复核中"])
def test_a_status_that_nothing_explains(demo: Demo, word: str) -> None:
    def renamed(row: Row) -> Row:
        return {**row, "status": word} if row["type"] == "violation" else row

    found = findings(demo.audited(demo.changed("said.csv", renamed), "plans.csv", "research.csv"))
    whole = findings(demo.whole)
    breached = {key for key, each in whole.items() if key[1] == "no-confirmed-violations" and each.outcome == "fail"}
    assert breached
    assert {found[key].outcome for key in breached} == {Outcome.NOT_CHECKED}


def test_a_status_that_is_only_spelt_otherwise(demo: Demo) -> None:
    def spelt(row: Row) -> Row:
        return {**row, "status": "Confirmed"} if row["status"] == "confirmed" else row

    found = demo.audited(demo.changed("spelt.csv", spelt), "plans.csv", "research.csv")
    assert {key: each.outcome for key, each in findings(found).items()} == {
        key: each.outcome for key, each in findings(demo.whole).items()
    }


def test_a_log_of_the_month_alone(demo: Demo) -> None:
    def october(row: Row) -> Row | None:
        return row if row["occurred_at"].startswith("2026-10") else None

    logs = [demo.changed(f"october-{name}", october, name) for name in LOGS]
    found = demo.audited(*logs)
    failed = {key for key, each in findings(found).items() if each.outcome is Outcome.FAIL}
    assert failed <= {key for key, each in findings(demo.whole).items() if each.outcome is Outcome.FAIL}


def test_records_that_name_no_rep(demo: Demo) -> None:
    def unnamed(row: Row) -> Row:
        return {**row, "rep_id": ""} if row["type"] == "message" and row["record_id"][-1] in "258" else row

    found = demo.audited(demo.changed("unnamed.csv", unnamed), "plans.csv", "research.csv")
    assert turned(demo.whole, found) == set()
    assert "nobody" in {kind for kind, _, _ in keys(found)}


def test_leave_that_nobody_knows_was_granted(demo: Demo) -> None:
    absences = demo.changed("leave.csv", lambda row: {**row, "status": "待补材料"}, TABLES["absences"])
    found = demo.audited(absences=absences)
    before, after = findings(demo.whole), findings(found)
    for key in (
        key for key, each in before.items() if each.outcome is Outcome.FAIL and key not in turned(demo.whole, found)
    ):
        # It fails still, or what was due on the leave is not told.
        about = [read_cause(cause).name for cause, _ in after[key].causes]
        assert after[key].outcome is Outcome.FAIL or "absences.status" in about, key
    assert {each.word for each in found.causes if each.name == "absences.status"} == {"待补材料"}
