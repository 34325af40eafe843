from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest

from checklist.model import Because, UsageError
from checklist.reporters import Options
from checklist.reporters.comparison import COMPARISON
from checklist.reporters.comparison.schema import compare_schema
from checklist.trend import AuditChange, compare
from checklist.wording import Wording
from tests.unit.trend.conftest import card, document, finding

if TYPE_CHECKING:
    from tests.unit.trend.conftest import Folder

OLD, NEW = ("2026-09-01", "2026-09-30"), ("2026-10-01", "2026-10-31")


def rules(**changes: dict[str, Any]) -> dict[str, Any]:
    """A policy with the rules a and b, some of them changed (or None: gone), under another hash."""
    plain = {name: {"rule": name, "clause": "1.1", "title": name.upper(), "sha256": "aa"} for name in ("a", "b")}
    for name, change in changes.items():
        if change is None:
            del plain[name]
        else:
            plain[name] = plain.get(name, {"rule": name, "clause": "1.1", "sha256": "aa"}) | change
    return {"rules": list(plain.values()), "sha256": "22" * 32}


def changed(folder: Folder, old: dict[str, Any], new: dict[str, Any]) -> AuditChange:
    return compare(folder.read(old, "old.json"), folder.read(new, "new.json"))


def test_behaviour_alone(folder: Folder) -> None:
    old = document(*OLD, card("R1", finding("a", 10.0), finding("b")), card("R2", finding("a"), finding("b")))
    new = document(
        *NEW,
        card("R1", finding("a"), finding("b", 2.5, met=9, score=0.9)),
        card("R2", finding("a"), finding("b"), verdict="undecided"),
    )
    found = changed(folder, old, new)
    assert found.policy.same
    assert [(each.rep_id, each.points) for each in found.reps] == [("R2", 0), ("R1", 75)]
    assert [(each.rule, each.points, each.because) for each in found.reps[1].rules] == [
        ("a", 100, Because.BEHAVIOUR),
        ("b", -25, Because.BEHAVIOUR),
    ]


def test_the_points_of_the_rules_add_up_whatever_changed(folder: Folder) -> None:
    old = document(*OLD, card("R1", finding("a", 10.0), finding("b", 5.0)))
    new = document(
        *NEW,
        card("R1", finding("a", 20.0), finding("c", 30.0, met=1, score=0.1)),
        policy=rules(b=None, c={}),
    )
    rep = changed(folder, old, new).reps[0]
    assert rep.points == -350
    assert {each.rule: (each.points, each.because) for each in rep.rules} == {
        "a": (-100, Because.SHARES),
        "b": (50, Because.POLICY),
        "c": (-300, Because.POLICY),
    }
    assert sum(rep.points_because(each) for each in Because) == rep.points


@pytest.mark.parametrize("back", [False, True])
def test_what_was_checked_only_once_is_neither_better_nor_worse(folder: Folder, *, back: bool) -> None:
    known = document(*OLD, card("R1", finding("a", 20.0), finding("b")))
    unchecked = finding("a", None, outcome="not_checked", expected=2, met=1, score=None, unknown=9)
    doubtful = document(*NEW, card("R1", unchecked, finding("b", unknown=0)), schema="checklist-audit/2")
    found = changed(folder, *((doubtful, known) if back else (known, doubtful)))
    rep, rise = found.reps[0], -200 if back else 200
    assert [(each.rule, each.points, each.because) for each in rep.rules] == [("a", rise, Because.NOT_CHECKED)]
    assert (rep.points_because(Because.NOT_CHECKED), rep.points_because(Because.BEHAVIOUR)) == (rise, 0)
    figures = ["9 → –", "1/2, 9 not known"] if back else ["– → 9", "1/2, 9 not known"]
    for name in ("terminal", "markdown"):
        text = "".join(COMPARISON.load(name).render(found, Wording("en"), Options(verbosity=1, width=200)))
        assert "checked in one of the two only" in text
        assert all(each in text for each in figures)
    said = json.loads("".join(COMPARISON.load("json").render(found, Wording("en"), Options())))
    jsonschema.validate(said, compare_schema())
    assert said["reps"][0]["rules"][0]["unknown"] == ([9, None] if back else [None, 9])
    assert said["reps"][0]["rules"][0]["because"] == "not_checked"


