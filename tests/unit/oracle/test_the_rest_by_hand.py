"""The other kinds and what all of them share, worked by hand: the oracle must agree first."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from tests.unit.oracle.hand import CALL, judged, record, rep_row, world

if TYPE_CHECKING:
    from tests.oracle.world import Row


class TestSequence:
    STEPS = ({"type": "quote"}, {"type": "order"})

    def test_the_step_before_stands_at_or_before(self) -> None:
        records = [
            record(1, "2026-06-03 09:00:00", kind="order"),
            record(2, "2026-06-03 09:00:00", kind="quote"),
            record(3, "2026-06-02 09:00:00", kind="order", customer_id="C2"),
            record(4, "2026-06-02 09:00:01", kind="quote", customer_id="C2"),
        ]
        result = judged(world(records, "2026-06-01", "2026-06-30"), kind="sequence", steps=self.STEPS)
        assert (result.expected, result.met) == (2, 1)
        assert result.deviations == (((("record_id", "E3"), ("step", "1")), date(2026, 6, 2)),)

    def test_what_may_stand_before_the_log_is_unknown(self) -> None:
        one = world(
            [record(1, "2026-06-03", kind="order")],
            "2026-06-01",
            "2026-06-30",
            spans={"from": "2026-06-01"},
            covers=("quote",),
        )
        rule = {"kind": "sequence", "steps": self.STEPS}
        assert judged(one, within="3 days", **rule).causes == (("span", "", 1),)
        assert judged(one, within="2 days", **rule).outcome == "fail"

    def test_closing_owes_each_step(self) -> None:
        records = [record(1, "2026-06-02", kind="quote"), record(2, "2026-06-03", kind="close")]
        one = world(records, "2026-06-01", "2026-06-30", covers=("order",))
        result = judged(one, kind="sequence", steps=self.STEPS, closing={"type": "close"})
        assert (result.expected, result.met) == (2, 1)
        assert result.deviations == (((("record_id", "E2"), ("step", "2")), date(2026, 6, 3)),)


class TestOtherKinds:
    def test_content_wants_more_than_a_placeholder(self) -> None:
        records = [record(1, "2026-06-02", note=" Ｎ/Ａ "), record(2, "2026-06-02", note="said hello")]
        one = world(records, "2026-06-01", "2026-06-30")
        result = judged(one, kind="content", of=CALL, require=[{"field": "note"}])
        assert result.deviations == (((("item", "note"), ("record_id", "E1")), date(2026, 6, 2)),)

    def test_content_reckons_and_a_blank_operand_is_unmet(self) -> None:
        sums = {"cost": "5", "sales": "10"}
        records = [record(1, "2026-06-02", **sums), record(2, "2026-06-02", cost="", sales="10")]
        one = world(records, "2026-06-01", "2026-06-30")
        result = judged(
            one, kind="content", of=CALL, require=[{"holds": "cost + 5 <= sales or sales > 0", "item": "x"}]
        )
        assert (result.expected, result.met) == (2, 1)

    def test_entered_within_counts_a_bare_day_from_its_end(self) -> None:
        records = [
            record(1, "2026-06-02", logged_at="2026-06-03 23:59:59"),
            record(2, "2026-06-02 10:00:00", logged_at="2026-06-03 10:00:01"),
            record(3, "2026-06-02", logged_at=""),
        ]
        one = world(records, "2026-06-01", "2026-06-30")
        result = judged(one, kind="content", of=CALL, require=[{"entered_within": "24 hours"}])
        assert (result.expected, result.met) == (3, 1)

    def test_a_negative_judgement_fails_and_a_missing_one_leaves_open(self) -> None:
        def said(item: str, day: str, answer: str) -> Row:
            return {"rep_id": "R1", "item": item, "assessor": "M", "assessed_on": day, "answer": answer}

        rule = {"kind": "attested", "items": ["ethics", "dress"], "valid_for": "2 months"}
        lapsed = [said("ethics", "2026-06-01", "yes"), said("dress", "2026-04-29", "yes")]
        base = [record(1, "2026-06-02")]
        outcome = judged(world(base, "2026-06-01", "2026-06-30", attestations=lapsed), **rule).outcome
        assert outcome == "not_checked"
        latest = [*lapsed, said("ethics", "2026-06-01", "no")]
        result = judged(world(base, "2026-06-01", "2026-06-30", attestations=latest), **rule)
        assert (result.outcome, result.expected, result.met, result.unknown) == ("fail", 1, 0, 1)

    def test_a_burst_is_entered_at_once_for_several_days(self) -> None:
        records = [
            record(1, "2026-06-01", logged_at="2026-06-05 18:00:00"),
            record(2, "2026-06-02", logged_at="2026-06-05 18:05:00"),
            record(3, "2026-06-03", logged_at="2026-06-05 18:11:00"),
        ]
        one = world(records, "2026-06-01", "2026-06-30")
        burst = {"entries": 2, "minutes": 10, "days": 2}
        result = judged(one, kind="genuine", burst=burst)
        assert (result.expected, result.met) == (3, 1)
        assert result.deviations[0] == ((("record_id", "E2"),), date(2026, 6, 5))

    def test_a_text_entered_for_others_is_a_copy(self) -> None:
        records = [
            record(1, "2026-06-01", text="Went  very well"),
            record(2, "2026-06-02", text="went very well", customer_id="C2"),
            record(3, "2026-06-03", text="went very well", customer_id="C2"),
        ]
        one = world(records, "2026-06-01", "2026-06-30")
        result = judged(one, kind="genuine", copied={"entries": 2, "min_length": 5})
        assert (result.expected, result.met) == (3, 1)


class TestAllKinds:
    def test_an_unshown_type_is_not_checked(self) -> None:
        one = world([record(1, "2026-06-02")], "2026-06-01", "2026-06-30")
        rule = {"kind": "quota", "of": {"type": ["call", "visit"]}, "window": "month"}
        assert judged(one, at_least=1, **rule).outcome == "pass"
        assert judged(one, at_most=1, **rule).outcome == "not_checked"

    def test_an_excluded_value_of_an_unshown_column_holds(self) -> None:
        one = world([record(1, "2026-06-02")], "2026-06-01", "2026-06-30")
        rule = {"kind": "quota", "at_least": 1, "window": "month"}
        assert judged(one, of={**CALL, "status": {"not": "planned"}}, **rule).outcome == "pass"
        assert judged(one, of={**CALL, "status": "done"}, **rule).outcome == "not_checked"

    def test_tenure_is_reckoned_on_the_due_day(self) -> None:
        one = world([record(1, "2026-06-02")], "2026-06-01", "2026-06-30", reps=[rep_row(joined="2026-05-20")])
        rule = {"kind": "quota", "of": CALL, "at_least": 1, "window": "month"}
        enough, short = {"tenure": {"at_least": "1 month"}}, {"tenure": {"at_least": "42 days"}}
        assert judged(one, applies_to=enough, **rule).outcome == "pass"
        assert judged(one, applies_to=short, **rule).outcome == "not_applicable"

    def test_the_threshold_forgives(self) -> None:
        records = [record(1, "2026-06-02", note="yes"), record(2, "2026-06-02")]
        one = world(records, "2026-06-01", "2026-06-30")
        rule = {"kind": "content", "of": CALL, "require": [{"field": "note"}]}
        assert judged(one, threshold=0.5, **rule).outcome == "pass"
        assert judged(one, threshold=0.51, **rule).outcome == "fail"
