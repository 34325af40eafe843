from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from checklist.model import UsageError, Verdict
from checklist.trend import read_audit
from tests.unit.trend.conftest import card, document, finding

if TYPE_CHECKING:
    from tests.unit.trend.conftest import Folder

MONTH = ("2026-10-01", "2026-10-31")


def test_an_audit_becomes_an_earlier_period(folder: Folder) -> None:
    rep = card("R1", finding("a", 6.6, omitted_deviations=2), finding("b"), verdict="non_compliant")
    listed = [{"rep_id": "R1", "rule": "a"}] * 3
    earlier = folder.read(document(*MONTH, rep, card("R2", finding("a")), deviations=listed)).earlier()
    assert (earlier.period.label, earlier.pack, earlier.score) == ("2026-10", "small", 934)
    assert earlier.verdicts == {Verdict.COMPLIANT: 1, Verdict.NON_COMPLIANT: 1, Verdict.UNDECIDED: 0}
    kept = earlier.cards["R1"]
    assert (kept.score, kept.verdict, dict(kept.points_lost), kept.deviations) == (
        934,
        Verdict.NON_COMPLIANT,
        {"a": 66},
        5,
    )
    assert earlier.cards["R2"].points_lost == {}


def test_what_a_later_schema_adds_is_passed_over(folder: Folder) -> None:
    rep = card("R1", finding("a", more=1), extra={"deep": []})
    assert folder.read(document(*MONTH, rep, brand_new=[1])).summary.reps == 1


def test_nothing_scored_stays_nothing(folder: Folder) -> None:
    rep = card("R1", finding("a", None, outcome="not_checked", score=None), score=None, verdict="undecided")
    assert folder.read(document(*MONTH, rep)).earlier().cards["R1"].score is None


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"schema": "checklist-audit/2"}, "audit_other_schema"),
        ({"schema": "checklist-due/1"}, "audit_not_one"),
        ({"schema": None}, "audit_not_one"),
        ({"summary": {"reps": 2, "score": 1.0, "deviations": 0}}, "audit_broken"),
        ({"summary": {"reps": 1, "score": 93.45, "deviations": 0}}, "audit_broken"),
        ({"summary": {"reps": 1, "score": 934, "deviations": 0}}, "audit_broken"),
        ({"summary": {"reps": 1, "score": True, "deviations": 0}}, "audit_broken"),
        ({"period": {"from": "2026-10-31", "to": "2026-10-01", "as_of": "2026-10-31"}}, "audit_broken"),
        ({"scorecards": {}}, "audit_broken"),
        ({"deviations": [1]}, "audit_broken"),
    ],
)
def test_what_does_not_hold_together_is_refused(folder: Folder, change: dict[str, Any], code: str) -> None:
    with pytest.raises(UsageError) as refused:
        folder.read(document(*MONTH, card("R1", finding("a"))) | change)
    assert refused.value.code == code
    assert refused.value.place is not None


def test_a_verdict_that_there_is_none_of_is_refused(folder: Folder) -> None:
    with pytest.raises(UsageError, match="audit_broken"):
        folder.read(document(*MONTH, card("R1", finding("a"), verdict="fine")))


@pytest.mark.parametrize("text", ["", "[]", "{", '{"schema": NaN}', "[" * 100_000, '"checklist-audit/1"', "\ud800"])
def test_a_file_that_is_no_audit_is_refused_in_a_sentence(folder: Folder, text: str) -> None:
    place = folder.path / "broken.json"
    place.write_bytes(text.encode("utf-8", "surrogatepass"))
    with pytest.raises(UsageError) as refused:
        read_audit(str(place))
    assert refused.value.code in {"audit_not_json", "audit_not_one"}


def test_no_file_and_a_folder_are_refused(folder: Folder) -> None:
    with pytest.raises(UsageError, match="file_missing"):
        read_audit(str(folder.path / "none.json"))
    with pytest.raises(UsageError, match="file_is_folder"):
        read_audit(str(folder.path))
