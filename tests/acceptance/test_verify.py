"""Manifests and reports held against their files, through the real command."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.acceptance.conftest import PACK, RECORDS

if TYPE_CHECKING:
    from tests.acceptance.conftest import Firm, Ran

TABLES = ["--roster", "roster.csv", "--customers", "customers.csv", "--attestations", "attestations.csv"]
OUTPUTS = ["--output", "json=out/audit.json", "--output", "html=out/pages", "--output", "csv=out/tables.csv"]


def audit(firm: Firm, *words: str) -> Ran:
    dates = ["--period", "2026-10", "--as-of", "2026-10-31"]
    return firm.call("audit", "records.csv", "--policy", "pack.yaml", *TABLES, *dates, *words)


@pytest.fixture
def proven(firm: Firm) -> Firm:
    assert audit(firm, *OUTPUTS, "--manifest", "out/manifest.json", "-q").code == 0
    return firm


def recorded(ran: Ran) -> dict[str, str]:
    return {each["name"]: each["state"] for each in json.loads(ran.out)["recorded"]}


def test_a_manifest_is_a_statement_of_all_that_went_in_and_came_out(proven: Firm) -> None:
    found: dict[str, Any] = json.loads((proven.folder / "out" / "manifest.json").read_text(encoding="utf-8"))
    assert found["_type"] == "https://in-toto.io/Statement/v1"
    names = [each["name"] for each in found["subject"]]
    assert names == sorted(names)
    assert {"audit.json", "pages/index.html", "tables.csv", "tables.deviations.csv"} <= set(names)
    assert {each["name"] for each in found["predicate"]["inputs"]} == {
        *("records.csv", "roster.csv", "customers.csv", "attestations.csv"),
    }
    for each in found["subject"]:
        assert len(each["digest"]["sha256"]) == 64
    ran = proven.call("verify", "out/manifest.json", "--lang", "en")
    assert (ran.code, ran.err) == (0, "")
    assert "Everything recorded holds." in ran.out


def test_a_manifest_tells_no_time_and_is_twice_the_same(proven: Firm) -> None:
    first = (proven.folder / "out" / "manifest.json").read_bytes()
    proven.audit(*OUTPUTS, "--manifest", "out/manifest.json", "-q", TZ="Asia/Tokyo", PYTHONHASHSEED="7")
    assert (proven.folder / "out" / "manifest.json").read_bytes() == first


@pytest.mark.parametrize(
    ("name", "state"),
    [
        ("records.csv", "changed"),
        ("out/pages/index.html", "changed"),
        ("roster.csv", "missing"),
        ("pack.yaml", "changed"),
    ],
)
def test_whatever_changed_is_named(proven: Firm, name: str, state: str) -> None:
    place = proven.folder / name
    if state == "missing":
        place.unlink()
    else:
        proven.write(
            name, place.read_text(encoding="utf-8").replace("2026-10-14", "2026-10-15").replace("1.0.0", "1.0.1") + "\n"
        )
    ran = proven.call("verify", "out/manifest.json", "--format", "json")
    assert ran.code == 1
    states = recorded(ran)
    assert states.pop(name.removeprefix("out/")) == state
    assert set(states.values()) == {"same"}


def test_files_that_moved_together_still_hold(proven: Firm) -> None:
    (proven.folder / "out").rename(proven.folder / "elsewhere")
    assert proven.call("verify", "elsewhere/manifest.json").code == 0


def test_a_report_run_again_says_the_same_whatever_the_files_are_called(proven: Firm) -> None:
    head, *rows = RECORDS.splitlines()
    proven.write("other.csv", "\n".join([head, *reversed(rows)]) + "\n")
    ran = proven.call("verify", "out/audit.json", "other.csv", "--policy", "pack.yaml", *TABLES, "--lang", "en")
    assert (ran.code, ran.err) == (0, "")
    proven.write("other.csv", RECORDS.replace("B2,R1,answer,2026-10-10 17:59", "B2,R1,answer,2026-10-12 17:59"))
    ran = proven.call("verify", "out/audit.json", "other.csv", "--policy", "pack.yaml", *TABLES, "--lang", "en")
    assert ran.code == 1
    assert "the scorecard of R1" in ran.out


def test_a_report_of_the_first_form_run_again_says_the_same(proven: Firm) -> None:
    document = json.loads((proven.folder / "out/audit.json").read_text(encoding="utf-8"))
    for name in ("causes", "possible"):
        del document[name]
    for card in document["scorecards"]:
        for finding in card["findings"]:
            del finding["unknown"], finding["causes"]
    document["schema"] = "checklist-audit/1"
    proven.write("first.json", json.dumps(document))
    words = ["records.csv", "--policy", "pack.yaml", *TABLES]
    assert proven.call("verify", "first.json", *words).code == 0
    document["scorecards"][0]["findings"][0]["met"] += 1
    proven.write("first.json", json.dumps(document))
    assert proven.call("verify", "first.json", *words).code == 1


def test_a_list_of_deviations_that_was_cut_is_run_again_as_it_was_cut(firm: Firm) -> None:
    audit(firm, "--output", "json=cut.json", "--max-deviations", "0", "-q")
    assert firm.call("verify", "cut.json", "records.csv", "--policy", "pack.yaml", *TABLES).code == 0


def test_a_report_alone_is_held_against_its_inputs(proven: Firm) -> None:
    assert proven.call("verify", "out/audit.json", "--policy", "pack.yaml").code == 0
    proven.write("records.csv", RECORDS + "Z,R1,visit,2026-10-30,,,\n")
    ran = proven.call("verify", "out/audit.json", "--policy", "pack.yaml", "--format", "json")
    assert (ran.code, recorded(ran)["records.csv"]) == (1, "changed")


@pytest.mark.parametrize(
    ("broken", "part"),
    [
        ({"inputs": [{}]}, "inputs.0.path"),
        ({"inputs": 3}, "inputs"),
        ({"language": "fr"}, "language"),
        ({"deviations": [{"id": 7, "rep_id": "R2", "rule": "answered"}]}, "deviations.0.id"),
    ],
)
def test_a_report_broken_by_hand_is_refused(proven: Firm, broken: dict[str, object], part: str) -> None:
    document = json.loads((proven.folder / "out/audit.json").read_text(encoding="utf-8"))
    proven.write("x.json", json.dumps(document | broken))
    ran = proven.call("verify", "x.json", "records.csv", "--policy", "pack.yaml", *TABLES)
    assert (ran.code, ran.out) == (2, "")
    assert part in ran.err


def test_a_deviation_added_by_hand_is_found(proven: Firm) -> None:
    document = json.loads((proven.folder / "out/audit.json").read_text(encoding="utf-8"))
    for added in (document["deviations"][0] | {"missing": 9}, {"rep_id": "R1", "rule": "answered"}):
        more = document | {"deviations": [added, *document["deviations"]]}
        proven.write("x.json", json.dumps(more))
        assert proven.call("verify", "x.json", "records.csv", "--policy", "pack.yaml", *TABLES).code == 1


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "x.json:1:2"),
        ("[]", "checklist-audit/1 | checklist-audit/2"),
        ('{"predicateType": "https://slsa.dev/provenance/v1"}', "x.json"),
        ('{"_type": "https://in-toto.io/Statement/v1", "predicateType": "urn:checklist:manifest:1"}', "subject"),
    ],
)
def test_what_is_neither_is_refused(firm: Firm, text: str, said: str) -> None:
    firm.write("x.json", text)
    ran = firm.call("verify", "x.json")
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err


@pytest.mark.parametrize(
    "words",
    [
        ["--manifest", "pages/manifest.json", "--output", "html=pages"],
        ["--manifest", "same.json", "--output", "json=same.json"],
        ["--manifest", "records.csv/manifest.json"],
        ["--manifest", "m.json", "--pseudonymise", "a long enough secret"],
    ],
)
def test_a_manifest_that_cannot_stand_there_is_refused(firm: Firm, words: list[str]) -> None:
    ran = audit(firm, *words)
    assert (ran.code, ran.out) == (2, "")
    assert not (firm.folder / "pages").exists()


def test_each_period_has_its_own_manifest(firm: Firm) -> None:
    words = ["--policy", "pack.yaml", *TABLES, "--period", "2026-09..2026-10", "--as-of", "2026-10-31"]
    ran = firm.call(
        "audit", "records.csv", *words, "--each", "month", "--output", "json=months", "--manifest", "proof", "-q"
    )
    assert ran.code == 0
    for month in ("2026-09", "2026-10"):
        assert firm.call("verify", f"proof/{month}.json").code == 0


def test_a_policy_that_is_gone_is_no_match(proven: Firm) -> None:
    (proven.folder / "pack.yaml").unlink()
    ran = proven.call("verify", "out/manifest.json", "--format", "json")
    assert (ran.code, recorded(ran)["pack.yaml"]) == (1, "missing")
    assert PACK
