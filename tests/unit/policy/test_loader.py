"""Reading a pack: what it means, and how a slip of the pen is named with its place."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import pytest

from checklist.model import ErrorGroup
from checklist.policy import load_policy
from tests.unit.policy.conftest import CLAUSES, PACK, refusals, said

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


OWN = "If it is a column of your own, declare it under fields in pack.yaml"


def refused(folder: Path, name: str = "small") -> str:
    (error,) = refusals(folder / name)
    return said(error, folder)


@pytest.fixture
def with_change(write: Callable[..., Path]) -> Callable[[str, str], str]:
    """Change one text of the pack or of its clauses, and return what loading it then says."""

    def call(old: str, new: str) -> str:
        assert (PACK + CLAUSES).count(old) == 1, "the text to change stands exactly once"
        folder = write(small__pack_yaml=PACK.replace(old, new), small__clauses_yaml=CLAUSES.replace(old, new))
        return refused(folder)

    return call


def test_a_pack_is_read_whole(small: Path) -> None:
    policy = load_policy(str(small / "small"))
    assert (policy.id, policy.version, policy.title.zh) == ("small", "1.10", "小制度")
    assert [clause.id for clause in policy.clauses] == ["2.4.2", "2.10"]
    assert [rule.id for rule in policy.rules] == ["signed", "weekly", "noted"]
    assert [(each.id, each.weight) for each in policy.chapters] == [("2.4", 2), ("2.10", 1)]
    assert policy.parameters == {"days": 7, "share": 0.9, "word": "signed"}
    assert (policy.settings, policy.skipped, policy.tailoring) == ((), (), None)


def test_a_reference_alone_keeps_its_type_and_within_a_text_is_written_out(small: Path) -> None:
    rules = {rule.id: rule for rule in load_policy(str(small / "small")).rules}
    assert str(rules["weekly"].versions[0].parameters.within) == "7 days"
    assert rules["weekly"].threshold == Fraction(9, 10)
    assert rules["noted"].versions[0].parameters.require[0].min_length == 7
    assert rules["signed"].versions[0].parameters.require[0].matches == "is signed by"


@pytest.mark.parametrize("version", ["1.10", "2", "2026-10-31", '"v1"'])
def test_a_version_stays_as_it_is_written(write: Callable[..., Path], version: str) -> None:
    folder = write(small__pack_yaml=PACK.replace("version: 1.10", f"version: {version}"), small__clauses_yaml=CLAUSES)
    assert load_policy(str(folder / "small")).version == version.strip('"')


def test_a_clause_number_stays_as_it_is_written(write: Callable[..., Path]) -> None:
    numbers = CLAUSES.replace('"2.10"', "2.10")
    folder = write(small__pack_yaml=PACK.replace('chapter: "2.4"', "chapter: 2.40"), small__clauses_yaml=numbers)
    policy = load_policy(str(folder / "small"))
    assert [clause.id for clause in policy.clauses] == ["2.4.2", "2.10"]


def test_a_single_file_is_a_pack(write: Callable[..., Path]) -> None:
    indented = "".join(f"  {line}\n" for line in CLAUSES.splitlines())
    folder = write(one_yaml=f"{PACK}clauses:\n{indented}")
    assert [rule.id for rule in load_policy(str(folder / "one.yaml")).rules] == ["signed", "weekly", "noted"]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            "timezone: Asia/Shanghai",
            "timezoen: Asia/Shanghai",
            "small/pack.yaml:4:1: the field timezoen is unknown here; did you mean timezone?",
        ),
        (
            "timezone: Asia/Shanghai",
            "timezone: Asia/Shangai",
            "small/pack.yaml:4:11: there is no time zone Asia/Shangai; write a name such as Asia/Shanghai",
        ),
        (
            "  text: {zh: 每周跟进。",
            "  txet: {zh: 每周跟进。",
            "small/clauses.yaml:3:3: the field txet is unknown here; did you mean text?",
        ),
        (
            "      threshold: ${share}",
            "      treshold: ${share}",
            "small/clauses.yaml:10:7: the field treshold is unknown here; did you mean threshold?",
        ),
        (
            "kind: cadence",
            "kind: cadense",
            "small/clauses.yaml:6:13: there is no kind cadense; did you mean cadence?",
        ),
        (
            "within: ${days} days",
            "within: ${day} days",
            "small/clauses.yaml:9:15: there is no parameter day; did you mean days?",
        ),
        (
            "within: ${days} days",
            "within: ${days} dayz",
            (
                "small/clauses.yaml:9:15: 7 dayz is no span of time of at most 100 years; "
                "write 24 hours, 7 days, 1 workday or the like"
            ),
        ),
        (
            "of: {type: contract}",
            "of: {type: contract, aproved_by: {blank: true}}",
            f"small/clauses.yaml:13:28: records has no column aproved_by; did you mean approved_by? {OWN}",
        ),
        (
            "of: {type: contract}",
            "of: {type: contract, satus: {not: planned}}",
            f"small/clauses.yaml:13:28: records has no column satus; did you mean status? {OWN}",
        ),
        (
            "days: {value: 7",
            "days: {value: 0",
            "small/pack.yaml:8:17: the parameter days is 0, beyond what the pack allows; write from 1 to 31",
        ),
        (
            "rule: signed",
            "rule: weekly",
            "small/clauses.yaml:11:13: rule weekly already stands at small/clauses.yaml:5:13; give it another name",
        ),
        (
            '- clause: "2.10"',
            "- clause: 2.4.2",
            "small/clauses.yaml:16:11: clause 2.4.2 already stands at small/clauses.yaml:1:11; give it another number",
        ),
    ],
)
def test_a_slip_is_named_with_its_place(
    with_change: Callable[[str, str], str], old: str, new: str, message: str
) -> None:
    assert with_change(old, new) == message


def test_an_unknown_group_is_named_with_the_one_meant(with_change: Callable[[str, str], str]) -> None:
    message = with_change("of: {group: contact}\n      within", "of: {group: contcat}\n      within")
    assert message.startswith("small/clauses.yaml:8:12: there is no group contcat; ")
    assert message.endswith("contact")


def test_everything_that_is_wrong_is_said_at_once(write: Callable[..., Path]) -> None:
    clauses = CLAUSES.replace("kind: cadence", "kind: cadense").replace("type: contract", "type: contract, dya: x")
    folder = write(small__pack_yaml=PACK, small__clauses_yaml=clauses)
    assert [error.code for error in refusals(folder / "small")] == ["kind_unknown", "field_undeclared"]


def test_a_calendar_says_what_the_country_does_not(write: Callable[..., Path]) -> None:
    head = PACK + "calendar: {country: CN, weekend: [fri, sat], workday: ['08:30-12:00'], file: days.yaml}\n"
    folder = write(small__pack_yaml=head, small__clauses_yaml=CLAUSES, small__days_yaml="off: [2026-12-24]\n")
    calendar = load_policy(str(folder / "small")).calendar
    assert (calendar.country, calendar.weekend, calendar.workday) == ("CN", (5, 6), ((30600, 43200),))
    assert calendar.file == str(folder / "small" / "days.yaml")
    assert str(calendar.place) == f"{folder}/small/pack.yaml:15:1"


def test_the_companys_days_are_part_of_the_policys_identity(write: Callable[..., Path]) -> None:
    head = PACK + "calendar: {file: days.yaml}\n"
    folder = write(small__pack_yaml=head, small__clauses_yaml=CLAUSES, small__days_yaml="off: [2026-12-24]\n")
    before = load_policy(str(folder / "small")).sha256
    write(small__days_yaml="off: [2026-12-25]\n")
    assert load_policy(str(folder / "small")).sha256 != before
    (folder / "small" / "days.yaml").unlink()
    assert refused(folder) == "small/days.yaml: there is no such file; check the path"


@pytest.mark.parametrize(
    ("calendar", "message"),
    [
        ("{workday: ['13:00-09:00']}", "the working hours 13:00-09:00 run backwards or overlap"),
        ("{weekend: [sunday]}", "write one of: sun"),
        ("{contry: CN}", "the field contry is unknown here; did you mean country?"),
    ],
)
def test_a_calendar_that_cannot_be_is_refused(write: Callable[..., Path], calendar: str, message: str) -> None:
    folder = write(small__pack_yaml=f"{PACK}calendar: {calendar}\n", small__clauses_yaml=CLAUSES)
    found = refused(folder)
    assert found.startswith("small/pack.yaml:15:")
    assert message in found


def test_a_list_where_a_mapping_belongs(write: Callable[..., Path]) -> None:
    folder = write(small__pack_yaml="- a\n")
    assert refused(folder).startswith("small/pack.yaml:1:1: a policy file is made of 'name: value'")


def test_a_pack_without_clauses(write: Callable[..., Path]) -> None:
    folder = write(small__pack_yaml=PACK)
    assert refused(folder).startswith("small/pack.yaml:1:1: the policy has no clauses")


def test_errors_in_several_files_come_as_a_group(write: Callable[..., Path]) -> None:
    clauses = "- clause: 3.1\n  rules: [{rule: x, kind: nothing}]\n"
    folder = write(small__pack_yaml=PACK, small__a_yaml=clauses, small__b_yaml=clauses.replace("x", "y"))
    with pytest.raises(ErrorGroup) as caught:
        load_policy(str(folder / "small"))
    assert [error.code for error in caught.value.errors] == ["kind_unknown", "clause_twice", "kind_unknown"]
