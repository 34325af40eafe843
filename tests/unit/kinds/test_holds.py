"""Relations between columns: what the operands are, what is refused, and for which rows a relation holds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from pydantic_core import PydanticCustomError

from checklist.engine import SQL, Database, literal
from checklist.kinds._expression import parse_expression
from checklist.kinds._relation import Operand, Relation, sorts
from checklist.model.tables import RECORDS

if TYPE_CHECKING:
    from collections.abc import Iterator

OWN = ("cost", "budget", "sales", "signer", "approver", "signed_on", "valid_until")
CANONICAL = {
    "occurred_at": "TIMESTAMP",
    "logged_at": "TIMESTAMP",
    "amount": "DECIMAL(18, 6)",
    "status": "VARCHAR",
    "day_precise": "BOOLEAN",
    "logged_day_precise": "BOOLEAN",
}


def relation(text: str) -> Relation:
    expression = parse_expression(text)
    columns = {name: SQL(f'r."{name}"') for name in expression.columns}
    flags = {name: SQL(flag) for name, flag in RECORDS.day_flags.items()}
    own = frozenset(name for name in columns if not RECORDS.has(name))
    return Relation(expression, sorts(expression, RECORDS.sort_of), columns, own, flags)


@pytest.fixture(scope="module")
def session() -> Iterator[Database]:
    with Database(threads=1) as database:
        yield database


def answer(session: Database, sql: str, row: dict[str, Any]) -> Any:
    """Work out a test over one record; what is not given of it is blank, and times are precise."""
    given = {"day_precise": False, "logged_day_precise": False, **row}
    types = dict.fromkeys(OWN, "VARCHAR") | CANONICAL
    cells = ", ".join(f"CAST({literal(given.get(name))} AS {kind}) AS {name}" for name, kind in types.items())
    return session.value(f"SELECT {sql} FROM (SELECT {cells}) r")


def holds(session: Database, text: str, **row: Any) -> Any:
    return answer(session, relation(text).holds(), row)


@pytest.mark.parametrize(
    ("text", "cost", "budget", "sales", "expected"),
    [
        ("cost + budget <= sales", "10", "20", "30", True),
        ("cost + budget <= sales", "10", "20.01", "30", False),
        ("cost < 5 or sales > 0", "10", "1", "1", True),
        ("cost < 5 or sales > 0", None, "1", "1", False),
        ("cost < 5 or sales > 0", "abc", "1", "1", False),
        ("not cost > 5", "abc", "1", "1", False),
        ("not (cost > 5 or sales > 5)", "1", "1", "1", True),
        ("not (cost > 5 or sales > 5)", "1", "1", "6", False),
        ("not (cost > 5 and sales > 5)", "1", "1", "6", True),
        ("not 1 < cost < 5", "7", "1", "1", True),
        ("cost / budget < 2", "10", "0", "1", False),
        ("cost / budget < 2 or sales > 0", "10", "0", "1", False),
        ("cost / budget < 2 or sales > 0", "10", "1", "1", True),
        ("not cost / budget < 2", "10", "0", "1", False),
        ("cost = 'none' or cost = 'some'", "some", None, None, True),
        ("cost = 'a=b'", "a=b", None, None, True),
        ("0.1 + 0.2 == 0.3", None, None, None, True),
        ("cost <= sales", "9", "1", "10", True),
        ("not cost * 999999999999 * 999999999999 * 999999999999 > 1", "999999999999", None, None, False),
    ],
)
def test_figures(session: Database, text: str, cost: str, budget: str, sales: str, *, expected: bool) -> None:
    assert holds(session, text, cost=cost, budget=budget, sales=sales) is expected


@pytest.mark.parametrize(
    ("text", "row", "expected"),
    [
        ("signer = approver", {"signer": "王芳", "approver": "王芳"}, True),
        ("signer != approver", {"signer": "王芳", "approver": "王芳"}, False),
        ("signer != approver", {"signer": "王芳", "approver": "李伟"}, True),
        ("signer != approver", {"signer": "王芳"}, False),
        ("status = approver", {"status": "done", "approver": "done"}, True),
        ("status = '2026-10-01'", {"status": "2026-10-01"}, True),
    ],
)
def test_texts(session: Database, text: str, row: dict[str, Any], *, expected: bool) -> None:
    assert holds(session, text, **row) is expected


@pytest.mark.parametrize(
    ("text", "row", "expected"),
    [
        # Two precise times are compared by the clock.
        ("occurred_at <= logged_at", {"occurred_at": "2026-10-05 10:00", "logged_at": "2026-10-05 09:59"}, False),
        ("occurred_at = logged_at", {"occurred_at": "2026-10-05 10:00", "logged_at": "2026-10-05 10:00"}, True),
        # Where one of the two is known to the day only, the order is by day.
        (
            "occurred_at <= logged_at",
            {"occurred_at": "2026-10-05 10:00", "logged_at": "2026-10-05 00:00", "logged_day_precise": True},
            True,
        ),
        (
            "not occurred_at > logged_at",
            {"occurred_at": "2026-10-05 10:00", "logged_at": "2026-10-05 00:00", "logged_day_precise": True},
            True,
        ),
        ("signed_on >= occurred_at", {"occurred_at": "2026-10-05 10:00", "signed_on": "2026-10-05"}, True),
        ("signed_on > occurred_at", {"occurred_at": "2026-10-05 10:00", "signed_on": "2026-10-05"}, False),
        ("signed_on >= occurred_at", {"occurred_at": "2026-10-05 10:00", "signed_on": "2026-10-04"}, False),
        ("signed_on >= occurred_at", {"occurred_at": "2026-10-05 10:00", "signed_on": "2026-10-05 09:59"}, False),
        ("signed_on = '2026-10-05'", {"signed_on": "2026-10-05 09:59"}, True),
        ("signed_on <= '2026-10-05 12:00'", {"signed_on": "2026-10-05 12:01"}, False),
        ("signed_on <= '2026-10-05 12:00'", {"signed_on": "2026-10-05"}, True),
        # As people write days.
        ("signed_on = '2026-10-05'", {"signed_on": "2026年10月5日"}, True),
        ("signed_on = '2026-10-05'", {"signed_on": "2026/10/5"}, True),
        ("signed_on >= '2026-10-05 14:00'", {"signed_on": "2026年10月5日 14:00"}, True),
        ("signed_on >= '2026-10-05 14:00'", {"signed_on": "2026-10-05T13:59:59.5"}, False),
        ("not signed_on = '2026-10-05'", {"signed_on": "soon"}, False),
        ("not signed_on = '2026-10-05'", {"signed_on": "2026-02-30"}, False),
        ("not signed_on = '2026-10-05'", {"signed_on": "2026-10-05 25:00"}, False),
        ("signed_on = '2026-10-05'", {}, False),
    ],
)
def test_days_and_times(session: Database, text: str, row: dict[str, Any], *, expected: bool) -> None:
    assert holds(session, text, **row) is expected


OCCURRED = {"occurred_at": "2026-10-05 10:00"}


@pytest.mark.parametrize(
    ("text", "row", "expected"),
    [
        # Days, weeks, months and years end with their last day, as a deadline in days does.
        ("valid_until <= occurred_at + 20 days", {**OCCURRED, "valid_until": "2026-10-25"}, True),
        ("valid_until <= occurred_at + 20 days", {**OCCURRED, "valid_until": "2026-10-26"}, False),
        ("valid_until <= 20 days + occurred_at", {**OCCURRED, "valid_until": "2026-10-26"}, False),
        ("logged_at <= occurred_at + 1 day", {**OCCURRED, "logged_at": "2026-10-06 23:00"}, True),
        ("logged_at <= occurred_at + 1 day", {**OCCURRED, "logged_at": "2026-10-07 00:00"}, False),
        ("valid_until = occurred_at + 2 weeks", {**OCCURRED, "valid_until": "2026-10-19"}, True),
        ("valid_until >= occurred_at - 1 month", {**OCCURRED, "valid_until": "2026-09-05"}, True),
        ("signed_on + 1 month = '2026-02-28'", {"signed_on": "2026-01-31"}, True),
        ("signed_on + 1 year - 1 day = '2027-01-30'", {"signed_on": "2026-01-31"}, True),
        # Minutes and hours run on the clock; a day may be any of its moments.
        ("logged_at <= occurred_at + 24 hours", {**OCCURRED, "logged_at": "2026-10-06 10:00"}, True),
        ("logged_at <= occurred_at + 24 hours", {**OCCURRED, "logged_at": "2026-10-06 10:01"}, False),
        ("not logged_at > occurred_at + 24 hours", {**OCCURRED, "logged_at": "2026-10-06 10:01"}, False),
        (
            "logged_at <= occurred_at + 90 minutes",
            {"occurred_at": "2026-10-05 00:00", "day_precise": True, "logged_at": "2026-10-06 01:30"},
            True,
        ),
        (
            "not logged_at > occurred_at + 90 minutes",
            {"occurred_at": "2026-10-05 00:00", "day_precise": True, "logged_at": "2026-10-06 01:30"},
            True,
        ),
        (
            "logged_at <= occurred_at + 90 minutes",
            {"occurred_at": "2026-10-05 00:00", "day_precise": True, "logged_at": "2026-10-06 01:31"},
            False,
        ),
        ("signed_on <= occurred_at + 2 hours", {**OCCURRED, "signed_on": "2026-10-05"}, True),
        ("signed_on >= occurred_at + 2 hours", {**OCCURRED, "signed_on": "2026-10-05"}, True),
        ("signed_on < occurred_at + 2 hours", {**OCCURRED, "signed_on": "2026-10-06"}, False),
        ("signed_on > occurred_at + 2 hours", {**OCCURRED, "signed_on": "2026-10-04"}, False),
        ("signed_on = occurred_at + 2 hours", {**OCCURRED, "signed_on": "2026-10-05"}, True),
        ("signed_on != occurred_at + 2 hours", {**OCCURRED, "signed_on": "2026-10-05"}, True),
        ("signed_on != occurred_at + 2 hours", {**OCCURRED, "signed_on": "2026-10-05 12:00"}, False),
        # What lies between two moments, beside a span.
        ("logged_at - occurred_at <= 24 hours", {**OCCURRED, "logged_at": "2026-10-06 10:01"}, False),
        ("24 hours >= logged_at - occurred_at", {**OCCURRED, "logged_at": "2026-10-06 10:00"}, True),
        ("'2026-10-07' - occurred_at <= 2 days", OCCURRED, True),
        ("'2026-10-08' - occurred_at <= 2 days", OCCURRED, False),
        ("'2026-10-03' + 2 days = signed_on", {"signed_on": "2026-10-05"}, True),
    ],
)
def test_spans_of_time(session: Database, text: str, row: dict[str, Any], *, expected: bool) -> None:
    assert holds(session, text, **row) is expected


@pytest.mark.parametrize(
    ("text", "row", "expected"),
    [
        ("cost <= amount", {"cost": "viel", "amount": 1}, [True]),
        ("cost <= amount", {"cost": "1", "amount": 1}, [False]),
        ("cost <= amount", {"amount": 1}, [False]),
        ("signed_on <= occurred_at", {"signed_on": "bald"}, [True]),
        ("signed_on <= occurred_at", {"signed_on": "2026-10-05"}, [False]),
        ("cost < 5 or signed_on <= occurred_at", {"cost": "5", "signed_on": "bald"}, [False, True]),
        ("signer = approver", {"signer": "viel"}, []),
        ("amount < 5", {}, []),
    ],
)
def test_what_is_filled_and_cannot_be_read(
    session: Database, text: str, row: dict[str, Any], expected: list[bool]
) -> None:
    assert [answer(session, test, row) for test in relation(text).unreadable().values()] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("cost + budget <= sales", {"cost": "number", "budget": "number", "sales": "number"}),
        ("cost <= sales", {"cost": "number", "sales": "number"}),
        ("signer = approver", {"signer": "text", "approver": "text"}),
        ("-cost = sales", {"cost": "number", "sales": "number"}),
        ("signer = approver and approver = 'x'", {"signer": "text", "approver": "text"}),
        ("signer = approver and approver = amount", {"signer": "number", "approver": "number", "amount": "number"}),
        ("a <= b <= '2026-10-01'", {"a": "time", "b": "time"}),
        ("a - b <= 3 days", {"a": "time", "b": "time"}),
        ("a + 3 days <= b", {"a": "time", "b": "time"}),
        ("a <= b and b <= occurred_at", {"a": "time", "b": "time", "occurred_at": "time"}),
        ("金额 > 5", {"金额": "number"}),
    ],
)
def test_a_column_of_ones_own_is_what_it_stands_beside(text: str, expected: dict[str, str]) -> None:
    assert sorts(parse_expression(text), RECORDS.sort_of) == {name: Operand(sort) for name, sort in expected.items()}


@pytest.mark.parametrize(
    ("text", "left", "right"),
    [
        ("occurred_at > 5", "occurred_at", "5"),
        ("status + 1 > 2", "status", "1"),
        ("'a' + status = 'b'", "'a'", "status"),
        ("occurred_at + 20 <= logged_at", "occurred_at", "20"),
        ("logged_at - occurred_at <= 5", "logged_at - occurred_at", "5"),
        ("amount = 'much'", "amount", "'much'"),
        ("amount < '2026-10-01'", "amount", "'2026-10-01'"),
        ("occurred_at = 'soon'", "occurred_at", "'soon'"),
        ("a = 'x' and a > 5", "a", "5"),
        ("a = '2026-10-01' and a > 5", "a", "5"),
        ("a <= b and a = 5 and b = occurred_at", "a", "b"),
        ("20 days < 30 days", "20 days", "30 days"),
        ("occurred_at + logged_at > 5", "occurred_at", "logged_at"),
        ("occurred_at * 2 > logged_at", "occurred_at", "2"),
        ("20 days - occurred_at < logged_at", "20 days", "occurred_at"),
    ],
)
def test_operands_of_different_sorts_are_refused_by_name(text: str, left: str, right: str) -> None:
    with pytest.raises(PydanticCustomError) as caught:
        sorts(parse_expression(text), RECORDS.sort_of)
    assert caught.value.type == "sorts_differ"
    assert caught.value.context is not None
    assert (caught.value.context["left"], caught.value.context["right"]) == (left, right)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("cost", "expression"),
        ("f(cost) > 1", "expression"),
        ("cost > budget.sales", "expression"),
        ("__import__('os')", "expression"),
        ("cost > ", "expression"),
        ("1 +", "expression"),
        ("b'20 days' < occurred_at", "expression"),
        ("f'{cost}' = status", "expression"),
        ("1.5 hours > occurred_at", "expression"),
        ("0 days + occurred_at < logged_at", "expression"),
        ("-" * 900 + "cost < 1", "expression"),
        ("not " * 200 + "cost < 1", "expression"),
        ("occurred_at + 3 workdays > logged_at", "duration_unit"),
        ("occurred_at + 3 workhours > logged_at", "duration_unit"),
        ("signed_on < occurred_at + 999999 years", "expression"),
        ("cost < 1e300", "number_too_long"),
        ("cost < 1000000000000", "number_too_long"),
        ("cost < 0.0000001", "number_too_long"),
    ],
)
def test_what_is_no_relation_is_refused(text: str, code: str) -> None:
    with pytest.raises(PydanticCustomError) as caught:
        parse_expression(text)
    assert caught.value.type == code


def test_a_sign_before_what_is_no_number_is_refused() -> None:
    with pytest.raises(PydanticCustomError, match="not a relation"):
        sorts(parse_expression("-status > 3"), RECORDS.sort_of)


def test_text_is_only_ever_text(session: Database) -> None:
    text = 'status = "x\' OR 1=1 --"'
    assert "''" in relation(text).holds()
    assert holds(session, text, status="y") is False
    assert holds(session, text, status="x' OR 1=1 --") is True
