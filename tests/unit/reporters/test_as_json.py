import json
import time
from dataclasses import replace

import jsonschema
import pytest

from checklist.model import Audit, Cause, Finding, Outcome, Sentence
from checklist.model.causes import CauseKind
from checklist.reporters import Options, stream
from checklist.wire import audit as wire
from checklist.wire.audit import AuditDocument
from checklist.wording import Wording


def text(audit: Audit, wording: Wording) -> str:
    return "".join(str(piece) for piece in stream("json", audit, wording, Options()))


def test_the_schema_is_a_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(AuditDocument.published())


@pytest.mark.parametrize("which", ["audit", "hostile"])
def test_the_document_keeps_to_the_schema(which: str, wording: Wording, request: pytest.FixtureRequest) -> None:
    document = json.loads(text(request.getfixturevalue(which), wording))
    jsonschema.Draft202012Validator(
        AuditDocument.published(), format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER
    ).validate(document)


def test_an_audit_of_nobody_keeps_to_the_schema(audit: Audit, wording: Wording) -> None:
    nobody = replace(audit, scorecards=(), deviations=(), inputs=(), notices=(), rejects=(), score=None)
    document = json.loads(text(nobody, wording))
    jsonschema.validate(document, AuditDocument.published())
    assert document["summary"]["score"] is None
    assert document["scorecards"] == []


def test_the_schema_refuses_what_is_not_in_the_contract(audit: Audit, english: Wording) -> None:
    document = json.loads(text(audit, english))
    document["scorecards"][0]["findings"][0]["surprise"] = 1
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(document, AuditDocument.published())


def test_the_contract_in_figures(audit: Audit, english: Wording) -> None:
    document = json.loads(text(audit, english))
    assert document["schema"] == "checklist-audit/2"
    assert document["policy"]["tailoring"] == {"days": {"pack": 7, "value": 5}}
    assert document["policy"]["extends"] == "large 1.0"
    assert document["policy"]["skipped"] == [{"rule": "survey", "reason": "done elsewhere"}]
    assert document["period"] == {"from": "2026-10-01", "to": "2026-10-31", "as_of": "2026-10-31"}
    assert document["summary"] == {
        "reps": 3,
        "compliant": 1,
        "non_compliant": 1,
        "undecided": 1,
        "score": 96.7,
        "deviations": 30,
    }
    first, second, third = document["scorecards"]
    assert (first["score"], second["score"], third["score"]) == (93.4, None, 100.0)
    assert second["grade"] is None
    assert first["basis"] == {"scored": 2, "applicable": 3}
    assert first["findings"][1] == {
        "rule": "follow-up",
        "clause": "2.4.2",
        "outcome": "fail",
        "expected": 31,
        "met": 25,
        "unknown": 0,
        "pending": 0,
        "pending_in_period": 0,
        "waived": 2,
        "score": 0.8064,
        "points_lost": 5.1,
        "informational": False,
        "reason_code": None,
        "reason": None,
        "causes": [],
        "waivers": ["W-1"],
        "omitted_deviations": 0,
    }
    assert first["findings"][0]["reason_code"] == "no_file"
    assert first["findings"][0]["reason"] == "no attestations file was given"
    assert document["deviations"][1] == {
        "id": "0000000000000002",
        "rule": "follow-up",
        "clause": "2.4.2",
        "rep_id": "R1",
        "subject": {"customer_id": "R1"},
        "due_on": "2026-10-02",
        "missing": 2,
        "message": "R1: nothing is logged from 2026-10-02",
        "evidence": [{"path": "R1.csv", "line": 7, "record_id": "R1", "occurred_at": "2026-10-01T09:30:00"}],
        "waiver": "W-1",
    }
    assert document["omitted_deviations"] == 5


