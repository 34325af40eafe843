"""Unknown in quotas and cadences, in findings and shortfalls: worked by hand from the words of the design."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import combinations
from statistics import median
from typing import TYPE_CHECKING, Any, ClassVar

import pytest

from tests.oracle.world import FILE
from tests.unit.oracle.hand import CALL, care, due_days, judged, record, rep_row, world

if TYPE_CHECKING:
    from tests.oracle.judge import Result
    from tests.oracle.world import Row, World

JUNE = ("2026-06-01", "2026-06-30")
DONE = {**CALL, "status": {"not": "planned"}}


def june(*records: Row, **more: Any) -> World:
    return world(list(records), *JUNE, **more)


def counts(result: Result) -> tuple[str, int, int, int]:
    return result.outcome, result.expected, result.met, result.unknown


def possible_days(result: Result) -> list[str]:
    return [day.isoformat() for _, day in result.possible]


def calls(*statuses: str, **more: str) -> list[Row]:
    """A call a day, each with its status; `?` is a word that nobody reads."""
    said = {"?": "erledigt"}
    return [
        record(day, f"2026-06-{day:02}", status=said.get(status, status), **more)
        for day, status in enumerate(statuses, 1)
    ]


class TestCount:
    RULE: ClassVar = {"kind": "quota", "of": DONE, "window": "month"}

    def test_of_n_units_k_are_met_and_up_to_all_unknown(self) -> None:
        result = judged(june(*calls("done", "?", "?", "planned")), at_least=5, **self.RULE)
        # k = 1, K = 3: one met, two unknown, two unmet.
        assert counts(result) == ("fail", 3, 1, 2)
        assert result.causes == (("value", "status: erledigt", 2),)

    def test_enough_for_sure_is_met_whatever_the_rest_says(self) -> None:
        assert counts(judged(june(*calls("done", "?")), at_least=1, **self.RULE)) == ("pass", 1, 1, 0)

    @pytest.mark.parametrize(
        ("bound", "expected"), [(0, ("fail", 1, 0, 0)), (1, ("not_checked", 0, 0, 1)), (2, ("pass", 1, 1, 0))]
    )
    def test_a_ceiling_is_exceeded_by_the_sure_and_kept_by_all(self, bound: int, expected: Any) -> None:
        result = judged(june(*calls("done", "?")), at_most=bound, **self.RULE)
        assert counts(result) == expected
        # By the sure record alone the ceiling of one is kept: nothing would be missed.
        assert result.possible == ()

    def test_distinct_values(self) -> None:
        records = [*calls("done", "?"), record(3, "2026-06-03", customer_id="C2", status="erledigt")]
        result = judged(june(*records), at_least=3, count={"distinct": "customer_id"}, **self.RULE)
        # For sure C1; perhaps C1 and C2.
        assert counts(result) == ("fail", 2, 1, 1)

    def test_a_value_that_is_not_shown_may_be_one_more(self) -> None:
        blind = {"rep_id": "R1", "type": "call", "occurred_at": "2026-06-02", "record_id": "B", FILE: "calls.csv"}
        count = {"distinct": "customer_id"}
        result = judged(june(record(1, "2026-06-01"), blind), at_least=2, count=count, **self.RULE)
        assert counts(result) == ("not_checked", 1, 1, 1)
        assert result.causes == (("column", "customer_id in calls.csv", 1),)

    def test_unread_types_count_perhaps_where_two_reps_use_the_word(self) -> None:
        own = [record(1, "2026-06-01"), record(2, "2026-06-02", kind="task"), record(3, "2026-06-03", rep="R2")]
        shared = [*own, record(4, "2026-06-04", kind="task", rep="R2")]
        assert counts(judged(june(*own), at_least=2, **self.RULE)) == ("fail", 2, 1, 0)
        assert counts(judged(june(*shared), at_least=2, **self.RULE)) == ("not_checked", 1, 1, 1)
        # "One, in a log of one rep."
        assert counts(judged(june(*own[:2]), at_least=2, **self.RULE)) == ("not_checked", 1, 1, 1)

    def test_keyed_by_customer_a_word_of_ones_own_counts_too(self) -> None:
        own = [record(1, "2026-06-01"), record(2, "2026-06-02", kind="task"), record(3, "2026-06-03", rep="R2")]
        one = june(*own, customers=[care("C1", "R1")])
        assert counts(judged(one, at_least=2, each="customer", **self.RULE)) == ("not_checked", 1, 1, 1)

    def test_a_record_of_nobody_counts_perhaps_for_its_customer_and_for_no_ceiling(self) -> None:
        one = june(record(1, "2026-06-01"), record(2, "2026-06-02", rep=""), customers=[care("C1", "R1")])
        each = {"each": "customer", **self.RULE}
        result = judged(one, at_least=2, **each)
        assert (counts(result), result.causes) == (("not_checked", 1, 1, 1), (("nobody", "", 1),))
        assert counts(judged(one, at_most=1, **each)) == ("pass", 1, 1, 0)
        assert counts(judged(one, at_least=2, **self.RULE)) == ("fail", 2, 1, 0)

    def test_a_type_that_is_not_exported(self) -> None:
        rule = {"kind": "quota", "of": {"type": ["call", "message"]}, "at_least": 2, "window": "month"}
        result = judged(june(record(1, "2026-06-01")), **rule)
        assert (counts(result), result.causes) == (("not_checked", 1, 1, 1), (("type", "message", 1),))


class TestSum:
    RULE: ClassVar = {"kind": "quota", "of": DONE, "window": "month", "count": {"sum": "amount"}}

    @pytest.mark.parametrize(
        ("bounds", "expected"),
        [
            ({"at_least": 10}, ("pass", 1, 1, 0)),
            ({"at_least": 12}, ("not_checked", 0, 0, 1)),
            ({"at_least": 16}, ("fail", 1, 0, 0)),
            ({"at_most": 9}, ("fail", 1, 0, 0)),
            ({"at_most": 12}, ("not_checked", 0, 0, 1)),
            ({"at_most": 15}, ("pass", 1, 1, 0)),
        ],
        ids=str,
    )
    def test_ten_for_sure_and_perhaps_five(self, bounds: dict[str, int], expected: Any) -> None:
        one = june(record(1, "2026-06-01", amount="10", status=""), record(2, "2026-06-02", amount="5", status="?"))
        assert counts(judged(one, **bounds, **self.RULE)) == expected

    def test_a_doubtful_amount_may_lower_it(self) -> None:
        one = june(record(1, "2026-06-01", amount="10", status=""), record(2, "2026-06-02", amount="-5", status="?"))
        assert counts(judged(one, at_least=6, **self.RULE)) == ("not_checked", 0, 0, 1)
        assert counts(judged(one, at_least=5, **self.RULE)) == ("pass", 1, 1, 0)

    def test_an_amount_that_is_not_shown_may_be_any(self) -> None:
        blind = {"rep_id": "R1", "type": "call", "occurred_at": "2026-06-02", "record_id": "B", FILE: "calls.csv"}
        result = judged(june(record(1, "2026-06-01", amount="10"), blind), at_least=5, **self.RULE)
        assert result.causes == (("column", "amount in calls.csv", 1),)


class TestMeanAndMedian:
    def test_the_bounds_are_the_extremes_of_all_that_may_count(self) -> None:
        values = {"done": (4, 8), "?": (1, 6, 20)}
        records = [
            record(at, f"2026-06-{at:02}", amount=str(amount), status="erledigt" if status == "?" else status)
            for at, (status, amount) in enumerate(((s, a) for s, each in values.items() for a in each), 1)
        ]
        for how in ("mean", "median"):
            for bound in range(1, 21):
                for side in ("at_least", "at_most"):
                    sets = [part for size in range(4) for part in combinations(values["?"], size)]
                    averages = [
                        median([*values["done"], *part])
                        if how == "median"
                        else sum([*values["done"], *part]) / (2 + len(part))
                        for part in sets
                    ]
                    said = {(one >= bound) if side == "at_least" else (one <= bound) for one in averages}
                    rule = {"kind": "quota", "of": DONE, "window": "month", side: bound, "count": {how: "amount"}}
                    result = judged(june(*records), **rule)
                    expected = {(True,): "pass", (False,): "fail"}.get(tuple(said), "not_checked")
                    assert result.outcome == expected, (how, side, bound)

    def test_without_a_sure_value_it_is_unknown(self) -> None:
        rule = {"kind": "quota", "of": DONE, "window": "month", "at_least": 5, "count": {"mean": "amount"}}
        one = june(record(1, "2026-06-01", amount="10", status="?"))
        assert counts(judged(one, **rule)) == ("not_checked", 0, 0, 1)
        assert judged(june(record(1, "2026-06-01", status="")), **rule).outcome == "not_applicable"

    def test_where_not_all_types_are_shown_it_is_unknown_either_way(self) -> None:
        rule = {"kind": "quota", "of": {"type": ["call", "visit"]}, "window": "month", "count": {"mean": "amount"}}
        one = june(record(1, "2026-06-01", amount="10"))
        assert judged(one, at_least=5, **rule).causes == (("type", "visit", 1),)
        assert judged(one, at_least=15, **rule).causes == (("type", "visit", 1),)


class TestEdges:
    CUT: ClassVar = {"from": "2026-06-10", "to": "2026-06-30"}

    def test_a_ceiling_on_a_window_not_wholly_shown(self) -> None:
        one = june(record(1, "2026-06-12"), spans=self.CUT)
        rule = {"kind": "quota", "of": CALL, "window": "month"}
        result = judged(one, at_most=1, **rule)
        assert (counts(result), result.causes) == (("not_checked", 0, 0, 1), (("span", "", 1),))
        assert counts(judged(one, at_most=0, **rule)) == ("fail", 1, 0, 0)

    def test_days_before_the_rep_was_employed_need_not_be_shown(self) -> None:
        one = june(record(1, "2026-06-12"), spans=self.CUT, reps=[rep_row(joined="2026-06-10")])
        assert judged(one, kind="quota", of=CALL, window="month", at_most=1).outcome == "pass"

    def test_days_after_the_due_day_need_not_be_shown(self) -> None:
        one = june(record(1, "2026-06-02"), spans={"from": "2026-06-01", "to": "2026-06-05"})
        rule = {"kind": "quota", "of": CALL, "window": "month", "at_most": 1}
        assert judged(one, due="5 workdays", **rule).outcome == "pass"
        assert judged(one, due="6 workdays", **rule).outcome == "not_checked"

    @pytest.mark.parametrize("how", ["mean", "median"])
    @pytest.mark.parametrize("bound", [5, 15])
    def test_an_average_on_a_window_not_wholly_shown(self, how: str, bound: int) -> None:
        one = june(record(1, "2026-06-12", amount="10"), spans=self.CUT)
        result = judged(one, kind="quota", of=CALL, window="month", at_least=bound, count={how: "amount"})
        assert counts(result) == ("not_checked", 0, 0, 1)

    def test_a_ceiling_exceeded_stays_so_where_the_span_ends(self) -> None:
        one = june(record(1, "2026-06-12"), record(2, "2026-06-13"), spans={"from": "2026-01-01", "to": "2026-06-20"})
        assert counts(judged(one, kind="quota", of=CALL, window="month", at_most=1)) == ("fail", 1, 0, 0)

    def test_what_falls_due_after_the_span_is_unknown_unless_met(self) -> None:
        one = june(record(1, "2026-06-12"), spans={"from": "2026-01-01", "to": "2026-06-20"})
        rule = {"kind": "quota", "of": CALL, "window": "month"}
        result = judged(one, at_least=2, **rule)
        assert (counts(result), result.causes) == (("not_checked", 1, 1, 1), (("span", "", 1),))
        assert judged(one, at_least=1, **rule).outcome == "pass"

    def test_days_after_the_span_count_as_ordinary_days(self) -> None:
        # All 22 working days of the month are there, ten of them after the span: ten calls are owed, not fewer.
        one = june(record(1, "2026-06-12"), spans={"from": "2026-01-01", "to": "2026-06-16"}, country=None)
        result = judged(one, kind="quota", of=CALL, at_least=10, window="month")
        assert (result.met, result.unknown) == (1, 9)


class TestCadence:
    RULE: ClassVar = {"kind": "cadence", "of": DONE, "within": "2 days", "per": "rep"}

    def test_met_by_the_last_sure_answer_then_unknown_by_a_doubtful_one_then_unmet(self) -> None:
        records = [record(1, "2026-06-01", status=""), record(2, "2026-06-03", status="erledigt")]
        result = judged(world(records, "2026-06-01", "2026-06-06"), **self.RULE)
        # The 2nd by the call of the 1st, the 3rd and 4th perhaps by that of the 3rd, the 5th by none; the 6th is off.
        assert counts(result) == ("fail", 3, 2, 2)
        # One overdue stretch: unknown days break nothing, and its day is the first that is not met.
        assert due_days(result) == ["2026-06-03"]
        assert result.possible == ()

    def test_a_stretch_of_unknown_days_is_a_possible_shortfall(self) -> None:
        records = [record(1, "2026-06-01", status=""), record(2, "2026-06-03", status="erledigt")]
        result = judged(world(records, "2026-06-01", "2026-06-04"), **self.RULE)
        assert counts(result) == ("not_checked", 2, 2, 2)
        assert (due_days(result), possible_days(result)) == ([], ["2026-06-03"])

    def test_a_met_day_ends_a_stretch(self) -> None:
        records = [record(1, "2026-06-01", status="erledigt"), record(2, "2026-06-04", status="")]
        one = world(records, "2026-06-01", "2026-06-08", spans={"from": "2026-06-01", "to": "2026-06-08"})
        result = judged(one, **self.RULE)
        # The 2nd unknown, the 3rd unmet; the 4th and 5th met; after the weekend the 8th unmet.
        assert counts(result) == ("fail", 4, 2, 1)
        assert due_days(result) == ["2026-06-02", "2026-06-08"]

    def test_an_answering_type_that_is_not_exported(self) -> None:
        rule = {"kind": "cadence", "of": {"type": ["call", "message"]}, "within": "2 days", "per": "rep"}
        result = judged(world([record(1, "2026-06-01")], "2026-06-01", "2026-06-04"), **rule)
        assert (counts(result), result.causes) == (("not_checked", 2, 2, 2), (("type", "message", 2),))

    @pytest.mark.parametrize(
        ("by", "expected"), [("same_rep", (2, 1, 1)), ("anyone", (3, 2, 0)), ("someone_else", (2, 0, 1))]
    )
    def test_a_record_of_nobody_serves_its_customer_perhaps(self, by: str, expected: tuple[int, int, int]) -> None:
        records = [record(1, "2026-06-01"), record(2, "2026-06-03", rep="")]
        one = world(records, "2026-06-01", "2026-06-03", customers=[care("C1", "R1", "2026-06-01")])
        result = judged(one, kind="cadence", of=CALL, within="1 day", by=by)
        # On the 1st the rep's own, on the 2nd none, on the 3rd that of nobody.
        assert (result.expected, result.met, result.unknown) == expected

    def test_a_record_of_nobody_serves_no_rep(self) -> None:
        records = [record(1, "2026-06-01"), record(2, "2026-06-02", rep="")]
        rule = {"kind": "cadence", "of": CALL, "within": "1 day", "per": "rep"}
        for by in ("same_rep", "anyone", "someone_else"):
            assert judged(world(records, "2026-06-02", "2026-06-02"), by=by, **rule).unknown == 0

    def test_a_task_may_have_been_the_call(self) -> None:
        records = [record(1, "2026-06-01"), record(2, "2026-06-03", kind="task")]
        one = world(records, "2026-06-03", "2026-06-04", customers=[care("C1", "R1", "2026-06-01")])
        result = judged(one, kind="cadence", of=CALL, within="1 day")
        assert (counts(result), result.causes) == (("fail", 1, 0, 1), (("type", "task", 1),))


class TestCases:
    RULE: ClassVar = {"kind": "cadence", "of": CALL, "within": "1 day", "per": "case"}

    def test_a_doubtful_end_leaves_the_days_after_it_unknown_where_they_are_not_met(self) -> None:
        records = [
            record(1, "2026-06-01", case_id="K1"),
            record(2, "2026-06-02", kind="visit", case_id="K1", status="erledigt"),
            record(3, "2026-06-03", case_id="K1"),
            record(4, "2026-06-05", kind="visit", case_id="K1", status=""),
        ]
        ends = {"type": "visit", "status": {"not": "planned"}}
        result = judged(world(records, "2026-06-01", "2026-06-09"), open_until=ends, **self.RULE)
        # The 1st met, the 2nd unmet; then it may not exist: the 3rd is met and dropped, the 4th and 5th are unknown.
        assert counts(result) == ("fail", 2, 1, 2)
        assert result.causes == (("value", "status: erledigt", 2),)

    def test_an_unread_type_ends_it_perhaps_and_nobody_for_sure(self) -> None:
        def days(**end: str) -> tuple[int, int, int]:
            records = [record(1, "2026-06-01", case_id="K1"), record(2, "2026-06-01", case_id="K1", **end)]
            one = world(records, "2026-06-01", "2026-06-03", covers=("visit",))
            result = judged(one, open_until={"type": "visit"}, **self.RULE)
            return result.expected, result.met, result.unknown

        assert days(kind="survey") == (3, 1, 0)
        assert days(kind="task") == (1, 1, 2)
        assert days(kind="visit", rep="") == (1, 1, 0)

    def test_an_end_of_a_type_that_is_not_exported(self) -> None:
        records = [record(1, "2026-06-01", case_id="K1"), record(2, "2026-06-09", kind="visit")]
        one = world(records, "2026-06-01", "2026-06-03")
        result = judged(one, open_until={"type": ["visit", "message"]}, **self.RULE)
        assert (counts(result), result.causes) == (("not_checked", 1, 1, 2), (("type", "message", 2),))

    def test_a_case_of_nobody_is_nobodys(self) -> None:
        records = [record(1, "2026-06-01", case_id="K1", rep=""), record(2, "2026-06-03", case_id="K1")]
        result = judged(world(records, "2026-06-01", "2026-06-03"), **self.RULE)
        assert (result.expected, result.met) == (1, 1)

    def test_history(self) -> None:
        records = [
            record(1, "2026-06-08", kind="inquiry", case_id="K1"),
            record(2, "2026-06-10", case_id="K1"),
        ]
        span = {"from": "2026-05-29", "to": "2026-06-12"}
        young = world(records, "2026-06-08", "2026-06-12", spans=span, history=10)
        # The 8th and 9th may have been served before the log; from the call of the 10th on all is known.
        result = judged(young, **self.RULE)
        assert (counts(result), result.causes) == (("fail", 3, 1, 2), (("history", "", 2),))
        old = replace(young, history=9)
        assert counts(judged(old, **self.RULE)) == ("fail", 5, 1, 0)

    def test_history_lasts_until_the_rep_charged_is_seen(self) -> None:
        records = [
            record(1, "2026-06-01", kind="inquiry", case_id="K1"),
            record(2, "2026-06-02", rep="R2", case_id="K1"),
        ]
        one = world(records, "2026-06-01", "2026-06-03", spans={"from": "2026-06-01", "to": "2026-06-03"})
        assert counts(judged(one, **self.RULE)) == ("not_checked", 0, 0, 3)

    def test_the_customer_of_a_case_that_is_not_shown_leaves_a_handover_open(self) -> None:
        first = {
            "record_id": "A",
            "rep_id": "R1",
            "type": "inquiry",
            "case_id": "K1",
            "occurred_at": "2026-06-01",
            FILE: "a",
        }
        records = [first, record(2, "2026-06-02", rep="R2", case_id="K1")]
        one = world(records, "2026-06-02", "2026-06-03", customers=[care("C1", "R2")])
        result = judged(one, **self.RULE)
        assert (counts(result), result.causes) == (("fail", 1, 0, 1), (("column", "customer_id in a", 1),))


class TestFinding:
    """Three calls done, planned or not to be told, of which a month owes four."""

    @pytest.mark.parametrize(
        ("threshold", "outcome"), [(0.25, "pass"), (0.5, "not_checked"), (0.75, "not_checked"), (0.76, "fail")]
    )
    def test_it_passes_or_fails_only_whatever_the_unknown_turn_out_to_be(self, threshold: float, outcome: str) -> None:
        # One met, two unknown, one unmet.
        one = june(*calls("done", "?", "?", "planned"))
        rule = {"kind": "quota", "of": DONE, "at_least": 4, "window": "month", "threshold": threshold}
        assert counts(judged(one, **rule)) == (outcome, 2, 1, 2)

    def test_a_rule_not_checked_as_a_whole_has_no_counts(self) -> None:
        result = judged(june(record(1, "2026-06-01")), kind="quota", of={"type": "visit"}, at_least=4, window="month")
        assert (counts(result), result.causes, result.possible) == (("not_checked", 0, 0, 0), (), ())

    def test_a_quotas_possible_shortfall_is_its_window(self) -> None:
        result = judged(june(*calls("?", "?")), kind="quota", of=DONE, at_least=2, window="month")
        assert possible_days(result) == ["2026-06-30"]

    def test_what_is_missed_for_sure_is_no_possible_shortfall(self) -> None:
        result = judged(june(*calls("?")), kind="quota", of=DONE, at_least=2, window="month")
        assert (due_days(result), possible_days(result)) == (["2026-06-30"], [])

    def test_days_after_as_of_are_pending(self) -> None:
        one = june(*calls("?"), as_of=date(2026, 6, 20))
        result = judged(one, kind="quota", of=DONE, at_least=2, window="month")
        assert (result.outcome, result.pending, result.unknown) == ("pending", 2, 0)
