"""Response, worked by hand: the oracle must agree before it may judge."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.oracle.common import after_working_hours
from tests.oracle.world import Moment
from tests.unit.oracle.hand import CALL, care, due_days, judged, record, rep_row, world

if TYPE_CHECKING:
    from tests.oracle.judge import Result


class TestResponse:
    def answer(self, to: str, answered: str, within: str, **more: Any) -> Result:
        records = [record(1, to, kind="inquiry"), record(2, answered)]
        one = world(records, "2026-06-01", "2026-06-30", **more)
        return judged(one, kind="response", to={"type": "inquiry"}, within=within, **{"with": CALL})

    def test_hours_run_on_the_clock(self) -> None:
        assert self.answer("2026-06-01 10:00:00", "2026-06-02 10:00:00", "24 hours").met == 1
        assert self.answer("2026-06-01 10:00:00", "2026-06-02 10:00:01", "24 hours").met == 0

    def test_a_bare_day_gets_the_benefit_of_the_doubt(self) -> None:
        assert self.answer("2026-06-01", "2026-06-02 23:59:59", "24 hours").met == 1
        assert self.answer("2026-06-01", "2026-06-02", "24 hours").met == 1
        # It ends at midnight, and no record of the next day meets it.
        assert self.answer("2026-06-01", "2026-06-03 00:00:00", "24 hours").met == 0
        assert self.answer("2026-06-01", "2026-06-03", "24 hours").met == 0

    def test_midnight_belongs_to_the_day_that_ends(self) -> None:
        assert due_days(self.answer("2026-06-01 00:00:00", "2026-06-09", "24 hours")) == ["2026-06-01"]

    def test_a_deadline_on_leave_moves_to_the_next_present_working_day(self) -> None:
        away = [{"rep_id": "R1", "from": "2026-06-05", "to": "2026-06-05"}]
        result = self.answer("2026-06-04 10:00:00", "2026-06-08 20:00:00", "24 hours", absences=away)
        assert (result.expected, result.met) == (1, 1)
        assert due_days(self.answer("2026-06-04 10:00:00", "2026-06-09", "1 day", absences=away)) == ["2026-06-08"]

    def test_workdays_pass_over_the_holiday(self) -> None:
        assert self.answer("2026-06-18", "2026-06-22", "1 workday").met == 1
        assert due_days(self.answer("2026-06-18", "2026-06-23", "1 workday")) == ["2026-06-22"]

    def test_nobody_answers_after_leaving(self) -> None:
        left = [rep_row(left="2026-06-05")]
        assert self.answer("2026-06-05", "2026-06-20", "1 workday", reps=left).outcome == "not_applicable"

    def test_a_deadline_past_the_period_is_pending(self) -> None:
        result = self.answer("2026-06-30", "2026-06-30", "3 days")
        assert (result.outcome, result.pending) == ("pending", 1)

    def test_who_has_the_customer_then_answers(self) -> None:
        records = [record(1, "2026-06-01", kind="inquiry"), record(2, "2026-06-02", rep="R2")]
        rule = {"kind": "response", "to": {"type": "inquiry"}, "with": CALL, "within": "2 days"}
        customers = [care("C1", "R1", "", "2026-06-01"), care("C1", "R2", "2026-06-02")]
        assert judged(world(records, "2026-06-01", "2026-06-30", customers=customers), **rule).met == 1
        assert judged(world(records, "2026-06-01", "2026-06-30"), **rule).met == 0

    def test_working_hours_end_at_the_earliest_instant(self) -> None:
        one = world([], "2026-06-01", "2026-06-30")
        eleven, half_past_four = Moment.read("2026-06-05 11:00:00"), Moment.read("2026-06-05 16:30:00")
        assert eleven is not None
        assert half_past_four is not None
        for moment, hours, expected in (
            (eleven, 1, "2026-06-05 12:00:00"),
            (eleven, 2, "2026-06-05 14:00:00"),
            (half_past_four, 2, "2026-06-08 09:30:00"),
        ):
            assert str(after_working_hours(one, moment.end, hours, None)) == expected
