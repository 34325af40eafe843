"""Unknown in responses, sequences, content, judgements and genuineness: worked by hand from the words of the design."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar

import pytest

from tests.oracle.world import FILE
from tests.unit.oracle.hand import CALL, care, due_days, judged, record, world

if TYPE_CHECKING:
    from tests.oracle.judge import Result
    from tests.oracle.world import Row, World

JUNE = ("2026-06-01", "2026-06-30")


def june(*records: Row, **more: Any) -> World:
    return world(list(records), *JUNE, **more)


def counts(result: Result) -> tuple[str, int, int, int]:
    return result.outcome, result.expected, result.met, result.unknown


def in_file(name: str, row: Row, *lost: str) -> Row:
    return {**{column: value for column, value in row.items() if column not in lost}, FILE: name}


class TestResponse:
    RULE: ClassVar = {"kind": "response", "to": {"type": "inquiry"}, "with": CALL, "within": "2 days"}
    INQUIRY = record(1, "2026-06-01", kind="inquiry")
    # What is not in time shows the type of the answers all the same.
    LATER = record(9, "2026-06-20", customer_id="C9")

    def said(self, *answers: Row, inquiry: Row = INQUIRY, rule: Any = (), **more: Any) -> Result:
        return judged(june(inquiry, self.LATER, *answers, **more), **{**self.RULE, **dict(rule)})

    def test_without_an_answer_it_is_unmet(self) -> None:
        assert counts(self.said()) == ("fail", 1, 0, 0)

    def test_a_sure_answer_meets_it_whatever_else_is_doubtful(self) -> None:
        assert counts(self.said(record(2, "2026-06-02"), record(3, "2026-06-02", kind="task"))) == ("pass", 1, 1, 0)

    def test_a_task_in_time_may_be_the_answer(self) -> None:
        result = self.said(record(2, "2026-06-02", kind="task"))
        assert (counts(result), result.causes) == (("not_checked", 0, 0, 1), (("type", "task", 1),))
        assert result.possible == (((("record_id", "E1"),), date(2026, 6, 3)),)
        assert counts(self.said(record(2, "2026-06-04", kind="task"))) == ("fail", 1, 0, 0)

    def test_a_word_of_ones_own_may_be_the_answer_where_the_key_is_the_customer(self) -> None:
        other = record(3, "2026-06-02", rep="R2", customer_id="C5")
        assert self.said(record(2, "2026-06-02", kind="拜访签到"), other).unknown == 1

    def test_keyed_by_the_rep_only_a_word_that_two_use_may_be(self) -> None:
        own = record(2, "2026-06-02", kind="拜访签到")
        others = record(3, "2026-06-09", kind="拜访签到", rep="R2")
        by_rep = {"same": "rep"}
        assert self.said(own, record(3, "2026-06-09", rep="R2"), rule=by_rep).unknown == 0
        assert self.said(own, others, rule=by_rep).unknown == 1

    def test_an_answer_of_an_unread_status(self) -> None:
        done = {"with": {**CALL, "status": {"not": "planned"}}}
        result = self.said(record(2, "2026-06-02", status="erledigt"), rule=done)
        assert result.causes == (("value", "status: erledigt", 1),)

    def test_an_answer_whose_file_lacks_a_column_that_is_asked_for(self) -> None:
        long = {"with": {**CALL, "text": {"present": True}}}
        result = self.said(in_file("phone.csv", record(2, "2026-06-02"), "text"), rule=long)
        assert result.causes == (("column", "text in phone.csv", 1),)

    @pytest.mark.parametrize(("by", "unknown", "met"), [("same_rep", 1, 0), ("someone_else", 1, 0), ("anyone", 0, 1)])
    def test_an_answer_of_nobody(self, by: str, unknown: int, met: int) -> None:
        result = self.said(record(2, "2026-06-02", rep=""), rule={"by": by})
        assert (result.unknown, result.met) == (unknown, met)
        # It bears on nothing keyed by the rep.
        assert self.said(record(2, "2026-06-02", rep=""), rule={"by": by, "same": "rep"}).unknown == 0

    def test_a_trigger_of_nobody_is_none(self) -> None:
        assert self.said(inquiry={**self.INQUIRY, "rep_id": ""}).outcome == "not_applicable"

    def test_an_answering_type_that_is_not_exported(self) -> None:
        result = self.said(rule={"with": {"type": ["call", "message", "email"]}})
        assert (counts(result), result.causes) == (("not_checked", 0, 0, 1), (("type", "email", 1),))

    def test_a_doubtful_trigger_is_unknown_and_dropped_where_it_is_answered(self) -> None:
        doubtful = {**self.INQUIRY, "status": "erledigt"}
        rule = {"to": {"type": "inquiry", "status": {"not": "planned"}}}
        result = self.said(inquiry=doubtful, rule=rule)
        assert (counts(result), result.causes) == (("not_checked", 0, 0, 1), (("value", "status: erledigt", 1),))
        assert counts(self.said(record(2, "2026-06-02"), inquiry=doubtful, rule=rule)) == ("not_applicable", 0, 0, 0)

    def test_an_unread_type_is_no_trigger(self) -> None:
        task = record(1, "2026-06-01", kind="task")
        assert self.said(inquiry=task, covers=("inquiry",)).outcome == "not_applicable"

    def test_the_least_of_several_causes_stands_for_all(self) -> None:
        task = record(2, "2026-06-02", kind="task")
        event = record(3, "2026-06-02", kind="event")
        nobody = record(4, "2026-06-02", rep="")
        assert self.said(nobody, task, event).causes == (("type", "event", 1),)

    def test_after_the_span_it_is_unknown_unless_met(self) -> None:
        span = {"spans": {"from": "2026-01-01", "to": "2026-06-02"}}
        assert self.said(**span).causes == (("span", "", 1),)
        assert counts(self.said(record(2, "2026-06-02"), **span)) == ("pass", 1, 1, 0)

    @pytest.mark.parametrize("by", ["same_rep", "anyone"])
    def test_days_before_the_span_are_no_working_days(self, by: str) -> None:
        span = {"spans": {"from": "2026-06-10", "to": "2026-06-30"}}
        assert due_days(self.said(rule={"by": by}, **span)) == ["2026-06-10"]

    def test_after_as_of_it_is_pending_as_ever(self) -> None:
        result = self.said(as_of=date(2026, 6, 2))
        assert (result.outcome, result.pending, result.unknown) == ("pending", 1, 0)

    def test_another_reps_answer_where_the_customer_is_not_shown(self) -> None:
        inquiry = in_file("web.csv", {**self.INQUIRY, "case_id": "K1"}, "customer_id")
        answer = record(2, "2026-06-02", rep="R2", case_id="K1")
        result = self.said(answer, inquiry=inquiry, rule={"same": "case"}, customers=[care("C1", "R2")])
        assert result.causes == (("column", "customer_id in web.csv", 1),)
        unknown_rep = self.said(answer, inquiry=inquiry, rule={"same": "case"}, customers=[care("C1", "R3")])
        assert counts(unknown_rep) == ("fail", 1, 0, 0)


class TestSequence:
    STEPS: ClassVar = [{"type": "inquiry"}, {"type": "proposal"}]
    RULE: ClassVar = {"kind": "sequence", "steps": STEPS}
    PROPOSAL = record(1, "2026-06-15", kind="proposal", case_id="K1")
    SHOWN = record(9, "2026-06-20", kind="inquiry", customer_id="C9")

    def said(self, *records: Row, rule: Any = (), **more: Any) -> Result:
        return judged(june(self.SHOWN, *records, **more), **{**self.RULE, **dict(rule)})

    def test_met_by_a_sure_step_before_else_unknown_by_a_doubtful_one(self) -> None:
        assert counts(self.said(self.PROPOSAL)) == ("fail", 1, 0, 0)
        assert counts(self.said(self.PROPOSAL, record(2, "2026-06-14", kind="inquiry"))) == ("pass", 1, 1, 0)
        assert self.said(self.PROPOSAL, record(2, "2026-06-14", kind="event")).causes == (("type", "event", 1),)
        assert self.said(self.PROPOSAL, record(2, "2026-06-16", kind="event")).unknown == 0

    def test_by_default_anyone_takes_a_step_and_so_does_nobody(self) -> None:
        nobody = record(2, "2026-06-14", kind="inquiry", rep="")
        assert counts(self.said(self.PROPOSAL, nobody)) == ("pass", 1, 1, 0)
        assert self.said(self.PROPOSAL, nobody, rule={"by": "same_rep"}).causes == (("nobody", "", 1),)

    def test_only_the_types_of_the_step_before_need_be_shown(self) -> None:
        steps = [{"type": ["inquiry", "lead"]}, {"type": "proposal"}, {"type": "deal_closed"}]
        closed = record(2, "2026-06-16", kind="deal_closed")
        result = self.said(replace_id(self.PROPOSAL, "C2"), closed, rule={"steps": steps})
        # The proposal may come after a lead; the deal of another customer comes after no proposal.
        assert (counts(result), result.causes) == (("fail", 1, 0, 1), (("type", "lead", 1),))

    def test_a_key_first_seen_within_history(self) -> None:
        span = {"from": "2026-06-05", "to": "2026-06-30"}
        result = self.said(self.PROPOSAL, spans=span, history=10)
        assert (counts(result), result.causes) == (("not_checked", 0, 0, 1), (("history", "", 1),))
        assert counts(self.said(self.PROPOSAL, spans=span, history=9)) == ("fail", 1, 0, 0)

    def test_a_limit_that_reaches_back_before_the_span(self) -> None:
        span = {"from": "2026-06-10", "to": "2026-06-30"}
        assert self.said(self.PROPOSAL, spans=span, rule={"within": "6 days"}).causes == (("span", "", 1),)
        # Four days from the 9th end on a Saturday, and so on Monday, the day of the proposal.
        assert self.said(self.PROPOSAL, spans=span, rule={"within": "4 days"}).causes == (("span", "", 1),)
        assert counts(self.said(self.PROPOSAL, spans=span, rule={"within": "3 days"})) == ("fail", 1, 0, 0)

    def test_a_closing_record_of_which_it_is_open_whether_it_closes(self) -> None:
        closing = {"closing": {"type": "deal_closed", "status": {"not": "planned"}}, "steps": self.STEPS[:1]}
        closed = record(2, "2026-06-16", kind="deal_closed", status="erledigt")
        assert self.said(closed, rule=closing).causes == (("value", "status: erledigt", 1),)
        before = record(3, "2026-06-15", kind="inquiry")
        assert self.said(closed, before, rule=closing).outcome == "not_applicable"

    def test_the_first_of_a_case_after_a_doubtful_one_may_be_none(self) -> None:
        rule = {"steps": [self.STEPS[0], {"type": "proposal", "status": {"not": "planned"}}], "every": "case"}
        perhaps = record(2, "2026-06-14", kind="proposal", case_id="K1", status="erledigt")
        third = record(3, "2026-06-17", kind="proposal", case_id="K1", status="")
        first = {**self.PROPOSAL, "status": ""}
        assert counts(self.said(first, third, rule=rule)) == ("fail", 1, 0, 0)
        # The doubtful one and the first sure one may each be the first; the third is not.
        assert counts(self.said(perhaps, first, third, rule=rule)) == ("not_checked", 0, 0, 2)

    def test_the_first_of_a_case_after_one_of_an_unread_type_may_be_none(self) -> None:
        task = record(2, "2026-06-14", kind="task", case_id="K1", customer_id="C7")
        result = self.said(self.PROPOSAL, task, rule={"every": "case"})
        assert (counts(result), result.causes) == (("not_checked", 0, 0, 1), (("type", "task", 1),))

    def test_a_record_of_nobody_is_no_first_of_a_case(self) -> None:
        nobody = record(2, "2026-06-14", kind="proposal", case_id="K1", rep="")
        assert counts(self.said(self.PROPOSAL, nobody, rule={"every": "case"})) == ("fail", 1, 0, 0)


def replace_id(row: Row, customer: str) -> Row:
    return {**row, "customer_id": customer}


class TestContent:
    def said(self, item: dict[str, Any], *records: Row, of: Any = CALL, **more: Any) -> Result:
        return judged(june(*records, **more), kind="content", of=of, require=[item])

    def test_a_column_dropped_from_one_file_leaves_the_other_file_known(self) -> None:
        records = [
            record(1, "2026-06-01", logged_at="2026-06-01"),
            record(2, "2026-06-01"),
            in_file("phone.csv", record(3, "2026-06-01"), "logged_at"),
        ]
        result = self.said({"entered_within": "24 hours"}, *records)
        assert counts(result) == ("fail", 2, 1, 1)
        assert result.causes == (("column", "logged_at in phone.csv", 1),)

    def test_of_several_one_is_enough(self) -> None:
        either = {"any": [{"field": "note"}, {"field": "text"}]}
        blind = in_file("phone.csv", record(2, "2026-06-01"), "text")
        full = record(1, "2026-06-01", text="a word")
        assert counts(self.said(either, full, {**blind, "note": "a word"})) == ("pass", 2, 2, 0)
        assert counts(self.said(either, full, blind)) == ("not_checked", 1, 1, 1)

    def test_a_word_nobody_reads_leaves_an_item_open(self) -> None:
        item = {"field": "status", "one_of": ["done"]}
        records = [record(1, "2026-06-01", status="done"), record(2, "2026-06-01", status="erledigt")]
        assert self.said(item, *records).causes == (("value", "status: erledigt", 1),)

    def test_none_of_the_words_asked_for_occurs(self) -> None:
        item = {"field": "note", "one_of": ["won", "lost"]}
        assert self.said(item, record(1, "2026-06-01", note="赢单")).outcome == "not_checked"

    @pytest.mark.parametrize(
        ("cost", "sales", "state"),
        [
            ("5", "10", "met"),
            ("11", "10", "unmet"),
            ("", "10", "unmet"),
            ("无", "10", "unmet"),
            ("five", "10", "unknown"),
            ("five", "", "unmet"),
            ("5", None, "unknown"),
            ("", None, "unmet"),
        ],
    )
    def test_operands(self, cost: str, sales: str | None, state: str) -> None:
        row = record(2, "2026-06-01", cost=cost, **({} if sales is None else {"sales": sales}))
        other = record(1, "2026-05-01", cost="1", sales="1")
        result = self.said({"holds": "cost <= sales"}, other, in_file("b.csv", row))
        assert (result.met, result.expected - result.met, result.unknown) == {
            "met": (1, 0, 0),
            "unmet": (0, 1, 0),
            "unknown": (0, 0, 1),
        }[state]

    def test_a_doubtful_record(self) -> None:
        of = {**CALL, "status": {"not": "planned"}}
        doubtful = record(1, "2026-06-01", status="erledigt")
        assert counts(self.said({"field": "note"}, doubtful, of=of)) == ("not_checked", 0, 0, 1)
        assert self.said({"field": "note"}, {**doubtful, "note": "a"}, of=of).outcome == "not_applicable"

    def test_no_record_of_the_period_in_the_span_but_one_after_it(self) -> None:
        span = {"from": "2026-06-01", "to": "2026-06-10"}
        assert self.said({"field": "note"}, record(1, "2026-06-12"), spans=span).causes == (("span", "", 1),)


class TestAttested:
    RULE: ClassVar = {"kind": "attested", "items": ["ethics", "dress"]}

    def said(self, *answers: tuple[str, str], **more: Any) -> Result:
        rows = [
            {"rep_id": "R1", "item": item, "assessor": "M", "assessed_on": "2026-06-01", "answer": answer}
            for item, answer in answers
        ]
        return judged(june(record(1, "2026-06-02"), attestations=rows), **self.RULE, **more)

    def test_missing_is_unknown_and_negative_is_unmet(self) -> None:
        result = self.said(("ethics", "no"))
        assert (counts(result), result.causes) == (("fail", 1, 0, 1), (("judgement", "dress", 1),))
        assert result.deviations == (((("item", "ethics"),), date(2026, 6, 30)),)
        assert result.possible == (((("item", "dress"),), date(2026, 6, 30)),)

    def test_one_missing_leaves_open_what_the_other_does_not_decide(self) -> None:
        assert self.said(("ethics", "yes")).outcome == "not_checked"
        assert self.said(("ethics", "yes"), threshold=0.5).outcome == "pass"

    def test_a_threshold_forgives_a_negative_one(self) -> None:
        assert self.said(("ethics", "yes"), ("dress", "no"), threshold=0.5).outcome == "pass"

    def test_the_logs_span_says_nothing_of_judgements(self) -> None:
        one = june(record(1, "2026-06-02"), spans=None, attestations=[])
        rows = [{"rep_id": "R1", "item": "ethics", "assessor": "M", "assessed_on": "2026-06-01", "answer": "no"}]
        result = judged(replace(one, attestations=rows), kind="attested", items=["ethics"])
        assert counts(result) == ("fail", 1, 0, 0)


class TestGenuine:
    def test_a_file_without_times_of_entry_leaves_its_own_records_open(self) -> None:
        late = "2026-06-05 18:00:00"
        records = [
            record(1, "2026-06-01", logged_at=late),
            record(2, "2026-06-02", logged_at=late),
            in_file("phone.csv", record(3, "2026-06-03"), "logged_at"),
        ]
        result = judged(june(*records), kind="genuine", burst={"entries": 2, "minutes": 10, "days": 2})
        assert (counts(result), result.causes) == (("fail", 2, 0, 1), (("column", "logged_at in phone.csv", 1),))

    def test_a_copy_is_one_whatever_the_time_of_entry(self) -> None:
        records = [
            record(1, "2026-06-01", text="went very well", logged_at="2026-06-01"),
            in_file("b.csv", record(2, "2026-06-02", text="went very well", customer_id="C2"), "logged_at"),
        ]
        burst, copied = {"entries": 2, "minutes": 10, "days": 2}, {"entries": 2, "min_length": 5}
        result = judged(june(*records), kind="genuine", burst=burst, copied=copied)
        assert counts(result) == ("fail", 2, 1, 0)
