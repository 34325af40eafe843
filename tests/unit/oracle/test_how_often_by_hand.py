"""Cadence and quota, worked by hand: the oracle must agree before it may judge."""

from __future__ import annotations

from datetime import date

from tests.unit.oracle.hand import CALL, care, due_days, judged, record, rep_row, world


class TestCadence:
    def test_a_saturday_visit_counts_for_monday(self) -> None:
        one = world([record(1, "2026-06-06")], "2026-06-08", "2026-06-09", customers=[care("C1", "R1")])
        result = judged(one, kind="cadence", of=CALL, within="1 workday")
        assert (result.expected, result.met) == (2, 1)
        assert due_days(result) == ["2026-06-09"]

    def test_a_stretch_keeps_its_first_overdue_day(self) -> None:
        one = world(
            [record(1, "2026-06-01")],
            "2026-06-10",
            "2026-06-12",
            customers=[care("C1", "R1", "2026-06-01")],
        )
        result = judged(one, kind="cadence", of=CALL, within="3 days")
        assert (result.outcome, result.expected, result.met) == ("fail", 3, 0)
        assert due_days(result) == ["2026-06-04"]

    def test_leave_is_no_unit_day(self) -> None:
        one = world(
            [record(1, "2026-06-01")],
            "2026-06-01",
            "2026-06-10",
            customers=[care("C1", "R1", "2026-06-01")],
            absences=[{"rep_id": "R1", "from": "2026-06-02", "to": "2026-06-09"}],
        )
        result = judged(one, kind="cadence", of=CALL, within="2 days")
        assert (result.outcome, result.expected, result.met) == ("pass", 1, 1)

    def test_a_case_is_open_to_its_closing_day(self) -> None:
        records = [record(1, "2026-06-01", case_id="K1"), record(2, "2026-06-04", kind="order", case_id="K1")]
        rule = {
            "kind": "cadence",
            "of": CALL,
            "per": "case",
            "within": "2 days",
            "open_until": {"type": "order"},
        }
        result = judged(world(records, "2026-06-01", "2026-06-30"), **rule)
        assert (result.expected, result.met) == (3, 1)
        assert due_days(result) == ["2026-06-03"]

    def test_care_is_inferred_up_to_the_next_rep(self) -> None:
        records = [record(1, "2026-06-01"), record(2, "2026-06-04", rep="R2")]
        rule = {"kind": "cadence", "of": CALL, "within": "2 days"}
        one = world(records, "2026-06-01", "2026-06-05")
        assert (judged(one, **rule).expected, judged(one, **rule).met) == (2, 1)
        assert (judged(one, "R2", **rule).expected, judged(one, "R2", **rule).met) == (1, 1)

    def test_days_ahead_are_pending(self) -> None:
        one = world([record(1, "2026-06-01")], "2026-06-01", "2026-06-30", as_of=date(2026, 6, 10))
        result = judged(one, kind="cadence", of=CALL, within="7 days", per="rep")
        assert (result.expected, result.pending) == (8, 13)

    def test_it_counts_anew_from_the_day_it_takes_effect(self) -> None:
        one = world([record(1, "2026-06-01")], "2026-06-01", "2026-06-12", customers=[care("C1", "R1")])
        rule = {"kind": "cadence", "of": CALL, "within": "3 days", "effective": {"from": "2026-06-08"}}
        assert due_days(judged(one, **rule)) == ["2026-06-10"]


class TestQuota:
    def test_it_is_scaled_by_presence_and_rounded_down(self) -> None:
        one = world(
            [record(1, "2026-06-08")],
            "2026-06-08",
            "2026-06-14",
            absences=[{"rep_id": "R1", "from": "2026-06-08", "to": "2026-06-09"}],
        )
        result = judged(one, kind="quota", of=CALL, at_least=4, window="week")
        assert (result.expected, result.met) == (2, 1)
        assert result.deviations == (((("window", "2026-W24"),), date(2026, 6, 14)),)

    def test_the_national_holiday_leaves_nothing_to_do(self) -> None:
        one = world([record(1, "2026-09-28")], "2026-10-01", "2026-10-07")
        result = judged(one, kind="quota", of=CALL, at_least=1, window="day")
        assert result.outcome == "not_applicable"

    def test_due_by_the_second_working_day_with_early_ones(self) -> None:
        records = [record(1, "2026-05-30"), record(2, "2026-06-02"), record(3, "2026-06-03")]
        rule = {"kind": "quota", "of": CALL, "at_least": 3, "window": "month", "due": "2 workdays"}
        one = world(records, "2026-06-01", "2026-06-30")
        assert judged(one, **rule).met == 1
        assert judged(one, early="2 days", **rule).met == 2
        assert due_days(judged(one, **rule)) == ["2026-06-02"]

    def test_the_last_day_of_who_leaves(self) -> None:
        one = world([record(1, "2026-06-02")], "2026-06-01", "2026-06-30", reps=[rep_row(left="2026-06-10")])
        result = judged(one, kind="quota", of=CALL, at_least=11, window="month")
        assert (result.expected, result.met) == (4, 1)
        assert due_days(result) == ["2026-06-10"]

    def test_at_most_is_met_only_where_all_is_shown(self) -> None:
        records = [record(1, "2026-06-10"), record(2, "2026-06-11")]
        rule = {"kind": "quota", "of": CALL, "window": "month"}
        cut = world(records, "2026-06-01", "2026-06-30", spans={"from": "2026-06-05", "to": "2026-06-30"})
        assert judged(cut, at_most=2, **rule).outcome == "not_checked"
        assert judged(cut, at_most=1, **rule).outcome == "fail"
        assert judged(world(records, "2026-06-01", "2026-06-30"), at_most=2, **rule).outcome == "pass"

    def test_a_sum_is_owed_in_exact_proportion(self) -> None:
        one = world(
            [record(1, "2026-06-08", amount="39.99")],
            "2026-06-08",
            "2026-06-14",
            absences=[{"rep_id": "R1", "from": "2026-06-10", "to": "2026-06-12"}],
        )
        rule = {"kind": "quota", "of": CALL, "count": {"sum": "amount"}, "window": "week"}
        assert judged(one, at_least=100, **rule).outcome == "fail"
        assert judged(one, at_least=99, **rule).outcome == "pass"

    def test_each_customer_only_while_in_care(self) -> None:
        customers = [care("C1", "R1", "2026-06-01", "2026-06-15"), care("C2", "R1")]
        one = world([record(1, "2026-06-02")], "2026-06-01", "2026-06-30", customers=customers)
        result = judged(one, kind="quota", of=CALL, at_least=2, window="month", each="customer")
        # June 2026 has 21 working days (the 19th is a holiday), 11 of them to the 15th: one visit to C1.
        assert (result.expected, result.met) == (3, 1)
        assert result.deviations == (((("customer_id", "C2"), ("window", "2026-06")), date(2026, 6, 30)),)
