"""The audit of a firm worked out by hand, through the real command."""

from __future__ import annotations

import json
from typing import Any

from tests.acceptance.conftest import RECORDS, Firm

EXPECTED = {
    # Answered on the make-up Saturday 10-10, within the working day after Friday 10-09.
    ("R1", "answered"): ("pass", 1, 1, 0),
    # Due 10-13, answered as 10-14 began; the one of 10-30 falls due on Monday 11-02.
    ("R2", "answered"): ("fail", 1, 0, 1),
    ("R3", "answered"): ("not_applicable", 0, 0, 0),
    # Every working day: the log begins on 09-30, so the seventh day of care it shows is 10-06, a holiday.
    ("R1", "weekly"): ("pass", 18, 18, 0),
    # Care from 10-01: due from 10-08 on; the visit of 10-05 covers to 10-11, the planned call nothing.
    ("R2", "weekly"): ("fail", 18, 3, 0),
    ("R3", "weekly"): ("not_applicable", 0, 0, 0),
    ("R1", "two-visits"): ("pass", 2, 2, 0),
    ("R2", "two-visits"): ("fail", 2, 1, 0),
    # 9 of the month's 18 working days: one visit owed, and none is logged.
    ("R3", "two-visits"): ("fail", 1, 0, 0),
    ("R1", "trained"): ("pass", 1, 1, 0),
    ("R2", "trained"): ("fail", 1, 0, 0),
    # Nobody has said anything of R3, so that nothing can be told.
    ("R3", "trained"): ("not_checked", 0, 0, 0),
}


def document(firm: Firm, *words: str) -> dict[str, Any]:
    ran = firm.audit("--format", "json", *words)
    assert (ran.code, ran.err) == (0, "")
    found: dict[str, Any] = json.loads(ran.out)
    return found


def test_every_finding_is_as_worked_out(firm: Firm) -> None:
    audit = document(firm)
    found = {
        (card["rep_id"], f["rule"]): (f["outcome"], f["expected"], f["met"], f["pending"])
        for card in audit["scorecards"]
        for f in card["findings"]
    }
    assert found == EXPECTED


def test_scores_verdicts_and_points_are_as_worked_out(firm: Firm) -> None:
    cards = {card["rep_id"]: card for card in document(firm)["scorecards"]}
    assert {rep: (card["score"], card["grade"], card["verdict"]) for rep, card in cards.items()} == {
        "R1": (100.0, "A", "compliant"),
        # chapter 1.1: clause 1.1.1 0, clause 1.1.2 (3/18 + 1/2) / 2 = 0.333 -> 0.167; chapter 1.2: 0
        "R2": (8.3, "B", "non_compliant"),
        "R3": (0.0, "B", "undecided"),
    }
    for card in cards.values():
        lost = sum(round(10 * (f["points_lost"] or 0)) for f in card["findings"])
        assert lost == 1000 - round(10 * card["score"])
    assert cards["R3"]["basis"] == {"scored": 1, "applicable": 2}


def test_deviations_name_their_evidence(firm: Firm) -> None:
    deviations = {(d["rep_id"], d["rule"]): d for d in document(firm, "--lang", "en")["deviations"]}
    late = deviations["R2", "answered"]
    assert late["subject"] == {"record_id": "B3"}
    assert late["due_on"] == "2026-10-13"
    assert late["evidence"] == [
        {"path": "records.csv", "line": 9, "record_id": "B3", "occurred_at": "2026-10-12T09:00:00"}
    ]
    alone = deviations["R2", "weekly"]
    assert (alone["subject"], alone["due_on"], alone["missing"]) == ({"customer_id": "C2"}, "2026-10-12", 15)
    assert alone["evidence"][0]["record_id"] == "C1"
    assert deviations["R3", "two-visits"]["subject"] == {"window": "2026-10"}
    assert "did not" not in json.dumps(list(deviations.values()))


def test_order_files_threads_and_the_surroundings_change_nothing(firm: Firm) -> None:
    plain = document(firm)
    head, *rows = RECORDS.splitlines()
    firm.write("records.csv", "\n".join([head, *reversed(rows)]) + "\n")
    for words, environment in (
        (["--jobs", "1"], {"PYTHONHASHSEED": "1", "TZ": "America/New_York"}),
        (["--jobs", "2"], {"PYTHONHASHSEED": "2", "LC_ALL": "C"}),
    ):
        ran = firm.audit("--format", "json", *words, **environment)
        assert _without_places(json.loads(ran.out)) == _without_places(plain)


def _without_places(audit: dict[str, Any]) -> dict[str, Any]:
    for deviation in audit["deviations"]:
        for evidence in deviation["evidence"]:
            evidence.pop("line", None)
    audit["inputs"] = []
    return audit


def test_reports_are_written_whole_and_twice_the_same(firm: Firm) -> None:
    ran = firm.audit("--output", "html=pages", "--output", "csv=tables", "--output", "json=audit.json", "-q")
    assert ran.code == 0
    names = sorted(path.name for path in (firm.folder / "pages").glob("*.html"))
    assert len(names) == 4
    assert (firm.folder / "tables" / "findings.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    first = (firm.folder / "audit.json").read_bytes()
    firm.audit("--output", "json=audit.json", "-q")
    assert (firm.folder / "audit.json").read_bytes() == first


def test_both_languages_speak(firm: Firm) -> None:
    chinese, english = firm.audit(), firm.audit("--lang", "en")
    assert "不合规" in chinese.out
    assert "not compliant" in english.out
    assert "\x1b" not in chinese.out


def test_explain_lists_every_expectation(firm: Firm) -> None:
    words = ["records.csv", "--policy", "pack.yaml", "--roster", "roster.csv", "--customers", "customers.csv"]
    ran = firm.run(
        "explain", "weekly", *words, "--period", "2026-10", "--as-of", "2026-10-31", "--rep", "R2", "--lang", "en"
    )
    assert ran.code == 0
    assert "2026-10-08..2026-10-10  met 3" in ran.out
    assert "2026-10-12..2026-10-30  not shown 15" in ran.out
    sql = firm.run("explain", "weekly", *words, "--period", "2026-10", "--sql")
    assert sql.out.lstrip().startswith("WITH expectations AS (")


def test_explain_starts_from_a_line_of_a_report(firm: Firm) -> None:
    identity = next(d["id"] for d in document(firm)["deviations"] if d["rule"] == "answered")
    words = ["records.csv", "--policy", "pack.yaml", "--roster", "roster.csv", "--period", "2026-10"]
    ran = firm.run("explain", identity, *words, "--as-of", "2026-10-31")
    assert ran.code == 0
    assert "records.csv:9" in ran.out


def test_inspect_shows_what_is_there(firm: Firm) -> None:
    ran = firm.run("inspect", "records.csv", "--policy", "pack.yaml", "--lang", "en")
    assert ran.code == 0
    assert "12 rows = 12 records" in ran.out
    assert "inquiry: 3" in ran.out
