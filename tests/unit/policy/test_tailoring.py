"""A company's own figures over a pack: what they change, what they may not, and where it is said."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from checklist.model import Bilingual, Policy, Setting, SkippedRule
from checklist.policy import lint_policy, load_policy, policy_schema, shipped_packs
from checklist.wording import Wording
from tests.unit.policy.conftest import refusals, said

if TYPE_CHECKING:
    from pathlib import Path

Tailored = Callable[[str], Policy] if TYPE_CHECKING else object
ADDED = """\
extends: small
add:
  - clause: 2.20
    rules:
      - rule: visited
        kind: quota
        of: {type: visit}
        at_least: 1
        window: month
"""


@pytest.fixture
def refused(small: Path) -> Callable[[str], list[str]]:
    def call(text: str) -> list[str]:
        (small / "own.yaml").write_text(text, encoding="utf-8")
        return [said(error, small) for error in refusals(small / "own.yaml")]

    return call


def within(policy: Policy) -> str:
    (rule,) = (rule for rule in policy.rules if rule.id == "weekly")
    return str(rule.versions[0].parameters.within)


def test_a_figure_of_its_own_stands_beside_the_packs(tailored: Tailored) -> None:
    policy = tailored("extends: small\nset: {days: 5}\n")
    assert within(policy) == "5 days"
    assert policy.settings == (Setting("days", 7, 5, Bilingual("天数", "Days")),)
    assert policy.parameters["days"] == 5
    assert (policy.id, policy.version, policy.tailoring) == ("small", "1.10", "small 1.10")


def test_a_figure_set_to_what_it_is_already_is_no_setting(tailored: Tailored) -> None:
    assert tailored("extends: small\nset: {days: 7}\n").settings == ()


def test_it_may_have_a_name_title_version_and_calendar_of_its_own(tailored: Tailored) -> None:
    policy = tailored(
        """
        extends: small
        pack: ours
        version: 2.0
        title: {zh: 我们的, en: Ours}
        calendar: {workday: ["10:00-16:00"]}
        """
    )
    assert (policy.id, policy.version, policy.title) == ("ours", "2.0", Bilingual("我们的", "Ours"))
    assert policy.calendar.workday == ((36000, 57600),)
    assert str(policy.calendar.place).endswith("own.yaml:6:1")


def test_what_a_calendar_does_not_say_stays_the_packs(write: Callable[..., Path], small: Path) -> None:
    head = (small / "small" / "pack.yaml").read_text(encoding="utf-8")
    write(small__pack_yaml=head + "calendar: {country: CN, weekend: [sun]}\n")
    write(own_yaml="extends: small\ncalendar: {workday: ['10:00-16:00'], file: days.yaml}\n", days_yaml="off: []\n")
    calendar = load_policy(str(small / "own.yaml")).calendar
    assert (calendar.country, calendar.weekend, calendar.workday) == ("CN", (7,), ((36000, 57600),))
    assert calendar.file == str(small / "days.yaml")


def test_a_skipped_rule_is_gone_and_its_reason_told(tailored: Tailored) -> None:
    policy = tailored("extends: small\nskip:\n  - {rule: weekly, reason: {zh: 由门店负责, en: The shops do it}}\n")
    assert [rule.id for rule in policy.rules] == ["signed", "noted"]
    reason = Bilingual("由门店负责", "The shops do it")
    assert policy.skipped == (SkippedRule("weekly", "2.4.2", Bilingual("每周", "Weekly"), reason),)


def test_a_skipped_clause_skips_all_its_rules_and_is_no_gap(tailored: Tailored) -> None:
    policy = tailored("extends: small\nskip: [{clause: 2.4.2, reason: not ours}]\n")
    assert [(each.rule, each.clause) for each in policy.skipped] == [("signed", "2.4.2"), ("weekly", "2.4.2")]
    assert [clause.rules for clause in policy.clauses if clause.id == "2.4.2"] == [()]
    assert "lint.clause_without_rule" not in {sentence.key for _, sentence in lint_policy(policy)}


def test_clauses_are_added_in_their_place(tailored: Tailored) -> None:
    policy = tailored(ADDED)
    assert [clause.id for clause in policy.clauses] == ["2.4.2", "2.10", "2.20"]
    (clause,) = (clause for clause in policy.clauses if clause.id == "2.20")
    assert clause.place.path.endswith("own.yaml")


def test_clause_files_beside_a_tailorings_pack_yaml_are_added_too(write: Callable[..., Path], small: Path) -> None:
    clauses = "\n".join(line[2:] for line in ADDED.splitlines()[2:]) + "\n"
    write(own__pack_yaml="extends: ../small\n", own__ours_yaml=clauses)
    assert "visited" in {rule.id for rule in load_policy(str(small / "own")).rules}


def test_added_clauses_may_use_figures_groups_items_and_columns_of_their_own(tailored: Tailored) -> None:
    policy = tailored(
        """
        extends: small
        params: {visits: {value: 2}}
        groups: {seen: [visit, meeting]}
        items: {manners: 举止}
        fields: {records: [host], reps: [grade]}
        chapters: [{chapter: "3", title: 拜访, weight: 4}]
        add:
          - clause: "3.1"
            chapter: "3"
            rules:
              - {rule: seen, kind: quota, of: {group: seen, host: x}, at_least: "${visits}", window: month}
              - {rule: mannered, kind: attested, items: [manners]}
        """
    )
    assert policy.parameters["visits"] == 2
    assert policy.groups["seen"] == ("visit", "meeting")
    assert policy.items["manners"].zh == "举止"
    assert policy.fields["records"] == ("approved_by", "host")
    assert [(each.id, each.weight) for each in policy.chapters][-1] == ("3", 4)
    assert policy.settings == ()


def test_a_tailoring_of_a_tailoring(write: Callable[..., Path], small: Path) -> None:
    write(
        region__pack_yaml="""\
            extends: ../small
            pack: region
            version: 3
            set: {days: 5, share: 0.8}
            skip: [{rule: noted, reason: not here}]
            params: {extra: {value: 1, at_most: 3}}
            """,
        team_yaml="extends: region\nset: {days: 3, extra: 2}\nskip: [{rule: signed, reason: nor this}]\n",
    )
    policy = load_policy(str(small / "team.yaml"))
    assert [(each.parameter, each.pack_value, each.value) for each in policy.settings] == [
        ("days", 7, 3),
        ("share", 0.9, 0.8),
        ("extra", 1, 2),
    ]
    assert [each.rule for each in policy.skipped] == ["noted", "signed"]
    assert policy.tailoring == "region 3 (small 1.10)"


def test_every_file_is_part_of_the_identity(write: Callable[..., Path], small: Path) -> None:
    write(own_yaml="extends: small\n")
    before = load_policy(str(small / "own.yaml")).sha256
    assert before != load_policy(str(small / "small")).sha256
    clauses = small / "small" / "clauses.yaml"
    clauses.write_text(clauses.read_text(encoding="utf-8") + "# a word\n", encoding="utf-8")
    assert load_policy(str(small / "own.yaml")).sha256 != before


def test_what_it_extends_is_found_from_the_file_not_from_where_one_stands(
    write: Callable[..., Path], small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(deep__own_yaml="extends: ../small\n", elsewhere__small__pack_yaml="pack: other\n")
    monkeypatch.chdir(small / "elsewhere")
    assert load_policy(str(small / "deep" / "own.yaml")).id == "small"


def test_a_shipped_pack_is_extended_by_its_name(write: Callable[..., Path]) -> None:
    folder = write(own_yaml="extends: sales-management\nset: {follow_up_days: 3}\n")
    policy = load_policy(str(folder / "own.yaml"))
    assert policy.settings[0].pack_value == 5
    assert policy.tailoring == f"sales-management {load_policy('sales-management').version}"


@pytest.mark.parametrize(
    ("text", "messages"),
    [
        (
            "extends: small\nset: {days: 40}\n",
            ["own.yaml:2:13: the parameter days is 40, beyond what the pack allows; write from 1 to 31"],
        ),
        (
            "extends: small\nset:\n  share: 0.4\n",
            ["own.yaml:3:10: the parameter share is 0.4, beyond what the pack allows; write at least 0.5"],
        ),
        (
            "extends: small\nset: {days: five}\n",
            ["own.yaml:2:13: days has the value five, which does not fit; write a number"],
        ),
        (
            "extends: small\nset: {days: true}\n",
            ["own.yaml:2:13: days has the value True, which does not fit; write a number"],
        ),
        (
            "extends: small\nset: {word: 5}\n",
            [
                (
                    "own.yaml:2:13: word has the value 5, which does not fit; "
                    "write text (in quotes, if it looks like a number)"
                )
            ],
        ),
        ("extends: small\nset: {dasy: 5}\n", ["own.yaml:2:7: there is no parameter dasy; did you mean days?"]),
        (
            "extends: small\nset: {days: 2.5}\n",
            [
                (
                    "own.yaml:2:13: the parameter days cannot be 2.5: small/clauses.yaml:9:15 uses it, and there "
                    "2.5 days is no span of time of at most 100 years; write 24 hours, 7 days, 1 workday or the like"
                )
            ],
        ),
        (
            "extends: small\nskip: [{rule: weekly}]\n",
            ["own.yaml:2:8: the field reason is missing here; add it"],
        ),
        (
            "extends: small\nskip: [{rule: weekly, reason: ' '}]\n",
            ["own.yaml:2:31: a rule is only skipped for a reason; write it under reason"],
        ),
        (
            "extends: small\nskip: [{reason: none}]\n",
            ["own.yaml:2:8: exactly one of these must stand here: rule, clause"],
        ),
        (
            "extends: small\nskip: [{rule: weakly, reason: none}]\n",
            ["own.yaml:2:15: the policy that is extended has no rule weakly; did you mean weekly?"],
        ),
        (
            "extends: small\nskip: [{clause: 2.4.3, reason: none}]\n",
            ["own.yaml:2:17: the policy that is extended has no clause 2.4.3; did you mean 2.4.2?"],
        ),
        (
            "extends: small\nskip: [{rule: weekly, reason: a}, {rule: weekly, reason: b}]\n",
            ["own.yaml:2:42: rule weekly is already skipped; remove one of the two"],
        ),
        (
            "extends: smal\n",
            [
                (
                    "own.yaml:1:10: there is no policy smal to extend, neither shipped nor at that path "
                    "from this file; choose one of: key-accounts, sales-management"
                )
            ],
        ),
        (
            "extneds: small\nset: {days: 5}\n",
            ["own.yaml:1:1: extneds belongs to a tailoring; write extends with the pack that it is laid over"],
        ),
        (
            "pack: own\nset: {days: 5}\n",
            ["own.yaml:2:1: set belongs to a tailoring; write extends with the pack that it is laid over"],
        ),
        (
            "extends: small\nskips: []\n",
            ["own.yaml:2:1: the field skips is unknown here; did you mean skip?"],
        ),
        (
            "extends: small\ngroups: {contact: [mail]}\n",
            [
                (
                    "own.yaml:2:10: contact stands under groups of the policy small already; choose another name, and "
                    "change a parameter's value with set"
                )
            ],
        ),
        (
            "extends: small\nadd:\n  - clause: 2.4.2\n",
            [
                "own.yaml:3:13: clause 2.4.2 already stands at small/clauses.yaml:1:11; give it another number",
            ],
        ),
        (
            (
                "extends: small\nskip: [{rule: weekly, reason: x}]\nadd:\n  - clause: '3'\n    rules:\n"
                "      - {rule: weekly, kind: content, of: call, require: [{field: text}]}\n"
            ),
            [
                "own.yaml:6:16: rule weekly already stands at small/clauses.yaml:5:13; give it another name",
            ],
        ),
        (
            "extends: small\nset: {days: 0, dasy: 1}\nskip: [{rule: weakly, reason: x}]\n",
            [
                "own.yaml:2:13: the parameter days is 0, beyond what the pack allows; write from 1 to 31",
                "own.yaml:2:16: there is no parameter dasy; did you mean days?",
                "own.yaml:3:15: the policy that is extended has no rule weakly; did you mean weekly?",
            ],
        ),
    ],
)
def test_what_cannot_be_is_named_with_its_place(
    refused: Callable[[str], list[str]], text: str, messages: list[str]
) -> None:
    assert refused(text) == messages


def test_what_is_wrong_with_the_pack_itself_is_said_of_the_pack(write: Callable[..., Path], small: Path) -> None:
    clauses = (small / "small" / "clauses.yaml").read_text(encoding="utf-8")
    write(
        small__clauses_yaml=clauses.replace("kind: cadence", "kind: cadense"),
        own_yaml="extends: small\nset: {days: 5}\n",
    )
    (error,) = refusals(small / "own.yaml")
    assert said(error, small) == "small/clauses.yaml:6:13: there is no kind cadense; did you mean cadence?"


def test_extending_in_a_circle_names_the_chain(write: Callable[..., Path]) -> None:
    folder = write(a_yaml="extends: b.yaml\n", b_yaml="# one line\nextends: c.yaml\n", c_yaml="extends: a.yaml\n")
    (error,) = refusals(folder / "a.yaml")
    assert said(error, folder) == (
        "c.yaml:1:10: extends runs in a circle: a.yaml:1:10, b.yaml:2:10, c.yaml:1:10, and back to a.yaml; "
        "change one of them"
    )


def test_extending_itself_is_a_circle(write: Callable[..., Path]) -> None:
    folder = write(own__pack_yaml="extends: ../own\n")
    (error,) = refusals(folder / "own")
    assert error.code == "extends_circular"


@pytest.mark.parametrize("name", shipped_packs())
def test_shipped_packs_read_without_a_warning(name: str) -> None:
    assert lint_policy(load_policy(name)) == []


def test_the_worked_example_shows_every_part() -> None:
    policy = load_policy("key-accounts")
    assert policy.tailoring == f"sales-management {load_policy('sales-management').version}"
    assert {each.parameter for each in policy.settings} == {"follow_up_days", "meeting_days"}
    assert [each.rule for each in policy.skipped] == ["satisfaction-mean"]
    assert all(each.reason.zh and each.reason.en for each in policy.skipped)
    assert "key-customer-visited" in {rule.id for rule in policy.rules}
    assert not {"key-customer-visited"} & {rule.id for rule in load_policy("sales-management").rules}


def test_editors_know_what_a_tailoring_may_hold() -> None:
    schema = policy_schema("tailoring", Wording("en"))
    assert {"extends", "set", "skip", "add"} <= schema["properties"].keys()
    assert schema["required"] == ["extends"]