def test_a_finding_says_each_thing_under_its_own_name(audit: Audit, english: Wording) -> None:
    card = audit.scorecards[0]
    reason = Sentence("test.no_file")
    causes = (("0|text|R1.csv", 2), ("6||", 1))
    told = Finding(
        "honest-log", "2.4.2", "R1", Outcome.FAIL, 31, 25, 9, 7, 3, causes, 2, 8064, 51, reason, ("W", "V"), 5
    )
    document = text(replace(audit, scorecards=(replace(card, findings=(told,)),)), english)
    line = next(line for line in document.splitlines() if line.startswith('    {"rule": '))
    assert json.loads(line) == {
        "rule": "honest-log",
        "clause": "2.4.2",
        "outcome": "fail",
        "expected": 31,
        "met": 25,
        "unknown": 3,
        "pending": 9,
        "pending_in_period": 7,
        "waived": 2,
        "score": 0.8064,
        "points_lost": 5.1,
        "informational": True,
        "reason_code": "no_file",
        "reason": "no attestations file was given",
        "causes": [{"key": "0|text|R1.csv", "units": 2}, {"key": "6||", "units": 1}],
        "waivers": ["W", "V"],
        "omitted_deviations": 5,
    }
    # The model writes the very same line.
    assert wire.Finding.model_validate_json(line).text() == line.strip()


def test_what_is_unknown_says_why_before_any_figure(audit: Audit, english: Wording) -> None:
    no_file = Sentence("test.no_file")
    cause = Cause(
        key="1|type|tea",
        kind=CauseKind.TYPE,
        name="type",
        word="tea",
        path=None,
        records=7,
        units=2,
        findings=1,
        only=1,
        reps=("R1",),
        decides=(),
        lone_rep="R1",
        sentence=no_file,
        line=Sentence("test.stale", {"days": 3}),
        write=("types: {tea: ?}",),
    )
    possible = replace(audit.deviations[0], waiver=None, cause="1|type|tea")
    document = json.loads(text(replace(audit, causes=(cause,), possible=(possible,)), english))
    jsonschema.validate(document, AuditDocument.published())
    names = list(document)
    assert names.index("causes") == names.index("period") + 1 < names.index("summary")
    assert names.index("possible") == names.index("deviations") + 1
    assert document["causes"] == [
        {
            "key": "1|type|tea",
            "kind": "type",
            "name": "type",
            "word": "tea",
            "path": None,
            "records": 7,
            "units": 2,
            "findings": 1,
            "only": 1,
            "reps": ["R1"],
            "decides": [],
            "lone_rep": "R1",
            "message": "no attestations file was given",
            "line": "the last record is 3 days old",
            "write": ["types: {tea: ?}"],
        }
    ]
    alike = {name: value for name, value in document["deviations"][0].items() if name != "waiver"}
    assert document["possible"] == [alike | {"cause": "1|type|tea"}]


def test_every_finding_and_deviation_has_a_line_and_the_last_line_ends(audit: Audit, english: Wording) -> None:
    lines = text(audit, english).splitlines(keepends=True)
    assert lines[-1] == "}\n"
    assert sum(line.startswith('    {"rule": ') for line in lines) == 12
    assert sum(line.startswith('  {"id": ') for line in lines) == 25


def test_text_is_told_apart_from_structure_and_nothing_in_it_is_hidden(
    hostile: Audit, wording: Wording, hostile_text: str
) -> None:
    written = text(hostile, wording)
    assert json.loads(written)["scorecards"][0]["name"] == hostile_text
    assert not set(written) & {"\x1b", "\u202e", "\x00"}


def test_chinese_stays_readable(audit: Audit, chinese: Wording) -> None:
    assert "小制度" in text(audit, chinese)


def test_rejects_are_capped(audit: Audit, english: Wording) -> None:
    many = replace(audit, rejects=audit.rejects * 250)
    assert len(json.loads(text(many, english))["rejects"]) == 100


def test_the_same_audit_gives_the_same_bytes(audit: Audit, wording: Wording) -> None:
    assert text(audit, wording) == text(audit, wording)


def test_a_large_firm_is_written_in_a_moment(audit: Audit, english: Wording) -> None:
    card = audit.scorecards[0]
    findings = tuple(replace(each, reason=Sentence("test.no_file")) for each in card.findings for _ in range(20))
    large = replace(audit, scorecards=(replace(card, findings=findings),) * 2000)
    started = time.perf_counter()
    assert len(text(large, english)) > 1_000_000
    assert time.perf_counter() - started < 6
