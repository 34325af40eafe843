"""What is fair where leave, holidays and weekends lie in the way: the situations of `tests/README.md`.

Each figure was written down by hand first. The engine and the plain reading must both find it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.property.running import engine_says, oracle_says
from tests.unit.oracle.hand import CALL, care, due_days, record, rep_row, world

if TYPE_CHECKING:
    from tests.oracle.judge import Result
    from tests.oracle.world import Row

# In 2026 the National Day holiday runs from Thursday 1 October to Wednesday the 7th; Saturday the 10th is worked.
OCTOBER = ("2026-10-01", "2026-10-31")
PLAN = {"type": "plan"}
INQUIRY = {"type": "inquiry"}


def found(records: list[Row], period: tuple[str, str] = OCTOBER, away: tuple[str, ...] = (), **more: Any) -> Result:
    """Judge R1 by the rule in `more`, away on these spans of days."""
    given = {name: more.pop(name) for name in ("customers", "reps", "spans") if name in more}
    absences = [{"rep_id": "R1", "from": span.split("/")[0], "to": span.split("/")[-1]} for span in away]
    named = {"covers": ("call", "plan", "inquiry"), "reps": [rep_row()], "absences": absences, **given}
    one = world(records, *period, **named)
    rules = [{"rule": "r", **more}]
    engine = engine_says(one, rules)
    assert engine == oracle_says(one, rules)
    return engine["r", "R1"]


class TestShareOfAWindow:
    """ "`at_least` owes n x share, rounded down, but at least 1 where the share is a half or more"."""

    # The fifth working day of October is Tuesday the 13th: 8, 9, 10 (made up), 12, 13. It has 18.
    def plan(self, planned: str | None, *away: str, **more: Any) -> Result:
        # Something is logged in the period, so that it can be judged.
        records = [record(0, "2026-10-09")] + ([] if planned is None else [record(1, planned, kind="plan")])
        rule = {"kind": "quota", "of": PLAN, "at_least": 1, "window": "month", "due": "5 workdays", **more}
        return found(records, away=away, **rule)

    def test_a_day_of_leave_after_the_due_day_takes_nothing_away(self) -> None:
        result = self.plan("2026-10-12", "2026-10-30")
        assert (result.outcome, result.expected, result.met) == ("pass", 1, 1)
        result = self.plan(None, "2026-10-30")
        assert (result.outcome, due_days(result)) == ("fail", ["2026-10-13"])

    def test_a_day_of_leave_before_the_due_day_gives_a_day_more(self) -> None:
        assert self.plan("2026-10-14", "2026-10-09").outcome == "pass"
        assert due_days(self.plan("2026-10-15", "2026-10-09")) == ["2026-10-14"]

    def test_leave_on_the_due_day_itself_gives_a_day_more(self) -> None:
        assert self.plan("2026-10-14", "2026-10-13").outcome == "pass"

    def test_whoever_is_away_for_most_of_the_month_owes_nothing(self) -> None:
        assert self.plan(None, "2026-10-08/2026-10-22").outcome == "not_applicable"

    def test_half_a_month_owes_the_one(self) -> None:
        # Nine of 18 working days: away from the 8th to the 17th (8, 9, 10, 12 to 16) and on the 19th.
        assert self.plan(None, "2026-10-08/2026-10-19", at_least=1).expected == 1
        assert self.plan(None, "2026-10-08/2026-10-20", at_least=1).outcome == "not_applicable"

    def test_half_a_month_owes_half_of_ten(self) -> None:
        assert self.plan(None, "2026-10-08/2026-10-19", at_least=10).expected == 5

    def test_a_week_of_leave_leaves_what_is_owed_once_a_quarter(self) -> None:
        rule = {"kind": "quota", "of": PLAN, "at_least": 1, "window": "quarter"}
        result = found([record(0, "2026-10-09")], ("2026-10-01", "2026-12-31"), ("2026-11-02/2026-11-06",), **rule)
        assert (result.expected, due_days(result)) == (1, ["2026-12-31"])

    def test_nothing_asked_for_stays_nothing(self) -> None:
        rule = {"kind": "quota", "of": CALL, "at_least": 0.4, "window": "month", "count": {"sum": "amount"}}
        result = found([record(1, "2026-10-12", amount="0.2")], away=("2026-10-08/2026-10-19",), **rule)
        assert (result.expected, result.met) == (1, 1)

    def test_a_ceiling_wants_a_day_at_work_by_its_due_day(self) -> None:
        rule = {"kind": "quota", "of": CALL, "at_most": 0, "window": "month", "due": "10 days"}
        calls = [record(1, "2026-10-09")]
        assert found(calls, away=("2026-10-01/2026-10-10",), **rule).outcome == "not_applicable"
        assert found(calls, away=("2026-10-01/2026-10-08",), **rule).outcome == "fail"


class TestAnswers:
    """ "Hours run on the clock through working days only", and deadlines stand on working days."""

    def answer(self, asked: str, answered: str, within: str, away: tuple[str, ...] = (), **more: Any) -> Result:
        records = [record(1, asked, kind="inquiry"), record(2, answered)]
        rule = {"kind": "response", "to": INQUIRY, "with": CALL, "within": within, **more}
        return found(records, ("2026-09-01", "2026-10-31"), away, **rule)

    def test_an_inquiry_before_the_holiday_waits_for_the_first_day_after_it(self) -> None:
        assert self.answer("2026-09-30 17:00:00", "2026-10-08 23:59:59", "24 hours").outcome == "pass"
        assert due_days(self.answer("2026-09-30 17:00:00", "2026-10-09 00:00:00", "24 hours")) == ["2026-10-08"]

    def test_an_inquiry_within_the_week_has_its_hours_to_the_second(self) -> None:
        assert self.answer("2026-10-13 17:00:00", "2026-10-14 17:00:00", "24 hours").outcome == "pass"
        assert self.answer("2026-10-13 17:00:00", "2026-10-14 17:00:01", "24 hours").outcome == "fail"

    def test_an_inquiry_on_a_day_off_begins_with_the_next_working_day(self) -> None:
        # Two hours from Sunday noon end on Monday, at its end.
        assert self.answer("2026-10-18 12:00:00", "2026-10-19 20:00:00", "2 hours").outcome == "pass"
        assert due_days(self.answer("2026-10-18 12:00:00", "2026-10-20 08:00:00", "2 hours")) == ["2026-10-19"]

    def test_days_that_end_on_a_day_off_end_with_the_next_working_day(self) -> None:
        assert self.answer("2026-10-14 10:00:00", "2026-10-19 18:00:00", "3 days").outcome == "pass"
        assert due_days(self.answer("2026-10-14 10:00:00", "2026-10-20 08:00:00", "3 days")) == ["2026-10-19"]

    def test_a_make_up_saturday_is_a_working_day(self) -> None:
        assert due_days(self.answer("2026-10-07 10:00:00", "2026-10-11 10:00:00", "3 days")) == ["2026-10-10"]

    def test_leave_on_the_day_moves_the_deadline_of_the_rep_alone(self) -> None:
        away = ("2026-10-15/2026-10-16",)
        assert self.answer("2026-10-14 10:00:00", "2026-10-19 18:00:00", "24 hours", away).outcome == "pass"
        anyone = self.answer("2026-10-14 10:00:00", "2026-10-19 18:00:00", "24 hours", away, by="anyone")
        assert due_days(anyone) == ["2026-10-15"]

    def test_a_clock_that_always_runs_passes_over_no_day_off(self) -> None:
        late = self.answer("2026-10-16 17:00:00", "2026-10-19 09:00:00", "24 hours", clock="always")
        assert due_days(late) == ["2026-10-17"]
        in_time = self.answer("2026-10-16 17:00:00", "2026-10-17 16:00:00", "24 hours", clock="always")
        assert in_time.outcome == "pass"

    def test_a_clock_that_always_runs_still_passes_over_leave(self) -> None:
        # Away from Saturday to Monday: until the end of Tuesday, the next day present.
        away = ("2026-10-17/2026-10-19",)
        result = self.answer("2026-10-16 17:00:00", "2026-10-20 21:00:00", "24 hours", away, clock="always")
        assert result.outcome == "pass"
        # Away on Saturday alone: until the end of Sunday, a day off on which nobody granted leave.
        late = self.answer("2026-10-16 17:00:00", "2026-10-19 09:00:00", "24 hours", ("2026-10-17",), clock="always")
        assert due_days(late) == ["2026-10-18"]

    def test_no_days_at_all_are_the_same_day(self) -> None:
        assert self.answer("2026-10-14 10:00:00", "2026-10-14 23:00:00", "0 days").outcome == "pass"
        assert due_days(self.answer("2026-10-14 10:00:00", "2026-10-15 00:00:00", "0 days")) == ["2026-10-14"]

    @pytest.mark.parametrize("within", ["0 days", "0 workdays"])
    def test_no_days_at_all_on_a_day_off_are_the_next_working_day(self, within: str) -> None:
        assert self.answer("2026-10-17 10:00:00", "2026-10-19 23:00:00", within).outcome == "pass"
        assert due_days(self.answer("2026-10-17 10:00:00", "2026-10-20 00:00:00", within)) == ["2026-10-19"]


class TestEntries:
    """ "`entered_within` follows the same rules." """

    def entered(self, happened: str, entered: str, within: str, *away: str) -> str:
        rule = {"kind": "content", "of": CALL, "require": [{"entered_within": within}]}
        return found([record(1, happened, logged_at=entered)], away=away, **rule).outcome

    def test_a_visit_on_friday_is_entered_on_monday_in_time(self) -> None:
        assert self.entered("2026-10-16 17:00:00", "2026-10-19 09:00:00", "24 hours") == "pass"
        assert self.entered("2026-10-16 17:00:00", "2026-10-20 00:10:00", "24 hours") == "fail"

    def test_a_visit_before_leave_is_entered_after_it(self) -> None:
        assert self.entered("2026-10-13 17:00:00", "2026-10-19 09:00:00", "1 day", "2026-10-14/2026-10-16") == "pass"
        assert self.entered("2026-10-13 17:00:00", "2026-10-19 09:00:00", "1 day") == "fail"

    def test_the_same_day(self) -> None:
        assert self.entered("2026-10-13 17:00:00", "2026-10-13 23:00:00", "0 days") == "pass"
        assert self.entered("2026-10-13 17:00:00", "2026-10-14 00:00:00", "0 days") == "fail"


class TestCadence:
    """ "Each unit-day from the N-th on that is no day off falls due on itself." """

    def seen(self, *called: str, period: tuple[str, str] = ("2026-10-01", "2026-10-09")) -> Result:
        records = [record(number, day) for number, day in enumerate(called)]
        rule = {"kind": "cadence", "of": CALL, "within": "7 days"}
        return found(records, period, customers=[care("C1", "R1", "2026-09-01")], **rule)

    def test_nothing_is_due_on_a_holiday(self) -> None:
        # Of nine days two are worked; both are more than seven days after the call of 30 September.
        result = self.seen("2026-09-30")
        assert (result.expected, result.met, due_days(result)) == (2, 0, ["2026-10-08"])

    def test_a_call_on_a_holiday_counts(self) -> None:
        result = self.seen("2026-09-30", "2026-10-02")
        assert (result.outcome, result.expected, result.met) == ("fail", 2, 1)

    def test_a_weekend_is_no_overdue_day(self) -> None:
        # The call of Friday the 9th covers up to Thursday the 15th: the 16th and Monday the 19th are overdue.
        result = self.seen("2026-10-09", period=("2026-10-12", "2026-10-19"))
        assert (result.expected, result.met, due_days(result)) == (6, 4, ["2026-10-16"])


class TestOrder:
    """A step before is no older than `within`, by the same deadlines."""

    def preceded(self, before: str, after: str, within: str, away: tuple[str, ...] = (), **more: Any) -> str:
        records = [record(1, before, kind="plan"), record(2, after)]
        rule = {"kind": "sequence", "steps": [PLAN, CALL], "within": within, **more}
        return found(records, away=away, **rule).outcome

    def test_a_plan_of_friday_holds_on_monday(self) -> None:
        assert self.preceded("2026-10-16 17:00:00", "2026-10-19 09:00:00", "24 hours") == "pass"
        assert self.preceded("2026-10-16 17:00:00", "2026-10-20 09:00:00", "24 hours") == "fail"

    def test_leave_in_between_makes_no_plan_old(self) -> None:
        away = ("2026-10-20/2026-10-22",)
        assert self.preceded("2026-10-19 17:00:00", "2026-10-23 09:00:00", "1 day", away, by="same_rep") == "pass"
        assert self.preceded("2026-10-19 17:00:00", "2026-10-23 09:00:00", "1 day", away) == "fail"

    def test_the_same_day(self) -> None:
        assert self.preceded("2026-10-20 08:00:00", "2026-10-20 09:00:00", "0 days") == "pass"
        assert self.preceded("2026-10-19 17:00:00", "2026-10-20 09:00:00", "0 days") == "fail"
