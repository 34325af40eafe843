"""What differs between two policies, in sentences; and what that would move on one log."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from checklist.policy import Change, differences, load_policy
from checklist.wording import Wording
from tests.unit.policy.conftest import CLAUSES, PACK

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Between = Callable[[str, str], list[str]]

WEEKLY = "rule weekly (Weekly)"


def sentences(changes: list[Change]) -> list[str]:
    assert all(Wording("zh").say(change.sentence) for change in changes)
    return [Wording("en").say(change.sentence) for change in changes]


@pytest.fixture
def between(write: Callable[..., Path]) -> Between:
    """Say what differs between `small` and the same with one text replaced, in the pack or its clauses."""

    def call(old: str, new: str) -> list[str]:
        assert (PACK + CLAUSES).count(old) == 1
        folder = write(
            one__pack_yaml=PACK,
            one__clauses_yaml=CLAUSES,
            two__pack_yaml=PACK.replace(old, new),
            two__clauses_yaml=CLAUSES.replace(old, new),
        )
        return sentences(differences(load_policy(str(folder / "one")), load_policy(str(folder / "two"))))

    return call


def test_a_policy_does_not_differ_from_itself(small: Path) -> None:
    policy = load_policy(str(small / "small"))
    assert differences(policy, policy) == []


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            "days: {value: 7",
            "days: {value: 5",
            [
                "days (Days): from 7 to 5",
                f"{WEEKLY}: within changes from 7 days to 5 days",
                "rule noted: require[1].min_length changes from 7 to 5",
            ],
        ),
        ("kind: cadence", "kind: cadence\n      weight: 3", [f"{WEEKLY}: weight changes from 1 to 3"]),
        ("threshold: ${share}", "threshold: 0.8", [f"{WEEKLY}: threshold changes from 0.9 to 0.8"]),
        ("threshold: ${share}", "informational: true", [
            f"{WEEKLY}: threshold changes from 0.9 to 1",
            f"{WEEKLY}: informational changes from no to yes",
        ]),
        ("kind: cadence", "kind: cadence\n      modality: should", [f"{WEEKLY}: modality changes from must to should"]),
        (
            "  title: {zh: 跟进, en: Follow-up}",
            "  title: {zh: 跟进, en: Follow-up}\n  modality: should",
            ["clause 2.4.2 Follow-up: modality changes from must to should"],
        ),
        (
            "  title: {zh: 跟进, en: Follow-up}",
            "  title: {zh: 跟进, en: Follow-up}\n  weight: 2.5\n  chapter: 跟进",
            [
                "clause 2.4.2 Follow-up: weight changes from 1 to 2.5",
                "clause 2.4.2 Follow-up: chapter changes from 2.4 to 跟进",
            ],
        ),
        (
            "en: Follow up weekly.",
            "en: Follow up every week.",
            ["clause 2.4.2 Follow-up: the wording changes (text)"],
        ),
        (
            "en: Weekly}",
            "en: Each week}\n      advice: 今天联系",
            ["rule weekly (Each week): the wording changes (title, advice)"],
        ),
        (
            "threshold: ${share}",
            "threshold: ${share}\n      effective: {from: 2026-10-15}",
            [f"{WEEKLY}: effective changes from always to from 2026-10-15 on"],
        ),
        (
            "of: {type: contract}",
            "of: {type: contract, status: {not: [lost, open]}}\n      applies_to: {team: North}",
            [
                "rule signed: of.status.not changes from (nothing) to lost, open",
                "rule signed: applies_to.team changes from (nothing) to North",
            ],
        ),
        ("contact: [call, visit]", "contact: [call]", ["groups.contact: from call, visit to call"]),
        ("weight: 2}", "weight: 3}", ["chapters.2.4.weight: from 2 to 3"]),
        ("title: 跟进, weight", "title: 跟踪, weight", ["the whole policy: the wording changes (chapters)"]),
        ("timezone: Asia/Shanghai", "calendar: {weekend: [sun]}", [
            "calendar.weekend: from 6, 7 to 7",
            "timezone: from Asia/Shanghai to UTC",
        ]),
        ("  word: {value: signed}", "  word: {value: signed}\n  more: {value: 1}", ["the parameter more is new: 1"]),
        ("version: 1.10", "version: 1.11", []),
    ],
)  # fmt: skip
def test_each_change_is_said_once(between: Between, old: str, new: str, expected: list[str]) -> None:
    assert between(old, new) == expected


def test_versions_are_told_apart_by_their_days(between: Between) -> None:
    versions = (
        "versions:\n        - {effective: {to: 2026-10-14}}\n"
        "        - {effective: {from: 2026-10-15}, within: 3 days}\n      threshold: ${share}"
    )
    assert between("threshold: ${share}", versions) == [
        f"{WEEKLY}, until 2026-10-14: effective changes from always to until 2026-10-14",
        f"{WEEKLY}: a version is new (from 2026-10-15 on): at least one record every 3 d for each customer in care",
    ]


def test_a_tailoring_says_what_it_skips_and_adds(write: Callable[..., Path], small: Path) -> None:
    write(
        own_yaml="""\
        extends: small
        skip: [{rule: weekly, reason: {zh: 另有安排, en: arranged otherwise}}]
        add:
          - clause: "2.11"
            title: 拜访
            rules: [{rule: visited, kind: quota, of: visit, at_least: 1, window: month}]
        """
    )
    old, new = load_policy(str(small / "small")), load_policy(str(small / "own.yaml"))
    assert sentences(differences(old, new)) == [
        f"{WEEKLY} is not applied, because: arranged otherwise",
        "clause 2.11 拜访 is new",
        "rule visited is new: number of records a month: at least 1",
    ]
    assert sentences(differences(new, old)) == [
        f"{WEEKLY} is applied again: at least one record every 7 d for each customer in care",
        "clause 2.11 拜访 is gone",
        "rule visited is gone",
    ]


def test_another_reason_for_a_skip_is_said(write: Callable[..., Path], small: Path) -> None:
    for name, reason in (("one", "first"), ("two", "second")):
        write(**{f"{name}_yaml": f"extends: small\nskip: [{{rule: weekly, reason: {reason}}}]\n"})
    old, new = load_policy(str(small / "one.yaml")), load_policy(str(small / "two.yaml"))
    assert sentences(differences(old, new)) == [
        f"{WEEKLY}: the reason for not applying it changes from “first” to “second”"
    ]


def test_what_changed_is_there_for_scripts_too(write: Callable[..., Path], small: Path) -> None:
    write(own_yaml="extends: small\nset: {days: 5}\n")
    first, second, _ = differences(load_policy(str(small / "small")), load_policy(str(small / "own.yaml")))
    assert (first.code, first.field, first.before, first.after) == ("parameter_changed", "days", 7, 5)
    assert (second.clause, second.rule, second.field) == ("2.4.2", "weekly", "within")
    assert (second.before, second.after) == ("7 days", "5 days")
