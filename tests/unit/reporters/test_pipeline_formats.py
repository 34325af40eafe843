"""JUnit, SARIF, GitHub and GitLab: the same deviations, each as its reader takes it, whatever a log holds."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import pytest

from checklist.model import Acceptance, Audit, GateResult, GateState, Outcome, Sentence, Stop
from checklist.reporters import Options, stream
from checklist.reporters.issues import Spot

if TYPE_CHECKING:
    from collections.abc import Callable

    from checklist.wording import Wording

NASTY = "%0A::error::x,y:z\r\n::set-output name=a::b\ufffe]]>&#x0;\ud800"
DEVIATIONS = 25


def text(name: str, audit: Audit, wording: Wording, **options: Any) -> str:
    return "".join(stream(name, audit, wording, Options(**options)))  # type: ignore[arg-type]


def sarif(audit: Audit, wording: Wording, **options: Any) -> dict[str, Any]:
    whole: dict[str, Any] = json.loads(text("sarif", audit, wording, **options))
    return whole["runs"][0]  # type: ignore[no-any-return]


def gated(audit: Audit, *blocking: tuple[str, str], **more: Any) -> Audit:
    stops = (
        Stop("fail_on", GateState.NOT_MET, Sentence("gate.error", {"count": 1}), blocking),
        Stop("min_score", GateState.NOT_MET,
             Sentence("gate.min_score_rep", {"rep": "R1", "score": "93.4", "least": "95"})),
    )  # fmt: skip
    return replace(audit, gate=GateResult(GateState.NOT_MET, stops, frozenset(blocking), **more))


def test_junit_without_a_gate_fails_each_rule_that_fails_and_passes_none_that_was_not_judged(
    audit: Audit, english: Wording
) -> None:
    root = ET.fromstring(text("junit", audit, english))  # noqa: S314  # our own
    suites = {each.get("name"): each for each in root}
    assert set(suites) == {"R1", "Second-Rep", "Third-Rep"}
    failed = [each.get("name") for each in suites["R1"].iter("testcase") if each.find("failure") is not None]
    assert failed == ["2.4.2 follow-up Rule follow-up", "2.4.2 plan-filled Rule plan-filled"]
    assert suites["R1"].get("failures") == "2"
    assert list(suites["Second-Rep"].iter("testcase")) == []
    assert "attested-basics" in (suites["Second-Rep"].findtext("system-out") or "")
    assert suites["Third-Rep"].get("tests") == "4"
    assert "skipped" not in text("junit", audit, english)


def test_junit_with_a_gate_is_red_where_the_gate_is_and_nowhere_else(audit: Audit, english: Wording) -> None:
    root = ET.fromstring(text("junit", gated(audit, ("R1", "follow-up")), english))  # noqa: S314
    assert [each.get("failures") for each in root] == ["1", "1", "0", "0"]
    assert root[0].find("testcase/failure").get("message", "").startswith("R1 has a score of 93.4")  # type: ignore[union-attr]
    met = replace(audit, gate=GateResult(GateState.MET))
    assert "<failure" not in text("junit", met, english)
    assert "plan-filled" in text("junit", met, english)


def test_junit_says_the_records_and_how_to_see_more(audit: Audit, english: Wording) -> None:
    body = ET.fromstring(text("junit", audit, english)).find(".//failure")  # noqa: S314
    assert body is not None
    assert body.get("message") == "met 25 of 31"
    assert "R1.csv:7" in (body.text or "")
    assert "checklist explain follow-up" in (body.text or "")
    assert "[0000000000000002]" not in (body.text or "")  # waived


def test_junit_counts_what_passed_where_there_is_too_much_to_list(
    audit: Audit, english: Wording, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("checklist.reporters.as_junit.CASES", 3)
    monkeypatch.setattr("checklist.reporters.as_junit.BYTES", 0)
    root = ET.fromstring(text("junit", audit, english))  # noqa: S314
    assert root[2].find("properties/property[@name='passed']").get("value") == "4"  # type: ignore[union-attr]
    assert [each.get("tests") for each in root] == ["2", "0", "0"]
    assert "checklist explain" not in text("junit", audit, english)
    monkeypatch.setattr("checklist.reporters.as_junit.CASES", 1)
    root = ET.fromstring(text("junit", audit, english))  # noqa: S314
    assert [each.get("failures") for each in root] == ["1", "0", "0"]
    assert "1 more is not listed here" in (root[0].findtext("system-out") or "")


def test_sarif_leads_with_the_worst_and_names_each_by_its_identity(audit: Audit, english: Wording) -> None:
    run = sarif(audit, english)
    results = run["results"]
    assert len(results) == DEVIATIONS
    assert results[0]["level"] == "error"
    assert results[-1]["suppressions"][0]["status"] == "accepted"
    assert {each["partialFingerprints"]["deviation/v1"] for each in results} == {each.id for each in audit.deviations}
    assert {run["tool"]["driver"]["rules"][each["ruleIndex"]]["id"] for each in results} == {"follow-up"}
    assert run["automationDetails"]["id"] == "checklist/small/2026-10/"
    assert "baselineState" not in results[0]
    notes = [each["message"]["text"] for each in run["invocations"][0]["toolExecutionNotifications"]]
    assert "5 more are not listed here" in notes[0]


def test_sarif_is_cut_to_what_a_host_takes_and_says_so(
    audit: Audit, english: Wording, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("checklist.reporters.as_sarif.MOST", 3)
    run = sarif(audit, english)
    assert len(run["results"]) == 3
    assert "27 more" in run["invocations"][0]["toolExecutionNotifications"][0]["message"]["text"]


def test_sarif_tells_what_a_baseline_accepts_by_whose_word(audit: Audit, english: Wording) -> None:
    known = Acceptance(f"{1:016x}", "follow-up", "R1", date(2026, 10, 1), {}, "old CRM", "Zhou", date(2026, 11, 2))
    run = sarif(gated(audit, ("R1", "follow-up"), accepted={known.id: known}, compared=True), english)
    states = {each["partialFingerprints"]["deviation/v1"]: each for each in run["results"]}
    assert states[known.id]["baselineState"] == "unchanged"
    assert states[known.id]["suppressions"][0]["justification"] == "old CRM (approved by Zhou on 2026-11-02)"
    assert states[f"{3:016x}"]["baselineState"] == "new"


def test_github_shows_ten_of_each_and_counts_the_rest(audit: Audit, english: Wording) -> None:
    lines = text("github", gated(audit, ("R1", "follow-up")), english).splitlines()
    assert [sum(line.startswith(f"::{name}") for line in lines) for name in ("error", "warning", "notice")] == [
        10,
        0,
        1,
    ]
    assert lines[0].startswith("::error title=")
    assert "21 more are not listed here" in lines[-1]  # 25 - 1 waived - 8 shown, and 5 beyond the audit's cap


def test_gitlab_gives_every_entry_its_own_fingerprint(audit: Audit, english: Wording) -> None:
    entries = json.loads(text("gitlab", audit, english))
    assert len({each["fingerprint"] for each in entries}) == DEVIATIONS
    assert entries[0]["severity"] == "critical"
    assert entries[-1]["severity"] == "info"


@pytest.mark.parametrize("nasty", [NASTY, "<script>]]>\x1b[31m\u202e\x00&\"'=cmd"])
def test_nothing_out_of_a_log_gets_out_of_its_place(firm: Callable[[str], Audit], wording: Wording, nasty: str) -> None:
    audit = firm(nasty)
    audit = gated(audit, (nasty, "follow-up"))
    root = ET.fromstring(text("junit", audit, wording).encode("utf-8"))  # noqa: S314
    assert {each.tag for each in root.iter()} <= {
        *("testsuites", "testsuite", "properties", "property", "testcase", "failure", "error"),
        *("system-out", "system-err"),
    }
    for line in text("github", audit, wording).splitlines():
        assert re.match("::(error|warning|notice) ", line)
        assert line.count("::") - line.split("::", 2)[2].count("::") == 2
    for each in sarif(audit, wording)["results"]:
        uri = each["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
        assert re.fullmatch(r"[A-Za-z0-9/%._~-]+", uri)
    json.loads(text("gitlab", audit, wording).encode("utf-8"))


def test_paths_are_told_from_the_folder_a_code_host_knows() -> None:
    assert Spot("./data/../data/a b.csv", 1).uri(None) == "data/a%20b.csv"
    assert Spot("/repo/data/日志.csv", 1).relative("/repo") == "data/日志.csv"
    assert Spot("/repo/data/日志.csv", 1).uri("/repo") == "data/%E6%97%A5%E5%BF%97.csv"
    assert Spot("/elsewhere/a.csv", 1).uri("/repo") == "file:///elsewhere/a.csv"


def test_an_audit_without_anything_is_still_well_formed(audit: Audit, english: Wording) -> None:
    empty = replace(audit, scorecards=(), deviations=(), omitted_deviations=0, deviation_count=0, inputs=())
    assert len(ET.fromstring(text("junit", empty, english))) == 0  # noqa: S314
    assert sarif(empty, english)["results"] == []
    assert text("github", empty, english) == ""
    assert json.loads(text("gitlab", empty, english)) == []


def test_a_rule_that_stops_nothing_is_a_warning(audit: Audit, english: Wording) -> None:
    met = replace(audit, gate=GateResult(GateState.MET))
    assert {each["level"] for each in sarif(met, english)["results"]} == {"warning", "note"}
    assert audit.scorecards[0].findings[1].outcome is Outcome.FAIL


def test_a_doubt_that_no_finding_shows_is_red_too(audit: Audit, english: Wording) -> None:
    stop = Stop("strict", GateState.UNDECIDED, Sentence("gate.strict", {"count": 0, "reps": 1}))
    root = ET.fromstring(  # noqa: S314  # our own
        text("junit", replace(audit, gate=GateResult(GateState.UNDECIDED, (stop,))), english)
    )
    assert root[0].get("errors") == "1"


def test_what_cannot_be_told_stands_where_notices_do(unsure: Audit, english: Wording) -> None:
    line = "nothing says what R1 later in Li Na.csv means; say it: values: {status: {later: ?}} or"
    notes = [each["message"]["text"] for each in sarif(unsure, english)["invocations"][0]["toolExecutionNotifications"]]
    assert notes[1].startswith(line)
    root = ET.fromstring(text("junit", gated(unsure), english))  # noqa: S314  # our own
    said = next(each.findtext("system-out") or "" for each in root if each.get("name") == "gate")
    assert line in said


def test_junit_says_why_a_rule_is_not_checked(unsure: Audit, english: Wording) -> None:
    root = ET.fromstring(text("junit", unsure, english))  # noqa: S314  # our own
    said = next(each.findtext("system-out") or "" for each in root if each.get("name") == "Second-Rep")
    assert "what is on file cannot decide 4 expectations" in said
