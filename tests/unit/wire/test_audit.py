"""One model writes the audit, is its schema and reads it back: stored audits of both forms hold it to that."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest

from checklist.trend import compare
from checklist.trend.history import earlier_in
from checklist.wire.audit import AuditDocument, EarlierRep, FirstAuditDocument
from checklist.wire.reading import read_audit

if TYPE_CHECKING:
    from collections.abc import Iterator

STORED = sorted(Path(__file__).with_name("audits").glob("*.json"))
FIRST = [path for path in STORED if '"checklist-audit/1"' in path.read_text(encoding="utf-8")]
SECOND = [path for path in STORED if path not in FIRST]
LISTS = ("causes", "scorecards", "deviations", "possible", "waivers", "upcoming", "history", "rejects")
MAY_LACK = {"gate", "files", "files_left_out"}

schema = jsonschema.Draft202012Validator(
    AuditDocument.published(), format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER
)
stored = pytest.mark.parametrize("path", STORED, ids=lambda path: path.stem)
first = pytest.mark.parametrize("path", FIRST, ids=lambda path: path.stem)
second = pytest.mark.parametrize("path", SECOND, ids=lambda path: path.stem)


def content(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def objects(value: Any, *above: str | int) -> Iterator[tuple[str | int, ...]]:
    """Yield the place of every object in a document, free ones (a parameter's value, a subject) aside."""
    if isinstance(value, dict):
        if not above or above[-1] not in {"subject", "points_lost", "tailoring"}:
            yield above
        for name, each in value.items():
            yield from objects(each, *above, name)
    elif isinstance(value, list):
        for number, each in enumerate(value):
            yield from objects(each, *above, number)


def at(document: dict[str, Any], place: tuple[str | int, ...]) -> dict[str, Any]:
    found: Any = document
    for each in place:
        found = found[each]
    return found  # type: ignore[no-any-return]


def test_what_is_stored_holds_every_part_of_the_schema() -> None:
    assert (len(FIRST), len(SECOND)) == (5, 2)
    together = [content(path) for path in SECOND]
    assert {each["language"] for each in together} == {"zh", "en"}
    for name in (*LISTS, "gate", "notices", "inputs"):
        assert any(each.get(name) for each in together), name
    assert all(each["causes"] and each["possible"] for each in together)
    assert any(each["policy"]["skipped"] and each["policy"]["tailoring"] for each in together)
    assert any("files" in one for path in FIRST for one in content(path)["inputs"])


@second
def test_an_audit_keeps_to_the_schema(path: Path) -> None:
    schema.validate(content(path))


@first
def test_an_audit_of_the_first_form_says_nothing_of_what_is_unknown(path: Path) -> None:
    audit = read_audit(str(path))
    assert type(audit) is FirstAuditDocument
    assert (audit.causes, audit.possible, audit.unknown_count()) == ((), (), None)
    raw = content(path)
    assert held(audit.model_dump(mode="json"), raw) == raw


def held(value: Any, like: Any) -> Any:
    """Return of a value the fields that another has."""
    if isinstance(like, dict):
        return {name: held(value[name], each) for name, each in like.items()}
    if isinstance(like, list):
        assert len(value) == len(like)
        return [held(*pair) for pair in zip(value, like, strict=True)]
    return value


@second
def test_causes_and_possible_shortfalls_name_each_other(path: Path) -> None:
    audit = read_audit(str(path))
    keys = {cause.key for cause in audit.causes}
    findings = [finding for card in audit.scorecards for finding in card.findings]
    assert {each.cause for each in audit.possible} == keys
    assert {each.key for finding in findings for each in finding.causes} == keys
    assert all(sum(each.units for each in finding.causes) == finding.unknown for finding in findings)
    assert audit.unknown_count() == sum(cause.units for cause in audit.causes) > 0


@stored
def test_an_audit_of_either_form_is_read_compared_and_kept(path: Path) -> None:
    audit = read_audit(str(path))
    raw = content(path)
    assert audit.path == str(path)
    assert audit.summary.score == round(raw["summary"]["score"] * 10)
    assert earlier_in(audit).deviations == raw["summary"]["deviations"]
    assert sum(audit.deviation_counts().values()) == raw["summary"]["deviations"]
    assert compare(audit, audit).points == 0


@second
def test_what_was_read_is_written_again_to_the_byte(path: Path) -> None:
    audit = read_audit(str(path))
    lists = {name: [each.text() for each in getattr(audit, name)] for name in LISTS}
    lists["scorecards"] = [card.around(each.text() for each in card.findings) for card in audit.scorecards]
    assert "".join(audit.written(**lists)) == path.read_text(encoding="utf-8")


@second
def test_the_schema_is_closed_at_every_object(path: Path) -> None:
    whole = content(path)
    checked = 0
    alike = {tuple(each for each in place if isinstance(each, str)): place for place in objects(whole)}
    for place in alike.values():
        changed = copy.deepcopy(whole)
        at(changed, place)["surprise"] = 1
        assert not schema.is_valid(changed), place
        for name in at(whole, place).keys() - MAY_LACK:
            changed = copy.deepcopy(whole)
            del at(changed, place)[name]
            assert not schema.is_valid(changed), (*place, name)
            checked += 1
    assert checked > 100


@pytest.mark.parametrize(
    ("place", "name", "wrong"),
    [
        ((), "schema", "checklist-audit/3"),
        (("causes", 0), "kind", "fine"),
        (("causes", 0), "reps", None),
        (("causes", 0), "lone_rep", 1),
        (("possible", 0), "cause", None),
        ((), "language", "fr"),
        ((), "gate", None),
        (("period",), "from", "2026-13-01"),
        (("summary",), "score", 100.1),
        (("summary",), "score", "90"),
        (("summary",), "reps", -1),
        (("policy",), "sha256", "XY"),
        (("policy", "rules", 0), "modality", "may"),
        (("policy", "rules", 0), "threshold", 0),
        (("policy", "rules", 0), "weight", -1),
        (("inputs", 0), "rows", None),
        (("scorecards", 0), "verdict", "fine"),
        (("scorecards", 0, "findings", 0), "outcome", "fine"),
        (("scorecards", 0, "findings", 0), "score", 1.1),
        (("scorecards", 0, "findings", 0), "met", 1.5),
        (("scorecards", 0, "findings", 0), "unknown", 1.5),
        (("scorecards", 0, "findings", 0), "causes", [{"key": "a"}]),
        (("deviations", 0), "due_on", None),
        (("deviations", 0), "subject", {"customer_id": 1}),
    ],
)
def test_neither_the_schema_nor_the_reader_takes_a_wrong_value(
    place: tuple[str | int, ...], name: str, wrong: object, tmp_path: Path
) -> None:
    document = content(SECOND[0])
    at(document, place)[name] = wrong
    assert not schema.is_valid(document)
    if wrong is not None or name == "rows":  # what an older document may lack, the reader also takes as null
        written = tmp_path / "audit.json"
        written.write_text(json.dumps(document), encoding="utf-8")
        with pytest.raises(Exception, match=r"audit_broken|audit_other_schema"):
            read_audit(str(written))


def test_the_schema_says_what_it_describes_and_nothing_of_how_it_is_read() -> None:
    published = AuditDocument.published()
    assert published["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert published["$id"] == "urn:checklist:audit:2"
    assert published["title"] == "An audit of sales records against a sales policy"
    assert published["properties"]["schema"]["const"] == "checklist-audit/2"
    assert '"default":' not in json.dumps(published)
    assert all(each["description"] for each in published["$defs"].values())


def test_half_a_character_is_written_as_an_escape() -> None:
    rep = EarlierRep(rep_id="a\ud800\u202e", score=934, verdict="compliant", deviations=0, points_lost={"a": 66})
    assert rep.text() == (
        '{"rep_id": "a\\ud800\\u202e", "score": 93.4, "verdict": "compliant", "deviations": 0, '
        '"points_lost": {"a": 6.6}}'
    )
