"""What is shown, what is read, and what a test then says: worked by hand from the words of the design."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar

import pytest

from tests.oracle.conditions import truth
from tests.oracle.truth import FALSE, TRUE, Cause, Truth, every, least, negated, some, unsure
from tests.oracle.world import EVERYTHING, FILE
from tests.unit.oracle.hand import CALL, care, judged, record, rep_row, world

if TYPE_CHECKING:
    from tests.oracle.world import Row, World

JUNE = ("2026-06-01", "2026-06-30")
TASK = Cause("type", "task")
BLIND = Cause("column", "status in calls.csv")
ONE_CALL = {"kind": "quota", "of": CALL, "at_least": 1, "window": "month"}


def counts(one: World, rep: str = "R1", **rule: Any) -> tuple[str, int, int, int]:
    result = judged(one, rep, **rule)
    return result.outcome, result.expected, result.met, result.unknown


def june(*records: Row, **more: Any) -> World:
    return world(list(records), *JUNE, **more)


class TestLogic:
    def test_a_no_closes_what_is_open(self) -> None:
        assert every([unsure([TASK]), FALSE]) == FALSE
        assert some([unsure([TASK]), TRUE]) == TRUE

    def test_what_stays_open_keeps_its_causes(self) -> None:
        both = Truth(None, frozenset({TASK, BLIND}))
        assert every([unsure([TASK]), TRUE, unsure([BLIND])]) == both
        assert some([unsure([TASK]), FALSE, unsure([BLIND])]) == both
        assert negated(both) == both

    def test_the_least_cause_is_a_column_before_a_type_and_then_by_name(self) -> None:
        assert least([TASK, BLIND, Cause("span", "")]) == BLIND
        assert least([TASK, Cause("type", "event")]) == Cause("type", "event")


class TestConditions:
    """One row of a file without `status`, one with an unread one, one with a word that is known."""

    UNSHOWN: ClassVar[Row] = {"rep_id": "R1", "type": "call", "occurred_at": "2026-06-01", FILE: "calls.csv"}
    UNREAD: ClassVar[Row] = {**record(2, "2026-06-02"), "status": "erledigt"}
    DONE: ClassVar[Row] = {**record(3, "2026-06-03"), "status": "Done"}

    def said(self, condition: dict[str, Any]) -> list[bool | None]:
        one = june(self.UNSHOWN, self.UNREAD, self.DONE)
        return [truth(one, line, condition).value for line in one.everything]

    @pytest.mark.parametrize(
        ("condition", "expected"),
        [
            ({"status": "done"}, [None, None, True]),
            ({"status": {"not": "planned"}}, [True, None, True]),
            ({"status": {"present": True}}, [None, None, True]),
            ({"status": {"blank": True}}, [True, None, False]),
            ({"status": {"not": "planned", "present": True}}, [None, None, True]),
            ({"not": {"status": "planned"}}, [True, None, True]),
            ({"not": {"status": {"not": "done"}}}, [None, None, True]),
            ({"not": {"status": {"present": True}}}, [True, None, False]),
            ({"not": {"status": {"matches": "D"}}}, [None, None, False]),
            ({"any": [{"status": "done"}, {"type": "call"}]}, [True, True, True]),
            ({"all": [{"status": "done"}, {"type": "visit"}]}, [False, False, False]),
        ],
        ids=str,
    )
    def test_three_values(self, condition: dict[str, Any], expected: list[bool | None]) -> None:
        assert self.said(condition) == expected

    def test_each_open_test_names_its_cause(self) -> None:
        one = june(self.UNSHOWN, self.UNREAD)
        causes = [truth(one, line, {"status": "done"}).causes for line in one.everything]
        assert causes == [{BLIND}, {Cause("value", "status: erledigt")}]

    def test_a_word_that_a_rule_or_the_mapping_knows_is_read(self) -> None:
        one = june(self.UNREAD)
        assert one.is_unread_value("status", "erledigt")
        rule = {"kind": "response", "to": {"status": {"not": ["erledigt"]}}, "with": CALL, "within": "1 day"}
        assert not replace(one, policy=(rule,)).is_unread_value("status", "erledigt")
        other = replace(one, values=(("status", "Erledigt", "other"),))
        assert truth(other, other.everything[0], {"status": {"not": "planned"}}).value is True

    def test_a_column_of_open_words_is_always_read(self) -> None:
        one = june(record(1, "2026-06-01", note="never heard of"))
        assert truth(one, one.everything[0], {"note": "fine"}).value is False


class TestTypes:
    def test_a_word_is_read_if_known_asked_about_or_declared_other(self) -> None:
        rule = {"kind": "quota", "of": {"any": [{"type": "拜访签到"}]}, "at_least": 1, "window": "month"}
        one = replace(june(record(1, "2026-06-01")), policy=(rule,))
        words = ("call", "survey", "拜访签到", "other", "task", "跟进", "门店巡查")
        assert [one.is_unread_type(word) for word in words] == [False, False, False, False, True, True, True]

    def test_a_word_may_be_mapped(self) -> None:
        foreign = record(1, "2026-06-01", kind="拜访签到")
        assert counts(june(foreign, types=(("拜访签到", "call"),)), **ONE_CALL) == ("pass", 1, 1, 0)
        done = june(foreign, record(2, "2026-07-01"), types=(("拜访签到", "other"),))
        assert counts(done, **ONE_CALL) == ("fail", 1, 0, 0)

    def test_a_rule_none_of_whose_types_is_shown_is_not_checked(self) -> None:
        assert counts(june(record(1, "2026-06-01", kind="task")), **ONE_CALL) == ("not_checked", 0, 0, 0)

    def test_a_covered_type_is_shown_in_full(self) -> None:
        one = june(record(1, "2026-06-01", kind="visit"), covers=("call",))
        assert counts(one, **ONE_CALL) == ("fail", 1, 0, 0)

    def test_covers_all_does_not_fail_for_a_type_without_a_record(self) -> None:
        one = june(record(1, "2026-06-01", kind="visit"), completes=(EVERYTHING,))
        assert counts(one, **ONE_CALL) == ("not_checked", 0, 0, 0)

    @pytest.mark.parametrize(
        ("more", "expected"),
        [
            ({}, ("not_checked", 0, 0, 1)),
            ({"completes": (EVERYTHING,)}, ("fail", 1, 0, 0)),
            ({"completes": ("message",)}, ("fail", 1, 0, 0)),
            ({"covers": ("message",)}, ("fail", 1, 0, 0)),
        ],
        ids=["unsaid", "all", "profile", "named"],
    )
    def test_what_is_shown_in_part_is_completed(self, more: dict[str, Any], expected: Any) -> None:
        rule = {"kind": "quota", "of": {"type": ["call", "message"]}, "at_least": 1, "window": "month"}
        one = june(record(1, "2026-07-01"), record(2, "2026-06-01", kind="visit"), **more)
        assert counts(one, **rule) == expected

    @pytest.mark.parametrize(
        ("more", "outcome"),
        [({}, "not_checked"), ({"completes": (EVERYTHING,)}, "pass"), ({"covers": ("violation",)}, "pass")],
        ids=["unsaid", "all", "named"],
    )
    def test_at_most_needs_all_types_or_completion(self, more: dict[str, Any], outcome: str) -> None:
        rule = {"kind": "quota", "of": {"type": ["call", "violation"]}, "at_most": 1, "window": "month"}
        assert judged(june(record(1, "2026-06-02"), **more), **rule).outcome == outcome


class TestValues:
    RULE: ClassVar = {"kind": "quota", "of": {**CALL, "note": ["gold", "silver"]}, "at_least": 1, "window": "month"}

    def test_a_test_none_of_whose_values_occurs_is_not_checked(self) -> None:
        assert counts(june(record(1, "2026-06-02", note="tin")), **self.RULE) == ("not_checked", 0, 0, 0)
        assert counts(june(record(1, "2026-06-02", note="Ｓilver")), **self.RULE) == ("pass", 1, 1, 0)

    def test_a_value_named_by_covers_is_shown(self) -> None:
        one = june(record(1, "2026-06-02", note="tin"), covers_values=(("note", ("gold",)),))
        assert counts(one, **self.RULE) == ("fail", 1, 0, 0)

    def test_covers_all_lets_at_most_hold_for_values(self) -> None:
        rule = {"kind": "quota", "of": {**CALL, "note": "gold"}, "at_most": 0, "window": "month"}
        one = june(record(1, "2026-06-02", note="tin"))
        assert judged(one, **rule).outcome == "not_checked"
        assert judged(replace(one, completes=(EVERYTHING,)), **rule).outcome == "pass"

    def test_each_counts_as_such_a_test(self) -> None:
        rule = {**ONE_CALL, "each": {"note": ["gold", "silver"]}}
        assert judged(june(record(1, "2026-06-02", note="tin")), **rule).outcome == "not_checked"
        assert counts(june(record(1, "2026-06-02", note="gold")), **rule) == ("fail", 2, 1, 0)

    def test_of_customers_it_is_one_too(self) -> None:
        rule = {"kind": "cadence", "of": CALL, "within": "7 days", "customers": {"grade": "A"}}
        one = june(record(1, "2026-06-02"), customers=[{**care("C1", "R1"), "grade": "一级"}])
        assert judged(one, **rule).outcome == "not_checked"
        covered = replace(one, covers_values=(("customers.grade", ("A",)),))
        assert judged(covered, **rule).outcome == "not_applicable"

    def test_in_applies_to_the_rule_applies_to_no_one(self) -> None:
        one = june(record(1, "2026-06-02"), reps=[rep_row(team="North")])
        assert judged(one, applies_to={"team": "South"}, **ONE_CALL).outcome == "not_applicable"


class TestKeys:
    """`calls.csv` has no customers."""

    BLIND_CALL: ClassVar[Row] = {
        "rep_id": "R1",
        "type": "call",
        "occurred_at": "2026-06-02",
        "record_id": "B",
        FILE: "calls.csv",
    }
    CALLED_BACK: ClassVar = {"kind": "response", "to": {"type": "inquiry"}, "with": CALL, "within": "2 days"}
    INQUIRY = record(1, "2026-06-01", kind="inquiry")

    def test_a_file_of_the_rules_types_without_its_key_leaves_it_not_checked(self) -> None:
        answered = june(self.INQUIRY, record(2, "2026-06-02"), self.BLIND_CALL)
        assert judged(answered, **self.CALLED_BACK).outcome == "not_checked"

    def test_a_file_of_an_unread_type_does_too(self) -> None:
        unread = june(self.INQUIRY, record(2, "2026-06-02"), {**self.BLIND_CALL, "type": "task"})
        assert judged(unread, **self.CALLED_BACK).outcome == "not_checked"

    def test_a_file_of_other_types_does_not(self) -> None:
        other = june(self.INQUIRY, record(2, "2026-06-02"), {**self.BLIND_CALL, "type": "survey"})
        assert counts(other, **self.CALLED_BACK) == ("pass", 1, 1, 0)

    def test_on_inferred_care_any_record_counts(self) -> None:
        rule = {"kind": "cadence", "of": CALL, "within": "200 days"}
        one = june(record(2, "2026-06-02"), {**self.BLIND_CALL, "type": "survey"})
        assert judged(one, **rule).outcome == "not_checked"
        assert judged(replace(one, customers=[care("C1", "R1")]), **rule).outcome == "not_applicable"


class TestSpan:
    RULE: ClassVar = {"kind": "quota", "of": CALL, "at_least": 1, "window": "day"}

    def end(self, last: str, as_of: str, **more: Any) -> date:
        return june(record(1, last), spans=more.get("spans"), as_of=date.fromisoformat(as_of)).span_to

    def test_it_ends_the_day_before_the_second_working_day_after_the_last_record(self) -> None:
        # Friday the 12th: Monday is the first working day, Tuesday the second.
        assert self.end("2026-06-12", "2026-06-30") == date(2026, 6, 15)

    def test_it_passes_over_holidays(self) -> None:
        # After Wednesday 30 September come the holidays; the 8th is the first working day, the 9th the second.
        assert self.end("2026-09-30", "2026-10-31") == date(2026, 10, 8)

    def test_it_is_no_later_than_as_of(self) -> None:
        assert self.end("2026-06-12", "2026-06-13") == date(2026, 6, 13)

    def test_records_after_as_of_tell_it_too(self) -> None:
        assert self.end("2026-07-20", "2026-06-30") == date(2026, 6, 30)

    def test_what_is_declared_overrides_it(self) -> None:
        assert self.end("2026-06-12", "2026-06-30", spans={"to": "2026-06-20"}) == date(2026, 6, 20)
        assert self.end("2026-06-12", "2026-06-30", spans={"from": "2026-06-01"}) == date(2026, 6, 15)
