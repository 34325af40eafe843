from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from checklist.model import UsageError, Verdict
from checklist.trend.history import earlier_in
from checklist.wire.audit import AuditDocument, FirstAuditDocument
from checklist.wire.reading import read_audit
from checklist.wording import Wording
from tests.unit.trend.conftest import card, document, finding

if TYPE_CHECKING:
    from tests.unit.trend.conftest import Folder

MONTH = ("2026-10-01", "2026-10-31")


def test_an_audit_becomes_an_earlier_period(folder: Folder) -> None:
    rep = card("R1", finding("a", 6.6, omitted_deviations=2), finding("b"), verdict="non_compliant")
    listed = [{"rep_id": "R1", "rule": "a"}] * 3
    earlier = earlier_in(folder.read(document(*MONTH, rep, card("R2", finding("a")), deviations=listed)))
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
    assert earlier_in(folder.read(document(*MONTH, rep))).cards["R1"].score is None


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"schema": "checklist-audit/3"}, "audit_other_schema"),
        ({"schema": "checklist-due/1"}, "audit_not_one"),
        ({"schema": None}, "audit_not_one"),
        ({"summary": {"reps": 2, "score": 1.0, "deviations": 0}}, "audit_broken"),
        ({"summary": {"reps": 1, "score": 93.45, "deviations": 0}}, "audit_broken"),
        ({"summary": {"reps": 1, "score": 934, "deviations": 0}}, "audit_broken"),
        ({"summary": {"reps": 1, "score": True, "deviations": 0}}, "audit_broken"),
        ({"period": {"from": "2026-10-31", "to": "2026-10-01", "as_of": "2026-10-31"}}, "audit_broken"),
        ({"period": {"from": 0, "to": "2026-10-31", "as_of": "2026-10-31"}}, "audit_broken"),
        ({"period": {"from": "0", "to": "2026-10-31", "as_of": "2026-10-31"}}, "audit_broken"),
        ({"period": {"first": "2026-10-01", "to": "2026-10-31", "as_of": "2026-10-31"}}, "audit_broken"),
        ({"summary": {"reps": 1.0, "score": 1.0, "deviations": 0}}, "audit_broken"),
        ({"summary": {"reps": True, "score": 1.0, "deviations": 0}}, "audit_broken"),
        ({"summary": {"reps": 1, "score": "90", "deviations": 0}}, "audit_broken"),
        ({"summary": {"reps": 1, "score": 1.0, "deviations": 10**30}}, "audit_broken"),
        ({"language": "fr"}, "audit_broken"),
        ({"notices": [{"code": "x"}]}, "audit_broken"),
        ({"gate": {"state": "met"}}, "audit_broken"),
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


def test_the_part_that_is_broken_is_named(folder: Folder) -> None:
    with pytest.raises(UsageError) as refused:
        folder.read(document(*MONTH, card("R1", finding("a"), finding("b", outcome="fine"))))
    assert refused.value.values == {"part": "scorecards.0.findings.1.outcome"}


def test_each_form_is_read_by_its_own_model(folder: Folder) -> None:
    first = document(*MONTH, card("R1", finding("a")))
    assert type(folder.read(first)) is FirstAuditDocument
    rep = card("R1", finding("a", unknown=3, causes=[{"key": "6||", "units": 3}]))
    second = folder.read(document(*MONTH, rep, schema="checklist-audit/2"))
    assert type(second) is AuditDocument
    assert second.unknown_count() == 3
    with pytest.raises(UsageError, match="audit_other_schema"):
        folder.read(first | {"schema": "checklist-audit/3"})


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


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("NaN", "audit_not_json"),
        ("-Infinity", "audit_not_json"),
        ("1e999", "audit_not_json"),
        ("9" * 5000, "audit_not_json"),
        ("[" * 900 + "]" * 900, "audit_not_json"),
        ('"\\ud800"', "audit_not_json"),
        ('{"a": 1, "a": 2}', "json_key_twice"),
    ],
)
@pytest.mark.parametrize("place", ["pack", "beside"])
def test_what_json_cannot_hold_in_one_way_is_refused_in_a_sentence(
    folder: Folder, place: str, value: str, code: str
) -> None:
    policy = {"tailoring": {"days": {"pack": "HERE" if place == "pack" else 1, "value": 1}}}
    content = document(*MONTH, card("R1", finding("a")), policy=policy, **({"x": "HERE"} if place == "beside" else {}))
    with pytest.raises(UsageError) as refused:
        read_audit(folder.write("audit.json", json.dumps(content).replace('"HERE"', value)))
    assert refused.value.code == code
    for language in ("zh", "en"):
        assert "audit.json" in Wording(language).error(refused.value)


def test_a_byte_order_mark_is_no_obstacle(folder: Folder) -> None:
    text = json.dumps(document(*MONTH, card("R1", finding("a"))))
    assert read_audit(folder.write("audit.json", "\ufeff" + text)).summary.reps == 1
