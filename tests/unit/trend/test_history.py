from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from checklist.calendars import window_of
from checklist.model import Audit, CalendarSettings, Period, Policy, Scorecard, UsageError, Verdict
from checklist.model.text import Bilingual
from checklist.trend import History
from tests.unit.trend.conftest import card, document, finding

if TYPE_CHECKING:
    from pathlib import Path

    from tests.unit.trend.conftest import Folder

POLICY = Policy(
    "small", "1", Bilingual(), "UTC", CalendarSettings(), {}, (), (), (), {}, sha256="11" * 32, path="small"
)


def audit_of(first: date, last: date, **more: Any) -> Audit:
    rep = Scorecard("R1", None, None, None, 900, None, Verdict.COMPLIANT, 1, 1, ())
    plain = Audit("1", POLICY, Period(first, last, last, "now"), (), (), (rep,), (), 900, 0)
    return replace(plain, **more)


OCTOBER = audit_of(date(2026, 10, 1), date(2026, 10, 31))


def kept(folder: Folder, name: str, sort: str, day: date, score: float = 90.0, **more: Any) -> None:
    first, last, _ = window_of(sort, day)
    rep = card("R1", finding("a", round(100 - score, 1)))
    folder.write(f"{name}.json", document(str(first), str(last), rep, **more))


def before(folder: Folder, audit: Audit = OCTOBER) -> tuple[list[tuple[str, int | None]], dict[str, Any]]:
    earlier, notices = History.read(str(folder.path)).before(audit)
    said = {each.code: each.sentence.values for each in notices}
    return [(each.period.label, each.score) for each in earlier], said


def test_months_come_oldest_first_and_later_ones_not_at_all(folder: Folder) -> None:
    for name, month in (("z", 8), ("a", 9), ("m", 11), ("n", 10)):
        kept(folder, name, "month", date(2026, month, 1), 80.0 + month)
    assert before(folder) == ([("2026-08", 880), ("2026-09", 890)], {})


def test_audits_of_both_forms_are_earlier_periods(folder: Folder) -> None:
    kept(folder, "first", "month", date(2026, 8, 1), 80.0, schema="checklist-audit/1")
    kept(folder, "second", "month", date(2026, 9, 1), 90.0, schema="checklist-audit/2", causes=[], possible=[])
    assert before(folder) == ([("2026-08", 800), ("2026-09", 900)], {})


def test_a_gap_is_named(folder: Folder) -> None:
    for month in (5, 8):
        kept(folder, str(month), "month", date(2026, month, 1))
    found, said = before(folder)
    assert [label for label, _ in found] == ["2026-05", "2026-08"]
    assert said == {"history_gap": {"periods": ["2026-06", "2026-07", "2026-09"]}}


def test_other_spans_and_other_policies_are_left_aside_and_named(folder: Folder) -> None:
    kept(folder, "month", "month", date(2026, 9, 1))
    kept(folder, "quarter", "quarter", date(2026, 9, 1))
    kept(folder, "foreign", "month", date(2026, 8, 1), policy={"pack": "large"})
    kept(folder, "ours", "month", date(2026, 8, 1), policy={"pack": "ours", "extends": "small 1"})
    found, said = before(folder)
    assert [label for label, _ in found] == ["2026-08", "2026-09"]
    assert said == {
        "history_other_spans": {"count": 1, "files": ["quarter.json"]},
        "history_other_policy": {"count": 1, "files": ["foreign.json"]},
    }


def test_of_a_month_judged_twice_this_policy_counts_else_the_later_view(folder: Folder) -> None:
    other = {"sha256": "99" * 32}
    day = date(2026, 9, 1)
    late = {"period": {"from": "2026-09-01", "to": "2026-09-30", "as_of": "2026-10-20"}}
    kept(folder, "a", "month", day, 70.0, policy=other, **late)
    kept(folder, "b", "month", day, 60.0, policy=other)
    assert before(folder) == ([("2026-09", 700)], {"history_overlap": {"count": 1, "files": ["b.json"]}})
    kept(folder, "c", "month", day, 50.0)
    assert before(folder)[0] == [("2026-09", 500)]


def test_an_odd_span_stands_beside_odd_spans(folder: Folder) -> None:
    for name, first, last in (("a", "2026-09-01", "2026-09-10"), ("b", "2026-09-08", "2026-09-20")):
        folder.write(f"{name}.json", document(first, last, card("R1", finding("a", 1.0))))
    found, said = before(folder, audit_of(date(2026, 9, 21), date(2026, 9, 25)))
    assert [label for label, _ in found] == ["2026-09-08..2026-09-20"]
    assert said == {"history_overlap": {"count": 1, "files": ["a.json"]}}


def test_no_folder_yet_is_no_history(tmp_path: Path) -> None:
    assert History.read(str(tmp_path / "none")) == History(str(tmp_path / "none"))


def test_a_broken_file_stops_with_its_name(folder: Folder) -> None:
    kept(folder, "a", "month", date(2026, 9, 1))
    folder.write("b.json", "{")
    with pytest.raises(UsageError) as refused:
        History.read(str(folder.path))
    assert str(refused.value.place).endswith("b.json:1:2")
    folder.write("b.json", {"schema": "checklist-audit/9"})
    with pytest.raises(UsageError, match="audit_other_schema"):
        History.read(str(folder.path))


def test_what_is_no_json_file_is_passed_over(folder: Folder) -> None:
    folder.write(".hidden.json", "{")
    folder.write("notes.txt", "x")
    assert History.read(str(folder.path)).kept == ()


def test_a_second_run_takes_the_place_of_the_first(folder: Folder) -> None:
    history = History(str(folder.path)).with_added(OCTOBER).with_added(replace(OCTOBER, score=800))
    assert [(each.path.rpartition("/")[2], each.earlier.score) for each in history.kept] == [
        ("2026-10-01_2026-10-31_111111111111.json", 800)
    ]
    november = audit_of(date(2026, 11, 1), date(2026, 11, 30))
    assert [each.period.label for each in history.before(november)[0]] == ["2026-10"]


def test_a_path_that_is_a_file_is_refused(folder: Folder) -> None:
    with pytest.raises(UsageError, match="history_unreadable"):
        History.read(folder.write("file", "x"))