def test_what_the_rule_asks_goes_before_whether_it_was_checked(folder: Folder) -> None:
    unchecked = finding("a", None, outcome="not_checked", expected=0, met=0, score=None)
    old = document(*OLD, card("R1", unchecked, finding("b")))
    new = document(*NEW, card("R1", finding("a", 10.0), finding("b")), policy=rules(a={"sha256": "bb"}))
    assert [each.because for each in changed(folder, old, new).reps[0].rules] == [Because.POLICY]


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"weight": 2.0}, "reweighed"),
        ({"threshold": 0.9}, "reweighed"),
        ({"modality": "should"}, "reweighed"),
        ({"sha256": "bb"}, "asks_otherwise"),
        # An audit that does not say what its rules ask might have asked anything.
        ({"sha256": None}, "asks_otherwise"),
    ],
)
def test_a_rule_that_changed_is_told_apart(folder: Folder, change: dict[str, Any], where: str) -> None:
    old = document(*OLD, card("R1", finding("a"), finding("b")))
    new = document(*NEW, card("R1", finding("a", 10.0), finding("b")), policy=rules(a=change))
    found = changed(folder, old, new)
    assert getattr(found.policy, where) == ("a",)
    assert [each.because for each in found.reps[0].rules] == [Because.POLICY]


def test_texts_and_new_versions_change_no_rule(folder: Folder) -> None:
    old = document(*OLD, card("R1", finding("a"), finding("b")))
    new = document(*NEW, card("R1", finding("a", 1.0), finding("b")), policy=rules(a={"title": "Other"}))
    found = changed(folder, old, new)
    assert (found.policy.same, found.policy.rules) == (False, frozenset())
    assert found.reps[0].rules[0].because is Because.BEHAVIOUR


def test_parameters_stand_beside_each_other(folder: Folder) -> None:
    old = document(*OLD, policy={"tailoring": {"days": {"pack": 7, "value": 5}, "same": {"pack": 1, "value": 2}}})
    new = document(*NEW, policy={"tailoring": {"hours": {"pack": 24, "value": 8}, "same": {"pack": 1, "value": 2}}})
    assert changed(folder, old, new).policy.parameters == {"days": (5, 7), "hours": (24, 8)}


def test_who_comes_and_goes_is_no_change_of_score(folder: Folder) -> None:
    old = document(*OLD, card("R1", finding("a")), card("R2", finding("a")))
    found = changed(folder, old, document(*NEW, card("R2", finding("a")), card("R3", finding("a", 9.0))))
    assert ([each.rep_id for each in found.come], [each.rep_id for each in found.gone]) == (["R3"], ["R1"])
    assert [each.rep_id for each in found.reps] == ["R2"]


def test_no_score_is_no_zero(folder: Folder) -> None:
    bare = card("R1", finding("a", None, outcome="pending", score=None), score=None, verdict="undecided")
    found = changed(folder, document(*OLD, card("R1", finding("a", 40.0))), document(*NEW, bare))
    assert (found.reps[0].points, found.points) == (None, None)
    assert [(each.rule, each.points) for each in found.reps[0].rules] == [("a", 0)]


def test_another_pack_cannot_be_compared_but_one_laid_over_it_can(folder: Folder) -> None:
    old = document(*OLD, card("R1", finding("a")))
    with pytest.raises(UsageError, match="compare_other_policy"):
        changed(folder, old, document(*NEW, card("R1", finding("a")), policy={"pack": "large"}))
    tailored = document(*NEW, card("R1", finding("a")), policy={"pack": "ours", "extends": "small 1.0"})
    assert changed(folder, old, tailored).reps


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("name", COMPARISON.formats())
def test_every_format_says_it(folder: Folder, name: str, language: str) -> None:
    hostile = "<b>\x1b[31m|`=cmd"
    old = document(*OLD, card("R1", finding("a", 10.0), finding("b")), card("R0", finding("a")))
    new = document(
        *NEW,
        card("R1", finding("a", 20.0), finding("b"), finding("c"), name=hostile, verdict="non_compliant"),
        card(hostile, finding("a")),
        policy=rules(a={"weight": 2.0, "title": hostile}, c={}),
        tool={"version": "2"},
    )
    text = "".join(COMPARISON.load(name).render(changed(folder, old, new), Wording(language), Options(verbosity=1)))
    assert "\x1b" not in text
    assert "10.0" in text.replace("\\", "")
    if name == "markdown":
        assert "<b>" not in text


def test_the_document_keeps_to_its_schema(folder: Folder) -> None:
    old = document(*OLD, card("R1", finding("a", 10.0)), card("R2", finding("a"), score=None))
    new = document(*NEW, card("R1", finding("b", 20.0)), card("R2", finding("a")), policy=rules(a={"weight": 2.0}))
    text = "".join(COMPARISON.load("json").render(changed(folder, old, new), Wording("en"), Options()))
    jsonschema.validate(json.loads(text), compare_schema())
