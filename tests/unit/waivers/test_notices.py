"""A waiver that expired, did nothing, was not needed or soon ends is reported; a slip in its rule is an error."""

from typing import Any

import pytest

from checklist.model import ChecklistError
from checklist.wording import Wording


def codes(found: Any) -> Any:
    return {each.code: Wording("en").say(each.sentence) for each in found.notices if each.code.startswith("waiver_")}


def test_one_at_work_and_long_lived_is_not_worth_a_word(firm: Any) -> None:
    assert codes(firm.audit({"rule": "visits"})) == {}


@pytest.mark.parametrize(
    ("entry", "code"),
    [
        ({"expires": "2026-10-30", "scope": "{reps: [R1]}"}, "waiver_expired"),
        ({"scope": "{reps: [R9]}"}, "waiver_unused"),
        ({"scope": "{from: 2026-11-01}"}, "waiver_unused"),
        ({"rule": "visits", "scope": "{customers: [C1]}"}, "waiver_unused"),
        ({"rule": "weekly", "scope": "{reps: [R1], to: 2026-10-07}"}, "waiver_unneeded"),
        ({"rule": "visits", "expires": "2026-11-30"}, "waiver_ends_soon"),
        ({"rule": "visits", "expires": "2026-10-31"}, "waiver_ends_soon"),
        ({"rule": "visits", "approved_on": "2026-11-02", "scope": "{from: 2026-10-01}"}, "waiver_approved_later"),
    ],
)
def test_each_sort_is_named_with_its_place(firm: Any, entry: Any, code: Any) -> None:
    assert list(codes(firm.audit(entry))) == [code]
    assert f"W-1 ({firm.folder / 'waivers.yaml'}:2:3" in codes(firm.audit(entry))[code]


def test_an_item_that_nobody_judged_is_not_called_met(firm: Any) -> None:
    assert codes(firm.audit({"rule": "attested", "scope": "{reps: [R2]}"})) == {}


def test_several_of_a_sort_are_one_notice(firm: Any) -> None:
    said = codes(firm.audit({"scope": "{reps: [R8]}"}, {"scope": "{reps: [R9]}"}))
    assert said["waiver_unused"].startswith("2 waivers")


def test_an_unknown_rule_is_an_error_with_its_place_and_a_hint(firm: Any) -> None:
    with pytest.raises(ChecklistError) as caught:
        firm.audit({"rule": "weakly"})
    assert str(caught.value.place) == f"{firm.folder / 'waivers.yaml'}:3:9"
    assert "did you mean weekly" in Wording("en").error(caught.value)


def test_waivers_are_one_of_the_inputs(firm: Any) -> None:
    summary = firm.audit({}).inputs[-1]
    assert (summary.table, summary.rows, summary.records, len(summary.sha256)) == ("waivers", 1, 1, 64)


@pytest.mark.parametrize(
    "entry",
    [
        {"approved_by": "R1", "scope": "{reps: [R1, R2]}"},
        {"approved_by": " lin ", "scope": "{reps: [R1]}"},
        {"approved_by": "Chen", "scope": "{teams: [South]}"},
        {"approved_by": "Chen", "scope": "{customers: [C2]}"},
        {"approved_by": "r2", "scope": "{all: true}"},
        {"approved_by": "Lin", "scope": "{from: 2026-10-01}"},
    ],
)
def test_nobody_approves_for_themselves(firm: Any, entry: Any) -> None:
    with pytest.raises(ChecklistError) as caught:
        firm.audit(entry)
    assert (caught.value.code, caught.value.place.line) == ("waiver_own", 6)


@pytest.mark.parametrize("scope", ["{reps: [R2]}", "{teams: [South]}", "{customers: [C2]}"])
def test_a_colleague_out_of_scope_may_approve(firm: Any, scope: Any) -> None:
    assert firm.audit({"approved_by": "Lin", "scope": scope}).waivers
