"""Earlier periods kept and laid beside a report, many periods over one load, and two audits compared."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any

import pytest

from checklist.wire.audit import AuditDocument
from tests.acceptance.conftest import PACK

if TYPE_CHECKING:
    from pathlib import Path

    from tests.acceptance.conftest import Firm, Ran

TABLES = ["--roster", "roster.csv", "--customers", "customers.csv", "--attestations", "attestations.csv"]


def audit(firm: Firm, *words: str, pack: str = "pack.yaml") -> Ran:
    return firm.call("audit", "records.csv", "--policy", pack, *TABLES, "--as-of", "2026-10-31", *words)


def read(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def test_a_month_of_many_is_what_it_is_alone(firm: Firm) -> None:
    words = ["--period", "2026-08..2026-10", "--each", "month", "--output", "json=months", "--history", "kept", "-q"]
    ran = audit(firm, *words, "--lang", "en")
    assert (ran.code, ran.err) == (0, "")
    assert [line.split()[0] for line in ran.out.splitlines()[1:]] == ["2026-08", "2026-09", "2026-10"]
    assert sorted(path.name for path in (firm.folder / "months").iterdir()) == [
        *("2026-08.json", "2026-09.json", "2026-10.json"),
    ]
    for month, day in (("2026-08", "31"), ("2026-09", "30"), ("2026-10", "31")):
        assert audit(firm, "--period", month, "--as-of", f"{month}-{day}", "--output", "json=one.json", "-q",
                     "--lang", "en").code == 0  # fmt: skip
        many, one = read(firm.folder / "months" / f"{month}.json"), read(firm.folder / "one.json")
        many.pop("history"), one.pop("history")
        assert many == one
    assert [each["period"]["from"] for each in read(firm.folder / "months" / "2026-10.json")["history"]] == [
        *("2026-08-01", "2026-09-01"),
    ]
    assert len(list((firm.folder / "kept").iterdir())) == 3


def test_months_add_up_to_the_quarter(firm: Firm) -> None:
    audit(firm, "--period", "2026-08..2026-10", "--each", "month", "--output", "json=months", "-q")
    audit(firm, "--period", "2026-08..2026-10", "--output", "json=whole.json", "-q")
    sums: dict[tuple[str, str], list[int]] = {}
    for path in (firm.folder / "months").iterdir():
        for card in read(path)["scorecards"]:
            for each in card["findings"]:
                so_far = sums.setdefault((card["rep_id"], each["rule"]), [0, 0])
                so_far[0] += each["expected"]
                so_far[1] += each["met"]
    whole = {
        (card["rep_id"], each["rule"]): [each["expected"], each["met"]]
        for card in read(firm.folder / "whole.json")["scorecards"]
        for each in card["findings"]
        if each["rule"] != "trained"
    }
    assert whole == {key: value for key, value in sums.items() if key[1] != "trained"}


def test_several_periods_are_a_list_of_documents(firm: Firm) -> None:
    import jsonschema

    ran = audit(firm, "--period", "2026-10", "--each", "week", "--format", "json")
    found = json.loads(ran.out)
    assert [each["period"]["from"] for each in found] == [f"2026-10-{day:02}" for day in (1, 5, 12, 19, 26)]
    for each in found:
        jsonschema.validate(each, AuditDocument.published())


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--each", "month"], "--period"),
        (["--each", "month", "--period", "2026-12"], "2026-12-01"),
        (["--each", "month", "--period", "2026-10", "--format", "csv"], "terminal"),
        (["--each", "day", "--period", "2026-10"], "month"),
        (["--history", "records.csv", "--period", "2026-10"], "records.csv"),
        (["--history", "broken", "--period", "2026-10"], "x.json"),
        (["--history", "newer", "--period", "2026-10"], "checklist-audit/3"),
    ],
)
def test_what_cannot_be_used_is_refused(firm: Firm, words: list[str], said: str) -> None:
    for name, text in (("broken", '{"schema": "checklist-audit/1"}'), ("newer", '{"schema": "checklist-audit/3"}')):
        (firm.folder / name).mkdir()
        firm.write(f"{name}/x.json", text)
    ran = audit(firm, *words)
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err
    assert ran.err.count("\n") == 1


def test_an_audit_is_kept_and_the_next_one_knows_it(firm: Firm) -> None:
    audit(firm, "--period", "2026-09", "--as-of", "2026-09-30", "--history", "kept", "-q")
    first = sorted((firm.folder / "kept").iterdir())
    stamp = first[0].read_bytes()
    audit(firm, "--period", "2026-10", "--history", "kept", "--output", "json=oct.json", "-q")
    assert first[0].read_bytes() == stamp
    found = read(firm.folder / "oct.json")
    assert [each["summary"]["score"] for each in found["history"]] == [read(first[0])["summary"]["score"]]
    # Each file holds its own period alone.
    assert read(sorted((firm.folder / "kept").iterdir())[1])["history"] == []
    # Once more, and nothing changes.
    kept = {path.name: path.read_bytes() for path in (firm.folder / "kept").iterdir()}
    audit(firm, "--period", "2026-10", "--history", "kept", "--output", "json=again.json", "-q")
    assert {path.name: path.read_bytes() for path in (firm.folder / "kept").iterdir()} == kept
    assert (firm.folder / "again.json").read_bytes() == (firm.folder / "oct.json").read_bytes()


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_history_that_cannot_be_written_is_refused_at_once(firm: Firm) -> None:
    (firm.folder / "kept").mkdir(mode=0o500)
    assert audit(firm, "--period", "2026-10", "--history", "kept").code == 2


def test_a_comparison_tells_policy_from_behaviour(firm: Firm) -> None:
    audit(firm, "--period", "2026-10", "--output", "json=old.json", "-q", "--lang", "en")
    (firm.folder / "next").mkdir()
    firm.write("next/pack.yaml", PACK.replace("1.0.0", "1.1.0").replace("7 days", "4 days"))
    audit(firm, "--period", "2026-10", "--output", "json=new.json", "-q", "--lang", "en", pack="next/pack.yaml")
    ran = firm.call("compare", "old.json", "new.json", "--format", "json")
    found = json.loads(ran.out)
    assert (ran.code, found["policy"]["asks_otherwise"], found["policy"]["same"]) == (0, ["weekly"], False)
    assert {(each["rep_id"], rule["rule"], rule["because"]) for each in found["reps"] for rule in each["rules"]} == {
        *(("R1", "weekly", "policy"), ("R2", "weekly", "policy")),
    }
    for each in found["reps"]:
        assert round(10 * each["points"]) == sum(round(10 * rule["points"]) for rule in each["rules"])
    spoken = firm.call("compare", "old.json", "new.json", "--lang", "en")
    assert "1 rule asks otherwise: weekly" in spoken.out


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("pack.yaml", None, "pack.yaml:1:1"),
        ("none.json", None, "none.json"),
        ("cut.json", '{"schema": "checklist-audit/1", "tool"', "cut.json:1:"),
        ("next.json", '{"schema": "checklist-audit/3"}', "checklist-audit/3"),
        ("thin.json", '{"schema": "checklist-audit/1"}', "tool"),
    ],
)
def test_what_cannot_be_compared_is_refused(firm: Firm, name: str, text: str | None, said: str) -> None:
    audit(firm, "--period", "2026-10", "--output", "json=old.json", "-q")
    if text is not None:
        firm.write(name, text)
    ran = firm.call("compare", "old.json", name)
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err
    assert "Traceback" not in ran.err


def test_another_policy_cannot_be_compared(firm: Firm) -> None:
    audit(firm, "--period", "2026-10", "--output", "json=old.json", "-q")
    (firm.folder / "next").mkdir()
    firm.write("next/pack.yaml", PACK.replace("pack: small", "pack: large"))
    audit(firm, "--period", "2026-10", "--output", "json=new.json", "-q", pack="next/pack.yaml")
    ran = firm.call("compare", "old.json", "new.json", "--lang", "en")
    assert ran.code == 2
    assert "large" in ran.err
    assert "small" in ran.err
